"""Looking into a part of a photo: the frame that the networks see around a box, and its way back into the whole photo.

A subject that goes on beyond a frame would end in a straight line, which no photo shows. The frame grows on those
sides, and where it may not, or has grown enough, the mask fades towards its border.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from errors import ModelError
from imaging.options import Region
from segmentation.matting import Plane
from segmentation.merge import grow

MARGIN = 0.15
"""Of a box's sides: how much around it the networks see as well, and how far a subject may reach beyond it."""

GROWTH, TIMES = 0.5, 2
"""Share of a frame's side by which it grows towards where the subject goes on, and how often."""

CUT = 0.04
"""Share of a frame's border that a subject has to cover to be cut by it: a soft corner that touches it is none."""

MOST_FRAME = 2048
"""Long side of the mask that a frame's comes back in: more than elsewhere, since the box is only a part of it."""

Sides = tuple[bool, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the networks see of a `photo` (width, height): pixels `left` to `right` and `top` to `bottom`. A mask that
    is cut by a side fades over `across` pixels (left and right) or `down` pixels (top and bottom)."""

    photo: tuple[int, int]
    left: int
    top: int
    right: int
    bottom: int
    across: float
    down: float

    @classmethod
    def around(cls, box: Region, photo: tuple[int, int]) -> Frame:
        """The frame of `box`, with its margin. Raises ModelError model/no-subject when it lies outside the photo."""
        x, y = box.width * MARGIN, box.height * MARGIN
        left, top = max(0, floor(box.x - x)), max(0, floor(box.y - y))
        right, bottom = min(photo[0], ceil(box.x + box.width + x)), min(photo[1], ceil(box.y + box.height + y))
        if right - left < 2 or bottom - top < 2:
            raise ModelError("model/no-subject")
        return cls(photo, left, top, right, bottom, x, y)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom, as Pillow takes them."""
        return self.left, self.top, self.right, self.bottom

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.right - self.left, self.bottom - self.top

    def cuts(self, mask: Plane) -> Sides:
        """Which sides (left, top, right, bottom) cut the subject of `mask` (h, w), which is stretched over the frame.
        The photo's own border cuts nothing."""
        inner = self.left > 0, self.top > 0, self.right < self.photo[0], self.bottom < self.photo[1]
        lines = mask[:, 0], mask[0], mask[:, -1], mask[-1]
        left, top, right, bottom = (
            free and float((line > 0.5).mean()) > CUT for free, line in zip(inner, lines, strict=True)
        )
        return left, top, right, bottom

    def grown(self, sides: Sides) -> Frame:
        """A frame that reaches further on `sides`, as far as there is photo."""
        across, down = (ceil(side * GROWTH) for side in self.size)
        return Frame(
            self.photo,
            max(0, self.left - across * sides[0]),
            max(0, self.top - down * sides[1]),
            min(self.photo[0], self.right + across * sides[2]),
            min(self.photo[1], self.bottom + down * sides[3]),
            self.across,
            self.down,
        )

    def placed(self, mask: Plane) -> Plane:
        """`mask` (h, w) float32 0..1, stretched over the frame, as one stretched over the photo, of at most MOST_FRAME
        a side: 0 outside the frame, and faded where the frame cuts the subject."""
        scale = min(1.0, MOST_FRAME / max(self.photo))
        whole = np.zeros((max(1, round(self.photo[1] * scale)), max(1, round(self.photo[0] * scale))), np.float32)
        across, down = whole.shape[1] / self.photo[0], whole.shape[0] / self.photo[1]
        left, top = floor(self.left * across), floor(self.top * down)
        right = min(whole.shape[1], max(left + 1, round(self.right * across)))
        bottom = min(whole.shape[0], max(top + 1, round(self.bottom * down)))
        part = grow(mask, (right - left, bottom - top))
        for fade in self._fades(mask, part.shape, self.across * across, self.down * down):
            part = part * fade
        whole[top:bottom, left:right] = part
        return whole

    def _fades(self, mask: Plane, shape: tuple[int, ...], across: float, down: float) -> Iterator[Plane]:
        """What to multiply a mask of `shape` with, for each side that cuts it."""
        left, top, right, bottom = self.cuts(mask)
        if left or right:
            yield _fade(shape[1], across, left, right)[None, :]
        if top or bottom:
            yield _fade(shape[0], down, top, bottom)[:, None]


def _fade(count: int, reach: float, first: bool, last: bool) -> Plane:
    """1 along a side of `count` pixels, falling smoothly to 0 over `reach` pixels towards its first and last."""
    at = np.arange(count, dtype=np.float32) + np.float32(0.5)
    level = np.ones(count, np.float32)
    for wanted, distance in ((first, at), (last, at[::-1])):
        if wanted:
            share = np.clip(distance / np.float32(max(reach, 1)), 0, 1)
            level = level * (share * share * (3 - 2 * share))
    return level
