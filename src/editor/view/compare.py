"""The line between before and after: a slider over the picture. Adapter.

The position is a share of the photo's width, so that zooming keeps it on the same spot of the photo.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import window

from editor import dom
from editor.view.viewport import Viewport
from texts import t

UNVEIL_MS = 480
STEP = 0.02
BIG_STEP = 0.1


class Compare:
    """`moved` is called after the person moved the line."""

    def __init__(self, stage: Any, moved: Callable[[], None]) -> None:
        self.at = 0.5
        self._stage = stage
        self._moved = moved
        self._viewport: Viewport | None = None
        self._box = dom.by_id("compare")
        self._line = dom.by_id("compare-line")
        self._knob = dom.by_id("compare-knob")
        self._tags = dom.every(".tag", self._box)
        self._held = False
        dom.on(self._line, "pointerdown", self._take, passive=False)
        dom.on(self._line, "pointermove", self._drag)
        dom.on(self._line, "pointerup", self._release)
        dom.on(self._line, "pointercancel", self._release)
        dom.on(self._knob, "keydown", self._key, passive=False)

    def show(self, visible: bool) -> None:
        dom.set_hidden(self._box, not visible)

    def lay(self, viewport: Viewport) -> None:
        """Place the line and the tags for a view."""
        self._viewport = viewport
        paper = viewport.paper
        top, bottom = max(paper.y, 0.0), min(paper.y + paper.height, viewport.stage_height)
        left, right = max(paper.x, 0.0), min(paper.x + paper.width, viewport.stage_width)
        x = paper.x + self.at * paper.width
        self._stage.style.setProperty("--line", f"{x:.1f}px")
        style = self._line.style
        style.top, style.height = f"{top:.1f}px", f"{bottom - top:.1f}px"
        before, after = self._tags
        before.style.transform = f"translate({left + 12:.0f}px, {top + 12:.0f}px)"
        after.style.transform = f"translate({right - 12:.0f}px, {top + 12:.0f}px) translateX(-100%)"
        dom.set_attribute(self._knob, "aria-valuenow", str(round(self.at * 100)))
        dom.set_attribute(self._knob, "aria-valuetext", t("{share} % before", share=round(self.at * 100)))

    def focus(self) -> None:
        self._knob.focus()

    def unveil(self, finished: Callable[[], None]) -> None:
        """Move the line from the right edge to the left one, once, and call `finished`."""
        self.at = 1.0
        self._relay()
        if window.matchMedia("(prefers-reduced-motion: reduce)").matches:
            self.at = 0.0
            self._relay()
            finished()
            return
        self._stage.classList.add("unveil")
        self._stage.offsetWidth  # noqa: B018  the browser has to lay out the start before it moves from there
        self.at = 0.0
        self._relay()

        def end() -> None:
            self._stage.classList.remove("unveil")
            self.at = 0.5
            finished()

        dom.later(end, UNVEIL_MS + 40)

    def _relay(self) -> None:
        if self._viewport is not None:
            self.lay(self._viewport)

    def _move_to(self, at: float) -> None:
        self.at = min(max(at, 0.0), 1.0)
        self._relay()
        self._moved()

    def _take(self, event: Any) -> None:
        event.preventDefault()
        event.stopPropagation()
        self._held = True
        self._line.setPointerCapture(event.pointerId)
        self._knob.focus()

    def _drag(self, event: Any) -> None:
        if self._held and self._viewport is not None:
            paper = self._viewport.paper
            x = event.clientX - self._stage.getBoundingClientRect().left
            self._move_to((x - paper.x) / paper.width)

    def _release(self, event: Any) -> None:
        self._held = False

    def _key(self, event: Any) -> None:
        step = BIG_STEP if event.shiftKey else STEP
        moves = {"ArrowLeft": -step, "ArrowDown": -step, "ArrowRight": step, "ArrowUp": step}
        moves |= {"PageDown": -BIG_STEP, "PageUp": BIG_STEP, "Home": -1.0, "End": 1.0}
        if event.key in moves:
            event.preventDefault()
            self._move_to(self.at + moves[event.key])
