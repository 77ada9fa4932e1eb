"""How finely letters are drawn, so that a small view shows what the file averages to. Plain Python.

A browser draws letters by their outlines, whose shares of pixels are exact, only when they are large. Smaller ones are
ready pictures: set down on whole rows and quarters of columns, and made darker or lighter by their colour. So small
letters are drawn taller than they are seen, by a whole number, and averaged.
"""

from __future__ import annotations

from math import ceil, hypot, sqrt

from imaging.fonts import needed
from imaging.layers import Text
from imaging.matrix import Matrix
from imaging.textlayout import Line

FINE, OUTLINED = 800.0, 400.0
"""Pixels of an em along one of its axes: as it is drawn where that costs little, and from which on letters are surely
drawn by their outlines. Skia does so above 256; of an outline that has more points than half of its pixels it counts
samples in place of areas, and it rounds ends of edges to quarters of a pixel."""
QUICK, MOST = 12_000_000, 48_000_000
"""Pixels that are drawn for one picture of letters where it costs little, and at most. A picture that has more pixels
itself is drawn by its own."""
BENT = 4
"""Samples down at least where that costs little: bends of large letters are drawn in a few straight pieces."""
TALLEST = 160
"""Samples down at most."""
READY = 3
"""Samples across of ready pictures, as emoji are, and of what would be too much to draw by its outlines."""
REACH = 3.0
"""Ems by which marks may reach above or below a line."""


def samples(m: Matrix, em: float, size: tuple[int, int], across: int = 2) -> tuple[int, int]:
    """How many samples letters of `em` have across and down in each pixel of a picture of `size` to which `m`, which
    has no perspective, maps them. `across` is how many they shall have where that costs little."""
    area = size[0] * size[1]
    levels = (
        (FINE, across, BENT, QUICK),
        (FINE, across, across, max(QUICK, area * across * across)),
        (OUTLINED, 1, 1, MOST),
    )
    for long, wide, least, most in levels:
        down = max(min(_taller(em * m[0], em * m[3], long), _taller(em * m[1], em * m[4], long)), least)
        if down <= TALLEST and wide * down * area <= max(min(most, MOST), area):
            return wide, down
    most = max(MOST // area, 1)
    return min(READY, most), max(min(most // READY, TALLEST), 1)


def finer(text: Text) -> int:
    """How many samples across `text` shall have: more where an outline goes around it, which has many points."""
    return READY if text.outline > 0 or has_ready(text) else 2


def has_ready(text: Text) -> bool:
    """Whether `text` has letters that are drawn with none of our fonts: emoji above all."""
    files = needed(text.text, text.font, text.italic)
    return any(not character.isspace() and not any(f.has(character) for f in files) for character in set(text.text))


def reach(line: Line, text: Text) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what a line may cover in the box."""
    across, down = text.size + text.outline, REACH * text.size + text.outline
    return line.x - across, line.y - down, line.x + line.width + across, line.y + down


def length(m: Matrix) -> float:
    """How many pixels one pixel of the box becomes at most along its axes."""
    return max(hypot(m[0], m[3]), hypot(m[1], m[4]))


def _taller(across: float, down: float, long: float) -> int:
    """How many samples down make an axis of an em, so many pixels across and down, as long as `long`."""
    short = long * long - across * across
    if short <= down * down:
        return 1
    return ceil(min(sqrt(short) / max(abs(down), 1e-9), 1e6))
