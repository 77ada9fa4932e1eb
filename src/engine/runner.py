"""A thread with networks: a worker with onnxruntime-web, confined like the engine. Adapter.

A WebAssembly memory never shrinks, so that only ending its thread gives it back. Our own networks share one, since only
one of them works at a time: two runtimes would hold 100 MB more. A person's own network has a thread to itself, and
what it does to its memory is done to nobody else's.
"""

from __future__ import annotations

import asyncio
from typing import Any

from js import MessageChannel, Object, Worker, document
from pyodide.ffi import create_proxy, to_js

from errors import from_code
from threads.js_port import plain

WASM, WEBGPU = ("inference", "ort.wasm.min.mjs", "wasm"), ("webgpu", "ort.jspi.min.mjs", "webgpu")
"""Group of the site, module and execution provider of each way to run a network."""

PAGE_BYTES = 65536


class Runner:
    """`static` maps a group of files to its folder. `limit` is the most bytes that its memory may have; 0 is 4 GB."""

    def __init__(self, static: dict[str, str], threads: int, how: tuple[str, str, str] = WASM, limit: int = 0) -> None:
        group, script, self.provider = how
        self._waiting: asyncio.Future[dict[str, Any]] | None = None
        self._turn = asyncio.Lock()
        self._model = ""
        self._worker = Worker.new(static["inference"] + "worker.js", _object(type="module", name="inference"))
        self._hear, self._fall = create_proxy(self._says), create_proxy(self._fails)
        self._worker.onmessage, self._worker.onerror = self._hear, self._fall
        boot = {"base": document.baseURI, "runtime": static[group], "script": script, "provider": self.provider}
        self._post(kind="boot", threads=threads, pages=limit // PAGE_BYTES, **boot)
        self.threads = threads

    def line(self, end: Any = None) -> Any:
        """A fresh line to it: the end that an engine holds, or None when `end` is this thread's end of one."""
        channel = None if end is not None else MessageChannel.new()
        self._worker.postMessage(_object(kind="connect"), to_js([end if channel is None else channel.port2]))
        return None if channel is None else channel.port1

    async def load(self, model: str, content: Any, sha256: str = "", warm: bool = False) -> int:
        """Make the network of `content` (an ArrayBuffer, moved) ready. The number of its threads. Raises ModelError."""
        async with self._turn:
            self._model = model
            message = _object(kind="load", model=model, bytes=content, sha256=sha256, warm=warm)
            self._waiting = asyncio.get_running_loop().create_future()
            self._worker.postMessage(message, to_js([content]))
            self.threads = int((await self._waiting)["threads"])
            return self.threads

    async def probe(self, shape: tuple[int, ...], fill: float) -> dict[str, Any]:
        """What the network answers to a made-up tensor: `ms` of a warm run, `shape` and `values`, a Float32Array.
        Raises ModelError model/shape, model/memory."""
        self._waiting = asyncio.get_running_loop().create_future()
        self._post(kind="probe", model=self._model, shape=list(shape), fill=fill)
        return await self._waiting

    def close(self) -> None:
        """End the thread; its memory is given back."""
        self._worker.terminate()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.cancel()
        self._hear.destroy()
        self._fall.destroy()

    def _post(self, **fields: Any) -> None:
        self._worker.postMessage(_object(**fields))

    def _says(self, event: Any) -> None:
        message = plain(event.data)
        if self._waiting is None or self._waiting.done() or message["model"] != self._model:
            return  # nobody waits for it any more
        if message["kind"] == "failed":
            self._waiting.set_exception(from_code(message["code"], {"model": message["model"]}))
        else:
            self._waiting.set_result(message)

    def _fails(self, event: Any) -> None:
        """The thread ended in an error of the runtime's own, such as a memory that is full."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(from_code("model/session", {"model": self._model}))


def _object(**fields: Any) -> Any:
    return to_js(fields, dict_converter=Object.fromEntries)
