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


def blurred(photo: Image.Image, cutout: Image.Image | None, strength: float) -> Image.Image:
    """The backdrop of `photo` (RGB or RGBA) without the subject of `cutout` (RGBA, same size), blurred; RGB, small.

    The subject's place is filled from the backdrop around it first, so that its colours do not bleed out as a halo.
    `strength` is 0..1.
    """
    scale = min(1.0, GRID / max(photo.size))
    size = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    pixels = _small(photo, size)[..., :3]
    if cutout is not None:
        pixels = _without(pixels, _small(cutout, size))
    radius = (SHARPEST + (SOFTEST - SHARPEST) * min(max(strength, 0.0), 1.0)) * float(np.hypot(*size))
    smooth = Image.fromarray((np.clip(pixels, 0, 255) + 0.5).astype(np.uint8))
    return smooth.filter(ImageFilter.GaussianBlur(radius))


def _without(pixels: Plane, subject: Plane) -> Plane:
    """`pixels` (H, W, 3) with the `subject` (H, W, 4), all 0..255, taken out and its place filled."""
    alpha = subject[..., 3:] / 255
    # The compositing equation turned round: of a soft pixel, the subject's part is known and is subtracted.
    behind = np.clip((pixels - alpha * subject[..., :3]) / np.clip(1 - alpha, 0.05, 1), 0, 255, dtype=np.float32)
    # What is mostly subject says little about what is behind it.
    weight = np.clip(1.5 * (1 - alpha[..., 0]) - 0.5, 0, 1, dtype=np.float32)
    return fill(behind, weight) if float(weight.mean()) > 0.005 else pixels


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


def _small(image: Image.Image, size: tuple[int, int]) -> Plane:
    return _array(image.resize(size, Image.Resampling.BOX, reducing_gap=2.0))


def _image(plane: Plane) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(plane))


def _array(image: Image.Image) -> Plane:
    return np.asarray(image, np.float32)
