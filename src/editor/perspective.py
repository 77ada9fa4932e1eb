"""Perspective: a layer's corners put where a person drags them, and a photographed rectangle made upright.

Only the warp of a layer's placement changes; its place, scale and rotation stay. Points are (x, y) on the canvas, quads
go clockwise from the top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot, isfinite, sqrt

from editor.handles import Bounds
from imaging import matrix
from imaging.layers import Layer, Numbers
from imaging.matrix import Point

Quad = tuple[Point, Point, Point, Point]
SAME: Numbers = (0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0)
"""The warp that changes nothing."""
FLATTEST = 1e-4
"""A corner's triangle has this share of the quad's area at least; below, the quad counts as folded."""
FARTHEST = 40.0
"""Sides of the canvas that a corner may lie outside of it after `rectify`."""


def is_convex(quad: Sequence[Point]) -> bool:
    """Whether a quad has finite corners and neither a fold nor an edge or corner without extent."""
    if not all(isfinite(value) for point in quad for value in point):
        return False
    crosses = [_cross(quad[at - 1], quad[at], quad[(at + 1) % 4]) for at in range(4)]
    least = FLATTEST * abs(sum(crosses)) / 2
    return least > 0 and (all(cross > least for cross in crosses) or all(cross < -least for cross in crosses))


def warped(layer: Layer, corners: Quad) -> Layer:
    """The layer with its four corners at these points of the canvas. Raises ValueError for a layer without a box and
    for a folded quad."""
    if layer.box is None:
        raise ValueError("a layer without a box")
    back = matrix.inverse(matrix.placed(replace(layer.placement, warp=()), layer.box))
    width, height = layer.box
    shares = [(x / width, y / height) for x, y in (matrix.apply(back, *point) for point in corners)]
    if not is_convex(shares):
        raise ValueError("a folded quad")
    warp = tuple(value for share in shares for value in share)
    if all(abs(value - plain) < 1e-9 for value, plain in zip(warp, SAME, strict=True)):
        warp = ()
    return replace(layer, placement=replace(layer.placement, warp=warp))


def rectify(layer: Layer, quad: Quad, canvas: tuple[float, float]) -> Layer:
    """The layer warped so that `quad`, marked on it as it is seen, becomes the rectangle that `upright` says. Raises
    ValueError for a layer without a box, for a folded quad, and where the perspective is so steep that a part of the
    layer would lie behind the horizon or too far outside of the canvas."""
    if layer.box is None:
        raise ValueError("a layer without a box")
    left, top, right, bottom = upright(quad, canvas)
    target = matrix.quad((left, top, right, top, right, bottom, left, bottom))
    marked = matrix.quad(tuple(value for point in quad for value in point))
    change = matrix.times(target, matrix.inverse(marked))
    side = change[6] * quad[0][0] + change[7] * quad[0][1] + change[8]
    moved = []
    for x, y in matrix.corners(layer.placement, layer.box):
        if (change[6] * x + change[7] * y + change[8]) * side <= 0:
            raise ValueError("too steep: a corner behind the horizon")
        moved.append(matrix.apply(change, x, y))
    far = FARTHEST * max(canvas)
    if any(not -far <= value <= far for point in moved for value in point):
        raise ValueError("too steep: a corner too far away")
    return warped(layer, (moved[0], moved[1], moved[2], moved[3]))


def upright(quad: Quad, canvas: tuple[float, float]) -> Bounds:
    """The rectangle that a marked quad becomes: of the ratio that its perspective tells, around its middle, as large as
    the quad; inside of the canvas. Raises ValueError for a folded quad."""
    if not is_convex(quad):
        raise ValueError("a folded quad")
    shape = ratio(quad, canvas)
    area = abs(_cross(quad[0], quad[1], quad[2]) + _cross(quad[2], quad[3], quad[0])) / 2
    width, height = sqrt(area * shape), sqrt(area / shape)
    size = min(1.0, canvas[0] / width, canvas[1] / height)
    width, height = width * size, height * size
    x = min(max(sum(x for x, _ in quad) / 4, width / 2), canvas[0] - width / 2)
    y = min(max(sum(y for _, y in quad) / 4, height / 2), canvas[1] - height / 2)
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def ratio(quad: Quad, canvas: tuple[float, float]) -> float:
    """Width over height of the rectangle that was photographed as `quad`, for a camera with square pixels that looked
    at the middle of the canvas: Zhang and He, "Whiteboard scanning and image enhancement" (Digital Signal Processing
    17, 2007). Where the perspective is too weak to tell, the ratio of the mean sides."""
    unit = max(canvas)
    one, two, four, three = (((x - canvas[0] / 2) / unit, (y - canvas[1] / 2) / unit) for x, y in quad)
    try:
        k2 = _cross(one, four, three) / _cross(two, four, three)
        k3 = _cross(one, four, two) / _cross(three, four, two)
        across = (k2 * two[0] - one[0], k2 * two[1] - one[1], k2 - 1)
        down = (k3 * three[0] - one[0], k3 * three[1] - one[1], k3 - 1)
        focal = -(across[0] * down[0] + across[1] * down[1]) / (across[2] * down[2])
    except ZeroDivisionError:
        return _mean_ratio(quad)
    if min(abs(across[2]), abs(down[2])) < 0.02 or not 0.09 < focal < 100:
        return _mean_ratio(quad)
    wide = (across[0] ** 2 + across[1] ** 2) / focal + across[2] ** 2
    high = (down[0] ** 2 + down[1] ** 2) / focal + down[2] ** 2
    return sqrt(wide / high)


def _mean_ratio(quad: Quad) -> float:
    top, right, bottom, left = (hypot(b[0] - a[0], b[1] - a[1]) for a, b in zip(quad, quad[1:] + quad[:1], strict=True))
    return (top + bottom) / (left + right)


def _cross(a: Point, b: Point, c: Point) -> float:
    """Twice the area of a triangle, above 0 when it goes clockwise on a screen. Also the triple product of the three as
    homogeneous points."""
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
