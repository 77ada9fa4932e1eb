"""The parts *Pick subject*, *Doubtful spots* and *Edge* of the panel Cut out. Adapter."""

from __future__ import annotations

from collections.abc import Callable

import words
from editor import dom
from editor.doubt_state import Doubt, Spot
from editor.doubts import Doubting
from editor.mending import EDGE, Mending, edge_of, edged, shown
from editor.panels import kit
from editor.panels.slider import Slider
from editor.picking import picking
from editor.state import State
from texts import number, t


class MendPart:
    def __init__(self, mending: Mending, doubting: Doubting) -> None:
        self._pick = PickPart()
        self._edge, self._doubts = EdgePart(mending, self._away), DoubtPart(doubting)
        self._doubting = doubting
        self._edging = False
        """On a phone: the part Edge stands in the place of the task's own."""
        tools = kit.row(class_="phone-tools phone-only")
        tools.append(
            _quiet(kit.button("Pick subject", "pick")),
            _quiet(kit.button("Doubtful spots", "doubts")),
            _quiet(kit.button("Edge", pressed=lambda: self._away(False))),
        )
        dom.by_id("panel-cutout").querySelector(".phone-tools").after(tools)

    def _away(self, away: bool = True) -> None:
        self._edging = not away
        self._place("")

    def _place(self, other: str) -> None:
        dom.root.dataset.mend = other or ("edge" if self._edging else "off")

    def draw(self, state: State) -> None:
        if state.desk.task != "cutout" or state.desk.export or not state.document:
            self._edging = False
        self._place("pick" if picking(state) else "doubts" if state.desk.doubt.on else "")
        self._pick.draw(state)
        self._edge.draw(state)
        self._doubts.draw(state)
        self._doubting.follow(state)


class PickPart:
    """The buttons that let the canvas wait for a box, and what becomes of what is found in it."""

    def __init__(self) -> None:
        self._buttons = {
            "instead": kit.button("Pick subject", "pick", "scan"),
            "add": kit.button("Add", "pick-add"),
            "take": kit.button("Take away", "pick-take"),
        }
        for button in self._buttons.values():
            button.setAttribute("aria-pressed", "false")
        self._note = kit.note()
        self._part = dom.make("div", class_="body", id="pick", role="group", aria_label="Pick subject")
        self._part.append(kit.row(*self._buttons.values()), self._note, _done(kit.button("Done", "escape")))
        dom.by_id("refine").before(self._part)

    def draw(self, state: State) -> None:
        on = picking(state)
        for how, button in self._buttons.items():
            dom.set_attribute(button, "aria-pressed", str(on and state.desk.pick == how).lower())
        dom.set_hidden(self._note, not on)
        if on:
            dom.set_text(self._note, words.said(f"pick-{state.desk.pick}"))


class EdgePart:
    """Where the edge lies, how soft it is, and whose colours it has."""

    def __init__(self, mending: Mending, away: Callable[[], None]) -> None:
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
        self._part.append(_done(kit.button("Done", pressed=away)))
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
        self._part.append(title, kit.row(self._show, next_), self._list, _done(kit.button("Done", "doubts")))
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


def _quiet(button: kit.Element) -> kit.Element:
    button.classList.add("quiet")
    return button


def _done(button: kit.Element) -> kit.Element:
    """On a phone: back to the task."""
    button.classList.add("phone-only", "primary")
    return button


def _named(spot: Spot) -> str:
    name = words.SPOTS[spot.kind]
    return name[:1].upper() + name[1:]
