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

OUTLINED = 400.0
"""Pixels of an em along one of its axes from which on letters are surely drawn by their outlines. Skia does so above
256; where an outline has more points than half of its pixels, it counts samples in place of areas."""
READY = 3
"""Samples across of what has no outline (emoji are ready pictures) or would be too much to draw by it."""
MOST = 48_000_000
"""Pixels that are drawn for one picture of letters, where it does not have more itself."""
TALLEST = 128
"""Samples down at most."""
REACH = 3.0
"""Ems by which marks may reach above or below a line."""


def samples(m: Matrix, em: float, size: tuple[int, int], ready: bool = False) -> tuple[int, int]:
    """Across and down, how many samples letters of `em` have in each pixel of a picture of `size` to which `m`, which
    has no perspective, maps them. `ready` where some are ready pictures."""
    wanted = min(_taller(em * m[0], em * m[3]), _taller(em * m[1], em * m[4]))
    most = max(MOST // (size[0] * size[1]), 1)
    if not ready and wanted <= min(most, TALLEST):
        return 1, wanted
    down = max(min(wanted, most // READY, TALLEST), min(READY, most))
    return min(READY, most), down


def has_ready(text: Text) -> bool:
    """Whether `text` has letters that are drawn with none of our fonts: emoji above all."""
    files = needed(text.text, text.font, text.italic)
    return any(not character.isspace() and not any(f.has(character) for f in files) for character in set(text.text))


def reach(line: Line, text: Text) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what a line may cover in the box."""
    across, down = text.size + text.outline, REACH * text.size + text.outline
    return line.x - across, line.y - down, line.x + line.width + across, line.y + down


def _taller(across: float, down: float) -> int:
    """How many samples down make an axis of an em, so many pixels across and down, long enough."""
    short = OUTLINED * OUTLINED - across * across
    if short <= down * down:
        return 1
    return ceil(min(sqrt(short) / max(abs(down), 1e-9), 1e6))


def length(m: Matrix) -> float:
    """How many pixels one pixel of the box becomes at most along its axes."""
    return max(hypot(m[0], m[3]), hypot(m[1], m[4]))
