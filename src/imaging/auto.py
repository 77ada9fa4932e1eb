"""Adjustments that a photo asks for by itself: light by its percentiles, white balance by its greys."""

from __future__ import annotations

from dataclasses import replace
from math import log2

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imaging.adjustments import RANGES, Adjustments
from imaging.tone import LUMA, MAGENTA, WARMTH, Plane, grade, linear

SIDE = 256
"""Long side of the sample, in pixels."""

TAIL = 0.002
"""Share of pixels that may lie beyond black, and as many beyond white."""
MAX_CLIPPED = 0.004
"""Share of pixels that all of it together may newly send to black, or to white: a little less than the half per cent
that is promised, because it is counted in a sample."""
BRIGHTEST = 0.985
"""Where the brightest pixels go, in sRGB 0..1."""
MAX_EXPOSURE, MAX_BLACK, MIN_WHITE = 2.0, 40.0, 224.0
"""Limits of what is corrected, in EV and levels. A picture may be meant dark; one whose darkest pixels are lighter than
MAX_BLACK has no black in it, rather than haze over it."""
MIDDLE, MAX_GAMMA = 0.36, 1.6
"""The median luma of what is neither black nor white is lightened up to this, by no more than that gamma. Nothing is
darkened: a white product is meant to be white."""
SUBJECT = 0.03, 0.96
"""Luma between which a pixel counts as subject rather than as a black or white ground."""
FLAT, COLOURLESS = 0.17, 0.12
"""Deviation of the luma and mean chroma under which some contrast and vibrance are added."""
MAX_CONTRAST, MAX_VIBRANCE = 12.0, 15.0
ENOUGH = 0.02
"""Share of pixels without which a measure says nothing."""

NORM = 6
"""Exponent of the mean over pixels (Finlayson and Trezzi, Shades of grey, 2004)."""
NEAR = 0.3
"""Stops between channels, from the estimate, within which a pixel counts as grey under the same light."""
LIGHT, SUBJECT_ONLY = 0.6, 1.6
"""Stops between channels up to which it is the light, and from which it is all the colour of the subject."""
MAX_TEMPERATURE, MAX_TINT = 45.0, 25.0
"""Limits of what is proposed: lights differ less in green than in warmth."""


def auto_enhance(image: Image.Image) -> Adjustments:
    """Exposure, levels, contrast and vibrance for a photo (RGB or RGBA, straight alpha); all else is neutral.

    No more than half a per cent of the pixels newly lose a channel to black, and as many to white. What it has made
    needs next to nothing a second time. Transparent pixels are not looked at.
    """
    sample = _sample(image)
    if sample.shape[1] == 0:
        return Adjustments()
    values = _light(sample)
    values = replace(values, levels=(*values.levels[:2], _gamma(grade(sample, values))))
    graded = np.clip(grade(sample, values), 0, 1)
    values = _rounded(replace(values, contrast=_contrast(graded), vibrance=_vibrance(graded)))
    # Each part keeps to the limit by itself; together they might not.
    for gentler in (values, replace(values, contrast=0.0, vibrance=0.0), _half(values)):
        if max(newly_clipped(sample, grade(sample, gentler))) <= MAX_CLIPPED:
            return gentler
    return Adjustments()


def auto_white_balance(image: Image.Image) -> tuple[float, float]:
    """Temperature (-45..45) and tint (-25..25), whole, that make a photo's greys grey; (0, 0) when it has none.

    Shades of grey finds the light; then only pixels close to its colour are averaged, so that a large coloured subject
    pulls no white ground with it. Pixels that are white already count as proof of a neutral light.
    """
    sample = _sample(image)
    light = np.asarray(linear(sample), np.float64)
    whole = (sample > 0.04).all(axis=0) & ((sample < 0.985).all(axis=0) | (sample >= 0.985).all(axis=0))
    light = light[:, whole]
    if light.shape[1] <= ENOUGH * max(sample.shape[1], 1):
        return 0.0, 0.0
    estimate = _stops(np.mean(light**NORM, axis=1, keepdims=True) ** (1 / NORM))[:, 0]
    stops = _stops(light)
    # Bright pixels tell more about the light: they are less noisy, and grounds and papers are bright.
    worth = np.sqrt(LUMA.astype(np.float64) @ light)
    for _ in range(8):
        weight = worth * np.exp(-0.5 * (np.square(stops - estimate[:, None]).sum(axis=0) / NEAR**2))
        if float(weight.sum()) <= ENOUGH * float(worth.sum()):
            return 0.0, 0.0
        estimate = (stops * weight).sum(axis=1) / weight.sum()
    doubt = (float(np.abs(estimate).max()) - LIGHT) / (SUBJECT_ONLY - LIGHT)
    warm, green = estimate * min(max(1 - doubt, 0.0), 1.0)
    return _balance(-float(warm) / (2 * WARMTH), MAX_TEMPERATURE), _balance(float(green) / MAGENTA, MAX_TINT)


def newly_clipped(before: Plane, after: Plane) -> tuple[float, float]:
    """The shares of pixels (3, N; sRGB 0..1) of which a channel is at or beyond black, and white, only `after`wards."""
    low, high = np.float32(0.5 / 255), np.float32(254.5 / 255)
    black = (after.min(axis=0) < low) & (before.min(axis=0) >= low)
    white = (after.max(axis=0) >= high) & (before.max(axis=0) < high)
    return float(black.mean()), float(white.mean())


def _sample(image: Image.Image) -> Plane:
    """Colours (3, N) in sRGB 0..1 of at most SIDE² pixels that are not transparent. They are picked, not averaged, so
    that the darkest and the brightest stay what they are."""
    scale = min(1.0, SIDE / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    pixels = np.asarray(image.resize(size, Image.Resampling.NEAREST), np.float32)
    colours = pixels.reshape(-1, pixels.shape[2])
    if image.mode == "RGBA":
        colours = colours[colours[:, 3] >= 128]
    return np.ascontiguousarray(colours[:, :3].T) / np.float32(255)


def _light(sample: Plane) -> Adjustments:
    """Exposure that takes the brightest pixels to white, and levels for what is then left."""
    top = float(np.quantile(sample.max(axis=0), 1 - TAIL, method="higher"))
    exposure = 0.0
    if 0 < top < BRIGHTEST - 0.01:
        ends = linear(np.array([BRIGHTEST, top], np.float32))
        exposure = min(log2(float(ends[0] / ends[1])), MAX_EXPOSURE)
    values = Adjustments(exposure=exposure)
    graded = grade(sample, values)
    bottom = float(np.quantile(graded.min(axis=0), TAIL, method="lower")) * 255
    left = float(np.quantile(graded.max(axis=0), 1 - TAIL, method="higher")) * 255
    # A level of room: the pixels at the percentile are not to be clipped themselves.
    black = max(bottom - 2, 0.0) if bottom <= MAX_BLACK else 0.0
    white = 255.0 if left >= BRIGHTEST * 255 - 3 else max(left + 2, MIN_WHITE)
    return replace(values, levels=(black, white, 1.0))


def _gamma(graded: Plane) -> float:
    luma = LUMA @ np.clip(graded, 0, 1)
    subject = luma[(luma > SUBJECT[0]) & (luma < SUBJECT[1])]
    if len(subject) < ENOUGH * len(luma):
        return 1.0
    median = float(np.median(subject))
    return min(log2(median) / log2(MIDDLE), MAX_GAMMA) if median < MIDDLE else 1.0


def _contrast(graded: Plane) -> float:
    deviation = float((LUMA @ graded).std())
    return MAX_CONTRAST * min(max(1 - deviation / FLAT, 0.0), 1.0)


def _vibrance(graded: Plane) -> float:
    """More for pale colours; none for a picture that is (nearly) grey, which has no colours to bring out."""
    chroma = float((graded.max(axis=0) - graded.min(axis=0)).mean())
    return MAX_VIBRANCE * min(max(1 - chroma / COLOURLESS, 0.0), 1.0) if chroma > 0.03 else 0.0


def _half(values: Adjustments) -> Adjustments:
    black, white, gamma = values.levels
    levels = (black / 2, (white + 255) / 2, (gamma + 1) / 2)
    return Adjustments(exposure=values.exposure / 2, levels=levels)


def _rounded(values: Adjustments) -> Adjustments:
    """As the sliders show them; rounded towards neutral, which never clips more."""
    step = RANGES["exposure"].step
    black, white, gamma = values.levels
    return replace(
        values,
        exposure=round(np.floor(values.exposure / step) * step, 2),
        contrast=float(int(values.contrast)),
        vibrance=float(int(values.vibrance)),
        levels=(float(int(black)), float(np.ceil(white)), round(gamma, 2)),
    )


def _stops(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """(2, N): how far red lies above blue, and green above the middle of the two, in stops."""
    red, green, blue = np.log2(np.maximum(light, 1e-6))
    return np.stack([red - blue, green - (red + blue) / 2])


def _balance(share: float, limit: float) -> float:
    """A share of a slider as a whole number; what nobody would see is 0."""
    value = float(round(min(max(share * 100, -limit), limit)))
    return value if abs(value) >= 3 else 0.0
