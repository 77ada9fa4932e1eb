"""Textures drawn into a view through any map of the plane.

A map that only shifts, scales, mirrors and turns by quarters is drawn row by row: pixels that match stay as they are.
For every other map, the part that is seen is first scaled to about the size of the view, so that nothing is left to
shrink, and then drawn through the inverse map: Heckbert, "Fundamentals of Texture Mapping and Image Warping" (1989).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, hypot, isfinite

from PIL import Image

from imaging.edges import SLIVER, Edges, Rect, clipped, coverage, times_alpha, with_edges
from imaging.matrix import Matrix, Point, apply, bounds, inverse, scale, shift, times
from imaging.texture import Grid, Texture, endless, meet, outer, sampled

Size = tuple[int, int]
Box = tuple[float, float]
Tile = tuple[Image.Image, tuple[int, int]]
"""A picture (RGB or RGBA) and where its top left corner lies in the view."""

MARGIN = 3.0
"""Pixels around the view that are drawn with it, so that the filter finds neighbours."""
FINER = 3.0
"""Pixels of what is spread for one of the view: its border must be much the same at every scale."""
FINELY = 3
"""Samples a pixel, across and down, of letters and of masks."""
SPREAD = 3
"""Pixels by which scaling carries what is filled further."""
RIM = 2
"""Pixels that the bicubic filter looks beyond those it draws."""
ROOM = 64
"""Pixels by which a tile may be longer than the two sides of the view together."""


def draw(texture: Texture, m: Matrix, size: Size) -> Tile | None:
    """`texture` in a view of `size` (width, height), where `m` maps its box to; RGB where it is opaque, else RGBA.

    None when nothing of it is seen. The result is not to be drawn on. Raises ValueError for a map that folds the box.
    """
    straight = _straight(m)
    if straight is None:
        return _tilted(texture, ahead(m, texture.box), size)
    grid, turned = straight
    edges = grid.edges(texture.box)
    rect = meet(_to_grid(turned, (0, 0, *size)), outer(edges))
    if rect is not None:
        rect = _filled(texture, grid, rect)
    if rect is None:
        return None
    left, top, _, _ = _to_view(turned, rect)
    return _turned(with_edges(sampled(texture, grid, rect), rect, edges), turned), (left, top)


def finely(texture: Texture, m: Matrix, size: Size) -> Tile | None:
    """Like draw, at FINELY times the size and averaged: for letters, whose edges one sample a pixel would miss by many
    levels where they lie askew. Always RGBA."""
    tile = draw(texture, times(scale(FINELY, FINELY), m), (FINELY * size[0], FINELY * size[1]))
    if tile is None:
        return None
    picture, (x, y) = tile
    left, top = x // FINELY, y // FINELY
    width, height = -(-(x + picture.width) // FINELY) - left, -(-(y + picture.height) // FINELY) - top
    sheet = Image.new("RGBA", (FINELY * width, FINELY * height))
    sheet.paste(picture, (x - FINELY * left, y - FINELY * top))
    return sheet.reduce(FINELY), (left, top)


def _filled(texture: Texture, grid: Grid, rect: Rect) -> Rect | None:
    """The pixels of `rect` that can show something: of a cut-out, often a small part."""
    left, top, right, bottom = texture.pixels.filled
    if (left, top, right, bottom) == (0, 0, *texture.pixels.image.size):
        return rect
    if right == left:
        return None
    x, y = grid.across / texture.native[0], grid.down / texture.native[1]
    edges = grid.x + left * x, grid.y + top * y, grid.x + right * x, grid.y + bottom * y
    return meet(rect, _grown(outer(edges), (SPREAD, SPREAD)))


def spread(texture: Texture, m: Matrix, size: Size) -> Image.Image:
    """Like draw, but the border of the texture goes on, so that it covers the view. Raises ValueError for a map with
    perspective."""
    straight = _straight(m)
    if straight is None or not covers(m, texture.box, size):
        return _spread_through(texture, m, size)
    grid, turned = straight
    return _turned(endless(texture, grid, _to_grid(turned, (0, 0, *size))), turned)


def covers(m: Matrix, box: Box, size: Size) -> bool:
    """Whether a box that `m` maps to a view of `size` surely hides all of it."""
    back = inverse(m)
    if back[6] or back[7]:
        return False
    left, top, right, bottom = reached(back, corner_points(0, 0, *size))
    x, y = SLIVER * hypot(back[0], back[1]) / abs(back[8]), SLIVER * hypot(back[3], back[4]) / abs(back[8])
    return left >= -x and top >= -y and right <= box[0] + x and bottom <= box[1] + y


def ahead(m: Matrix, box: Box) -> Matrix:
    """The same map with all of the box in front of its horizon. Raises ValueError where it is not."""
    depths = [m[6] * x + m[7] * y + m[8] for x, y in corner_points(0, 0, *box)]
    if not all(map(isfinite, m)) or min(depths) <= 0 <= max(depths):
        raise ValueError("a map that folds its box")
    if depths[0] > 0:
        return m
    return (-m[0], -m[1], -m[2], -m[3], -m[4], -m[5], -m[6], -m[7], -m[8])


def seen(m: Matrix, box: Box, view: Edges) -> tuple[Point, ...]:
    """The corners of what a view sees of a box, in the box; none when that is nothing. `m` is as from `ahead`.

    Clipping by half planes (Sutherland and Hodgman, 1974), which are such in the box too, with perspective as well.
    """
    left, top, right, bottom = view
    polygon: list[Point] = list(corner_points(0, 0, *box))
    for sign, row, edge in ((1, 0, left), (-1, 0, right), (1, 3, top), (-1, 3, bottom)):
        a, b, c = (sign * (m[row + i] - edge * m[6 + i]) for i in range(3))
        polygon = clipped(polygon, a, b, c)
    return tuple(polygon)


def reached(m: Matrix, points: Iterable[Point]) -> Edges:
    """The bounds of where points go."""
    return bounds(tuple(apply(m, x, y) for x, y in points))


def corner_points(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    return (left, top), (right, top), (right, bottom), (left, bottom)


def stretches(m: Matrix, points: tuple[Point, ...]) -> tuple[float, float]:
    """How many pixels of the view one pixel of the box becomes at most at some points, across and down."""
    across = down = 0.0
    for x, y in points:
        depth, (u, v) = m[6] * x + m[7] * y + m[8], apply(m, x, y)
        across = max(across, hypot(m[0] - u * m[6], m[3] - v * m[6]) / abs(depth))
        down = max(down, hypot(m[1] - u * m[7], m[4] - v * m[7]) / abs(depth))
    return across, down


def _tilted(texture: Texture, m: Matrix, size: Size) -> Tile | None:
    polygon = seen(m, texture.box, (-MARGIN, -MARGIN, size[0] + MARGIN, size[1] + MARGIN))
    if not polygon:
        return None
    left, top, right, bottom = reached(m, polygon)
    target = meet(outer((left - 1, top - 1, right + 1, bottom + 1)), (0, 0, *size))
    if target is None:
        return None
    # Those of the whole box, so that all its parts are drawn on one grid.
    fine = stretches(m, corner_points(0, 0, *texture.box))
    grid = _fitted(texture.box, fine, bounds(polygon), size)
    rim = _rim(grid, m, polygon)
    whole = outer(grid.edges(texture.box))
    part = meet(_on_grid(grid, bounds(polygon), rim), _grown(whole, rim))
    if part is None:
        return None
    view = _through(endless(texture, grid, part), grid, part[:2], m, target)
    if covers(m, texture.box, size):
        return view, target[:2]
    corners = tuple(apply(m, x, y) for x, y in corner_points(0, 0, *texture.box))
    return times_alpha(view, coverage(corners, target)), target[:2]


def _rim(grid: Grid, m: Matrix, polygon: tuple[Point, ...]) -> tuple[int, int]:
    """Pixels of the grid by which a tile goes on beyond the box: as far as a pixel of the view and the filter reach."""
    pairs = [stretches(m, (point,)) for point in polygon]
    least = min(pair[0] for pair in pairs) / grid.across, min(pair[1] for pair in pairs) / grid.down
    return ceil(min(1 / max(least[0], 1e-9), ROOM)) + RIM, ceil(min(1 / max(least[1], 1e-9), ROOM)) + RIM


def _spread_through(texture: Texture, m: Matrix, size: Size) -> Image.Image:
    if m[6] or m[7]:
        raise ValueError("a map with perspective has no endless border")
    back = inverse(m)
    part = reached(back, corner_points(-MARGIN, -MARGIN, size[0] + MARGIN, size[1] + MARGIN))
    across, down = stretches(m, (part[:2],))
    fine = min(FINER * across, texture.native[0]), min(FINER * down, texture.native[1])
    grid = _fitted(texture.box, fine, part, (FINER * size[0], FINER * size[1]))
    rect = _on_grid(grid, part, (RIM, RIM))
    return _through(endless(texture, grid, rect), grid, rect[:2], m, (0, 0, *size))


def _fitted(box: Box, fine: tuple[float, float], part: Edges, size: tuple[float, float]) -> Grid:
    """A grid of about `fine` pixels for one of the box: whole ones, and for the part no more than the view can use."""
    most = size[0] + size[1] + ROOM
    across = min(fine[0], most / max(part[2] - part[0], 1e-9))
    down = min(fine[1], most / max(part[3] - part[1], 1e-9))
    return Grid((round(box[0] * across) or box[0] * across) / box[0], (round(box[1] * down) or box[1] * down) / box[1])


def _on_grid(grid: Grid, part: Edges, rim: tuple[int, int]) -> Rect:
    x, y = grid.across, grid.down
    return _grown(outer((part[0] * x, part[1] * y, part[2] * x, part[3] * y)), rim)


def _grown(rect: Rect, by: tuple[int, int]) -> Rect:
    return rect[0] - by[0], rect[1] - by[1], rect[2] + by[0], rect[3] + by[1]


def _through(tile: Image.Image, grid: Grid, origin: Size, m: Matrix, target: Rect) -> Image.Image:
    """The pixels `target` of the view, read from a tile that begins at `origin` of the grid."""
    to_box = times(scale(1 / grid.across, 1 / grid.down), shift(*origin))
    back = inverse(times(shift(-target[0], -target[1]), times(m, to_box)))
    size = target[2] - target[0], target[3] - target[1]
    # The last number can only be 0 where the corner of the view lies on the horizon, outside of the box.
    last = back[8] if abs(back[8]) > 1e-12 else 1e-12
    data = [value / last for value in back[:8]]
    if back[6] == back[7] == 0:
        return tile.transform(size, Image.Transform.AFFINE, data[:6], Image.Resampling.BICUBIC)
    return tile.transform(size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC)


Turned = tuple[bool, bool, bool]
"""Whether x and y change places, and whether x and y of the view then run backwards."""

_TRANSPOSES = {
    (False, True, False): Image.Transpose.FLIP_LEFT_RIGHT,
    (False, False, True): Image.Transpose.FLIP_TOP_BOTTOM,
    (False, True, True): Image.Transpose.ROTATE_180,
    (True, False, False): Image.Transpose.TRANSPOSE,
    (True, True, False): Image.Transpose.ROTATE_270,
    (True, False, True): Image.Transpose.ROTATE_90,
    (True, True, True): Image.Transpose.TRANSVERSE,
}


def _straight(m: Matrix) -> tuple[Grid, Turned] | None:
    """A map without tilt as a grid and how it is turned; None for every other. Raises ValueError for a broken one."""
    if not all(map(isfinite, m)) or not m[8]:
        raise ValueError("a map that is not finite")
    if m[6] or m[7]:
        return None
    a, b, x, c, d, y = (value / m[8] for value in m[:6])
    if b == c == 0 and a and d:
        return Grid(abs(a), abs(d), -x if a < 0 else x, -y if d < 0 else y), (False, a < 0, d < 0)
    if a == d == 0 and b and c:
        return Grid(abs(c), abs(b), -y if c < 0 else y, -x if b < 0 else x), (True, b < 0, c < 0)
    return None


def _to_grid(turned: Turned, rect: Rect) -> Rect:
    swapped, x, y = turned
    left, right = (-rect[2], -rect[0]) if x else (rect[0], rect[2])
    top, bottom = (-rect[3], -rect[1]) if y else (rect[1], rect[3])
    return (top, left, bottom, right) if swapped else (left, top, right, bottom)


def _to_view(turned: Turned, rect: Rect) -> Rect:
    swapped, x, y = turned
    if swapped:
        return _to_grid((False, x, y), (rect[1], rect[0], rect[3], rect[2]))
    return _to_grid(turned, rect)


def _turned(tile: Image.Image, turned: Turned) -> Image.Image:
    return tile.transpose(_TRANSPOSES[turned]) if turned in _TRANSPOSES else tile
