"""Connected parts of a small mask, by runs of pixels that are joined row by row (union and find)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int32]


def labelled(mask: NDArray[np.bool_], corners: bool = True) -> tuple[Labels, int]:
    """The connected parts of `mask` (H, W): int32 of its size, 0 outside and 1..n in the parts, and n. With `corners`
    pixels that touch at a corner are connected too. Parts are numbered from the top."""
    height, width = mask.shape
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges > 0)
    ends = np.nonzero(edges < 0)[1]  # behind the last pixel
    roots = _joined(rows.tolist(), starts.tolist(), ends.tolist(), 1 if corners else 0)
    found, number = np.unique(np.array(roots, np.int64), return_inverse=True)
    steps = np.zeros((height, width + 1), np.int32)
    steps[rows, starts] = number + 1
    steps[rows, ends] -= (number + 1).astype(np.int32)
    return np.cumsum(steps, axis=1, dtype=np.int32)[:, :width], len(found)


def _joined(rows: list[int], starts: list[int], ends: list[int], reach: int) -> list[int]:
    """For each run the first run of its part."""
    parent = list(range(len(rows)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    above = 0
    for run, row in enumerate(rows):
        while rows[above] < row - 1 or (rows[above] == row - 1 and ends[above] + reach <= starts[run]):
            above += 1
        other = above
        while other < run and rows[other] == row - 1 and starts[other] < ends[run] + reach:
            first, second = root(other), root(run)
            if first != second:
                parent[max(first, second)] = min(first, second)
            other += 1
    return [root(run) for run in range(len(rows))]


def rectangles(part: NDArray[np.bool_], x: int, y: int) -> list[tuple[int, int, int, int]]:
    """A mask as rectangles (left, top, right, bottom), moved by (`x`, `y`): runs that are alike in rows below each
    other are one."""
    edges = np.diff(np.pad(part.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = (values.tolist() for values in np.nonzero(edges > 0))
    ends = np.nonzero(edges < 0)[1].tolist()
    found: list[tuple[int, int, int, int]] = []
    open_: dict[tuple[int, int], int] = {}
    for row, start, end in zip(rows, starts, ends, strict=True):
        at = open_.get((start, end))
        if at is not None and found[at][3] == row + y:
            found[at] = (*found[at][:3], row + y + 1)
        else:
            open_[start, end] = len(found)
            found.append((start + x, row + y, end + x, row + y + 1))
    return found
