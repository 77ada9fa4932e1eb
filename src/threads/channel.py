"""The two ends of the channel: a Caller asks, a Server answers.

    request  {kind, id, operation, argument}     Caller -> Server
    cancel   {kind, id}                          Caller -> Server
    progress {kind, id, phase, fraction}         Server -> Caller
    partial  {kind, id, result}                  Server -> Caller, any number of times before the reply
    reply    {kind, id, result}                  Server -> Caller
    failure  {kind, id, code, details}           Server -> Caller
    event    {kind, name, …}                     Server -> Caller, unasked

Both are ordinary asyncio; a Port is whatever carries messages (a Worker, a MessagePort, two lists in a test).
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from errors import AluoError, Cancelled, EngineError, from_code
from threads.wire import Message, from_wire, to_wire

ProgressCallback = Callable[[str, float], None]
"""Called with the phase (a key of words.PHASES) and the share done, 0..1."""

PartialCallback = Callable[[Any], None]
"""Called with each result that a better one may follow; of the same type as the last, which is the answer."""


class Port(Protocol):
    """One end of a pair that carries messages in order."""

    def send(self, message: Message, transfer: Sequence[Any] = ()) -> None:
        """Hand `message` over; the handles in `transfer` move instead of being copied."""

    def listen(self, receive: Callable[[Message], None]) -> None:
        """Call `receive` with every message from the other end from now on."""


class OperationRow(Protocol):
    """What the channel needs of a row of an operation table."""

    @property
    def argument(self) -> type: ...
    @property
    def result(self) -> type: ...
    @property
    def gives(self) -> tuple[str, ...]: ...
    @property
    def cancellable(self) -> bool: ...


Table = Mapping[str, OperationRow]


@dataclass(slots=True)
class _Waiting:
    operation: str
    future: asyncio.Future[Any]
    progress: ProgressCallback | None
    partial: PartialCallback | None


class Caller:
    """Sends requests over `port` and hands each answer to who asked."""

    def __init__(self, port: Port, table: Table, on_event: Callable[[str, Message], None] | None = None) -> None:
        self._port = port
        self._table = table
        self._on_event = on_event
        self._ids = itertools.count(1)
        self._waiting: dict[int, _Waiting] = {}
        port.listen(self._receive)

    def call(
        self,
        operation: str,
        argument: Any,
        progress: ProgressCallback | None = None,
        transfer: Sequence[Any] = (),
        partial: PartialCallback | None = None,
    ) -> Call:
        """Send a request. The answer, or the AluoError that the other side raised, comes from awaiting the Call."""
        number = next(self._ids)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = _Waiting(operation, future, progress, partial)
        message = {"kind": "request", "id": number, "operation": operation, "argument": to_wire(argument)}
        self._port.send(message, transfer)
        return Call(number, operation, self._table[operation].cancellable, future, self)

    def cancel(self, number: int) -> None:
        """Ask the other side to stop request `number`; it answers with the code "cancelled" or with the result."""
        if number in self._waiting:
            self._port.send({"kind": "cancel", "id": number})

    def fail_all(self, error: AluoError) -> None:
        """Answer everything that waits with `error`: the other side is gone."""
        waiting, self._waiting = self._waiting, {}
        for entry in waiting.values():
            if not entry.future.done():
                entry.future.set_exception(error)

    def _receive(self, message: Message) -> None:
        if message["kind"] == "event":
            if self._on_event:
                self._on_event(message["name"], message)
            return
        entry = self._waiting.get(message["id"])
        if entry is None:
            return
        if message["kind"] == "progress":
            if entry.progress:
                entry.progress(message["phase"], float(message["fraction"]))
            return
        if message["kind"] == "partial":
            if entry.partial:
                entry.partial(from_wire(self._table[entry.operation].result, message["result"]))
            return
        del self._waiting[message["id"]]
        if entry.future.done():
            return
        if message["kind"] == "reply":
            entry.future.set_result(from_wire(self._table[entry.operation].result, message["result"]))
        else:
            entry.future.set_exception(from_code(message["code"], message["details"]))


@dataclass(frozen=True, slots=True)
class Call:
    """A request on its way."""

    number: int
    operation: str
    cancellable: bool
    future: asyncio.Future[Any]
    caller: Caller

    def cancel(self) -> None:
        self.caller.cancel(self.number)

    def __await__(self) -> Any:
        return self.future.__await__()


@dataclass(slots=True)
class Work:
    """What a handler knows about the request it works on."""

    report: ProgressCallback
    cancelled: bool = field(default=False)
    give: PartialCallback = field(default=lambda result: None)
    """Sends a result that a better one may follow."""

    async def breathe(self, phase: str, fraction: float) -> None:
        """Tell the progress and let a waiting cancel message in. Raises Cancelled."""
        self.report(phase, fraction)
        await asyncio.sleep(0)
        if self.cancelled:
            raise Cancelled


Handler = Callable[[Any, Work], Awaitable[Any]]


class Server:
    """Answers requests from `port` with `handlers`, one for each row of `table`."""

    def __init__(self, port: Port, table: Table, handlers: Mapping[str, Handler]) -> None:
        missing = set(table) ^ set(handlers)
        if missing:
            raise TypeError(f"operations and handlers differ: {', '.join(sorted(missing))}")
        self._port = port
        self._table = table
        self._handlers = handlers
        self._running: dict[int, tuple[asyncio.Task[None], Work]] = {}
        port.listen(self._receive)

    def emit(self, name: str, moved: Sequence[Any] = (), /, **details: Any) -> None:
        """Tell the other side something it did not ask for; the handles in `moved` move instead of being copied."""
        self._port.send({"kind": "event", "name": name, **details}, moved)

    def _receive(self, message: Message) -> None:
        number = message["id"]
        if message["kind"] == "cancel":
            self._cancel(number)
            return
        operation = message["operation"]
        work = Work(
            lambda phase, fraction: self._progress(number, phase, fraction),
            give=lambda result: self._result("partial", number, operation, result),
        )
        task = asyncio.ensure_future(self._answer(number, message, work))
        self._running[number] = (task, work)
        task.add_done_callback(lambda done: self._finished(number, done))

    def _cancel(self, number: int) -> None:
        entry = self._running.get(number)
        if entry is None:
            return
        task, work = entry
        work.cancelled = True
        task.cancel()

    def _finished(self, number: int, task: asyncio.Task[None]) -> None:
        self._running.pop(number, None)
        if task.cancelled():  # before its first line ran
            self._fail(number, Cancelled())

    def _progress(self, number: int, phase: str, fraction: float) -> None:
        self._port.send({"kind": "progress", "id": number, "phase": phase, "fraction": fraction})

    async def _answer(self, number: int, message: Message, work: Work) -> None:
        operation = message["operation"]
        try:
            row = self._table.get(operation)
            if row is None:
                raise EngineError("engine/unknown-operation", operation=operation)
            result = await self._handlers[operation](from_wire(row.argument, message["argument"]), work)
            self._result("reply", number, operation, result)
        except asyncio.CancelledError:
            self._fail(number, Cancelled())
        except AluoError as error:
            self._fail(number, error)
        except MemoryError:
            self._fail(number, EngineError("engine/memory", megapixels=0))
        except Exception as error:
            # The text of a foreign exception may quote the picture's name or data: only its class leaves.
            self._fail(number, EngineError("engine/fault", operation=operation, kind=type(error).__name__))

    def _result(self, kind: str, number: int, operation: str, result: Any) -> None:
        transfer = [getattr(result, name) for name in self._table[operation].gives]
        self._port.send({"kind": kind, "id": number, "result": to_wire(result)}, transfer)

    def _fail(self, number: int, error: AluoError) -> None:
        self._port.send({"kind": "failure", "id": number, "code": error.code, "details": dict(error.details)})
