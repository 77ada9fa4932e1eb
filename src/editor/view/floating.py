"""Layers under the hand: the picture in three bitmaps (below, lifted, above), put together by the canvas at the rate of
the screen while the engine is not asked. Adapter: bitmaps and contexts are the browser's.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any

from editor.arranging import bounds
from editor.document import Document
from editor.engine_port import Engine
from editor.view.viewport import Viewport
from errors import AluoError
from imaging import matrix
from imaging.layers import Layer, Scene, Shadow
from imaging.options import Region

LARGEST = 2.0
"""A lifted picture has at most this many pixels for one of the stage."""

OPERATIONS = {"normal": "source-over", "colour": "color"}
"""The canvas's names of blend modes, where they are others than ours."""


View = tuple[Region, float]
"""What is seen of the canvas, and the zoom."""


@dataclass(slots=True)
class Part:
    """A bitmap and the part of the canvas that it shows."""

    bitmap: Any
    region: Region


@dataclass(slots=True)
class Lifted:
    """What was lifted: the layers as they lay, their bitmaps, and the view that these were made for."""

    layers: tuple[Layer, ...]
    parts: dict[str, Part]
    view: View


class Floating:
    """`arrived` is called when the bitmaps are there."""

    def __init__(self, engine: Engine, arrived: Any) -> None:
        self._engine = engine
        self._arrived = arrived
        self._lifted: Lifted | None = None
        self._now: tuple[Layer, ...] = ()
        self._wanted: tuple[Document, tuple[str, ...], View] | None = None
        self._view: View | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def flies(self) -> bool:
        """Whether the layers lie elsewhere than in the document, and can be drawn there."""
        return bool(self._now) and self._lifted is not None and self._lifted.view == self._view

    @property
    def bytes(self) -> int:
        parts = self._lifted.parts.values() if self._lifted else ()
        return int(sum(part.bitmap.width * part.bitmap.height * 4 for part in parts))

    def lift(self, document: Document, ids: tuple[str, ...], viewport: Viewport) -> None:
        """Ask for the bitmaps, unless they are there."""
        view = viewport.visible(), viewport.zoom
        if not ids or (document, ids, view) == self._wanted:
            return
        self._wanted, self._view = (document, ids, view), view
        self._task = asyncio.ensure_future(self._lift(document, ids, viewport))

    def carry(self, layers: tuple[Layer, ...]) -> None:
        """The lifted layers as they shall be seen."""
        self._now = layers

    def laid(self, document: Document) -> Document:
        """`document` with its layers where they are seen now."""
        if not self.flies:
            return document
        now = {layer.id: layer for layer in self._now}
        return document.with_layers(now.get(layer.id, layer) for layer in document.layers)

    def land(self) -> None:
        """The document is drawn as it is; what was lifted stays for the next time."""
        self._now = ()

    def drop(self) -> None:
        """Forget every pixel."""
        self._now, self._wanted = (), None
        if self._lifted is not None:
            for part in self._lifted.parts.values():
                part.bitmap.close()
            self._lifted = None

    def draw(self, context: Any, viewport: Viewport) -> None:
        """Below, the lifted layers where they are now, above; clipped to the canvas."""
        lifted = self._lifted
        if lifted is None:
            return
        first = next((layer for layer in lifted.layers if layer.box), None)
        now = next((layer for layer in self._now if first and layer.id == first.id), None)
        if first is None or now is None or first.box is None or now.box is None:
            return
        density = viewport.density
        paper = viewport.paper
        context.save()
        context.clearRect(0, 0, context.canvas.width, context.canvas.height)
        context.beginPath()
        context.rect(paper.x * density, paper.y * density, paper.width * density, paper.height * density)
        context.clip()
        self._lay(context, viewport, lifted.parts.get("below"))
        moved = lifted.parts.get("lifted")
        if moved is not None:
            delta = matrix.times(
                matrix.placed(now.placement, now.box), matrix.inverse(matrix.placed(first.placement, first.box))
            )
            scale = viewport.scale * density
            view = matrix.times(matrix.shift(viewport.x * density, viewport.y * density), matrix.scale(scale, scale))
            own = matrix.times(view, delta)
            context.setTransform(own[0], own[3], own[1], own[4], own[2], own[5])
            context.globalCompositeOperation = OPERATIONS.get(first.blend, first.blend)
            region = moved.region
            context.drawImage(moved.bitmap, region.x, region.y, region.width, region.height)
            context.setTransform(1, 0, 0, 1, 0, 0)
            context.globalCompositeOperation = "source-over"
        self._lay(context, viewport, lifted.parts.get("above"))
        context.restore()

    def _lay(self, context: Any, viewport: Viewport, part: Part | None) -> None:
        if part is None:
            return
        rect, density = viewport.placed(part.region), viewport.density
        context.drawImage(
            part.bitmap, round(rect.x * density), round(rect.y * density), rect.width * density, rect.height * density
        )

    async def _lift(self, document: Document, ids: tuple[str, ...], viewport: Viewport) -> None:
        seen = [layer for layer in document.layers if layer.visible and layer.opacity > 0]
        flying = tuple(layer for layer in seen if layer.id in ids or _shadow_of(layer, ids))
        if not any(layer.box for layer in flying):
            return
        lowest = seen.index(flying[0])
        below = [layer for layer in seen[:lowest] if layer not in flying]
        above = [layer for layer in seen[lowest:] if layer not in flying]
        wanted, visible = self._wanted, viewport.visible()
        parts: dict[str, Part] = {}
        try:
            for name, layers in (("below", below), ("above", above)):
                if layers:
                    part = await self._render(document.scene_of(layers), visible, viewport.zoom)
                    parts[name] = part
            alone = tuple(replace(layer, blend="normal") if layer.id in ids else layer for layer in flying)
            parts["lifted"] = await self._alone(document, alone, viewport)
        except AluoError:
            for part in parts.values():
                part.bitmap.close()
            if self._wanted == wanted:
                self._wanted = None
            return  # the drag goes on with the frame alone; the stage reports the same engine
        if self._wanted != wanted:
            for part in parts.values():
                part.bitmap.close()
            return
        old, self._lifted = self._lifted, Lifted(flying, parts, (visible, viewport.zoom))
        for part in old.parts.values() if old else ():
            part.bitmap.close()
        self._arrived()

    async def _alone(self, document: Document, layers: tuple[Layer, ...], viewport: Viewport) -> Part:
        """The lifted layers on a canvas of their own, so that what hangs over the edge is not cut off."""
        boxes = [bounds(layer) for layer in layers if layer.box]
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
        air = 0.25 * max(right - left, bottom - top) if any(isinstance(x.content, Shadow) for x in layers) else 2.0
        x, y = floor(left - air), floor(top - air)
        width, height = max(ceil(right + air) - x, 1), max(ceil(bottom + air) - y, 1)
        moved = tuple(
            replace(layer, placement=replace(layer.placement, x=layer.placement.x - x, y=layer.placement.y - y))
            for layer in layers
        )
        room = LARGEST * viewport.stage_width * viewport.stage_height * viewport.density**2
        zoom = min(viewport.zoom, (room / (width * height)) ** 0.5)
        part = await self._render(Scene(width, height, moved), Region(0, 0, width, height), zoom)
        return Part(part.bitmap, Region(x, y, width, height))

    async def _render(self, scene: Scene, region: Region, zoom: float) -> Part:
        size = max(1, round(region.width * min(zoom, 1))), max(1, round(region.height * min(zoom, 1)))
        rendered = await self._engine.render(scene, region, *size)
        return Part(rendered.bitmap, region)


def _shadow_of(layer: Layer, ids: tuple[str, ...]) -> bool:
    return isinstance(layer.content, Shadow) and layer.content.of in ids
