"""The panel of the task Arrange: place and size in numbers, alignment, order, shadows, what can be added. Adapter."""

from __future__ import annotations

from dataclasses import replace

import words
from editor import dom, handles
from editor.layer_names import named
from editor.layering import Layering
from editor.panels import kit
from editor.state import State
from editor.store import Store
from imaging.layers import Layer, Placement, Shadow
from texts import t

ALIGN = {
    "left": "align-start-vertical",
    "centre": "align-center-vertical",
    "right": "align-end-vertical",
    "top": "align-start-horizontal",
    "middle": "align-center-horizontal",
    "bottom": "align-end-horizontal",
}


class ArrangePanel:
    def __init__(self, store: Store, layering: Layering) -> None:
        self._store = store
        self._layering = layering
        settle = layering.settle
        self._x = kit.Number("X", lambda v: self._move(x=v), settle, "X")
        self._y = kit.Number("Y", lambda v: self._move(y=v), settle, "Y")
        self._w = kit.Number("Width", lambda v: self._size(v, 0), settle, "W", 1, 60_000)
        self._h = kit.Number("Height", lambda v: self._size(0, v), settle, "H", 1, 60_000)
        self._link = kit.tool("Keep ratio", icon="link-2", pressed=self._unlink)
        self._link.setAttribute("aria-pressed", "true")
        self._turn = kit.Number("Rotation", self._rotate, settle, "°", -360, 360, 1, 1)
        self._of = dom.make("p", class_="text2", translate="no")
        self._none = kit.note("Click a layer on the picture or in the list, then drag it.")
        self._place = kit.section(
            "Place",
            kit.row(self._x.element, self._y.element),
            kit.row(self._w.element, self._link, self._h.element),
            kit.row(
                self._turn.element,
                kit.tool("Turn left", "turn-left", "rotate-ccw"),
                kit.tool("Turn right", "turn-right", "rotate-cw"),
                kit.tool("Flip sideways", "flip-x", "flip-horizontal-2"),
                kit.tool("Flip upside down", "flip-y", "flip-vertical-2"),
            ),
            kit.row(kit.button("Fit", "fit-layer"), kit.button("Cover", "cover-layer")),
        )
        element = kit.panel("arrange", "Arrange")
        element.append(
            kit.section("", self._of, self._none, ruled=False),
            self._place,
            kit.section(
                "Align",
                kit.row(
                    *(kit.tool(words.EDGES[edge], f"align-{edge}", icon) for edge, icon in ALIGN.items()),
                    class_="aligns",
                ),
                kit.row(
                    kit.button("Spread across", "distribute-x"),
                    kit.button("Spread down", "distribute-y"),
                ),
            ),
            kit.section(
                "Order",
                kit.row(kit.button("To front", "order-front"), kit.button("To back", "order-back")),
                kit.row(kit.button("Duplicate", "duplicate", "copy"), kit.button("Delete", "remove-layer", "trash-2")),
            ),
            kit.section(
                "Shadow",
                kit.row(
                    kit.button("Drop", "shadow-drop"),
                    kit.button("Contact", "shadow-contact"),
                    kit.button("Mirror", "shadow-reflection"),
                ),
                *self._shadow_fields(),
            ),
            kit.section(
                "Add",
                kit.row(kit.button("Picture", "add-picture", "image-plus"), kit.button("Text", "add-text", "type")),
            ),
        )
        self._element = element

    def _shadow_fields(self) -> list[kit.Element]:
        self._soft = kit.Number(
            "Softness in per cent", lambda v: self._cast(softness=v / 100), self._layering.settle, "", 0, 50
        )
        self._far = kit.Number(
            "Distance in per cent", lambda v: self._cast(distance=v / 100), self._layering.settle, "", 0, 100
        )
        self._light = kit.Number(
            "Angle of the light", lambda v: self._cast(angle=v), self._layering.settle, "°", -180, 180
        )
        self._ink = kit.Colour("Shadow colour", lambda v: self._cast(colour=v), self._layering.settle)
        self._shadow_box = dom.make("div", class_="stack")
        self._shadow_box.append(
            kit.row(dom.make("span", "Softness"), self._soft.element, class_="field"),
            kit.row(dom.make("span", "Distance"), self._far.element, class_="field"),
            kit.row(dom.make("span", "Light from"), self._light.element, class_="field"),
            self._ink.element,
        )
        return [self._shadow_box]

    def draw(self, state: State) -> None:
        desk = state.desk
        shown = state.history is not None and not desk.export and desk.task == "arrange"
        dom.set_hidden(self._element, not shown)
        target = state.target
        if not shown or target is None:
            return
        chosen = state.selected
        several = t("{count} layers", count=len(chosen))
        dom.set_text(self._of, several if len(chosen) > 1 else named(target, state.document))
        dom.set_hidden(self._none, bool(chosen))
        dom.set_hidden(self._place, len(chosen) > 1 or target.box is None)
        self._numbers(target)
        shadow = self._shadow(target)
        dom.set_hidden(self._shadow_box, shadow is None)
        if shadow is not None and isinstance(shadow.content, Shadow):
            content = shadow.content
            self._soft.show(content.softness * 100)
            self._far.show(content.distance * 100)
            self._light.show(content.angle)
            self._ink.show(content.colour)

    def _numbers(self, target: Layer) -> None:
        if target.box is None:
            return
        left, top, right, bottom = handles.frame(target)
        place = target.placement
        for field, value in ((self._x, place.x + left), (self._y, place.y + top)):
            field.show(value)
        self._w.show(right - left)
        self._h.show(bottom - top)
        self._turn.show(place.rotation)
        for field in (self._x, self._y, self._w, self._h, self._turn):
            field.disable(target.locked)
        dom.set_disabled(self._link, target.locked)

    def _shadow(self, target: Layer) -> Layer | None:
        if isinstance(target.content, Shadow):
            return target
        layers = self._store.document.layers
        return next((x for x in layers if isinstance(x.content, Shadow) and x.content.of == target.id), None)

    # changes

    def _move(self, x: float | None = None, y: float | None = None) -> None:
        target = self._store.target
        left, top, _, _ = handles.frame(target)
        place = target.placement
        new = replace(place, x=place.x if x is None else x - left, y=place.y if y is None else y - top)
        self._layering.put(new, "place")

    def _size(self, width: float, height: float) -> None:
        """One side as given; the other keeps its ratio to it, or its length."""
        self._layering.put(handles.sized(self._store.target, width, height, self._keeps), "size")

    @property
    def _keeps(self) -> bool:
        return str(self._link.getAttribute("aria-pressed")) == "true"

    def _unlink(self) -> None:
        keeps = not self._keeps
        dom.set_attribute(self._link, "aria-pressed", str(keeps).lower())
        dom.set_icon(self._link, "link-2" if keeps else "unlink-2")

    def _rotate(self, degrees: float) -> None:
        place: Placement = self._store.target.placement
        self._layering.put(replace(place, rotation=degrees), "rotation")

    def _cast(self, **changes: float | str) -> None:
        shadow = self._shadow(self._store.target)
        if shadow is not None and isinstance(shadow.content, Shadow):
            content = replace(shadow.content, **changes)  # type: ignore[arg-type]
            self._layering.change(replace(shadow, content=content), "shadow", next(iter(changes)))
