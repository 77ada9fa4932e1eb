"""What can be painted now, and with which brush: asked with every change of the page, so it knows little else."""

from __future__ import annotations

from dataclasses import replace

from editor.brushes import Brush
from editor.document import PHOTO
from editor.state import State
from imaging.layers import FOUND, Layer, Raster, Scene, Touch


def paintable(layer: Layer | None) -> bool:
    """Whether the layer has a box that a brush can paint in."""
    return layer is not None and layer.box is not None


def touches_of(layer: Layer | None) -> tuple[Touch, ...]:
    """What was retouched on what a layer shows."""
    return layer.content.touches if layer is not None and isinstance(layer.content, Raster) else ()


def is_cutout(layer: Layer | None) -> bool:
    """Whether the layer shows what was cut out of a file."""
    return layer is not None and isinstance(layer.content, Raster) and layer.content.kind == "cutout"


def can_hair(state: State) -> bool:
    """There is a cut-out whose hair can be painted."""
    return can_edge(state) and is_cutout(state.target)


def can_edge(state: State) -> bool:
    """There is something whose edge can be painted: a cut-out, or a layer that was chosen."""
    document, target = state.document, state.target
    return document is not None and paintable(target) and (document.shows_cutout or bool(state.selected))


def edging(state: State) -> bool:
    """The brush of the task Cut out has the canvas."""
    desk = state.desk
    return bool(desk.paint.edge) and desk.task == "cutout" and not desk.export and can_edge(state)


def retouching(state: State) -> bool:
    """The brush of the task Retouch has the canvas."""
    return state.document is not None and state.desk.task == "retouch" and not state.desk.export


def painting(state: State) -> bool:
    """A brush has the canvas."""
    return edging(state) or retouching(state)


def has_strokes(state: State) -> bool:
    return state.target is not None and bool(state.target.mask)


def has_edge(state: State) -> bool:
    """The edge of the cut-out is not as it was found."""
    target = state.target
    return target is not None and isinstance(target.content, Raster) and target.content.edge != FOUND


def has_touches(state: State) -> bool:
    return bool(touches_of(touch_target(state)))


def touch_target(state: State) -> Layer | None:
    """The layer whose file is retouched: the one that is chosen, else the subject, else the photo."""
    document = state.document
    found = (state.target, document.subject, document.layer(PHOTO)) if document else ()
    return next((layer for layer in found if layer is not None and isinstance(layer.content, Raster)), None)


def brush_of(state: State) -> Brush:
    """The brush of the present task."""
    return state.desk.paint.touch_brush if state.desk.task == "retouch" else state.desk.paint.edge_brush


def ghost(state: State) -> Scene | None:
    """The photo under the cut-out, to be shown faintly while parts of it are brought back or the subject is picked;
    None when it is not."""
    document, target, desk = state.document, state.target, state.desk
    adds = desk.paint.edge in ("keep", "hair") and desk.paint.ghost and edging(state)
    picks = bool(desk.pick) and desk.task == "cutout" and not desk.export
    if document is None or target is None or not (adds or picks):
        return None
    content = target.content
    if desk.compare or desk.peek or not target.visible or not isinstance(content, Raster) or content.kind != "cutout":
        return None
    whole = replace(content, kind="photo", tight=())
    layer = Layer(PHOTO, whole, target.placement, adjustments=target.adjustments)
    return Scene(document.width, document.height, (layer,))
