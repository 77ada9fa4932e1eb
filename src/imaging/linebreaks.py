"""Where a line of text ends, and which way its words run. Plain Python; the widths come from outside.

Newlines end a paragraph. Within it a line ends at spaces; between East Asian characters and after hyphens (a small part
of Unicode Standard Annex #14); and, in a word that is wider than a line, between clusters (graphemes.py). The direction
of a paragraph is that of its first strong character (Unicode Standard Annex #9, rules P2 and P3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from unicodedata import bidirectional, category, east_asian_width

from imaging.graphemes import MARKS, clusters, kind_of

Measure = Callable[[str], float]
"""The width of a piece of one line in pixels."""

TAB = " " * 4
GAPS = re.compile("([ \u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]+)")
"""Where a line may end: every space but those that forbid it (U+00A0, U+2007, U+202F)."""
NEWLINE = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
SURROGATE = re.compile("[\ud800-\udfff]")
FIRST_WIDE = "\u1100"
ISOLATES, POP_ISOLATE = ("LRI", "RLI", "FSI"), "PDI"


def is_rtl(paragraph: str) -> bool:
    """Whether the first strong character, outside of isolates, is of a script that runs from right to left."""
    depth = 0
    for character in paragraph:
        kind = bidirectional(character)
        if kind in ISOLATES:
            depth += 1
        elif kind == POP_ISOLATE:
            depth = max(depth - 1, 0)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def paragraphs(text: str) -> Iterator[tuple[str, bool]]:
    """What stands between newlines, with its direction; tabs as spaces, other controls left out."""
    for part in NEWLINE.split(SURROGATE.sub("\ufffd", text)):
        shown = UNSEEN.sub("", part.replace("\t", TAB))
        yield shown, is_rtl(shown)


def rows_of(paragraph: str, wrap: float, measure: Measure) -> list[str]:
    """The lines of a paragraph, one at least, none wider than `wrap` pixels (0: no limit) unless one cluster is. Spaces
    at the end of a line are left out."""
    rows = _Rows(wrap, measure)
    for index, part in enumerate(GAPS.split(paragraph)):
        if index % 2:
            rows.gap = part
        elif part:
            if rows.gap and kind_of(part[0]) in MARKS:  # a mark on a space: the two are one
                rows.gap, part = rows.gap[:-1], rows.gap[-1] + part
            for piece in _pieces(part) if wrap > 0 else (part,):
                rows.add(piece)
    return [*rows.full, rows.row]


class _Rows:
    """Fills one line after the other; `gap` are the spaces since the last piece."""

    __slots__ = ("_measure", "_used", "_wrap", "full", "gap", "row")

    def __init__(self, wrap: float, measure: Measure) -> None:
        self.full: list[str] = []
        self.row = ""
        self.gap = ""
        self._used = 0.0
        self._wrap = wrap
        self._measure = measure

    def add(self, piece: str) -> None:
        """The next piece: on this line if it fits, else on a new one, cut if it is wider than that."""
        if self._wrap <= 0:
            self._put(piece, 0.0)
            return
        size = self._measure(piece)
        space = self._measure(self.gap) if self.gap else 0.0
        if self._used + space + size <= self._wrap:
            self._put(piece, self._used + space + size)
            return
        if self.row:
            self._end()
        self.gap = ""
        if size > self._wrap:
            *whole, piece = _cut(piece, self._wrap, self._measure)
            self.full += whole
            size = self._measure(piece)
        self._put(piece, size)

    def _put(self, piece: str, used: float) -> None:
        self.row += self.gap + piece
        self.gap = ""
        self._used = used

    def _end(self) -> None:
        self.full.append(self.row)
        self.row = ""
        self._used = 0.0


def _pieces(word: str) -> list[str]:
    """A word, cut where a line may end without a space: after a hyphen between letters and beside East Asian
    characters, but not before what closes nor after what opens (a small part of Unicode Standard Annex #14)."""
    if "-" not in word and max(word) < FIRST_WIDE:
        return [word]
    found: list[str] = []
    last = ""
    for cluster in clusters(word):
        if last and _may_part(last, cluster):
            found.append(cluster)
        else:
            found[-1:] = [(found[-1] if found else "") + cluster]
        last = cluster
    return found


def _may_part(before: str, after: str) -> bool:
    if before == "-":
        return after[0].isalpha()
    if not (_is_wide(before) or _is_wide(after)):
        return False
    opens = category(before[0]) in ("Ps", "Pi")
    closes = category(after[0]) in ("Pe", "Pf", "Po", "Lm", "Mn")
    return not (opens or closes or "\u2060" in (before, after))


def _is_wide(cluster: str) -> bool:
    """Ideographs, kana, emoji; Hangul has spaces between its words."""
    return east_asian_width(cluster[0]) == "W" and not "\u1100" <= cluster[0] <= "\u11ff" and not _is_syllable(cluster)


def _is_syllable(cluster: str) -> bool:
    return "\uac00" <= cluster[0] <= "\ud7a3"


def _cut(word: str, wrap: float, measure: Measure) -> list[str]:
    """A word in parts, each as wide as fits, of one cluster at least."""
    rest, parts = clusters(word), []
    start, guess = 0, 8
    while start < len(rest):
        count = _fitting_count(rest, start, guess, wrap, measure)
        parts.append("".join(rest[start : start + count]))
        start, guess = start + count, count
    return parts


def _fitting_count(rest: list[str], start: int, guess: int, wrap: float, measure: Measure) -> int:
    """How many clusters from `start` fit: doubling from a guess, then halving, so that no long piece is measured."""
    fits, fails = 1, len(rest) - start + 1
    probe = max(guess, 2)
    while fits + 1 < fails:
        probe = min(probe, fails - 1)
        if measure("".join(rest[start : start + probe])) <= wrap:
            fits = probe
            probe = probe * 2 if fails > len(rest) - start else (fits + fails) // 2
        else:
            fails = probe
            probe = (fits + fails) // 2
    return fits
