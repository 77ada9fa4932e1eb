"""What a person does to the crop in work: ratio, size, straightening, turns, mirrors, perspective; or gives it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import words
from editor.arranging import Axis
from editor.crop import Crop
from editor.crop_session import CropSession
from editor.frames import Frame
from editor.perspective import Quad

INSET = 0.18
"""Where the corners that mark a rectangle first lie in the frame, as a share of it."""


class Framing(CropSession):
    """The crop that the tool and the panel share."""

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
        self.quad = self.corner = None
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

    def accept(self) -> None:
        """Apply what is under way: the rectangle that is marked, else the crop."""
        if self.quad is not None:
            self.rectify()
        else:
            self.apply()

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
