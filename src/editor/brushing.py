"""What is done to the brushes themselves: which one paints, how large, hard and strong it is, and undoing its work."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import words
from editor.brush_state import (
    brush_of,
    edging,
    touch_target,
)
from editor.brushes import Brush, EdgeMode, TouchKind
from editor.edits import Edits
from editor.layer_names import named
from editor.painting import unmasked, untouched
from editor.store import Store


class Brushing:
    """Acts on the brush of the present task in `store`."""

    def __init__(self, store: Store, edits: Edits) -> None:
        self._store = store
        self._edits = edits

    # the edge

    def arm(self, mode: EdgeMode) -> None:
        """Take the brush of Cut out, or put it away with the mode that it has already."""
        self.choose("" if edging(self._store.state) and self._store.state.desk.paint.edge == mode else mode)

    def choose(self, mode: EdgeMode) -> None:
        """What the brush of Cut out does; "" puts it away."""
        self._store.arrange(task="cutout", export=False, compare=False, pick="")
        self._paint(edge=mode)
        self._store.say(words.said(f"brush-{mode or 'off'}"))

    def swap(self) -> None:
        """Keep instead of erase, heal instead of clone, and back."""
        paint = self._store.state.desk.paint
        if self._store.state.desk.task == "retouch":
            self.touch("heal" if paint.touch == "clone" else "clone")
        else:
            self.choose("keep" if paint.edge == "erase" else "erase")

    def pen(self) -> None:
        """A pen paints: its switch is shown from now on."""
        if not self._store.state.desk.paint.pen:
            self._paint(pen=True)

    def pressure(self, on: bool) -> None:
        """Whether the pressure of a pen sets the size."""
        self._paint(pressure=on)

    def ghost(self, on: bool) -> None:
        """Whether the photo is shown faintly while parts of it are brought back."""
        self._paint(ghost=on)

    def snap(self, on: bool) -> None:
        """Whether Keep and Erase stop at edges."""
        self._paint(snap=on)
        self._store.say(words.said("snap-on" if on else "snap-off"))

    def reset_strokes(self) -> None:
        """The mask of the layer that is painted goes."""
        target = self._store.target
        self._edits.record(unmasked(self._store.document, target), words.step("reset-strokes"))
        self._store.say(words.said("reset-strokes", layer=named(target, self._store.document)))

    # retouching

    def touch(self, kind: TouchKind) -> None:
        """What the brush of Retouch does."""
        paint = self._store.state.desk.paint
        self._paint(touch=kind, sourcing=False)
        needs = kind == "clone" and not paint.source
        self._store.say(words.said("clone-needs-source" if needs else f"brush-{kind}"))

    def ask_source(self) -> None:
        """The next press on the canvas says where Clone copies from."""
        sourcing = not self._store.state.desk.paint.sourcing
        self._paint(touch="clone", sourcing=sourcing)
        self._store.say(words.said("clone-ask" if sourcing else "brush-clone"))

    def set_source(self, x: float, y: float) -> None:
        """Where Clone copies from, in canvas pixels."""
        self._paint(touch="clone", source=(x, y), sourcing=False)
        self._store.say(words.said("clone-source", x=round(x), y=round(y)))

    def reset_touches(self) -> None:
        """The retouching of the file goes."""
        target = touch_target(self._store.state)
        if target is not None:
            self._edits.record(untouched(self._store.document, target), words.step("reset-touches"))
            self._store.say(words.said("reset-touches"))

    # the brush

    def size(self, direction: int) -> None:
        """The next size up (1) or down (-1)."""
        document = self._store.document
        brush = brush_of(self._store.state).grown(direction, document.width, document.height)
        self.put(brush)
        self._store.say(words.said("brush-size", size=round(brush.size)))

    def hardness(self, direction: int) -> None:
        """The next hardness up (1) or down (-1)."""
        brush = brush_of(self._store.state).harder(direction)
        self.put(brush)
        self._store.say(words.said("brush-hardness", share=round(brush.hardness * 100)))

    def strength(self, share: float) -> None:
        """How much one stroke does, 0..1."""
        self.put(replace(brush_of(self._store.state), strength=share))
        self._store.say(words.said("brush-strength", share=round(share * 100)))

    def put(self, brush: Brush) -> None:
        """Another brush for the present task."""
        name = "touch_brush" if self._store.state.desk.task == "retouch" else "edge_brush"
        self._paint(**{name: brush})

    def _paint(self, **changes: Any) -> None:
        self._store.arrange(paint=replace(self._store.state.desk.paint, **changes))
