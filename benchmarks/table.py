"""Samples, medians and ratios, and the Markdown table that they end in. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: `ours` against `theirs` in `unit`, taken in turns. `limit`: the most that the ratio may be."""

    what: str
    unit: str
    ours: Sequence[float]
    theirs: Sequence[float] = ()
    against: str = ""
    limit: float | None = None

    @property
    def ratio(self) -> float | None:
        """Median over median, or None when there is nothing to compare with."""
        if not self.ours or not self.theirs:
            return None
        return median(self.ours) / median(self.theirs)


@dataclass(slots=True)
class Results:
    """Everything that one run measured, in order."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Keeps a row and says it at once: a run takes minutes."""
        self.rows.append(row)
        print("  " + " | ".join(_cells(row)), flush=True)

    def note(self, text: str) -> None:
        """Keeps a sentence below the table."""
        self.notes.append(text)
        print("  " + text, flush=True)


HEAD = ("what", "ours: median (min to max)", "against", "theirs: median (min to max)", "ratio", "at most", "")


def markdown(title: str, machine: str, results: Results) -> str:
    """The results as a page of documentation."""
    lines = [f"# {title}", "", machine, "", _line(HEAD), _line(["---"] * len(HEAD))]
    lines += [_line(_cells(row)) for row in results.rows]
    return "\n".join([*lines, "", *(f"- {note}" for note in results.notes), ""])


def _cells(row: Row) -> list[str]:
    ratio, limit = row.ratio, row.limit
    verdict = "" if ratio is None or limit is None else ("met" if ratio <= limit else "**missed**")
    return [
        row.what,
        _spread(row.ours, row.unit),
        row.against,
        _spread(row.theirs, row.unit),
        "" if ratio is None else f"{ratio:.2f}",
        "" if limit is None else f"{limit:.2f}",
        verdict,
    ]


def _spread(values: Sequence[float], unit: str) -> str:
    if not values:
        return ""
    shown = _number(median(values))
    if len(values) > 1:
        shown += f" ({_number(min(values))} to {_number(max(values))})"
    return f"{shown} {unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 20 else f"{value:.2f}"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
