"""The tone curve: a square in which points are put, dragged and taken out. Adapter.

Every point is a button, so that the keyboard reaches it: arrows move it, Delete takes it out. A click beside the points
puts a new one on the curve.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from js import window

from editor import dom
from imaging.curves import Points, tidy, value
from texts import spoken, t

SIDE = 256
ENDS: Points = ((0.0, 0.0), (255.0, 255.0))
MOST = 12
"""Points that a curve may have; more cannot be told apart by hand."""
NEAR = 4.0
"""Levels that two points stay apart."""


class Curve:
    """`moved` gets the points while they move, `settled` is called when the gesture is over."""

    def __init__(self, moved: Callable[[Points], None], settled: Callable[[], None]) -> None:
        self._moved, self._settled = moved, settled
        self._points: Points = ENDS
        self._held = -1
        self._drawn: Points = ()
        self._canvas = dom.make("canvas", aria_hidden="true")
        self._canvas.width = self._canvas.height = SIDE * 2
        self._box = dom.make("div", class_="curve", role="group", aria_label="Curve")
        self._box.append(self._canvas)
        self._note = dom.make("p", "Click the curve to add a point; drag it, or move it by the arrows.", class_="note")
        self.element = dom.make("div", class_="stack")
        self.element.append(self._box, self._note)
        dom.on(self._canvas, "pointerdown", self._add)
        dom.on(self._box, "pointermove", self._drag)
        for kind in ("pointerup", "pointercancel"):
            dom.on(self._box, kind, self._release)
        spoken(self._forget)

    def _forget(self) -> None:
        self._drawn = ()  # drawn again in the other language

    def show(self, points: Points) -> None:
        """Draw the curve; empty is the straight line."""
        shown = points or ENDS
        if shown == self._drawn:
            return
        self._drawn = self._points = shown
        self._draw()
        handles = dom.every("button", self._box)
        for _ in range(len(handles), len(shown)):
            self._box.append(self._handle())
        for extra in handles[len(shown) :]:
            extra.remove()
        for index, (button, (x, y)) in enumerate(zip(dom.every("button", self._box), shown, strict=True)):
            button.dataset.at = str(index)
            button.style.left, button.style.top = f"{x / 255 * 100:.2f}%", f"{100 - y / 255 * 100:.2f}%"
            said = t("Point {number}: {x} becomes {y}", number=index + 1, x=f"{x:.0f}", y=f"{y:.0f}")
            button.setAttribute("aria-label", said)

    def _handle(self) -> Any:
        button = dom.make("button", type="button", class_="curve-point")
        dom.on(button, "pointerdown", partial(self._take, button))
        dom.on(button, "keydown", partial(self._key, button), passive=False)
        dom.on(button, "dblclick", lambda event: self._remove(int(button.dataset.at)))
        return button

    # changes

    def _put(self, index: int, x: float, y: float) -> None:
        """A point at another place, between its neighbours."""
        points = list(self._points)
        low = points[index - 1][0] + NEAR if index else 0.0
        high = points[index + 1][0] - NEAR if index + 1 < len(points) else 255.0
        points[index] = min(max(x, low), high), min(max(y, 0.0), 255.0)
        self._give(tuple(points))

    def _give(self, points: Points) -> None:
        self.show(points)
        self._moved(tidy(points))

    def _remove(self, index: int) -> None:
        if len(self._points) > 2:
            self._give(tuple(point for at, point in enumerate(self._points) if at != index))
            self._settled()
            buttons = dom.every("button", self._box)
            buttons[min(index, len(buttons) - 1)].focus()

    # the pointer

    def _add(self, event: Any) -> None:
        if event.button != 0 or len(self._points) >= MOST:
            return
        x, _ = self._level(event)
        if any(abs(x - other) < NEAR for other, _ in self._points):
            return
        points = tuple(sorted((*self._points, (round(x), round(value(self._points, x))))))
        self._give(points)
        index = next(at for at, point in enumerate(points) if point[0] == round(x))
        self._begin(index, event)

    def _take(self, button: Any, event: Any) -> None:
        if event.button == 0:
            self._begin(int(button.dataset.at), event)

    def _begin(self, index: int, event: Any) -> None:
        self._held = index
        self._box.setPointerCapture(event.pointerId)
        dom.later(lambda: dom.every("button", self._box)[index].focus(), 0)

    def _drag(self, event: Any) -> None:
        if self._held >= 0:
            self._put(self._held, *self._level(event))

    def _release(self, event: Any) -> None:
        if self._held >= 0:
            self._held = -1
            self._settled()

    def _level(self, event: Any) -> tuple[float, float]:
        rect = self._canvas.getBoundingClientRect()
        return (
            min(max((event.clientX - rect.left) / rect.width * 255, 0.0), 255.0),
            min(max(255 - (event.clientY - rect.top) / rect.height * 255, 0.0), 255.0),
        )

    def _key(self, button: Any, event: Any) -> None:
        index, step = int(button.dataset.at), 10 if event.shiftKey else 1
        moves = {"ArrowLeft": (-step, 0), "ArrowRight": (step, 0), "ArrowUp": (0, step), "ArrowDown": (0, -step)}
        if str(event.key) in moves:
            event.preventDefault()
            x, y = self._points[index]
            dx, dy = moves[str(event.key)]
            self._put(index, x + dx, y + dy)
            self._settled()
        elif str(event.key) in ("Delete", "Backspace"):
            event.preventDefault()
            event.stopPropagation()
            self._remove(index)

    # the picture

    def _draw(self) -> None:
        context = self._canvas.getContext("2d")
        style = window.getComputedStyle(self._box)
        context.setTransform(2, 0, 0, 2, 0, 0)
        context.clearRect(0, 0, SIDE, SIDE)
        context.strokeStyle, context.lineWidth = str(style.borderTopColor), 1
        for share in (0.25, 0.5, 0.75):
            self._line([(SIDE * share, 0), (SIDE * share, SIDE)])
            self._line([(0, SIDE * share), (SIDE, SIDE * share)])
        self._line([(0, SIDE), (SIDE, 0)])
        context.strokeStyle, context.lineWidth = str(style.color), 1.5
        self._line([(x, SIDE - 1 - value(self._points, x) / 255 * (SIDE - 2)) for x in range(256)])

    def _line(self, points: list[tuple[float, float]]) -> None:
        context = self._canvas.getContext("2d")
        context.beginPath()
        context.moveTo(*points[0])
        for point in points[1:]:
            context.lineTo(*point)
        context.stroke()
