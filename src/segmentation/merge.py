"""Several networks' masks of one photo made into one.

The mean of all decides *what* the subject is; the networks with the finest input draw *the edge*. The mean takes the
place of the edge only where the two differ over an area, not along a line. The weights of the two are worked out on a
small grid; blurs, maxima and mixing are Pillow's, in bytes, which WebAssembly does nearly as quickly as a processor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import hypot

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from segmentation.matting import unit

Plane = NDArray[np.float32]
Resized = Callable[[Plane, tuple[int, int]], Plane]

LEAST_SIDE, MOST_SIDE = 512, 1024
"""Long side of the result. No network sees more than 1024 pixels a side: what is finer comes from the photo itself, by
segmentation.refine, which takes a mask of more than 320 for a finely drawn one."""

GRID = 640
"""Long side of the grid on which the weights are worked out."""

DECIDED, RAMP = 0.36, 0.15
"""The mean from which a pixel belongs to the subject, and how far around it the decision is soft. The networks miss
parts more often than they invent some, so the mean of a part that one of two has seen should count nearly as much."""

THIN, REACH = 0.006, 0.012
"""Shares of the grid's diagonal: what is thinner than the first is an edge's affair; how far an area's say reaches."""

DIFFER = (0.15, 0.35)
"""Difference of the two over an area from which the mean begins to count, and from which it counts alone."""

BODY = (0.85, 0.98)
"""Level of the mean that is surely inside: there its say reaches REACH further, or dark seams would cross the body."""

LOW, SPAN = 0.04, 0.92


def merged_size(photo: tuple[int, int]) -> tuple[int, int]:
    """(width, height) of a merged mask of a photo of (width, height)."""
    return fitting(photo, min(max(max(photo), LEAST_SIDE), MOST_SIDE))


def merge(decide: Sequence[Plane], edge: Sequence[Plane], photo: tuple[int, int]) -> Plane:
    """One mask (h, w) float32 0..1 of a photo of size `photo` (width, height), at `merged_size`.

    `decide` and `edge` are masks of any sizes, 0..1 float32, each stretched over the photo; each has at least one.
    """
    size = merged_size(photo)
    grid = fitting(size, min(GRID, max(size)))
    diagonal = hypot(*grid)
    thin, reach = max(1, round(THIN * diagonal)), max(1, round(REACH * diagonal))
    decision = _picture(_smooth(_mean(decide, grid), DECIDED - RAMP, DECIDED + RAMP))
    rough = blur(decision, thin)
    weight = ImageChops.difference(rough, blur(_picture(_mean(edge, grid)), thin)).point(ramp(*DIFFER))
    around = blur(widest(weight, reach), max(1, reach // 2))
    weight = ImageChops.lighter(weight, ImageChops.multiply(around, rough.point(ramp(*BODY))))
    fine = _picture(_mean(edge, size, _drawn))
    mixed = Image.composite(_resized(decision, size), fine, _resized(weight, size))
    levels = np.asarray(mixed, np.float32)
    return unit((levels * np.float32(1 / 255) - np.float32(LOW)) * np.float32(1 / SPAN))


def fitting(size: tuple[int, int], side: int) -> tuple[int, int]:
    """`size` scaled to a long side of `side`, each side at least 1."""
    scale = side / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def grow(mask: Plane, size: tuple[int, int]) -> Plane:
    """`mask` (h, w) at `size` (width, height): means where it gets smaller, bilinear where it gets larger."""
    smaller = size[0] < mask.shape[1] or size[1] < mask.shape[0]
    kind = Image.Resampling.BOX if smaller else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(mask).resize(size, kind), np.float32)


def blur(image: Image.Image, radius: int) -> Image.Image:
    """Two box blurs of 2·radius + 1 pixels; the border's pixels go on outside."""
    box = ImageFilter.BoxBlur(radius)
    return image.filter(box).filter(box)


def widest(image: Image.Image, radius: int) -> Image.Image:
    """The largest value within `radius` in both directions of an L picture, by doubling: a MaxFilter's time grows with
    the square of its radius."""
    count = 2 * radius + 1
    found = image.crop((-radius, -radius, image.width + radius, image.height + radius))
    for across, down in ((1, 0), (0, 1)):
        width = 1  # each pixel is the largest of `width` from itself on
        while width < count:
            step = min(width, count - width)
            found = ImageChops.lighter(found, _moved(found, across * step, down * step))
            width += step
    return found.crop((0, 0, *image.size))


def _moved(image: Image.Image, left: int, up: int) -> Image.Image:
    return image.crop((left, up, left + image.width, up + image.height))


def _drawn(mask: Plane, size: tuple[int, int]) -> Plane:
    """`mask` (h, w) at `size` (width, height), for an edge: a little smaller, means over whole cells would jag it."""
    return np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.BILINEAR), np.float32)


def _mean(masks: Sequence[Plane], size: tuple[int, int], resized: Resized = grow) -> Plane:
    total = resized(masks[0], size)
    for mask in masks[1:]:
        total = total + resized(mask, size)
    return total if len(masks) == 1 else total * np.float32(1 / len(masks))


def _smooth(values: Plane, low: float, high: float) -> Plane:
    at = unit((values - np.float32(low)) * np.float32(1 / (high - low)))
    return at * at * (3 - 2 * at)


def ramp(low: float, high: float) -> list[int]:
    """A smooth rise from 0 to 255 between two levels, 0..1, as a table for the 256 levels of a picture."""
    levels = np.arange(256, dtype=np.float32) / np.float32(255)
    return [round(float(level) * 255) for level in _smooth(levels, low, high)]


def _picture(values: Plane) -> Image.Image:
    return Image.fromarray((values * 255 + np.float32(0.5)).astype(np.uint8))


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image.resize(size, Image.Resampling.BILINEAR)
