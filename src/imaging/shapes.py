"""Shapes drawn by their signed distance: sharp at every scale and turn, in perspective too.

Distances are taken in the shape's own box and divided by how fast they grow per view pixel, which makes them distances
in the view near the edge; a pixel is covered by 0.5 - distance, held to 0..1, and one that the edge crosses by the mean
of what 4 x 4 points of it say. Only tiles that an edge crosses are evaluated, and the rest is filled. Colours do not
change where alpha is 0, so no edge turns dark when it is resampled.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageColor

from imaging.distance import Field, of_shape, outline
from imaging.layers import Shape
from imaging.matrix import Matrix, apply, inverse, stretch

Box = tuple[int, int, int, int]
Floats = NDArray[np.float64]

TILE = 64
"""Side in pixels of what is filled or evaluated at once."""
FAR = np.float32(1e9)
"""The distance in own pixels of what is behind the horizon."""
AT_ONCE = 48
"""Tiles that are evaluated together."""
CLOSE = 0.75
"""Distance in view pixels up to which an edge may cross a pixel."""
FINE = 4
"""Points across and down at which such a pixel is looked at."""


@dataclass(frozen=True, slots=True)
class View:
    """The way `back` from view pixels to the own box, for pixels in `box` (left, top, right, bottom)."""

    back: Matrix
    box: Box


def draw_shape(shape: Shape, matrix: Matrix, size: tuple[int, int]) -> Image.Image:
    """A shape in a view of `size` (width, height) pixels, RGBA with straight alpha; `matrix` goes from its own box to
    view pixels and may hold perspective.

    The outline lies inside of the edge. A line or an arrow has the shape's colour, or its outline's where it has none.
    What cannot be seen (no colour, a matrix without a way back, a size that is not above 0) is transparent.
    """
    fill, line = _colours(shape)
    picture = Image.new("RGBA", size, (*(line or fill or (0, 0, 0)), 0))
    view = _view(shape, matrix, size) if fill or line else None
    if view is None:
        return picture
    edges = (0.0, shape.line) if line else (0.0,)
    with np.errstate(all="ignore"):  # numbers beyond sense are no more than out of sight
        outer, *inner = _coverage(shape, view, edges)
    if shape.kind in ("line", "arrow"):
        outer = _thinned(outer, shape.line * stretch(matrix, (shape.width, shape.height)))
    part = picture.crop(view.box).convert("RGB")
    if inner and fill:
        part.paste(fill, (0, 0, *part.size), inner[0])
    elif inner:
        outer = ImageChops.subtract(outer, inner[0])
    part.putalpha(outer)
    picture.paste(part, view.box)
    return picture


def _colours(shape: Shape) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None]:
    """Those of the inside and of the outline, where there is one."""
    fill, line = (ImageColor.getrgb(name)[:3] if name else None for name in (shape.colour, shape.line_colour))
    if shape.kind in ("line", "arrow"):
        return (fill or line if shape.line > 0 else None), None
    return fill, line if shape.line > 0 else None


def _thinned(plane: Image.Image, width: float) -> Image.Image:
    """A line narrower than a pixel covers its share of one and no more."""
    if width >= 1:
        return plane
    return plane.point([min(level, round(255 * width)) for level in range(256)])


def _view(shape: Shape, matrix: Matrix, size: tuple[int, int]) -> View | None:
    """The pixels in which the shape can be seen; None for none."""
    numbers = (*matrix, shape.width, shape.height, shape.line, shape.radius)
    flat = shape.height < 0 if shape.kind in ("line", "arrow") else not shape.height > 0
    if not all(map(isfinite, numbers)) or not shape.width > 0 or flat:
        return None
    try:
        back = inverse(matrix)
    except ValueError:
        return None
    points = outline(shape)
    if all(matrix[6] * x + matrix[7] * y + matrix[8] > 0 for x, y in points):
        xs, ys = zip(*(apply(matrix, *point) for point in points), strict=True)
        spans = ((min(xs), max(xs)), (min(ys), max(ys)))
        if not all(isfinite(end) for span in spans for end in span):
            return None
        left, top = (max(0, floor(min(low, size[i])) - 1) for i, (low, _) in enumerate(spans))
        right, bottom = (min(size[i], ceil(max(high, -1)) + 1) for i, (_, high) in enumerate(spans))
    else:  # it reaches the horizon, and so may be anywhere
        left, top, (right, bottom) = 0, 0, size
    return View(back, (left, top, right, bottom)) if left < right and top < bottom else None


def _coverage(shape: Shape, view: View, edges: tuple[float, ...]) -> list[Image.Image]:
    """How much of each pixel of the view's box lies further inside than each of `edges` (own pixels): "L" planes."""
    left, top, right, bottom = view.box
    planes = [Image.new("L", (right - left, bottom - top)) for _ in edges]
    corners = [np.arange(*ends, TILE, dtype=np.float64) for ends in ((left, right), (top, bottom))]
    x, y = (grid.ravel() for grid in np.meshgrid(*corners))
    far, radius = _tiles(shape, view.back, x, y)
    crossed = np.zeros(len(x), bool)
    for plane, edge in zip(planes, edges, strict=True):
        crossed |= ~(np.abs(far + edge) > radius)
        for i in np.flatnonzero(far + edge < -radius).tolist():
            at = int(x[i]) - left, int(y[i]) - top
            plane.paste(255, (*at, at[0] + TILE, at[1] + TILE))
    rest = np.flatnonzero(crossed)
    for start in range(0, len(rest), AT_ONCE):
        some = rest[start : start + AT_ONCE]
        inside = _around(shape, view.back, x[some], y[some], TILE, 1)
        for plane, edge in zip(planes, edges, strict=True):
            levels = _levels(shape, view.back, (x[some], y[some]), inside, edge)
            for i, at in enumerate(zip(x[some].tolist(), y[some].tolist(), strict=True)):
                plane.paste(Image.fromarray(levels[i]), (int(at[0]) - left, int(at[1]) - top))
    return planes


def _levels(
    shape: Shape, back: Matrix, tiles: tuple[Floats, Floats], inside: tuple[Field, Field], edge: float
) -> NDArray[np.uint8]:
    """The coverage beyond an edge, from the distance and how it grows per pixel. Pixels that the edge crosses are
    looked at more closely: there the distance alone is off by a twentieth, and by more in corners."""
    far, pace = inside
    apart = np.nan_to_num((far + np.float32(edge)) / pace)
    share = np.clip(np.float32(0.5) - apart, 0, 1)
    near = np.flatnonzero(np.abs(apart) < CLOSE)
    tile, row, column = np.unravel_index(near, apart.shape)
    far, pace = _around(shape, back, tiles[0][tile] + column, tiles[1][tile] + row, FINE, 1 / FINE)
    share.ravel()[near] = np.clip(np.nan_to_num(np.float32(0.5) - (far + np.float32(edge)) / pace), 0, 1).mean((1, 2))
    levels: NDArray[np.uint8] = (share * np.float32(255) + np.float32(0.5)).astype(np.uint8)
    return levels


def _tiles(shape: Shape, back: Matrix, x: Floats, y: Floats) -> tuple[Field, Field]:
    """The distance from the edge of each tile's middle, and how far the tile (and a pixel around it) reaches from it,
    in own pixels. A tile that meets the horizon reaches infinitely far."""
    half = np.float64(TILE / 2)
    middle = _own(back, x + half, y + half)
    radius = np.zeros(len(x), np.float32)
    for across, down in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        corner = _own(back, x + half + across * (half + 1), y + half + down * (half + 1))
        radius = np.maximum(radius, np.hypot(corner[0] - middle[0], corner[1] - middle[1]))
    lost = ~np.isfinite(radius)
    far = of_shape(shape, *(np.where(lost, np.float32(0), axis) for axis in middle))
    return np.where(lost, np.float32(0), far), np.where(lost, np.float32(np.inf), radius * np.float32(1.001))


def _around(shape: Shape, back: Matrix, x: Floats, y: Floats, count: int, step: float) -> tuple[Field, Field]:
    """The distance from the edge at points (N, count, count) from each (x, y) of the view on, `step` pixels apart, and
    its growth per step."""
    grid = (np.arange(-1, count + 1) + 0.5) * step
    far = _far(shape, _own(back, x[:, None, None] + grid[None, None, :], y[:, None, None] + grid[None, :, None]))
    half = np.float64(count * step / 2)
    least, most = (pace * np.float32(step) for pace in _paces(back, x + half, y + half))
    whole = far[:, 1:-1, 1:-1]
    if not len(x) or float((most / least).max()) < 1.001:
        return whole, least[:, None, None]
    pace = np.hypot(far[:, 1:-1, 2:] - far[:, 1:-1, :-2], far[:, 2:, 1:-1] - far[:, :-2, 1:-1]) / 2
    # In a crease the distance seems not to grow: there the map says how much it does at least.
    return whole, np.clip(pace, least[:, None, None], most[:, None, None])


def _far(shape: Shape, own: tuple[Field, Field]) -> Field:
    """The distance from the edge of points in the shape's box; FAR for those behind the horizon."""
    seen = np.isfinite(own[0])
    return np.where(seen, of_shape(shape, *(np.where(seen, axis, np.float32(0)) for axis in own)), FAR)


def _own(back: Matrix, x: Floats, y: Floats) -> tuple[Field, Field]:
    """Own coordinates of view points; infinite behind the horizon."""
    whole = back[6] * x + back[7] * y + back[8]
    share = np.where(whole > 0, 1 / whole, np.inf)
    across, down = (back[i] * x + back[i + 1] * y + back[i + 2] for i in (0, 3))
    return (across * share).astype(np.float32), (down * share).astype(np.float32)


def _paces(back: Matrix, x: Floats, y: Floats) -> tuple[Field, Field]:
    """The least and the most own pixels that one view pixel is long at view points: the singular values of the map."""
    whole = np.maximum(back[6] * x + back[7] * y + back[8], 1e-9)
    across, down = ((back[i] * x + back[i + 1] * y + back[i + 2]) / whole for i in (0, 3))
    a, b = (back[0] - across * back[6]) / whole, (back[1] - across * back[7]) / whole
    c, d = (back[3] - down * back[6]) / whole, (back[4] - down * back[7]) / whole
    total, area = (a * a + b * b + c * c + d * d) / 2, np.abs(a * d - b * c)
    most = np.sqrt(total + np.sqrt(np.maximum(total * total - area * area, 0)))
    most = np.clip(most, 1e-9, 1e9)
    return np.clip(area / most, most * 1e-3, None).astype(np.float32), most.astype(np.float32)
