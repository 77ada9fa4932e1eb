"""The frame of a crop: a rectangle on the canvas that may be turned, and how it is dragged. Plain arithmetic.

`ratio` is width over height, None for any; `limits` are width and height of the picture that the frame stays inside of,
None for no limits: then it may also reach out and make the canvas larger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import cos, radians, sin
from types import MappingProxyType

from editor.handles import SIDES, Handle
from imaging import matrix
from imaging.matrix import Point

Limits = tuple[float, float]
SMALLEST = 1.0
"""Pixels that a side of a frame has at least."""

RATIOS: Mapping[str, float | None] = MappingProxyType(
    {
        "Free": None,
        "Original": None,
        "1:1": 1.0,
        "4:5": 4 / 5,
        "3:4": 3 / 4,
        "2:3": 2 / 3,
        "16:9": 16 / 9,
        "9:16": 9 / 16,
        "3:2": 3 / 2,
        "4:3": 4 / 3,
        "5:4": 5 / 4,
        "1.91:1": 1.91,
    }
)
"""The ratios by name, in the order in which they are offered. "Original" is the picture's own: see ratio_of."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle with its middle at (`x`, `y`) on the canvas, turned by `angle` degrees, clockwise. Pixels."""

    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Top left, top right, bottom right, bottom left of the frame, on the canvas."""
        right, down = self.width / 2, self.height / 2
        return self.point(-right, -down), self.point(right, -down), self.point(right, down), self.point(-right, down)

    @property
    def reach(self) -> Point:
        """How far the frame goes from its middle, along the canvas' x and y."""
        c, s = abs(cos(radians(self.angle))), abs(sin(radians(self.angle)))
        return (self.width * c + self.height * s) / 2, (self.width * s + self.height * c) / 2

    def point(self, right: float, down: float) -> Point:
        """Where a point of the frame, as seen from its middle, lies on the canvas."""
        x, y = matrix.apply(matrix.turn(self.angle), right, down)
        return self.x + x, self.y + y


def ratio_of(name: str, width: float, height: float) -> float | None:
    """The ratio with this name, for a picture of `width` x `height`."""
    return width / height if name == "Original" else RATIOS[name]


def whole(width: float, height: float) -> Frame:
    """The frame around all of a picture."""
    return Frame(width / 2, height / 2, width, height)


def largest(width: float, height: float, ratio: float | None = None, angle: float = 0.0) -> Frame:
    """The largest frame, turned by `angle` degrees, around the middle of a picture of `width` x `height`; without a
    ratio the one with the largest area."""
    c, s = abs(cos(radians(angle))), abs(sin(radians(angle)))
    if ratio is not None:
        tall = min(width / (ratio * c + s), height / (ratio * s + c))
        return Frame(width / 2, height / 2, ratio * tall, tall, angle)
    long, short = max(width, height), min(width, height)
    if short <= 2 * s * c * long or abs(s - c) < 1e-9:
        # Two of its corners touch the long sides, the others touch nothing.
        half = short / 2
        wide, tall = (half / s, half / c) if width >= height else (half / c, half / s)
    else:
        # All four corners touch.
        double = c * c - s * s
        wide, tall = (width * c - height * s) / double, (height * c - width * s) / double
    return Frame(width / 2, height / 2, wide, tall, angle)


def with_ratio(frame: Frame, ratio: float | None, anchor: Handle | None = None) -> Frame:
    """The largest frame of this ratio inside of `frame`. The point of the handle `anchor` stays, or the middle."""
    if ratio is None:
        return frame
    width = max(min(frame.width, frame.height * ratio), SMALLEST, ratio * SMALLEST)
    height = width / ratio
    side_x, side_y = SIDES[anchor] if anchor else (0, 0)
    x, y = frame.point(side_x * (frame.width - width) / 2, side_y * (frame.height - height) / 2)
    return Frame(x, y, width, height, frame.angle)


def dragged(
    frame: Frame, handle: Handle, dx: float, dy: float, ratio: float | None = None, limits: Limits | None = None
) -> Frame:
    """The frame after its handle went (`dx`, `dy`) on the canvas; the opposite handle stays. Without a ratio it slides
    along the limits, with one it stops there. No side gets shorter than SMALLEST."""
    right, down = matrix.apply(matrix.turn(-frame.angle), dx, dy)
    side_x, side_y = SIDES[handle]
    if ratio is None:
        width = max(frame.width + side_x * right, SMALLEST)
        wider = _held(frame, _sized(frame, handle, width, frame.height), limits)
        height = max(frame.height + side_y * down, SMALLEST)
        return _held(wider, _sized(wider, handle, wider.width, height), limits)
    start = with_ratio(frame, ratio, opposite(handle))
    width, height = start.width + side_x * right, start.height + side_y * down
    width = max(width if side_x else 0.0, height * ratio if side_y else 0.0, SMALLEST, ratio * SMALLEST)
    return _held(start, _sized(start, handle, width, width / ratio), limits)


def shifted(frame: Frame, dx: float, dy: float, limits: Limits | None = None) -> Frame:
    """The frame elsewhere, but inside of the limits; in their middle where it is too large for them."""
    x, y = frame.x + dx, frame.y + dy
    if limits is not None:
        reach_x, reach_y = frame.reach
        x, y = _inside(x, reach_x, limits[0]), _inside(y, reach_y, limits[1])
    return replace(frame, x=x, y=y)


def fitted(frame: Frame, limits: Limits) -> Frame:
    """The frame made smaller around its middle, in its ratio, until it is inside of the limits. While an angle is
    dragged, call this on the frame as it was before: what was made smaller does not grow back."""
    least = SMALLEST / 2
    x, y = min(max(frame.x, least), limits[0] - least), min(max(frame.y, least), limits[1] - least)
    reach_x, reach_y = frame.reach
    size = min(1.0, min(x, limits[0] - x) / reach_x, min(y, limits[1] - y) / reach_y)
    return Frame(x, y, frame.width * size, frame.height * size, frame.angle)


def opposite(handle: Handle) -> Handle:
    """The handle across."""
    names = list(SIDES)
    return names[(names.index(handle) + 4) % 8]


def _sized(frame: Frame, handle: Handle, width: float, height: float) -> Frame:
    """Another size, with the handle opposite of `handle` where it was."""
    side_x, side_y = SIDES[handle]
    x, y = frame.point(side_x * (width - frame.width) / 2, side_y * (height - frame.height) / 2)
    return Frame(x, y, width, height, frame.angle)


def _held(start: Frame, end: Frame, limits: Limits | None) -> Frame:
    """As far from `start` to `end` as the limits let a corner go. Corners move on straight lines between the two."""
    if limits is None:
        return end
    share = 1.0
    for before, after in zip(start.corners, end.corners, strict=True):
        for a, b, limit in zip(before, after, limits, strict=True):
            if b < a and b < 0:
                share = min(share, max(a / (a - b), 0.0))
            elif b > a and b > limit:
                share = min(share, max((limit - a) / (b - a), 0.0))
    if share == 1.0:
        return end
    return Frame(
        start.x + (end.x - start.x) * share,
        start.y + (end.y - start.y) * share,
        start.width + (end.width - start.width) * share,
        start.height + (end.height - start.height) * share,
        start.angle,
    )


def _inside(at: float, reach: float, limit: float) -> float:
    return limit / 2 if 2 * reach > limit else min(max(at, reach), limit - reach)
