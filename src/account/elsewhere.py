"""What the other tabs of this browser do with the account: one that signs in or out, or deletes it, does so for all of
them; a consent that is taken back in one is taken back in all. Plain.

The session crosses by way of local storage, where it lies anyway. Everything else is one word: that something changed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any, Protocol

from account.desk import AccountDesk
from account.session_desk import SESSION, Kept
from texts import t


class Tabs(Protocol):
    """The other tabs."""

    def listen(self, session: Callable[[], None], changed: Callable[[], None], back: Callable[[], None]) -> None:
        """Call `session` when another tab has put another session, `changed` when one has told, `back` when the person
        comes back to this one."""

    def tell(self) -> None:
        """Tell the others that something of the account is different now."""


class Elsewhere:
    """Keeps `desk` as the other tabs have it; `spawn` runs a job."""

    def __init__(self, desk: AccountDesk, kept: Kept, tabs: Tabs, spawn: Callable[[Any], None]) -> None:
        self._desk, self._kept, self._spawn = desk, kept, spawn
        desk.tell = tabs.tell
        tabs.listen(self._session, lambda: spawn(desk.look_again()), lambda: spawn(desk.back()))

    def _session(self) -> None:
        before = self._kept.get(SESSION)
        self._kept.reread(SESSION)
        after = self._kept.get(SESSION)
        if before == after:
            return
        if after and owner(before) == owner(after):
            self._spawn(self._desk.renewed())
            return
        self._desk.forget("" if after else t("You signed out in another tab."))
        self._spawn(self._desk.taken_over() if after else self._desk.let_go())


def owner(session: str) -> str:
    """Whose session it is, by its access token: an id, or "" where that cannot be read. Nothing is verified: it only
    tells whether two sessions are of one person."""
    try:
        payload = str(json.loads(session)["access"]).split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"])
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
