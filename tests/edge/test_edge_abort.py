"""When the browser goes away: the vendor's call ends, the credits come back."""

from __future__ import annotations

import time

import pytest

from tests.edge.backend import Backend, Stream, until, wish
from tools.stack.vendors import Call, Trouble, Vendor

TIMES = 20
"""How often each way is tried; 5 ways make 100."""

WAYS = [
    "before the vendor answers",
    "while it draws",
    "in the middle of an image",
    "while a task is polled",
    "with four images",
]


def begin(backend: Backend, way: str, token: str) -> tuple[Vendor, Stream, int]:
    """A generation that goes on until somebody hangs up; the vendor, the stream, and how many calls there are."""
    stack = backend.stack
    if way == "before the vendor answers":
        vendor, order, trouble = stack.openai, wish("A table", model="gpt-image-1"), [Trouble("hang")]
    elif way == "while it draws":
        vendor, order, trouble = (
            stack.openai,
            wish("A table", model="gpt-image-1", quality="high"),
            [Trouble("hang-midway")],
        )
    elif way == "in the middle of an image":
        vendor, order, trouble = stack.stability, wish("A table", model="sdxl"), [Trouble("hang-midway")]
    elif way == "while a task is polled":
        vendor, order, trouble = stack.bfl, wish("A table", model="flux-kontext"), [Trouble("pending")]
    else:
        vendor, order, trouble = stack.stability, wish("A table", model="sdxl", count=4), [Trouble("hang")] * 4
    vendor.calls.clear()
    vendor.trouble.extend(trouble)
    return vendor, backend.open("generate", order, token), len(trouble)


def stops_asking(call: Call) -> bool:
    """Whether an unfinished task is left alone within a second: BFL has no way to take it back."""
    end = time.monotonic() + 1
    while time.monotonic() < end:
        before = call.looks
        if not until(lambda: call.looks > before, 0.15):  # noqa: B023
            return True
    return False


@pytest.mark.parametrize("way", WAYS)
def test_hanging_up_ends_the_vendors_call_and_returns_the_credits(backend: Backend, way: str) -> None:
    person = backend.person(credits=10_000)
    before = backend.balance(person)
    slowest = 0.0
    for _ in range(TIMES):
        backend.unlimited(person)
        vendor, stream, calls = begin(backend, way, person.token)
        events = stream.events()
        assert next(events).name == "route"
        if way not in ("before the vendor answers", "with four images"):
            assert next(events).name == "progress"
        assert until(lambda: len(vendor.calls) == calls), way  # noqa: B023
        hung_up = time.monotonic()
        stream.close()
        if way == "while a task is polled":
            assert stops_asking(vendor.calls[0]), "the task is asked for although nobody wants it"
        else:
            assert until(lambda: all(call.hung_up for call in vendor.calls), 5), f"{way}: the vendor draws on"  # noqa: B023
        slowest = max([slowest, *(call.hung_up - hung_up for call in vendor.calls if call.hung_up)])
        assert until(lambda: backend.held(person) == 0, 5), f"{way}: credits are held"
        assert backend.balance(person) == before
    assert slowest < 1
    states = {record["state"] for record in backend.rpc("my_generations", person)}
    assert states == {"aborted"}


def test_images_that_arrived_whole_are_paid_when_the_browser_goes(backend: Backend) -> None:
    person = backend.person()
    before = backend.balance(person)
    backend.stack.stability.trouble.extend([Trouble("hang"), Trouble("hang")])
    stream = backend.open("generate", wish("A table", model="sdxl", count=3), person.token)
    price = 0
    for event in stream.events():
        if event.name == "route":
            price = event.data["credits"] // 3
        if event.name == "image":
            break
    stream.close()
    assert until(lambda: backend.held(person) == 0, 5)
    assert backend.balance(person) == before - price


def test_a_normal_end_is_no_abort(backend: Backend) -> None:
    person = backend.person()
    backend.generate(person, model="gpt-image-1")
    [record] = backend.rpc("my_generations", person)
    assert (record["state"], record["error_code"]) == ("done", None)


def test_a_silent_stream_gives_signs_of_life(backend: Backend) -> None:
    backend.stack.openai.pause = 0.7
    try:
        stream = backend.open("generate", wish("A table", model="gpt-image-1", quality="draft"), backend.person().token)
        lines = list(stream.answer)
    finally:
        backend.stack.openai.pause = 0.02
    stream.close()
    assert lines.count(b":\n") >= 2
