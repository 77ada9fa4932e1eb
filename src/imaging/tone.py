"""Light and colour of single pixels: all sliders in one table, which Pillow interpolates in C.

The order, from the file's sRGB levels (0..1) to the result:

 1. exposure and white balance, as gains in linear light;
 2. levels, whites and blacks, contrast, curve: each channel by itself;
 3. shadows and highlights: one gain for the three channels by their luma, so that hues stay;
 4. vibrance and saturation: the distance from the luma;
 5. the look: steps 1 to 4 and 6 with its own values, its channel curves, mixed in by its strength;
 6. monochrome: the luma (Rec. 709 weights on sRGB levels).

Nothing is clipped on the way: what exposure pushes above white, `whites` can bring back. Where only steps 1 and 2 have
something to do, a plain lookup for each channel is exact and several times faster than the table.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from imaging.adjustments import LOOKS, NO_LEVELS, Adjustments, Levels
from imaging.curves import Points, hermite, slopes

Plane = NDArray[np.float32]

NODES = 33
"""Nodes along each side of the table, 8 levels apart: no slider at half strength is more than 2 levels off between
them (999 of 1 000 colours, against `grade`)."""

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)

WARMTH = 0.75
"""Stops of red up and blue down at temperature 100."""
MAGENTA = 0.5
"""Stops of green down at tint 100."""
WHITES, BLACKS = 0.2, 0.12
"""How far the sliders at 100 move white and black, as a share of the whole range."""
STEEPNESS = 0.6
"""What contrast 100 adds to the slope of mid grey."""
LIFT = 0.81
"""What shadows 100 adds to the gain of black: 30 levels at most, at a third of the range."""
VIBRANCE = 0.8
"""What vibrance 100 adds to the saturation of a grey."""


def toned(image: Image.Image, adjustments: Adjustments) -> Image.Image:
    """`image` (RGB or RGBA, straight alpha) with the tone part of `adjustments`; alpha stays as it is.

    The same image comes back when there is nothing to do.
    """
    values = adjustments.tone()
    if values == Adjustments():
        return image
    if not _mixes(values):
        return image.point(lookup(values, image.mode == "RGBA"))
    return image.filter(table(values))


@lru_cache(maxsize=8)
def table(values: Adjustments) -> ImageFilter.Color3DLUT:
    """The table of `values`, which must be what `Adjustments.tone` returns: then moving a blur builds no new one."""
    axis = _each(np.tile(np.linspace(0, 1, NODES, dtype=np.float32), (3, 1)), values)
    # Red changes fastest, blue slowest.
    nodes = np.empty((3, NODES, NODES, NODES), np.float32)
    nodes[0], nodes[1], nodes[2] = axis[0], axis[1, :, None], axis[2, :, None, None]
    graded = _mixed(nodes.reshape(3, -1), values)
    # Pillow holds -2..2; what lies outside of 0..1 is clipped after interpolation, so that the border has no kink.
    return ImageFilter.Color3DLUT(NODES, np.ascontiguousarray(graded.T).ravel(), _copy_table=False)


@lru_cache(maxsize=8)
def lookup(values: Adjustments, alpha: bool) -> list[int]:
    """Levels 0..255 of red, green, blue (and alpha, unchanged) one after the other, for values that mix no channels."""
    levels = _each(np.tile(np.arange(256, dtype=np.float32) / 255, (3, 1)), values)
    colours: list[int] = (np.clip(levels, 0, 1) * 255 + 0.5).astype(np.uint8).ravel().tolist()
    return colours + list(range(256)) if alpha else colours


def grade(colours: Plane, adjustments: Adjustments) -> Plane:
    """`colours` (3, N) as sRGB 0..1 with the tone part of `adjustments`, not clipped: what the table stands for."""
    values = adjustments.tone()
    return _mixed(_each(colours, values), values)


def linear(levels: Plane) -> Plane:
    """sRGB (IEC 61966-2-1) 0..1 and above to linear light; below 0 the straight part goes on."""
    power = (np.maximum(levels, np.float32(0.04045)) + np.float32(0.055)) / np.float32(1.055)
    return np.where(levels <= 0.04045, levels / np.float32(12.92), power ** np.float32(2.4))


def encoded(light: Plane) -> Plane:
    """Linear light to sRGB, the inverse of `linear`."""
    power = np.maximum(light, np.float32(0.0031308)) ** np.float32(1 / 2.4)
    return np.where(light <= 0.0031308, light * np.float32(12.92), np.float32(1.055) * power - np.float32(0.055))


def gains(exposure: float, temperature: float, tint: float) -> Plane:
    """Factors (3,) of linear red, green and blue. The luminance of a grey changes by the exposure alone."""
    warmth = WARMTH * temperature / 100
    balance = np.exp2(np.array([warmth, -MAGENTA * tint / 100, -warmth], np.float32))
    return np.asarray(balance * np.float32(2**exposure / float(LUMA @ balance)), np.float32)


def _mixes(values: Adjustments) -> bool:
    crossing = (values.highlights, values.shadows, values.vibrance, values.saturation, values.look, values.monochrome)
    return any(crossing)


def _each(rgb: Plane, values: Adjustments) -> Plane:
    """Steps 1 and 2 for (3, N): what a channel does not need the others for."""
    if values.exposure or values.temperature or values.tint:
        rgb = encoded(linear(rgb) * gains(values.exposure, values.temperature, values.tint)[:, None])
    if values.levels != NO_LEVELS:
        rgb = _levels(rgb, values.levels)
    if values.whites or values.blacks:
        white, black = np.float32(WHITES * values.whites / 100), np.float32(BLACKS * values.blacks / 100)
        rgb = rgb + white * _square(np.maximum(rgb, 0)) + black * _square(np.maximum(1 - rgb, 0))
    if values.contrast:
        rgb = _contrast(rgb, STEEPNESS * values.contrast / 100)
    return _curve(rgb, values.curve) if values.curve else rgb


def _mixed(rgb: Plane, values: Adjustments) -> Plane:
    """Steps 3 to 6 for (3, N)."""
    if values.highlights or values.shadows:
        rgb = rgb * _gain(LUMA @ rgb, LIFT * values.shadows / 100, LIFT * values.highlights / 100)
    if values.vibrance or values.saturation:
        rgb = _saturated(rgb, values.vibrance / 100, 1 + values.saturation / 100)
    if values.look:
        rgb = rgb + np.float32(values.look_strength / 100) * (_look(rgb, values.look) - rgb)
    if values.monochrome:
        rgb = np.repeat((LUMA @ rgb)[None], 3, axis=0)
    return rgb


def _levels(rgb: Plane, levels: Levels) -> Plane:
    black, white, gamma = levels
    spread = (rgb - np.float32(black / 255)) / np.float32((white - black) / 255)
    if gamma == 1:
        return spread
    # Below black the power has no value: there it goes straight on.
    return np.where(spread > 0, np.maximum(spread, np.float32(1e-9)) ** np.float32(1 / gamma), spread)


def _contrast(rgb: Plane, steepness: float) -> Plane:
    """An S (or its opposite) round mid grey that leaves black and white; beyond them it goes on with their slope."""
    inside = np.clip(rgb, 0, 1)
    bend = np.sin(inside * np.float32(2 * np.pi)) * np.float32(steepness / (2 * np.pi))
    result: Plane = inside - bend + (rgb - inside) * np.float32(1 - steepness)
    return result


def _curve(rgb: Plane, points: Points) -> Plane:
    """The monotone curve through `points`, level outside of them; a corner (0, 0) or (255, 255) is no end of the range
    but the middle of a straight line, so that a table has no kink there."""
    xs, ys = np.array(points, np.float32).T / np.float32(255)
    tangents = np.array(slopes(points), np.float32)
    inside = np.clip(rgb, xs[0], xs[-1])
    at = np.clip(np.searchsorted(xs, inside, side="right") - 1, 0, len(xs) - 2)
    width = (xs[1:] - xs[:-1])[at]
    bent = hermite((inside - xs[at]) / width, ys[at], ys[at + 1], tangents[at] * width, tangents[at + 1] * width)
    result: Plane = np.asarray(bent, np.float32)
    if points[0] == (0, 0):
        result = result + np.minimum(rgb, 0)
    if points[-1] == (255, 255):
        result = result + np.maximum(rgb - 1, 0)
    return result


def _gain(luma: Plane, shadows: float, highlights: float) -> Plane:
    """Luma y times this is y + a y (1-y)² for shadows and y + a y² (1-y) for highlights: black and white stay."""
    y = np.clip(luma, 0, 1)
    rest = 1 - y
    gain: Plane = 1 + rest * (np.float32(shadows) * rest + np.float32(highlights) * y)
    return gain


def _saturated(rgb: Plane, vibrance: float, saturation: float) -> Plane:
    """Vibrance fades as a colour is more saturated already; saturation treats all alike."""
    luma = LUMA @ rgb
    factor = np.full_like(luma, saturation)
    if vibrance:
        chroma = np.clip(rgb.max(axis=0) - rgb.min(axis=0), 0, 1)
        factor *= 1 + np.float32(VIBRANCE * vibrance) * _square(1 - chroma)
    result: Plane = luma + (rgb - luma) * factor
    return result


def _look(rgb: Plane, name: str) -> Plane:
    look = LOOKS[name]
    values = look.values.tone()
    graded = _mixed(_each(rgb, values), values)
    curves = (look.red, look.green, look.blue)
    if not any(curves):
        return graded
    return np.stack([_curve(graded[i], curve) if curve else graded[i] for i, curve in enumerate(curves)])


def _square(values: Plane) -> Plane:
    return np.asarray(values * values, np.float32)
