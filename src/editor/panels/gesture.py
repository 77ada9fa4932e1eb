"""When a gesture is over: a drag with its end, a row of keys when they rest or the field is left. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from editor import dom

KEYS = {
    "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown",
}  # fmt: skip
"""Those that change the value of a field by themselves."""
REST_MS = 600
"""Without a key for so long a row of them is over."""


class Keyed:
    """Calls `settled` once keys that changed `field` rest, or it is left or pressed: each press would else be a step of
    its own to undo."""

    def __init__(self, field: Any, settled: Callable[[], None]) -> None:
        self._settled = settled
        self.keyed = False
        self._resting = 0
        dom.on(field, "keydown", self._key)
        dom.on(field, "pointerdown", self._left)
        dom.on(field, "blur", self._left)

    def _key(self, event: Any) -> None:
        if str(event.key) in KEYS:
            self.keyed = True
            dom.clear_later(self._resting)
            self._resting = dom.later(self._left, REST_MS)

    def _left(self, event: Any = None) -> None:
        dom.clear_later(self._resting)
        if self.keyed:
            self.keyed = False
            self._settled()


class Gesture(Keyed):
    """The same for a slider, which also says itself when a drag has ended."""

    def __init__(self, field: Any, settled: Callable[[], None]) -> None:
        super().__init__(field, settled)
        dom.on(field, "change", lambda event: None if self.keyed else settled())
