"""The histogram: how many pixels have which level. Adapter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from editor import dom
from engine.protocol import Counted
from texts import number, spoken, t

WIDTH, HEIGHT = 256, 72
COLOURS = {"red": "#d5443a", "green": "#2f9a55", "blue": "#3d7bd9"}
"""The channels' own colours, the same in both themes."""


class Histogram:
    """A canvas of 256 columns."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        canvas.width, canvas.height = WIDTH * 2, HEIGHT * 2
        self._counted: Counted | None = None
        spoken(self._say)

    def _say(self) -> None:
        if self._counted is not None:
            dom.set_attribute(self._canvas, "aria-label", _clipping(self._counted))

    def draw(self, counted: Counted) -> None:
        """Draw light as an area and the three channels as lines over it; say in words where it is cut off."""
        context, channels = self._canvas.getContext("2d"), _smooth(counted)
        top = max(max(levels[2:-2]) for levels in channels.values()) or 1.0
        context.setTransform(2, 0, 0, 2, 0, 0)
        context.clearRect(0, 0, WIDTH, HEIGHT)
        context.lineWidth = 1.25
        for name, levels in channels.items():
            context.beginPath()
            context.moveTo(0, HEIGHT)
            for level, count in enumerate(levels):
                context.lineTo(level, HEIGHT - min(count / top, 1.0) * (HEIGHT - 4))
            if name == "light":
                context.lineTo(WIDTH, HEIGHT)
                context.fillStyle = "rgb(128 128 128 / 38%)"
                context.fill()
            else:
                context.strokeStyle = COLOURS[name]
                context.stroke()
        self._counted = counted
        self._say()


def _smooth(counted: Counted) -> dict[str, list[float]]:
    channels: Iterable[tuple[str, Sequence[int]]] = (
        ("light", counted.light),
        ("red", counted.red),
        ("green", counted.green),
        ("blue", counted.blue),
    )
    return {name: [sum(levels[max(i - 1, 0) : i + 2]) / 3 for i in range(256)] for name, levels in channels}


def _clipping(counted: Counted) -> str:
    whole = sum(counted.light) or 1
    black, white = counted.light[0] / whole * 100, counted.light[255] / whole * 100
    return t(
        "Histogram. {black} % of the pixels are black, {white} % are white.",
        black=number(black, 1),
        white=number(white, 1),
    )
