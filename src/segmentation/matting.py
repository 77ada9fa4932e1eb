"""A finer edge from the photo itself: the guided filter with a colour guide (He, Sun and Tang, TPAMI 2013; subsampled
as in He and Sun, 2015).

The filter explains the mask around each pixel as a linear function a·colour + b of the photo. The coefficients vary
slowly, so they are found on a small grid; applied to the photo's own pixels they give an edge at full resolution.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

BAND = 48
"""Rows whose coefficients are found at once: of a whole grid, 13 planes and their sums were the most of all work."""


def unit(values: Plane) -> Plane:
    """`values` clipped to 0..1. (np.minimum and np.maximum take ten times as long in wasm.)"""
    clipped: Plane = np.clip(values, 0, 1)
    return clipped


def box(planes: Plane, radius: int) -> Plane:
    """The mean over a (2·radius + 1)² window of each plane of `planes` (..., H, W) float32; windows end at the borders.

    The sums are built by doubling, slice on slice: in wasm numpy adds whole slices five times as fast as it runs sums.
    """
    sums = _window_sums(_window_sums(planes, radius, -1), radius, -2)
    rows, columns = (_counts(size, radius) for size in planes.shape[-2:])
    sums *= 1 / (rows[:, None] * columns)
    return sums


def _counts(size: int, radius: int) -> Plane:
    at = np.arange(size)
    return (np.minimum(at + radius, size - 1) - np.maximum(at - radius, 0) + 1).astype(np.float32)


def _window_sums(planes: Plane, radius: int, axis: int) -> Plane:
    """Sums of 2·radius + 1 neighbours along `axis` (-1 or -2), with nothing beyond the borders."""
    size, count = planes.shape[axis], 2 * radius + 1
    block = _padded(planes, radius, axis)  # block[i] is the sum of `width` neighbours from i on
    total, start, width = _cut(block, axis, 0, size), 1, 1  # count is odd, so its lowest bit is always set
    while 2 * width <= count:
        length = block.shape[axis]
        block = _cut(block, axis, 0, length - width) + _cut(block, axis, width, length)
        width *= 2
        if count & width:
            total = total + _cut(block, axis, start, start + size)
            start += width
    return total


def _padded(planes: Plane, radius: int, axis: int) -> Plane:
    shape = list(planes.shape)
    shape[axis] += 2 * radius
    wide = np.zeros(shape, np.float32)
    _cut(wide, axis, radius, radius + planes.shape[axis])[...] = planes
    return wide


def _cut(planes: Plane, axis: int, start: int, end: int) -> Plane:
    return planes[..., start:end] if axis == -1 else planes[..., start:end, :]


def guided_coefficients(guide: Plane, mask: Plane, radius: int, epsilon: np.float32) -> Plane:
    """(4, H, W) float32: per pixel a of red, green, blue, and b, so that a·guide + b follows `mask` closely.

    `guide` (3, H, W) and `mask` (H, W) are float32 in 0..1. `epsilon` is the variance of colour below which a window
    counts as flat. Works in bands of BAND rows, each with the rows that its windows reach: the numbers are the same.
    """
    height = mask.shape[0]
    found = np.empty((4, *mask.shape), np.float32)
    for top in range(0, height, BAND):
        end = min(top + BAND, height)
        first, last = max(0, top - 2 * radius), min(height, end + 2 * radius)
        band = _coefficients(guide[:, first:last], mask[first:last], radius, epsilon)
        found[:, top:end] = band[:, top - first : end - first]
    return found


def _coefficients(guide: Plane, mask: Plane, radius: int, epsilon: np.float32) -> Plane:
    """The same at once."""
    means = box(np.concatenate([guide, mask[None], guide * mask, _products(guide)]), radius)
    colour, level = means[:3], means[3]
    covariance = means[4:7] - colour * level
    a = _solve(means[7:] - _products(colour), covariance, epsilon)
    b = level - (a * colour).sum(axis=0)
    return box(np.concatenate([a, b[None]]), radius)


def _products(colour: Plane) -> Plane:
    """rr rg rb gg gb bb."""
    red, green, blue = colour
    return np.stack([red * red, red * green, red * blue, green * green, green * blue, blue * blue])


def _solve(variance: Plane, covariance: Plane, epsilon: np.float32) -> Plane:
    """(variance + epsilon·1)⁻¹ covariance for symmetric 3 x 3 matrices given as six planes, by cofactors."""
    rr, rg, rb, gg, gb, bb = variance
    rr, gg, bb = rr + epsilon, gg + epsilon, bb + epsilon
    c00, c01, c02 = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
    c11, c12, c22 = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
    determinant = rr * c00 + rg * c01 + rb * c02
    # Both terms of the sum are positive in exact arithmetic: the determinant cannot fall below this by more than noise.
    x, y, z = covariance / np.clip(determinant, epsilon**3, None)
    return np.stack([c00 * x + c01 * y + c02 * z, c01 * x + c11 * y + c12 * z, c02 * x + c12 * y + c22 * z])
