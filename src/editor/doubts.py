"""The doubtful spots of a cut-out: found by the engine, visited one by one, kept, erased or found right.

They are sought after every cut-out, and again after each change of the cut-out while they are shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import words
from editor.document import CUTOUT, Document
from editor.doubt_state import Doubt, Spot
from editor.edits import Edits
from editor.engine_port import Engine
from editor.painting import masked
from editor.state import State
from editor.store import Store
from errors import AluoError
from imaging import matrix
from imaging.layers import Layer, Raster, Stroke
from imaging.matrix import Point

AROUND = 3.0
"""So many times as wide as a spot is the part of the picture that is shown with it."""
LEAST = 0.12
"""Share of the canvas that is shown around a spot at least."""
WORRYING = 0.45
"""Doubt from which a spot is counted in the sentence after a cut-out: most holes are openings and meant to be."""
BESIDE = 2.0
"""Cells around a settled spot that are settled with it: an edge that was decided has a new border."""


class Canvas(Protocol):
    """Where doubt is seen."""

    def doubt(self, bitmap: Any, corners: tuple[Point, ...], spot: tuple[Point, ...]) -> None:
        """Draw `bitmap` with its top left, top right and bottom left at `corners`, in canvas pixels, and a frame round
        `spot`. No corners: nothing."""

    def show_part(self, x: float, y: float, width: float, height: float) -> None:
        """Fill the view with a part of the canvas."""


class Doubting:
    """Acts on the doubtful spots of the subject in `store`."""

    def __init__(
        self, store: Store, edits: Edits, engine: Engine, canvas: Canvas, spawn: Callable[[Any], None]
    ) -> None:
        self._store, self._edits, self._engine = store, edits, engine
        self._canvas, self._spawn = canvas, spawn
        self._layer: Layer | None = None
        """The cut-out that was looked through last, or is."""
        self._bitmap: Any = None
        self._drawn: tuple[Any, ...] = ()
        self._cutting = self._running = self._wants_next = False

    # following the page

    def follow(self, state: State) -> None:
        """Seek again where the cut-out is another one, and draw what is known."""
        document, desk = state.document, state.desk
        layer = _layer(document)
        self._cutting = self._cutting or state.working("cutout")
        if layer is None:
            self._cutting = self._cutting and state.work is not None
            if desk.doubt != Doubt():
                self._put(Doubt())
        elif state.work is None:
            fresh, self._cutting = self._cutting, False
            if not self._running and (fresh or (desk.doubt.on and self._stale(layer))):
                self._running = True
                self._spawn(self._seek(state.said if fresh else ""))
            away = desk.task != "cutout" or desk.export or desk.compare
            if desk.doubt.on and away:
                self._put(replace(desk.doubt, on=False))
        self._draw()

    def _stale(self, layer: Layer) -> bool:
        old = self._layer
        return old is None or (old.content, old.mask) != (layer.content, layer.mask)

    async def _seek(self, said: str) -> None:
        """Look through the cut-out as it is now. What was found takes the place of `said`, the sentence of a fresh one;
        when the person has gone on and the line tells of that, it stays."""
        try:
            layer = _layer(self._store.state.document)
            if layer is not None:
                self._layer = layer
                await self._found(layer, said)
        except AluoError:
            pass  # the stage reports the same engine
        finally:
            self._running = False
        if self._wants_next:
            self._wants_next = False
            self.next()

    async def _found(self, layer: Layer, said: str) -> None:
        found = await self._engine.doubts(layer)
        if _layer(self._store.state.document) is None:
            return
        spots = tuple(_spot(data) for data in json.loads(found.spots))
        self._bitmap = found.bitmap
        before = self._store.state.desk.doubt
        here = before.spot
        at = next((i for i, spot in enumerate(spots) if here and spot.box == here.box), min(before.at, len(spots) - 1))
        self._put(Doubt(before.on, spots, at if before.on else -1, True))
        worrying = sum(spot.doubt >= WORRYING for spot in spots)
        if worrying and not before.on and self._may_tell(said):
            self._store.say(words.said("cut-doubts" if worrying > 1 else "cut-doubt", count=worrying))

    def _may_tell(self, said: str) -> bool:
        """Whether the status line still has the sentence `said` of a cut-out, and that asks for nothing."""
        state = self._store.state
        cut = state.history is not None and state.history.present.label == words.step("cutout")
        asks = len(state.cut.readings) > 1  # what the subject is comes first
        return cut and state.said == said and not asks and state.work is None

    # going from one to the next

    def toggle(self) -> None:
        """Show where the cut-out is doubtful, or not any more."""
        if self._store.state.desk.doubt.on:
            self.close()
        else:
            self.next()

    def close(self) -> None:
        """The picture in its colours again."""
        self._put(replace(self._store.state.desk.doubt, on=False, at=-1))
        self._store.say(words.said("doubts-off"), "still")

    def next(self) -> None:
        """Go to the next spot, from the last one to the worst."""
        doubt = self._store.state.desk.doubt
        layer = _layer(self._store.state.document)
        if layer is None:
            return
        if not doubt.on:
            self._store.arrange(task="cutout", export=False, compare=False)
        if not doubt.sought or self._stale(layer):
            self._wants_next = True
            self._put(replace(doubt, on=True))  # what follows seeks
        elif not doubt.spots:
            self._put(replace(doubt, on=True, at=-1))
            self._store.say(words.said("doubts-none"))
        else:
            self.visit((doubt.at + 1) % len(doubt.spots) if doubt.on else 0)

    def visit(self, at: int) -> None:
        """Look at spot number `at`."""
        doubt = self._store.state.desk.doubt
        if 0 <= at < len(doubt.spots):
            self._put(replace(doubt, on=True, at=at))
            self._go(doubt.spots[at])
            kind = words.SPOTS[doubt.spots[at].kind]
            self._store.say(words.said("doubt-at", number=at + 1, count=len(doubt.spots), kind=kind))

    def _go(self, spot: Spot) -> None:
        layer, document = _layer(self._store.state.document), self._store.document
        if layer is None:
            return
        quad = _corners(layer, spot.box)
        xs, ys = [x for x, _ in quad], [y for _, y in quad]
        width = max((max(xs) - min(xs)) * AROUND, document.width * LEAST)
        height = max((max(ys) - min(ys)) * AROUND, document.height * LEAST)
        x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
        self._canvas.show_part(x - width / 2, y - height / 2, width, height)

    # settling one

    def keep(self) -> None:
        """All of the spot belongs to the subject."""
        self._settle("keep", erase=False)

    def erase(self) -> None:
        """Nothing of the spot does."""
        self._settle("erase", erase=True)

    def right(self) -> None:
        """The spot is as it shall be. A hole that stays open loses what veils it."""
        spot = self._store.state.desk.doubt.spot
        veiled = spot is not None and spot.kind == "hole" and spot.doubt >= WORRYING
        self._settle("right", erase=True if veiled else None)

    def _settle(self, how: str, erase: bool | None = None) -> None:
        doubt = self._store.state.desk.doubt
        spot, layer = doubt.spot, _layer(self._store.state.document)
        if spot is None or layer is None:
            return
        document = self._store.document.with_layer(_checked(layer, spot))
        if erase is not None:
            stroke = Stroke(spot.area, max(round(spot.cell, 2), 0.05), 1.0, 1.0, erase, kind="area")
            document = masked(document, document.layer(CUTOUT) or layer, stroke)
        left = tuple(one for one in doubt.spots if one is not spot)
        self._put(replace(doubt, spots=left, at=min(doubt.at, len(left) - 1)))
        hole = "hole-" if spot.kind == "hole" and how != "erase" else ""
        self._edits.record(document, words.step(f"{hole}{how}"))
        following = self._store.state.desk.doubt.spot
        if following is not None:
            self._go(following)
        said = f"doubt-{how}" if left else "doubts-done"
        self._store.say(words.said(said, count=len(left)))

    # drawing

    def _put(self, doubt: Doubt) -> None:
        self._store.arrange(doubt=doubt)

    def _draw(self) -> None:
        doubt, layer = self._store.state.desk.doubt, _layer(self._store.state.document)
        wanted = (doubt.on, doubt.spot, self._bitmap, layer.placement if layer else None)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        if layer is None or not doubt.on or self._bitmap is None:
            self._canvas.doubt(None, (), ())
            return
        width, height = layer.box or (1.0, 1.0)
        top_left, top_right, _, bottom_left = _corners(layer, (0.0, 0.0, width, height))
        spot = _corners(layer, doubt.spot.box) if doubt.spot else ()
        self._canvas.doubt(self._bitmap, (top_left, top_right, bottom_left), spot)


def _layer(document: Document | None) -> Layer | None:
    """The subject's layer, where it is seen."""
    layer = document.layer(CUTOUT) if document else None
    return layer if layer is not None and layer.visible and isinstance(layer.content, Raster) else None


def _checked(layer: Layer, spot: Spot) -> Layer:
    """The layer with one spot more that is settled."""
    content = layer.content
    assert isinstance(content, Raster), "the subject is cut out of a file"
    x, y, width, height = spot.box
    beside = BESIDE * spot.cell
    box = (x - beside, y - beside, width + 2 * beside, height + 2 * beside)
    return replace(layer, content=replace(content, checked=(*content.checked, *(round(n, 1) for n in box))))


def _corners(layer: Layer, box: tuple[float, float, float, float]) -> tuple[Point, ...]:
    """A box of the layer's own pixels on the canvas: top left, top right, bottom right, bottom left."""
    way = matrix.placed(layer.placement, layer.box or (1.0, 1.0))
    x, y, width, height = box
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return tuple(matrix.apply(way, *corner) for corner in corners)


def _spot(data: dict[str, Any]) -> Spot:
    x, y, width, height = data["box"]
    return Spot(data["kind"], (x, y, width, height), tuple(data["area"]), data["cell"], data["share"], data["doubt"])
