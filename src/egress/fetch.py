"""The way out, seen from Python: what policy.py lets pass is written into the ledger and goes. Adapter.

worker.js puts `permit` before the browser's fetch, and supabase-py's own transport goes through that fetch too.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import js
from pyodide.ffi import JsException, create_proxy, to_js

from egress.ledger import Entry, Ledger, entry_of
from egress.policy import passed
from errors import OnlineError

Told = Callable[[Entry], None]


def permit(origin: str, ledger: Ledger, told: Told) -> Any:
    """The function that worker.js asks before each request. It raises for what may not leave."""
    host = origin.partition("://")[2]

    def ask(url: str, method: str, headers: Any, body: int) -> None:
        pairs = [(str(pair[0]), str(pair[1])) for pair in headers]
        entry = entry_of(passed(origin, method, url, pairs, int(body)), host, int(js.Date.now()))
        ledger.write(entry)
        told(entry)

    return create_proxy(ask)


class Reply:
    """An answer whose body is still to be read."""

    def __init__(self, response: Any) -> None:
        self._response = response
        self.status = int(response.status)
        self.kind = str(response.headers.get("content-type") or "")

    async def text(self) -> str:
        """The whole body as text. Raises OnlineError egress/offline."""
        try:
            return str(await self._response.text())
        except JsException as error:
            raise OnlineError("egress/offline") from error

    async def buffer(self) -> Any:
        """The whole body as an ArrayBuffer. Raises OnlineError egress/offline."""
        try:
            return await self._response.arrayBuffer()
        except JsException as error:
            raise OnlineError("egress/offline") from error

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body as it arrives. Raises OnlineError scene/broken when it breaks off."""
        reader = self._response.body.getReader()
        try:
            while not (piece := await reader.read()).done:
                yield piece.value.to_bytes()
        except JsException as error:
            raise OnlineError("scene/broken") from error
        finally:
            reader.cancel().catch(lambda *_: None)


class Wire:
    """Requests to the functions of the project, with the two headers that they want; `token` gives the person's."""

    def __init__(self, url: str, key: str, token: Callable[[], str]) -> None:
        self._url, self._key, self._token = url, key, token

    async def post(self, path: str, body: dict[str, Any], signal: Any = None) -> Reply:
        """POST JSON. Raises OnlineError egress/offline when nobody answers."""
        return await self._send("POST", path, json.dumps(body, separators=(",", ":"), ensure_ascii=False), signal)

    async def post_as_nobody(self, path: str, body: dict[str, Any]) -> Reply:
        """POST JSON without a person's token. Raises OnlineError egress/offline when nobody answers."""
        return await self._send("POST", path, json.dumps(body), None, self._key)

    async def get(self, path: str) -> Reply:
        """GET. Raises OnlineError egress/offline when nobody answers."""
        return await self._send("GET", path, None, None)

    async def _send(self, method: str, path: str, body: str | None, signal: Any, bearer: str = "") -> Reply:
        headers = {"apikey": self._key, "Authorization": f"Bearer {bearer or self._token()}"}
        given: dict[str, Any] = {"method": method, "headers": headers}
        if body is not None:
            headers["Content-Type"], given["body"] = "application/json", body
        if signal is not None:
            given["signal"] = signal
        try:
            return Reply(await js.fetch(self._url + path, to_js(given, dict_converter=js.Object.fromEntries)))
        except JsException as error:
            if "AbortError" in str(error):
                raise
            raise OnlineError("egress/offline") from error


def stopper() -> Any:
    """An AbortController."""
    return js.AbortController.new()


def buffer(data: bytes) -> Any:
    """`data` as an ArrayBuffer of its own, to be handed on."""
    return to_js(data).buffer
