"""From a photo to the tensor that a network takes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segmentation.models import ModelSpec

GAP = 1.5
"""How much larger than needed the picture may still be after the quick box reduction that comes before LANCZOS."""


def prepare(image: Image.Image, spec: ModelSpec, size: tuple[int, int] | None = None) -> NDArray[np.float32]:
    """`image` (RGB or RGBA, any size) as (1, 3, H, W) float32, C-contiguous, stretched to `size` (width, height), or to
    the square that `spec` names.

    A transparent photo is put over a plain grey that differs from it, so that its outline stays visible.
    """
    small = image.resize(size or (spec.size, spec.size), Image.Resampling.LANCZOS, reducing_gap=GAP)
    pixels = np.asarray(over_grey(small) if small.mode == "RGBA" else small)
    scale = max(float(pixels.max()), 1.0) if spec.scale == "max" else 255.0
    deviation = np.asarray(spec.std, np.float32)
    times, less = 1 / (scale * deviation), np.asarray(spec.mean, np.float32) / deviation
    tensor = np.empty((1, 3, *pixels.shape[:2]), np.float32)
    for channel, plane in enumerate(tensor[0]):  # each in its place: no more than the tensor is held
        plane[:] = pixels[..., channel]
        plane *= times[channel]
        plane -= less[channel]
    return tensor


def over_grey(image: Image.Image) -> Image.Image:
    """An RGBA picture over light grey, or over dark grey when its visible part is light; RGB."""
    alpha = image.getchannel("A")
    weights = np.asarray(alpha, np.float32)
    light = np.asarray(image.convert("L"), np.float32)
    mean = float((light * weights).sum() / max(float(weights.sum()), 1.0))
    ground = Image.new("RGB", image.size, (56, 56, 56) if mean > 150 else (232, 232, 232))
    ground.paste(image, mask=alpha)
    return ground
