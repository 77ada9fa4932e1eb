"""What may leave: no request can carry a picture, no path but those of the table, and every one is written down."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egress.client import EgressClient
from egress.ledger import KEPT, Entry, Ledger, entry_of
from egress.policy import HEADERS, MAX_BODY, ROUTES, passed
from egress.protocol import (
    MAX_PROMPT,
    MAX_REQUEST,
    OPERATIONS,
    Email,
    Nothing,
    Number,
    Scene,
    checked,
)
from errors import OnlineError
from tests.unit.egress_fakes import Line
from threads.channel import Server, Work
from threads.wire import from_wire

ORIGIN = "https://ref.supabase.co"
ARGUMENTS = sorted({row.argument for row in OPERATIONS.values()}, key=lambda kind: kind.__name__)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40


def filled(kind: type, value: Any) -> Any:
    """A request of `kind` with `value` in every field."""
    return kind(**{field.name: value for field in dataclasses.fields(kind)})


def scene(**changes: Any) -> Scene:
    given: dict[str, Any] = {
        "tag": 1,
        "count": 1,
        "prompt": "A table",
        "aspect": "1:1",
        "quality": "draft",
        "model": "auto",
        "key": "0123456789abcdef",
        "save": False,
    }
    return Scene(**(given | changes))


# the types


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_every_field_is_a_capped_text_a_number_or_a_truth_value(kind: type) -> None:
    for field in dataclasses.fields(kind):
        assert field.type in ("str", "int", "bool"), f"{kind.__name__}.{field.name}"
        assert ("cap" in field.metadata) == (field.type == "str"), f"{kind.__name__}.{field.name} has no cap"


@pytest.mark.parametrize("kind", [kind for kind in ARGUMENTS if kind is not Nothing])
@pytest.mark.parametrize(
    "picture", [JPEG, bytearray(JPEG), memoryview(JPEG), [1, 2, 3], {"file": JPEG}, 1.5, None, object()]
)
def test_a_picture_is_refused_in_every_field(kind: type, picture: Any) -> None:
    with pytest.raises(OnlineError) as caught:
        checked(filled(kind, picture))
    assert caught.value.code == "egress/too-large"


@given(st.sampled_from(ARGUMENTS), st.text(max_size=12_000) | st.binary(max_size=20) | st.integers() | st.booleans())
def test_what_passes_is_small(kind: type, value: Any) -> None:
    try:
        request = checked(filled(kind, value))
    except OnlineError:
        return
    texts = [getattr(request, field.name) for field in dataclasses.fields(request)]
    assert sum(len(text.encode("utf-8", "surrogatepass")) for text in texts if isinstance(text, str)) <= MAX_REQUEST
    assert all(isinstance(text, str | int) for text in texts)


def test_a_prompt_of_any_letters_fits_and_one_more_byte_does_not() -> None:
    checked(scene(prompt="\U0001f3fa" * MAX_PROMPT))
    with pytest.raises(OnlineError, match="too-large"):
        checked(scene(prompt="a" * (4 * MAX_PROMPT + 1)))


def test_a_message_with_another_field_is_no_request() -> None:
    with pytest.raises(TypeError, match="no field"):
        from_wire(Email, {"email": "a@b.example", "file": JPEG})


# the paths


def address(path: str) -> str:
    return ORIGIN + path.replace(r"[0-9a-f-]{36}", "0" * 36).replace(r"[0-9A-Za-z._/-]{1,120}", "x/0.png")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_listed_request_leaves_up_to_its_cap(route: Any) -> None:
    headers = [("apikey", "k" * 40), ("Authorization", "Bearer " + "t" * 1000)]
    sent = passed(ORIGIN, route.method, address(route.path), headers, route.body)
    assert sent.kind == route.kind
    assert sent.bytes == route.body + 40 + 6 + 1007 + 13
    with pytest.raises(OnlineError, match="blocked"):
        passed(ORIGIN, route.method, address(route.path), headers, route.body + 1)


def test_no_route_takes_more_than_the_backend_does() -> None:
    assert max(route.body for route in ROUTES) == MAX_BODY
    assert all(route.body == 0 for route in ROUTES if route.method == "GET")


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", "https://evil.example/functions/v1/generate"),
        ("POST", "https://ref.supabase.co.evil.example/functions/v1/generate"),
        ("POST", "https://user@ref.supabase.co/functions/v1/generate"),
        ("POST", "http://ref.supabase.co/functions/v1/generate"),
        ("POST", "https://ref.supabase.co:444/functions/v1/generate"),
        ("PUT", f"{ORIGIN}/functions/v1/generate"),
        ("POST", f"{ORIGIN}/functions/v1/generate/../other"),
        ("POST", f"{ORIGIN}/functions/v1/generate#pixels"),
        ("POST", f"{ORIGIN}/functions/v1/generate?{'x' * 500}"),
        ("POST", f"{ORIGIN}/storage/v1/object/results/a.png"),
        ("GET", f"{ORIGIN}/storage/v1/object/authenticated/results/{'0' * 36}/{'A' * 200}"),
        ("GET", f"{ORIGIN}/rest/v1/anything"),
        ("GET", "data:image/png;base64,AAAA"),
        ("GET", "blob:https://ref.supabase.co/1"),
    ],
)
def test_anything_else_stays(method: str, url: str) -> None:
    with pytest.raises(OnlineError) as caught:
        passed(ORIGIN, method, url)
    assert caught.value.code == "egress/blocked"


def test_a_site_without_a_backend_lets_nothing_leave() -> None:
    with pytest.raises(OnlineError):
        passed("", "GET", "/rest/v1/prices")


@pytest.mark.parametrize("headers", [[("X-Pixels", "1")], [("Authorization", "x" * 8000)], [("Cookie", "a=b")]])
def test_headers_are_no_way_out(headers: list[tuple[str, str]]) -> None:
    with pytest.raises(OnlineError):
        passed(ORIGIN, "GET", f"{ORIGIN}/rest/v1/prices", headers)
    assert all(name == name.lower() for name in HEADERS)


@given(
    st.sampled_from([route.method for route in ROUTES]) | st.text(max_size=8),
    st.sampled_from([address(route.path) for route in ROUTES]) | st.text(max_size=600),
    st.lists(st.tuples(st.sampled_from(sorted(HEADERS)) | st.text(max_size=20), st.text(max_size=3000)), max_size=4),
    st.integers(-10, 20_000),
)
def test_nothing_larger_than_a_prompt_and_a_token_leaves(
    method: str, url: str, headers: list[tuple[str, str]], body: int
) -> None:
    try:
        sent = passed(ORIGIN, method, url, headers, body)
    except (OnlineError, ValueError):  # what is no address at all is refused by its reader
        return
    assert sent.bytes <= 15_600
    assert url.startswith(ORIGIN + "/")


# the ledger


def test_an_entry_tells_where_and_how_much_and_not_what() -> None:
    url = f"{ORIGIN}/storage/v1/object/authenticated/results/{'0' * 36}/x/0.png"
    entry = entry_of(passed(ORIGIN, "GET", url, [("apikey", "secret-key")], 0), "ref.supabase.co", 1_700_000_000_000)
    assert "secret" not in str(entry)
    assert "0000" not in entry.path
    assert entry.bytes == 16


@given(st.lists(st.integers(0, 9000), max_size=3 * KEPT))
def test_the_ledger_is_bounded_and_its_sums_are_not(sizes: list[int]) -> None:
    ledger = Ledger()
    for at, size in enumerate(sizes):
        ledger.write(Entry(at, "prompt", "POST", "host", "/path", size))
    assert (ledger.count, ledger.bytes) == (len(sizes), sum(sizes))
    assert [entry.bytes for entry in ledger.entries] == sizes[::-1][:KEPT]


# the page's side of the thread


async def answer(argument: Any, work: Work) -> Any:
    return Nothing()


class Thread:
    """A Host: starts a thread that is ready, or fails, one turn later."""

    def __init__(self, *ends: str, there: bool = True) -> None:
        self.ends, self.there, self.started, self.stopped = list(ends), there, 0, 0

    def start(self, died: Callable[[], None]) -> Line:
        here, there = Line(), Line()
        here.other, there.other = there, here
        self.started += 1
        server = Server(there, OPERATIONS, dict.fromkeys(OPERATIONS, answer))
        end = self.ends.pop(0) if self.ends else "ready"
        asyncio.get_running_loop().call_soon(
            lambda: server.emit(end, **({"code": "egress/boot"} if end == "failed" else {}))
        )
        return here

    def stop(self) -> None:
        self.stopped += 1


def test_the_thread_starts_with_the_first_request_and_once() -> None:
    async def work() -> None:
        host = Thread()
        client = EgressClient(host, lambda name, message: None)
        assert not client.running
        await asyncio.gather(*(client.ask("seen", Number(number)) for number in range(3)))
        assert host.started == 1

    asyncio.run(work())


def test_a_thread_that_failed_is_started_again_by_the_next_request() -> None:
    async def work() -> None:
        host = Thread("failed")
        client = EgressClient(host, lambda name, message: None)
        with pytest.raises(OnlineError, match="egress/boot"):
            await client.ask("seen", Number(1))
        assert not client.running
        await client.ask("seen", Number(1))
        assert (host.started, host.stopped) == (2, 1)

    asyncio.run(work())


def test_a_picture_does_not_get_as_far_as_the_thread() -> None:
    async def work() -> None:
        host = Thread()
        with pytest.raises(OnlineError, match="too-large"):
            await EgressClient(host, lambda name, message: None).ask("code", Email(JPEG))  # type: ignore[arg-type]
        assert host.started == 0

    asyncio.run(work())


def test_without_a_backend_no_thread_starts() -> None:
    async def work() -> None:
        host = Thread(there=False)
        with pytest.raises(OnlineError, match="egress/none"):
            await EgressClient(host, lambda name, message: None).ask("prices", Nothing())
        assert host.started == 0

    asyncio.run(work())
