"""What layers hold in memory, for the budget of the history. Estimates in bytes, for the browser's 32-bit Python.

Values never change, so that what two documents share is the same object and costs once. Only identities are compared:
looking into equal values would take longer than it saves.
"""

from __future__ import annotations

from collections.abc import Iterable

from imaging.layers import Content, Layer, Raster, Stroke, Text

POINTER = 4
"""One place in a tuple."""
NUMBER = 20
"""A float (16) and its place in a tuple (4)."""
STROKE = 60
"""A stroke without its points."""
PART = 200
"""A layer, its placement, a content or a touch, without what it refers to."""
ADJUSTMENTS = 400


def cost(layers: tuple[Layer, ...], before: tuple[Layer, ...] = ()) -> int:
    """Bytes that `layers` hold and `before` does not. O(layers + strokes of the layers that changed)."""
    if layers is before:
        return 0
    known = {id(layer) for layer in before}
    earlier = {layer.id: layer for layer in before}
    changed = [layer for layer in layers if id(layer) not in known]
    return POINTER * len(layers) + sum(_layer(layer, earlier.get(layer.id)) for layer in changed)


def _layer(layer: Layer, before: Layer | None) -> int:
    total = PART
    if before is None or layer.placement is not before.placement:
        total += PART
    if before is None or layer.adjustments is not before.adjustments:
        total += ADJUSTMENTS
    if before is None or layer.content is not before.content:
        total += _content(layer.content, None if before is None else before.content)
    if before is None or layer.mask is not before.mask:
        total += POINTER * len(layer.mask) + _strokes(layer.mask, () if before is None else before.mask)
    return total


def _content(content: Content, before: Content | None) -> int:
    if isinstance(content, Text):
        return PART + 4 * len(content.text)
    if isinstance(content, Raster) and content.touches:
        old = before.touches if isinstance(before, Raster) else ()
        known = {id(touch) for touch in old}
        fresh = [touch for touch in content.touches if id(touch) not in known]
        own = POINTER * len(content.touches) + PART * len(fresh)
        return PART + own + _strokes([touch.stroke for touch in fresh], [touch.stroke for touch in old])
    return PART


def _strokes(strokes: Iterable[Stroke], before: Iterable[Stroke]) -> int:
    known = set(map(id, before))
    return sum(STROKE + NUMBER * len(stroke.points) for stroke in strokes if id(stroke) not in known)
