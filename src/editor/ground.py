"""What of a document is "the picture" when it is cropped: where it lies, how it is tilted, what there is to see."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor, remainder

from editor import cropping, frames
from editor.document import Document
from editor.frames import Frame
from imaging import matrix
from imaging.layers import Blur, Fill, Layer, Raster

Box = tuple[float, float, float, float]
"""Left, top, width, height."""
NEAR = 1e-6
"""Pixels that are a rounding error."""


def ground_of(document: Document) -> Layer | None:
    """The layer whose rectangle is the picture's: the lowest one that is seen of an opened file."""
    return next(
        (layer for layer in document.layers if layer.visible and isinstance(layer.content, Raster)),
        None,
    )


def covers(layer: Layer) -> bool:
    """Whether a layer leaves no part of any canvas empty."""
    return layer.visible and layer.opacity == 1 and not layer.mask and isinstance(layer.content, Fill | Blur)


def is_alone(document: Document) -> bool:
    """Whether everything that is seen is the picture, straight and unwarped: then its rectangle is all there is."""
    place = frames.whole(document.width, document.height)
    return all(
        layer.box is not None and not layer.placement.warp and picture_of(document, layer, 0.0) == place
        for layer in document.layers
        if layer.visible
    )


def tilt_of(ground: Layer | None) -> float:
    """What its rotation is beyond quarter turns, -45..45 degrees."""
    tilt = round(remainder(ground.placement.rotation, 90.0), 6) if ground is not None else 0.0
    return tilt or 0.0


def picture_of(document: Document, ground: Layer | None, tilt: float) -> Frame:
    """The picture's rectangle on the canvas: what its layer covers, in whole pixels; of a warped one the part without
    empty corners."""
    canvas = frames.whole(document.width, document.height)
    if ground is None or ground.box is None:
        return canvas
    corners = matrix.corners(ground.placement, ground.box)
    along = [matrix.apply(matrix.turn(-tilt), *point) for point in corners]
    xs, ys = (sorted(axis) for axis in zip(*along, strict=True))
    left, top, right, bottom = xs[1], ys[1], xs[2], ys[2]
    if right - left < 2 or bottom - top < 2:
        left, top, right, bottom = xs[0], ys[0], xs[3], ys[3]
    if not tilt:
        left, top = float(ceil(left - NEAR)), float(ceil(top - NEAR))
    width, height = max(floor(right - left + NEAR), 1), max(floor(bottom - top + NEAR), 1)
    x, y = matrix.apply(matrix.turn(tilt), left + width / 2, top + height / 2)
    return Frame(x, y, float(width), float(height), tilt)


def extent(document: Document, frame: Frame) -> Frame:
    """What is to be seen while cropping: all layers, the picture and the frame, upright as the frame is, in whole
    pixels as seen from the picture. What lies far away from the picture is left out."""
    along = matrix.turn(-frame.angle)
    width, height = document.width, document.height
    own = matrix.bounds(tuple(matrix.apply(along, *p) for p in ((0, 0), (width, 0), (width, height), (0, height))))
    far = max(width, height)
    boxes = [own]
    for layer in document.layers:
        if layer.visible and layer.box is not None:
            corners = matrix.corners(layer.placement, layer.box)
            left, top, right, bottom = matrix.bounds(tuple(matrix.apply(along, *p) for p in corners))
            held = max(left, own[0] - far), max(top, own[1] - far), min(right, own[2] + far), min(bottom, own[3] + far)
            if held[0] < held[2] and held[1] < held[3]:
                boxes.append(held)
    boxes.append(matrix.bounds(tuple(matrix.apply(along, *p) for p in frame.corners)))
    left, top = (floor(min(box[side] for box in boxes) + NEAR) for side in (0, 1))
    right, bottom = (ceil(max(box[side] for box in boxes) - NEAR) for side in (2, 3))
    x, y = matrix.apply(matrix.turn(frame.angle), (left + right) / 2, (top + bottom) / 2)
    return Frame(x, y, float(right - left), float(bottom - top), frame.angle)


def view(document: Document, stage: Frame, box: Box) -> Document:
    """The document to show for a part of the picture. `box` is where the frame lies in it: gradients look there as they
    will once the frame is the canvas."""
    layers = tuple(_spanning(layer, box) for layer in cropping.seen_from(document.layers, stage))
    return replace(document, width=round(stage.width), height=round(stage.height), layers=layers, guides=())


def has_gradient(document: Document) -> bool:
    """Whether something that is seen depends on where the canvas ends."""
    return any(layer.visible and _is_gradient(layer) for layer in document.layers)


def _is_gradient(layer: Layer) -> bool:
    return isinstance(layer.content, Fill) and layer.content.kind != "colour"


def _spanning(layer: Layer, box: Box) -> Layer:
    if isinstance(layer.content, Fill) and _is_gradient(layer):
        return replace(layer, content=replace(layer.content, area=box))
    return layer
