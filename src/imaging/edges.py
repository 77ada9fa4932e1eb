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
TIPS = 512
"""Pixels of a strip in which edges cross that are worked out one by one."""


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
    """How much of each of the pixels `rect` is covered by a convex quadrilateral, its corners in order: L, 255 for
    wholly.

    The area is exact: so it is the same at every scale, and a view shows what the file averages to. Opposite edges add
    up, so that what is thinner than a pixel fades.
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
        whole = pairs[0] * pairs[1]
        # Where two edges cross, their shares do not multiply.
        tips = np.flatnonzero((whole > 0) & (pairs[0] < 1) & (pairs[1] < 1))
        for at in tips[:TIPS].tolist():
            y, x = divmod(at, width)
            whole[y, x] = _share(lines, float(across[x]), float(down[top + y]))
        whole *= np.float32(255)
        whole += np.float32(0.5)
        result[strip] = whole
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
    """How much of each pixel lies inside of an edge, 0..1."""
    columns, rows = across * line[0] + line[2], down * line[1]
    # In double precision until here: corners may lie millions of pixels away.
    far: Plane = np.add(columns[None, :], rows[:, None], dtype=np.float64).astype(np.float32)
    crossed = np.flatnonzero(np.abs(far) < (abs(line[0]) + abs(line[1])) / 2)
    shares = half_plane(far.ravel()[crossed], line[0], line[1])
    covered: Plane = (far > 0).astype(np.float32)
    covered.ravel()[crossed] = shares
    return covered


def half_plane(far: Plane, a: float | Plane, b: float | Plane) -> Plane:
    """How much of a pixel lies inside of an edge that is `far` from its middle (below 0 outside), 0..1: the exact area.
    (a, b) is the edge's normal of length 1.

    Across the edge a pixel is as wide as two boxes folded into each other, one of |a| and one of |b|.
    """
    x, y = np.abs(a), np.abs(b)
    wide, narrow = np.maximum(x, y), np.maximum(np.minimum(x, y), 1e-6)
    short = np.minimum(np.abs(far), (wide + narrow) / 2)
    flat = short / wide
    bent = np.maximum(short - (wide - narrow) / 2, 0)
    share = flat - bent * bent / (2 * wide * narrow)
    return np.asarray(0.5 + np.copysign(share, far), np.float32)


def clipped(polygon: list[Point], a: float, b: float, c: float) -> list[Point]:
    """The part of a convex polygon where a x + b y + c is not below 0 (Sutherland and Hodgman, 1974)."""
    heights = [a * x + b * y + c for x, y in polygon]
    result: list[Point] = []
    for i, (x, y) in enumerate(polygon):
        (x0, y0), height, before = polygon[i - 1], heights[i], heights[i - 1]
        if (height < 0) != (before < 0):
            share = before / (before - height)
            result.append((x0 + share * (x - x0), y0 + share * (y - y0)))
        if height >= 0:
            result.append((x, y))
    return result


def _share(lines: list[Line], x: float, y: float) -> float:
    """How much of the pixel with its middle at a point lies inside of all edges."""
    polygon: list[Point] = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
    for a, b, c in lines:
        polygon = clipped(polygon, a, b, a * x + b * y + c)
    rest = polygon[1:] + polygon[:1]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(polygon, rest, strict=True))) / 2
