"""The looks, each shown on the person's own photo. Adapter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from editor import dom
from editor.document import Document
from editor.engine_port import Engine
from errors import AluoError
from imaging.adjustments import LOOKS, Adjustments
from imaging.options import Region, Scene

THUMB = 128


class Looks:
    """`choose` is called with a look's name, or with "" when the chosen one was pressed again."""

    def __init__(self, engine: Engine, holder: Any, choose: Callable[[str], None]) -> None:
        self._engine = engine
        self._choose = choose
        self._buttons = {name: self._button(name) for name in LOOKS}
        self._pictured: tuple[str, bool] | None = None
        self._task: asyncio.Task[None] | None = None
        holder.append(*self._buttons.values())

    def show(self, document: Document) -> None:
        """Mark the present look; make the pictures when the photo or its subject is new."""
        for name, button in self._buttons.items():
            dom.set_attribute(button, "aria-pressed", str(name == document.adjustments.look).lower())
        wanted = document.photo.id, document.shows_cutout
        if wanted != self._pictured:
            self._pictured = wanted
            self._task = asyncio.ensure_future(self._load(document))

    def _button(self, name: str) -> Any:
        button = dom.make("button", type="button", class_="look", aria_pressed="false")
        button.append(dom.make("canvas", width=str(THUMB), height=str(THUMB)), dom.make("span", name))
        dom.on(button, "click", lambda event: self._choose("" if button.ariaPressed == "true" else name))
        return button

    async def _load(self, document: Document) -> None:
        photo, wanted = document.photo, self._pictured
        side = min(photo.width, photo.height)
        middle = Region((photo.width - side) // 2, (photo.height - side) // 2, side, side)
        for name, button in self._buttons.items():
            if self._pictured != wanted:
                return
            scene = Scene(document.shows_cutout, adjustments=Adjustments(look=name))
            try:
                drawn = await self._engine.render(photo.id, scene, middle, THUMB, THUMB)
            except AluoError:
                self._pictured = None  # asked again with the next change
                return
            context = button.querySelector("canvas").getContext("2d")
            context.clearRect(0, 0, THUMB, THUMB)
            context.drawImage(drawn.bitmap, 0, 0)
            drawn.bitmap.close()
