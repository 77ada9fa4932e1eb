"""Where a text may be cut so that no character falls apart: grapheme clusters. Plain Python.

The rules are those of Unicode Standard Annex #29, section 3.1.1 (extended grapheme clusters), with two properties taken
from what the standard library knows: Extended_Pictographic from blocks, Indic_Conjunct_Break from the linkers of the
scripts that have one. Both join rather too much than too little.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal
from unicodedata import category

Kind = Literal[
    "other", "letter", "control", "extend", "linker", "joiner", "prepend", "flag", "picture", "L", "V", "T", "LV", "LVT"
]

JOINER, NON_JOINER = "\u200d", "\u200c"
LINKERS = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2"
"""Signs that bind the consonant before to the one after: Devanagari, Bengali, Gujarati, Oriya, Telugu, Malayalam,
Myanmar, Khmer."""
LIKE_MARKS = "\u0e33\u0eb3\uff9e\uff9f"
"""Letters by their category that stand with the letter before: Thai and Lao am, halfwidth voicing marks."""
PREPENDED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
FLAGS = (0x1F1E6, 0x1F1FF)
SKIN_TONES = (0x1F3FB, 0x1F3FF)
TAGS = (0xE0020, 0xE007F)
PICTURES = ((0x2190, 0x2BFF), (0x1F000, 0x1FFFD))
MORE_PICTURES = "©®‼⁉™ℹ〰〽㊗㊙"
HANGUL: tuple[tuple[int, int, Kind], ...] = (
    *((0x1100, 0x115F, "L"), (0xA960, 0xA97C, "L"), (0x1160, 0x11A7, "V"), (0xD7B0, 0xD7C6, "V")),
    *((0x11A8, 0x11FF, "T"), (0xD7CB, 0xD7FB, "T")),
)
SYLLABLES = (0xAC00, 0xD7A3)
FOLLOWS: dict[Kind, tuple[Kind, ...]] = {
    "L": ("L", "V", "LV", "LVT"),
    "LV": ("V", "T"),
    "V": ("V", "T"),
    "LVT": ("T",),
    "T": ("T",),
}
"""Hangul: what may stand after a part of a syllable or a whole one, open (LV) or closed (LVT)."""
MARKS: tuple[Kind, ...] = ("extend", "linker", "joiner")


def clusters(text: str) -> list[str]:
    """`text` in pieces that are seen as one character each; joined they are `text` again."""
    if text.isascii() and "\r\n" not in text:
        return list(text)
    found: list[str] = []
    start = 0
    cluster = _Cluster()
    for index, character in enumerate(text):
        kind = kind_of(character)
        carries_on = text[index - 1 : index + 1] == "\r\n" or cluster.takes(kind)
        if index and not carries_on:
            found.append(text[start:index])
            start = index
            cluster = _Cluster()
        cluster.add(kind)
    return [*found, text[start:]] if text else found


class _Cluster:
    """The cluster that is being read: what came last, and what of it the next character needs to know."""

    __slots__ = ("flags", "last", "linked", "pictured")

    def __init__(self) -> None:
        self.last: Kind = "control"
        self.flags = 0
        self.pictured = False
        self.linked = False

    def takes(self, kind: Kind) -> bool:
        """Whether a character of `kind` belongs to it."""
        last = self.last
        if "control" in (last, kind):
            return False
        if kind in MARKS or last == "prepend":
            return True
        if kind == "flag":
            return last == "flag" and self.flags % 2 == 1
        if kind == "picture":
            return last == "joiner" and self.pictured
        if kind == "letter":
            return self.linked and last in MARKS
        return kind in FOLLOWS.get(last, ())

    def add(self, kind: Kind) -> None:
        """Take a character in."""
        if kind == "linker":
            self.linked = True
        elif kind not in MARKS:
            self.linked = False
            self.pictured = kind == "picture"
        self.flags += kind == "flag"
        self.last = kind


@lru_cache(4096)
def kind_of(character: str) -> Kind:
    """What one character is to its neighbours."""
    code = ord(character)
    if character == JOINER:
        return "joiner"
    if character in LINKERS:
        return "linker"
    if character == NON_JOINER or character in LIKE_MARKS or _in(code, SKIN_TONES) or _in(code, TAGS):
        return "extend"
    if character in PREPENDED:
        return "prepend"
    if _in(code, FLAGS):
        return "flag"
    if character in MORE_PICTURES or any(_in(code, block) for block in PICTURES):
        return "picture"
    return _hangul(code) or _by_category(character)


def _hangul(code: int) -> Kind | None:
    if _in(code, SYLLABLES):
        return "LV" if (code - SYLLABLES[0]) % 28 == 0 else "LVT"
    return next((kind for first, last, kind in HANGUL if first <= code <= last), None)


def _by_category(character: str) -> Kind:
    found = category(character)
    if found in ("Mn", "Me", "Mc"):
        return "extend"
    if found in ("Cc", "Cf", "Zl", "Zp"):
        return "control"
    return "letter" if found == "Lo" else "other"


def _in(code: int, block: tuple[int, int]) -> bool:
    return block[0] <= code <= block[1]
