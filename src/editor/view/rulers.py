"""Which numbers stand on a ruler."""

from __future__ import annotations

APART = 60.0
"""CSS pixels that two numbers stand apart at least."""


def step(scale: float) -> float:
    """Canvas pixels between two numbers: 1, 2 or 5 times a power of ten. `scale` is CSS pixels for one of these."""
    unit = 1.0
    while True:
        for factor in (1, 2, 5):
            if unit * factor * scale >= APART:
                return unit * factor
        unit *= 10


def numbers(origin: float, room: float, scale: float) -> list[float]:
    """The numbers on a ruler of `room` CSS pixels, on which the canvas begins at `origin`."""
    apart = step(scale)
    first, last = int(-origin / scale // apart), int((room - origin) / scale // apart)
    return [n * apart for n in range(first, last + 1)]
