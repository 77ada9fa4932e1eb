"""What tabs tell each other: that what is kept has changed, that everything was cleared. One word, never a picture.
Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import BroadcastChannel
from pyodide.ffi import create_proxy

NAME = "aluo"


class TabChannel:
    """ports.Channel."""

    def __init__(self) -> None:
        self._channel = BroadcastChannel.new(NAME)
        self._proxy: Any = None

    def send(self, kind: str) -> None:
        self._channel.postMessage(kind)

    def listen(self, heard: Callable[[str], None]) -> None:
        self._proxy = create_proxy(lambda event: heard(str(event.data)))
        self._channel.onmessage = self._proxy
