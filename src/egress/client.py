"""The UI thread's side of the egress thread: starts it at the first request and again after it failed. Plain.

What is not text and numbers within the caps of protocol.py does not get as far as the thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from egress.protocol import OPERATIONS, checked
from errors import AluoError, OnlineError, from_code
from threads.channel import Call, Caller, Port
from threads.wire import Message

Heard = Callable[[str, Message], None]


class Host(Protocol):
    """Where the thread runs."""

    @property
    def there(self) -> bool:
        """Whether this site has a backend at all."""

    def start(self, died: Callable[[], None]) -> Port:
        """A fresh thread, booting. `died` is called when it ends in an error."""

    def stop(self) -> None:
        """End it at once."""


@dataclass(slots=True)
class EgressClient:
    """`heard` gets the thread's events but "ready" and "failed"."""

    host: Host
    heard: Heard
    _caller: Caller | None = None
    _ready: asyncio.Future[None] | None = None
    _calls: set[Call] = field(default_factory=set)

    @property
    def running(self) -> bool:
        """Whether the thread was ever needed."""
        return self._caller is not None

    async def ask(self, operation: str, argument: Any) -> Any:
        """The answer of the thread. Raises OnlineError, Cancelled."""
        return await self.call(operation, argument)

    async def call(self, operation: str, argument: Any, begun: Callable[[Call], None] = lambda call: None) -> Any:
        """The same; `begun` gets the call, which can be cancelled."""
        checked(argument)
        caller = await self._started()
        call = caller.call(operation, argument)
        self._calls.add(call)
        begun(call)
        try:
            return await call
        finally:
            self._calls.discard(call)

    async def _started(self) -> Caller:
        if not self.host.there:
            raise OnlineError("egress/none")
        if self._caller is None:
            self._ready = asyncio.get_running_loop().create_future()
            self._caller = Caller(self.host.start(self._died), OPERATIONS, self._event)
        assert self._ready is not None
        await asyncio.shield(self._ready)
        return self._caller

    def _event(self, name: str, message: Message) -> None:
        if name == "ready":
            if self._ready is not None and not self._ready.done():
                self._ready.set_result(None)
        elif name == "failed":
            self._fail(from_code(str(message["code"]), {}))
        else:
            self.heard(name, message)

    def _died(self) -> None:
        self._fail(OnlineError("egress/boot"))

    def _fail(self, error: AluoError) -> None:
        """The thread is of no use any more: everybody who waits is told, the next request starts another."""
        caller, ready = self._caller, self._ready
        self._caller = self._ready = None
        self.host.stop()
        if ready is not None and not ready.done():
            ready.set_exception(error)
            ready.exception()  # who waits for it gets it; if nobody does, that is no news
        if caller is not None:
            caller.fail_all(error)
