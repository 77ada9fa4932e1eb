"""Fourth step of the road: from the coarse mask to the subject's pixels, with a fine edge and its own colours.

What is smooth is found on a small grid and enlarged by Pillow; what is sharp is computed at full resolution, but only
for the pixels of the edge. Peak memory besides the photo: 7 bytes a pixel (the result with 4, masks with 3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from imaging.options import Region
from segmentation.foreground import fuse, surroundings, unmix
from segmentation.matting import guided_coefficients, unit
from segmentation.solid import solid

GRID, FINE_GRID = 320, 512
"""Long side of the small grid. A mask of at most 320 was seen at 320: 512 scores lower then for 2.5 times the work."""

RADIUS, EPSILON = 4, np.float32(1e-4)
GUIDED, FINE_GUIDED, UNMIXED = np.float32(0.75), np.float32(0.5), np.float32(0.5)
"""Weights of the guided edge against the network's own, for a coarse mask and for a finer one, and of the alpha that a
pixel's colour speaks for against both. More is better on hair and worse on coarsely drawn truth: here the sum over both
kinds is best."""

LOW, SPAN = np.float32(0.04), np.float32(0.92)
"""Alphas below LOW become 0 and above LOW + SPAN become 1."""

SNAP = 4
"""Of 255: an alpha so near to 0 or 1 is taken for it, which no score notices and saves a sixth of the edge's pixels."""

COLOUR_GRID = 240
WIDE, NEAR = 10, 2
"""Grid and radii of blur-fusion: its colours are smooth, so that a coarse grid serves."""

SAMPLES = 640
"""Long side of the grid from which the edge's pixels take what is smooth, each from its nearest cell."""

ROWS = 128
"""Of the photo that are finished at a time."""

Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CutOutPixels:
    """`rgba` has the photo's size, straight alpha and the subject's own colours; where alpha is 0, so are the colours.
    `box` bounds the subject in photo pixels; `coverage` is the share of the photo that it covers, 0..1."""

    rgba: Image.Image
    box: Region
    coverage: float


@dataclass(frozen=True, slots=True)
class _Edge:
    """What is smooth about the edge, on a grid of `size` (width, height), one number a cell to fetch it at once.

    `coefficients`: the guided filter's four float32 as one complex128. `colours`: the smooth colours of subject and
    backdrop, each as four bytes R G B and one unused, as one uint64. `guided`: the weight of the guided edge.
    """

    size: tuple[int, int]
    coefficients: NDArray[np.complex128]
    colours: NDArray[np.uint64]
    guided: np.float32


def refine(image: Image.Image, mask: Plane) -> CutOutPixels:
    """Cut `image` (RGB or RGBA) out along the coarse `mask` (h, w) float32 0..1, of any size, stretched over the photo.

    A mask with a side of more than 320 is taken for one that knows the edge well, and is followed more closely.
    A photo's own alpha multiplies the result.
    """
    opaque = image if image.mode == "RGB" else image.convert("RGB")
    level, edge = _analyse(opaque, mask)
    rough = level.resize(image.size, Image.Resampling.BICUBIC).point(_CONTRAST)
    result = opaque.convert("RGBA")
    result.putalpha(rough)
    _redraw(result, rough.point(_SOFT), edge)
    alpha = result.getchannel("A")
    if image.mode == "RGBA":
        alpha = ImageChops.multiply(alpha, image.getchannel("A"))
        result.putalpha(alpha)
    # What is not seen must not be in the file either: it would give the old backdrop away, and cost bytes.
    result.paste((0, 0, 0, 0), mask=alpha.point([255] + [0] * 255, "1"))
    return CutOutPixels(result, _bounds(alpha), _coverage(alpha))


def _analyse(image: Image.Image, mask: Plane) -> tuple[Image.Image, _Edge]:
    """The mask as a picture (L), a coarse one on the small grid, and the edge."""
    fine = max(mask.shape) > GRID
    weight = FINE_GUIDED if fine else GUIDED
    thumb = _shrunk(image, FINE_GRID if fine else GRID)
    rough = Image.fromarray(mask)
    drawn = solid(_picture(np.asarray(rough if fine else rough.resize(thumb.size, Image.Resampling.BILINEAR))))
    level = drawn.resize(thumb.size, Image.Resampling.BILINEAR) if fine else drawn
    size = _fitting(image.size, SAMPLES)
    coefficients, alpha = _guided(thumb, level, weight, size)
    return drawn, _Edge(size, coefficients, _coloured(thumb, alpha, size), weight)


def _guided(
    thumb: Image.Image, drawn: Image.Image, weight: np.float32, size: tuple[int, int]
) -> tuple[NDArray[np.complex128], Image.Image]:
    """The guided filter's coefficients on a grid of `size`, and the alpha (L) that they give on the small grid."""
    guide, level = _planes(thumb), _planes(drawn)
    coefficients = guided_coefficients(guide, level, RADIUS, EPSILON)
    guided = (coefficients[:3] * guide).sum(axis=0) + coefficients[3]
    alpha = _picture(_sharpen(level + _openness(level) * weight * (guided - level)))
    del guide, guided  # what follows is the largest of all
    return _packed_floats(coefficients, size), alpha


def _coloured(thumb: Image.Image, alpha: Image.Image, size: tuple[int, int]) -> NDArray[np.uint64]:
    """The smooth colours of subject and backdrop on a grid of `size`."""
    coarse = _shrunk(thumb, COLOUR_GRID)
    level = _planes(alpha.resize(coarse.size, Image.Resampling.BOX))
    return _packed_colours(surroundings(_planes(coarse), level, WIDE, NEAR), size)


def _packed_floats(planes: Plane, size: tuple[int, int]) -> NDArray[np.complex128]:
    packed = np.empty((size[1], size[0], len(planes)), np.float32)
    for at, plane in enumerate(planes):
        packed[..., at] = np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BILINEAR))
    return packed.view(np.complex128).reshape(-1)


def _packed_colours(pair: tuple[Plane, Plane], size: tuple[int, int]) -> NDArray[np.uint64]:
    packed = np.empty((size[1], size[0], len(pair)), np.uint32)
    for at, planes in enumerate(pair):
        picture = _picture(planes).convert("RGBX").resize(size, Image.Resampling.BILINEAR)
        packed[..., at] = np.asarray(picture).view(np.uint32)[..., 0]
    return packed.view(np.uint64).reshape(-1)


def _redraw(result: Image.Image, soft: Image.Image, edge: _Edge) -> None:
    """Give the pixels of `result` that are 1 in `soft`, not 0, the edge and the colours of full resolution."""
    for top in range(0, soft.height, ROWS):
        strip = soft.crop((0, top, soft.width, min(top + ROWS, soft.height)))
        bounds = strip.getbbox()
        if bounds is not None:
            place = bounds[0], top + bounds[1], bounds[2], top + bounds[3]
            found = np.flatnonzero(np.asarray(strip.crop(bounds)).view(np.bool_))
            result.paste(_redrawn(result.crop(place), found, _cells(place, result.size, edge.size), edge), place)


def _redrawn(tile: Image.Image, found: NDArray[np.intp], cells: NDArray[np.intp], edge: _Edge) -> Image.Image:
    """`tile` with its pixels number `found` finished; `cells` has the cell of each pixel on the edge's grid."""
    pixels = np.asarray(tile).view(np.uint32).flatten()
    near = cells.take(found)
    pixels[found] = _finished(pixels.take(found), edge.coefficients.take(near), edge.colours.take(near), edge.guided)
    return Image.frombuffer("RGBA", tile.size, pixels, "raw", "RGBA", 0, 1)


def _cells(place: tuple[int, int, int, int], size: tuple[int, int], grid: tuple[int, int]) -> NDArray[np.intp]:
    """For each pixel of `place` in a photo of `size`, the index of its cell on `grid`."""
    columns = np.arange(place[0], place[2]) * grid[0] // size[0]
    rows = np.arange(place[1], place[3]) * grid[1] // size[1]
    return (rows[:, None] * grid[0] + columns).reshape(-1)


def _finished(
    pixels: NDArray[np.uint32], coefficients: NDArray[np.complex128], colours: NDArray[np.uint64], weight: np.float32
) -> NDArray[np.uint32]:
    """Edge pixels (N,) RGBA with their first alpha, made into what they are to be."""
    values = _unpacked(pixels, 4)
    photo, level = values[:3], values[3] * SPAN + LOW
    a_b = coefficients.view(np.float32).reshape(-1, 4)
    guided = a_b[:, 3].copy()
    for channel in range(3):
        guided += a_b[:, channel] * photo[channel]
    smooth = _unpacked(colours, 8)
    subject, backdrop = smooth[:3], smooth[4:7]
    values[3] = _decided(level, guided, weight, *unmix(photo, subject, backdrop))
    values[:3] = fuse(photo, values[3], subject, backdrop)
    levels = (values * 255 + np.float32(0.5)).astype(np.uint8)
    return np.ascontiguousarray(levels.T).view(np.uint32).reshape(-1)


def _decided(level: Plane, guided: Plane, weight: np.float32, unmixed: Plane, trust: Plane) -> Plane:
    """The alpha from the network's level, the guided edge by its weight and the colours' say; what is sure stays."""
    open_ = _openness(level)
    mixed = level + open_ * weight * (guided - level)
    return _sharpen(mixed + open_ * UNMIXED * trust * (unmixed - mixed))


def _unpacked(packed: NDArray[np.uint32] | NDArray[np.uint64], count: int) -> Plane:
    """(count, N) float32 in 0..1 of the bytes of `packed` (N,)."""
    rows = packed.view(np.uint8).reshape(-1, count)
    planes = np.empty((count, len(rows)), np.float32)
    for at in range(count):
        planes[at] = rows[:, at]
    planes *= np.float32(1 / 255)
    return planes


def _openness(level: Plane) -> Plane:
    """1 where the network is unsure, falling to 0 at the levels that become alpha 0 and 1."""
    return unit((level - LOW) * 16) * unit((LOW + SPAN - level) * 16)


def _sharpen(level: Plane) -> Plane:
    return unit((level - LOW) * (1 / SPAN))


def _contrast_table() -> list[int]:
    levels = [round(min(max((value / 255 - float(LOW)) / float(SPAN), 0.0), 1.0) * 255) for value in range(256)]
    return [0 if level <= SNAP else 255 if level >= 255 - SNAP else level for level in levels]


_CONTRAST = _contrast_table()
_SOFT = [0] + [1] * 254 + [0]


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    size = _fitting(image.size, side)
    return image if size == image.size else image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)


def _fitting(size: tuple[int, int], side: int) -> tuple[int, int]:
    """`size` shrunk, never enlarged, to a long side of `side`."""
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _planes(image: Image.Image) -> Plane:
    """An 8-bit picture as (H, W) or (3, H, W) float32 in 0..1."""
    values = np.asarray(image, np.float32) * np.float32(1 / 255)
    return np.ascontiguousarray(values.transpose(2, 0, 1)) if values.ndim == 3 else values


def _picture(planes: Plane) -> Image.Image:
    """The inverse of _planes."""
    levels = (planes * 255 + np.float32(0.5)).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(levels.transpose(1, 2, 0)) if levels.ndim == 3 else levels)


def _bounds(alpha: Image.Image) -> Region:
    found = alpha.point([0] * 128 + [255] * 128).getbbox() or alpha.getbbox() or (0, 0, 0, 0)
    return Region(found[0], found[1], found[2] - found[0], found[3] - found[1])


def _coverage(alpha: Image.Image) -> float:
    total = sum(level * count for level, count in enumerate(alpha.histogram()))
    return total / (255 * alpha.width * alpha.height)
