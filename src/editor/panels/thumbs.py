"""Small pictures of layers, asked of the engine once for each content. Adapter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from editor.engine_port import Engine
from errors import AluoError
from imaging.layers import Blur, Content, Fill, Layer, Raster, Scene, Shadow, Shape, Text, centred
from imaging.options import Region

SIDE = 64
KEPT = 60


class Thumbs:
    """`arrived` is called when a picture is there that was not when it was painted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.arrived: Callable[[], None] = lambda: None
        self._bitmaps: dict[Content, Any] = {}
        self._wanted: list[Content] = []
        self._task: asyncio.Task[None] | None = None

    def clear(self) -> None:
        """Forget every picture."""
        for bitmap in self._bitmaps.values():
            if bitmap is not None:
                bitmap.close()
        self._bitmaps.clear()
        self._wanted.clear()

    def paint(self, canvas: Any, layer: Layer) -> None:
        """Draw the layer's picture, or ask for it."""
        content = _plain(layer.content)
        context = canvas.getContext("2d")
        if isinstance(content, Fill):
            _fill(context, content)
            return
        if isinstance(content, Shadow):
            return
        bitmap = self._bitmaps.get(content)
        if bitmap is not None:
            context.drawImage(bitmap, (SIDE - bitmap.width) / 2, (SIDE - bitmap.height) / 2)
        elif content not in self._bitmaps and content not in self._wanted:
            self._wanted.append(content)
            if self._task is None or self._task.done():
                self._task = asyncio.ensure_future(self._work())

    async def _work(self) -> None:
        while self._wanted:
            content = self._wanted[0]
            bitmap = await self._render(content)
            if content not in self._wanted:  # cleared meanwhile
                if bitmap is not None:
                    bitmap.close()
                continue
            self._wanted.remove(content)
            self._bitmaps[content] = bitmap
            while len(self._bitmaps) > KEPT:
                old = self._bitmaps.pop(next(iter(self._bitmaps)))
                if old is not None:
                    old.close()
            self.arrived()

    async def _render(self, content: Content) -> Any:
        assert isinstance(content, Raster | Blur | Text | Shape)
        width, height = max(content.width, 1.0), max(content.height, 1.0)
        side = min(width, height) if isinstance(content, Raster | Blur) else max(width, height)
        scene = Scene(max(round(width), 1), max(round(height), 1), (Layer("thumb", content, centred(width, height)),))
        region = Region((width - side) / 2, (height - side) / 2, side, side)
        if isinstance(content, Text | Shape):
            region = Region(0, 0, width, height)
        size = max(1, round(region.width / side * SIDE)), max(1, round(region.height / side * SIDE))
        try:
            rendered = await self._engine.render(scene, region, *size)
        except AluoError:
            return None  # a thumbnail is not worth an alert; the stage reports the same engine
        return rendered.bitmap


def _plain(content: Content) -> Content:
    """What the picture depends on: retouching is not seen at this size."""
    return replace(content, touches=()) if isinstance(content, Raster) and content.touches else content


def _fill(context: Any, content: Fill) -> None:
    if content.kind == "colour":
        context.fillStyle = content.colour
    else:
        gradient = (
            context.createRadialGradient(SIDE / 2, SIDE / 2, 0, SIDE / 2, SIDE / 2, SIDE * 0.7)
            if content.kind == "radial"
            else context.createLinearGradient(0, 0, 0, SIDE)
        )
        gradient.addColorStop(0, content.colour)
        gradient.addColorStop(1, content.second)
        context.fillStyle = gradient
    context.fillRect(0, 0, SIDE, SIDE)
