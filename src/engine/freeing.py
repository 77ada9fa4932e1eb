"""Memory of the browser's that is given back at once. Adapter.

A buffer that came out of a message or a file is else held until a garbage collection, which comes late in a thread
whose garbage is small in number and large in bytes.
"""

from __future__ import annotations

from typing import Any

from js import Array, ArrayBuffer, MessageChannel
from pyodide.ffi import JsException

_nowhere = MessageChannel.new()
_nowhere.port2.close()

FELT = 128 << 20
"""Bytes that a browser takes for a reason to collect its garbage: Chromium wants 64 MB."""


def free(buffer: Any) -> None:
    """Give back an ArrayBuffer that nobody reads any more: it is moved to where nobody listens. It is empty then."""
    if buffer.byteLength:
        _nowhere.port1.postMessage(0, Array.of(buffer))


def collect() -> None:
    """Let the browser collect this thread's garbage beside what comes next. It does so by itself once much is made,
    but a thread that has started, or has worked on a photo, leaves 20 to 40 MB and makes no more. The buffer that makes
    it is never touched, so that it takes no memory."""
    try:
        free(ArrayBuffer.new(FELT))
    except JsException:  # not even an empty one: the browser collects on its own then
        return


def taken(buffer: Any) -> bytes:
    """The bytes of an ArrayBuffer, which is given back."""
    content = bytes(buffer.to_bytes())
    free(buffer)
    return content
