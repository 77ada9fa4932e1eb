"""Laying one picture over another: W3C, "Compositing and Blending Level 1", with straight alpha in 8 bits.

The separable modes are made of Pillow's own operations, which are exact to a level; "colour" (the mode "color" there,
which is not separable) is float32 in strips.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from imaging.layers import BlendMode

Plane = NDArray[np.float32]

STRIP = 1 << 18
"""Pixels of a strip: as many as still fit a cache in float32."""

LUMA = (np.float32(0.3), np.float32(0.59), np.float32(0.11))
"""The weights of Lum in the specification."""


def over(
    ground: Image.Image,
    tile: Image.Image,
    at: tuple[int, int] = (0, 0),
    mode: BlendMode = "normal",
    opacity: float = 1.0,
) -> None:
    """Draw `tile` (RGB or RGBA) on `ground` (RGB or RGBA, changed in place) with its top left corner `at` (x, y).

    What lies outside of the ground is left out. `opacity` is 0..1. Alpha is straight on both sides.
    """
    left, top = max(at[0], 0), max(at[1], 0)
    right, bottom = min(at[0] + tile.width, ground.width), min(at[1] + tile.height, ground.height)
    if left >= right or top >= bottom or not opacity > 0:
        return
    box = left, top, right, bottom
    part = _crop(tile, (left - at[0], top - at[1], right - at[0], bottom - at[1]))
    if mode != "normal":
        part = _mixed(_crop(ground, box), part, MIXES[mode])
    part = faded(part, opacity)
    if part.mode == "RGB":
        ground.paste(part, box)
    elif ground.mode == "RGB":
        ground.paste(part, box, part)
    else:
        ground.alpha_composite(part, (left, top))


def faded(picture: Image.Image, opacity: float) -> Image.Image:
    """`picture` (RGB or RGBA) with its alpha times `opacity`; the same picture where that changes nothing."""
    if not opacity < 1:
        return picture
    if picture.mode == "RGB":
        alpha = Image.new("L", picture.size, _level(255 * opacity))
    else:
        alpha = picture.getchannel("A").point([_level(level * opacity) for level in range(256)])
    return with_alpha(picture, alpha)


def with_alpha(picture: Image.Image, alpha: Image.Image) -> Image.Image:
    """The colours of `picture` (RGB or RGBA) with `alpha` (L) as RGBA."""
    result = picture.copy()
    result.putalpha(alpha)
    return result


def _mixed(below: Image.Image, above: Image.Image, mix: Mix) -> Image.Image:
    """`above` with the colours that it takes on over `below`: (1 - ab) * Cs + ab * B(Cb, Cs)."""
    colours = above.convert("RGB")
    mixed = mix(below.convert("RGB"), colours)
    if below.mode == "RGBA":
        mixed = Image.composite(mixed, colours, below.getchannel("A"))
    return with_alpha(mixed, above.getchannel("A")) if above.mode == "RGBA" else mixed


def _soft_light(ground: Image.Image, source: Image.Image) -> Image.Image:
    """The formula of the specification; Pillow's own is another one, up to 29 levels away."""
    darker, lighter, down, up = _soft_tables()
    # Both changes are at most a quarter, so that they are held four times as large until the last step.
    loss = ImageChops.multiply(ground.point(darker), source.point(down)).point(_QUARTER)
    gain = ImageChops.multiply(ground.point(lighter), source.point(up)).point(_QUARTER)
    return ImageChops.add(ImageChops.subtract(ground, loss), gain)


_QUARTER = [(level + 2) // 4 for level in range(256)] * 3


@lru_cache(maxsize=1)
def _soft_tables() -> tuple[list[int], list[int], list[int], list[int]]:
    """Of the ground, four times b(1 - b) and D(b) - b; of the source, 1 - 2s and 2s - 1, each for three channels."""
    shares = [level / 255 for level in range(256)]
    darker = [4 * b * (1 - b) for b in shares]
    lighter = [4 * ((((16 * b - 12) * b + 4) * b if b <= 0.25 else b**0.5) - b) for b in shares]
    down, up = [max(1 - 2 * s, 0) for s in shares], [max(2 * s - 1, 0) for s in shares]
    tables = [[_level(255 * share) for share in table] * 3 for table in (darker, lighter, down, up)]
    return tables[0], tables[1], tables[2], tables[3]


def _colour(ground: Image.Image, source: Image.Image) -> Image.Image:
    """SetLum(Cs, Lum(Cb)): hue and saturation of the source, luminosity of the ground."""
    below, above = np.asarray(ground), np.asarray(source)
    result = np.empty_like(below)
    rows = max(STRIP // ground.width, 1)
    for top in range(0, ground.height, rows):
        strip = slice(top, top + rows)
        result[strip] = _with_luminosity(above[strip].astype(np.float32), below[strip].astype(np.float32))
    return Image.fromarray(result)


def _with_luminosity(source: Plane, ground: Plane) -> NDArray[np.uint8]:
    """SetLum and ClipColor on levels (H, W, 3). The chroma, source less its luminosity, shrinks until it fits."""
    luminosity, own = _lum(ground), _lum(source)
    red, green, blue = (source[..., i] for i in range(3))
    tiny = np.float32(1e-3)
    below = np.maximum(own - np.minimum(np.minimum(red, green), blue), tiny)
    above = np.maximum(np.maximum(np.maximum(red, green), blue) - own, tiny)
    fits = np.minimum(luminosity / below, 1) * np.minimum((255 - luminosity) / above, 1)
    result = np.empty(source.shape, np.uint8)
    luminosity += np.float32(0.5)
    for i in range(3):
        result[..., i] = np.clip((source[..., i] - own) * fits + luminosity, 0, 255)
    return result


def _lum(levels: Plane) -> Plane:
    result: Plane = LUMA[0] * levels[..., 0] + LUMA[1] * levels[..., 1] + LUMA[2] * levels[..., 2]
    return result


Mix = Callable[[Image.Image, Image.Image], Image.Image]

MIXES: Mapping[BlendMode, Mix] = MappingProxyType(
    {
        "multiply": ImageChops.multiply,
        "screen": ImageChops.screen,
        "overlay": ImageChops.overlay,
        "soft-light": _soft_light,
        "darken": ImageChops.darker,
        "lighten": ImageChops.lighter,
        "colour": _colour,
    }
)
"""B(Cb, Cs) of the specification on two RGB pictures of one size, by mode; "normal" needs none."""


def _crop(image: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    return image if box == (0, 0, *image.size) else image.crop(box)


def _level(value: float) -> int:
    return min(max(int(value + 0.5), 0), 255)
