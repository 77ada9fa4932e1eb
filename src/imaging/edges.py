"""How far outlines cover the pixels that they cross, and alpha that is cut by it."""

from __future__ import annotations

from math import hypot

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from imaging.blend import with_alpha
from imaging.matrix import Point

Plane = NDArray[np.float32]
Rect = tuple[int, int, int, int]
"""Whole pixels: left, top, right and bottom, the last two not among them."""
Edges = tuple[float, float, float, float]
"""Left, top, right and bottom of a rectangle."""

SLIVER = 1 / 512
"""A share of a pixel that is too small to be seen."""
STRIP = 1 << 18
"""Pixels of a strip: as many as still fit a cache in float32."""


def with_edges(tile: Image.Image, rect: Rect, edges: Edges) -> Image.Image:
    """`tile`, which fills the pixels `rect`, with its border pixels covered as far as `edges` cover them."""
    across, down = _shares(rect[0], rect[2], edges[0], edges[2]), _shares(rect[1], rect[3], edges[1], edges[3])
    if min(*across, *down) > 1 - SLIVER:
        return tile
    width, height = tile.size
    alpha = tile.getchannel("A") if tile.mode == "RGBA" else Image.new("L", tile.size, 255)
    for share, strip in (
        (across[0], (0, 0, 1, height)),
        (across[1], (width - 1, 0, width, height)),
        (down[0], (0, 0, width, 1)),
        (down[1], (0, height - 1, width, height)),
    ):
        alpha.paste(alpha.crop(strip).point([int(level * share + 0.5) for level in range(256)]), strip)
    return with_alpha(tile, alpha)


def _shares(first: int, last: int, low: float, high: float) -> tuple[float, float]:
    """How far the first and the last pixel of a row are covered. A single pixel counts once."""
    start = min(max(min(first + 1, high) - max(first, low), 0.0), 1.0)
    end = min(max(min(last, high) - max(last - 1, low), 0.0), 1.0)
    return start, end if last - first > 1 else 1.0


def coverage(corners: tuple[Point, ...], rect: Rect) -> Image.Image:
    """How far each of the pixels `rect` is covered by a convex quadrilateral, its corners in order: L, 255 for wholly.

    Each edge covers 0.5 and its distance from the middle of the pixel, which is exact for edges along the axes and off
    by less than a tenth for others. Opposite edges add up, so that what is thinner than a pixel fades.
    """
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    lines = _lines(corners)
    result = np.empty((height, width), np.uint8)
    across = np.arange(width, dtype=np.float64) + (rect[0] + 0.5)
    down = np.arange(height, dtype=np.float64) + (rect[1] + 0.5)
    rows = max(STRIP // width, 1)
    for top in range(0, height, rows):
        strip = slice(top, top + rows)
        pairs = [_between(lines[i], lines[i + 2], across, down[strip]) for i in (0, 1)]
        np.multiply(pairs[0], pairs[1], out=pairs[0])
        pairs[0] *= np.float32(255)
        pairs[0] += np.float32(0.5)
        result[strip] = pairs[0]
    return Image.fromarray(result)


def times_alpha(picture: Image.Image, shown: Image.Image) -> Image.Image:
    """`picture` (RGB or RGBA) with its alpha times `shown` (L): RGBA."""
    if picture.mode == "RGBA":
        shown = ImageChops.multiply(picture.getchannel("A"), shown)
    return with_alpha(picture, shown)


Line = tuple[float, float, float]
"""a, b and c of a x + b y + c, the distance of a point inside of an edge."""


def _lines(corners: tuple[Point, ...]) -> list[Line]:
    middle = sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4
    lines = []
    for i, (x, y) in enumerate(corners):
        x1, y1 = corners[(i + 1) % 4]
        length = hypot(x1 - x, y1 - y) or 1.0
        a, b = (y - y1) / length, (x1 - x) / length
        if a * (middle[0] - x) + b * (middle[1] - y) < 0:
            a, b = -a, -b
        lines.append((a, b, -a * x - b * y))
    return lines


def _between(one: Line, other: Line, across: NDArray[np.float64], down: NDArray[np.float64]) -> Plane:
    """How far pixels (H, W) lie between two edges, 0..1."""
    covered = _inside(one, across, down)
    covered += _inside(other, across, down)
    covered -= np.float32(1)
    return np.maximum(covered, 0, out=covered)


def _inside(line: Line, across: NDArray[np.float64], down: NDArray[np.float64]) -> Plane:
    columns, rows = across * line[0] + (line[2] + 0.5), down * line[1]
    # In double precision until here: corners may lie millions of pixels away.
    covered: Plane = np.add(columns[None, :], rows[:, None], dtype=np.float64).astype(np.float32)
    return np.clip(covered, 0, 1, out=covered)
