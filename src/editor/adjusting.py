"""Adjustments that the engine finds, and the levels that it counts. Plain asyncio over engine_port."""

from __future__ import annotations

from dataclasses import replace

import words
from editor.edits import Edits
from editor.engine_port import Engine
from editor.store import Store
from engine.protocol import Counted
from errors import AluoError
from imaging.layers import NEUTRAL, Raster


class Adjusting:
    """What the panel Adjust does beyond moving values."""

    def __init__(self, store: Store, engine: Engine, edits: Edits) -> None:
        self._store = store
        self._engine = engine
        self._edits = edits

    async def auto(self, what: str) -> None:
        """Set the light ("light") or the white balance ("balance") to what suits the photo: one step, one sentence."""
        document, target = self._store.document, self._store.target
        content = target.content
        source = content.source if isinstance(content, Raster) else document.photo.id
        found = await self._engine.suggest(source, what, target.adjustments)
        if self._store.state.document != document:
            return  # the person went on meanwhile: theirs counts
        if found == target.adjustments:
            self._store.say(words.said(f"auto-{what}-none"))
            return
        self._edits.record(document.with_adjustments(found, target.id), words.step(f"auto-{what}"))
        temperature, tint = f"{found.temperature:+.0f}", f"{found.tint:+.0f}"
        self._store.say(words.said(f"auto-{what}", temperature=temperature, tint=tint))

    def reset(self) -> None:
        """The layer's own light and colours again."""
        changed = self._store.document.with_adjustments(NEUTRAL, self._store.target.id)
        self._edits.record(changed, words.step("adjust-reset"))
        self._store.say(words.said("adjust-reset"))

    async def count(self) -> Counted | None:
        """How many pixels of the layer that is adjusted have which level; None when the engine cannot say now."""
        document, target = self._store.document, self._store.target
        try:
            return await self._engine.count(document.scene_of([replace(target, opacity=1.0, blend="normal")]))
        except AluoError:
            return None  # the stage reports the same engine
