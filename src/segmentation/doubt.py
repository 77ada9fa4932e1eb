"""Where a cut-out may be wrong: signs in the alpha and in the photo under it, as a map and as spots to look at.

Alpha is doubtful where it is soft over an area although the photo has no fine structure there, where its edge lies
in one colour, in loose pieces beside the subject, and in holes, which may be openings or mistakes. How often holes are
openings, by their mean alpha, is measured: below .1 nearly always, above .2 seldom.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imaging.options import Region
from segmentation.foreground import surroundings
from segmentation.matting import box, unit
from segmentation.regions import labelled, rectangles

GRID = 480
"""Long side of the grid on which doubt is sought."""
MOST = 20
"""Spots that are told of."""
SURE = np.float32(0.45)
"""Doubt from which a cell belongs to a spot."""
SMALLEST = 0.006
"""A spot is at least a square with this share of the grid's diagonal as its side."""
LONGEST = 0.14
"""A spot's sides are at most this share of the diagonal: what is longer is looked at piece by piece."""
WIDE, NEAR = 5, 2
"""Radii in cells of the two passes that find the colours around an edge."""
BAND = 64
"""Rows of the grid whose colours are sought at once."""
OPENING = 0.0002
"""Share of the photo from which a hole is told of."""
PIECE_CELLS = 4
"""A loose piece has at least as many cells."""
PIECE = np.float32(0.25)
"""A loose piece of this share of the largest part is no mistake but another object."""

Kind = Literal["soft", "edge", "piece", "hole"]
Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to look at. `box` and `area` (rectangles: left, top, right, bottom, …) are pixels of the photo, `cell` is
    the size of one cell of the grid. `share` is the spot's share of the photo, `doubt` 0..1 how doubtful it is on
    average."""

    kind: Kind
    box: Region
    area: tuple[float, ...]
    cell: float
    share: float
    doubt: float

    @property
    def weight(self) -> float:
        """What the order of spots follows: large and doubtful ones first."""
        return float(self.doubt**2 * self.share**0.5)


@dataclass(frozen=True, slots=True)
class Doubts:
    """`spots` with the worst first, and the doubt of each cell of the grid: (H, W) float32, 0..1."""

    spots: tuple[Spot, ...]
    map: Plane


def doubts(alpha: Image.Image, photo: Image.Image, checked: tuple[float, ...] = ()) -> Doubts:
    """What is doubtful about `alpha` ("L") of `photo` (RGB or RGBA, same size). Boxes in `checked` (x, y, width,
    height, … in pixels of the photo) are settled."""
    scale = min(1.0, GRID / max(photo.size))
    size = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    level = np.asarray(alpha.resize(size, Image.Resampling.BOX), np.float32) * np.float32(1 / 255)
    twice = photo.convert("RGB").resize((2 * size[0], 2 * size[1]), Image.Resampling.BOX, reducing_gap=2.0)
    image = np.asarray(twice.reduce(2), np.float32).transpose(2, 0, 1) * np.float32(1 / 255)
    unsure = _settled(level.shape, checked, photo.size)
    soft = _soft(level, _structure(twice), size) * unsure
    edge = _edge(level, image) * unsure
    parts = [*_pieces(level), *_holes(level)]
    whole = np.maximum(soft, edge)
    for _, cells, doubt in parts:
        whole = np.maximum(whole, cells * doubt * unsure)
    spots = [*_clusters(soft, edge, parts), *((kind, cells, cells * doubt) for kind, cells, doubt in parts)]
    told = [_spot(kind, cells, doubt, photo.size) for kind, cells, doubt in spots if (cells * unsure).any()]
    told = [spot for spot in told if not _is_checked(spot, checked)]
    return Doubts(tuple(sorted(told, key=lambda spot: -spot.weight)[:MOST]), whole)


def smooth(values: Plane, low: float, high: float) -> Plane:
    """0 up to `low`, 1 from `high` on, and a smooth step between."""
    share = unit((values - np.float32(low)) * np.float32(1 / (high - low)))
    return share * share * (3 - 2 * share)


def _structure(twice: Image.Image) -> Plane:
    """0..1: how much fine detail the photo has in a cell, from a picture of twice the grid's size."""
    grey = np.asarray(twice.convert("L"), np.float32) * np.float32(1 / 255)
    height, width = grey.shape[0] // 2, grey.shape[1] // 2
    cells = grey[: 2 * height, : 2 * width].reshape(height, 2, width, 2)
    spread = np.sqrt(cells.var(axis=(1, 3), dtype=np.float32))
    return smooth(box(np.ascontiguousarray(spread), 2), 0.01, 0.05)


def _soft(level: Plane, structure: Plane, size: tuple[int, int]) -> Plane:
    """Soft over an area: a clean edge is a cell wide and fills little of a window."""
    radius = max(2, round(0.006 * hypot(*size)))
    share = box(4 * level * (1 - level), radius)
    return smooth(share, 0.35, 0.7) * (1 - np.float32(0.6) * structure) * smooth(level * (1 - level), 0.03, 0.12)


def _edge(level: Plane, image: Plane) -> Plane:
    """An edge with much the same colour on both of its sides. A photo's border is no edge. In bands: the colours around
    every cell at once take more memory than all of a cut-out before."""
    inside = box(level, 2)
    doubt = smooth(inside * (1 - inside), 0.1, 0.2) * np.float32(0.9)
    for top in range(0, level.shape[0], BAND):
        first, last = max(0, top - WIDE - NEAR), top + BAND + WIDE + NEAR
        subject, backdrop = surroundings(np.ascontiguousarray(image[:, first:last]), level[first:last], WIDE, NEAR)
        apart = ((subject - backdrop) ** 2).sum(axis=0)[top - first :][:BAND]
        doubt[top : top + BAND] *= 1 - smooth(apart, 0.004, 0.03)
    return doubt


Part = tuple[Kind, NDArray[np.bool_], np.float32]


def _pieces(level: Plane) -> Iterator[Part]:
    """Loose parts beside the largest one."""
    labels, count = labelled(level > 0.5)
    if count < 2:
        return
    sizes = np.bincount(labels.reshape(-1), minlength=count + 1)
    sizes[0] = 0
    largest = int(sizes.argmax())
    for label in range(1, count + 1):
        if label != largest and sizes[label] >= PIECE_CELLS:
            share = np.float32(sizes[label] / sizes[largest])
            doubt = 1 - smooth(np.array([share], np.float32), 0.02, float(PIECE))[0]
            if doubt > SURE:
                yield "piece", labels == label, np.float32(doubt)


def _holes(level: Plane) -> Iterator[Part]:
    """Background that the subject encloses."""
    labels, count = labelled(level < 0.5, corners=False)
    rim = set(np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])).tolist())
    sizes = np.bincount(labels.reshape(-1), minlength=count + 1)
    sums = np.bincount(labels.reshape(-1), weights=level.reshape(-1), minlength=count + 1)
    for label in range(1, count + 1):
        if label not in rim and sizes[label] >= max(6, OPENING * level.size):
            mean = np.array([sums[label] / sizes[label]], np.float32)
            yield "hole", labels == label, np.float32(0.3) + np.float32(0.65) * smooth(mean, 0.05, 0.25)[0]


def _clusters(soft: Plane, edge: Plane, parts: list[Part]) -> Iterator[tuple[Kind, NDArray[np.bool_], Plane]]:
    """Connected doubtful cells, cut into pieces where they are long."""
    whole = np.maximum(soft, edge)
    for _, cells, _ in parts:  # these are told of as what they are
        whole = np.where(box(cells.astype(np.float32), 2) > 0, np.float32(0), whole)
    height, width = whole.shape
    diagonal = hypot(height, width)
    tile = max(8, round(LONGEST * diagonal))
    least = max(6.0, (SMALLEST * diagonal) ** 2)
    labels, count = labelled(box((whole > SURE).astype(np.float32), 1) > 0.3)
    tiles = (np.arange(height) // tile)[:, None] * (-(-width // tile)) + np.arange(width) // tile
    keys = np.where((labels > 0) & (whole > SURE / 2), labels + (tiles + 1) * (count + 1), 0)
    for key, cells in zip(*np.unique(keys, return_counts=True), strict=True):
        if key and cells >= least:
            found = keys == key
            yield ("soft" if soft[found].sum() >= edge[found].sum() else "edge"), found, whole


def _spot(kind: Kind, cells: NDArray[np.bool_], doubt: Plane, size: tuple[int, int]) -> Spot:
    height, width = cells.shape
    rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    across, down = size[0] / width, size[1] / height
    runs = rectangles(cells[top:bottom, left:right], left, top)
    area = tuple(round(value * (down if at % 2 else across), 1) for run in runs for at, value in enumerate(run))
    place = Region(left * across, top * down, (right - left) * across, (bottom - top) * down)
    share = float(cells.mean())
    return Spot(kind, place, area, (across + down) / 2, share, float(doubt[cells].mean()))


def _settled(shape: tuple[int, ...], checked: tuple[float, ...], size: tuple[int, int]) -> Plane:
    """1 where nobody has looked yet, 0 in the boxes that are settled."""
    plane = np.ones(shape, np.float32)
    for x, y, width, height in zip(*(checked[at::4] for at in range(4)), strict=False):
        across, down = shape[1] / size[0], shape[0] / size[1]
        rows = slice(max(0, int(y * down)), max(0, int(np.ceil((y + height) * down))))
        plane[rows, max(0, int(x * across)) : max(0, int(np.ceil((x + width) * across)))] = 0
    return plane


def _is_checked(spot: Spot, checked: tuple[float, ...]) -> bool:
    """Whether most of a spot lies in a box that is settled."""
    own = spot.box
    for x, y, width, height in zip(*(checked[at::4] for at in range(4)), strict=False):
        across = min(own.x + own.width, x + width) - max(own.x, x)
        down = min(own.y + own.height, y + height) - max(own.y, y)
        if across > 0 and down > 0 and across * down > own.width * own.height / 2:
            return True
    return False
