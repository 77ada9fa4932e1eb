"""Pick subject (P): a box drawn around it, or a press on it. Shift adds what is found, Alt takes it away.

Without a mouse: arrows move a box, with Alt they size it, Enter looks inside.
"""

from __future__ import annotations

import words
from editor.picking import Box, How, Picking
from editor.tools.port import Context, Frame, Marks, Pointer, Tool

ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}
STEP = 0.02
"""Of the canvas's shorter side: how far an arrow goes, ten times less with Shift."""
LEAST = 6.0
"""CSS pixels that a drag is at least; a shorter one is a press."""


class PickTool(Tool):
    """The box of a drag, or the one that keys move."""

    cursor = "crosshair"

    def __init__(self, context: Context, picking: Picking) -> None:
        super().__init__(context)
        self._picking = picking
        self._start: Pointer | None = None
        self._box: Box | None = None

    def leave(self) -> None:
        self._start = self._box = None

    def down(self, at: Pointer) -> bool:
        if at.button != 0:
            return False
        self._start, self._box = at, None
        return True

    def move(self, at: Pointer) -> None:
        if self._start is not None:
            self._box = self._between(self._start, at)

    def up(self, at: Pointer) -> None:
        start, self._start = self._start, None
        if start is None:
            return
        box = self._between(start, at)
        self._box = None
        if max(box[2], box[3]) < LEAST * at.reach:
            box = (at.x, at.y, 0.0, 0.0)
        self._look(box, at.shift or start.shift, at.alt or start.alt)

    def cancel(self) -> bool:
        going = self._start is not None or self._box is not None
        self._start = self._box = None
        return going

    def double(self, at: Pointer) -> bool:
        return True

    def claims(self, key: str) -> bool:
        return key in ARROWS or (key == "Enter" and self._box is not None)

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        if key in ARROWS:
            self._walk(*ARROWS[key], shift, alt)
        elif key == "Enter" and self._box is not None:
            box, self._box = self._box, None
            self._look(box, shift, alt)
        else:
            return False
        self.context.surface.mark()
        return True

    def marks(self) -> Marks:
        if self._box is None:
            return Marks()
        x, y, width, height = self._box
        quad = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        return Marks((Frame(quad, (), f"{width:.0f} × {height:.0f}"),))

    def _look(self, box: Box, shift: bool, alt: bool) -> None:
        chosen = self.context.store.state.desk.pick or "instead"
        how: How = "take" if alt else "add" if shift else chosen
        self.context.spawn(self._picking.pick(box, how))

    def _between(self, start: Pointer, at: Pointer) -> Box:
        document = self.context.document
        left, right = (min(max(x, 0.0), float(document.width)) for x in sorted((start.x, at.x)))
        top, bottom = (min(max(y, 0.0), float(document.height)) for y in sorted((start.y, at.y)))
        return left, top, right - left, bottom - top

    def _walk(self, dx: int, dy: int, fine: bool, size: bool) -> None:
        document = self.context.document
        wide, high = float(document.width), float(document.height)
        if self._box is None:
            self._box = wide / 4, high / 4, wide / 2, high / 2
        else:
            step = max(STEP * min(wide, high) / (10 if fine else 1), 1.0)
            x, y, width, height = self._box
            if size:
                width, height = width + dx * step, height + dy * step
            else:
                x, y = x + dx * step, y + dy * step
            width, height = min(max(width, 2.0), wide), min(max(height, 2.0), high)
            self._box = min(max(x, 0.0), wide - width), min(max(y, 0.0), high - height), width, height
        x, y, width, height = (round(value) for value in self._box)
        self.context.store.say(words.said("pick-box", x=x, y=y, width=width, height=height))
