"""scenes.Files in a browser. Adapter."""

from __future__ import annotations

from typing import Any

from js import Blob
from pyodide.ffi import to_js

from editor import dom
from editor.engine_port import Outlet


class BrowserFiles:
    """Scenes are ArrayBuffers from the egress thread."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet

    def blob(self, file: Any, kind: str) -> Any:
        """An ArrayBuffer as a file."""
        return Blob.new(to_js([file]), dom.options(type=kind))

    def bytes(self, file: Any) -> int:
        """How many bytes an ArrayBuffer has."""
        return int(file.byteLength)

    def save(self, file: Any, kind: str, name: str) -> None:
        """Let the person save it."""
        self._outlet.save(file, kind, name)
