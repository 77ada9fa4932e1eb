"""The panel of the task Retouch: heal or clone, and the brush. Adapter."""

from __future__ import annotations

from editor import dom
from editor.brushes import Paint
from editor.brushing import Brushing, retouching
from editor.panels import kit
from editor.panels.brush_fields import BrushFields
from editor.state import State
from editor.store import Store

HEAL = "Paint over a blemish. What is around it fills it, with its own texture and light."
CLONE = "Paint to copy what lies under the cross. Set source, or Alt and a click, moves it."
NO_SOURCE = "First press Set source, then the place to copy from. Alt and a click does the same."


class RetouchPanel:
    def __init__(self, store: Store, brushing: Brushing) -> None:
        self._store = store
        self._kind = kit.Segment("Retouch with", (("heal", "Heal"), ("clone", "Clone")), lambda v: brushing.touch(v))  # type: ignore[arg-type]
        self._fields = BrushFields(brushing.put, Paint().touch_brush)
        self._words = dom.make("p", class_="text2")
        self._source = kit.button("Set source", "clone-source", "crosshair")
        self._pair = kit.row(self._source)
        self._element = kit.panel("retouch", "Retouch")
        hint = kit.row(
            dom.make("kbd", "["), dom.make("kbd", "]"), dom.make("span", "size"), dom.make("kbd", "X"),
            dom.make("span", "swap"), dom.make("kbd", "Shift"), dom.make("span", "line"),
            class_="hint note desktop-only",
        )  # fmt: skip
        self._element.append(
            kit.section("", self._kind.element, self._words, self._pair, ruled=False),
            kit.section("Brush", *self._fields.elements, hint),
            kit.section("", kit.row(kit.button("Reset retouching", "reset-touches", "rotate-ccw"))),
        )

    def draw(self, state: State) -> None:
        document = state.document
        shown = retouching(state)
        dom.set_hidden(self._element, not shown)
        if not shown or document is None:
            return
        paint = state.desk.paint
        self._kind.show(paint.touch)
        self._fields.show(paint.touch_brush, document.width, document.height)
        dom.set_hidden(self._pair, paint.touch != "clone")
        dom.set_text(self._words, HEAL if paint.touch == "heal" else CLONE if paint.source else NO_SOURCE)
        dom.set_attribute(self._source, "aria-pressed", str(paint.sourcing).lower())
