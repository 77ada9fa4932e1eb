"""What is done when the page has nothing to do any more: after its start, and after every work."""

from __future__ import annotations

from collections.abc import Callable

from editor.state import State
from threads.quiet import Quiet


class Resting:
    """Calls `act` a moment after the page came to rest, while it stays so."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._quiet = Quiet(act)
        self._busy = True

    def draw(self, state: State) -> None:
        """Hear of a change."""
        if state.work is None and self._busy:
            self._quiet.heard()
        self._busy = state.work is not None
