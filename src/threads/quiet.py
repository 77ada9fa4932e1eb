"""What is done once a thread has nothing to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

QUIET_S = 0.25
"""Seconds without a word after which a thread counts as quiet."""


class Loop(Protocol):
    """What is needed of an event loop."""

    def time(self) -> float:
        """Seconds."""

    def call_later(self, delay: float, callback: Callable[[], object], /) -> Any:
        """Call it in so many seconds."""


class Quiet:
    """Calls `act` once when nothing was heard for `wait` seconds after something was."""

    def __init__(
        self,
        act: Callable[[], None],
        wait: float = QUIET_S,
        loop: Callable[[], Loop] = asyncio.get_running_loop,
    ) -> None:
        self._act, self._wait, self._loop = act, wait, loop
        self._until = 0.0
        self._waits = False

    def heard(self) -> None:
        """Something happened: the wait begins again."""
        loop = self._loop()
        self._until = loop.time() + self._wait
        if not self._waits:  # one timer, however much is heard
            self._waits = True
            loop.call_later(self._wait, self._look)

    def _look(self) -> None:
        loop = self._loop()
        left = self._until - loop.time()
        if left > 0:
            loop.call_later(left, self._look)
            return
        self._waits = False
        self._act()
