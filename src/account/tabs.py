"""elsewhere.Tabs in a browser. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import BroadcastChannel, window
from pyodide.ffi import create_proxy

from account.session_desk import SESSION
from editor import dom
from editor.choices import PREFIX

NAME = "aluo-account"


class BrowserTabs:
    """Local storage tells the others by itself, and what it holds is there when they hear of it."""

    def __init__(self) -> None:
        self._channel = BroadcastChannel.new(NAME)
        self._proxy: Any = None

    def listen(self, session: Callable[[], None], changed: Callable[[], None], back: Callable[[], None]) -> None:
        """Hear the other tabs from now on."""

        def stored(event: Any) -> None:
            if not isinstance(event.key, str) or event.key == PREFIX + SESSION:  # no key: everything was cleared
                session()

        self._proxy = create_proxy(lambda event: changed())
        self._channel.onmessage = self._proxy
        dom.on(window, "storage", stored)
        dom.on(window, "focus", lambda event: back())

    def tell(self) -> None:
        """One word."""
        self._channel.postMessage("changed")
