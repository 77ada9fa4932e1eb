"""Strokes in a document: from the canvas to the layer's own box, into its mask or among its touches, and out again."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from editor.brush_state import touches_of
from editor.document import CUTOUT, Document
from imaging import matrix
from imaging.layers import Layer, Numbers, Raster, Stroke, StrokeKind, Touch
from imaging.matrix import Matrix, Point

SPACING = 1 / 8
"""Points of a path lie at least this share of the radius apart."""


def spaced(points: Numbers, radius: float) -> Numbers:
    """The path without points nearer than an eighth of the radius to the one before. The first and the last stay."""
    pairs = list(zip(points[::2], points[1::2], strict=False))
    kept = pairs[:1]
    for x, y in pairs[1:]:
        if far_enough(kept[-1], (x, y), radius):
            kept.append((x, y))
    if len(kept) > 1 and kept[-1] != pairs[-1]:
        kept[-1] = pairs[-1]
    return tuple(value for pair in kept for value in pair)


def far_enough(last: Point, at: Point, radius: float) -> bool:
    """Whether a point says something that the last one does not."""
    return (at[0] - last[0]) ** 2 + (at[1] - last[1]) ** 2 >= (radius * SPACING) ** 2


def way_in(layer: Layer) -> Matrix | None:
    """From the canvas to the layer's box; None where there is no way."""
    if layer.box is None:
        return None
    try:
        return matrix.inverse(matrix.placed(layer.placement, layer.box))
    except ValueError:
        return None


def stroke_in(
    layer: Layer,
    points: Numbers,
    radius: float,
    hardness: float,
    strength: float,
    erase: bool,
    snap: bool = False,
    kind: StrokeKind = "paint",
) -> Stroke | None:
    """A path on the canvas as a stroke in the layer's box, in tenths of its pixels. A layer that is stretched makes an
    ellipse of the brush: the stroke's circle has its area."""
    inner = way_in(layer)
    if inner is None or not points:
        return None
    own = tuple(
        round(value, 1) for x, y in zip(points[::2], points[1::2], strict=False) for value in matrix.apply(inner, x, y)
    )
    scale = area_scale(inner, points[0], points[1])
    return Stroke(own, max(round(radius * scale, 2), 0.05), hardness, strength, erase, snap, kind)


def area_scale(m: Matrix, x: float, y: float) -> float:
    """How much longer lengths become around a point, across all directions."""
    here, right, down = matrix.apply(m, x, y), matrix.apply(m, x + 1, y), matrix.apply(m, x, y + 1)
    across, along = (right[0] - here[0], right[1] - here[1]), (down[0] - here[0], down[1] - here[1])
    return sqrt(abs(across[0] * along[1] - across[1] * along[0]))


def masked(document: Document, layer: Layer, stroke: Stroke) -> Document:
    """The document with one stroke more in the layer's mask. The frame of a cut-out grows with what is brought back."""
    content = layer.content
    if not stroke.erase and isinstance(content, Raster) and content.kind == "cutout" and content.tight:
        content = replace(content, tight=_grown(content, stroke))
    return document.with_layer(replace(layer, content=content, mask=(*layer.mask, stroke)))


def unmasked(document: Document, layer: Layer) -> Document:
    """The document without what was painted in the layer's mask."""
    content = layer.content
    if layer.id == CUTOUT and isinstance(content, Raster) and content.tight and document.cutout is not None:
        box = document.cutout.box
        content = replace(content, tight=(box.x, box.y, box.width, box.height))
    return document.with_layer(replace(layer, content=content, mask=()))


def retouched(document: Document, layer: Layer, touch: Touch) -> Document:
    """The document with one touch more on the file that the layer shows: every layer of that file shows it."""
    touches = (*touches_of(layer), touch)
    return _touched(document, layer, touches)


def untouched(document: Document, layer: Layer) -> Document:
    """The document without the retouching of the file that the layer shows."""
    return _touched(document, layer, ())


def _touched(document: Document, layer: Layer, touches: tuple[Touch, ...]) -> Document:
    assert isinstance(layer.content, Raster), "only files are retouched"
    source = layer.content.source
    return document.with_layers(
        replace(old, content=replace(old.content, touches=touches))
        if isinstance(old.content, Raster) and old.content.source == source
        else old
        for old in document.layers
    )


def _grown(content: Raster, stroke: Stroke) -> Numbers:
    x, y, width, height = content.tight
    xs, ys, radius = stroke.points[::2], stroke.points[1::2], stroke.radius
    left, top = max(min(x, min(xs) - radius), 0.0), max(min(y, min(ys) - radius), 0.0)
    right = min(max(x + width, max(xs) + radius), float(content.width))
    bottom = min(max(y + height, max(ys) + radius), float(content.height))
    if (left, top, right, bottom) == (x, y, x + width, y + height):
        return content.tight
    return (left, top, right - left, bottom - top)
