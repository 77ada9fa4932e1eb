"""A part that was picked, put in the place of a subject, added to it or taken away from it. Masks are coarse."""

from __future__ import annotations

from typing import Literal

import numpy as np

from imaging.options import Region
from segmentation.matting import Plane
from segmentation.merge import grow
from segmentation.regions import labelled

How = Literal["instead", "add", "take"]

BESIDE = 0.35
"""Sides of the box around a point where nothing was found, as a share of the photo's shorter side."""
AROUND = 0.08
"""Air around what was found, as a share of its longer side."""


def joined(old: Plane | None, picked: Plane, how: How) -> Plane:
    """The mask (h, w) float32 0..1 after a part was `picked`. Without an `old` one there is nothing to add to, and
    nothing to take away from. The result is as fine as the finer of both."""
    if old is None:
        return np.zeros_like(picked) if how == "take" else picked
    if how == "instead":
        return picked
    finer = max((old, picked), key=lambda mask: mask.size)
    size = finer.shape[1], finer.shape[0]
    first, second = (mask if mask.shape == finer.shape else grow(mask, size) for mask in (old, picked))
    return np.where(second > first, second, first) if how == "add" else first * (1 - second)


def around(mask: Plane | None, x: float, y: float, size: tuple[int, int]) -> Region:
    """The box of what `mask` has at a point of a photo of `size`, in its pixels; a box of a good size where it has
    nothing there."""
    width, height = size
    if mask is not None:
        down, across = mask.shape[0] / height, mask.shape[1] / width
        labels, _ = labelled(mask > 0.5)
        row, column = int(min(y * down, mask.shape[0] - 1)), int(min(x * across, mask.shape[1] - 1))
        if labels[row, column]:
            rows, columns = np.nonzero(labels == labels[row, column])
            left, right = columns.min() / across, (columns.max() + 1) / across
            top, bottom = rows.min() / down, (rows.max() + 1) / down
            air = AROUND * max(right - left, bottom - top)
            return _clipped(left - air, top - air, right + air, bottom + air, size)
    half = BESIDE * min(size) / 2
    return _clipped(x - half, y - half, x + half, y + half, size)


def _clipped(left: float, top: float, right: float, bottom: float, size: tuple[int, int]) -> Region:
    left, top = max(left, 0.0), max(top, 0.0)
    return Region(left, top, max(min(right, size[0]) - left, 1.0), max(min(bottom, size[1]) - top, 1.0))
