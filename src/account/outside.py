"""desk.Outside in a browser. Adapter."""

from __future__ import annotations

from typing import Any

from js import Blob, window
from pyodide.ffi import to_js

from editor.engine_port import Outlet


class BrowserOutside:
    """Texts go out the way that pictures do: through the browser's own saving."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet

    def save(self, text: str, media_type: str, name: str) -> None:
        """Let the person save a text as a file."""
        self._outlet.save(Blob.new(to_js([text])), media_type, name)

    def save_picture(self, file: Any, media_type: str, name: str) -> None:
        """Let the person save an ArrayBuffer as a file."""
        self._outlet.save(file, media_type, name)

    def open(self, address: str) -> None:
        """Open an address in another tab, which knows nothing of this one."""
        window.open(address, "_blank", "noopener,noreferrer")
