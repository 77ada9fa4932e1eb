"""Brush strokes to masks: how much of each pixel a layers.Stroke covers.

A stroke is the union of its dabs, so its coverage depends on the distance to the polyline alone and does not build up
where the stroke crosses itself. The distance is exact on a grid whose step follows from how fast the coverage changes,
and Pillow draws it between the grid's nodes: distances far from a line are nearly flat (their curvature is one over
the distance), so a wide brush needs few nodes. Only tiles in which the coverage changes are evaluated at all; those
within the hard core are filled, and each tile looks at the segments near it only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor, hypot, inf, isfinite, sqrt

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from imaging.layers import Numbers, Stroke

Box = tuple[int, int, int, int]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EDGE = 1.5
"""Least width of the falloff in pixels: a smoothstep this wide is as steep as the coverage of a pixel by an edge."""
ERROR = 1.5 / 255
"""Error of the coverage that the grid of distances may make."""
COARSEST = 8
"""Largest step of the grid in pixels: what is nearest to two parts of a stroke is rounded by about a step."""
LARGEST, FARTHEST = 1e6, 1e9
"""Radius and coordinates in pixels are held within these."""
SIZES = 32
"""Different sizes of a brush under a pen."""
CHUNK = 1 << 19
"""Distances that are worked out at once."""

SMOOTHSTEP = [round(255 * (t / 255) ** 2 * (3 - 2 * t / 255)) for t in range(256)]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of each pixel within `box` (left, top, right, bottom) is covered: `levels` is "L", of the box's size.
    Outside of the box nothing is."""

    box: Box
    levels: Image.Image


@dataclass(frozen=True, slots=True)
class Brush:
    """A falloff in pixels: all is covered up to `inner` from the line, nothing from `outer` on, `cap` levels at most.
    `step` is the distance of the grid's nodes, `cells` how many of them a tile has along each side."""

    inner: float
    outer: float
    cap: float
    step: int
    cells: int

    @property
    def tile(self) -> int:
        """Side of a tile in pixels."""
        return self.step * self.cells

    @property
    def half(self) -> float:
        """No pixel or node of a tile is further from its middle."""
        return self.tile * sqrt(0.5)

    @property
    def table(self) -> list[int]:
        """From a linear falloff (0..255) to the coverage."""
        return [round(self.cap * level / 255) for level in SMOOTHSTEP]


def mask(strokes: Iterable[Stroke], size: tuple[int, int], scale: float = 1.0) -> Image.Image:
    """What a layer's strokes leave: "L" of `size` (width, height), 255 shown. `scale` is mask pixels for one pixel of
    the layer's box."""
    whole = Image.new("L", size, 255)
    for stroke in strokes:
        paint(whole, stroke, scale)
    return whole


def paint(mask: Image.Image, stroke: Stroke, scale: float = 1.0) -> Box | None:
    """Draws one stroke into `mask` ("L") in place: towards 0 when it erases, else towards 255. Returns the box outside
    of which nothing changed, or None when nothing did."""
    covered = coverage(stroke, mask.size, scale)
    if covered is None:
        return None
    mask.paste(0 if stroke.erase else 255, covered.box, covered.levels)
    return covered.box


def coverage(stroke: Stroke, size: tuple[int, int], scale: float = 1.0) -> Coverage | None:
    """The part of a picture of `size` (width, height) that a stroke covers, whether it erases or not; None for nothing.

    Points that are not finite are left out; so is a last x without its y.
    """
    if stroke.kind == "area":
        return _area(stroke, size, scale)
    if stroke.sizes:
        return _pressed(stroke, size, scale)
    brush = _brush(stroke, scale)
    if brush is None or min(size) < 1:
        return None
    reach = brush.outer
    lines = _within(_lines(stroke.points, scale), (-reach, -reach, size[0] + reach, size[1] + reach))
    if not len(lines):
        return None
    left, top = (max(0, floor(lines[:, i::2].min() - reach)) for i in (0, 1))
    right, bottom = (min(size[i], ceil(lines[:, i::2].max() + reach)) for i in (0, 1))
    if left >= right or top >= bottom:
        return None
    levels = Image.new("L", (right - left, bottom - top))
    drawn = _draw(levels, lines - np.array((left, top, left, top), np.float64), brush)
    return Coverage((left, top, right, bottom), levels) if drawn else None


def _pressed(stroke: Stroke, size: tuple[int, int], scale: float) -> Coverage | None:
    """A brush that grows and shrinks: the union of strokes of one size each, which follow one another."""
    parts = [part for run in _runs(stroke) if (part := coverage(run, size, scale)) is not None]
    if not parts:
        return None
    lefts, tops, rights, bottoms = zip(*(part.box for part in parts), strict=True)
    box = min(lefts), min(tops), max(rights), max(bottoms)
    levels = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    for part in parts:
        left, top, right, bottom = part.box
        own = left - box[0], top - box[1], right - box[0], bottom - box[1]
        levels.paste(ImageChops.lighter(levels.crop(own), part.levels), own)
    return Coverage(box, levels)


def _runs(stroke: Stroke) -> list[Stroke]:
    """A stroke with sizes as strokes without, so many that no step from one to the next is seen."""
    pairs = list(zip(stroke.points[::2], stroke.points[1::2], strict=False))
    shares = [_share(value) for value in (*stroke.sizes, *[1.0] * len(pairs))][: len(pairs)]
    runs: list[tuple[int, list[float]]] = []
    whole = [*zip(pairs, shares, strict=True)]
    for (start, thick), (end, thin) in zip(whole, whole[1:] or whole, strict=False):
        steps = max(1, ceil(abs(thick - thin) * SIZES))
        for step in range(steps):
            (ax, ay), (bx, by) = (
                (start[0] + (end[0] - start[0]) * at / steps, start[1] + (end[1] - start[1]) * at / steps)
                for at in (step, step + 1)
            )
            share = max(1, round((thick + (thin - thick) * (step + 0.5) / steps) * SIZES))
            if runs and runs[-1][0] == share:
                runs[-1][1].extend((bx, by))
            else:
                runs.append((share, [ax, ay, bx, by]))
    return [replace(stroke, points=tuple(line), radius=stroke.radius * share / SIZES, sizes=()) for share, line in runs]


def _area(stroke: Stroke, size: tuple[int, int], scale: float) -> Coverage | None:
    """Rectangles, drawn in cells of the stroke's radius and enlarged smoothly."""
    cell = min(max(stroke.radius * scale, 1.0), LARGEST)
    corners = np.array(stroke.points[: len(stroke.points) // 4 * 4], np.float64).reshape(-1, 2)
    if not len(corners) or not np.isfinite(corners).all() or _share(stroke.strength) == 0 or min(size) < 1:
        return None
    cells = np.rint(np.clip(corners, -FARTHEST, FARTHEST) * (scale / cell)).astype(np.int64)
    low = np.clip(cells.min(axis=0) - 1, -1, None)
    high = np.minimum(cells.max(axis=0) + 1, np.ceil(np.array(size) / cell).astype(np.int64) + 1)
    if (high <= low).any():
        return None
    coarse = Image.new("L", (int(high[0] - low[0]), int(high[1] - low[1])))
    for left, top, right, bottom in (cells - low).reshape(-1, 4).tolist():
        coarse.paste(255, (left, top, right, bottom))
    left, top = max(floor(low[0] * cell), 0), max(floor(low[1] * cell), 0)
    right, bottom = min(ceil(high[0] * cell), size[0]), min(ceil(high[1] * cell), size[1])
    if left >= right or top >= bottom:
        return None
    part = left / cell - low[0], top / cell - low[1], right / cell - low[0], bottom / cell - low[1]
    part = max(part[0], 0.0), max(part[1], 0.0), min(part[2], coarse.width), min(part[3], coarse.height)
    levels = coarse.resize((right - left, bottom - top), Image.Resampling.BILINEAR, part)
    most = 255 * _share(stroke.strength)
    # What is brought back must not leave a seam at its border; what goes must not take of what is beside it.
    steep = 1 if stroke.erase else 2
    table = [round(min(steep * level / 255, 1.0) * most) for level in range(256)]
    return Coverage((left, top, right, bottom), levels.point(table))


def within(stroke: Stroke, box: Box) -> Image.Image:
    """How much of each pixel of a box (left, top, right, bottom) a stroke covers: "L" of the box's size."""
    left, top, right, bottom = box
    own = tuple(value - (top if i % 2 else left) for i, value in enumerate(stroke.points))
    levels = Image.new("L", (right - left, bottom - top))
    covered = coverage(replace(stroke, points=own), levels.size)
    if covered is not None:
        levels.paste(covered.levels, covered.box)
    return levels


def pieces(stroke: Stroke, size: tuple[int, int], longest: float) -> list[Stroke]:
    """The parts of a stroke that can be seen in a picture of `size`, as strokes whose lines fit boxes with sides of
    `longest` pixels."""
    reach = min(stroke.radius, LARGEST) + EDGE
    seen = _within(_lines(stroke.points, 1.0), (-reach, -reach, size[0] + reach, size[1] + reach))
    parts: list[list[float]] = []
    box = (inf, inf, -inf, -inf)
    for ax, ay, bx, by in _split(seen, longest).tolist():
        grown = min(box[0], ax, bx), min(box[1], ay, by), max(box[2], ax, bx), max(box[3], ay, by)
        joined = parts and hypot(parts[-1][-2] - ax, parts[-1][-1] - ay) < EDGE
        if joined and max(grown[2] - grown[0], grown[3] - grown[1]) <= longest:
            parts[-1] += (bx, by)
            box = grown
        else:
            parts.append([ax, ay, bx, by])
            box = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
    return [replace(stroke, points=tuple(part), sizes=_sizes_at(stroke, part)) for part in parts]


def _sizes_at(stroke: Stroke, points: list[float]) -> Numbers:
    """The sizes of a stroke at points of its line."""
    if not stroke.sizes:
        return ()
    line = np.array(stroke.points[: len(stroke.points) // 2 * 2], np.float64).reshape(-1, 2)
    shares = np.array((*stroke.sizes, *[1.0] * len(line))[: len(line)])
    at = np.array(points, np.float64).reshape(-1, 1, 2)
    start, along = line[:-1], np.diff(line, axis=0)
    if not len(along):
        return (float(shares[0]),) * len(at)
    way = np.clip(((at - start) * along).sum(axis=2) / np.maximum((along**2).sum(axis=1), 1e-12), 0, 1)
    far = np.hypot(*np.moveaxis(at - start - along * way[..., None], 2, 0))
    which, rows = far.argmin(axis=1), np.arange(len(at))
    share = way[rows, which]
    return tuple((shares[which] * (1 - share) + shares[which + 1] * share).tolist())


def _brush(stroke: Stroke, scale: float) -> Brush | None:
    radius, strength = stroke.radius * scale, _share(stroke.strength)
    if not radius > 0 or strength == 0:
        return None
    radius = min(radius, LARGEST)
    hard = _share(stroke.hardness) * radius
    width = max(radius - hard, EDGE)
    inner, outer = (radius + hard - width) / 2, (radius + hard + width) / 2
    # Between nodes a distance d is off by step² / 8d at most, and the smoothstep passes on its slope of that.
    slope = min(1.5 / (width * max(inner, 1e-6)), 6 / width**2)
    step, most = 1, min(COARSEST, max(4, width / 10))
    while 2 * step <= most and (2 * step) ** 2 * slope / 8 <= ERROR:
        step *= 2
    # A line thinner than a pixel covers no pixel wholly.
    cap = 255 * strength * min(1.0, 2 * radius)
    return Brush(inner, outer, cap, step, 32 if step == 1 else 16)


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0) if isfinite(value) else 0.0


def _lines(points: Numbers, scale: float) -> Floats:
    """Segments as rows of x, y, x, y in pixels; a lone point is a segment without length."""
    pairs = np.array(points[: len(points) // 2 * 2], np.float64).reshape(-1, 2)
    pairs = np.clip(pairs[np.isfinite(pairs).all(axis=1)], -FARTHEST, FARTHEST) * scale
    moved = np.ones(len(pairs), bool)
    moved[1:] = np.abs(np.diff(pairs, axis=0)).max(axis=1) > 1e-3
    pairs = pairs[moved]
    if len(pairs) == 1:
        pairs = np.repeat(pairs, 2, axis=0)
    return np.concatenate((pairs[:-1], pairs[1:]), axis=1)


def _within(lines: Floats, box: tuple[float, float, float, float]) -> Floats:
    """The parts of segments that lie in a box (Liang and Barsky, "A New Concept for Line Clipping", 1984)."""
    start, along = lines[:, :2], lines[:, 2:] - lines[:, :2]
    first, last = np.zeros(len(lines)), np.ones(len(lines))
    for i in (0, 1):
        still = along[:, i] == 0
        pace = np.where(still, 1.0, along[:, i])
        a, b = (box[i] - start[:, i]) / pace, (box[i + 2] - start[:, i]) / pace
        inside = (start[:, i] >= box[i]) & (start[:, i] <= box[i + 2])
        first = np.maximum(first, np.where(still, np.where(inside, 0.0, 2.0), np.minimum(a, b)))
        last = np.minimum(last, np.where(still, 1.0, np.maximum(a, b)))
    hit = first <= last
    ends = [start[hit] + along[hit] * share[hit, None] for share in (first, last)]
    return np.concatenate(ends, axis=1)


def _draw(levels: Image.Image, lines: Floats, brush: Brush) -> bool:
    """Writes the coverage into `levels`, tile by tile. Returns whether there was any."""
    lines = _split(lines, max(brush.tile, brush.outer))
    across = -(-levels.width // brush.tile)
    tiles, near = _pairs(lines, levels.size, brush)
    middles: Floats = (np.stack((tiles % across, tiles // across), axis=1) + np.float64(0.5)) * brush.tile
    far = _distances(lines[near], middles)
    starts = np.flatnonzero(np.diff(tiles, prepend=-1))
    ends = np.append(starts[1:], len(tiles))
    nearest = np.minimum.reduceat(far, starts)
    table, drawn = brush.table, False
    for start, end, least in zip(starts.tolist(), ends.tolist(), nearest.tolist(), strict=True):
        if least - brush.half >= brush.outer:
            continue
        at = int(tiles[start] % across) * brush.tile, int(tiles[start] // across) * brush.tile
        drawn = True
        if least + brush.half <= brush.inner:
            levels.paste(table[255], (*at, at[0] + brush.tile, at[1] + brush.tile))
            continue
        # A segment further from the middle than this is nowhere in the tile the nearest.
        close = far[start:end] <= min(least + 2 * brush.half, brush.outer + brush.half)
        own = (lines[near[start:end][close]] - np.array(at + at, np.float64)).astype(np.float32)
        levels.paste(_tile(own, brush).point(table), at)
    return drawn


def _split(lines: Floats, longest: float) -> Floats:
    """The same lines in pieces no longer than `longest`, so that the box of a piece holds few tiles it is not near."""
    along = lines[:, 2:] - lines[:, :2]
    counts = np.maximum(1, np.ceil(np.hypot(along[:, 0], along[:, 1]) / longest)).astype(np.int64)
    line, order = _repeated(counts)
    pace = along[line] / counts[line, None]
    start = lines[line, :2] + pace * order[:, None]
    return np.concatenate((start, start + pace), axis=1)


def _pairs(lines: Floats, size: tuple[int, int], brush: Brush) -> tuple[Ints, Ints]:
    """Every tile with every line whose box, grown by the brush, meets it: two columns, ordered by tile."""
    first, count = [], []
    for i in (0, 1):
        last = -(-size[i] // brush.tile) - 1
        ends = lines[:, i], lines[:, i + 2]
        low = np.clip((np.minimum(*ends) - brush.outer) // brush.tile, 0, last).astype(np.int64)
        high = np.clip((np.maximum(*ends) + brush.outer) // brush.tile, 0, last).astype(np.int64)
        first.append(low)
        count.append(high - low + 1)
    line, order = _repeated(count[0] * count[1])
    across = -(-size[0] // brush.tile)
    tiles = (first[1][line] + order // count[0][line]) * across + first[0][line] + order % count[0][line]
    by_tile = np.argsort(tiles, kind="stable")
    return tiles[by_tile], line[by_tile]


def _repeated(counts: Ints) -> tuple[Ints, Ints]:
    """0, 0, 1, 1, 1, … with each index as often as `counts` says, and beside it 0, 1, 0, 1, 2, …"""
    index = np.repeat(np.arange(len(counts)), counts.astype(np.intp))  # the browser's numpy counts in 32 bits
    return index, np.arange(len(index)) - (np.cumsum(counts) - counts)[index]


def _distances(lines: Floats, points: Floats) -> Floats:
    """The distance of each point (N, 2) from the line of the same row (N, 4)."""
    to, along = points - lines[:, :2], lines[:, 2:] - lines[:, :2]
    share = np.clip((to * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-12), 0, 1)
    rest = to - along * share[:, None]
    distances: Floats = np.hypot(rest[:, 0], rest[:, 1])
    return distances


def _tile(lines: NDArray[np.float32], brush: Brush) -> Image.Image:
    """The linear falloff, 255 within `inner` and 0 from `outer` on, in a tile with its corner at (0, 0): "L"."""
    coarse = brush.step > 1
    nodes = brush.cells + coarse
    at = np.arange(nodes, dtype=np.float32) * brush.step + (0 if coarse else 0.5)
    least = np.full((nodes, nodes), np.inf, np.float32)
    several = max(1, CHUNK // least.size)
    for i in range(0, len(lines), several):
        x, y, to_x, to_y = (column[:, None] for column in lines[i : i + several].T)
        along_x, along_y = to_x - x, to_y - y
        length = np.maximum(along_x**2 + along_y**2, np.float32(1e-12))
        across, down = at - x, at - y
        share = (down * (along_y / length))[:, :, None] + (across * (along_x / length))[:, None, :]
        np.clip(share, 0, 1, out=share)
        rest_x = across[:, None, :] - share * along_x[:, :, None]
        rest_y = down[:, :, None] - share * along_y[:, :, None]
        rest_x *= rest_x
        rest_y *= rest_y
        rest_x += rest_y
        np.minimum(least, rest_x.min(axis=0), out=least)
    # Half a level more, for Pillow cuts fractions off.
    linear = (brush.outer - np.sqrt(least)) * np.float32(255 / (brush.outer - brush.inner)) + np.float32(0.5)
    image = Image.fromarray(linear)
    if coarse:
        whole = 0.5, 0.5, nodes - 0.5, nodes - 0.5
        image = image.resize((brush.tile, brush.tile), Image.Resampling.BILINEAR, whole)
    return image.convert("L")
