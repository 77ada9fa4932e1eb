"""Snapping: a box that is dragged near to a line of its surroundings is pulled onto it. Plain arithmetic.

Lines are the canvas' edges, thirds and middles, the guides, and the edges and middles of other boxes; and the places
at which the gap to a neighbour equals another gap of the same row or column. The nearest within reach wins, for each
axis by itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from editor.guide import Guide
from editor.handles import SIDES, Bounds, Handle

Kind = Literal["canvas", "guide", "layer", "gap"]
NEAR = 1e-6
"""Pixels within which two places are one."""
FAR = 1e9


class Line(NamedTuple):
    """A line to draw, from (`x0`, `y0`) to (`x1`, `y1`) in canvas pixels: level or upright. For a "gap" it is the gap
    itself, else what was snapped to."""

    kind: Kind
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Snap:
    """What to add to a drag so that the box lies on `lines`. 0 along an axis where nothing is near."""

    dx: float = 0.0
    dy: float = 0.0
    lines: tuple[Line, ...] = ()


class _Span(NamedTuple):
    """A box seen along one axis: from `low` to `high`, and from `near` to `far` across it."""

    low: float
    middle: float
    high: float
    near: float
    far: float


class _Side(NamedTuple):
    """Everything along one axis. `parts` are the fields of `box` that move and snap; `size` and `across` are the
    canvas' sides, `guides` the places of the guides."""

    box: _Span
    parts: tuple[int, ...]
    around: list[_Span]
    size: float
    across: float
    guides: list[float]


Gap = tuple[float, float, float]
"""From, to, and where across the axis."""
_ALL, _ONE = (0, 1, 2), {-1: (0,), 0: (), 1: (2,)}


def snap(
    moving: Bounds,
    others: Sequence[Bounds],
    canvas: tuple[float, float],
    guides: Iterable[Guide] = (),
    reach: float = 6.0,
) -> Snap:
    """The pull on a box that is moved. `moving` is where the pointer put it, `others` are the boxes around it, `canvas`
    is width and height; `reach` is how far a pull goes, in canvas pixels."""
    return _snap(moving, others, canvas, tuple(guides), reach, (_ALL, _ALL))


def snap_edge(
    moving: Bounds,
    handle: Handle,
    others: Sequence[Bounds],
    canvas: tuple[float, float],
    guides: Iterable[Guide] = (),
    reach: float = 6.0,
) -> Snap:
    """The pull on the edges that `handle` drags; the others stay. `moving` is the box as the pointer resized it."""
    side_x, side_y = SIDES[handle]
    return _snap(moving, others, canvas, tuple(guides), reach, (_ONE[side_x], _ONE[side_y]))


def _snap(
    moving: Bounds,
    others: Sequence[Bounds],
    canvas: tuple[float, float],
    guides: tuple[Guide, ...],
    reach: float,
    parts: tuple[tuple[int, ...], tuple[int, ...]],
) -> Snap:
    width, height = canvas
    across = [_Span(left, (left + right) / 2, right, top, bottom) for left, top, right, bottom in (moving, *others)]
    down = [_Span(top, (top + bottom) / 2, bottom, left, right) for left, top, right, bottom in (moving, *others)]
    x = _Side(across[0], parts[0], across[1:], width, height, [guide.at for guide in guides if guide.axis == "x"])
    y = _Side(down[0], parts[1], down[1:], height, width, [guide.at for guide in guides if guide.axis == "y"])
    dx, dy = _shift(x, reach), _shift(y, reach)
    upright = () if dx is None else _lines(x._replace(box=_shifted(x, dx, y, dy or 0.0)))
    level = () if dy is None else _lines(y._replace(box=_shifted(y, dy, x, dx or 0.0)))
    turned = tuple(Line(line.kind, line.y0, line.x0, line.y1, line.x1) for line in level)
    return Snap(dx or 0.0, dy or 0.0, (*upright, *turned))


def _shift(side: _Side, reach: float) -> float | None:
    """The smallest pull along one axis; None where nothing is within reach. Lines go before gaps of one distance."""
    places = sorted([*_thirds(side.size), *side.guides, *(at for span in side.around for at in span[:3])])
    best = min((_pull(places, side.box[part]) for part in side.parts), key=abs, default=FAR)
    if side.parts == _ALL:
        gap = min((pull for pull, _ in _gaps(side)), key=abs, default=FAR)
        if abs(gap) < abs(best) - NEAR:
            best = gap
    return best if abs(best) <= reach else None


def _pull(places: list[float], at: float) -> float:
    """From `at` to the nearest of the sorted `places`."""
    index = bisect_left(places, at)
    return min((place - at for place in places[max(index - 1, 0) : index + 1]), key=abs)


def _thirds(size: float) -> tuple[float, ...]:
    return 0.0, size / 3, size / 2, size * 2 / 3, size


def _shifted(side: _Side, along: float, other: _Side, across: float) -> _Span:
    """The box of `side` after the pull on both axes: only the parts that move do."""
    low = side.box.low + (along if 0 in side.parts else 0.0)
    high = side.box.high + (along if 2 in side.parts else 0.0)
    near = side.box.near + (across if 0 in other.parts else 0.0)
    far = side.box.far + (across if 2 in other.parts else 0.0)
    return _Span(low, (low + high) / 2, high, near, far)


def _lines(side: _Side) -> tuple[Line, ...]:
    """What the box lies on, as if the axis went from left to right."""
    found: list[Line] = []
    for at in dict.fromkeys(side.box[part] for part in side.parts):
        if any(abs(place - at) < NEAR for place in _thirds(side.size)):
            found.append(Line("canvas", at, 0.0, at, side.across))
        if any(abs(place - at) < NEAR for place in side.guides):
            found.append(Line("guide", at, 0.0, at, side.across))
        on = [s for s in side.around if abs(s.low - at) < NEAR or abs(s.high - at) < NEAR or abs(s.middle - at) < NEAR]
        if on:
            near, far = min(span.near for span in on), max(span.far for span in on)
            found.append(Line("layer", at, min(near, side.box.near), at, max(far, side.box.far)))
    if side.parts == _ALL:
        for pull, gaps in _gaps(side):
            if abs(pull) < NEAR:
                found.extend(Line("gap", low, across, high, across) for low, high, across in gaps)
    return tuple(dict.fromkeys(found))


def _gaps(side: _Side) -> list[tuple[float, tuple[Gap, Gap]]]:
    """The pulls that make two gaps of the box's row equal, and these gaps as they are then."""
    box = side.box
    row = [span for span in side.around if span.near < box.far and span.far > box.near]
    before = max((span for span in row if span.high <= box.middle), key=lambda span: span.high, default=None)
    after = min((span for span in row if span.low >= box.middle), key=lambda span: span.low, default=None)
    found: list[tuple[float, tuple[Gap, Gap]]] = []
    size = box.high - box.low
    if before and after and after.low - before.high >= size:
        low = (before.high + after.low - size) / 2
        gaps = (before.high, low, _shared(box, before)), (low + size, after.low, _shared(box, after))
        found.append((low - box.low, gaps))
    if before:
        further = max((span for span in row if span.high < before.low), key=lambda span: span.high, default=None)
        if further:
            low, at = before.high + before.low - further.high, _shared(box, before)
            found.append((low - box.low, ((further.high, before.low, at), (before.high, low, at))))
    if after:
        further = min((span for span in row if span.low > after.high), key=lambda span: span.low, default=None)
        if further:
            high, at = after.low - further.low + after.high, _shared(box, after)
            found.append((high - box.high, ((high, after.low, at), (after.high, further.low, at))))
    return found


def _shared(one: _Span, other: _Span) -> float:
    """The middle of what two spans share across the axis."""
    return (max(one.near, other.near) + min(one.far, other.far)) / 2
