"""Where to take the texture from: the place whose surroundings look most like those of a stroke.

All offsets in the neighbourhood are compared at once by correlations (with the fast Fourier transform) on a small
picture; the best is then refined step by step up to the picture's own pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imaging.layers import Stroke
from imaging.strokes import Box, coverage, within

Plane = NDArray[np.float32]

RIM = 0.4
"""Width of the surroundings that are compared, as a share of the stroke's radius."""
FAR = 6.0
"""How far the search goes beyond the stroke, as a multiple of its radius."""
GRID, FINER = 224, 512
"""Longer side in pixels of the small picture, and for strokes that would be too thin on it."""
THIN = 3.0
"""Radius in pixels of the small picture under which a stroke is too thin."""
LIGHT = 0.05
"""How much a difference in light counts, which healing takes off, against one in texture."""
STRANGE = 0.5
"""How much it counts that a place varies more than the stroke's surroundings do: there may be something else in it."""
NEAR = 0.02
"""How much a distance of a stroke's radius counts, as a share of how much the surroundings vary."""
SAMPLES = 4000
"""Pixels of the surroundings that are compared while the offset is refined."""


@dataclass(frozen=True, slots=True)
class Scenery:
    """A small picture round a stroke: `colours` (H, W, 3) about 0, `clear` (H, W) 1 where one may take from, and the
    stroke's masks (h, w), `core` and `rim`, that lie at `at` (x, y)."""

    colours: Plane
    clear: Plane
    core: Plane
    rim: Plane
    at: tuple[int, int]


def find_source(image: Image.Image, stroke: Stroke, whole: Stroke | None = None) -> tuple[int, int]:
    """The offset (dx, dy) in pixels of `image` (RGB or RGBA) from a stroke to the place that suits best to heal it:
    within the picture, opaque, not touching the stroke, or the `whole` stroke of which it is a piece. (0, 0) when there
    is no such place."""
    rim = max(3.0, RIM * stroke.radius)
    wide = coverage(replace(stroke, radius=stroke.radius + rim, hardness=1.0, strength=1.0), image.size)
    if wide is None or not isfinite(stroke.radius):
        return 0, 0
    reach = int(min(FAR * stroke.radius, max(image.size))) + 32
    longer = max(wide.box[2] - wide.box[0], wide.box[3] - wide.box[1]) + 2 * reach
    step = 1
    while longer / step > GRID and (stroke.radius / step > 2 * THIN or longer / step > FINER):
        step *= 2
    best = _search(_scenery(image, stroke, whole or stroke, wide.box, reach, step))
    if best is None:
        return 0, 0
    offset = best[0] * step, best[1] * step
    while step > 1:
        step //= 2
        offset = _refined(image, stroke, whole or stroke, wide.box, offset, step)
    return _held(offset, wide.box, image.size)


def _scenery(image: Image.Image, stroke: Stroke, whole: Stroke, box: Box, reach: int, step: int) -> Scenery:
    """The surroundings up to `reach` pixels around a box, one pixel for `step`."""
    # The box begins with a whole pixel of the small picture.
    before = [min(reach, box[i]) // step * step for i in (0, 1)]
    right, bottom = (min(box[i + 2] + reach, image.size[i]) for i in (0, 1))
    window = box[0] - before[0], box[1] - before[1], right, bottom
    values = np.asarray(image.crop(window).reduce(step), np.float32)
    radius, rim = stroke.radius + 1, max(3.0, RIM * stroke.radius)
    hidden = _mask(whole, radius, window, step)
    clear = (values[..., 3] / np.float32(255) if image.mode == "RGBA" else np.float32(1)) * (1 - hidden)
    core, wide = (_mask(stroke, size, box, step) for size in (radius, stroke.radius + rim))
    x, y = before[0] // step, before[1] // step
    own = slice(y, y + core.shape[0]), slice(x, x + core.shape[1])
    core, wide = (plane[: clear.shape[0] - y, : clear.shape[1] - x] for plane in (core, wide))
    return Scenery(values[..., :3] - 128, clear, core, np.maximum(wide - np.maximum(core, hidden[own]), 0), (x, y))


def _mask(stroke: Stroke, radius: float, box: Box, step: int) -> Plane:
    """A stroke of another radius and with a hard edge in a box, one pixel for `step`: 0..1."""
    levels = within(replace(stroke, radius=radius, hardness=1.0, strength=1.0), box).reduce(step)
    return np.asarray(levels, np.float32) * np.float32(1 / 255)


def _search(scenery: Scenery) -> tuple[int, int] | None:
    """The best offset in pixels of the small picture, over all of them."""
    colours, rim = scenery.colours, scenery.rim
    height, width = rim.shape
    x, y = scenery.at
    target = colours[y : y + height, x : x + width]
    known = rim * (scenery.clear[y : y + height, x : x + width] if scenery.clear.min() < 1 else 1)
    total, every = float(known.sum()), np.minimum(scenery.core + rim, 1)
    if total < 1:
        return None
    size = scenery.clear.shape
    rows, columns = size[0] - height + 1, size[1] - width + 1

    def slide(plane: Plane, *kernels: Plane) -> list[Plane]:
        """The sum of plane times each kernel at every place of the kernel."""
        there = np.fft.rfft2(plane)
        return [
            np.fft.irfft2(there * np.conj(np.fft.rfft2(kernel, size)), size)[:rows, :columns].astype(np.float32)
            for kernel in kernels
        ]

    cost = np.zeros((rows, columns), np.float32)
    own = 0.0
    varied = np.zeros_like(cost)
    for i in range(3):
        plane, goal = colours[..., i], target[..., i]
        sums, products, around = slide(plane, known, known * goal, every)
        squares, squares_around = slide(plane * plane, known, every)
        mean, square = float((known * goal).sum()) / total, float((known * goal * goal).sum()) / total
        light = sums / total - mean
        cost += (squares - 2 * products) / total + square - np.float32(1 - LIGHT) * light * light
        own += square - mean * mean
        varied += squares_around / every.sum() - (around / every.sum()) ** 2
    cost += np.float32(STRANGE) * np.maximum(varied - own, 0)
    away = np.hypot(np.arange(rows)[:, None] - y, np.arange(columns)[None, :] - x) / max(1.0, min(height, width) / 2)
    cost += (NEAR * (own + 3) * away).astype(np.float32)
    (hidden,) = slide(1 - scenery.clear, every)
    cost[hidden > 0.5] = np.inf
    if not np.isfinite(cost).any():
        return None
    row, column = divmod(int(cost.argmin()), columns)
    return column - x, row - y


def _refined(
    image: Image.Image, stroke: Stroke, whole: Stroke, box: Box, offset: tuple[int, int], step: int
) -> tuple[int, int]:
    """The best of the offset and its eight neighbours `step` pixels away, compared at one pixel for `step`."""
    near = [(offset[0] + x * step, offset[1] + y * step) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    here = _scenery(image, stroke, whole, box, 0, step)
    rows, columns = np.nonzero(here.rim > 0.5)
    some = slice(None, None, max(1, len(rows) // SAMPLES))
    rows, columns = rows[some], columns[some]
    corner = offset[0] - step, offset[1] - step
    window = box[0] + corner[0], box[1] + corner[1], box[2] + corner[0] + 2 * step, box[3] + corner[1] + 2 * step
    there = np.asarray(image.crop(window).convert("RGB").reduce(step), np.float32) - 128
    hidden = _mask(whole, stroke.radius + 1, window, step)
    every = here.core + here.rim > 0.5
    best, least = offset, np.inf
    for x, y in near if len(rows) else ():
        across, down = (x - corner[0]) // step, (y - corner[1]) // step
        place = hidden[down : down + every.shape[0], across : across + every.shape[1]]
        if _held((x, y), box, image.size) != (x, y) or float(place[every].max()) > 0.5:
            continue
        differs = there[rows + down, columns + across] - here.colours[rows, columns]
        light = differs.mean(axis=0)
        cost = float((differs * differs).mean(axis=0).sum() - (1 - LIGHT) * (light * light).sum())
        if cost < least:
            best, least = (x, y), cost
    return best


def _held(offset: tuple[int, int], box: Box, size: tuple[int, int]) -> tuple[int, int]:
    """The nearest offset at which the box lies within the picture."""
    x, y = (min(max(offset[i], -box[i]), size[i] - box[i + 2]) for i in (0, 1))
    return x, y
