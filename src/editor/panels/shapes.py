"""The panel of the task Shapes: which shape a drag draws, and how the chosen one or the next one looks. Adapter."""

from __future__ import annotations

from typing import Any, cast

import words
from editor import dom
from editor.panels import kit
from editor.shaping import Shaping, is_line
from editor.state import State
from imaging.layers import ShapeKind
from texts import t

ICONS = {
    "rectangle": "square",
    "ellipse": "circle",
    "line": "slash",
    "arrow": "move-up-right",
    "triangle": "triangle",
    "star": "star",
}


class ShapesPanel:
    def __init__(self, shaping: Shaping) -> None:
        self._shaping = shaping
        shaping.watch(self._redraw)
        self._state: State | None = None
        settle = shaping.settle
        self._kind = kit.Segment("Shape to draw", list(words.SHAPES.items()), self._choose, ICONS)
        self._kind.element.classList.add("icons")
        self._note = kit.note("Drag on the picture, or press for one of a good size.")
        self._held = dom.make("span", class_="desktop-only")
        self._note.append(" ", self._held)
        self._heading = dom.make("h3", class_="label")
        self._fill = kit.Colour("Fill", shaping.fill, settle, "No fill")
        self._line = kit.Number("Outline width", shaping.thick, settle, "", 0, 2000)
        self._edge = kit.Colour("Outline", shaping.edge, settle, "No outline")
        self._radius = kit.Number("Corner radius", lambda v: self._change(radius=v), settle, "", 0, 20_000)
        self._w = kit.Number("Width of the shape", lambda v: self._change(width=v), settle, "W", 1, 60_000)
        self._h = kit.Number("Height of the shape", lambda v: self._change(height=v), settle, "H", 1, 60_000)
        self._line_name = dom.make("span")
        self._line_row = kit.row(self._line_name, self._line.element, class_="field")
        self._radius_row = kit.row(dom.make("span", "Corners"), self._radius.element, class_="field")
        self._size_row = kit.row(dom.make("span", "Size"), kit.row(self._w.element, self._h.element), class_="field")
        self._element = kit.panel("shapes", "Shapes")
        looks = kit.section("")
        looks.append(
            self._heading, self._fill.element, self._edge.element, self._line_row, self._radius_row, self._size_row
        )
        self._element.append(
            kit.section(
                "", self._kind.element, self._note, kit.row(kit.button("Put in the middle", "add-shape")), ruled=False
            ),
            looks,
        )

    def draw(self, state: State) -> None:
        desk, self._state = state.desk, state
        shown = state.history is not None and not desk.export and desk.task == "shapes"
        dom.set_hidden(self._element, not shown)
        if shown:
            self._draw()

    def _redraw(self) -> None:
        if self._state is not None:
            self.draw(self._state)

    def _draw(self) -> None:
        shaping, layer = self._shaping, self._shaping.chosen
        shape = shaping.present
        across, down = (abs(layer.placement.scale_x), abs(layer.placement.scale_y)) if layer is not None else (1, 1)
        line = is_line(shape.kind)
        self._kind.show(shaping.kind)
        box = t("Shift draws it as wide as high, Alt draws from the middle.")
        ends = t("Shift holds it to steps of 15°, Alt draws from the middle.")
        dom.set_text(self._held, ends if is_line(shaping.kind) else box)
        name = words.SHAPES[shape.kind]
        dom.set_text(self._heading, name if layer is not None else t("Next {shape}", shape=words.inside(name)))
        dom.set_text(self._fill.label, t("Colour") if line else t("Fill"))
        self._fill.allow_none(not line)
        self._fill.show(shape.colour)
        self._edge.show(shape.line_colour if shape.line else "")
        dom.set_hidden(self._edge.element, line)
        dom.set_text(self._line_name, t("Line width") if line else t("Outline width"))
        self._line.show(shape.line * (down if line else 1))
        dom.set_hidden(self._radius_row, shape.kind != "rectangle")
        self._radius.show(shape.radius)
        dom.set_hidden(self._size_row, layer is None)
        self._w.show(shape.width * across)
        self._h.show(shape.height * down)
        dom.set_hidden(self._h.element, line)

    def _choose(self, kind: str) -> None:
        self._shaping.choose(cast("ShapeKind", kind))

    def _change(self, **changes: Any) -> None:
        self._shaping.change(next(iter(changes)), **changes)
