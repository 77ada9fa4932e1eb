"""On a phone a sheet is put away by dragging its head down. Adapter; *Done* and Esc do the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from js import window

from editor import dom
from editor.view.stage import PHONE

FAR_ENOUGH = 72


class Sheets:
    """`done` closes the sheet or drawer that was dragged away."""

    def __init__(self, done: Callable[[], None]) -> None:
        self._done = done
        self._sheet: Any = None
        self._from = 0.0
        for sheet in (dom.by_id("side"), *dom.every(".drawer")):
            for head in dom.every(".head", sheet):
                dom.on(head, "pointerdown", partial(self._take, sheet))
                dom.on(head, "pointermove", self._drag)
                dom.on(head, "pointerup", self._release)
                dom.on(head, "pointercancel", self._release)

    def _take(self, sheet: Any, event: Any) -> None:
        if event.target.closest("button") or not window.matchMedia(PHONE).matches:
            return
        if sheet.id == "side" and str(dom.root.dataset.sheet) == "cutout":
            return  # docked controls, not a sheet
        self._sheet, self._from = sheet, float(event.clientY)
        event.target.closest(".head").setPointerCapture(event.pointerId)

    def _drag(self, event: Any) -> None:
        if self._sheet is not None:
            self._sheet.style.transform = f"translateY({max(0.0, event.clientY - self._from):.0f}px)"

    def _release(self, event: Any) -> None:
        if self._sheet is None:
            return
        self._sheet.style.transform = ""
        self._sheet = None
        if event.clientY - self._from > FAR_ENOUGH:
            self._done()
