"""The shape of a stroke that a pen makes thicker and thinner: discs, and the bands between neighbours."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from imaging.matrix import Point

Disc = tuple[float, float, float]
"""Middle and radius."""
Band = tuple[Point, Point, Point, Point]


def discs(points: list[Point], radius: float, sizes: tuple[float, ...]) -> list[Disc]:
    """One for each point; `sizes` are shares of `radius`."""
    return [(x, y, radius * size) for (x, y), size in zip(points, sizes, strict=False)]


def bands(line: list[Disc]) -> list[Band]:
    """Between neighbours, all running round the same way as a circle does, so that one fill takes them together."""
    found: list[Band] = []
    for (x, y, r), (to_x, to_y, to_r) in pairwise(line):
        far = hypot(to_x - x, to_y - y)
        if far > abs(r - to_r):  # else one disc lies in the other
            across, down = (y - to_y) / far, (to_x - x) / far
            found.append(
                (
                    (x - across * r, y - down * r),
                    (to_x - across * to_r, to_y - down * to_r),
                    (to_x + across * to_r, to_y + down * to_r),
                    (x + across * r, y + down * r),
                )
            )
    return found
