"""A brush that stops at edges: of what it covers, the part whose colours are those under the middle of the stroke.

The colours under the middle and their spread are found around each pixel (a mean and a variance, weighted by the
middle); what is too far from them is left out. A guided filter draws the border along the photo's own edges.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from segmentation.matting import Plane, box, guided_coefficients, unit

GRID = 160
"""Long side of the grid on which colours are compared."""
SHARP = 1024
"""Long side of what is drawn along edges; a larger part is drawn at this size and enlarged."""
NOISE = np.float32(0.04)
"""A colour may differ by this in each channel at least, 0..1."""
NEAR, FAR = np.float32(3.0), np.float32(9.0)
"""Squared distances, in variances, up to which a colour is the same, and from which it is another."""
SPECKS = 2
"""Radius, in cells, of what is too small to be an edge."""
EPSILON = np.float32(4e-4)


def snapped(levels: Image.Image, middle: Image.Image, photo: Image.Image) -> Image.Image:
    """Of `levels`, how much a stroke covers, what has the colours that the photo has under `middle`, the inner part of
    the same stroke. Both "L" of the photo part's size, `photo` RGB; the result is "L" and never more than `levels`,
    nor less than `levels` within `middle`."""
    if middle.getbbox() is None:
        return levels
    size = _fitting(photo.size, SHARP)
    sharp = photo if size == photo.size else photo.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    same = _drawn(_alike(sharp, middle), sharp)
    if size != photo.size:
        same = same.resize(photo.size, Image.Resampling.BICUBIC)
    allowed = np.maximum(np.asarray(same), np.asarray(middle)).astype(np.uint16)
    covered = (np.asarray(levels).astype(np.uint16) * allowed + 127) // 255
    return Image.fromarray(covered.astype(np.uint8))


def _alike(photo: Image.Image, middle: Image.Image) -> tuple[Plane, Plane]:
    """On the small grid: the photo (3, H, W), and 0..1 how much a pixel is like the middle of the stroke near it."""
    size = _fitting(photo.size, GRID)
    colour = _planes(photo.resize(size, Image.Resampling.BOX))
    weight = np.asarray(middle.resize(size, Image.Resampling.BOX), np.float32) * np.float32(1 / 255)
    weight *= weight
    radius = max(3, max(size) // 4)
    weighted = np.concatenate([colour * weight, colour * colour * weight, weight[None]])
    # Where no middle is near, that of the whole part counts; elsewhere it hardly does.
    sums = box(weighted, radius) + np.float32(0.02) * weighted.mean(axis=(1, 2))[:, None, None]
    sums[6] += np.float32(1e-6)
    mean = sums[:3] / sums[6]
    spread = np.clip(sums[3:6] / sums[6] - mean * mean, 0, None) + NOISE * NOISE
    far = ((colour - mean) ** 2 / spread).sum(axis=0) / 3
    share = unit((FAR - far) * (1 / (FAR - NEAR)))
    share = unit((box(share, SPECKS) - np.float32(0.3)) * np.float32(2.5))
    return colour, np.maximum(share * share * (3 - 2 * share), weight)


def _drawn(alike: tuple[Plane, Plane], photo: Image.Image) -> Image.Image:
    """The likeness at the photo's size, its border along the photo's edges: "L"."""
    a, b = alike
    coefficients = guided_coefficients(a, b, 3, EPSILON)
    grown = [np.asarray(Image.fromarray(plane).resize(photo.size, Image.Resampling.BILINEAR)) for plane in coefficients]
    colour = np.asarray(photo)
    level = grown[3].copy()
    for channel in range(3):
        level += grown[channel] * (colour[..., channel] * np.float32(1 / 255))
    sharp = unit((level - np.float32(0.3)) * np.float32(2.5))
    return Image.fromarray((sharp * 255 + np.float32(0.5)).astype(np.uint8))


def _planes(image: Image.Image) -> Plane:
    return np.ascontiguousarray(np.asarray(image, np.float32).transpose(2, 0, 1)) * np.float32(1 / 255)


def _fitting(size: tuple[int, int], side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
