"""client.Host in a browser: the engine's Worker, the workers with networks and the lines between them. Adapter.

page/boot.js started the engine before Python was up and left it in `window.aluo`, with the messages it sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from math import prod
from typing import TYPE_CHECKING, Any

from js import MessageChannel, Object, Worker, document, navigator, window
from pyodide.ffi import JsException, create_proxy, to_js

from engine.depot import Depot
from engine.protocol import OwnModel
from engine.runner import Runner
from engine.weights import Weights
from errors import ModelError
from threads.js_port import JsPort

if TYPE_CHECKING:
    from engine.graphics import Memory

MAX_THREADS = 4
"""More did not help networks of this size, and every thread costs memory."""

FIRST = "u2netp"
"""The network that an engine is started with."""

OWN_LIMIT = 1_500_000_000
"""Bytes of memory for a person's own network."""


class BrowserHost:
    """`static` maps a group of files to its folder, `weights` a model's name to its file; `memory` is what a person
    chose and what was measured before."""

    def __init__(self, static: dict[str, str], weights: dict[str, Weights], memory: Memory) -> None:
        self._static = static
        self._memory = memory
        self.depot = Depot(weights)
        self._engine: Any = None
        self._port: JsPort | None = None
        self._runners: dict[str, Runner] = {}
        self._lined: Runner | None = None  # the thread that the engine got its first line to
        self._own: dict[str, OwnModel] = {}

    def start(self, died: Callable[[], None]) -> JsPort:
        early = window.aluo.engine
        if early:
            self._engine, line = early, window.aluo.inferencePort
            window.aluo.engine = False
            # What the engine said before anyone listened; the Caller listens as soon as it has the port.
            asyncio.get_running_loop().call_soon(window.aluo.replay)
        else:
            self._engine, line = self._boot()
        self._lined = self._runner(FIRST)
        self._lined.line(line)
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

    def _runner(self, model: str) -> Runner:
        if model not in self._runners:
            limit = OWN_LIMIT if model in self._own else 0
            self._runners[model] = Runner(self._static, self.most_threads, limit=limit)
        return self._runners[model]

    @property
    def most_threads(self) -> int:
        """How many threads a network may have."""
        return min(int(navigator.hardwareConcurrency or 1), MAX_THREADS)

    async def load(self, model: str, report: Callable[[int, int], None]) -> int:
        own = self._own.get(model)
        if own is not None:
            return await self._load_own(own)
        content, weights = await self.depot.get(model, report), self.depot.of(model)
        try:
            if model == FIRST:
                # Who comes back has the compiled code, and would gain 50 ms from a second of all processors' time.
                warm = not getattr(window.aluo, "restored", False)
                return await self._runner(model).load(model, content, weights.sha256, warm=warm)
            from engine.graphics import fitting  # by the first large network: starting does not wait for it

            self.release(model)
            make, shared = partial(Runner, self._static, self.most_threads), self._runner(FIRST)
            runner = await fitting(make, shared, model, content, weights.sha256, self._memory)
            self._runners[model] = runner
            return runner.threads
        except BaseException as error:
            if weights.demand and getattr(error, "code", "") == "model/hash":
                await self.depot.remove(model)
            raise

    async def _load_own(self, own: OwnModel) -> int:
        """A person's network, once it has shown that it takes a picture and answers with a mask."""
        try:
            content = await own.file.arrayBuffer()
            runner = self._runner(own.name)
            threads = await runner.load(own.name, content)
            answer = await runner.probe((1, 3, own.size, own.size), 1.0)
            shape = [int(side) for side in answer["shape"]]
            if len(shape) < 2 or prod(shape) != shape[-1] * shape[-2] or min(shape[-2:]) < 2:
                raise ModelError("model/shape", model=own.label)
            return threads
        except BaseException as error:
            self.release(own.name)
            if isinstance(error, JsException):
                raise ModelError("model/no-model", model=own.label) from error
            if isinstance(error, ModelError):
                code = "model/no-model" if error.code == "model/session" else error.code
                raise ModelError(code, model=own.label) from error
            raise

    def line(self, model: str) -> Any:
        """A fresh line to the thread that runs `model`, for an engine; None for the network that it has one to."""
        runner = self._runner(model)
        return None if model == FIRST and runner is self._lined else runner.line()

    def runs_on(self, model: str) -> str:
        """What `model` runs on: "wasm" or "webgpu"."""
        runner = self._runners.get(model)
        return runner.provider if runner is not None else "wasm"

    def release(self, model: str) -> tuple[str, ...]:
        """End the thread of `model`; its memory is given back. The other networks that were in it, and are not now."""
        runner = self._runners.pop(model, None)
        if runner is None:
            return ()
        others = tuple(name for name, other in self._runners.items() if other is runner)
        for name in others:
            del self._runners[name]
        runner.close()
        return others

    async def kept(self) -> dict[str, int]:
        """The networks whose weights are kept because somebody needed them, and their bytes."""
        return await self.depot.kept()

    async def remove(self, model: str) -> None:
        """Keep the weights of `model` no longer."""
        await self.depot.remove(model)

    def lend(self, own: OwnModel) -> None:
        """Know a person's own network from now on."""
        self._own[own.name] = own

    def take_back(self, model: str) -> None:
        """Know it no longer."""
        self.release(model)
        self._own.pop(model, None)

    def own(self, model: str) -> OwnModel | None:
        """The person's own network of that name."""
        return self._own.get(model)


def _object(**fields: Any) -> Any:
    return to_js(fields, dict_converter=Object.fromEntries)
