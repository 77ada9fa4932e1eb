"""Arrange (V): choose layers by a click or a band, move them with snapping, size and turn them by their handles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, cast

import words
from editor import arranging, handles, snapping
from editor.tools import grips
from editor.tools.guiding import Guiding
from editor.tools.port import Context, Frame, Marks, Pointer, Quad, Tool
from imaging.layers import Layer
from texts import number

ALL = ("nw", "n", "ne", "e", "se", "s", "sw", "w", "rotate")
CORNERS = ("nw", "ne", "se", "sw", "rotate")
STEP = 15.0
"""Degrees between the angles that Shift holds to."""
SNAP = 6.0
"""CSS pixels within which things snap."""
SLACK = 3.0
"""CSS pixels that a press may move and still be a click."""


@dataclass(frozen=True, slots=True)
class Drag:
    """A gesture: what began it, where, and the layers of that moment. `far` once it is more than a click; `fresh` when
    its press has chosen the layer."""

    kind: Literal["move", "size", "turn", "band"]
    start: Pointer
    layers: tuple[Layer, ...]
    ids: tuple[str, ...]
    handle: str = ""
    far: bool = False
    fresh: bool = False


class Arrange(Tool):
    """While a gesture runs only the canvas shows it; the release makes it one step."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._drag: Drag | None = None
        self._layers: tuple[Layer, ...] = ()
        self._lines: tuple[tuple[float, float, float, float], ...] = ()
        self._over = ""
        self._tag = ""
        self._guiding = Guiding(context)

    # the tool

    def enter(self) -> None:
        self.changed()

    def changed(self) -> None:
        if self._drag is None:
            self.context.surface.lift(self._ids)

    def down(self, at: Pointer) -> bool:
        if at.button != 0:
            return False
        if self._guiding.down(at):
            return True
        document = self.context.document
        frame = self._frame()
        handle = grips.grabbed(frame.quad, frame.handles, at) if frame else ""
        if frame and handle:
            kind: Literal["size", "turn"] = "turn" if handle == "rotate" else "size"
            self._begin(Drag(kind, at, document.layers, self._ids, handle))
            return True
        inside = frame is not None and grips.inside(frame.quad, at)
        hit = self._hit(at, 2 * at.reach)
        fresh = False
        if hit is None and not inside:
            self._begin(Drag("band", at, document.layers, self._ids))
            return self._takes_empty(at)
        if hit is not None and hit not in self._ids and (at.shift or at.mod or not inside):
            self._choose(hit, add=at.shift or at.mod)
            fresh = True
        self._begin(Drag("move", at, document.layers, self._ids, fresh=fresh))
        return True

    def move(self, at: Pointer) -> None:
        drag = self._drag
        if self._guiding.move(at) or drag is None:
            return
        if not drag.far:
            if max(abs(at.x - drag.start.x), abs(at.y - drag.start.y)) < SLACK * at.reach:
                return
            drag = self._drag = replace(drag, far=True)
        if drag.kind != "band":
            self._layers = getattr(self, f"_{drag.kind}")(drag, at)
            self._show(drag, self._layers)
        else:
            self._layers = ()
        self._over, self._at = "", at

    def up(self, at: Pointer) -> None:
        drag, self._drag = self._drag, None
        self._lines, self._tag = (), ""
        if self._guiding.up(at) or drag is None:
            return
        if drag.kind == "band":
            self._band_chosen(drag, at)
        elif not drag.far:
            self._clicked(drag)
        elif self._layers != drag.layers:
            key = {"move": "move", "size": "resize", "turn": "turn"}[drag.kind]
            self.context.edits.record(self.context.document.with_layers(self._layers), words.step(key))
        else:
            self.context.surface.carry(())

    def cancel(self) -> bool:
        going, self._drag = self._drag is not None or self._guiding.cancel(), None
        self._lines, self._tag = (), ""
        if going:
            self.context.surface.carry(())
        return going

    def hover(self, at: Pointer) -> None:
        frame = self._frame()
        name = grips.grabbed(frame.quad, frame.handles, at) if frame else ""
        if not name and (guide := self._guiding.cursor(at)):
            self.cursor, self._over = guide, ""
            return
        if frame and name:
            self.cursor, self._over = grips.cursor(name, frame.quad), ""
            return
        hit = self._hit(at) or ""
        self._over = hit if hit not in self._ids else ""
        self.cursor = "move" if hit or (frame and grips.inside(frame.quad, at)) else "default"

    def out(self) -> None:
        self._over = ""

    def double(self, at: Pointer) -> bool:
        document = self.context.document
        hit = arranging.hit(document.layers, at.x, at.y, (document.width, document.height))
        kind = type(document.layer(hit).content).__name__ if hit and document.layer(hit) else ""  # type: ignore[union-attr]
        if kind == "Text":
            self._choose(str(hit))
            self.context.run("task-text")
        return kind == "Text"

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        steps = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}
        if key not in steps or alt or not any(layer.can_move for layer in self.context.store.state.selected):
            return False
        far = 10 if shift else 1
        dx, dy = steps[key]
        document = self.context.document
        layers = arranging.moved(document.layers, self._ids, dx * far, dy * far)
        self.context.edits.record(document.with_layers(layers), words.step("move"), "nudge")
        return True

    def marks(self) -> Marks:
        frames = []
        if self._over and (layer := self.context.document.layer(self._over)) is not None:
            frames.append(Frame(quad_of(layer)))
        frames += self._frames()
        band = ()
        if self._drag is not None and self._drag.kind == "band" and self._drag.far:
            start, at = self._drag.start, self._at
            band = (start.x, start.y, at.x - start.x, at.y - start.y)  # type: ignore[assignment]
        return Marks(tuple(frames), self._lines, band=band)  # type: ignore[arg-type]

    # what tools that are made of this one do in another way

    def _hit(self, at: Pointer, reach: float = 0.0) -> str | None:
        """The layer under the pointer."""
        document = self.context.document
        return arranging.hit(document.layers, at.x, at.y, (document.width, document.height), reach)

    def _takes_empty(self, at: Pointer) -> bool:
        """Whether a press beside all layers is the tool's, and not the view's to pan."""
        return at.kind != "touch"

    def _show(self, drag: Drag, layers: tuple[Layer, ...]) -> None:
        """Draw the layers as they lie in the gesture."""
        self.context.surface.carry(layers)

    def _handles(self, layer: Layer) -> tuple[str, ...]:
        """Those of the one chosen layer."""
        return ALL

    # gestures

    def _begin(self, drag: Drag) -> None:
        self._drag, self._layers, self._at = drag, drag.layers, drag.start
        self.context.surface.lift(drag.ids)

    def _move(self, drag: Drag, at: Pointer) -> tuple[Layer, ...]:
        dx, dy = at.x - drag.start.x, at.y - drag.start.y
        if at.shift:  # along one axis
            dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
        box = arranging.bounds_of(drag.layers, drag.ids)
        self._lines = ()
        if box is not None and not at.mod:
            left, top, right, bottom = box
            snap = self._snap((left + dx, top + dy, right + dx, bottom + dy), drag, at)
            dx, dy = dx + snap.dx * (not at.shift or dx != 0), dy + snap.dy * (not at.shift or dy != 0)
            self._lines = tuple((line.x0, line.y0, line.x1, line.y1) for line in snap.lines)
        self._tag = f"{dx:+.0f}, {dy:+.0f}"
        return arranging.moved(drag.layers, drag.ids, dx, dy)

    def _size(self, drag: Drag, at: Pointer) -> tuple[Layer, ...]:
        dx, dy = at.x - drag.start.x, at.y - drag.start.y
        handle = cast("handles.Handle", drag.handle)
        movable = [layer for layer in drag.layers if layer.id in drag.ids and layer.can_move]
        if len(movable) == 1:
            keep = at.shift == (len(handle) == 1)  # corners keep the ratio, sides do not; Shift turns that round
            new = handles.resized(movable[0], handle, dx, dy, keep, at.alt)
            box = handles.frame(new)
            self._tag = f"{box[2] - box[0]:.0f} × {box[3] - box[1]:.0f}"
            return tuple(new if layer.id == new.id else layer for layer in drag.layers)
        whole = arranging.bounds_of(drag.layers, drag.ids)
        if whole is None:
            return drag.layers
        change = handles.stretching(whole, handle, dx, dy, at.alt)
        return arranging.transformed(drag.layers, drag.ids, change)

    def _turn(self, drag: Drag, at: Pointer) -> tuple[Layer, ...]:
        start, end = (drag.start.x, drag.start.y), (at.x, at.y)
        movable = [layer for layer in drag.layers if layer.id in drag.ids and layer.can_move]
        if len(movable) == 1:
            new = handles.rotated(movable[0], start, end, STEP if at.shift else 0.0)
            self._tag = f"{number(new.placement.rotation, 1)}°"
            return tuple(new if layer.id == new.id else layer for layer in drag.layers)
        box = arranging.bounds_of(drag.layers, drag.ids)
        if box is None:
            return drag.layers
        about = handles.centre(box)
        angle = handles.swing(about, start, end)
        angle = round(angle / STEP) * STEP if at.shift else angle
        self._tag = f"{number(angle, 1)}°"
        return arranging.transformed(drag.layers, drag.ids, arranging.turning(angle, about))

    def _snap(self, box: handles.Bounds, drag: Drag, at: Pointer) -> snapping.Snap:
        document = self.context.document
        others = [
            arranging.bounds(layer)
            for layer in drag.layers
            if layer.visible and layer.box is not None and layer.id not in drag.ids
        ]
        return snapping.snap(box, others, (document.width, document.height), document.guides, SNAP * at.reach)

    def _band_chosen(self, drag: Drag, at: Pointer) -> None:
        if not drag.far:
            self.context.store.arrange(selected=())
            return
        left, right = sorted((drag.start.x, at.x))
        top, bottom = sorted((drag.start.y, at.y))
        found = []
        for layer in drag.layers:
            if layer.visible and layer.can_move:
                box = arranging.bounds(layer)
                if left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom:
                    found.append(layer.id)
        self.context.store.arrange(selected=tuple(found))

    def _clicked(self, drag: Drag) -> None:
        """A press without a drag chooses what lies under it, also below what is chosen."""
        at = drag.start
        hit = self._hit(at, 2 * at.reach)
        if hit is not None and not (drag.fresh and (at.shift or at.mod)):
            self._choose(hit, add=at.shift or at.mod)

    def _choose(self, id: str, add: bool = False) -> None:
        selected = self.context.store.state.desk.selected
        if add:
            ids = tuple(one for one in selected if one != id) if id in selected else (*selected, id)
        else:
            ids = (id,)
        self.context.store.arrange(selected=ids)

    # what is drawn

    @property
    def _ids(self) -> tuple[str, ...]:
        return tuple(layer.id for layer in self.context.store.state.selected)

    def _frame(self) -> Frame | None:
        """The one with the handles."""
        return next(reversed(self._frames()), None)

    def _frames(self) -> list[Frame]:
        """That of the chosen layer, or those of several and one around them, which comes last."""
        layers = self._layers if self._drag is not None and self._drag.far and self._layers else None
        document = self.context.store.state.document
        if document is None:
            return []
        ids = self._ids
        chosen = [layer for layer in layers or document.layers if layer.id in ids and layer.box is not None]
        if not chosen:
            return []
        movable = any(layer.can_move for layer in chosen)
        if len(chosen) == 1:
            return [Frame(quad_of(chosen[0]), self._handles(chosen[0]) if movable else (), self._tag)]
        left, top, right, bottom = arranging.bounds_of(tuple(chosen), ids) or (0, 0, 0, 0)
        quad = (left, top), (right, top), (right, bottom), (left, bottom)
        each = [Frame(quad_of(layer)) for layer in chosen]
        return [*each, Frame(quad, CORNERS if movable else (), self._tag)]


def quad_of(layer: Layer) -> Quad:
    """The corners of the layer's frame on the canvas."""
    points = handles.handles(layer)
    return points["nw"], points["ne"], points["se"], points["sw"]
