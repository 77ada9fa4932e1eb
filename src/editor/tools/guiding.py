"""Guides by hand: dragged out of a ruler, moved, and dragged back into it to be rid of them. Part of Arrange."""

from __future__ import annotations

from dataclasses import replace

import words
from editor.document import Document
from editor.guide import Guide
from editor.tools.port import Context, Pointer

RULER = 20.0
"""The width of a ruler, in CSS pixels."""
NEAR = 4.0
"""CSS pixels within which a guide is hit."""


class Guiding:
    """Guides can be moved while the rulers are shown."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._held: tuple[Guide, ...] = ()  # the one guide that is under the hand and is there already, or none
        self._guide: Guide | None = None

    def down(self, at: Pointer) -> bool:
        """A press on a ruler or on a guide. False: on neither."""
        guide = self._hit(at)
        if guide is None:
            return False
        self._held = tuple(each for each in self._context.document.guides if each is guide)
        self._guide = guide
        return True

    def move(self, at: Pointer) -> bool:
        """False while no guide is held."""
        if self._guide is None:
            return False
        self._guide = replace(self._guide, at=float(round(at.x if self._guide.axis == "x" else at.y)))
        document = self._context.document
        self._context.surface.preview(replace(document, guides=self._with(document, (self._guide,))))
        return True

    def up(self, at: Pointer) -> bool:
        """The guide stays where it is; on a ruler or off the canvas it is gone."""
        guide, self._guide = self._guide, None
        if guide is None:
            return False
        document = self._context.document
        limit = document.width if guide.axis == "x" else document.height
        gone = (at.screen_x if guide.axis == "x" else at.screen_y) < RULER or not 0 <= guide.at <= limit
        guides = self._with(document, () if gone else (guide,))
        self._context.surface.preview(None)
        if guides != document.guides:  # a click on a guide changes nothing
            self._context.edits.record(replace(document, guides=guides), words.step("guides"))
        return True

    def _with(self, document: Document, now: tuple[Guide, ...]) -> tuple[Guide, ...]:
        """The guides with what is under the hand in its old place among them, or behind them where it is new."""
        guides = document.guides
        place = next((i for i, guide in enumerate(guides) if guide in self._held), len(guides))
        return (*guides[:place], *now, *guides[place + 1 :])

    def cancel(self) -> bool:
        """False when no guide was held."""
        held, self._guide = self._guide is not None, None
        if held:
            self._context.surface.preview(None)
        return held

    def cursor(self, at: Pointer) -> str:
        """The pointer's look over a ruler or a guide, "" elsewhere."""
        guide = self._hit(at)
        return "" if guide is None else "col-resize" if guide.axis == "x" else "row-resize"

    def _hit(self, at: Pointer) -> Guide | None:
        if not self._context.store.state.desk.rulers:
            return None
        if at.screen_x < RULER:
            return Guide("x", at.x)
        if at.screen_y < RULER:
            return Guide("y", at.y)
        for guide in self._context.document.guides:
            if abs((at.x if guide.axis == "x" else at.y) - guide.at) <= NEAR * at.reach:
                return guide
        return None
