"""The edge of a cut-out as a person wants it: further out or in, softer or crisper, with more or less of a colour rim.

Alpha is moved by growing and shrinking with an octagon, which Pillow does with whole pictures at a time: its area is
within 6 % of the circle's. Only tiles with an edge in them are worked on.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, hypot

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from imaging.layers import FOUND, Edge
from imaging.resample import extended

SOFTEST = 0.004
"""Radius of the strongest blur, as a share of the photo's diagonal."""
CRISPEST = 6.0
"""How much steeper alpha rises at most."""
RIM = 0.0015
"""Width of the rim that can take the inner colours, as a share of the photo's diagonal; at least two pixels."""
GRID = 480
"""Long side of the grid on which inner colours spread outwards: they are smooth."""
REACHES = (2, 6, 18, 54)
"""Radii, in cells of that grid, within which inner colours are sought; the first that finds any counts most."""

TILE = 256
"""Side of the parts that are worked on one by one; those without an edge stay as they are."""

NOTHING, ANYTHING = [255] + [0] * 255, [0] + [255] * 255
"""Tables that tell no alpha from some."""

Box = tuple[int, int, int, int]
Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Change:
    """An Edge in pixels of one photo: `blur` is a radius, `crisp` 0..1, `rim` the width of the rim. `margin` is how far
    around a pixel its new value depends on others. `spread` has the inner colours on a small grid, where any are
    wanted."""

    edge: Edge
    blur: float
    crisp: float
    rim: float
    margin: int
    spread: Image.Image | None


def shaped(cutout: Image.Image, photo: Image.Image, edge: Edge) -> Image.Image:
    """`cutout` (RGBA, straight alpha) with its edge changed: RGBA, a copy, or `cutout` itself where `edge` changes
    nothing. `photo` (RGB or RGBA, same size) is what it is of; what becomes visible shows its colours."""
    if edge == FOUND:
        return cutout
    diagonal = hypot(*cutout.size)
    blur, width = max(edge.soft, 0.0) ** 1.5 * SOFTEST * diagonal, float(max(round(RIM * diagonal), 2))
    spread = _spread(cutout, edge, width) if edge.soft > 0 or edge.rim > 0 else None
    reach = abs(edge.shift) + 3 * blur + (2 * width if spread is not None else 0.0)
    change = _Change(edge, blur, max(-edge.soft, 0.0), width, ceil(reach) + 2, spread)
    own, result = cutout.getchannel("A"), cutout.copy()
    for top in range(0, cutout.height, TILE):
        for left in range(0, cutout.width, TILE):
            tile = left, top, min(left + TILE, cutout.width), min(top + TILE, cutout.height)
            if _has_edge(own.crop(_meet(_grow(tile, change.margin), cutout.size))):
                result.paste(_tile(cutout, photo, tile, change), tile)
    return result


def _has_edge(alpha: Image.Image) -> bool:
    """Whether anything can change there: not where all is solid or nothing is."""
    low, high = alpha.getextrema()
    return (low, high) not in ((0, 0), (255, 255))


def _tile(cutout: Image.Image, photo: Image.Image, tile: Box, change: _Change) -> Image.Image:
    outer = _grow(tile, change.margin)
    part, below = _crop(cutout, outer), _crop(photo, outer)
    alpha = moved(part.getchannel("A"), change.edge.shift)
    if change.blur > 0:
        alpha = alpha.filter(ImageFilter.GaussianBlur(change.blur))
    elif change.crisp > 0:
        alpha = _crisp(alpha, change.crisp)
    if below.mode == "RGBA":
        alpha = ImageChops.darker(alpha, below.getchannel("A"))
    spread = None
    if change.spread is not None:
        scale = change.spread.width / cutout.width, change.spread.height / cutout.height
        inner = _meet(outer, cutout.size)
        box = inner[0] * scale[0], inner[1] * scale[1], inner[2] * scale[0], inner[3] * scale[1]
        size = inner[2] - inner[0], inner[3] - inner[1]
        near = change.spread.resize(size, Image.Resampling.BILINEAR, box)
        spread = _extended(near, inner, outer)
    colours = _coloured(part, below.convert("RGB"), alpha, change, spread)
    colours.putalpha(alpha)
    colours.paste((0, 0, 0, 0), mask=alpha.point([255] + [0] * 255, "1"))
    margin = change.margin
    return colours.crop((margin, margin, margin + tile[2] - tile[0], margin + tile[3] - tile[1]))


def _grow(box: Box, margin: int) -> Box:
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin


def _meet(box: Box, size: tuple[int, int]) -> Box:
    return max(box[0], 0), max(box[1], 0), min(box[2], size[0]), min(box[3], size[1])


def _crop(image: Image.Image, box: Box) -> Image.Image:
    """A part that may reach beyond the picture, whose border goes on there."""
    inner = _meet(box, image.size)
    return _extended(image.crop(inner), inner, box)


def _extended(image: Image.Image, inner: Box, outer: Box) -> Image.Image:
    return extended(
        image, inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]
    )  # fmt: skip


def moved(alpha: Image.Image, shift: float) -> Image.Image:
    """`alpha` ("L") grown by `shift` pixels, or shrunk where that is below 0. What lies at the picture's border does
    not shrink from it. Parts of a pixel are mixed from the whole ones on both sides."""
    if shift == 0:
        return alpha
    if shift < 0:
        return ImageChops.invert(moved(ImageChops.invert(alpha), -shift))
    low, high = floor(shift), ceil(shift)
    small = _grown(alpha, low)
    return small if low == high else Image.blend(small, _grown(alpha, high), shift - low)


def _grown(alpha: Image.Image, pixels: int) -> Image.Image:
    if pixels == 0:
        return alpha
    # A diamond of k pixels and a square of s make an octagon of k + s; k is a diamond of odd or even size by crosses.
    diamond = max(1, round(0.586 * pixels))
    square, crosses = pixels - diamond, 2 - diamond % 2
    diagonal = (diamond - crosses) // 2
    wide = extended(alpha, pixels, pixels, pixels, pixels)  # ImageChops.offset wraps round
    for half, dx, dy in ((square, 1, 0), (square, 0, 1), (diagonal, 1, 1), (diagonal, 1, -1)):
        wide = _drawn_along(wide, half, dx, dy)
    for _ in range(crosses):
        across, down = _drawn_along(wide, 1, 1, 0), _drawn_along(wide, 1, 0, 1)
        wide = ImageChops.lighter(across, down)
    return wide.crop((pixels, pixels, pixels + alpha.width, pixels + alpha.height))


def _drawn_along(image: Image.Image, half: int, dx: int, dy: int) -> Image.Image:
    """Each pixel the lightest of those up to `half` steps before and after it, by doubling."""
    reach, count = 1, 2 * half + 1
    while reach < count:
        step = min(reach, count - reach)
        image = ImageChops.lighter(image, ImageChops.offset(image, step * dx, step * dy))
        reach += step
    return ImageChops.offset(image, -half * dx, -half * dy) if half else image


def _crisp(alpha: Image.Image, share: float) -> Image.Image:
    if share <= 0:
        return alpha
    steep = 1 + (CRISPEST - 1) * share
    return alpha.point([round(min(max((level / 255 - 0.5) * steep + 0.5, 0.0), 1.0) * 255) for level in range(256)])


def _coloured(
    part: Image.Image, photo: Image.Image, alpha: Image.Image, change: _Change, spread: Image.Image | None
) -> Image.Image:
    """The colours (RGB) under the new alpha."""
    own, edge = part.getchannel("A"), change.edge
    colours = part.convert("RGB")
    fresh = ImageChops.multiply(own.point(NOTHING), alpha.point(ANYTHING))
    if spread is None:
        colours.paste(photo, mask=fresh)
    else:
        near = moved(own.point(ANYTHING), ceil(max(edge.shift, 0.0)))  # what lies further out was never the subject's
        colours.paste(photo, mask=ImageChops.multiply(fresh, near))
        colours.paste(spread, mask=ImageChops.multiply(fresh, ImageChops.invert(near)))
        if edge.rim > 0:
            solid = moved(ImageChops.darker(own, alpha), -change.rim).filter(ImageFilter.BoxBlur(change.rim / 2))
            colours.paste(spread, mask=solid.point([round((255 - level) * edge.rim) for level in range(256)]))
    return Image.blend(colours, photo, -edge.rim) if edge.rim < 0 else colours


def _spread(cutout: Image.Image, edge: Edge, width: float) -> Image.Image:
    """The solid subject's colours, and beyond it those that are near: smooth, RGB on the small grid."""
    scale = min(1.0, GRID / max(cutout.size))
    size = max(1, round(cutout.width * scale)), max(1, round(cutout.height * scale))
    small = cutout.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    inwards = min(edge.shift, 0.0) - width
    solid = moved(small.getchannel("A"), inwards * scale).point([max(0, 2 * level - 255) for level in range(256)])
    weight = np.asarray(solid, np.float32) * np.float32(1 / 255)
    sums = np.asarray(small.convert("RGB"), np.float32) * weight[..., None]
    total, share = sums.copy(), weight.copy()
    for radius in REACHES:
        blurred, level = _box_blurred(sums, radius), _box_blurred(weight, radius)
        left = np.float32(1) - np.clip(share * 8, 0, 1)  # what is found near counts before what is further away
        total += left[..., None] * blurred
        share += left * level
    found = np.clip(total / (share[..., None] + np.float32(1e-4)), 0, 255) + np.float32(0.5)
    return Image.fromarray(found.astype(np.uint8))


def _box_blurred(values: Plane, radius: int) -> Plane:
    bands = [values] if values.ndim == 2 else [values[..., at] for at in range(values.shape[2])]
    blurred = [_blurred_band(np.ascontiguousarray(band), radius) for band in bands]
    return blurred[0] if values.ndim == 2 else np.stack(blurred, axis=2)


def _blurred_band(band: Plane, radius: int) -> Plane:
    """Box means by running sums along both axes, with the border repeated."""
    for axis in (0, 1):
        padded = np.pad(band, [(radius + 1, radius) if at == axis else (0, 0) for at in (0, 1)], mode="edge")
        sums = np.cumsum(padded, axis=axis, dtype=np.float64)
        size, count = band.shape[axis], 2 * radius + 1
        high = np.take(sums, np.arange(count, count + size), axis=axis)
        low = np.take(sums, np.arange(size), axis=axis)
        band = ((high - low) / count).astype(np.float32)
    return band
