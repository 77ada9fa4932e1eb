"""Scaling a region of a picture: the one way that the view and the export share."""

from __future__ import annotations

from math import ceil, floor

from PIL import Image

from imaging.options import Region

GAP = 2.0
"""How much larger than needed a picture may stay after the quick whole-number reduction before the filter runs."""


def resample(image: Image.Image, region: Region, size: tuple[int, int]) -> Image.Image:
    """`region` of `image` at `size` (width, height), by premultiplied colour where there is alpha.

    Region and size that match pixel for pixel copy pixels and change none. What lies outside of the image repeats
    nothing: the region is first clipped to the image.
    """
    box = _clipped(region, image.size)
    outer = floor(box[0]), floor(box[1]), ceil(box[2]), ceil(box[3])
    part = image if outer == (0, 0, *image.size) else image.crop(outer)
    inner = box[0] - outer[0], box[1] - outer[1], box[2] - outer[0], box[3] - outer[1]
    shrinks = inner[2] - inner[0] >= size[0] and inner[3] - inner[1] >= size[1]
    # HAMMING costs what BILINEAR costs and keeps as much detail as BICUBIC when it shrinks.
    method = Image.Resampling.HAMMING if shrinks else Image.Resampling.BICUBIC
    return part.resize(size, method, box=inner, reducing_gap=GAP if shrinks else None)


def _clipped(region: Region, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """The region as left, top, right, bottom inside of a picture of `size`, never empty."""
    left = min(max(region.x, 0.0), size[0] - 1.0)
    top = min(max(region.y, 0.0), size[1] - 1.0)
    right = min(max(region.x + region.width, left + 1e-3), size[0])
    bottom = min(max(region.y + region.height, top + 1e-3), size[1])
    return left, top, right, bottom
