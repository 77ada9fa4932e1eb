"""segmentation.inference.Inference over a MessagePort to the inference worker. Adapter."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import numpy as np
from js import Array, Object
from numpy.typing import NDArray
from pyodide.ffi import create_proxy, to_js

from engine.freeing import taken
from errors import from_code


class OrtWeb:
    """Sends tensors as transferred ArrayBuffers and waits for the answer. `port` is the line to the thread of all
    networks that have none of their own."""

    def __init__(self, port: Any) -> None:
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._lines: dict[str, Any] = {}
        self.threads = 1
        self._hear = create_proxy(self._receive)
        self.connect("", port)

    def connect(self, model: str, port: Any) -> None:
        """Ask `model` at `port` from now on."""
        old = self._lines.get(model)
        if old is not None:
            old.close()
        port.onmessage = self._hear
        self._lines[model] = port

    async def run(self, model: str, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        """The network's first output for `tensor` (float32, any shape). Raises ModelError."""
        number = next(self._ids)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        data = to_js(np.ascontiguousarray(tensor, np.float32).reshape(-1)).buffer
        fields = {"id": number, "model": model, "shape": list(tensor.shape), "data": data}
        message = to_js(fields, dict_converter=Object.fromEntries)
        self._lines.get(model, self._lines[""]).postMessage(message, Array.of(data))
        try:
            reply = await future
        finally:
            self._waiting.pop(number, None)
        if hasattr(reply, "code"):
            raise from_code(str(reply.code), {"model": model})
        self.threads = int(reply.threads)
        shape = tuple(int(side) for side in reply.shape)
        return np.frombuffer(taken(reply.data), np.float32).reshape(shape)

    def _receive(self, event: Any) -> None:
        future = self._waiting.get(int(event.data.id))
        if future is not None and not future.done():
            future.set_result(event.data)
