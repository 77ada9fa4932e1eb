"""What is known of a cut-out's doubtful spots, as plain values: a part of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SpotKind = Literal["soft", "edge", "piece", "hole"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to look at. `box` (x, y, width, height) and `area` (rectangles: left, top, right, bottom, …) are pixels
    of the cut-out's file; `cell` is how finely they were found. `share` is its share of the photo, `doubt` 0..1."""

    kind: SpotKind
    box: tuple[float, float, float, float]
    area: tuple[float, ...]
    cell: float
    share: float
    doubt: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """`spots` with the worst first; `at` is the one that is looked at, -1 for none. While `on` the picture is grey and
    doubt the only colour. `sought` says whether the spots are those of a cut-out that was looked through."""

    on: bool = False
    spots: tuple[Spot, ...] = ()
    at: int = -1
    sought: bool = False

    @property
    def spot(self) -> Spot | None:
        """The one that is looked at."""
        return self.spots[self.at] if self.on and 0 <= self.at < len(self.spots) else None
