"""Ways out for a finished file, and the browser's clock. Adapter."""

from __future__ import annotations

from typing import Any

from js import URL, Blob, ClipboardItem, Uint8Array, navigator, performance
from pyodide.ffi import JsException, to_js

from editor import dom
from errors import InputError

KEEP_MS = 60_000
"""How long a saved file's address stays good: a slow disk must not find it gone."""


class BrowserOutlet:
    """engine_port.Outlet."""

    def save(self, file: Any, media_type: str, name: str) -> None:
        address = URL.createObjectURL(_blob(file, media_type))
        link = dom.make("a", href=str(address), download=name)
        link.click()
        dom.later(lambda: URL.revokeObjectURL(address), KEEP_MS)

    async def copy(self, file: Any) -> bool:
        try:
            item = ClipboardItem.new(dom.options(**{"image/png": _blob(file, "image/png")}))
            await navigator.clipboard.write(to_js([item]))
        except (JsException, AttributeError):
            return False
        return True

    async def write(self, handle: Any, file: Any) -> bool:
        try:
            if str(await handle.requestPermission(dom.options(mode="readwrite"))) != "granted":
                return False
            stream = await handle.createWritable()
            await stream.write(file)
            await stream.close()
        except (JsException, AttributeError):
            return False
        return True

    async def read(self, file: Any) -> bytes:
        try:
            buffer = await file.arrayBuffer() if hasattr(file, "arrayBuffer") else file
        except JsException as error:
            raise InputError("input/unreadable", name=str(getattr(file, "name", ""))) from error
        return bytes(buffer.to_bytes())

    def buffer(self, data: bytes) -> Any:
        return Uint8Array.new(to_js(data)).buffer

    def blob(self, data: bytes) -> Any:
        return Blob.new(to_js([self.buffer(data)]))


class BrowserClock:
    """engine_port.Clock."""

    def now(self) -> float:
        return float(performance.now())

    def measure(self, name: str, start: float) -> None:
        performance.measure(name, dom.options(start=start, end=performance.now()))

    def mark(self, name: str) -> None:
        performance.mark(name)


def _blob(file: Any, media_type: str) -> Any:
    return Blob.new(to_js([file]), dom.options(type=media_type))
