"""What acts beyond single pixels: denoise, sharpen, blur, vignette and grain, all in Pillow's C code.

Every length is a share of the diagonal of the whole photo, and `View` says which part of the photo a picture shows and
how large, so that a small view and the full file look alike. Pictures are RGB or RGBA with straight alpha; alpha stays
as it is, and what is transparent lends no colour to its neighbours. Filters that look around a pixel treat the border
of the picture as the border of the photo: give parts of a photo with a margin of `reach`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, exp, hypot, sqrt

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from imaging.adjustments import Adjustments

BLUR = 0.02
"""Standard deviation of the blur at 100; it grows with the square of the slider, for small blurs are chosen often."""
SHARPEN = 0.00024
"""Standard deviation of the unsharp mask: 1.2 pixels in a photo of 12 megapixels."""
AMOUNT = 2.5
"""Share of the detail that sharpen 100 adds."""
DETAIL_FLOOR = 1
"""Levels of detail that are rounding rather than edge: they are not sharpened."""
DENOISE_LIGHT, DENOISE_COLOUR = 0.0004, 0.0012
"""Standard deviation of the means that stand in for noisy pixels at 100: 2 and 6 pixels in 12 megapixels."""
LEAST = 0.7
"""Standard deviation in pixels of the photo that denoise and sharpen have at least: less touches no neighbour."""
NOISE = 18.0
"""Levels by which a pixel may differ from the mean around it and still count as noise, at denoise 100."""
VIGNETTE = 0.75
"""Opacity of the vignette in the very corner at 100."""
GRAIN = 22.0
"""Standard deviation of the grain in levels at 100, in the mid tones of a photo that is seen at its full size."""
CELL = 0.0004
"""Side of one grain: 2 pixels in 12 megapixels."""
TILE = 512
"""Grains along each side of the field, which repeats."""
CONTRAST = 40.0
"""Standard deviation of the stored field in levels."""
NEAR = 0.6
"""Standard deviation up to which a blur looks no further than to the next pixel."""
UNSEEN = 0.4
"""Standard deviation below which a mean is nearly the pixel itself."""
COARSE = 3.0
"""Standard deviation in pixels that a blur keeps at least when it is made on a smaller picture."""


@dataclass(frozen=True, slots=True)
class View:
    """Where a picture lies in a photo of size `full` (width, height): its top left corner at `origin` (x, y), both in
    photo pixels, at `scale` picture pixels for one photo pixel."""

    full: tuple[float, float]
    scale: float = 1.0
    origin: tuple[float, float] = (0.0, 0.0)

    def length(self, share: float, least: float = 0.0) -> float:
        """A share of the photo's diagonal, and no less than `least` pixels of the photo, in pixels of the picture."""
        return max(share * hypot(*self.full), least) * self.scale


def reach(values: Adjustments, view: View) -> int:
    """How many pixels of the picture around a part can change it: three standard deviations of each filter."""
    shares = (
        SHARPEN if values.sharpen else 0,
        DENOISE_COLOUR * _strong(values.denoise),
        BLUR * (values.blur / 100) ** 2,
    )
    return sum(ceil(3 * view.length(share, LEAST)) for share in shares if share)


def denoise(image: Image.Image, amount: float, view: View) -> Image.Image:
    """Pixels close to the mean around them become that mean; edges stay. Colour is smoothed further than light.

    `amount` is 0..100. Noise is averaged in a small view before it gets here: a view at half the size can show a level
    more of it than the file.
    """
    colours, limit = _opaque(image), NOISE * amount / 100
    near, far = (view.length(share * _strong(amount), LEAST) for share in (DENOISE_LIGHT, DENOISE_COLOUR))
    seen = colours if _alpha(image) is None else _lent(image, far)
    planes = seen.convert("YCbCr").split()
    blue, red = (ImageChops.subtract_modulo(_boxed(plane, far), plane) for plane in planes[1:])
    light = ImageChops.subtract_modulo(_boxed(planes[0], near), planes[0]) if near >= UNSEEN else None
    # The way from YCbCr is linear, so a change becomes a change; the picture itself does not go it, which would round
    # it. Until the last line 0 stands for 0 and 255 for -1: that takes a quarter of the time of what saturates.
    changes = [red.point(_noise(limit, 1.402)), blue.point(_noise(limit, -0.344)), blue.point(_noise(limit, 1.772))]
    changes[1] = ImageChops.add_modulo(changes[1], red.point(_noise(limit, -0.714)))
    middle = 128 if light is None else light.point(_noise(limit, 1.0, 128))
    done = [
        ImageChops.add(plane, _shifted(change, middle), 1, -128)
        for plane, change in zip(colours.split(), changes, strict=True)
    ]
    return _with(Image.merge("RGB", done), image)


def sharpen(image: Image.Image, amount: float, view: View) -> Image.Image:
    """An unsharp mask on the luma (Rec. 601), so that colours keep their hue. `amount` is 0..100."""
    colours = _opaque(image)
    luma = colours.convert("L")
    detail = ImageChops.subtract(luma, smooth(luma, _alpha(image), view.length(SHARPEN, LEAST)), 1, 128)
    stronger = detail.point(_detail(AMOUNT * amount / 100))
    return _with(ImageChops.add(colours, Image.merge("RGB", [stronger] * 3), 1, -128), image)


def blur(image: Image.Image, amount: float, view: View) -> Image.Image:
    """A Gaussian blur of the colours; the outline stays. `amount` is 0..100."""
    radius = view.length(BLUR * (amount / 100) ** 2)
    return _with(smooth(_opaque(image), _alpha(image), radius), image)


def vignette(image: Image.Image, amount: float, view: View) -> Image.Image:
    """Corners towards black (`amount` below 0) or white (above 0), up to 100, round the middle of the photo."""
    # It is so smooth that a grid of a few points each way holds it, and Pillow draws it between them.
    grid = max(2, min(64, image.width)), max(2, min(64, image.height))
    across, down = (
        (view.origin[i] + (np.arange(grid[i], dtype=np.float32) + 0.5) / grid[i] * image.size[i] / view.scale)
        / view.full[i]
        * 2
        - 1
        for i in (0, 1)
    )
    far = np.clip((np.hypot(across[None, :], down[:, None]) - 0.4) / (np.sqrt(2) - 0.4), 0, 1)
    opacity = far * far * (3 - 2 * far) * (VIGNETTE * abs(amount) / 100)
    mask = Image.fromarray((opacity * 255 + 0.5).astype(np.uint8)).resize(image.size, Image.Resampling.BICUBIC)
    colours = _opaque(image).copy()
    colours.paste((255, 255, 255) if amount > 0 else (0, 0, 0), mask=mask)
    return _with(colours, image)


def grain(image: Image.Image, amount: float, view: View) -> Image.Image:
    """Grain of the same field in every view: strongest in mid tones, none in black and white. `amount` is 0..100.

    A view smaller than the file averages grains, as the file does when it is looked at from afar.
    """
    colours = _opaque(image)
    strength = GRAIN / CONTRAST * amount / 100
    noise = _field(image.size, view).point([_level(128 + (level - 128) * strength) for level in range(256)])
    grainy = ImageChops.add(colours, Image.merge("RGB", [noise] * 3), 1, -128)
    return _with(Image.composite(grainy, colours, colours.convert("L").point(_MIDDLE)), image)


_KNOWN = [min(max(4 * (level - 24), 0), 255) for level in range(256)]
_MIDDLE = [round(255 * (1 - (level / 127.5 - 1) ** 4)) for level in range(256)]


def smooth(plane: Image.Image, alpha: Image.Image | None, radius: float) -> Image.Image:
    """A Gaussian mean of `plane` (RGB or L) of `radius` (standard deviation in pixels) that counts each pixel by its
    `alpha` (L, or None where all is opaque)."""
    if radius <= 0:
        return plane
    if alpha is None:
        return _gauss(plane, radius)
    straight, weighted = ("LA", "La") if plane.mode == "L" else ("RGBA", "RGBa")
    whole = Image.merge(straight, (*plane.split(), alpha))
    mean = _gauss(whole.convert(weighted), radius).convert(straight)
    # Where hardly anything is around, 8 bits hold no colour any more: there the pixel stays as it was.
    known = mean.getchannel("A").point(_KNOWN)
    return Image.composite(mean.convert(plane.mode), plane, known)


def _lent(image: Image.Image, radius: float) -> Image.Image:
    """The colours of an RGBA picture (RGB); what is hardly seen has those nearby, at least as far as a mean of `radius`
    looks, so that a plain mean may count it."""
    block = 4
    while block < 2 * radius + 1:
        block *= 2
    nearby = image.convert("RGBa").reduce(block).filter(ImageFilter.BoxBlur(1)).convert("RGBA").convert("RGB")
    box = (0, 0, image.width / block, image.height / block)
    lent = nearby.resize(image.size, Image.Resampling.NEAREST, box)
    return Image.composite(image.convert("RGB"), lent, image.getchannel("A").point(_KNOWN))


def _boxed(image: Image.Image, radius: float) -> Image.Image:
    """The mean of a square as wide as a Gaussian of a standard deviation of `radius` is, in half the time of one: for
    means that only say what is noise."""
    return image.filter(ImageFilter.BoxBlur((sqrt(12 * radius * radius + 1) - 1) / 2))


def _gauss(image: Image.Image, radius: float) -> Image.Image:
    """A Gaussian blur; a wide one is made on a smaller picture, which looks the same and costs a fraction."""
    factor = 1
    while radius >= 2 * factor * COARSE:
        factor *= 2
    if factor == 1:
        close = radius <= NEAR and min(image.size) > 2
        return image.filter(_kernel(radius) if close else ImageFilter.GaussianBlur(radius))
    # What the reduction blurs already (a box) is taken off.
    rest = (radius * radius - (factor * factor - 1) / 12) ** 0.5 / factor
    small = image.reduce(factor).filter(ImageFilter.GaussianBlur(rest))
    box = (0, 0, image.width / factor, image.height / factor)
    return small.resize(image.size, Image.Resampling.BICUBIC, box)


@lru_cache(maxsize=64)
def _kernel(radius: float) -> ImageFilter.Kernel:
    """The Gaussian on 3 x 3 pixels: for a radius this small that is nearly all of it, in half the time."""
    side = exp(-1 / (2 * radius * radius))
    return ImageFilter.Kernel((3, 3), [side * side, side, side * side, side, 1, side, side * side, side, side * side])


def _field(size: tuple[int, int], view: View) -> Image.Image:
    """The grain of a picture of `size`: mean 128, "L"."""
    cell = max(CELL * hypot(*view.full), 1.0)  # a photo cannot show less than a pixel
    left, top = (offset / cell for offset in view.origin)
    width, height = (side / view.scale / cell for side in size)
    x, y = int(left // TILE) * TILE, int(top // TILE) * TILE
    sheet = Image.new("L", (ceil(left - x + width) + 1, ceil(top - y + height) + 1))
    for down in range(0, sheet.height, TILE):
        for across in range(0, sheet.width, TILE):
            sheet.paste(_tile(), (across, down))
    return sheet.resize(size, Image.Resampling.BICUBIC, (left - x, top - y, left - x + width, top - y + height))


@lru_cache(maxsize=1)
def _tile() -> Image.Image:
    """The field that all photos share: its seed is fixed, so that a photo always gets the same grain."""
    noise = np.random.default_rng(1839).normal(128, CONTRAST, (TILE, TILE))
    return Image.fromarray(np.clip(noise + 0.5, 0, 255).astype(np.uint8))


@lru_cache(maxsize=64)
def _noise(limit: float, factor: float, middle: int = 0) -> list[int]:
    """How much of a difference from the mean, modulo 256, is noise: all of it up to half of `limit`, nothing above
    `limit`, and a falling share between; that times `factor` round `middle`, modulo 256."""
    steps = (step - 256 * (step > 127) for step in range(256))
    shares = (step * min(max(2 - 2 * abs(step) / limit, 0.0), 1.0) for step in steps)
    return [round(middle + factor * share) % 256 for share in shares]


def _shifted(change: Image.Image, middle: Image.Image | int) -> Image.Image:
    """`change`, modulo 256, round `middle`."""
    if isinstance(middle, int):
        return change.point([(level + middle) % 256 for level in range(256)])
    return ImageChops.add_modulo(change, middle)


def _detail(amount: float) -> list[int]:
    """Detail round 128 times `amount`, without what is below DETAIL_FLOOR."""
    rest = [max(abs(at - 128) - DETAIL_FLOOR, 0) * (1 if at > 128 else -1) for at in range(256)]
    return [_level(128 + amount * step) for step in rest]


def _strong(amount: float) -> float:
    """Half of the means' reach comes with the first bit of denoise, the rest with its strength."""
    return 0.5 + amount / 200 if amount else 0.0


def _level(value: float) -> int:
    return min(max(int(value + 0.5), 0), 255)


def _alpha(image: Image.Image) -> Image.Image | None:
    """The alpha, where there is one that is not opaque all over."""
    if image.mode != "RGBA":
        return None
    alpha = image.getchannel("A")
    return None if alpha.getextrema() == (255, 255) else alpha


def _opaque(image: Image.Image) -> Image.Image:
    return image if image.mode == "RGB" else image.convert("RGB")


def _with(colours: Image.Image, original: Image.Image) -> Image.Image:
    """`colours` (RGB) with the alpha of `original`."""
    if original.mode == "RGBA":
        colours.putalpha(original.getchannel("A"))
    return colours
