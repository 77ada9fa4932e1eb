"""The browser's Port: a Worker, a MessagePort, or a worker's own global, seen from Python.

Adapter: imports js and pyodide. Plain objects and arrays become dicts and tuples; every other browser object
(Blob, ArrayBuffer, ImageBitmap) stays the reference that it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from js import Array, Object
from pyodide.ffi import JsProxy, create_proxy, to_js

from threads.wire import Message


def plain(value: Any) -> Any:
    """A message as Python values; handles stay JsProxy."""
    if not isinstance(value, JsProxy):
        return value
    if Array.isArray(value):
        return tuple(plain(item) for item in value)
    if value.constructor.name == "Object":
        return {str(entry[0]): plain(entry[1]) for entry in Object.entries(value)}
    return value


class JsPort:
    """Wraps `target`, which has postMessage and onmessage."""

    def __init__(self, target: Any) -> None:
        self._target = target
        self._proxy: Any = None

    def send(self, message: Message, transfer: Sequence[Any] = ()) -> None:
        outgoing = to_js(message, dict_converter=Object.fromEntries)
        if transfer:
            self._target.postMessage(outgoing, to_js(list(transfer)))
        else:
            self._target.postMessage(outgoing)

    def listen(self, receive: Callable[[Message], None]) -> None:
        self.close()
        self._proxy = create_proxy(lambda event: receive(plain(event.data)))
        self._target.onmessage = self._proxy

    def close(self) -> None:
        """Stop listening; the proxy is freed."""
        if self._proxy is not None:
            self._target.onmessage = None
            self._proxy.destroy()
            self._proxy = None
