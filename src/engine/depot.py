"""Weights from our own host, in bytes that can be told: a download that breaks goes on where it stopped, and what is
fetched on demand is kept in this browser's cache until the person removes it. Adapter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from js import (
    URL,
    AbortController,
    ArrayBuffer,
    Object,
    ReadableStream,
    Response,
    Uint8Array,
    caches,
    document,
    fetch,
)
from pyodide.ffi import JsException, create_proxy, to_js

from engine.weights import Weights
from errors import ModelError

CACHE = "aluo.weights"
"""Not one of the service worker's own: those it drops with each version."""

PIECE = 1 << 19
"""Bytes of a file that are handled at a time."""

Report = Callable[[int, int], None]
"""Called with the bytes that are here and with all."""


@dataclass(slots=True)
class Partial:
    """The first `received` bytes of a file that will be `whole`, a Uint8Array."""

    whole: Any
    received: int = 0


class Depot:
    """`weights` maps a model's name to its file."""

    def __init__(self, weights: dict[str, Weights]) -> None:
        self._weights = weights
        self._partial: dict[str, Partial] = {}

    def of(self, model: str) -> Weights:
        """Raises ModelError model/unknown."""
        if model not in self._weights:
            raise ModelError("model/unknown", model=model)
        return self._weights[model]

    async def get(self, model: str, report: Report) -> Any:
        """The file as an ArrayBuffer of the caller's own. Raises ModelError model/network when the connection breaks;
        what came until then is kept for the next call. Cancelling it ends the download."""
        weights = self.of(model)
        kept = await self._kept(weights) if weights.demand else None
        if kept is not None:
            report(weights.bytes, weights.bytes)
            return kept
        whole = await self._download(weights, report)
        if weights.demand:
            await self._keep(weights, whole)
        return whole.buffer

    async def kept(self) -> dict[str, int]:
        """The models that are kept because somebody needed them, with their bytes."""
        rows = [weights for weights in self._weights.values() if weights.demand]
        return {weights.model: weights.bytes for weights in rows if await self._match(weights) is not None}

    async def remove(self, model: str) -> None:
        """Keep it no longer; the next use fetches it again."""
        self._partial.pop(model, None)
        try:
            cache = await caches.open(CACHE)
            await cache.delete(_address(self.of(model)))
        except JsException:
            return

    async def tidy(self) -> None:
        """Drop what earlier versions of the site have left."""
        wanted = {_address(weights) for weights in self._weights.values()}
        try:
            cache = await caches.open(CACHE)
            for request in await cache.keys():
                if str(request.url) not in wanted:
                    await cache.delete(request)
        except JsException:
            return

    async def _match(self, weights: Weights) -> Any:
        try:
            cache = await caches.open(CACHE)
            return await cache.match(_address(weights)) or None
        except JsException:  # a private window, a policy: then it is fetched each time
            return None

    async def _kept(self, weights: Weights) -> Any:
        response = await self._match(weights)
        if response is None:
            return None
        content = await response.arrayBuffer()
        return content if int(content.byteLength) == weights.bytes else None

    async def _keep(self, weights: Weights, whole: Any) -> None:
        headers = _object(headers=_object(**{"Content-Type": "application/octet-stream"}))
        try:
            cache = await caches.open(CACHE)
            await cache.put(_address(weights), Response.new(_in_pieces(whole), headers))
        except JsException:
            return  # no room: it serves until the tab closes

    async def _download(self, weights: Weights, report: Report) -> Any:
        part = self._partial.setdefault(weights.model, Partial(Uint8Array.new(weights.bytes)))
        report(part.received, weights.bytes)
        stop = AbortController.new()
        try:
            await self._receive(weights, part, stop.signal, report)
        except JsException as error:
            raise _broken(weights, part) from error
        except asyncio.CancelledError:
            stop.abort()
            raise
        if part.received != weights.bytes:
            raise _broken(weights, part)
        del self._partial[weights.model]
        return part.whole

    async def _receive(self, weights: Weights, part: Partial, signal: Any, report: Report) -> None:
        asked = {"Range": f"bytes={part.received}-"} if part.received else {}
        # What the depot keeps lies once on the disk, and is gone when the person removes it.
        caching = "no-store" if weights.demand else "default"
        options = _object(signal=signal, headers=_object(**asked), cache=caching)
        response = await fetch(_address(weights), options)
        if int(response.status) != 206:
            part.received = 0  # a host that sends the whole file only
        if not response.ok:
            raise _broken(weights, part)
        reader = _Reader(response.body)
        while not (step := await reader.read()).done:
            if part.received + step.value.length > weights.bytes:
                del self._partial[weights.model]
                raise ModelError("model/hash", model=weights.model)
            part.whole.set(step.value, part.received)
            part.received += int(step.value.length)
            report(part.received, weights.bytes)


class _Reader:
    """Reads a body piece by piece into one buffer, where the browser can: what comes in buffers of its own waits for
    the garbage collection, up to the size of the file."""

    def __init__(self, body: Any) -> None:
        try:
            self._reader, self._buffer = body.getReader(_object(mode="byob")), ArrayBuffer.new(PIECE)
        except JsException:
            self._reader, self._buffer = body.getReader(), None

    async def read(self) -> Any:
        """`done` and `value`, a Uint8Array that holds until the next is read."""
        if self._buffer is None:
            return await self._reader.read()
        step = await self._reader.read(Uint8Array.new(self._buffer))
        if step.value:
            self._buffer = step.value.buffer  # the same memory, back from the browser
        return step


def _in_pieces(whole: Any) -> Any:
    """A stream of a Uint8Array: a Response of the array itself would hold a copy of it."""
    at = 0

    def pull(controller: Any) -> None:
        nonlocal at
        if at < int(whole.length):
            controller.enqueue(whole.subarray(at, at + PIECE))
            at += PIECE
        else:
            controller.close()

    return ReadableStream.new(_object(pull=create_proxy(pull)))


def _address(weights: Weights) -> str:
    return str(URL.new(weights.url, document.baseURI).href)


def _broken(weights: Weights, part: Partial) -> ModelError:
    received, total = (round(count / 1e6, 1) for count in (part.received, weights.bytes))
    return ModelError("model/network", model=weights.model, received=received, total=total)


def _object(**fields: Any) -> Any:
    return to_js(fields, dict_converter=Object.fromEntries)
