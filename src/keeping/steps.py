"""The undo steps of a picture as rows of text: each step says what it differs in from the one before.

The list is {"version": 1, "index": …, "steps": [[name of the row, label], …]}, a row is [a, b, text]: the first `a`
characters of the document before, `text`, and its last `b` characters. The first step's row is the whole document. So a
stroke writes a stroke, and a step that is dropped or undone costs no other row.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cache.store import Steps
from cache.values import flat
from editor.document import Document
from editor.history import History, Step

VERSION = 1
MOST, BUDGET = 60, 2_000_000
"""Steps and bytes of one history that are kept; the oldest go first."""

BRACKETS = 2 + 2 * MOST
"""A row that has more of them is none of ours."""

TextOf = Callable[[Document], str]


@dataclass(frozen=True, slots=True)
class Row:
    """A kept step: the name of its row, its bytes, and whether it is `whole`."""

    step: Step[Document]
    name: str
    bytes: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """What is kept of a history. `count` names the next row; `last` is the last document that was written and its text,
    for the next step mostly follows it."""

    rows: tuple[Row, ...] = ()
    count: int = 0
    last: tuple[Document, str] | None = None


def laid(trail: Trail, history: History[Document], text_of: TextOf) -> tuple[Trail, Steps]:
    """What to write so that `history` is kept after `trail` was, and what is kept then."""
    steps = latest(trail, history)
    same = _shared(trail.rows, steps)
    first = next((at for at, row in enumerate(trail.rows) if same and row is same[0]), 0)
    rows, written, last = list(same), dict[str, str](), trail.last
    count = trail.count
    if rows and first:  # the steps before it are gone: it has to stand alone
        text = text_of(rows[0].step.value)
        rows[0], written[str(count)] = _row(rows[0].step, str(count), "", text)
        count += 1
    for step in steps[len(rows) :]:
        before = _text(rows[-1].step.value, last, text_of) if rows else ""
        last = (step.value, text_of(step.value))
        row, written[str(count)] = _row(step, str(count), before, last[1])
        rows.append(row)
        count += 1
    return _within(trail, Trail(tuple(rows), count, last), history, written, text_of)


def latest(trail: Trail, history: History[Document]) -> tuple[Step[Document], ...]:
    """The steps to keep: no more than MOST, and none again that had no room before."""
    steps = history.steps
    oldest = next((at for at, step in enumerate(steps) if trail.rows and step.value is trail.rows[0].step.value), 0)
    return steps[max(min(max(len(steps) - MOST, oldest), history.index), 0) :][:MOST]


def _shared(rows: tuple[Row, ...], steps: tuple[Step[Document], ...]) -> tuple[Row, ...]:
    """The kept rows that `steps` begins with."""
    start = next((at for at, row in enumerate(rows) if row.step.value is steps[0].value), len(rows))
    count = 0
    for row, step in zip(rows[start:], steps, strict=False):
        if row.step.value is not step.value or row.step.label != step.label:
            break
        count += 1
    return rows[start : start + count]


def _within(
    old: Trail, new: Trail, history: History[Document], written: dict[str, str], text_of: TextOf
) -> tuple[Trail, Steps]:
    """Without the oldest steps that the budget has no room for; the present one stays."""
    rows = list(new.rows)
    present = next(at for at, row in enumerate(rows) if row.step.value is history.value)
    total = sum(row.bytes for row in rows)
    dropped = 0
    while total > BUDGET and dropped < present:
        total -= rows[dropped].bytes
        dropped += 1
    count = new.count
    if dropped:
        rows = rows[dropped:]
        rows[0], written[str(count)] = _row(rows[0].step, str(count), "", text_of(rows[0].step.value))
        count += 1
    names = {row.name for row in rows}
    listed = [[row.name, row.step.label] for row in rows]
    index = next(at for at, row in enumerate(rows) if row.step.value is history.value)
    listing = json.dumps({"version": VERSION, "index": index, "steps": listed}, ensure_ascii=False)
    texts = {"": listing, **{name: text for name, text in written.items() if name in names}}
    gone = tuple(row.name for row in old.rows if row.name not in names)
    size = len(listing.encode()) + sum(row.bytes for row in rows)
    return Trail(tuple(rows), count, new.last), Steps(texts, gone, size, afresh=not old.rows)


def _text(document: Document, last: tuple[Document, str] | None, text_of: TextOf) -> str:
    return last[1] if last is not None and last[0] is document else text_of(document)


def _row(step: Step[Document], name: str, before: str, text: str) -> tuple[Row, str]:
    row = json.dumps(difference(before, text), ensure_ascii=False, separators=(",", ":"))
    return Row(step, name, len(row.encode()), not before), row


def difference(before: str, after: str) -> tuple[int, int, str]:
    """How many characters both begin with, how many of the rest both end with, and what stands between in `after`."""
    most = min(len(before), len(after))
    head = _longest(most, lambda count: before[:count] == after[:count])
    tail = _longest(most - head, lambda count: before[len(before) - count :] == after[len(after) - count :])
    return head, tail, after[head : len(after) - tail]


def _longest(most: int, holds: Callable[[int], bool]) -> int:
    """The largest count up to `most` that `holds`, where all smaller ones do."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def names(listing: str) -> tuple[str, ...]:
    """The rows that a list names; none when it cannot be read."""
    if not flat(listing, BRACKETS):
        return ()
    try:
        data = json.loads(listing)
        found = tuple(str(name) for name, _ in data["steps"])
        return found if data["version"] == VERSION and 0 <= int(data["index"]) < len(found) else ()
    except (ValueError, TypeError, KeyError):
        return ()


@dataclass(frozen=True, slots=True)
class Told:
    """A kept history: its documents as text, their labels, which of them is present, the names of their rows."""

    texts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    index: int = 0
    names: tuple[str, ...] = ()
    bytes: tuple[int, ...] = ()


def told(rows: tuple[str, ...]) -> Told:
    """The history in its rows, the list first. Nothing of it when a row cannot be read."""
    if not rows or not all(flat(row, BRACKETS) for row in rows):
        return Told()
    try:
        data: Any = json.loads(rows[0])
        texts: list[str] = []
        for row in rows[1:]:
            head, tail, middle = json.loads(row)
            before = texts[-1] if texts else ""
            if not (isinstance(middle, str) and 0 <= head <= len(before) and 0 <= tail <= len(before) - head):
                return Told()
            texts.append(before[:head] + middle + before[len(before) - tail :])
        labels = tuple(str(label) for _, label in data["steps"])
    except (ValueError, TypeError, KeyError):
        return Told()
    if len(texts) != len(labels):
        return Told()
    sizes = tuple(len(row.encode()) for row in rows[1:])
    return Told(tuple(texts), labels, int(data["index"]), names(rows[0]), sizes)
