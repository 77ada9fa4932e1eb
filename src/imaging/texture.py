"""Pixels that fill a box, sampled on a grid that lies upright over it: what every layer of pixels is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt

from PIL import Image

from imaging import adjust
from imaging.adjustments import Adjustments
from imaging.edges import SLIVER, Edges, Rect
from imaging.layers import NEUTRAL
from imaging.options import Region
from imaging.resample import Pyramid, continued, extended
from imaging.tone import toned

FEW = 8
"""Pixels of the shorter side of a box below which filters and grain are left out: nobody would see them."""
LEAST = 1 << 20
"""Pixels that may be adjusted for every part of a box; for larger parts, four times their own."""


@dataclass(frozen=True, slots=True)
class Texture:
    """`pixels` (of any size) that fill a box of `box` (width, height), and how they are adjusted."""

    pixels: Pyramid
    box: tuple[float, float]
    adjustments: Adjustments = NEUTRAL

    @property
    def native(self) -> tuple[float, float]:
        """How many of its own pixels lie in one pixel of the box, across and down."""
        return self.pixels.image.width / self.box[0], self.pixels.image.height / self.box[1]


@dataclass(frozen=True, slots=True)
class Grid:
    """A raster of pixels over a box: `across` and `down` of them for one pixel of the box, which begins at `x`, `y`."""

    across: float
    down: float
    x: float = 0.0
    y: float = 0.0

    def edges(self, box: tuple[float, float]) -> Edges:
        """Left, top, right and bottom of the box in pixels of the grid."""
        return self.x, self.y, self.x + self.across * box[0], self.y + self.down * box[1]

    def region(self, rect: Rect) -> Region:
        """Some of the pixels as a part of the box."""
        x, y = (rect[0] - self.x) / self.across, (rect[1] - self.y) / self.down
        return Region(_even(x), _even(y), (rect[2] - rect[0]) / self.across, (rect[3] - rect[1]) / self.down)


def sampled(texture: Texture, grid: Grid, rect: Rect) -> Image.Image:
    """The pixels `rect` of the grid, adjusted: RGB or RGBA as the texture is. They must touch the box.

    Filters look around `rect`, as far as the box goes, so that a part comes out as it does in the whole. Not to be
    drawn on: the texture's own pixels come back where nothing is to be done.
    """
    values = texture.adjustments
    if values.is_neutral:
        return _resampled(texture, grid, rect)
    factor = _coarser(texture, grid, rect)
    if factor == 1:
        return _adjusted(texture, grid, rect)
    coarse = Grid(grid.across / factor, grid.down / factor, grid.x / factor, grid.y / factor)
    left, top, right, bottom = (edge / factor for edge in rect)
    inner = meet((floor(left) - 2, floor(top) - 2, ceil(right) + 2, ceil(bottom) + 2), outer(coarse.edges(texture.box)))
    if inner is None:
        raise ValueError("pixels beside their box")
    part = _adjusted(texture, coarse, inner)
    box = max(left - inner[0], 0), max(top - inner[1], 0), min(right - inner[0], part.width), bottom - inner[1]
    size = rect[2] - rect[0], rect[3] - rect[1]
    return part.resize(size, Image.Resampling.BICUBIC, (*box[:3], min(box[3], part.height)))


def _coarser(texture: Texture, grid: Grid, rect: Rect) -> int:
    """By how much smaller `rect` is adjusted: a wide blur of a close view would read far more than the view holds."""
    wide = _reached(texture, grid, rect)
    most, factor = max(4 * _area(rect), LEAST), 1
    while _area(wide) > most * factor * factor:
        factor *= 2
    return factor


def adjusted(part: Image.Image, values: Adjustments, box: tuple[float, float], grid: Grid, rect: Rect) -> Image.Image:
    """`part`, which fills the pixels `rect` of a grid over `box`, with the adjustments that `box` has."""
    if _is_tiny(box, grid):
        return toned(part, values)
    fine, full, stretched = _as_seen(grid, box)
    region = grid.region(rect)
    return adjust.apply(part, values, fine, (region.x * stretched[0], region.y * stretched[1]), full)


def _adjusted(texture: Texture, grid: Grid, rect: Rect) -> Image.Image:
    wide = _reached(texture, grid, rect)
    part = adjusted(_resampled(texture, grid, wide), texture.adjustments, texture.box, grid, wide)
    inner = (rect[0] - wide[0], rect[1] - wide[1], rect[2] - wide[0], rect[3] - wide[1])
    return part if wide == rect else part.crop(inner)


def _reached(texture: Texture, grid: Grid, rect: Rect) -> Rect:
    """`rect` and the pixels around it that filters need, as far as the box goes."""
    if _is_tiny(texture.box, grid):
        return rect
    fine, full, _ = _as_seen(grid, texture.box)
    reach = adjust.margin(texture.adjustments, fine, full)
    left, top, right, bottom = grid.edges(texture.box)
    return (
        min(max(rect[0] - reach, ceil(left)), rect[0]),
        min(max(rect[1] - reach, ceil(top)), rect[1]),
        max(min(rect[2] + reach, floor(right)), rect[2]),
        max(min(rect[3] + reach, floor(bottom)), rect[3]),
    )


def _is_tiny(box: tuple[float, float], grid: Grid) -> bool:
    return min(box[0] * grid.across, box[1] * grid.down) < FEW


def _area(rect: Rect) -> int:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])


def endless(texture: Texture, grid: Grid, rect: Rect) -> Image.Image:
    """Like sampled, for pixels that may lie anywhere: beyond the box, its border goes on."""
    box = outer(grid.edges(texture.box))
    x0, x1, left, right = _span(rect[0], rect[2], box[0], box[2])
    y0, y1, top, bottom = _span(rect[1], rect[3], box[1], box[3])
    return extended(sampled(texture, grid, (x0, y0, x1, y1)), left, top, right, bottom)


def outer(edges: Edges) -> Rect:
    """The pixels that a rectangle touches."""
    x, x_end = _pixels(edges[0], edges[2])
    y, y_end = _pixels(edges[1], edges[3])
    return x, y, x_end, y_end


def meet(a: Rect, b: Rect) -> Rect | None:
    """What two rectangles share."""
    left, top, right, bottom = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def _as_seen(grid: Grid, box: tuple[float, float]) -> tuple[float, tuple[float, float], tuple[float, float]]:
    """One scale for both axes, the size of the box that it belongs to, and how far each axis is stretched to it.

    Filters know one scale: grain and blur stay round on a layer that is pulled out of shape.
    """
    if abs(grid.across - grid.down) < 1e-9 * grid.down:
        return grid.across, box, (1.0, 1.0)
    fine = sqrt(grid.across * grid.down)
    x, y = grid.across / fine, grid.down / fine
    return fine, (box[0] * x, box[1] * y), (x, y)


def _pixels(low: float, high: float) -> tuple[int, int]:
    first = floor(low + SLIVER) if high - low > 2 * SLIVER else floor(low)
    return first, max(ceil(high - SLIVER), first + 1)


def _resampled(texture: Texture, grid: Grid, rect: Rect) -> Image.Image:
    region, (x, y) = grid.region(rect), texture.native
    left, right = _held(region.x, region.width, grid.across, texture.box[0])
    top, bottom = _held(region.y, region.height, grid.down, texture.box[1])
    part = Region(_even(left * x), _even(top * y), (right - left) * x, (bottom - top) * y)
    return continued(texture.pixels, part, (rect[2] - rect[0], rect[3] - rect[1]))


def _held(start: float, length: float, fine: float, whole: float) -> tuple[float, float]:
    """A box of a pixel or two is not continued beyond itself: that would be most of what is read."""
    if whole * fine >= 2:
        return start, start + length
    return max(start, 0.0), min(start + length, whole)


def _span(low: int, high: int, first: int, last: int) -> tuple[int, int, int, int]:
    """For the pixels `low` to `high`: which of `first` to `last` are read, and how many more go before and after."""
    start = min(max(low, first), last - 1)
    end = max(min(high, last), start + 1)
    before = max(min(start, high - 1) - low, 0)
    return start, end, before, high - low - before - (end - start)


def _even(value: float) -> float:
    """A whole number where rounding alone keeps it from being one."""
    return float(round(value)) if abs(value - round(value)) < 1e-7 else value
