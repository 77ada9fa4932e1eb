"""Usage counts: that something was done on this day, if the person agreed, and nothing else. Plain.

Nothing is sent, and nothing is remembered, while there is no consent or nobody is signed in. The backend asks for the
consent again, and keeps a number by day, event and class of device.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from account.desk import AccountDesk
from editor.state import State
from egress.protocol import Usage
from errors import AluoError

Seen = tuple[bool, bool, str]


class Counting:
    """Watches the page's state; `device` says "phone" or "desktop"."""

    def __init__(self, desk: AccountDesk, device: Callable[[], str], spawn: Callable[[Any], None]) -> None:
        self._desk, self._device, self._spawn = desk, device, spawn
        self._seen: Seen = (False, False, "")

    def draw(self, state: State) -> None:
        """rooms.Panel: whatever has happened since the last state."""
        document = state.document
        seen = (document is not None, document is not None and document.cutout is not None, state.last_export)
        before, self._seen = self._seen, seen
        for event, now, then in zip(("image_opened", "cutout_made", "image_exported"), seen, before, strict=True):
            if now and now != then:
                self.count(event)

    def count(self, event: str) -> None:
        """One more of `event`, a row of private.usage_events."""
        overview = self._desk.state.overview
        if overview is not None and overview.agreed("usage"):
            self._spawn(self._send(event))

    async def _send(self, event: str) -> None:
        with contextlib.suppress(AluoError):  # a count that is lost is no news for anybody
            await self._desk.client.ask("usage", Usage(event, self._device()))
