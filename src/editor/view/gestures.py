"""Mouse, pen, fingers and wheel on the stage: the tool gets what it wants, the rest zooms and pans. Adapter."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from editor import dom
from editor.tools.port import Pointer
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


class Hand(Protocol):
    """Who may take a gesture before the view does: the tool that is chosen."""

    def down(self, at: Pointer) -> bool: ...
    def move(self, at: Pointer) -> None: ...
    def up(self, at: Pointer) -> None: ...
    def cancel(self) -> bool: ...
    def hover(self, at: Pointer) -> None: ...
    def out(self) -> None: ...
    def double(self, at: Pointer) -> bool: ...
    def shown(self) -> None: ...


class Gestures:
    """`read` gives the present view, `write` takes a new one; None when no photo is open. While `panning` is set, the
    view takes every press."""

    def __init__(
        self, stage: Any, read: Callable[[], Viewport | None], write: Callable[[Viewport], None], hand: Hand
    ) -> None:
        self._stage = stage
        self._read = read
        self._write = write
        self._hand = hand
        self.panning = False
        self._taken = False
        self._points: dict[int, tuple[float, float]] = {}
        self._start: Start | None = None
        dom.on(stage, "pointerdown", self._down)
        dom.on(stage, "pointermove", self._move)
        for kind in ("pointerup", "pointercancel"):
            dom.on(stage, kind, self._up)
        dom.on(stage, "wheel", self._wheel, passive=False)
        dom.on(stage, "dblclick", self._double)
        dom.on(stage, "pointerleave", lambda event: self._hand.out())
        dom.on(stage, "contextmenu", lambda event: event.preventDefault(), passive=False)

    def _down(self, event: Any) -> None:
        if self._taken:  # a second finger: the two of them zoom, and what the first began is given up
            self._hand.cancel()
            self._taken = False
        elif not self._points and not self.panning and event.button in (0, 2):
            at = self._pointer(event)
            self._taken = at is not None and self._hand.down(at)
        if not self._taken and event.button not in (0, 1):
            return
        self._points[event.pointerId] = self._at(event)
        self._stage.setPointerCapture(event.pointerId)
        if self._taken:
            return
        self._begin()
        viewport = self._read()
        if viewport is not None and viewport.can_pan:
            self._stage.dataset.pan = "held"

    def _move(self, event: Any) -> None:
        if event.pointerId not in self._points:
            if (at := self._pointer(event)) is not None:
                self._hand.hover(at)
            return
        if self._taken:
            for one in event.getCoalescedEvents() if event.getCoalescedEvents else [event]:
                if (at := self._pointer(one)) is not None:
                    self._hand.move(at)
            return
        if self._start is None:
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
        held = self._points.pop(event.pointerId, None) is not None
        if self._taken and held:
            self._taken = False
            at = self._pointer(event)
            if event.type == "pointercancel" or at is None:
                self._hand.cancel()
            else:
                self._hand.up(at)
            return
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
        viewport, at = self._read(), self._pointer(event)
        if at is not None and self._hand.double(at):
            return
        if viewport is not None:
            self._write(viewport.zoomed(1.0, *self._at(event)) if viewport.fits else viewport.fitted())

    def _begin(self) -> None:
        viewport = self._read()
        self._start = Start(viewport, *self._shape()) if viewport is not None and self._points else None

    def _shape(self) -> tuple[float, float, float]:
        points = list(self._points.values())[:2]
        x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
        return x, y, math.dist(points[0], points[1]) if len(points) == 2 else 0.0

    def _pointer(self, event: Any) -> Pointer | None:
        viewport = self._read()
        if viewport is None:
            return None
        at = self._at(event)
        x, y = viewport.under(*at)
        return Pointer(
            x,
            y,
            1 / viewport.scale,
            bool(event.shiftKey),
            bool(event.altKey),
            bool(event.ctrlKey or event.metaKey),
            str(getattr(event, "pointerType", "mouse")),
            int(event.button),
            float(getattr(event, "pressure", 0.5)),
            *at,
        )

    def _at(self, event: Any) -> tuple[float, float]:
        rect = self._stage.getBoundingClientRect()
        return event.clientX - rect.left, event.clientY - rect.top
