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
from imaging.layers import Layer, Raster, Scene, centred
from imaging.options import Region

THUMB = 128


class Looks:
    """`choose` is called with a look's name, or with "" when the chosen one was pressed again."""

    def __init__(self, engine: Engine, holder: Any, choose: Callable[[str], None]) -> None:
        self._engine = engine
        self._choose = choose
        self._buttons = {name: self._button(name) for name in LOOKS}
        self._pictured: Raster | None = None
        self._task: asyncio.Task[None] | None = None
        holder.append(*self._buttons.values())

    def show(self, document: Document, target: Layer) -> None:
        """Mark the present look; make the pictures when the layer shows another file or subject."""
        for name, button in self._buttons.items():
            dom.set_attribute(button, "aria-pressed", str(name == target.adjustments.look).lower())
        content = target.content
        if not isinstance(content, Raster):
            content = Raster(document.photo.id, document.photo.width, document.photo.height)
        if content != self._pictured:
            self._pictured = content
            self._task = asyncio.ensure_future(self._load(content))

    def _button(self, name: str) -> Any:
        button = dom.make("button", type="button", class_="look", aria_pressed="false")
        button.append(dom.make("canvas", width=str(THUMB), height=str(THUMB)), dom.make("span", name))
        dom.on(button, "click", lambda event: self._choose("" if button.ariaPressed == "true" else name))
        return button

    async def _load(self, content: Raster) -> None:
        side = min(content.width, content.height)
        middle = Region((content.width - side) // 2, (content.height - side) // 2, side, side)
        lies = centred(content.width, content.height)
        for name, button in self._buttons.items():
            if self._pictured != content:
                return
            layer = Layer("look", content, lies, adjustments=Adjustments(look=name))
            scene = Scene(content.width, content.height, (layer,))
            try:
                drawn = await self._engine.render(scene, middle, THUMB, THUMB)
            except AluoError:
                self._pictured = None  # asked again with the next change
                return
            context = button.querySelector("canvas").getContext("2d")
            context.clearRect(0, 0, THUMB, THUMB)
            context.drawImage(drawn.bitmap, 0, 0)
            drawn.bitmap.close()
