"""The part *Edge* of the panel Cut out: where the edge lies, how soft it is, and whose colours it has. Adapter."""

from __future__ import annotations

from editor import dom
from editor.mending import EDGE, Mending, edge_of, edged, shown
from editor.panels import kit
from editor.panels.slider import Slider
from editor.state import State


class MendPart:
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
        head = kit.row(dom.make("h3", "Edge", class_="label"), _reset(), class_="part-head")
        rows = (_with_ends(slider, *pair) for slider, pair in zip(self._sliders.values(), ends, strict=True))
        self._part = dom.make("div", class_="body ruled", id="edge", role="group", aria_label="Edge")
        self._part.append(head, *rows)
        dom.by_id("refine").after(self._part)

    def draw(self, state: State) -> None:
        layer = edged(state)
        dom.set_hidden(self._part, layer is None)
        if layer is not None:
            for name, slider in self._sliders.items():
                slider.show(shown(name, edge_of(layer)))


def _with_ends(slider: Slider, low: kit.Element, high: kit.Element) -> kit.Element:
    """A slider over the words for its two ends."""
    element = dom.make("div")
    element.append(slider.element, kit.row(low, high, class_="ends note"))
    return element


def _reset() -> kit.Element:
    reset = dom.make("button", "Reset", class_="link", type="button")
    reset.dataset.command = "edge-reset"
    return reset
