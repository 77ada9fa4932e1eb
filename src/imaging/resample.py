"""Scaling a region of a picture: the one way that the view and the export share."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor

from PIL import Image

from imaging.options import Region

GAP = 1.5
"""How much larger than needed a picture must at least stay when it is halved before the filter runs."""

REACH = 2
"""Pixels (of the result when it shrinks, of the picture when it grows) that the filters look beyond a border."""

NOISE = 1e-7
"""What a scale may be off by the rounding of floats: all parts of a picture must be drawn by one filter."""

HAIR = 1e-2
"""Pixels of the picture that a region is wide at least: Pillow holds its edges in single precision."""

LARGEST = 4_000_000
"""Pixels of a scaled part that is kept: a large screen has as many."""

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Pyramid:
    """A picture (RGB or RGBA, straight alpha) and its halves, quarters, …, which are made when first needed."""

    image: Image.Image
    levels: dict[int, Image.Image] = field(default_factory=dict)
    last: tuple[Box, tuple[int, int], Image.Image] | None = None
    """The part that was scaled last, where it is no larger than a view: the next drawing mostly wants it again."""

    def level(self, factor: int) -> Image.Image:
        """The picture reduced by `factor`, a power of two."""
        if factor == 1:
            return self.image
        if factor not in self.levels:
            self.levels[factor] = self.level(factor // 2).reduce(2)
        return self.levels[factor]


def resample(picture: Pyramid, region: Region, size: tuple[int, int]) -> Image.Image:
    """`region` of `picture` at `size` (width, height), by premultiplied colour where there is alpha.

    A region and a size that match pixel for pixel change no pixel; the whole at its own size is the picture itself, not
    a copy, so the result is not to be drawn on. A region that reaches beyond the picture is clipped to it.
    """
    box = _clipped(region, picture.image.size)
    if box == (0, 0, *size) and size == picture.image.size:
        return picture.image
    return _resized(picture, box, size)


def continued(picture: Pyramid, region: Region, size: tuple[int, int]) -> Image.Image:
    """Like resample, but a region that reaches beyond the picture shows its border there, as if it went on. It should
    not reach further than a pixel of the result or two: what is beyond is laid out in pixels of the picture."""
    box = (region.x, region.y, region.x + region.width, region.y + region.height)
    clipped = _clipped(region, picture.image.size)
    if max(abs(a - b) for a, b in zip(box, clipped, strict=True)) < HAIR:
        return resample(picture, region, size)
    return _resized(picture, box, size)


def extended(image: Image.Image, left: int, top: int, right: int, bottom: int) -> Image.Image:
    """`image` with its border repeated so many pixels beyond each side."""
    if not (left or top or right or bottom):
        return image
    inner = (left, top, left + image.width, top + image.height)
    whole = Image.new(image.mode, (inner[2] + right, inner[3] + bottom))
    whole.paste(image, inner)
    for border, beyond in (
        ((left, top, left + 1, inner[3]), (0, top, left, inner[3])),
        ((inner[2] - 1, top, inner[2], inner[3]), (inner[2], top, whole.width, inner[3])),
        # The rows come after the columns, so that they hold the corners too.
        ((0, top, whole.width, top + 1), (0, 0, whole.width, top)),
        ((0, inner[3] - 1, whole.width, inner[3]), (0, inner[3], whole.width, whole.height)),
    ):
        size = beyond[2] - beyond[0], beyond[3] - beyond[1]
        if all(size):
            whole.paste(whole.crop(border).resize(size, Image.Resampling.NEAREST), beyond)
    return whole


def _resized(picture: Pyramid, box: Box, size: tuple[int, int]) -> Image.Image:
    """`box` of the picture, which may reach beyond it, at `size`; not to be drawn on."""
    if picture.last is not None and picture.last[:2] == (box, size):
        return picture.last[2]
    result = _scaled(picture, box, size)
    if size[0] * size[1] <= LARGEST:
        picture.last = box, size, result
    return result


def _scaled(picture: Pyramid, box: Box, size: tuple[int, int]) -> Image.Image:
    within = min(box) >= 0 and box[2] <= picture.image.width and box[3] <= picture.image.height
    if within and box == (round(box[0]), round(box[1]), round(box[0]) + size[0], round(box[1]) + size[1]):
        return picture.image.crop(box)  # resizing would lose the colours under little alpha
    factor = _factor(box, size)
    source = picture.level(factor)
    left, top, right, bottom = (edge / factor for edge in box)
    scale = max((right - left) / size[0], (bottom - top) / size[1], 1.0)
    margin = ceil(REACH * scale) + 1
    outer = (
        max(floor(left) - margin, 0),
        max(floor(top) - margin, 0),
        min(ceil(right) + margin, source.width),
        min(ceil(bottom) + margin, source.height),
    )
    # Pillow premultiplies all that it is given, so that it is given no more than the filter can reach.
    part = source if outer == (0, 0, *source.size) else source.crop(outer)
    if not within:
        beyond = (max(ceil(-left), 0), max(ceil(-top), 0))
        part = extended(part, *beyond, max(ceil(right) - source.width, 0), max(ceil(bottom) - source.height, 0))
        outer = (outer[0] - beyond[0], outer[1] - beyond[1], outer[2], outer[3])
    inner = left - outer[0], top - outer[1], min(right - outer[0], part.width), min(bottom - outer[1], part.height)
    return part.resize(size, _method(inner, size), box=inner)


def _factor(box: Box, size: tuple[int, int]) -> int:
    scale = min((box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1])
    factor = 1
    while scale * (1 + NOISE) >= 2 * factor * GAP:
        factor *= 2
    return factor


def _method(box: Box, size: tuple[int, int]) -> Image.Resampling:
    """HAMMING, when shrinking, costs what BILINEAR costs and keeps nearly as much detail as BICUBIC."""
    shrinks = (box[2] - box[0]) * (1 + NOISE) >= size[0] and (box[3] - box[1]) * (1 + NOISE) >= size[1]
    return Image.Resampling.HAMMING if shrinks else Image.Resampling.BICUBIC


def _clipped(region: Region, size: tuple[int, int]) -> Box:
    """The region as left, top, right, bottom inside of a picture of `size`, never empty."""
    left = min(max(region.x, 0.0), size[0] - 1.0)
    top = min(max(region.y, 0.0), size[1] - 1.0)
    right = min(max(region.x + region.width, left + HAIR), size[0])
    bottom = min(max(region.y + region.height, top + HAIR), size[1])
    return left, top, right, bottom
