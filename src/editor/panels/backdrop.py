"""The panel of the task Backdrop: none, white, any colour, the photo's own background blurred. Adapter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from editor import dom
from editor.colours import SWATCHES, parse_colour, rgb_text
from editor.document import Backdrop
from editor.edits import WHITE, Edits
from editor.panels import kit, pipette
from editor.panels.gesture import Gesture
from editor.state import State
from editor.store import Store
from texts import Texts, spoken, t

WORDS = Texts(
    {
        "transparent": "The cut-out stays see-through. PNG and WebP keep that, JPEG gets white.",
        "white": "Pure white, RGB 255,255,255, as marketplaces ask for main images.",
        "colour": "",
        "gradient": "",
        "blur": "",
        "picture": "",
    }
)
WAYS = (("linear", "Straight"), ("radial", "From the middle"))


class BackdropPanel:
    def __init__(self, store: Store, edits: Edits) -> None:
        self._store = store
        self._edits = edits
        self._kind = ""  # the chosen tab; "colour" also while the colour is white
        self._picker = dom.by_id("picker")
        self._field = dom.by_id("colour")
        self._blur = dom.by_id("blur")
        self._swatches = [self._swatch(colour, name) for colour, name in SWATCHES]
        dom.by_id("swatches").replaceChildren(*self._swatches)
        self._build_gradient()
        for radio in dom.every("input[name=kind]"):
            dom.on(radio, "change", self._choose)
        pair = self._picker.parentElement
        pair.append(pipette.button("Any colour", self._colour, self._edits.settle, pair))
        dom.on(self._picker, "input", lambda event: self._colour(str(event.target.value), "picker"))
        dom.on(self._picker, "change", lambda event: self._edits.settle())
        dom.on(self._field, "change", self._typed)
        dom.on(self._blur, "input", lambda event: self._strength(float(event.target.value) / 100))
        Gesture(self._blur, self._edits.settle)
        dom.on(self._blur, "dblclick", lambda event: self._strength(Backdrop().blur))

    def draw(self, state: State) -> None:
        document, desk = state.document, state.desk
        shown = document is not None and not desk.export and desk.task == "backdrop"
        dom.set_hidden(dom.by_id("panel-backdrop"), not shown)
        if document is None:
            self._kind = ""
            return
        backdrop = document.backdrop
        self._kind = self._shown_kind(backdrop)
        for radio in dom.every("input[name=kind]"):
            radio.checked = radio.value == self._kind
        words = dom.by_id("backdrop-words")
        dom.set_text(words, WORDS[self._kind])
        dom.set_hidden(words, not WORDS[self._kind])
        dom.set_hidden(dom.by_id("colour-part"), self._kind != "colour")
        dom.set_hidden(dom.by_id("blur-part"), self._kind != "blur")
        dom.set_hidden(dom.by_id("gradient-part"), self._kind != "gradient")
        dom.set_hidden(dom.by_id("backdrop-need"), document.cutout is not None or state.working("cutout"))
        self._draw_colour(backdrop)
        self._draw_blur(backdrop)
        self._draw_gradient(backdrop)

    def _shown_kind(self, backdrop: Backdrop) -> str:
        if backdrop.kind in ("linear", "radial"):
            return "gradient"
        if backdrop.kind != "colour":
            return backdrop.kind
        return "white" if backdrop.colour == WHITE.colour and self._kind != "colour" else "colour"

    def _build_gradient(self) -> None:
        settle = self._edits.settle
        self._way = kit.Segment("Kind of gradient", WAYS, lambda kind: self._gradient("", kind=kind))
        self._first = kit.Colour("From", lambda colour: self._gradient("from", colour=colour), settle)
        self._second = kit.Colour("To", lambda colour: self._gradient("to", second=colour), settle)
        self._angle = kit.Number(
            "Angle", lambda angle: self._gradient("angle", angle=angle), settle, "°", -360, 360, 15
        )  # fmt: skip
        turn = kit.row(dom.make("span", "Angle"), self._angle.element, class_="field")
        dom.by_id("gradient-part").append(self._way.element, self._first.element, self._second.element, turn)

    def _draw_gradient(self, backdrop: Backdrop) -> None:
        self._way.show(backdrop.kind)
        self._first.show(backdrop.colour)
        self._second.show(backdrop.second)
        self._angle.show(backdrop.angle)
        self._angle.disable(backdrop.kind == "radial")

    def _gradient(self, mark: str, **changes: Any) -> None:
        present = self._present()
        kind = present.kind if present.kind in ("linear", "radial") else "linear"
        self._edits.backdrop(replace(present, **{"kind": kind, **changes}), f"gradient-{mark}" if mark else "")

    def _draw_colour(self, backdrop: Backdrop) -> None:
        colour = backdrop.colour
        dom.set_value(self._picker, colour)
        dom.set_value(self._field, colour)
        dom.set_text(dom.by_id("colour-rgb"), f"RGB {rgb_text(colour)}")
        for button in self._swatches:
            dom.set_attribute(button, "aria-pressed", str(button.dataset.colour == colour).lower())

    def _draw_blur(self, backdrop: Backdrop) -> None:
        percent = round(backdrop.blur * 100)
        dom.set_value(self._blur, str(percent))
        self._blur.style.setProperty("--at", f"{percent}%")
        dom.set_text(dom.by_id("blur-value"), f"{percent} %")

    def _swatch(self, colour: str, name: str) -> Any:
        button = dom.make("button", type="button", class_="swatch", aria_pressed="false")
        button.dataset.colour = colour
        spoken(lambda: _name(button, name))
        button.style.setProperty("--colour", colour)
        dom.on(button, "click", lambda event: self._colour(colour))
        return button

    def _present(self) -> Backdrop:
        return self._store.document.backdrop

    def _choose(self, event: Any) -> None:
        self._kind = str(event.target.value)
        present = self._present()
        made = {
            "transparent": replace(present, kind="transparent"),
            "white": replace(present, kind="colour", colour="#ffffff"),
            "colour": replace(present, kind="colour"),
            "gradient": replace(present, kind="linear"),
            "blur": replace(present, kind="blur"),
        }[self._kind]
        self._edits.backdrop(made)
        self.draw(self._store.state)

    def _colour(self, colour: str, mark: str = "") -> None:
        self._kind = "colour"
        self._wrong("")
        self._edits.backdrop(replace(self._present(), kind="colour", colour=colour), mark)

    def _typed(self, event: Any) -> None:
        colour = parse_colour(str(self._field.value))
        if colour is None:
            self._wrong(t("Write a colour as #c0ffee, 255,128,0 or a name such as white."))
            return
        self._field.value = colour
        self._colour(colour)

    def _wrong(self, sentence: str) -> None:
        dom.set_attribute(self._field, "aria-invalid", str(bool(sentence)).lower())
        dom.set_text(dom.by_id("colour-wrong"), sentence)
        dom.set_hidden(dom.by_id("colour-wrong"), not sentence)

    def _strength(self, blur: float) -> None:
        self._edits.backdrop(replace(self._present(), kind="blur", blur=blur), "blur")


def _name(swatch: Any, name: str) -> None:
    """What a swatch is called, in the language that is spoken."""
    swatch.dataset.tip = t(name)
    dom.set_attribute(swatch, "aria-label", f"{t(name)}, {swatch.dataset.colour}")
