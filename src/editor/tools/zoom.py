"""The zoom (Z): a click goes nearer, with Alt further away; a drag fills the view with what it frames."""

from __future__ import annotations

import words
from editor.tools.port import NO_MARKS, Context, Marks, Pointer, Tool

SLACK = 4.0
"""CSS pixels that a press may move and still be a click."""
NEARER = 1.5


class Zoom(Tool):
    """Works at the pointer; by keys at the middle of the view."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._start: Pointer | None = None
        self._at: Pointer | None = None

    cursor = "zoom-in"

    def enter(self) -> None:
        self.context.store.say(words.said("zoom"), "still")

    def down(self, at: Pointer) -> bool:
        if at.button == 0:
            self._start = self._at = at
        return at.button == 0

    def move(self, at: Pointer) -> None:
        self._at = at

    def up(self, at: Pointer) -> None:
        start, self._start = self._start, None
        if start is None:
            return
        left, right = sorted((start.x, at.x))
        top, bottom = sorted((start.y, at.y))
        if max(right - left, bottom - top) < SLACK * at.reach:
            self.context.surface.zoom_at(at.x, at.y, 1 / NEARER if at.alt else NEARER)
        else:
            self.context.surface.show_part(left, top, right - left, bottom - top)

    def hover(self, at: Pointer) -> None:
        self.cursor = "zoom-out" if at.alt else "zoom-in"

    def cancel(self) -> bool:
        going, self._start = self._start is not None, None
        return going

    def double(self, at: Pointer) -> bool:
        return True  # two clicks are two steps nearer

    def marks(self) -> Marks:
        start, at = self._start, self._at
        if start is None or at is None:
            return NO_MARKS
        return Marks(band=(start.x, start.y, at.x - start.x, at.y - start.y))
