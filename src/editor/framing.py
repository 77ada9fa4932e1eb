"""The crop in work: what the tool and the panel change, what the canvas shows meanwhile, and how it ends.

All of it is one step of the document's history; its own small history serves undo until then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import words
from editor import ground
from editor.arranging import Axis
from editor.crop import Crop
from editor.document import Document
from editor.edits import Edits
from editor.frames import Frame
from editor.perspective import Quad
from editor.state import State, Task
from editor.store import Store
from editor.tools.port import Surface
from imaging import matrix
from imaging.matrix import Point

INSET = 0.18
"""Where the corners that mark a rectangle first lie in the frame, as a share of it."""

Box = tuple[float, float, float, float]
"""Left, top, width, height."""


class Framing:
    """`run` runs a command of the table, `spawn` starts asynchronous work."""

    def __init__(
        self,
        store: Store,
        edits: Edits,
        surface: Surface,
        run: Callable[[str], None],
        spawn: Callable[[Any], None],
    ) -> None:
        self._store, self._edits, self._surface = store, edits, surface
        self._run, self._spawn = run, spawn
        self._watchers: list[Callable[[], None]] = []
        self._document: Document | None = None
        self._start: Crop | None = None
        self._crop: Crop | None = None
        self._held: Crop | None = None
        self._past: list[Crop] = []
        self._future: list[Crop] = []
        self._stage = Frame(0, 0, 1, 1)
        self._shown: tuple[Document, Frame] | None = None
        self._came: Task = "cutout"
        self.quad: Quad | None = None
        """The corners that mark what is to be upright, on the canvas that is shown; None while nothing is marked."""

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call after every change of the crop, also while it is dragged."""
        self._watchers.append(watcher)

    def follow(self, state: State) -> None:
        """Remember the task that a crop goes back to."""
        if state.desk.task != "crop":
            self._came = state.desk.task

    # begin and end

    @property
    def crop(self) -> Crop | None:
        """The crop in work, None while another task has the canvas."""
        return self._crop

    @property
    def is_changed(self) -> bool:
        return self._crop is not None and self._start is not None and self._crop != self._start

    @property
    def can_undo(self) -> bool:
        return self._crop is not None and bool(self._past)

    @property
    def can_redo(self) -> bool:
        return self._crop is not None and bool(self._future)

    def begin(self, document: Document) -> None:
        """Start with the crop that a document has."""
        if document is self._document and self._crop is not None:
            return
        self._document = document
        self._start = self._crop = Crop.of(document)
        self._past, self._future, self._held, self.quad = [], [], None, None
        self._stage, self._shown = ground.extent(self._crop.document, self._crop.frame), None
        self._show(self.box[:2])

    def leave(self) -> None:
        """Another task has the canvas: what was framed is applied, once everybody knows of the task."""
        crop, start = self._crop, self._start
        if crop is not None and self.is_changed:
            self._spawn(self._apply_soon(crop, self._document, self.box))
        elif start is not None:
            left, top, _, _ = self._box_of(start)
            self._surface.preview(None, (-left, -top))
        self._end()

    def apply(self) -> None:
        """Make the frame the canvas, and go back to the task before."""
        if self._crop is None or self.quad is not None:
            return
        if self.is_changed and not self._record(self._crop, self.box):
            return
        self._go_back()

    def settle(self) -> None:
        """Make the frame the canvas and stay."""
        if self._crop is not None and self.is_changed and self._record(self._crop, self.box):
            self._shown = None
            self._show(self.box[:2])

    def cancel(self) -> bool:
        """Give up the marked rectangle, else the crop. False when there is none."""
        if self._crop is None:
            return False
        if self.quad is not None:
            self.mark(False)
            return True
        if self.is_changed:
            self._store.say(words.said("crop-cancelled"), "still")
        self._go_back()
        return True

    def _go_back(self) -> None:
        """Whoever calls this has recorded what was to be kept."""
        self._crop = self._start
        self._run(f"task-{self._came}")
        if self._store.state.desk.task == "crop":
            self._store.arrange(task="cutout")

    def _end(self) -> None:
        self._document = self._start = self._crop = self._held = self.quad = self._shown = None
        self._past, self._future = [], []

    async def _apply_soon(self, crop: Crop, document: Document | None, box: Box) -> None:
        await asyncio.sleep(0)
        if document is self._store.state.document and not self._record(crop, box):
            self._surface.preview(None)

    def _record(self, crop: Crop, box: Box) -> bool:
        """The result as a step of the history. `box` is its place on the canvas that is shown."""
        try:
            result = crop.result()
        except ValueError:
            self._refuse(crop.frame.width, crop.frame.height)
            return False
        if self._crop is not None:  # it goes on from here; the new document is no reason to begin anew
            self._document, self._start, self._crop = result, crop, crop
        self._surface.preview(result, (-box[0], -box[1]))
        self._edits.record(result, words.step("crop"))
        self._run("zoom-fit")
        self._store.say(words.said("cropped", width=result.width, height=result.height))
        return True

    def _refuse(self, width: float, height: float) -> None:
        key = "crop-nothing" if min(width, height) < 1 else "crop-too-large"
        self._store.say(words.said(key, width=f"{width:.0f}", height=f"{height:.0f}"), "still")

    # changes

    def drag(self, crop: Crop) -> None:
        """What a gesture makes of the crop; the view stays as it lies until `drop`."""
        if self._crop is None:
            return
        if self._held is None:
            self._held = self._crop
        self._crop = crop
        if crop.wish.angle != self._stage.angle:
            self._stage = _turned(self._stage, crop)
        self._show()

    def drop(self) -> None:
        """The gesture is over."""
        held, self._held = self._held, None
        if self._crop is None or held is None:
            return
        if held != self._crop:
            self._past.append(held)
            self._future.clear()
        self._lay()

    def give_up(self) -> None:
        """The gesture never was."""
        if self._held is not None:
            self._crop, self._held = self._held, None
            self._lay()

    def change(self, crop: Crop) -> None:
        """A change that is no gesture."""
        self.drag(crop)
        self.drop()

    def undo(self) -> bool:
        """Take back the last change of the frame. False when there was none, or no crop."""
        return self._back(self._past, self._future)

    def redo(self) -> bool:
        return self._back(self._future, self._past)

    def _back(self, one: list[Crop], other: list[Crop]) -> bool:
        if self._crop is None or not one:
            return False
        other.append(self._crop)
        self._crop, self._held, self.quad = one.pop(), None, None
        self._lay()
        return True

    def reset(self) -> None:
        """The whole picture, straight."""
        if self._start is None:
            return
        start = self._start
        frame = Frame(start.size[0] / 2, start.size[1] / 2, *start.size)
        self.quad = None
        self.change(Crop(start.document, frame, frame, bounded=start.bounded))

    def ratio(self, name: str) -> None:
        if self._crop is not None:
            self.change(self._crop.with_ratio(name))

    def swap(self) -> None:
        """Lying or upright."""
        if self._crop is not None:
            self.change(self._crop.swap())

    def size(self, width: float = 0.0, height: float = 0.0) -> None:
        """One side in pixels; a canvas of nothing is refused."""
        if self._crop is None:
            return
        crop = self._crop.sized(width, height) if (width or height) >= 1 else None
        if crop is None:
            self._refuse(width, height)
            self._told()
        else:
            self.change(crop)

    def put(self, x: float | None = None, y: float | None = None) -> None:
        """The frame's left or top edge on the picture."""
        if self._crop is not None:
            self.change(self._crop.put(x, y))

    def straighten(self, angle: float) -> None:
        """Part of a gesture until `drop`."""
        if self._crop is not None:
            self.drag(self._crop.straightened(angle))

    def loosen(self, loose: bool) -> None:
        """Whether corners may be empty."""
        if self._crop is not None:
            self.change(replace(self._crop, loose=loose))

    def turn(self, quarters: int) -> None:
        """The whole picture by quarter turns; at once where no crop is in work."""
        self._whole(lambda crop: crop.turned(quarters), "turn-left" if quarters < 0 else "turn-right")

    def mirror(self, axis: Axis) -> None:
        """The whole picture mirrored."""
        self._whole(lambda crop: crop.mirrored(axis), f"flip-{axis}")

    def _whole(self, change: Callable[[Crop], Crop], key: str) -> None:
        if self._crop is not None:
            self.quad = None
            self.change(change(self._crop))
        elif self._store.state.document is not None:
            changed = change(Crop.of(self._store.document)).result()
            self._edits.record(changed, words.step(f"picture-{key}"))

    # perspective

    def mark(self, on: bool) -> None:
        """Show four corners to put on what is to be an upright rectangle, or put them away."""
        if self._crop is None:
            return
        self.quad = None
        if on:
            left, top, width, height = self.box
            dx, dy = width * INSET, height * INSET
            right, bottom = left + width - dx, top + height - dy
            self.quad = (left + dx, top + dy), (right, top + dy), (right, bottom), (left + dx, bottom)
        self._told()

    def mark_corners(self, quad: Quad) -> None:
        """The corners elsewhere."""
        self.quad = quad
        self._told()

    def rectify(self) -> None:
        """What is marked becomes an upright rectangle."""
        if self._crop is None or self.quad is None:
            return
        a, b, c, d = (self.on_picture(point) for point in self.quad)
        try:
            crop = self._crop.rectified((a, b, c, d))
        except ValueError:
            self._store.say(words.said("perspective-refused"), "still")
            return
        self.quad = None
        self.change(crop)

    # what is shown

    @property
    def box(self) -> Box:
        """The frame on the canvas that is shown."""
        return self._box_of(self._crop) if self._crop is not None else (0.0, 0.0, 1.0, 1.0)

    def _box_of(self, crop: Crop) -> Box:
        frame, stage = crop.frame, self._stage
        x, y = matrix.apply(matrix.turn(-stage.angle), frame.x - stage.x, frame.y - stage.y)
        return x + (stage.width - frame.width) / 2, y + (stage.height - frame.height) / 2, frame.width, frame.height

    @property
    def picture(self) -> Quad | None:
        """The picture's corners on the canvas that is shown; None where layers lie beside it or cover everything."""
        crop, stage = self._crop, self._stage
        if crop is None or not crop.bounded or not ground.is_alone(crop.document):
            return None
        width, height = crop.size
        along = matrix.turn(-stage.angle)
        a, b, c, d = (
            (x + stage.width / 2, y + stage.height / 2)
            for x, y in (
                matrix.apply(along, x - stage.x, y - stage.y)
                for x, y in ((0, 0), (width, 0), (width, height), (0, height))
            )
        )
        return a, b, c, d

    def on_picture(self, point: Point) -> Point:
        """A point of the canvas that is shown, on the picture."""
        return self._stage.point(point[0] - self._stage.width / 2, point[1] - self._stage.height / 2)

    def _lay(self) -> None:
        """The view anew, and the size said."""
        if self._crop is None:
            return
        frame, before = self._crop.frame, self.box
        self._stage = ground.extent(self._crop.document, frame)
        after = self.box
        self._show((after[0] - before[0], after[1] - before[1]))
        sentence = words.said("crop-size", width=f"{frame.width:.0f}", height=f"{frame.height:.0f}")
        self._store.say(sentence, "still")

    def _show(self, origin: Point = (0.0, 0.0)) -> None:
        assert self._crop is not None
        shown = self._crop.document, self._stage
        if self._shown is None or self._shown[0] is not shown[0] or self._shown[1] != shown[1]:
            self._shown = shown
            self._surface.preview(ground.view(*shown), origin)
        self._told()

    def _told(self) -> None:
        self._surface.mark()
        for watcher in self._watchers:
            watcher()


def _turned(stage: Frame, crop: Crop) -> Frame:
    """The view after the picture was turned under the frame, around the frame's middle."""
    about = crop.wish
    x, y = matrix.apply(matrix.turn(about.angle - stage.angle), stage.x - about.x, stage.y - about.y)
    return Frame(about.x + x, about.y + y, stage.width, stage.height, about.angle)
