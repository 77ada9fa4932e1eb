"""What is done when the page has nothing to do any more: after its start, and after every work."""

from __future__ import annotations

from collections.abc import Callable

from editor.state import State
from threads.quiet import QUIET_S, Quiet


class Resting:
    """Calls `act` when the page has been at rest for `wait` seconds."""

    def __init__(self, act: Callable[[], None], wait: float = QUIET_S) -> None:
        self._quiet = Quiet(act, wait)
        self._busy = True

    def draw(self, state: State) -> None:
        """Hear of a change."""
        if state.work is None and self._busy:
            self._quiet.heard()
        self._busy = state.work is not None
