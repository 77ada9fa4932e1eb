"""Crop (C): a frame with eight handles; drag in it to move it, beside it to straighten the picture under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot
from typing import Literal, cast

import words
from editor import frames, handles
from editor.crop import Crop
from editor.framing import Framing
from editor.tools import grips
from editor.tools.port import NO_MARKS, Context, Frame, Marks, Pointer, Quad, Tool
from imaging import matrix
from imaging.matrix import Point
from texts import point

EDGES = ("n", "e", "s", "w")
HANDLES = ("nw", "n", "ne", "e", "se", "s", "sw", "w")
SLACK = 3.0
"""CSS pixels that a press may move and still be none."""
AROUND = 60.0
"""CSS pixels around a corner in which a finger turns the picture; elsewhere outside it moves the view."""
STEP = 15.0
DIGITS = "1234"
"""The keys of the corners of a marked rectangle, clockwise from the top left."""
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}

Kind = Literal["size", "move", "draw", "turn", "corner", "quad"]


@dataclass(frozen=True, slots=True)
class Drag:
    """A gesture: what it does, where it began, and the crop of that moment."""

    kind: Kind
    start: Pointer
    crop: Crop
    handle: str = ""
    quad: Quad | None = None
    far: bool = False


class CropTool(Tool):
    """Works on the crop of `framing`, which the panel shows too."""

    def __init__(self, context: Context, framing: Framing) -> None:
        super().__init__(context)
        self._framing = framing
        self._drag: Drag | None = None

    # the tool

    def enter(self) -> None:
        self._framing.begin(self.context.document)

    def leave(self) -> None:
        self._drag = None
        self._framing.leave()

    def changed(self) -> None:
        document = self.context.store.state.document
        if document is not None:
            self._drag = None
            self._framing.begin(document)

    def down(self, at: Pointer) -> bool:
        crop = self._framing.crop
        if at.button != 0 or crop is None:
            return False
        self._drag = self._taken(at, crop)
        return self._drag is not None

    def move(self, at: Pointer) -> None:
        drag = self._drag
        if drag is None:
            return
        if not drag.far:
            if max(abs(at.x - drag.start.x), abs(at.y - drag.start.y)) < SLACK * at.reach:
                return
            drag = self._drag = Drag(drag.kind, drag.start, drag.crop, drag.handle, drag.quad, True)
        if drag.quad is not None:
            self._framing.mark_corners(_dragged_quad(drag, at))
        else:
            self._framing.drag(self._dragged(drag, at))

    def up(self, at: Pointer) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and drag.far and drag.quad is None:
            self._framing.drop()

    def cancel(self) -> bool:
        drag, self._drag = self._drag, None
        if drag is None:
            return self._framing.cancel()
        if drag.quad is not None:
            self._framing.mark_corners(drag.quad)
        else:
            self._framing.give_up()
        return True

    def hover(self, at: Pointer) -> None:
        crop = self._framing.crop
        taken = self._taken(at, crop) if crop is not None else None
        if taken is None:
            self.cursor = "default"
        elif taken.kind == "size":
            self.cursor = grips.cursor(taken.handle, self._quad)
        else:
            cursors = {"move": "move", "quad": "move", "draw": "crosshair", "turn": "grab", "corner": "crosshair"}
            self.cursor = cursors[taken.kind]

    def double(self, at: Pointer) -> bool:
        """Twice in the frame applies it."""
        if self._framing.quad is None and grips.inside(self._quad, at):
            self._framing.apply()
        return True

    def claims(self, key: str) -> bool:
        return self._framing.quad is not None and key in DIGITS

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        crop = self._framing.crop
        if crop is None:
            return False
        if self._framing.quad is not None and (key in DIGITS or key in ARROWS):
            self._to_corner(self._framing.quad, key, 10 if shift else 1)
            return True
        if key == "Enter":
            self._framing.accept()
            return True
        if key not in ARROWS:
            return False
        x, y = (side * (10 if shift else 1) for side in ARROWS[key])
        if alt:
            self._framing.change(_grown(crop, x, y))
        else:
            self._framing.change(crop.framed(frames.shifted(crop.frame, *_on_picture(crop, x, y), crop.limits)))
        return True

    def _to_corner(self, quad: Quad, key: str, far: int) -> None:
        """A digit chooses a corner, an arrow moves it: the first one while none was chosen."""
        if key in DIGITS:
            self._framing.corner = DIGITS.index(key)
            self.context.store.say(words.said("corner", number=key), "still")
            return
        self._framing.corner = chosen = self._framing.corner or 0
        x, y = quad[chosen][0] + far * ARROWS[key][0], quad[chosen][1] + far * ARROWS[key][1]
        self._framing.mark_corners((*quad[:chosen], (x, y), *quad[chosen + 1 :]))  # type: ignore[arg-type]

    def marks(self) -> Marks:
        crop, quad = self._framing.crop, self._framing.quad
        if crop is None:
            return NO_MARKS
        box = self._framing.box
        if quad is not None:
            marks, chosen = Marks((Frame(quad, grips.CORNERS),)), self._framing.corner
            return marks if chosen is None else replace(marks, source=quad[chosen])
        angle = point(f"{crop.straighten:+.1f}°".replace("-", "−"))
        turning = self._drag is not None and self._drag.kind == "turn" and self._drag.far
        tag = angle if turning else f"{box[2]:.0f} × {box[3]:.0f}"
        return Marks((Frame(self._quad, HANDLES, tag),), shade=box, picture=self._framing.picture or NO_MARKS.picture)

    # gestures

    @property
    def _quad(self) -> Quad:
        left, top, width, height = self._framing.box
        right, bottom = left + width, top + height
        return (left, top), (right, top), (right, bottom), (left, bottom)

    def _taken(self, at: Pointer, crop: Crop) -> Drag | None:
        """What a press here would begin."""
        marked = self._framing.quad
        if marked is not None:
            corner = grips.grabbed(marked, grips.CORNERS, at)
            if corner or grips.inside(marked, at):
                return Drag("corner" if corner else "quad", at, crop, corner, marked)
            return None
        quad = self._quad
        handle = grips.grabbed(quad, HANDLES, at) or _edge(quad, at)
        if handle:
            return Drag("size", at, crop, handle)
        if grips.inside(quad, at):
            return Drag("draw" if crop.is_whole and crop.limits else "move", at, crop)
        near = min(hypot(x - at.x, y - at.y) for x, y in quad) < AROUND * at.reach
        return Drag("turn", at, crop) if near or at.kind != "touch" else None

    def _dragged(self, drag: Drag, at: Pointer) -> Crop:
        crop, start = drag.crop, drag.start
        dx, dy = _on_picture(crop, at.x - start.x, at.y - start.y)
        if drag.kind == "turn":
            left, top, width, height = self._framing.box
            middle = left + width / 2, top + height / 2
            angle = crop.straighten + handles.swing(middle, (start.x, start.y), (at.x, at.y))
            return crop.straightened(round(angle / STEP) * STEP if at.shift else round(angle, 1))
        if drag.kind == "move":
            return crop.framed(frames.shifted(crop.frame, dx, dy, crop.limits))
        if drag.kind == "draw":
            return crop.framed(self._drawn(drag, at, dx, dy))
        ratio = crop.proportion or (crop.frame.width / crop.frame.height if at.shift else None)
        handle = cast("handles.Handle", drag.handle)
        return crop.framed(frames.dragged(crop.frame, handle, dx, dy, ratio, crop.limits))

    def _drawn(self, drag: Drag, at: Pointer, dx: float, dy: float) -> frames.Frame:
        """A new frame from where the press was to where the pointer is."""
        crop, start = drag.crop, drag.start
        corner = cast("handles.Handle", ("s" if dy >= 0 else "n") + ("e" if dx >= 0 else "w"))
        x, y = self._framing.on_picture((start.x, start.y))
        side_x, side_y = handles.SIDES[corner]
        spot = frames.shifted(frames.Frame(x + side_x / 2, y + side_y / 2, 1, 1), 0, 0, crop.limits)
        ratio = crop.proportion or (1.0 if at.shift else None)
        return frames.dragged(spot, corner, dx - side_x, dy - side_y, ratio, crop.limits)


def _edge(quad: Quad, at: Pointer) -> str:
    """The side of the frame under the pointer, "" for none: it is a handle over all of its length."""
    (left, top), _, (right, bottom), _ = quad
    grip = min(at.grip, (right - left) / 4, (bottom - top) / 4) if grips.inside(quad, at) else at.grip
    if left <= at.x <= right:
        for name, edge in (("n", top), ("s", bottom)):
            if abs(at.y - edge) <= grip:
                return name
    if top <= at.y <= bottom:
        for name, edge in (("w", left), ("e", right)):
            if abs(at.x - edge) <= grip:
                return name
    return ""


def _on_picture(crop: Crop, dx: float, dy: float) -> Point:
    """A distance on the canvas that is shown, on the picture."""
    return matrix.apply(matrix.turn(crop.wish.angle), dx, dy)


def _grown(crop: Crop, x: float, y: float) -> Crop:
    """The right or the lower edge moved; below 0 the frame gets smaller."""
    handle: handles.Handle = "e" if x else "s"
    dx, dy = _on_picture(crop, x, y)
    return crop.framed(frames.dragged(crop.frame, handle, dx, dy, crop.proportion, crop.limits))


def _dragged_quad(drag: Drag, at: Pointer) -> Quad:
    assert drag.quad is not None
    dx, dy = at.x - drag.start.x, at.y - drag.start.y
    going = (drag.handle,) if drag.handle else grips.CORNERS
    a, b, c, d = (
        (x + dx, y + dy) if name in going else (x, y) for name, (x, y) in zip(grips.CORNERS, drag.quad, strict=True)
    )
    return a, b, c, d
