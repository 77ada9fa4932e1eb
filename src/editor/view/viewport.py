"""Where the canvas lies on the stage: zoom and pan as plain arithmetic.

Lengths without a unit are CSS pixels of the stage, origin top left. `scale` is CSS pixels for one photo pixel; the
zoom that a person reads is in device pixels, so that 100 % is one photo pixel on one pixel of the screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from imaging.options import Region

AIR = 40.0
MAX_ZOOM = 32.0
MIN_ZOOM = 0.02
FIT_LIMIT = 4.0
STEPS = (0.02, 0.05, 0.1, 0.25, 0.33, 0.5, 0.67, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0)
"""What the zoom keys go through."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on the stage."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Viewport:
    """`fits` means that the photo is kept fitted when the stage changes its size. `density` is device pixels for one
    CSS pixel, `air_x` and `air_y` the space kept around a fitted photo."""

    photo_width: int
    photo_height: int
    stage_width: float
    stage_height: float
    density: float = 1.0
    air_x: float = AIR
    air_y: float = AIR
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    fits: bool = True

    @property
    def zoom(self) -> float:
        """Device pixels for one photo pixel."""
        return self.scale * self.density

    @property
    def paper(self) -> Rect:
        """The whole photo on the stage."""
        return Rect(self.x, self.y, self.photo_width * self.scale, self.photo_height * self.scale)

    def fitted(self) -> Viewport:
        """All of the photo in sight, with air around it."""
        wide = max(self.stage_width - 2 * self.air_x, 1.0) / self.photo_width
        high = max(self.stage_height - 2 * self.air_y, 1.0) / self.photo_height
        scale = min(wide, high, FIT_LIMIT / self.density)
        return replace(self, scale=scale, fits=True)._held()

    def resized(self, width: float, height: float, density: float, air_x: float = AIR, air_y: float = AIR) -> Viewport:
        """The same view on a stage of another size: fitted stays fitted, else the middle stays in the middle."""
        moved = replace(self, stage_width=width, stage_height=height, density=density, air_x=air_x, air_y=air_y)
        if self.fits:
            return moved.fitted()
        dx, dy = (width - self.stage_width) / 2, (height - self.stage_height) / 2
        return replace(moved, x=self.x + dx, y=self.y + dy)._held()

    def zoomed(self, zoom: float, at_x: float | None = None, at_y: float | None = None) -> Viewport:
        """At `zoom`, with the photo's point under (`at_x`, `at_y`) staying there; the middle when not given."""
        px = self.stage_width / 2 if at_x is None else at_x
        py = self.stage_height / 2 if at_y is None else at_y
        scale = min(max(zoom, MIN_ZOOM), MAX_ZOOM) / self.density
        ratio = scale / self.scale
        x, y = px - (px - self.x) * ratio, py - (py - self.y) * ratio
        return replace(self, scale=scale, x=x, y=y, fits=False)._held()

    def filled(self, part: Region) -> Viewport:
        """`part` of the canvas as large as the stage shows it whole, in its middle."""
        wide = self.stage_width / max(part.width, 1e-6)
        high = self.stage_height / max(part.height, 1e-6)
        near = self.zoomed(min(wide, high) * self.density)
        x, y = near.at(part.x + part.width / 2, part.y + part.height / 2)
        return near.moved(self.stage_width / 2 - x, self.stage_height / 2 - y)

    def stepped(self, direction: int) -> Viewport:
        """The next round zoom up (1) or down (-1), around the middle."""
        if direction > 0:
            zoom = next((step for step in STEPS if step > self.zoom * 1.001), MAX_ZOOM)
        else:
            zoom = next((step for step in reversed(STEPS) if step < self.zoom * 0.999), MIN_ZOOM)
        return self.zoomed(zoom)

    def moved(self, dx: float, dy: float) -> Viewport:
        """Pushed by (`dx`, `dy`), never out of sight."""
        return replace(self, x=self.x + dx, y=self.y + dy, fits=False)._held()

    @property
    def can_pan(self) -> bool:
        """Whether there is anything outside the stage to go to."""
        return self.paper.width > self.stage_width or self.paper.height > self.stage_height

    def visible(self) -> Region:
        """The part of the photo on the stage, in whole photo pixels, never empty."""
        left, right = _span(-self.x, self.stage_width, self.scale, self.photo_width)
        top, bottom = _span(-self.y, self.stage_height, self.scale, self.photo_height)
        return Region(left, top, right - left, bottom - top)

    def whole(self) -> Region:
        """All of the photo."""
        return Region(0, 0, self.photo_width, self.photo_height)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the canvas lies on the stage."""
        return self.x + x * self.scale, self.y + y * self.scale

    def under(self, x: float, y: float) -> tuple[float, float]:
        """The point of the canvas under a point of the stage."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def of_size(self, width: int, height: int) -> Viewport:
        """The same view of a canvas of another size: fitted stays fitted, else the scale stays."""
        moved = replace(self, photo_width=width, photo_height=height)
        return moved.fitted() if self.fits else moved._held()

    def placed(self, region: Region) -> Rect:
        """Where `region` lies on the stage."""
        scale = self.scale
        return Rect(self.x + region.x * scale, self.y + region.y * scale, region.width * scale, region.height * scale)

    def pixels(self, region: Region, limit: float = 1.0) -> tuple[int, int]:
        """The size in device pixels to draw `region` at; at most `limit` of them for one photo pixel, for more would
        show nothing new."""
        zoom = min(self.zoom, limit)
        return max(1, round(region.width * zoom)), max(1, round(region.height * zoom))

    def _held(self) -> Viewport:
        x = _hold(self.x, self.photo_width * self.scale, self.stage_width, self.air_x)
        y = _hold(self.y, self.photo_height * self.scale, self.stage_height, self.air_y)
        return replace(self, x=x, y=y)


def _hold(at: float, length: float, room: float, air: float) -> float:
    """A photo that is smaller than the stage is centred; a larger one may show `air` beyond its edge."""
    if length + 2 * air <= room + 1e-6:
        return (room - length) / 2
    low, high = room - length - air, air
    if low > high:
        return (room - length) / 2
    return min(max(at, low), high)


def _span(start: float, room: float, scale: float, length: int) -> tuple[int, int]:
    first = min(max(int(start / scale), 0), length - 1)
    last = min(max(math.ceil((start + room) / scale), first + 1), length)
    return first, last
