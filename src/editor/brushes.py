"""What brushes are set to, as plain values: a part of the desk, so that panels and tools see the same."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

EdgeMode = Literal["", "keep", "erase", "hair"]
TouchKind = Literal["heal", "clone"]

SMALLEST, LARGEST = 1.0, 2000.0
"""Diameters in canvas pixels."""
SHARE = 0.05
"""Diameter that nobody chose yet, as a share of the canvas's shorter side."""
GROWTH = 1.2
"""One step of the size."""
STEP = 0.1
"""One step of the hardness."""


@dataclass(frozen=True, slots=True)
class Brush:
    """A round brush. `size` is its diameter in canvas pixels, 0 as long as nobody chose one; `hardness` and `strength`
    are 0..1."""

    size: float = 0.0
    hardness: float = 0.8
    strength: float = 1.0

    def diameter(self, width: float, height: float) -> float:
        """The diameter on a canvas of this size."""
        return self.size or max(float(round(min(width, height) * SHARE)), 4.0)

    def sized(self, diameter: float) -> Brush:
        return replace(self, size=min(max(float(round(diameter)), SMALLEST), LARGEST))

    def grown(self, direction: int, width: float, height: float) -> Brush:
        """The next size up (1) or down (-1), at least a pixel further."""
        now = self.diameter(width, height)
        return self.sized(max(now * GROWTH, now + 1) if direction > 0 else min(now / GROWTH, now - 1))

    def harder(self, direction: int) -> Brush:
        """The next hardness up (1) or down (-1)."""
        return replace(self, hardness=min(max(round(self.hardness + direction * STEP, 2), 0.0), 1.0))


@dataclass(frozen=True, slots=True)
class Paint:
    """`edge` is what the brush of the task Cut out does, "" for nothing: then the canvas pans. `touch` is what the one
    of Retouch does; `source` is where it copies from, in canvas pixels, and while `sourcing` the next press says so.
    `ghost` shows the photo faintly while parts of it are brought back, `snap` stops the brush at edges. Once there was
    a `pen`, its `pressure` sets the size."""

    edge: EdgeMode = ""
    touch: TouchKind = "heal"
    source: tuple[float, ...] = ()
    sourcing: bool = False
    ghost: bool = True
    snap: bool = True
    pen: bool = False
    pressure: bool = True
    edge_brush: Brush = Brush()
    touch_brush: Brush = field(default=Brush(hardness=0.6))

    def rested(self) -> Paint:
        """As it begins with another photo: hardness and strength stay, sizes fit the photo."""
        edge_brush, touch_brush = (replace(brush, size=0.0) for brush in (self.edge_brush, self.touch_brush))
        return replace(self, edge="", source=(), sourcing=False, edge_brush=edge_brush, touch_brush=touch_brush)
