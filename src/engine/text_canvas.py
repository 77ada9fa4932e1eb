"""Text to pixels by the browser's own shaper, on a canvas of the engine's thread. Adapter.

Pillow's FreeType joins no Arabic letters, stacks no marks and has no colour emoji; a 2D context does all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from js import ImageData, Object, OffscreenCanvas
from numpy.typing import NDArray
from PIL import Image
from pyodide.ffi import to_js

from imaging.layers import Text
from imaging.letters import finer, reach, samples
from imaging.matrix import Matrix, apply, bounds, scale, shift, times
from imaging.textlayout import (
    LARGEST_SIDE,
    SHADOW_ALPHA,
    SHADOW_BLUR,
    SHADOW_DROP,
    Layout,
    Line,
    fitting,
    layout,
    measured_by,
    prepare,
)

TILE = 1 << 22
"""Pixels of the canvas in which letters are drawn, one part of a picture after the other."""
SOFT = 80.0
"""Pixels of an em where its shadow is drawn: at one size for every view, because it is soft, and then scaled."""

Size = tuple[int, int]


def draw(text: Text, m: Matrix, size: Size) -> NDArray[np.uint8]:
    """What `m`, which has no perspective, maps the box of `text` to: (H, W, 4) straight RGBA of `size` (width, height).

    The outline lies under the letters, the shadow under both.
    """
    plan = layout(text, measured_by(_context(1, 1), text))
    m = times(m, scale(text.width / plan.width, text.height / plan.height))  # the box is what it was measured to be
    letters = _letters(text, plan, m, size)
    if text.shadow <= 0:
        return letters
    below = Image.fromarray(_shadow(text, plan, m, size))
    return np.asarray(Image.alpha_composite(below, Image.fromarray(letters)))


def _letters(text: Text, plan: Layout, m: Matrix, size: Size) -> NDArray[np.uint8]:
    """The letters and their outlines, averaged of finer ones."""
    fine = samples(m, text.size, size, finer(text))
    result = np.empty((size[1], size[0], 4), np.uint8)
    for left, top, width, height in _tiles(size, fine):
        own = times(scale(*fine), times(shift(-left, -top), m))
        pixels = _drawn(text, plan, own, (width * fine[0], height * fine[1]))
        if fine != (1, 1):
            pixels = np.asarray(Image.fromarray(pixels).reduce(fine))
        result[top : top + height, left : left + width] = pixels
    return result


def _tiles(size: Size, fine: Size) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, width and height of parts of a picture that a canvas can hold, each pixel `fine` times as large."""
    columns = min(size[0], LARGEST_SIDE // fine[0])
    rows = max(min(TILE // (columns * fine[0] * fine[1]), LARGEST_SIDE // fine[1]), 1)
    for left in range(0, size[0], columns):
        for top in range(0, size[1], rows):
            yield left, top, min(columns, size[0] - left), min(rows, size[1] - top)


def _drawn(text: Text, plan: Layout, m: Matrix, size: Size) -> NDArray[np.uint8]:
    """One tile. All outlines come first: that of one line must not cover the letters of another."""
    context = _context(*size)
    context.setTransform(m[0], m[3], m[1], m[4], m[2], m[5])
    prepare(context, text)
    seen = [line for line in plan.lines if line.text and _meets(reach(line, text), m, size)]
    if text.outline > 0:
        context.lineJoin = "round"
        context.lineWidth = 2 * text.outline
        context.strokeStyle = text.outline_colour
        _lines(context, context.strokeText, seen)
    context.fillStyle = text.colour
    _lines(context, context.fillText, seen)
    return _pixels(context, *size)


def _lines(context: Any, put: Any, lines: list[Line]) -> None:
    for line in lines:
        context.direction = "rtl" if line.rtl else "ltr"
        put(line.text, line.x, line.y)


def _meets(box: tuple[float, float, float, float], m: Matrix, size: Size) -> bool:
    left, top, right, bottom = bounds(tuple(apply(m, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])))
    return right > 0 and bottom > 0 and left < size[0] and top < size[1]


def _shadow(text: Text, plan: Layout, m: Matrix, size: Size) -> NDArray[np.uint8]:
    """One shadow for the letters and their outline, without them."""
    soft = _softened(text, plan)
    result = np.empty((size[1], size[0], 4), np.uint8)
    for left, top, width, height in _tiles(size, (1, 1)):
        context = _context(width, height)
        context.imageSmoothingQuality = "high"
        context.setTransform(m[0], m[3], m[1], m[4], m[2] - left, m[5] - top)
        context.drawImage(soft, 0, 0, plan.width, plan.height)
        result[top : top + height, left : left + width] = _pixels(context, width, height)
    return result


def _softened(text: Text, plan: Layout) -> Any:
    """A canvas with the shadow of the whole box. A canvas's shadow is in its own pixels, and falls from what lies
    beside it too."""
    fine = fitting(SOFT / text.size, plan.width, plan.height)
    width, height = max(1, round(plan.width * fine)), max(1, round(plan.height * fine))
    letters, soft = _context(width, height), _context(width, height)
    drawn = _letters(text, plan, scale(width / plan.width, height / plan.height), (width, height))
    letters.putImageData(_data(drawn), 0, 0)
    soft.shadowColor = f"rgba(0, 0, 0, {SHADOW_ALPHA * min(text.shadow, 1.0):.3f})"
    soft.shadowBlur = SHADOW_BLUR * text.size * fine
    soft.shadowOffsetX, soft.shadowOffsetY = 2 * width, SHADOW_DROP * text.size * fine
    soft.drawImage(letters.canvas, -2 * width, 0)
    return soft.canvas


def _context(width: int, height: int) -> Any:
    """In memory and not on the graphics card: every canvas here is read back."""
    options = to_js({"willReadFrequently": True}, dict_converter=Object.fromEntries)
    return OffscreenCanvas.new(width, height).getContext("2d", options)


def _pixels(context: Any, width: int, height: int) -> NDArray[np.uint8]:
    pixels = np.empty((height, width, 4), np.uint8)
    context.getImageData(0, 0, width, height).data.assign_to(pixels)
    return pixels


def _data(pixels: NDArray[np.uint8]) -> Any:
    data = ImageData.new(pixels.shape[1], pixels.shape[0])
    data.data.assign(pixels.reshape(-1))
    return data
