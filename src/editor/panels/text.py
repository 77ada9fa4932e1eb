"""The panel of the task Text: the words, their typeface and how they stand. Adapter."""

from __future__ import annotations

from typing import Any

import words
from editor import dom
from editor.panels import kit
from editor.panels.slider import Slider
from editor.state import State
from editor.store import Store
from editor.texting import Texting, first
from imaging.adjustments import Range
from imaging.fonts import FAMILIES, family, missing, stack
from imaging.layers import Layer, Text
from texts import Texts

WEIGHTS = Texts(
    {
        "300": "Light§weight",
        "400": "Regular",
        "600": "Semibold",
        "700": "Bold",
        "800": "Extra bold",
        "900": "Black§weight",
    }
)
ALIGN = (("left", "Left"), ("centre", "Centre"), ("right", "Right"))
ALIGN_ICONS = {"left": "text-align-start", "centre": "text-align-center", "right": "text-align-end"}
MANY, PAUSE_MS = 600, 120
"""From this many letters on, the picture follows when the hand rests, and after how long."""
NAMED = 12
"""How many lacking characters are named."""


class TextPanel:
    def __init__(self, store: Store, texting: Texting) -> None:
        self._store, self._texting = store, texting
        self._of, self._said, self._timer = "", "", 0
        texting.focus = self._focus
        element = kit.panel("text", "Text")
        self._element = element
        self._note = kit.note(
            "Press on the picture to set a text, or drag to give it a width. Press on a text to change it."
        )
        add = kit.button("Add text", "add-text", "type")
        add.classList.add("first")
        self._none = kit.section("", self._note, kit.row(add), ruled=False)
        self._parts = [self._words(), self._letters(), self._lines(), self._around()]
        element.append(self._none, *self._parts)

    # the fields

    def _words(self) -> kit.Element:
        self._field = dom.make(
            "textarea",
            class_="well words first",
            id="text-words",
            rows="3",
            dir="auto",
            spellcheck="false",
            maxlength="20000",
            aria_describedby="text-lacks",
        )
        self._lacks = kit.note()
        self._lacks.id = "text-lacks"
        label = dom.make("label", "Text", class_="label", for_="text-words")
        dom.on(self._field, "input", lambda event: self._typed())
        dom.on(self._field, "blur", lambda event: self._left())
        dom.on(self._field, "keydown", self._key, passive=False)
        return kit.section("", label, self._field, self._lacks, ruled=False)

    def _letters(self) -> kit.Element:
        settle = self._texting.settle
        self._font = kit.Select("Font", [(name, name) for name in FAMILIES], lambda v: self._now(font=v))
        for option in self._font.select.options:
            option.translate = False
            option.style.fontFamily = ", ".join(f'"{name}"' for name in stack(str(option.value)))
        self._size = kit.Number("Text size", self._sized, settle, "", 4, 4000)
        self._weight = kit.Select("Weight", [], lambda v: self._now(weight=int(v)))
        self._italic = kit.tool("Italic", icon="italic", pressed=self._slant)
        self._colour = kit.Colour("Colour", lambda v: self._change(colour=v), settle)
        size = kit.row(self._size.element, dom.make("span", "px", class_="note"), self._italic)
        return kit.section(
            "Letters",
            self._font.element,
            self._weight.element,
            kit.row(dom.make("span", "Size"), size, class_="field"),
            self._colour.element,
        )

    def _lines(self) -> kit.Element:
        settle = self._texting.settle
        self._align = kit.Segment("Alignment", ALIGN, lambda v: self._now(align=v), ALIGN_ICONS)
        self._height = kit.Number("Line height", lambda v: self._change(line_height=v), settle, "", 0.5, 4, 0.05, 2)
        self._wrap = kit.Number("Wrap at a width of, in pixels", self._wrapped, settle, "", 0, 60_000, 10)
        return kit.section(
            "Lines",
            kit.row(dom.make("span", "Align"), self._align.element, class_="field"),
            kit.row(dom.make("span", "Line height"), self._height.element, class_="field"),
            kit.row(dom.make("span", "Wrap width"), self._wrap.element, class_="field"),
            kit.note("At 0 only Enter begins a new line."),
        )

    def _around(self) -> kit.Element:
        settle = self._texting.settle
        self._outline = kit.Number("Width of the outline", self._outlined, settle, "", 0, 400)
        self._edge = kit.Colour("Outline", lambda v: self._change(outline_colour=v), settle)
        self._shadow = Slider(
            "text-shadow", "Shadow", Range(0, 100, 0, 1), lambda name, v: self._change(shadow=v / 100), settle
        )
        return kit.section(
            "Outline and shadow",
            kit.row(dom.make("span", "Width"), self._outline.element, class_="field"),
            self._edge.element,
            self._shadow.element,
        )

    # what is shown

    def draw(self, state: State) -> None:
        desk = state.desk
        shown = state.history is not None and not desk.export and desk.task == "text"
        dom.set_hidden(self._element, not shown)
        layer = self._texting.chosen if shown else None
        dom.set_hidden(self._none, layer is not None)
        for part in self._parts:
            dom.set_hidden(part, layer is None)
        if layer is None:
            self._of = ""
            return
        text = self._texting.text_of(layer)
        self._draw_words(layer, text)
        self._draw_letters(layer, text)
        self._align.show(text.align)
        self._height.show(text.line_height)
        self._wrap.show(text.wrap * abs(layer.placement.scale_x))
        self._outline.show(text.outline * abs(layer.placement.scale_y))
        self._edge.show(text.outline_colour)
        self._shadow.show(round(text.shadow * 100))

    def _draw_words(self, layer: Layer, text: Text) -> None:
        if self._of != layer.id:
            self._of, self._field.value = layer.id, text.text
        elif not self._timer:
            dom.set_value(self._field, text.text)
        lacking = missing(text.text, text.font)
        characters = " ".join(lacking[:NAMED]) + (" …" if len(lacking) > NAMED else "")
        sentence = words.said("font-lacks", family=text.font, characters=characters) if lacking else ""
        dom.set_text(self._lacks, sentence)
        dom.set_hidden(self._lacks, not sentence)
        if sentence != self._said:
            solved = not sentence and self._store.state.said == self._said
            self._said = sentence
            if sentence or solved:
                self._store.say(sentence or words.said("font-has", family=text.font), "still")

    def _draw_letters(self, layer: Layer, text: Text) -> None:
        self._font.show(text.font)
        show_weight(self._weight, text)
        self._size.show(text.size * abs(layer.placement.scale_y))
        self._colour.show(text.colour)
        dom.set_attribute(self._italic, "aria-pressed", str(text.italic).lower())

    # changes

    def _focus(self) -> None:
        self._field.focus(dom.options(preventScroll=True))
        if str(self._field.value) == first():
            self._field.select()

    def _typed(self) -> None:
        dom.clear_later(self._timer)
        self._timer = 0
        if len(str(self._field.value)) < MANY:
            self._change_words()
        else:
            self._timer = dom.later(self._change_words, PAUSE_MS)

    def _change_words(self) -> None:
        self._timer = 0
        self._texting.change("words", text=str(self._field.value).replace("\r\n", "\n"))

    def _left(self) -> None:
        if self._timer:
            dom.clear_later(self._timer)
            self._change_words()
        self._texting.leave()

    def _key(self, event: Any) -> None:
        if event.key == "Escape" and not event.isComposing:
            event.preventDefault()
            dom.by_id("canvas").focus()

    def _change(self, **changes: Any) -> None:
        self._texting.change(next(iter(changes)), **changes)

    def _now(self, **changes: Any) -> None:
        """A choice that is a step of its own."""
        self._change(**changes)
        self._texting.settle()

    def _slant(self) -> None:
        self._now(italic=self._italic.getAttribute("aria-pressed") != "true")

    def _scale(self) -> float:
        layer = self._texting.chosen
        return abs(layer.placement.scale_y) if layer is not None else 1.0

    def _sized(self, size: float) -> None:
        self._change(size=size / self._scale())

    def _outlined(self, width: float) -> None:
        self._change(outline=width / self._scale())

    def _wrapped(self, width: float) -> None:
        layer = self._texting.chosen
        if layer is not None:
            self._change(wrap=width / abs(layer.placement.scale_x))


def show_weight(field: kit.Select, text: Text) -> None:
    """Offer the weights that the typeface of `text` has, and show its own."""
    offered = [str(weight) for weight in family(text.font).weights]
    if [str(option.textContent) for option in field.select.options] != [WEIGHTS[one] for one in offered]:
        options = [dom.make("option", WEIGHTS[one], value=one, translate="no") for one in offered]
        field.select.replaceChildren(*options)
    field.show(str(text.weight))
