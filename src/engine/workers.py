"""client.Host in a browser: the engine's Worker, the inference Worker and the line between them. Adapter.

page/boot.js started the engine before Python was up and left it in `window.aluo`, with the messages it sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from js import URL, MessageChannel, Object, Worker, document, fetch, navigator, window
from pyodide.ffi import JsException, create_proxy, to_js

from engine.weights import Weights
from errors import ModelError, from_code
from threads.js_port import JsPort, plain

MAX_THREADS = 4
"""More did not help networks of this size, and every thread costs memory."""


class BrowserHost:
    """`static` maps a group of files to its folder, `weights` a model's name to its file."""

    def __init__(self, static: dict[str, str], weights: dict[str, Weights]) -> None:
        self._static = static
        self._weights = weights
        self._engine: Any = None
        self._inference: Any = None
        self._port: JsPort | None = None
        self._loads: dict[str, asyncio.Future[int]] = {}

    def start(self, died: Callable[[], None]) -> JsPort:
        early = window.aluo.engine
        if early:
            self._engine, line = early, window.aluo.inferencePort
            window.aluo.engine = False
            # What the engine said before anyone listened; the Caller listens as soon as it has the port.
            asyncio.get_running_loop().call_soon(window.aluo.replay)
        else:
            self._engine, line = self._boot()
        self._connect(line)
        self._engine.onerror = create_proxy(lambda event: died())
        self._port = JsPort(self._engine)
        return self._port

    def stop(self) -> None:
        self._engine.terminate()
        if self._port is not None:
            self._port.close()

    def _boot(self) -> tuple[Any, Any]:
        channel = MessageChannel.new()
        worker = Worker.new(self._static["engine"] + "worker.js", _object(type="module", name="engine"))
        message = _object(
            kind="boot",
            base=document.baseURI,
            pyodide=self._static["pyodide"],
            engine=self._static["engine"],
            inference=channel.port1,
        )
        worker.postMessage(message, to_js([channel.port1]))
        window.aluo.give(worker)
        return worker, channel.port2

    def _connect(self, line: Any) -> None:
        if self._inference is None:
            self._inference = Worker.new(
                self._static["inference"] + "worker.js", _object(type="module", name="inference")
            )
            self._inference.onmessage = create_proxy(self._inference_says)
            threads = min(int(navigator.hardwareConcurrency or 1), MAX_THREADS)
            boot = _object(kind="boot", base=document.baseURI, runtime=self._static["inference"], threads=threads)
            self._inference.postMessage(boot)
        self._inference.postMessage(_object(kind="connect"), to_js([line]))

    async def load(self, model: str, report: Callable[[int, int], None]) -> int:
        weights = self._weights.get(model)
        if weights is None:
            raise ModelError("model/unknown", model=model)
        content = await _download(weights, report)
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._loads[model] = future
        message = _object(kind="load", model=model, bytes=content, sha256=weights.sha256)
        self._inference.postMessage(message, to_js([content]))
        return await future

    def _inference_says(self, event: Any) -> None:
        message = plain(event.data)
        future = self._loads.pop(message["model"], None)
        if future is None or future.done():
            return
        if message["kind"] == "loaded":
            future.set_result(int(message["threads"]))
        else:
            future.set_exception(from_code(message["code"], {"model": message["model"]}))


async def _download(weights: Weights, report: Callable[[int, int], None]) -> Any:
    """The weights as one ArrayBuffer. Raises ModelError model/network when the connection breaks."""
    from js import Uint8Array

    received = 0
    whole = Uint8Array.new(weights.bytes)
    report(0, weights.bytes)
    try:
        response = await fetch(URL.new(weights.url, document.baseURI).href)
        reader = response.body.getReader()
        while response.ok:
            part = await reader.read()
            if part.done:
                break
            if received + part.value.length > weights.bytes:
                raise ModelError("model/hash", model=weights.model)
            whole.set(part.value, received)
            received += int(part.value.length)
            report(received, weights.bytes)
    except JsException as error:
        raise _broken(weights, received) from error
    if not response.ok or received != weights.bytes:
        raise _broken(weights, received)
    return whole.buffer


def _broken(weights: Weights, received: int) -> ModelError:
    megabytes = [round(count / 1e6, 1) for count in (received, weights.bytes)]
    return ModelError("model/network", model=weights.model, received=megabytes[0], total=megabytes[1])


def _object(**fields: Any) -> Any:
    return to_js(fields, dict_converter=Object.fromEntries)
