"""Dragging the handles of a layer's box: eight that resize it, and the turn around its middle. Plain arithmetic.

A layer's frame is its box as it is seen, before its rotation: upright, scaled, mirrored and warped. Handles are named
by where they lie on that frame, so that "nw" is at the top left of a mirrored layer too. A drag is told from where it
began: `layer` is the layer of that moment and the distance is all that the pointer went since.
"""

from __future__ import annotations

from dataclasses import replace
from math import atan2, copysign, degrees, remainder
from typing import Literal

from imaging import matrix
from imaging.layers import Layer, Placement
from imaging.matrix import Matrix, Point

Handle = Literal["nw", "n", "ne", "e", "se", "s", "sw", "w"]
Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom."""

SIDES: dict[Handle, tuple[int, int]] = {
    "nw": (-1, -1),
    "n": (0, -1),
    "ne": (1, -1),
    "e": (1, 0),
    "se": (1, 1),
    "s": (0, 1),
    "sw": (-1, 1),
    "w": (-1, 0),
}
"""Where each handle lies: -1 left or top, 1 right or bottom, 0 in the middle. Clockwise from the top left."""
SMALLEST = 1.0
"""Pixels of the canvas that a side keeps."""


def frame(layer: Layer) -> Bounds:
    """The layer's frame in canvas pixels around its own place: before it is turned and put there. Raises ValueError
    for a layer without a box."""
    box, outline = layer.box, layer.outline
    if box is None or outline is None:
        raise ValueError("a layer without a box")
    place = layer.placement
    still = Placement(scale_x=place.scale_x, scale_y=place.scale_y, warp=place.warp)
    return matrix.bounds(matrix.outlined(still, box, outline))


def handles(layer: Layer) -> dict[Handle, Point]:
    """Where the handles lie on the canvas. Raises ValueError for a layer without a box."""
    box = frame(layer)
    return {handle: _on_canvas(layer.placement, at_handle(box, handle)) for handle in SIDES}


def middle(layer: Layer) -> Point:
    """The middle of the frame on the canvas: what the layer is turned about."""
    return _on_canvas(layer.placement, centre(frame(layer)))


def centre(box: Bounds) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def at_handle(box: Bounds, handle: Handle) -> Point:
    """The point of `box` at which the handle lies."""
    (x, y), (side_x, side_y) = centre(box), SIDES[handle]
    return x + side_x * (box[2] - box[0]) / 2, y + side_y * (box[3] - box[1]) / 2


def opposite(box: Bounds, handle: Handle) -> Point:
    """The point of `box` across from the handle."""
    (x, y), (side_x, side_y) = centre(box), SIDES[handle]
    return x - side_x * (box[2] - box[0]) / 2, y - side_y * (box[3] - box[1]) / 2


def factors(
    width: float, height: float, handle: Handle, dx: float, dy: float, keep_ratio: bool = False, reach: float = 1.0
) -> tuple[float, float]:
    """By what a box of `width` x `height` grows along each axis when its handle goes (`dx`, `dy`), below 0 where it is
    dragged past the other side. `reach` is 2 when the middle stays instead of the other side. No side gets shorter
    than SMALLEST, or than it was."""
    side_x, side_y = SIDES[handle]
    wide, high = max(width, matrix.SMALLEST), max(height, matrix.SMALLEST)
    least_x, least_y = min(SMALLEST / wide, 1.0), min(SMALLEST / high, 1.0)
    x = 1 + side_x * dx * reach / wide
    y = 1 + side_y * dy * reach / high
    if keep_ratio:
        size = max(abs(x) if side_x else 0.0, abs(y) if side_y else 0.0, least_x, least_y)
        return copysign(size, x), copysign(size, y)
    return copysign(max(abs(x), least_x), x), copysign(max(abs(y), least_y), y)


def resized(
    layer: Layer, handle: Handle, dx: float, dy: float, keep_ratio: bool = False, from_centre: bool = False
) -> Layer:
    """The layer after its handle went (`dx`, `dy`) on the canvas. The opposite handle stays where it is, or the middle
    with `from_centre`. Dragged past the other side it is mirrored. A locked layer, or one without a box, stays."""
    if not layer.can_move:
        return layer
    box, place = frame(layer), layer.placement
    local_x, local_y = matrix.apply(matrix.turn(-place.rotation), dx, dy)
    reach = 2.0 if from_centre else 1.0
    x, y = factors(box[2] - box[0], box[3] - box[1], handle, local_x, local_y, keep_ratio, reach)
    fixed = centre(box) if from_centre else opposite(box, handle)
    went = matrix.apply(matrix.turn(place.rotation), fixed[0] * (1 - x), fixed[1] * (1 - y))
    changed = replace(
        place, x=place.x + went[0], y=place.y + went[1], scale_x=place.scale_x * x, scale_y=place.scale_y * y
    )
    return replace(layer, placement=changed)


def sized(layer: Layer, width: float = 0.0, height: float = 0.0, keep_ratio: bool = True) -> Placement:
    """Where the layer lies when its frame is `width` wide or `height` high (the other one is 0): the other side goes
    with it, or stays without `keep_ratio`. Raises ValueError for a layer without a box."""
    left, top, right, bottom = frame(layer)
    place = layer.placement
    x = width / max(right - left, matrix.SMALLEST) if width else 1.0
    y = height / max(bottom - top, matrix.SMALLEST) if height else 1.0
    if keep_ratio:
        x = y = x if width else y
    return replace(place, scale_x=place.scale_x * x, scale_y=place.scale_y * y)


def stretching(box: Bounds, handle: Handle, dx: float, dy: float, from_centre: bool = False) -> Matrix:
    """The map of the canvas that resizes a group whose bounds are `box`, for arranging.transformed. The ratio stays,
    so that every shape in the group does."""
    x, y = factors(box[2] - box[0], box[3] - box[1], handle, dx, dy, True, 2.0 if from_centre else 1.0)
    return around(matrix.scale(x, y), centre(box) if from_centre else opposite(box, handle))


def around(change: Matrix, point: Point) -> Matrix:
    """`change` with `point` in the place of the origin."""
    x, y = point
    return matrix.times(matrix.shift(x, y), matrix.times(change, matrix.shift(-x, -y)))


def swing(about: Point, start: Point, end: Point) -> float:
    """Degrees from `start` to `end` as seen from `about`, clockwise, -180..180."""
    one = atan2(start[1] - about[1], start[0] - about[0])
    other = atan2(end[1] - about[1], end[0] - about[0])
    return remainder(degrees(other - one), 360)


def rotated(layer: Layer, start: Point, end: Point, snap: float = 0.0) -> Layer:
    """The layer turned about its middle as the pointer goes from `start` to `end`; to a multiple of `snap` degrees
    where that is not 0. A locked layer, or one without a box, stays."""
    if not layer.can_move:
        return layer
    about, place = middle(layer), layer.placement
    rotation = place.rotation + swing(about, start, end)
    if snap:
        rotation = round(rotation / snap) * snap
    x, y = matrix.apply(
        around(matrix.turn(rotation - place.rotation), about),
        place.x,
        place.y,
    )
    return replace(layer, placement=replace(place, x=x, y=y, rotation=remainder(rotation, 360)))


def _on_canvas(place: Placement, point: Point) -> Point:
    x, y = matrix.apply(matrix.turn(place.rotation), *point)
    return place.x + x, place.y + y
