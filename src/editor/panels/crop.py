"""The panel of the task Crop: ratio, size, straightening, quarter turns, mirrors, perspective. Adapter."""

from __future__ import annotations

from typing import Any

from editor import dom
from editor.crop import STEEPEST
from editor.frames import RATIOS
from editor.framing import Framing
from editor.panels import kit
from editor.panels.slider import Slider
from editor.state import State
from imaging.adjustments import Range
from texts import t

ORDER = ("Free", "Original", "1:1", "1.91:1", "4:5", "3:4", "2:3", "9:16", "5:4", "4:3", "3:2", "16:9")
"""As they are offered: the upright ones in a row, those that lie in another."""
ANGLES = Range(-STEEPEST, STEEPEST, 0.0, 0.1)


class CropPanel:
    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._open = False
        reset = dom.make("button", "Reset", class_="link", type="button", data_command="crop-reset")
        self._element = kit.panel("crop", "Crop", reset)
        self._frame = dom.make("div", class_="crop-frame")
        self._frame.append(self._ratio_section(), self._size_section(), self._straight_section(), self._turn_section())
        self._element.append(self._frame, self._marking_section(), self._foot())
        framing.watch(self._show)

    def draw(self, state: State) -> None:
        self._open = state.history is not None and not state.desk.export and state.desk.task == "crop"
        dom.set_hidden(self._element, not self._open)
        self._show()

    # sections

    def _ratio_section(self) -> Any:
        grid = dom.make("div", class_="ratios", role="radiogroup", aria_label="Ratio")
        self._ratios = {name: self._ratio(grid, name) for name in ORDER}
        return kit.section("Ratio", grid, ruled=False)

    def _ratio(self, grid: Any, name: str) -> Any:
        radio = dom.make("input", type="radio", name="crop-ratio", value=name)
        label, shape = dom.make("label", class_="ratio"), dom.make("i", aria_hidden="true")
        if name == "Original":
            self._original = shape
        _shape(shape, RATIOS[name])
        label.append(radio, shape, dom.make("span", name))
        grid.append(label)
        dom.on(radio, "change", lambda event: self._framing.ratio(name))
        return radio

    def _size_section(self) -> Any:
        framing = self._framing
        self._w = kit.Number("Width in pixels", lambda v: framing.size(width=v), short="W")
        self._h = kit.Number("Height in pixels", lambda v: framing.size(height=v), short="H")
        self._x = kit.Number("Left edge in pixels", lambda v: framing.put(x=v), short="X")
        self._y = kit.Number("Top edge in pixels", lambda v: framing.put(y=v), short="Y")
        return kit.section(
            "Size",
            kit.row(
                self._w.element,
                self._h.element,
                kit.tool("Swap width and height", "crop-swap", "arrow-left-right"),
                class_="row crop-size",
            ),
            kit.row(self._x.element, self._y.element, dom.make("span", class_="tool small"), class_="row crop-place"),
        )

    def _straight_section(self) -> Any:
        framing = self._framing
        self._angle = Slider(
            "straighten", "Straighten", ANGLES, lambda name, value: framing.straighten(value), framing.drop
        )
        self._loose = dom.make("input", type="checkbox", id="crop-loose")
        self._tick = dom.make("label", class_="tick")
        self._tick.append(self._loose, dom.make("span", "Allow empty corners"))
        dom.on(self._loose, "change", lambda event: framing.loosen(bool(self._loose.checked)))
        return kit.section("", self._angle.element, self._tick)

    def _turn_section(self) -> Any:
        return kit.section(
            "Whole picture",
            kit.row(
                kit.tool("Turn the picture left", "picture-left", "rotate-ccw"),
                kit.tool("Turn the picture right", "picture-right", "rotate-cw"),
                kit.tool("Mirror the picture sideways", "picture-flip-x", "flip-horizontal-2"),
                kit.tool("Mirror the picture upside down", "picture-flip-y", "flip-vertical-2"),
                kit.button("Perspective", "crop-perspective", "scan"),
                class_="row crop-turns",
            ),
        )

    def _marking_section(self) -> Any:
        keys = kit.note("With keys, 1 to 4 choose a corner and the arrows move it.")
        keys.classList.add("desktop-only")
        self._marking = kit.section(
            "Perspective",
            kit.note("Put the four corners on something that should be an upright rectangle: a page, a box, a window."),
            keys,
            ruled=False,
        )
        return self._marking

    def _foot(self) -> Any:
        self._apply = kit.button("Apply", pressed=self._applied)
        self._apply.classList.add("primary")
        self._apply.append(dom.make("kbd", "Enter", aria_hidden="true", class_="desktop-only"))
        foot = dom.make("div", class_="foot")
        foot.append(kit.row(kit.button("Cancel", pressed=self._cancelled), self._apply))
        return foot

    def _applied(self) -> None:
        self._framing.accept()

    def _cancelled(self) -> None:
        self._framing.cancel()

    # what it shows

    def _show(self) -> None:
        crop = self._framing.crop
        if not self._open or crop is None:
            return
        marking = self._framing.quad is not None
        dom.set_hidden(self._frame, marking)
        dom.set_hidden(self._marking, not marking)
        dom.set_text(self._apply.querySelector("span"), t("Apply perspective") if marking else t("Apply"))
        for name, radio in self._ratios.items():
            if radio.checked != (name == crop.ratio):
                radio.checked = name == crop.ratio
        _shape(self._original, crop.size[0] / crop.size[1])
        frame = crop.frame
        self._w.show(frame.width)
        self._h.show(frame.height)
        self._x.show(frame.x - frame.width / 2)
        self._y.show(frame.y - frame.height / 2)
        self._angle.show(crop.straighten)
        dom.set_hidden(self._tick, not crop.bounded)
        self._loose.checked = crop.loose


def _shape(element: Any, ratio: float | None) -> None:
    """Draw a ratio."""
    element.className = "" if ratio else "any"
    if ratio:
        wide, high = (18.0, max(18 / ratio, 5.0)) if ratio >= 1 else (max(18 * ratio, 5.0), 18.0)
        element.style.width, element.style.height = f"{wide:.1f}px", f"{high:.1f}px"
