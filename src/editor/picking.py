"""Picking the subject: a box on the canvas becomes a part of the photo, where the networks look again."""

from __future__ import annotations

from typing import Literal

import words
from editor.cut_state import AUTO, TIERS
from editor.cutting import Desk, cutout_of
from editor.document import CUTOUT, PHOTO, Document
from editor.engine_port import Engine, View
from editor.painting import way_in
from editor.state import State, Work
from editor.store import Store
from engine.protocol import networks
from imaging import matrix
from imaging.layers import Layer, Raster
from imaging.options import Region
from texts import number

How = Literal["instead", "add", "take"]
Box = tuple[float, float, float, float]


def source_layer(document: Document) -> Layer | None:
    """The layer that shows where the photo lies on the canvas."""
    for name in (CUTOUT, PHOTO):
        layer = document.layer(name)
        if layer is not None and isinstance(layer.content, Raster):
            return layer
    return None


def picking(state: State) -> bool:
    """The canvas waits for a box."""
    return state.history is not None and bool(state.desk.pick) and state.desk.task == "cutout"


class Picking:
    """Acts on the subject of the document in `store`."""

    def __init__(self, session: Desk, store: Store, engine: Engine, view: View) -> None:
        self._session, self._store, self._engine, self._view = session, store, engine, view

    def begin(self, how: How = "instead") -> None:
        """Let the canvas wait for a box; asked again, put that away."""
        desk = self._store.state.desk
        if picking(self._store.state) and desk.pick == how:
            self.end()
            return
        adds = how != "instead" and self._store.document.cutout is not None
        how = how if adds else "instead"
        self._store.arrange(task="cutout", export=False, compare=False, pick=how)
        self._store.change(alert=None)
        self._store.say(words.said(f"pick-{how}"))

    def end(self) -> None:
        """The canvas waits no longer."""
        self._store.arrange(pick="")
        self._store.say(words.said("pick-off"), "still")

    async def pick(self, box: Box, how: How) -> None:
        """Look for the subject within `box` (x, y, width, height on the canvas; a point without a size): one step."""
        state = self._store.state
        document = state.document
        region = self._region(document, box) if document else None
        if document is None or region is None or not state.idle:
            return
        how = how if document.cutout is not None else "instead"
        sentence = words.said("picking-subject")
        await self._session.work(Work("cutout", document.photo.name), sentence, self._pick(document, region, how))

    async def _pick(self, document: Document, region: Region, how: How) -> None:
        photo, base = document.photo.id, document.matte or ""
        done = await self._engine.pick(photo, self._tier(), region, how, base, self._session.progress)
        document = self._store.document  # a person goes on meanwhile
        if document.photo.id != photo:
            return
        cutout = cutout_of(done)
        first = document.cutout is None
        goes_on = how != "instead" and document.matte == base
        changed = document.with_finer(base, cutout, done.matte) if goes_on else document.with_cutout(cutout, done.matte)
        if how == "instead":
            self._store.arrange(pick="", look="backdrop")
        self._store.change(alert=None)
        self._session.edits.record(changed, words.step(f"pick-{how}"), unveil=first)
        await self._view.drawn()
        self._store.say(words.said(f"picked-{how}", share=number(done.coverage * 100, 0)))

    def _tier(self) -> str:
        """What was chosen; with Auto the most thorough whose networks are here."""
        choice, loaded = self._store.state.cut.model, self._engine.loaded
        if choice != AUTO:
            return choice
        ready = [tier for tier in TIERS if all(model in loaded for model in networks(tier))]
        return ready[-1] if ready else TIERS[0]

    def _region(self, document: Document, box: Box) -> Region | None:
        """A box on the canvas as the part of the photo that it encloses; None where they do not meet."""
        layer = source_layer(document)
        inner = way_in(layer) if layer is not None else None
        if inner is None:
            return None
        x, y, width, height = box
        corners = [matrix.apply(inner, a, b) for a in (x, x + width) for b in (y, y + height)]
        left, right = (f(corner[0] for corner in corners) for f in (min, max))
        top, bottom = (f(corner[1] for corner in corners) for f in (min, max))
        held = max(left, 0.0), max(top, 0.0), min(right, document.photo.width), min(bottom, document.photo.height)
        if held[2] < held[0] or held[3] < held[1]:
            return None
        return Region(held[0], held[1], held[2] - held[0], held[3] - held[1])
