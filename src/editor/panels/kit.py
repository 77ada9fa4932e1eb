"""The pieces that panels are built of in Python: sections, rows, number and colour fields, segments, buttons. Adapter.

Panels that are seen only once a photo is open are built from these when they are first needed, so that the page that
everybody loads stays small. Every field has a label, says what is wrong with what was typed, and keeps what was right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from editor import dom
from editor.colours import parse_colour
from editor.numbers import parse_sum
from editor.panels import pipette
from editor.panels.gesture import Keyed
from texts import point, spoken, t

Element = Any


def panel(name: str, title: str, *head: Element) -> Element:
    """An empty panel of the region Properties, hidden, with its heading."""
    element = dom.make("div", class_="panel", id=f"panel-{name}", data_panel=name)
    element.hidden = True
    header = dom.make("header", class_="head")
    done = dom.make("button", "Done", class_="link sheet-done phone-only", type="button", data_command="done")
    header.append(dom.make("h2", title), *head, done)
    element.append(header)
    dom.by_id("properties").append(element)
    return element


def section(title: str, *children: Element, ruled: bool = True) -> Element:
    """A part of a panel under a hairline; without a title it has no heading."""
    body = dom.make("div", class_="body ruled" if ruled else "body")
    if title:
        body.setAttribute("role", "group")
        body.setAttribute("aria-label", title)
        body.append(dom.make("h3", title, class_="label"))
    body.append(*children)
    return body


def row(*children: Element, class_: str = "row") -> Element:
    """Children beside each other."""
    element = dom.make("div", class_=class_)
    element.append(*children)
    return element


def note(text: str = "") -> Element:
    return dom.make("p", text, class_="note")


def button(label: str, command: str = "", icon: str = "", pressed: Callable[[], None] | None = None) -> Element:
    """A button with its word. With `command` it runs a row of the command table, and is off when that cannot run."""
    element = dom.make("button", class_="btn grow", type="button")
    if command:
        element.dataset.command = command
    if icon:
        element.append(dom.icon(icon))
    element.append(dom.make("span", label))
    if pressed is not None:
        dom.on(element, "click", lambda event: pressed())
    return element


def tool(label: str, command: str = "", icon: str = "", pressed: Callable[[], None] | None = None) -> Element:
    """A small button with an icon; its word is its name and its tooltip."""
    element = dom.make("button", class_="tool small", type="button", aria_label=label)
    element.dataset.tip = label
    if command:
        element.dataset.command = command
    element.append(dom.icon(icon))
    if pressed is not None:
        dom.on(element, "click", lambda event: pressed())
    return element


class Number:
    """A number with a short label before it and a unit behind; arrows step, Shift steps by ten, sums are worked out.
    `changed` gets each new value, `settled` is called when the field is left."""

    def __init__(
        self,
        label: str,
        changed: Callable[[float], None],
        settled: Callable[[], None] = lambda: None,
        short: str = "",
        low: float = -1e6,
        high: float = 1e6,
        step: float = 1.0,
        digits: int = 0,
    ) -> None:
        self._changed, self._settled = changed, settled
        self._low, self._high, self._step, self._digits = low, high, step, digits
        self.field = dom.make(
            "input", type="text", class_="well number", inputmode="decimal", autocomplete="off", aria_label=label
        )
        self.element = dom.make("span", class_="unit")
        if short:
            self.element.append(dom.make("i", short, aria_hidden="true"))
        self.element.append(self.field)
        dom.on(self.field, "change", self._typed)
        dom.on(self.field, "keydown", self._key, passive=False)
        Keyed(self.field, settled)

    def show(self, value: float) -> None:
        dom.set_value(self.field, self._text(value))

    def disable(self, off: bool) -> None:
        dom.set_disabled(self.field, off)

    def _text(self, value: float) -> str:
        text = f"{value:.{self._digits}f}"
        return point(text.replace("-0", "0") if round(value, self._digits) == 0 else text)

    def _value(self) -> float | None:
        return parse_sum(str(self.field.value).replace("−", "-").replace("°", "").replace("%", ""))

    def _typed(self, event: Any) -> None:
        value = self._value()
        dom.set_attribute(self.field, "aria-invalid", str(value is None).lower())
        if value is not None:
            self._put(value)
            self._settled()

    def _put(self, value: float) -> None:
        held = min(max(value, self._low), self._high)
        self.field.value = self._text(held)
        self._changed(held)

    def _key(self, event: Any) -> None:
        step = {"ArrowUp": 1, "ArrowDown": -1}.get(str(event.key), 0) * (10 if event.shiftKey else 1)
        value = self._value()
        if step and value is not None:
            event.preventDefault()
            self._put(round(value + step * self._step, 6))


class Colour:
    """A colour as a patch that opens the browser's picker, as text, and from the picture. `changed` gets "#rrggbb".
    With `none`, a button's word, it can also be no colour: ""."""

    def __init__(
        self,
        label: str,
        changed: Callable[[str], None],
        settled: Callable[[], None] = lambda: None,
        none: str = "",
    ) -> None:
        self._changed, self._settled = changed, settled
        self._picker = dom.make("input", type="color")
        self._field = dom.make(
            "input",
            type="text",
            class_="well",
            maxlength="18",
            spellcheck="false",
            autocomplete="off",
            aria_label=label,
        )
        self._wrong = dom.make("p", class_="wrong")
        self._wrong.hidden = True
        pair = row(self._picker, self._field, class_="pair")
        pair.append(pipette.button(label, changed, settled, pair))
        self._none = tool(none, icon="ban", pressed=self._nothing) if none else None
        spoken(lambda: dom.set_attribute(self._picker, "aria-label", t("{label}, pick", label=t(label))))
        self._last = "#171717"
        if self._none is not None:
            self._none.setAttribute("aria-pressed", "false")
            pair.append(self._none)
        self.label = dom.make("span", label)
        line = row(self.label, pair, class_="field")
        self.element = dom.make("div")
        self.element.append(line, self._wrong)
        dom.on(self._picker, "input", lambda event: changed(str(self._picker.value)))
        dom.on(self._picker, "change", lambda event: settled())
        dom.on(self._field, "change", self._typed)

    def show(self, colour: str) -> None:
        self._last = colour or self._last
        dom.set_value(self._picker, self._last)
        dom.set_value(self._field, colour or t("None"))
        self._picker.dataset.none = str(not colour).lower()
        if self._none is not None:
            dom.set_attribute(self._none, "aria-pressed", str(not colour).lower())

    def allow_none(self, allowed: bool) -> None:
        if self._none is not None:
            dom.set_hidden(self._none, not allowed)

    def _nothing(self) -> None:
        """No colour, or the last one again."""
        pressed = self._none is not None and self._none.getAttribute("aria-pressed") == "true"
        self._changed(self._last if pressed else "")
        self._settled()

    def _typed(self, event: Any) -> None:
        typed = str(self._field.value)
        if self._none is not None and typed.strip().lower() in ("", "none", t("None").lower()):
            self._changed("")
            self._settled()
            return
        colour = parse_colour(typed)
        dom.set_attribute(self._field, "aria-invalid", str(colour is None).lower())
        wrong = "" if colour else t("Write a colour as #c0ffee, 255,128,0 or a name such as white.")
        dom.set_text(self._wrong, wrong)
        dom.set_hidden(self._wrong, colour is not None)
        if colour is not None:
            self._field.value = colour
            self._changed(colour)
            self._settled()


class Segment:
    """Two to six choices beside each other. `chosen` gets the value, also when it is the same again. `icons` stand
    for the words, which are names and tooltips then."""

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]],
        chosen: Callable[[str], None],
        icons: Mapping[str, str] | None = None,
    ) -> None:
        name = f"segment-{label.lower().replace(' ', '-')}"
        self.element = dom.make("div", class_="segment", role="radiogroup", aria_label=label)
        self._radios = {}
        for value, text in choices:
            radio = dom.make("input", type="radio", name=name, value=value)
            wrap, face = dom.make("label"), dom.make("span", "" if icons else text)
            if icons:
                radio.setAttribute("aria-label", text)
                wrap.dataset.tip = text
                face.append(dom.icon(icons[value]))
            wrap.append(radio, face)
            self.element.append(wrap)
            self._radios[value] = radio
            dom.on(radio, "click", lambda event: chosen(str(event.target.value)))

    def show(self, value: str) -> None:
        for key, radio in self._radios.items():
            if radio.checked != (key == value):
                radio.checked = key == value


class Select:
    """A list to choose one of. `chosen` gets the value."""

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], chosen: Callable[[str], None]) -> None:
        self.select = dom.make("select", aria_label=label)
        for value, text in choices:
            self.select.append(dom.make("option", text, value=value))
        holder = dom.make("span", class_="select")
        holder.append(self.select, dom.icon("chevrons-up-down"))
        self.element = dom.make("label", class_="field")
        self.element.append(dom.make("span", label), holder)
        dom.on(self.select, "change", lambda event: chosen(str(self.select.value)))

    def show(self, value: str) -> None:
        if self.select.value != value:
            self.select.value = value
