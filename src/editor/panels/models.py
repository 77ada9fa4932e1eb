"""The select *Model* of the panel Cut out, what Auto offers, and other readings of the photo to choose. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import words
from editor import dom
from editor.cut_state import AUTO, TIERS, CutState, Reading
from editor.cutting import Cutting
from editor.document import Document
from editor.panels import kit
from editor.state import State
from errors import AluoError
from texts import spoken, t

STAGES = {"quick": "balanced", "balanced": "balanced", "best": "best"}
"""The choice that a stage of the work belongs to."""
SIDE = 160
"""Pixels of a reading's picture."""


class ModelsPanel:
    """`sizes` are the bytes of each network's weights; `spawn` runs a job."""

    def __init__(
        self,
        cutting: Callable[[], Cutting],
        sizes: dict[str, int],
        spawn: Callable[[Any], None],
    ) -> None:
        self._cutting, self._sizes, self._spawn = cutting, sizes, spawn
        self._select = dom.by_id("model")
        self._shown: tuple[Any, ...] = ()
        self._drawn: CutState | None = None
        self._words = dom.make("p", class_="text2", translate="no")
        self._offer = dom.make("div", class_="offer stack")
        self._offer.append(self._words, kit.row(kit.button("Load and go on", "cutout-finer", "download")))
        self._list = dom.make("div", class_="readings", role="radiogroup", aria_label="Readings of the photo")
        hint = dom.make("p", "The networks see different things here. Choose what you meant.", class_="text2")
        self._readings = kit.section("What did you mean?", hint, self._list)
        self._readings.id = "readings"
        body = dom.by_id("panel-cutout").querySelector(".body.cut")
        dom.by_id("cut-note").after(self._offer)
        body.after(self._readings)
        spoken(self._forget)

    def _forget(self) -> None:
        self._drawn = None
        self._shown = ()

    def draw(self, state: State) -> None:
        cut, document = state.cut, state.document
        if cut != self._drawn:
            self._drawn = cut
            self._options(cut)
        made = document.cutout.model if document is not None and document.cutout is not None else ""
        # Auto says in its own field what it came to.
        dom.set_text(dom.by_id("model-hint"), words.MODELS[STAGES.get(made, "instant")])
        mine = document is not None and document.photo.id == cut.photo and document.cutout is not None
        dom.set_hidden(self._offer, not (cut.offer and mine) or state.work is not None)
        if cut.offer:
            name, size = words.MODELS[cut.offer], words.size(self._sizes.get("isnet", 0))
            text = t("{name} sees fur, thin parts and products more finely. {size}, once.", name=name, size=size)
            dom.set_text(self._words, text)
        several = mine and len(cut.readings) > 1
        dom.set_hidden(self._readings, not several)
        if several and document is not None:
            self._thumbs(cut, document)

    def _options(self, cut: CutState) -> None:
        """The person's own networks come after ours."""
        wanted = [(own.name, own.label) for own in cut.own]
        there = [(str(option.value), str(option.textContent)) for option in self._select.options][1 + len(TIERS) :]
        if there != wanted:
            for option in list(self._select.options)[1 + len(TIERS) :]:
                option.remove()
            self._select.append(*(dom.make("option", label, value=name, translate="no") for name, label in wanted))
        known = {AUTO, *TIERS, *(name for name, _ in wanted)}
        self._select.value = cut.model if cut.model in known else AUTO
        dom.set_hidden(dom.by_id("model-hint"), self._select.value != AUTO)

    def _thumbs(self, cut: CutState, document: Document) -> None:
        key = (cut.photo, *(id(reading) for reading in cut.readings))
        if key != self._shown:
            self._shown = key
            self._list.replaceChildren(*(self._thumb(at, reading) for at, reading in enumerate(cut.readings)))
        chosen = cut.reading(document.cutout.model if document.cutout else "")
        for radio in dom.every("input", self._list):
            radio.checked = str(radio.value) == chosen

    def _thumb(self, at: int, reading: Reading) -> Any:
        label = dom.make("label", class_="reading")
        radio = dom.make("input", type="radio", name="reading", value=reading.name)
        canvas = dom.make("canvas", aria_hidden="true")
        name = words.READINGS.get(reading.name, reading.name)
        label.append(radio, canvas, dom.make("span", name, translate="no"))
        dom.on(radio, "change", lambda event: self._spawn(self._cutting().take(reading.name)))
        self._spawn(self._paint(canvas, reading))
        return label

    async def _paint(self, canvas: Any, reading: Reading) -> None:
        try:
            bitmap = await self._cutting().glimpse(reading, SIDE)
        except AluoError:
            return  # the photo is gone; so is this list
        canvas.width, canvas.height = bitmap.width, bitmap.height
        canvas.getContext("2d").drawImage(bitmap, 0, 0)
        bitmap.close()
