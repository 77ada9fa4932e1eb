"""The part *Refine edge* of the panel Cut out: the brushes that keep, erase and find hair. Adapter."""

from __future__ import annotations

from editor import dom
from editor.brush_state import can_edge, edging, is_cutout
from editor.brushes import Paint
from editor.brushing import Brushing
from editor.document import CUTOUT
from editor.layer_names import named
from editor.panels import kit
from editor.panels.brush_fields import BrushFields
from editor.state import State
from editor.store import Store
from texts import t


class RefinePart:
    def __init__(self, store: Store, brushing: Brushing) -> None:
        self._store = store
        self._mode = kit.Segment(
            "Brush",
            (("", "Move"), ("keep", "Keep"), ("erase", "Erase"), ("hair", "Hair")),
            lambda v: brushing.choose(v),  # type: ignore[arg-type]
        )
        self._fields = BrushFields(brushing.put, Paint().edge_brush)
        self._of = dom.make("p", class_="text2", translate="no")
        self._ghost = dom.make("input", type="checkbox")
        self._faint = dom.make("label", class_="tick")
        self._faint.append(self._ghost, dom.make("span", "Show the photo faintly"))
        dom.on(self._ghost, "change", lambda event: brushing.ghost(bool(self._ghost.checked)))
        self._snap = dom.make("input", type="checkbox", role="switch")
        self._edges = dom.make("label", class_="switch")
        self._edges.append(self._snap, dom.make("span", "Stop at edges"))
        dom.on(self._snap, "change", lambda event: brushing.snap(bool(self._snap.checked)))
        self._pressure = dom.make("input", type="checkbox", role="switch")
        self._pen = dom.make("label", class_="switch")
        self._pen.append(self._pressure, dom.make("span", "Pen pressure sets the size"))
        dom.on(self._pressure, "change", lambda event: brushing.pressure(bool(self._pressure.checked)))
        self._about = kit.note("Paint over hair or fur and a little beyond: what is see-through there is found again.")
        self._dials = dom.make("div", class_="stack dials")
        hint = kit.row(
            *_caps("[", "]"), dom.make("span", "size"), *_caps("X"), dom.make("span", "swap"),
            *_caps("Alt"), dom.make("span", "the other one"), *_caps("Shift"), dom.make("span", "line"),
            class_="hint note desktop-only",
        )  # fmt: skip
        self._dials.append(self._about, *self._fields.elements, self._pen, self._edges, self._faint, hint)
        done = kit.button("Done", "brush-off")
        done.classList.add("phone-only", "primary")
        self._part = kit.section(
            "Refine edge",
            self._of,
            self._mode.element,
            self._dials,
            kit.row(kit.button("Reset strokes", "reset-strokes", "rotate-ccw"), done),
        )
        self._part.id = "refine"
        dom.by_id("panel-cutout").querySelector(".body.cut").after(self._part)
        phone = kit.button("Refine edge", "brush-keep", "brush")
        phone.classList.add("quiet")
        dom.by_id("panel-cutout").querySelector(".phone-tools").append(phone)

    def draw(self, state: State) -> None:
        document, target = state.document, state.target
        on = edging(state)
        dom.root.dataset.brush = "on" if on else "off"
        shown = can_edge(state)
        dom.set_hidden(self._part, not shown)
        if not shown or document is None or target is None:
            return
        dom.set_text(self._of, t("In the mask of {layer}.", layer=named(target, document)))
        dom.set_hidden(self._of, target.id == CUTOUT)
        paint = state.desk.paint
        self._mode.show(paint.edge if on else "")
        dom.set_hidden(self._dials, not on)
        self._fields.show(paint.edge_brush, document.width, document.height)
        self._ghost.checked = paint.ghost
        dom.set_hidden(self._faint, paint.edge not in ("keep", "hair") or target.id != CUTOUT)
        self._snap.checked = paint.snap
        self._pressure.checked = paint.pressure
        dom.set_hidden(self._pen, not paint.pen or paint.edge == "hair")
        dom.set_hidden(self._edges, paint.edge == "hair" or not is_cutout(target))
        dom.set_hidden(self._about, paint.edge != "hair")


def _caps(*keys: str) -> list[kit.Element]:
    return [dom.make("kbd", key) for key in keys]
