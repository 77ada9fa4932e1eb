"""The typefaces of text layers: one table for the menu, the loading, the drawing and what a typeface lacks.

Plain Python: the UI thread imports this file too. The files come from Fontsource's packages (versions in package.json)
and lie in the site's group "fonts" under the same names; each is fetched on its first use. All are under the SIL Open
Font License 1.1 (NOTICE). What characters each file holds stands in coverage.py.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import category, normalize

from imaging.coverage import COVERAGE

Kind = Literal["sans", "serif", "slab", "condensed", "script", "mono", "arabic", "hebrew"]
Ranges = tuple[tuple[int, int], ...]
"""First and last code points, inclusive, in order."""

PREFIX = "Aluo "
"""Before the family's name in CSS: a font of the same name on the person's own device is never taken for ours."""
LICENCE = "OFL-1.1"


@dataclass(frozen=True, slots=True)
class FontFile:
    """One WOFF2 file: a subset of a family, upright or italic, with all its weights."""

    family: str
    package: str
    subset: str
    italic: bool
    weights: tuple[int, int]

    @property
    def name(self) -> str:
        return f"{self.package}-{self.subset}-wght-{'italic' if self.italic else 'normal'}.woff2"

    @property
    def held(self) -> str:
        """Its entry in COVERAGE."""
        return f"{self.package}-{self.subset}"

    @property
    def ranges(self) -> Ranges:
        """The characters that it is asked for."""
        return _ranges(self.held)

    def has(self, character: str) -> bool:
        code, ranges = ord(character), self.ranges
        index = bisect_right(ranges, (code, 0x110000)) - 1
        return index >= 0 and ranges[index][0] <= code <= ranges[index][1]


@dataclass(frozen=True, slots=True)
class Family:
    """A typeface. `name` is what a layer's `font` says and what the menu shows; `weights` are those offered, `limits`
    the lightest and the heaviest that its files have. `ascent` and `descent` are its own measures of a line above and
    below the baseline, in ems. Without `italics` a browser slants the upright letters."""

    name: str
    package: str
    kind: Kind
    limits: tuple[int, int]
    weights: tuple[int, ...]
    subsets: tuple[str, ...]
    ascent: float
    descent: float
    italics: bool = False

    @property
    def files(self) -> tuple[FontFile, ...]:
        """All its files, the upright ones first."""
        slants = (False, True) if self.italics else (False,)
        return tuple(
            FontFile(self.name, self.package, subset, i, self.limits) for i in slants for subset in self.subsets
        )

    def style(self, italic: bool) -> tuple[FontFile, ...]:
        """The files for one slant, which hold the same characters for both."""
        return tuple(file for file in self.files if file.italic == (italic and self.italics))

    @property
    def css(self) -> str:
        """Its name in a browser."""
        return PREFIX + self.name


LATIN = ("latin", "latin-ext")
CYRILLIC = (*LATIN, "cyrillic")
DEFAULT = "Geist"
FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family("Geist", "geist", "sans", (100, 900), (300, 400, 600, 800), CYRILLIC, 1.005, 0.295, italics=True),
        Family("Inter", "inter", "sans", (100, 900), (300, 400, 600, 800), (*CYRILLIC, "greek"), 0.969, 0.241),
        Family(
            *("Playfair Display", "playfair-display", "serif", (400, 900), (400, 600, 700, 900), CYRILLIC),
            *(1.082, 0.251, True),
        ),
        Family("Bitter", "bitter", "slab", (100, 900), (300, 400, 600, 800), CYRILLIC, 0.935, 0.265, italics=True),
        Family("Oswald", "oswald", "condensed", (200, 700), (300, 400, 600, 700), CYRILLIC, 1.193, 0.289),
        Family("Caveat", "caveat", "script", (400, 700), (400, 600, 700), CYRILLIC, 0.96, 0.3),
        Family("Geist Mono", "geist-mono", "mono", (100, 900), (300, 400, 600, 800), CYRILLIC, 1.005, 0.295),
        Family("Cairo", "cairo", "arabic", (200, 1000), (300, 400, 600, 800), ("arabic", *LATIN), 1.303, 0.571),
        Family("Rubik", "rubik", "hebrew", (300, 900), (300, 400, 600, 800), ("hebrew", *CYRILLIC), 0.935, 0.25),
    )
}
SUBSTITUTES = ("Inter", "Cairo", "Rubik")
"""Where the letters come from that a family lacks, in this order: so Greek, Arabic and Hebrew look the same on every
device. What these lack too, the device's own fonts draw: emoji above all."""


def family(name: str) -> Family:
    """The family of that name; an unknown one is taken for DEFAULT."""
    return FAMILIES.get(name, FAMILIES[DEFAULT])


def missing(text: str, name: str) -> str:
    """The characters of `text` that the family lacks: each once, in order. Controls, spaces, joiners and variation
    selectors need no letter; emoji are always lacking."""
    held = family(name).style(False)
    return "".join(c for c in _wanted(text) if not any(file.has(c) for file in held))


def needed(text: str, name: str, italic: bool = False) -> tuple[FontFile, ...]:
    """The files to load before `text` is measured or drawn: those of the family that hold some of it, and of
    SUBSTITUTES those that hold what it lacks."""
    found = []
    lacking = list(_wanted(text))
    for source in dict.fromkeys((family(name).name, *SUBSTITUTES)):
        for file in family(source).style(italic):
            rest = [c for c in lacking if not file.has(c)]
            if len(rest) < len(lacking):
                found.append(file)
            lacking = rest
    return tuple(found)


def stack(name: str) -> tuple[str, ...]:
    """The CSS names of the family and of its substitutes, the order in which a browser looks for a letter."""
    return tuple(dict.fromkeys(family(source).css for source in (name, *SUBSTITUTES)))


def unicode_range(ranges: Ranges) -> str:
    """As CSS has it: "U+20-7E, U+A0"."""
    return ", ".join(f"U+{first:X}-{last:X}" if last > first else f"U+{first:X}" for first, last in ranges)


def _wanted(text: str) -> Iterator[str]:
    """Each character once that needs a letter. Composed first: where a font has the whole, marks are not looked up."""
    for character in dict.fromkeys(normalize("NFC", text)):
        kind = category(character)
        selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
        if kind not in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp") and not selector:
            yield character


@lru_cache(64)
def _ranges(held: str) -> Ranges:
    pairs = (part.partition("-") for part in COVERAGE[held].split(","))
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in pairs)
