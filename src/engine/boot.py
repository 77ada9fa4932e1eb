"""The engine worker's first Python: ties the service to its thread. Adapter; called once by worker.js."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.browser import BrowserPlatform
from engine.freeing import collect
from engine.ort_web import OrtWeb
from engine.protocol import OPERATIONS
from engine.service import Engine
from threads.channel import Server
from threads.js_port import JsPort
from threads.quiet import Quiet
from threads.wire import Message


def start(scope: Any, inference: Any, confined: bool, to_bitmap: Any, encode: Any, decode: Any, heap: Any) -> None:
    """Serve requests from `scope` (the worker's global). `inference` is the MessagePort to the inference worker;
    the functions are worker.js's three ways to the platform's pixels and the size of its memory."""
    ort = OrtWeb(inference)
    platform = BrowserPlatform(to_bitmap, encode, decode, heap, ort)
    Server(_Port(scope), OPERATIONS, Engine(platform, ort, confined).handlers())


class _Port(JsPort):
    """Has garbage collected once there was nothing to say for a moment."""

    def __init__(self, target: Any) -> None:
        super().__init__(target)
        self._quiet = Quiet(collect)
        self._quiet.heard()

    def send(self, message: Message, transfer: Sequence[Any] = ()) -> None:
        super().send(message, transfer)
        self._quiet.heard()
