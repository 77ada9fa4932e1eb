"""Monotone curves through points: what a panel draws and what the tone table follows, in plain Python.

Cubic Hermite pieces with the slopes of Fritsch and Carlson (SIAM J. Numer. Anal. 17, 1980): between two points a curve
never leaves the range of the two, so that rising points give a rising curve. No numpy here: the UI thread imports this
file too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot, isfinite

Points = tuple[tuple[float, float], ...]
"""(x, y) in levels 0..255, x rising. Empty means the identity."""


def tidy(points: Iterable[Sequence[float]]) -> Points:
    """`points` clamped to 0..255, in hundredths of a level, and sorted by x.

    Of several with one x the last given stays; what is not a number is left out. Points that all lie on the identity
    and span it, and a single point, come back empty.
    """
    by_x: dict[float, float] = {}
    for point in points:
        x, y = float(point[0]), float(point[1])
        if isfinite(x) and isfinite(y):
            by_x[round(min(max(x, 0.0), 255.0), 2)] = round(min(max(y, 0.0), 255.0), 2)
    curve = tuple(sorted(by_x.items()))
    if len(curve) < 2:
        return ()
    spans = curve[0][0] == 0 and curve[-1][0] == 255
    return () if spans and all(x == y for x, y in curve) else curve


def slopes(points: Points) -> tuple[float, ...]:
    """The slope of the curve at each of two or more tidy points, in levels per level."""
    secants = [(d[1] - c[1]) / (d[0] - c[0]) for c, d in pairwise(points)]
    inner = [(a + b) / 2 if a * b > 0 else 0.0 for a, b in pairwise(secants)]
    result = [secants[0], *inner, secants[-1]]
    for i, secant in enumerate(secants):
        if secant == 0:
            result[i] = result[i + 1] = 0.0
            continue
        size = hypot(result[i] / secant, result[i + 1] / secant)
        if size > 3:
            result[i] *= 3 / size
            result[i + 1] *= 3 / size
    return tuple(result)


def value(points: Points, x: float) -> float:
    """The curve at `x`, both in levels 0..255. Outside of the points it goes on level, as curves do everywhere."""
    if not points:
        return x
    if x <= points[0][0]:
        return points[0][1]
    if x >= points[-1][0]:
        return points[-1][1]
    at = next(i for i in range(len(points) - 1) if x <= points[i + 1][0])
    (x0, y0), (x1, y1) = points[at], points[at + 1]
    tangents = slopes(points)
    width = x1 - x0
    return hermite((x - x0) / width, y0, y1, tangents[at] * width, tangents[at + 1] * width)


def hermite(t: float, start: float, end: float, leaving: float, arriving: float) -> float:
    """The cubic with the given values and derivatives at t = 0 and t = 1."""
    rise = end - start
    return start + t * (leaving + t * (3 * rise - 2 * leaving - arriving + t * (leaving + arriving - 2 * rise)))
