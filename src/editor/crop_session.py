"""The crop in work: what the tool and the panel change, what the canvas shows meanwhile, and how it ends.

All of it is one step of the document's history; its own small history serves undo until then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import words
from editor import ground
from editor.crop import Crop
from editor.document import Document
from editor.edits import Edits
from editor.frames import Frame
from editor.ground import Box
from editor.perspective import Quad
from editor.state import State, Task
from editor.store import Store
from editor.tools.port import Surface, Turn
from imaging import matrix
from imaging.matrix import Point

NO_TURN: Turn = (0.0, 0.0, 0.0)


class CropSession:
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
        self._shown: tuple[Document, Frame, Box] | None = None
        self._came: Task = "cutout"
        self.quad: Quad | None = None
        self.corner: int | None = None
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
        return self._crop is not None and (bool(self._past) or self._held is not None)

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
            back = self._turn(self._stage.angle - start.wish.angle)
            left, top, _, _ = self._box_of(start)
            self._surface.preview(None, (-left, -top), back)
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
        self.drop()  # keys on a slider leave their gesture open
        if self._crop is None or not one:
            return False
        other.append(self._crop)
        self._crop, self._held, self.quad = one.pop(), None, None
        self._lay()
        return True

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
        document, before, stage = self._crop.document, self._shown, self._stage
        # A gradient ends where the frame does: it is drawn anew once a gesture is over.
        box = before[2] if before is not None and self._held is not None else self.box
        other = before is not None and before[2] != box and ground.has_gradient(document)
        if before is None or before[0] is not document or before[1] != stage or other:
            same = before is not None and before[0] is document
            turn = self._turn(before[1].angle - stage.angle) if before is not None and same else NO_TURN
            self._shown = document, stage, box
            self._surface.preview(ground.view(document, stage, box), origin, turn)
        self._told()

    def _turn(self, angle: float) -> Turn:
        """The picture turned under the frame."""
        left, top, width, height = self.box
        return angle, left + width / 2, top + height / 2

    def _told(self) -> None:
        self._surface.mark()
        for watcher in self._watchers:
            watcher()


def _turned(stage: Frame, crop: Crop) -> Frame:
    """The view after the picture was turned under the frame, around the frame's middle."""
    about = crop.wish
    x, y = matrix.apply(matrix.turn(about.angle - stage.angle), stage.x - about.x, stage.y - about.y)
    return Frame(about.x + x, about.y + y, stage.width, stage.height, about.angle)
