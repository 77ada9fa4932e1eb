"""What is done to the brushes themselves: which one paints, how large, hard and strong it is, and undoing its work."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import words
from editor.brushes import Brush, EdgeMode, TouchKind
from editor.document import PHOTO
from editor.edits import Edits
from editor.layer_names import named
from editor.painting import paintable, touches_of, unmasked, untouched
from editor.state import State
from editor.store import Store
from imaging.layers import Layer, Raster, Scene


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
    """The photo under the cut-out, to be shown faintly while parts of it are brought back; None when it is not."""
    document, target, desk = state.document, state.target, state.desk
    if document is None or target is None or desk.paint.edge != "keep" or not desk.paint.ghost or not edging(state):
        return None
    content = target.content
    if desk.compare or desk.peek or not target.visible or not isinstance(content, Raster) or content.kind != "cutout":
        return None
    whole = replace(content, kind="photo", tight=())
    layer = Layer(PHOTO, whole, target.placement, adjustments=target.adjustments)
    return Scene(document.width, document.height, (layer,))


class Brushing:
    """Acts on the brush of the present task in `store`."""

    def __init__(self, store: Store, edits: Edits) -> None:
        self._store = store
        self._edits = edits

    # the edge

    def arm(self, mode: EdgeMode) -> None:
        """Take the brush of Cut out, or put it away with the mode that it has already."""
        self.choose("" if edging(self._store.state) and self._store.state.desk.paint.edge == mode else mode)

    def choose(self, mode: EdgeMode) -> None:
        """What the brush of Cut out does; "" puts it away."""
        self._store.arrange(task="cutout", export=False, compare=False)
        self._paint(edge=mode)
        self._store.say(words.said(f"brush-{mode or 'off'}"))

    def swap(self) -> None:
        """Keep instead of erase, heal instead of clone, and back."""
        paint = self._store.state.desk.paint
        if self._store.state.desk.task == "retouch":
            self.touch("heal" if paint.touch == "clone" else "clone")
        else:
            self.choose("keep" if paint.edge == "erase" else "erase")

    def ghost(self, on: bool) -> None:
        """Whether the photo is shown faintly while parts of it are brought back."""
        self._paint(ghost=on)

    def reset_strokes(self) -> None:
        """The mask of the layer that is painted goes."""
        target = self._store.target
        self._edits.record(unmasked(self._store.document, target), words.step("reset-strokes"))
        self._store.say(words.said("reset-strokes", layer=named(target, self._store.document)))

    # retouching

    def touch(self, kind: TouchKind) -> None:
        """What the brush of Retouch does."""
        paint = self._store.state.desk.paint
        self._paint(touch=kind, sourcing=False)
        needs = kind == "clone" and not paint.source
        self._store.say(words.said("clone-needs-source" if needs else f"brush-{kind}"))

    def ask_source(self) -> None:
        """The next press on the canvas says where Clone copies from."""
        sourcing = not self._store.state.desk.paint.sourcing
        self._paint(touch="clone", sourcing=sourcing)
        self._store.say(words.said("clone-ask" if sourcing else "brush-clone"))

    def set_source(self, x: float, y: float) -> None:
        """Where Clone copies from, in canvas pixels."""
        self._paint(touch="clone", source=(x, y), sourcing=False)
        self._store.say(words.said("clone-source", x=round(x), y=round(y)))

    def reset_touches(self) -> None:
        """The retouching of the file goes."""
        target = touch_target(self._store.state)
        if target is not None:
            self._edits.record(untouched(self._store.document, target), words.step("reset-touches"))
            self._store.say(words.said("reset-touches"))

    # the brush

    def size(self, direction: int) -> None:
        """The next size up (1) or down (-1)."""
        document = self._store.document
        brush = brush_of(self._store.state).grown(direction, document.width, document.height)
        self.put(brush)
        self._store.say(words.said("brush-size", size=round(brush.size)))

    def hardness(self, direction: int) -> None:
        """The next hardness up (1) or down (-1)."""
        brush = brush_of(self._store.state).harder(direction)
        self.put(brush)
        self._store.say(words.said("brush-hardness", share=round(brush.hardness * 100)))

    def strength(self, share: float) -> None:
        """How much one stroke does, 0..1."""
        self.put(replace(brush_of(self._store.state), strength=share))
        self._store.say(words.said("brush-strength", share=round(share * 100)))

    def put(self, brush: Brush) -> None:
        """Another brush for the present task."""
        name = "touch_brush" if self._store.state.desk.task == "retouch" else "edge_brush"
        self._paint(**{name: brush})

    def _paint(self, **changes: Any) -> None:
        self._store.arrange(paint=replace(self._store.state.desk.paint, **changes))
