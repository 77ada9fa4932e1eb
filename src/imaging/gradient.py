"""Fills of one or two colours, drawn at any part and scale of the canvas they cover."""

from __future__ import annotations

from math import cos, hypot, radians, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

from imaging.layers import Fill
from imaging.options import Region

Plane = NDArray[np.float32]

STRIP = 1 << 18
"""Pixels of a strip: as many as still fit a cache in float32."""


def filled(fill: Fill, canvas: tuple[float, float], region: Region, size: tuple[int, int]) -> Image.Image:
    """`region` of a canvas of `canvas` (width, height) under `fill`, at `size`: RGB.

    A linear gradient runs as in CSS (Images Module Level 3, section 3.1): through the middle, and so far that the
    corners have the pure colours. A radial one is a circle through the corners. Raises ValueError for a colour that is
    none.
    """
    first, second = _rgb(fill.colour), _rgb(fill.second)
    if fill.kind == "colour" or first == second:
        return Image.new("RGB", size, first)
    left, top, *spanned = fill.area or (0.0, 0.0, *canvas)
    canvas = spanned[0], spanned[1]
    # From the middle of the canvas to the middle of each pixel.
    across, down = (
        start + (np.arange(count, dtype=np.float64) + 0.5) * (length / count) - whole / 2
        for start, length, count, whole in (
            (region.x - left, region.width, size[0], canvas[0]),
            (region.y - top, region.height, size[1], canvas[1]),
        )
    )
    result = np.empty((size[1], size[0], 3), np.uint8)
    rows = max(STRIP // size[0], 1)
    for top in range(0, size[1], rows):
        strip = slice(top, top + rows)
        share = _linear(fill.angle, canvas, across, down[strip]) if fill.kind == "linear" else None
        _mix(_radial(canvas, across, down[strip]) if share is None else share, first, second, result[strip])
    return Image.fromarray(result)


def _linear(angle: float, canvas: tuple[float, float], across: NDArray[np.float64], down: NDArray[np.float64]) -> Plane:
    x, y = cos(radians(angle)), sin(radians(angle))
    length = max(abs(x) * canvas[0] + abs(y) * canvas[1], 1e-9)
    columns, rows = across * (x / length) + 0.5, down * (y / length)
    return np.add(columns.astype(np.float32)[None, :], rows.astype(np.float32)[:, None])


def _radial(canvas: tuple[float, float], across: NDArray[np.float64], down: NDArray[np.float64]) -> Plane:
    reach = max(hypot(*canvas) / 2, 1e-9)
    squares = np.add(
        ((across / reach) ** 2).astype(np.float32)[None, :], ((down / reach) ** 2).astype(np.float32)[:, None]
    )
    return np.sqrt(squares, out=squares)


def _mix(share: Plane, first: tuple[int, ...], second: tuple[int, ...], out: NDArray[np.uint8]) -> None:
    """Write the colour at each share, 0 is the first and 1 the second, rounded to the nearest level."""
    np.clip(share, 0, 1, out=share)
    levels = np.empty_like(share)
    for i in range(3):
        np.multiply(share, np.float32(second[i] - first[i]), out=levels)
        levels += np.float32(first[i] + 0.5)
        out[..., i] = levels


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue, *_ = ImageColor.getrgb(colour)
    return red, green, blue
