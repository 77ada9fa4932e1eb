"""Signed distances of shapes in their own box: below 0 inside, in pixels of the box, rising by one per pixel.

The formulas for boxes and polygons are those of Inigo Quilez ("2D distance functions"); an ellipse's nearest point is
found by steps along its evolute.
"""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from imaging.layers import Shape
from imaging.matrix import Point

Field = NDArray[np.float32]

HEAD = 3.5
"""Length and width of an arrow's head as multiples of its line."""
HEAD_MOST = 0.6
"""Share of an arrow that its head takes at most."""
STAR = 0.382
"""Inner radius of the star's points as a share of the outer one: that of a pentagram."""
STEPS = 4
"""Steps towards the nearest point of an ellipse."""


def of_shape(shape: Shape, x: Field, y: Field) -> Field:
    """The signed distance of points in the shape's own box, float32 of their form. Sizes are above 0."""
    across, down = np.float32(shape.width / 2), np.float32(shape.height / 2)
    if shape.kind == "rectangle":
        radius = min(max(shape.radius, 0.0), shape.width / 2, shape.height / 2)
        return of_box(x - across, y - down, float(across), float(down), radius)
    if shape.kind == "ellipse":
        return of_ellipse(x - across, y - down, float(across), float(down))
    return of_polygon(x, y, outline(shape))


def of_box(x: Field, y: Field, across: float, down: float, radius: float) -> Field:
    """A rectangle round the origin with half sides `across` and `down` and rounded corners."""
    over_x, over_y = np.abs(x) - np.float32(across - radius), np.abs(y) - np.float32(down - radius)
    beyond = np.hypot(np.maximum(over_x, 0), np.maximum(over_y, 0))
    return beyond + np.minimum(np.maximum(over_x, over_y), 0) - np.float32(radius)


def of_ellipse(x: Field, y: Field, across: float, down: float) -> Field:
    """An ellipse round the origin with half axes `across` and `down`: the nearest point is sought in one quadrant, each
    step with the circle that touches the ellipse in the last one."""
    x, y = np.abs(x), np.abs(y)
    a, b = np.float32(across), np.float32(down)
    bend_x, bend_y = (a * a - b * b) / a, (b * b - a * a) / b
    near_x: Field = np.full_like(x, 0.5**0.5)
    near_y: Field = near_x
    for _ in range(STEPS):
        centre_x, centre_y = bend_x * near_x**3, bend_y * near_y**3
        to_x, to_y = x - centre_x, y - centre_y
        radius = np.hypot(a * near_x - centre_x, b * near_y - centre_y)
        share = radius / np.maximum(np.hypot(to_x, to_y), np.float32(1e-6))
        near_x = np.clip((to_x * share + centre_x) / a, 0, 1)
        near_y = np.clip((to_y * share + centre_y) / b, 0, 1)
        length: Field = np.maximum(np.hypot(near_x, near_y), np.float32(1e-6))
        near_x, near_y = near_x / length, near_y / length
    far: Field = np.hypot(x - a * near_x, y - b * near_y)
    return np.where((x / a) ** 2 + (y / b) ** 2 < 1, -far, far)


def of_polygon(x: Field, y: Field, points: tuple[Point, ...]) -> Field:
    """A polygon; it need not be convex."""
    least = np.full(np.shape(x), np.inf, np.float32)
    inside = np.zeros(np.shape(x), bool)
    for (ax, ay), (bx, by) in zip(points, (*points[-1:], *points[:-1]), strict=True):
        edge_x, edge_y = np.float32(bx - ax), np.float32(by - ay)
        to_x, to_y = x - np.float32(ax), y - np.float32(ay)
        length = max(float(edge_x * edge_x + edge_y * edge_y), 1e-12)
        share = np.clip(to_x * np.float32(edge_x / length) + to_y * np.float32(edge_y / length), 0, 1)
        np.minimum(least, (to_x - edge_x * share) ** 2 + (to_y - edge_y * share) ** 2, out=least)
        # A ray to the left crosses the edge: each crossing changes the side.
        below = y >= np.float32(ay)
        inside ^= (below != (y >= np.float32(by))) & (below == (edge_x * to_y > edge_y * to_x))
    far: Field = np.sqrt(least)
    return np.where(inside, -far, far)


def outline(shape: Shape) -> tuple[Point, ...]:
    """The corners of shapes that are polygons, in the own box; of the others those of the box itself."""
    w, h = shape.width, shape.height
    match shape.kind:
        case "triangle":
            return (w / 2, 0.0), (w, h), (0.0, h)
        case "star":
            return _star(w, h)
        case "line":
            half = shape.line / 2
            return (0.0, h / 2 - half), (w, h / 2 - half), (w, h / 2 + half), (0.0, h / 2 + half)
        case "arrow":
            half, wide = shape.line / 2, shape.line * HEAD / 2
            neck = w - min(shape.line * HEAD, w * HEAD_MOST)
            above = (0.0, -half), (neck, -half), (neck, -wide), (w, 0.0)
            below = (neck, wide), (neck, half), (0.0, half)
            return tuple((x, h / 2 + y) for x, y in (*above, *below))
        case _:
            return (0.0, 0.0), (w, 0.0), (w, h), (0.0, h)


def _star(width: float, height: float) -> tuple[Point, ...]:
    """Five points, stretched so that they fill the box."""
    unit = [((STAR if i % 2 else 1) * sin(i * pi / 5), -(STAR if i % 2 else 1) * cos(i * pi / 5)) for i in range(10)]
    across, down = max(x for x, _ in unit), max(y for _, y in unit)
    return tuple(((x / across + 1) / 2 * width, (y + 1) / (down + 1) * height) for x, y in unit)
