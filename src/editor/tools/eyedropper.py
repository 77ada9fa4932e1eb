"""The eyedropper (I): the colour of the picture under the pointer, for one press. It has the canvas for so long."""

from __future__ import annotations

from collections.abc import Callable

import words
from editor.colours import rgb_text
from editor.tools.port import Context, Marks, Pointer, Tool

KEYS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}
FAR = 10.0
"""How many of its steps Shift makes the point go."""


class Eyedropper(Tool):
    """`taken` gets the colour, `done` is called when the canvas is free again, also where nothing was taken."""

    cursor = "crosshair"

    def __init__(self, context: Context, taken: Callable[[str], None], done: Callable[[], None]) -> None:
        super().__init__(context)
        self._taken, self._done = taken, done
        self._over = False
        self._at: tuple[float, float] | None = None
        self._colour = ""

    def enter(self) -> None:
        """The point is in the middle until the pointer comes."""
        document = self.context.document
        self._look(document.width / 2, document.height / 2)
        self.context.store.say(words.said("picking"), "still")

    def down(self, at: Pointer) -> bool:
        if at.button == 0:
            self._look(at.x, at.y)
        return at.button == 0

    def move(self, at: Pointer) -> None:
        self._look(at.x, at.y)

    def hover(self, at: Pointer) -> None:
        self._look(at.x, at.y)

    def up(self, at: Pointer) -> None:
        self._look(at.x, at.y)
        self._take()

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        if key in ("Enter", " "):
            self._take()
        elif key in KEYS and self._at is not None:
            step = (FAR if shift else 1.0) / self.context.surface.view_scale()
            document = self.context.document
            x, y = self._at[0] + KEYS[key][0] * step, self._at[1] + KEYS[key][1] * step
            self._look(min(max(x, 0.5), document.width - 0.5), min(max(y, 0.5), document.height - 0.5))
            self.context.surface.mark()
        return key in KEYS or key in ("Enter", " ")

    def double(self, at: Pointer) -> bool:
        return True

    def cancel(self) -> bool:
        if self._over:
            return False
        self.context.store.say(words.said("pick-stopped"))
        self._end()
        return True

    def marks(self) -> Marks:
        return Marks(sample=(*self._at, self._colour)) if self._at is not None else Marks()

    def _look(self, x: float, y: float) -> None:
        document = self.context.document
        inside = 0 <= x < document.width and 0 <= y < document.height
        self._at = x, y
        self._colour = self.context.surface.colour_at(x, y) if inside else ""

    def _take(self) -> None:
        if self._over:
            return
        if not self._colour:
            self.context.store.say(words.said("picked-nothing"))
            return
        colour = self._colour
        self._end()
        self._taken(colour)
        self.context.store.say(words.said("picked", colour=colour, rgb=rgb_text(colour)))

    def _end(self) -> None:
        self._over = True
        self._done()
