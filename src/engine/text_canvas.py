"""Text to pixels by the browser's own shaper, on a canvas of the engine's thread. Adapter.

Pillow's FreeType joins no Arabic letters, stacks no marks and has no colour emoji; a 2D context does all of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from js import Object, OffscreenCanvas
from numpy.typing import NDArray
from pyodide.ffi import to_js

from imaging.layers import Text
from imaging.textlayout import (
    SHADOW_ALPHA,
    SHADOW_BLUR,
    SHADOW_DROP,
    Layout,
    fitting,
    layout,
    measured_by,
    prepare,
)


def draw(text: Text, scale: float) -> NDArray[np.uint8]:
    """The box of `text` as (H, W, 4) straight RGBA at `scale`, canvas pixels for each of its own.

    The outline lies under the letters, the shadow under both. Where the box at `scale` is more than a canvas can hold
    it is drawn smaller; the pixels always span the whole box.
    """
    plan = layout(text, measured_by(_context(1, 1), text))
    scale = fitting(scale, plan.width, plan.height)
    width, height = max(1, round(plan.width * scale)), max(1, round(plan.height * scale))
    context = _context(width, height)
    context.setTransform(width / plan.width, 0, 0, height / plan.height, 0, 0)
    _letters(context, text, plan)
    if text.shadow > 0:
        context = _shadowed(context, text, scale)
    return _pixels(context, width, height)


def _letters(context: Any, text: Text, plan: Layout) -> None:
    """All outlines first: that of one line must not cover the letters of another."""
    prepare(context, text)
    if text.outline > 0:
        context.lineJoin = "round"
        context.lineWidth = 2 * text.outline
        context.strokeStyle = text.outline_colour
        _lines(context, context.strokeText, plan)
    context.fillStyle = text.colour
    _lines(context, context.fillText, plan)


def _lines(context: Any, put: Any, plan: Layout) -> None:
    for line in plan.lines:
        if line.text:
            context.direction = "rtl" if line.rtl else "ltr"
            put(line.text, line.x, line.y)


def _shadowed(letters: Any, text: Text, scale: float) -> Any:
    """The letters and their outline with one shadow for both. A canvas's shadow is in its own pixels, at any scale."""
    context = _context(letters.canvas.width, letters.canvas.height)
    context.shadowColor = f"rgba(0, 0, 0, {SHADOW_ALPHA * min(text.shadow, 1.0):.3f})"
    context.shadowBlur = SHADOW_BLUR * text.size * scale
    context.shadowOffsetY = SHADOW_DROP * text.size * scale
    context.drawImage(letters.canvas, 0, 0)
    return context


def _context(width: int, height: int) -> Any:
    """In memory and not on the graphics card: every canvas here is read back."""
    options = to_js({"willReadFrequently": True}, dict_converter=Object.fromEntries)
    return OffscreenCanvas.new(width, height).getContext("2d", options)


def _pixels(context: Any, width: int, height: int) -> NDArray[np.uint8]:
    pixels = np.empty((height, width, 4), np.uint8)
    context.getImageData(0, 0, width, height).data.assign_to(pixels)
    return pixels
