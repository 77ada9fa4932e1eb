"""The parts *Doubtful spots* and *Edge* of the panel Cut out. Adapter."""

from __future__ import annotations

import words
from editor import dom
from editor.doubt_state import Doubt, Spot
from editor.doubts import Doubting
from editor.mending import EDGE, Mending, edge_of, edged, shown
from editor.panels import kit
from editor.panels.slider import Slider
from editor.state import State
from texts import number, t


class MendPart:
    def __init__(self, mending: Mending, doubting: Doubting) -> None:
        self._edge, self._doubts = EdgePart(mending), DoubtPart(doubting)
        self._doubting = doubting

    def draw(self, state: State) -> None:
        self._edge.draw(state)
        self._doubts.draw(state)
        self._doubting.follow(state)


class EdgePart:
    """Where the edge lies, how soft it is, and whose colours it has."""

    def __init__(self, mending: Mending) -> None:
        self._sliders = {
            "shift": Slider("shift", "Position", EDGE["shift"], mending.move, mending.settle),
            "soft": Slider("soft", "Softness", EDGE["soft"], mending.move, mending.settle),
            "rim": Slider("rim", "Colour rim", EDGE["rim"], mending.move, mending.settle),
        }
        ends = (
            (dom.make("span", "tighter"), dom.make("span", "looser")),
            (dom.make("span", "crisper"), dom.make("span", "softer")),
            (dom.make("span", "as in the photo"), dom.make("span", "taken off")),
        )
        reset = dom.make("button", "Reset", class_="link", type="button", data_command="edge-reset")
        head = kit.row(dom.make("h3", "Edge", class_="label"), reset, class_="part-head")
        self._part = dom.make("div", class_="body ruled", id="edge", role="group", aria_label="Edge")
        self._part.append(head)
        for slider, pair in zip(self._sliders.values(), ends, strict=True):
            whole = dom.make("div")
            whole.append(slider.element, kit.row(*pair, class_="ends note"))
            self._part.append(whole)
        dom.by_id("refine").after(self._part)

    def draw(self, state: State) -> None:
        layer = edged(state)
        dom.set_hidden(self._part, layer is None)
        if layer is not None:
            for name, slider in self._sliders.items():
                slider.show(shown(name, edge_of(layer)))


class DoubtPart:
    """The doubtful spots, the worst first; the one that is looked at has its buttons."""

    def __init__(self, doubting: Doubting) -> None:
        self._doubting = doubting
        self._drawn: tuple[Doubt, str] | None = None
        self._count = dom.make("span", class_="note num", translate="no")
        title = kit.row(dom.make("h3", "Doubtful spots", class_="label"), self._count, class_="pair")
        self._show = kit.button("Show", "doubts", "scan-search")
        self._show.setAttribute("aria-pressed", "false")
        next_ = kit.button("Next", "doubts-next")
        next_.append(dom.make("kbd", "N", class_="desktop-only"))
        self._list = dom.make("ol", class_="spots", translate="no")
        self._part = dom.make("div", class_="body ruled", id="doubts", role="group", aria_label="Doubtful spots")
        self._part.append(title, kit.row(self._show, next_), self._list)
        dom.by_id("edge").before(self._part)

    def draw(self, state: State) -> None:
        document, doubt = state.document, state.desk.doubt
        dom.set_hidden(self._part, document is None or not document.shows_cutout)
        drawn = doubt, t("Looks right")
        if drawn == self._drawn:
            return
        self._drawn = drawn
        dom.set_text(self._count, str(len(doubt.spots)) if doubt.sought else "")
        dom.set_attribute(self._show, "aria-pressed", str(doubt.on).lower())
        dom.set_hidden(self._list, not doubt.on or not doubt.spots)
        had_focus = bool(self._list.querySelector(":focus"))
        self._list.replaceChildren(*(self._row(at, spot, doubt.at) for at, spot in enumerate(doubt.spots)))
        here = self._list.querySelector("[aria-current=true]")
        if here:
            if had_focus:
                here.focus()
            here.scrollIntoView(dom.options(block="nearest"))

    def _row(self, at: int, spot: Spot, chosen: int) -> kit.Element:
        row = dom.make("li")
        button = dom.make("button", class_="spot", type="button")
        button.append(
            dom.make("span", str(at + 1), class_="num"),
            dom.make("span", _named(spot)),
            dom.make("span", f"{number(spot.share * 100, 2)} %", class_="num note"),
        )
        button.setAttribute("aria-current", str(at == chosen).lower())
        dom.on(button, "click", lambda event: self._doubting.visit(at))
        row.append(button)
        if at == chosen:
            row.append(self._choices(spot))
        return row

    def _choices(self, spot: Spot) -> kit.Element:
        if spot.kind == "hole":
            return kit.row(
                kit.button(t("Keep it open"), pressed=self._doubting.right),
                kit.button(t("Fill it"), pressed=self._doubting.keep),
            )
        return kit.row(
            kit.button(t("Keep it"), pressed=self._doubting.keep),
            kit.button(t("Erase it"), pressed=self._doubting.erase),
            kit.button(t("Looks right"), pressed=self._doubting.right),
        )


def _named(spot: Spot) -> str:
    name = words.SPOTS[spot.kind]
    return name[:1].upper() + name[1:]
