"""Projective maps of the plane as nine numbers, row by row: where a layer's box lies on the canvas. Plain Python.

Points are (x, y); a map takes the column (x, y, 1) and divides by the third row, so that it also holds perspective.
See Heckbert, "Fundamentals of Texture Mapping and Image Warping" (1989), section 2.
"""

from __future__ import annotations

from math import cos, hypot, inf, isfinite, radians, sin

from imaging.layers import Placement

Matrix = tuple[float, float, float, float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
SMALLEST = 1e-6
"""A scale nearer to nothing than this is taken for this, so that every placement can be undone."""


def times(a: Matrix, b: Matrix) -> Matrix:
    """First `b`, then `a`."""
    return (
        a[0] * b[0] + a[1] * b[3] + a[2] * b[6],
        a[0] * b[1] + a[1] * b[4] + a[2] * b[7],
        a[0] * b[2] + a[1] * b[5] + a[2] * b[8],
        a[3] * b[0] + a[4] * b[3] + a[5] * b[6],
        a[3] * b[1] + a[4] * b[4] + a[5] * b[7],
        a[3] * b[2] + a[4] * b[5] + a[5] * b[8],
        a[6] * b[0] + a[7] * b[3] + a[8] * b[6],
        a[6] * b[1] + a[7] * b[4] + a[8] * b[7],
        a[6] * b[2] + a[7] * b[5] + a[8] * b[8],
    )


def inverse(m: Matrix) -> Matrix:
    """The way back. Raises ValueError when there is none."""
    a = m[4] * m[8] - m[5] * m[7]
    b = m[5] * m[6] - m[3] * m[8]
    c = m[3] * m[7] - m[4] * m[6]
    whole = m[0] * a + m[1] * b + m[2] * c
    if not isfinite(whole) or abs(whole) < 1e-30:
        raise ValueError("a map that cannot be undone")
    return (
        a / whole,
        (m[2] * m[7] - m[1] * m[8]) / whole,
        (m[1] * m[5] - m[2] * m[4]) / whole,
        b / whole,
        (m[0] * m[8] - m[2] * m[6]) / whole,
        (m[2] * m[3] - m[0] * m[5]) / whole,
        c / whole,
        (m[1] * m[6] - m[0] * m[7]) / whole,
        (m[0] * m[4] - m[1] * m[3]) / whole,
    )


def apply(m: Matrix, x: float, y: float) -> Point:
    """Where a point goes. A point on the horizon goes to infinity."""
    w = m[6] * x + m[7] * y + m[8]
    if w == 0:
        return inf, inf
    return (m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w


def shift(x: float, y: float) -> Matrix:
    return (1.0, 0.0, x, 0.0, 1.0, y, 0.0, 0.0, 1.0)


def scale(x: float, y: float) -> Matrix:
    return (x, 0.0, 0.0, 0.0, y, 0.0, 0.0, 0.0, 1.0)


def turn(degrees: float) -> Matrix:
    """Clockwise on a screen whose y goes down. Quarter turns are exact."""
    quarter = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), 270.0: (0.0, -1.0)}.get(degrees % 360)
    c, s = quarter or (cos(radians(degrees)), sin(radians(degrees)))
    return (c, -s, 0.0, s, c, 0.0, 0.0, 0.0, 1.0)


def quad(corners: tuple[float, ...]) -> Matrix:
    """The map from the unit square to four corners (x, y of top left, top right, bottom right, bottom left). Raises
    ValueError when three of them lie on a line."""
    x0, y0, x1, y1, x2, y2, x3, y3 = corners
    dx1, dx2, dx3 = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, dy3 = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    whole = dx1 * dy2 - dx2 * dy1
    if abs(whole) < 1e-9:
        raise ValueError("corners on a line")
    g, h = (dx3 * dy2 - dx2 * dy3) / whole, (dx1 * dy3 - dx3 * dy1) / whole
    m = (x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1.0)
    inverse(m)
    return m


def placed(placement: Placement, box: tuple[float, float]) -> Matrix:
    """From a layer's box (width, height) to the canvas. Raises ValueError for a warp that folds the box."""
    width, height = box
    own = shift(-width / 2, -height / 2)
    if placement.warp:
        unit = scale(1 / max(width, SMALLEST), 1 / max(height, SMALLEST))
        own = times(own, times(scale(width, height), times(quad(placement.warp), unit)))
    sized = times(scale(_held(placement.scale_x), _held(placement.scale_y)), own)
    return times(shift(placement.x, placement.y), times(turn(placement.rotation), sized))


def corners(placement: Placement, box: tuple[float, float]) -> tuple[Point, Point, Point, Point]:
    """The box's corners on the canvas: top left, top right, bottom right, bottom left."""
    m, (width, height) = placed(placement, box), box
    return apply(m, 0, 0), apply(m, width, 0), apply(m, width, height), apply(m, 0, height)


def outlined(
    placement: Placement, box: tuple[float, float], outline: tuple[float, float, float, float]
) -> tuple[Point, Point, Point, Point]:
    """The corners of a part of the box (left, top, right, bottom) on the canvas, in the order of `corners`."""
    m, (left, top, right, bottom) = placed(placement, box), outline
    return apply(m, left, top), apply(m, right, top), apply(m, right, bottom), apply(m, left, bottom)


def bounds(points: tuple[Point, ...]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def stretch(m: Matrix, box: tuple[float, float]) -> float:
    """How many canvas pixels one pixel of the box becomes, along its longer stretched side, at the box's middle."""
    x, y = box[0] / 2, box[1] / 2
    here, right, down = apply(m, x, y), apply(m, x + 1, y), apply(m, x, y + 1)
    return max(hypot(right[0] - here[0], right[1] - here[1]), hypot(down[0] - here[0], down[1] - here[1]))


def is_upright(m: Matrix) -> bool:
    """Whether the map only shifts and scales, without mirroring: then pixels can be resampled row by row."""
    return m[1] == m[3] == m[6] == m[7] == 0 and m[0] > 0 and m[4] > 0


def _held(value: float) -> float:
    if not isfinite(value) or abs(value) < SMALLEST:
        return -SMALLEST if value < 0 else SMALLEST
    return value
