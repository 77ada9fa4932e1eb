"""What stands in for the egress thread in tests of the page's side: the real channel, answers of a test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from egress.protocol import OPERATIONS
from threads.channel import Handler, Server
from threads.wire import Message


class Line:
    """A Port whose other end is a Server in the same loop."""

    def __init__(self) -> None:
        self.other: Line | None = None
        self.receive: Callable[[Message], None] = lambda message: None

    def send(self, message: Message, transfer: Any = ()) -> None:
        assert self.other is not None
        asyncio.get_running_loop().call_soon(self.other.receive, message)

    def listen(self, receive: Callable[[Message], None]) -> None:
        self.receive = receive


class Answering:
    """A Host whose thread is ready at once and answers with `handlers`. `emit` sends an event of the thread's."""

    there = True

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self.handlers, self.started = handlers, 0
        self.server: Server | None = None

    def start(self, died: Callable[[], None]) -> Line:
        here, there = Line(), Line()
        here.other, there.other = there, here
        self.started += 1
        self.server = Server(there, OPERATIONS, self.handlers)
        asyncio.get_running_loop().call_soon(self.emit, "ready")
        return here

    def stop(self) -> None:
        """Ends nothing: there is no thread."""

    def emit(self, name: str, **details: Any) -> None:
        assert self.server is not None
        self.server.emit(name, **details)
