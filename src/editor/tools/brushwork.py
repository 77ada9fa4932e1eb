"""The stroke machine that all brushes share: a press begins a path, the release makes it one stroke and one step.

The canvas can also be painted with keys alone: arrows move the brush, Space paints there. What was painted stays drawn
over the picture until the engine's own picture has it.
"""

from __future__ import annotations

import words
from editor.brush_state import brush_of
from editor.brushes import Brush
from editor.brushing import Brushing
from editor.document import Document
from editor.painting import far_enough, spaced
from editor.tools.port import Context, Marks, Pointer, Tool, Trail
from imaging.layers import Numbers
from imaging.matrix import Point

LIGHTEST = 0.1
"""Share of the radius that a pen has when it hardly touches."""
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}


class Brushwork(Tool):
    """Subclasses say when they are armed, how a stroke looks, and what it does to the document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.brushing = Brushing(context.store, context.edits)
        self._path: list[float] = []
        self._sizes: list[float] = []
        self._look = ""
        self._at: Point | None = None
        self._last: Point | None = None
        self._kept: tuple[Trail, ...] = ()
        self._made: Document | None = None
        self._photo = ""
        self._keyed = self._finger = False

    # what subclasses say

    @property
    def armed(self) -> bool:
        """Whether the brush has the canvas."""
        raise NotImplementedError

    def look_for(self, at: Pointer) -> str:
        """The look of a stroke that begins here; "" when none can begin."""
        raise NotImplementedError

    def painted(self, points: Numbers, look: str) -> Document | None:
        """The document after a stroke, and with `step` its name."""
        raise NotImplementedError

    def step(self, look: str) -> str:
        """The name of a stroke in the history."""
        return words.step(f"stroke-{look}")

    pressable = False
    """Whether a pen's pressure sets the size."""

    @property
    def sizes(self) -> Numbers:
        """Shares of the radius at the points of the stroke, () where no pen sets them."""
        return tuple(self._sizes)

    def taken(self, at: Pointer) -> bool:
        """Whether a press was meant for something else than painting."""
        return False

    # the brush

    @property
    def brush(self) -> Brush:
        return brush_of(self.context.store.state)

    @property
    def radius(self) -> float:
        """In canvas pixels."""
        document = self.context.document
        return self.brush.diameter(document.width, document.height) / 2

    # the tool

    def enter(self) -> None:
        self.changed()

    def leave(self) -> None:
        super().leave()
        self._kept, self._at, self._keyed = (), None, False

    def changed(self) -> None:
        document = self.context.store.state.document
        if document is not self._made:
            self._kept = ()
        if document is not None and document.photo.id != self._photo:
            self._photo, self._last, self._at = document.photo.id, None, None
        self.cursor = "none" if document is not None and self.armed else ""

    def down(self, at: Pointer) -> bool:
        if not self.armed or at.button not in (0, 2):
            return False
        self._at, self._keyed, self._finger = (at.x, at.y), False, at.kind == "touch"
        if self.taken(at):
            return True
        self._look = self.look_for(at)
        if not self._look:
            return True
        line = self._last if at.shift and self._last is not None else ()
        self._path = [*line, at.x, at.y]
        pen = at.kind == "pen"
        if pen:
            self.brushing.pen()
        pressed = pen and self.pressable and self.context.store.state.desk.paint.pressure
        self._sizes = [_size(at)] * (len(self._path) // 2) if pressed else []
        return True

    def move(self, at: Pointer) -> None:
        self._at = at.x, at.y
        if self._path and far_enough((self._path[-2], self._path[-1]), (at.x, at.y), self.radius):
            self._path += (at.x, at.y)
            if self._sizes:
                self._sizes.append(_size(at))

    def up(self, at: Pointer) -> None:
        path, self._path = self._path, []
        if path and (path[-2], path[-1]) != (at.x, at.y):
            path += (at.x, at.y)
            self._sizes += self._sizes[-1:]  # a pen that is lifted presses no more
        if path:
            self._finish(tuple(path))
        if self._finger:
            self._at = None
        self._finger = False

    def cancel(self) -> bool:
        going, self._path, self._finger = bool(self._path), [], False
        return going

    def hover(self, at: Pointer) -> None:
        self._at, self._keyed = (at.x, at.y), False
        self.cursor = "none" if self.armed else ""

    def out(self) -> None:
        if not self._path and not self._keyed:
            self._at = None

    def shown(self) -> None:
        self._kept = ()

    # keys

    def claims(self, key: str) -> bool:
        return self.armed and (key.isdigit() or (key in (" ", "Enter") and self._keyed))

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        if not self.armed or alt:
            return False
        if key.isdigit() and len(key) == 1:
            self._strength(int(key) / 10 or 1.0)
        elif key in ARROWS:
            self._walk(*ARROWS[key], 10.0 if shift else 1.0)
        elif key in (" ", "Enter") and self._keyed and self._at is not None:
            self._dab(Pointer(*self._at, 1 / self.context.surface.view_scale(), shift, kind="key"))
        else:
            return False
        return True

    def double(self, at: Pointer) -> bool:
        return self.armed

    # what is drawn

    def marks(self) -> Marks:
        if not self.armed:
            return Marks(past=self._kept)
        radius = self.radius
        trail = Trail(tuple(self._path), radius, self._look, self.sizes) if self._path else None
        brush = (*self._at, radius) if self._at is not None else ()
        loupe = self._at if self._finger and self._path and self._at is not None else ()
        return Marks(brush=brush, trail=trail, past=self._kept, loupe=loupe)  # type: ignore[arg-type]

    # helpers

    def _finish(self, points: Numbers) -> None:
        radius, look = self.radius, self._look
        points = points if self._sizes else spaced(points, radius)
        self._last = points[-2], points[-1]
        made = self.painted(points, look)
        if made is None:
            return
        self._made = made
        self._kept = (*self._kept, Trail(points, radius, look, self.sizes))
        self.context.edits.record(made, self.step(look))

    def _strength(self, share: float) -> None:
        self.brushing.strength(share)

    def _walk(self, dx: int, dy: int, far: float) -> None:
        """The brush goes on by a quarter of its radius; from the middle of the canvas where it was nowhere."""
        document = self.context.document
        x, y = self._at or (document.width / 2, document.height / 2)
        step = max(self.radius / 4, 1.0) * far if self._keyed or self._at else 0.0
        x = min(max(x + dx * step, 0.0), float(document.width))
        y = min(max(y + dy * step, 0.0), float(document.height))
        self._at, self._keyed = (x, y), True
        self.context.surface.mark()
        self.context.store.say(words.said("brush-at", x=round(x), y=round(y)))

    def _dab(self, at: Pointer) -> None:
        if self.down(at):
            self._keyed = True
            look, painted = self._look, bool(self._path)
            self.up(at)
            if painted:
                self.context.store.say(words.said(f"dab-{look}", x=round(at.x), y=round(at.y)))
        self.context.surface.mark()


def _size(at: Pointer) -> float:
    """The share of the brush's radius under a pen that is pressed so much."""
    return round(LIGHTEST + (1 - LIGHTEST) * min(max(at.pressure, 0.0), 1.0), 3)
