"""Memory of the browser's that is given back at once. Adapter.

A buffer that came out of a message or a file is else held until a garbage collection, which comes late in a thread
whose garbage is small in number and large in bytes.
"""

from __future__ import annotations

from typing import Any

from js import Array, MessageChannel

_nowhere = MessageChannel.new()
_nowhere.port2.close()


def free(buffer: Any) -> None:
    """Give back an ArrayBuffer that nobody reads any more: it is moved to where nobody listens. It is empty then."""
    if buffer.byteLength:
        _nowhere.port1.postMessage(0, Array.of(buffer))


def taken(buffer: Any) -> bytes:
    """The bytes of an ArrayBuffer, which is given back."""
    content = bytes(buffer.to_bytes())
    free(buffer)
    return content
