"""Mouse, pen, fingers and wheel on the stage, turned into zooming and panning. Adapter."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from editor import dom
from editor.view.viewport import Viewport

WHEEL = 0.0016
PINCH_WHEEL = 0.012
"""A trackpad's pinch arrives as a wheel with Ctrl and much smaller steps."""


@dataclass(frozen=True, slots=True)
class Start:
    """How a gesture began: the view and the fingers' middle and distance, so that errors never pile up."""

    viewport: Viewport
    x: float
    y: float
    spread: float


class Gestures:
    """`read` gives the present view, `write` takes a new one; None when no photo is open."""

    def __init__(self, stage: Any, read: Callable[[], Viewport | None], write: Callable[[Viewport], None]) -> None:
        self._stage = stage
        self._read = read
        self._write = write
        self._points: dict[int, tuple[float, float]] = {}
        self._start: Start | None = None
        dom.on(stage, "pointerdown", self._down)
        dom.on(stage, "pointermove", self._move)
        for kind in ("pointerup", "pointercancel"):
            dom.on(stage, kind, self._up)
        dom.on(stage, "wheel", self._wheel, passive=False)
        dom.on(stage, "dblclick", self._double)

    def _down(self, event: Any) -> None:
        if event.button not in (0, 1):
            return
        self._points[event.pointerId] = self._at(event)
        self._stage.setPointerCapture(event.pointerId)
        self._begin()
        viewport = self._read()
        if viewport is not None and viewport.can_pan:
            self._stage.dataset.pan = "held"

    def _move(self, event: Any) -> None:
        if event.pointerId not in self._points or self._start is None:
            return
        self._points[event.pointerId] = self._at(event)
        x, y, spread = self._shape()
        start = self._start
        viewport = start.viewport
        if start.spread and spread:
            viewport = viewport.zoomed(viewport.zoom * spread / start.spread, start.x, start.y)
        elif not viewport.can_pan:
            return
        self._write(viewport.moved(x - start.x, y - start.y))

    def _up(self, event: Any) -> None:
        self._points.pop(event.pointerId, None)
        self._begin()
        if not self._points:
            self._stage.dataset.pan = "true" if (v := self._read()) is not None and v.can_pan else "false"

    def _wheel(self, event: Any) -> None:
        viewport = self._read()
        if viewport is None:
            return
        event.preventDefault()
        lines = 16.0 if event.deltaMode == 1 else 1.0
        x, y = self._at(event)
        if event.shiftKey and not event.ctrlKey:
            self._write(viewport.moved(-(event.deltaY + event.deltaX) * lines, 0))
            return
        factor = math.exp(-event.deltaY * lines * (PINCH_WHEEL if event.ctrlKey else WHEEL))
        self._write(viewport.zoomed(viewport.zoom * factor, x, y))

    def _double(self, event: Any) -> None:
        viewport = self._read()
        if viewport is not None:
            self._write(viewport.zoomed(1.0, *self._at(event)) if viewport.fits else viewport.fitted())

    def _begin(self) -> None:
        viewport = self._read()
        self._start = Start(viewport, *self._shape()) if viewport is not None and self._points else None

    def _shape(self) -> tuple[float, float, float]:
        points = list(self._points.values())[:2]
        x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
        return x, y, math.dist(points[0], points[1]) if len(points) == 2 else 0.0

    def _at(self, event: Any) -> tuple[float, float]:
        rect = self._stage.getBoundingClientRect()
        return event.clientX - rect.left, event.clientY - rect.top
