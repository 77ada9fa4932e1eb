"""Cropping, straightening, turning and mirroring a whole document. Nothing is cut off: the canvas changes, and every
layer is put where it was seen. Locked layers go along, for the canvas moves under them.

Masks and retouching live in a layer's own box and need no change. What has a direction on the canvas, a linear gradient
and the light of a shadow, turns with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan2, degrees, isfinite

from editor.arranging import Axis, Layers, changed
from editor.frames import Frame
from editor.snapping import Guide
from imaging import matrix
from imaging.layers import Blur, Fill, Layer, Shadow
from imaging.matrix import Matrix
from imaging.options import MAX_MEGAPIXELS, MAX_SIDE

Guides = tuple[Guide, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A canvas of `width` x `height` pixels with what lies on it."""

    layers: Layers
    guides: Guides
    width: int
    height: int


def checked(width: float, height: float) -> tuple[int, int]:
    """The whole size of a canvas. Raises ValueError below 1 px, above MAX_SIDE or above MAX_MEGAPIXELS."""
    if not (isfinite(width) and isfinite(height)) or width < 1 or height < 1:
        raise ValueError("a canvas needs one pixel at least")
    wide, high = round(width), round(height)
    if max(wide, high) > MAX_SIDE or wide * high > MAX_MEGAPIXELS * 1_000_000:
        raise ValueError(f"a canvas of {wide} x {high} pixels is too large")
    return wide, high


def cropped(layers: Layers, guides: Guides, frame: Frame) -> Sheet:
    """What the frame shows, upright, on a canvas of its size. Guides keep their distance from the frame's middle; those
    outside of it are gone. Raises ValueError as `checked` does, and for a frame that is nowhere."""
    width, height = checked(frame.width, frame.height)
    if not (isfinite(frame.x) and isfinite(frame.y) and isfinite(frame.angle)):
        raise ValueError("a frame that is nowhere")
    quarters = round(frame.angle / 90) * 90.0
    upright = _around(frame, quarters, width, height)
    if quarters == frame.angle:
        # Whole pixels stay whole pixels: a fraction would soften every layer.
        x, y = float(round(upright[2])), float(round(upright[5]))
        change = upright = (*upright[:2], x, *upright[3:5], y, *upright[6:])
    else:
        change = _around(frame, frame.angle, width, height)
    kept = (_guided(guide, upright) for guide in guides)
    inside = tuple(guide for guide in kept if 0 <= guide.at <= (width if guide.axis == "x" else height))
    return Sheet(_all(layers, change), inside, width, height)


def seen_from(layers: Layers, frame: Frame) -> Layers:
    """The layers as the frame shows them, upright, from its top left corner on. For a view: any size, no rounding."""
    return _all(layers, _around(frame, frame.angle, frame.width, frame.height))


def turned(layers: Layers, guides: Guides, width: int, height: int, quarters: int) -> Sheet:
    """Everything turned by quarter turns, clockwise; below 0 the other way."""
    steps = quarters % 4
    if steps == 0:
        return Sheet(layers, guides, width, height)
    wide, high = (height, width) if steps % 2 else (width, height)
    change = matrix.times(
        matrix.shift(wide / 2, high / 2), matrix.times(matrix.turn(90.0 * steps), matrix.shift(-width / 2, -height / 2))
    )
    return Sheet(_all(layers, change), tuple(_guided(guide, change) for guide in guides), wide, high)


def mirrored(layers: Layers, guides: Guides, width: int, height: int, axis: Axis) -> Sheet:
    """Everything mirrored: left and right change places along "x", top and bottom along "y"."""
    if axis == "x":
        change = (-1.0, 0.0, float(width), 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    else:
        change = (1.0, 0.0, 0.0, 0.0, -1.0, float(height), 0.0, 0.0, 1.0)
    return Sheet(_all(layers, change), tuple(_guided(guide, change) for guide in guides), width, height)


def _around(frame: Frame, angle: float, width: float, height: float) -> Matrix:
    """From the old canvas to one of `width` x `height` around the frame's middle, turned back by `angle`."""
    back = matrix.times(matrix.turn(-angle), matrix.shift(-frame.x, -frame.y))
    return matrix.times(matrix.shift(width / 2, height / 2), back)


def _all(layers: Layers, change: Matrix) -> Layers:
    if change == matrix.IDENTITY:
        return layers
    return tuple(_changed(layer, change) for layer in layers)


def _changed(layer: Layer, change: Matrix) -> Layer:
    """The layer after a turn, a shift or a mirroring of the canvas."""
    content = layer.content
    if isinstance(content, Fill | Shadow):
        if isinstance(content, Fill) and content.kind != "linear":
            return layer
        angle = _directed(content.angle, change)
        return layer if angle == content.angle else replace(layer, content=replace(content, angle=angle))
    if layer.box is None and not isinstance(content, Blur):
        return layer
    return replace(layer, placement=changed(layer.placement, change))


def _directed(angle: float, change: Matrix) -> float:
    """A direction on the canvas after the change, in degrees."""
    if change[:2] == (1.0, 0.0) and change[3:5] == (0.0, 1.0):
        return angle
    x, y = matrix.apply(matrix.turn(angle), 1, 0)
    right, down = change[0] * x + change[1] * y, change[3] * x + change[4] * y
    return round(degrees(atan2(down, right)), 9)


def _guided(guide: Guide, change: Matrix) -> Guide:
    """A guide after quarter turns, a shift or a mirroring of the canvas."""
    first, second = (change[0], change[3]) if guide.axis == "x" else (change[1], change[4])
    if abs(first) > abs(second):
        return Guide("x", first * guide.at + change[2])
    return Guide("y", second * guide.at + change[5])
