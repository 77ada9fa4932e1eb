"""AES-GCM with a key that never leaves this page's memory, and SHA-256 names. Adapter of WebCrypto.

The key cannot be exported and is not stored: when the page is gone, nobody can read what it sealed.
"""

from __future__ import annotations

from typing import Any

from js import Blob, Object, TextEncoder, Uint8Array, crypto
from pyodide.ffi import JsException, to_js

from errors import StoreError

NONCE_BYTES = 12
"""Each sealed blob begins with its own random nonce."""


class PageSealing:
    """ports.Sealing."""

    def __init__(self) -> None:
        self._key: Any = None

    async def seal(self, blob: Any) -> Any:
        try:
            nonce = crypto.getRandomValues(Uint8Array.new(NONCE_BYTES))
            sealed = await crypto.subtle.encrypt(_algorithm(nonce), await self._own_key(), await _buffer(blob))
        except (JsException, AttributeError) as error:
            raise StoreError("store/fault", kind="WebCrypto") from error
        return Blob.new(to_js([nonce, sealed]))

    async def unseal(self, blob: Any) -> Any:
        try:
            buffer = await _buffer(blob)
            nonce = Uint8Array.new(buffer, 0, NONCE_BYTES)
            return await crypto.subtle.decrypt(_algorithm(nonce), await self._own_key(), buffer.slice(NONCE_BYTES))
        except (JsException, AttributeError) as error:
            raise StoreError("store/missing") from error

    async def digest(self, blob: Any) -> str:
        try:
            digest = await crypto.subtle.digest("SHA-256", await _buffer(blob))
        except (JsException, AttributeError) as error:
            raise StoreError("store/fault", kind="WebCrypto") from error
        return bytes(digest.to_bytes()).hex()

    def random_name(self) -> str:
        return bytes(crypto.getRandomValues(Uint8Array.new(32)).to_bytes()).hex()

    async def _own_key(self) -> Any:
        if self._key is None:
            kind = to_js({"name": "AES-GCM", "length": 256}, dict_converter=Object.fromEntries)
            self._key = await crypto.subtle.generateKey(kind, False, to_js(["encrypt", "decrypt"]))
        return self._key


def _algorithm(nonce: Any) -> Any:
    return to_js({"name": "AES-GCM", "iv": nonce}, dict_converter=Object.fromEntries)


async def _buffer(data: Any) -> Any:
    """The bytes of a Blob, an ArrayBuffer or a text as something that WebCrypto takes."""
    if isinstance(data, str):
        return TextEncoder.new().encode(data)
    return await data.arrayBuffer() if hasattr(data, "arrayBuffer") else data
