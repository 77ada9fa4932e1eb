"""The channel: requests, progress, cancel and typed errors over a pair of ports made of two lists."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from errors import AluoError, Cancelled, EngineError, InputError
from threads.channel import Caller, Server, Work
from threads.wire import Message, from_wire, to_wire


class PairedPort:
    """One end of a pair; a message arrives in the other end's next turn of the loop."""

    def __init__(self) -> None:
        self.other: PairedPort = self
        self.receive: Callable[[Message], None] = lambda message: None
        self.transferred: list[Sequence[Any]] = []

    def send(self, message: Message, transfer: Sequence[Any] = ()) -> None:
        self.transferred.append(transfer)
        asyncio.get_running_loop().call_soon(lambda: self.other.receive(message))

    def listen(self, receive: Callable[[Message], None]) -> None:
        self.receive = receive


def pair() -> tuple[PairedPort, PairedPort]:
    left, right = PairedPort(), PairedPort()
    left.other, right.other = right, left
    return left, right


@dataclass(frozen=True, slots=True)
class Inner:
    x: float


@dataclass(frozen=True, slots=True)
class Ask:
    text: str
    inner: Inner = Inner(1.0)
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    pixels: object = b""


@dataclass(frozen=True, slots=True)
class Row:
    argument: type = Ask
    result: type = Answer
    gives: tuple[str, ...] = ("pixels",)
    cancellable: bool = True


def serve(handler: Callable[[Ask, Work], Awaitable[Answer]]) -> tuple[Caller, Server, PairedPort]:
    near, far = pair()
    server = Server(far, {"do": Row()}, {"do": handler})
    return Caller(near, {"do": Row()}), server, far


def test_an_answer_comes_back_as_its_dataclass_and_pixels_are_transferred() -> None:
    async def scene() -> None:
        async def handler(ask: Ask, work: Work) -> Answer:
            return Answer(ask.text + str(ask.inner.x) + "".join(ask.words), pixels)

        pixels = object()
        caller, _, far = serve(handler)
        answer = await caller.call("do", Ask("a", Inner(2.0), ("b", "c")))
        assert answer == Answer("a2.0bc", pixels)
        assert far.transferred[-1] == [pixels]

    asyncio.run(scene())


def test_progress_arrives_in_order_before_the_answer() -> None:
    async def scene() -> None:
        async def handler(ask: Ask, work: Work) -> Answer:
            await work.breathe("first", 0.25)
            await work.breathe("second", 1)
            return Answer("done")

        seen: list[tuple[str, float]] = []
        caller, _, _ = serve(handler)
        await caller.call("do", Ask("a"), lambda phase, share: seen.append((phase, share)))
        assert seen == [("first", 0.25), ("second", 1.0)]

    asyncio.run(scene())


def test_a_typed_error_keeps_its_class_code_and_details() -> None:
    async def scene() -> None:
        async def handler(ask: Ask, work: Work) -> Answer:
            raise InputError("input/truncated", name="a.jpg", format="JPEG")

        caller, _, _ = serve(handler)
        with pytest.raises(InputError) as caught:
            await caller.call("do", Ask("a"))
        assert caught.value.code == "input/truncated"
        assert caught.value.details == {"name": "a.jpg", "format": "JPEG"}

    asyncio.run(scene())


def test_a_foreign_exception_crosses_as_its_class_name_only() -> None:
    async def scene() -> None:
        async def handler(ask: Ask, work: Work) -> Answer:
            raise RuntimeError("secret picture.jpg")

        caller, _, _ = serve(handler)
        with pytest.raises(EngineError) as caught:
            await caller.call("do", Ask("a"))
        assert caught.value.details == {"operation": "do", "kind": "RuntimeError"}

    asyncio.run(scene())


def test_an_unknown_operation_is_refused_by_its_name() -> None:
    async def scene() -> None:
        near, far = pair()
        Server(far, {}, {})
        caller = Caller(near, {"do": Row()})
        with pytest.raises(EngineError) as caught:
            await caller.call("do", Ask("a"))
        assert caught.value.code == "engine/unknown-operation"

    asyncio.run(scene())


@pytest.mark.parametrize("turns", [0, 1, 5])
def test_cancel_stops_the_work_whenever_it_comes(turns: int) -> None:
    async def scene() -> None:
        async def handler(ask: Ask, work: Work) -> Answer:
            while True:
                await work.breathe("working", 0.5)

        caller, _, _ = serve(handler)
        call = caller.call("do", Ask("a"))
        for _ in range(turns):
            await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(Cancelled):
            await call

    asyncio.run(scene())


def test_cancel_after_the_answer_does_nothing() -> None:
    async def scene() -> None:
        async def handler(ask: Ask, work: Work) -> Answer:
            return Answer("done")

        caller, _, _ = serve(handler)
        call = caller.call("do", Ask("a"))
        assert (await call).text == "done"
        call.cancel()

    asyncio.run(scene())


def test_two_requests_at_once_each_get_their_own_answer() -> None:
    async def scene() -> None:
        gate = asyncio.Event()

        async def handler(ask: Ask, work: Work) -> Answer:
            if ask.text == "slow":
                await gate.wait()
            return Answer(ask.text)

        caller, _, _ = serve(handler)
        slow = caller.call("do", Ask("slow"))
        assert (await caller.call("do", Ask("quick"))).text == "quick"
        gate.set()
        assert (await slow).text == "slow"

    asyncio.run(scene())


def test_events_come_unasked() -> None:
    async def scene() -> None:
        seen: list[tuple[str, Message]] = []
        near, far = pair()
        Caller(near, {}, lambda name, details: seen.append((name, details)))
        Server(far, {}, {}).emit("ready", confined=True)
        await asyncio.sleep(0)
        assert seen[0][0] == "ready" and seen[0][1]["confined"] is True

    asyncio.run(scene())


def test_a_lost_other_side_fails_everything_that_waits() -> None:
    async def scene() -> None:
        near, _ = pair()
        caller = Caller(near, {"do": Row()})
        call = caller.call("do", Ask("a"))
        caller.fail_all(EngineError("engine/restarted"))
        with pytest.raises(AluoError):
            await call

    asyncio.run(scene())


def test_a_table_and_its_handlers_must_name_the_same_operations() -> None:
    with pytest.raises(TypeError, match="other"):
        Server(PairedPort(), {"do": Row()}, {"other": lambda ask, work: None})  # type: ignore[dict-item,arg-type,return-value]


def test_a_field_that_the_other_side_does_not_know_is_a_fault() -> None:
    with pytest.raises(TypeError, match="colour"):
        from_wire(Inner, {"x": 1, "colour": "red"})


def test_numbers_get_the_type_that_the_dataclass_says() -> None:
    restored = from_wire(Ask, {"text": "a", "inner": {"x": 2}, "words": ["b"]})
    assert isinstance(restored.inner.x, float) and restored.words == ("b",)
    assert to_wire(restored) == {"text": "a", "inner": {"x": 2.0}, "words": ("b",)}


def test_results_that_better_ones_follow_arrive_before_the_answer() -> None:
    async def scene() -> None:
        async def handler(ask: Ask, work: Work) -> Answer:
            work.give(Answer("rough", rough))
            await work.breathe("on", 0.5)
            return Answer("fine")

        rough, seen = object(), []
        caller, _, far = serve(handler)
        answer = await caller.call("do", Ask("a"), partial=seen.append)
        assert (seen, answer) == ([Answer("rough", rough)], Answer("fine"))
        assert [rough] in far.transferred
        assert await caller.call("do", Ask("a")) == Answer("fine")  # who does not listen misses nothing

    asyncio.run(scene())
