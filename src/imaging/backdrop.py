"""The blurred original as a backdrop: a small picture, the same for every scale at which it is shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Plane = NDArray[np.float32]

GRID = 384
"""Long side of the small picture, in pixels."""

SOFTEST, SHARPEST = 0.06, 0.004
"""Radius of the blur as a share of the diagonal at strength 1 and 0."""

ENOUGH = 0.005
"""Share of the picture that must be backdrop for the rest to be filled from it."""


def blurred(photo: Image.Image, cutout: Image.Image | None, strength: float) -> Image.Image:
    """The backdrop of `photo` (RGB or RGBA) without the subject of `cutout` (RGBA, same size), blurred; RGB, small.

    The subject's place is filled from the backdrop around it first, so that its colours do not bleed out as a halo; so
    are places where the photo itself is transparent. A photo that is all subject is blurred as it is. `strength` is
    0..1.
    """
    scale = min(1.0, GRID / max(photo.size))
    size = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    pixels, own = _small(photo, size)
    known = own
    if cutout is not None:
        behind, left = _without(pixels, own, *_small(cutout, size))
        if float(left.mean()) > ENOUGH:
            pixels, known = behind, left
    if float(known.min()) < 1:
        pixels = fill(pixels, known)
    radius = (SHARPEST + (SOFTEST - SHARPEST) * min(max(strength, 0.0), 1.0)) * float(np.hypot(*size))
    smooth = Image.fromarray((np.clip(pixels, 0, 255) + 0.5).astype(np.uint8))
    return smooth.filter(ImageFilter.GaussianBlur(radius))


def _without(pixels: Plane, own: Plane, subject: Plane, alpha: Plane) -> tuple[Plane, Plane]:
    """What is behind the subject, and how far each pixel of it is known. Colours are (H, W, 3) in 0..255."""
    left = own - alpha
    # The compositing equation turned round: of a soft pixel, the subject's part is known and is subtracted.
    behind = (own[..., None] * pixels - alpha[..., None] * subject) / np.clip(left, 0.05, 1)[..., None]
    # What is mostly subject says little about what is behind it.
    return np.clip(behind, 0, 255, dtype=np.float32), np.clip(1.5 * left - 0.5, 0, 1, dtype=np.float32)


def fill(pixels: Plane, weight: Plane) -> Plane:
    """`pixels` (H, W, 3) with those of low `weight` (H, W) 0..1 replaced by a smooth continuation of the others.

    Push-pull (Gortler et al., SIGGRAPH 1996): weighted means at ever coarser scales fill what finer ones leave open.
    """
    levels = [[*(_image(pixels[..., i] * weight) for i in range(3)), _image(weight)]]
    while max(levels[-1][0].size) > 1:
        levels.append([_half(plane) for plane in levels[-1]])
    coarse = _ratio(levels[-1])
    for planes in reversed(levels[:-1]):
        coarse = _pull(planes, coarse)
    return coarse


def _pull(planes: list[Image.Image], coarse: Plane) -> Plane:
    """One scale's colours where it knows them, else those of the coarser scale."""
    size = planes[0].size
    below = np.stack([_array(_image(coarse[..., i]).resize(size, Image.Resampling.BILINEAR)) for i in range(3)], 2)
    share = np.clip(_array(planes[3]) * 2, 0, 1, dtype=np.float32)[..., None]
    mixed: Plane = below + share * (_ratio(planes) - below)
    return mixed


def _ratio(planes: list[Image.Image]) -> Plane:
    weight = _array(planes[3]) + np.float32(1e-6)
    return np.stack([_array(plane) / weight for plane in planes[:3]], axis=2)


def _half(plane: Image.Image) -> Image.Image:
    size = (max(1, (plane.width + 1) // 2), max(1, (plane.height + 1) // 2))
    return plane.resize(size, Image.Resampling.BOX)


def _small(image: Image.Image, size: tuple[int, int]) -> tuple[Plane, Plane]:
    """The colours (H, W, 3) in 0..255 and the alpha (H, W) in 0..1 of a picture at `size`."""
    values = _array(image.resize(size, Image.Resampling.BOX, reducing_gap=2.0))
    if image.mode == "RGBA":
        return values[..., :3], values[..., 3] * np.float32(1 / 255)
    return values, np.ones(values.shape[:2], np.float32)


def _image(plane: Plane) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(plane))


def _array(image: Image.Image) -> Plane:
    return np.asarray(image, np.float32)
