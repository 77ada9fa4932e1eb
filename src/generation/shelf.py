"""The scenes of a request, 104 pixels each: waiting, arriving, ready, in the picture. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from js import URL

import words
from editor import dom
from generation.scenes import Scenes
from generation.values import ScenesState, Variant
from texts import t


class VariantShelf:
    """Pressing one puts it into the picture; *Download scene* saves the one that was pressed last."""

    def __init__(self, scenes: Scenes, spawn: Callable[[Any], None]) -> None:
        self._scenes, self._spawn = scenes, spawn
        self._urls: dict[int, tuple[Any, str]] = {}
        self._chosen = 0

    def again(self) -> Any:
        """The part of the panel, in the language that is spoken now."""
        self._body = dom.make("div", class_="body ruled scene-shelf")
        self._rows = dom.make("div", class_="scene-variants")
        self._save = dom.make("button", class_="btn wide", type="button", id="scene-save")
        self._save.append(dom.icon("download"), dom.make("span", t("Download scene")))
        dom.on(self._save, "click", lambda event: self._scenes.save(self._chosen))
        note = dom.make(
            "p", t("Each becomes a layer behind the product. The product itself is untouched."), class_="note"
        )
        self._body.append(dom.make("h3", t("Scenes"), class_="label"), self._rows, note, self._save)
        self._drawn: tuple[Any, ...] = ()
        return self._body

    def reveal(self) -> None:
        """Bring the scenes into view."""
        dom.later(lambda: self._body.scrollIntoView(dom.options(block="nearest")), 60)

    def draw(self, state: ScenesState) -> None:
        """The scenes as they are now."""
        dom.set_hidden(self._body, not state.variants)
        seen = (state.variants, tuple(self._scenes.placed(one) for one in state.variants), self._chosen)
        if seen == self._drawn:
            return
        self._drawn = seen
        focus = dom.root.ownerDocument.activeElement
        was = str(focus.id) if focus and self._rows.contains(focus) else ""
        self._rows.replaceChildren(*(self._tile(one) for one in state.variants))
        if was and (again := self._rows.querySelector("#" + was)):
            again.focus(dom.options(preventScroll=True))
        ready = {one.number for one in state.variants if one.phase == "ready"}
        if self._chosen not in ready and ready:
            self._chosen = min(ready)
        dom.set_disabled(self._save, not ready)

    def _tile(self, variant: Variant) -> Any:
        placed = self._scenes.placed(variant)
        tile = dom.make("button", class_="scene-tile", type="button", id=f"scene-{variant.number}")
        tile.setAttribute("aria-pressed", str(placed).lower())
        tile.disabled = variant.phase != "ready"
        face = dom.make("span", class_="scene-face")
        if variant.file is not None:
            face.append(dom.make("img", src=self._url(variant), alt="", decoding="async"))
        tile.append(face, dom.make("b", str(variant.number + 1)), " ", dom.make("span", _phase(variant, placed)))
        dom.on(tile, "click", partial(self._pressed, variant.number))
        return tile

    def _pressed(self, number: int, event: Any) -> None:
        self._chosen = number
        self._spawn(self._scenes.place(number))

    def _url(self, variant: Variant) -> str:
        """An address for the picture; the one of an earlier preview is given back."""
        file, url = self._urls.get(variant.number, (None, ""))
        if file is not variant.file:
            if url:
                URL.revokeObjectURL(url)
            url = str(URL.createObjectURL(self._scenes.blob(variant)))
            self._urls[variant.number] = (variant.file, url)
        return url


def _phase(variant: Variant, placed: bool) -> str:
    if placed:
        return t("In the picture")
    if variant.phase == "arriving":
        return t("Arriving, {size}", size=words.size(variant.bytes))
    phases = {
        "waiting": t("Waiting"),
        "drawing": t("Drawing"),
        "preview": t("First preview"),
        "ready": t("Ready§scene"),
        "failed": t("Not made"),
    }
    return phases[variant.phase]
