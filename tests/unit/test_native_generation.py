"""Scenes: the stream in whatever pieces it comes, what it costs, and what is added to the words."""

from __future__ import annotations

import base64
import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egress.protocol import MAX_REQUEST
from generation.pricing import MODELS, QUALITIES, Cost, cost, prices_of
from generation.stream import Arriving, Event, Reader, StreamError
from generation.values import ASPECTS
from generation.words_added import STYLES, Room, added, nearest_aspect, together
from tests.sources import ROOT

PICTURE = bytes(range(256)) * 300


def event(name: str, **data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def picture(image: int, data: bytes = PICTURE, complete: bool = True, name: str = "image") -> bytes:
    coded = base64.b64encode(data).decode()
    return event(name, image=image, type="image/png", model="sdxl", seed=None, b64=coded, complete=complete)


STREAM = (
    b": ok\n\n"
    + event("route", request="r", model="sdxl", credits=5)
    + event("progress", image=0, stage="drawing")
    + picture(0, name="partial")
    + b": beat\n\n"
    + picture(1)
    + picture(0)
    + event("done", request="r", charged=10)
)


def read(stream: bytes, cuts: list[int]) -> list[Event | Arriving]:
    reader, found, at = Reader(), [], 0
    for cut in [*sorted(cuts), len(stream)]:
        found += reader.take(stream[at:cut])
        at = max(at, cut)
    return found


@given(st.lists(st.integers(0, len(STREAM)), max_size=40))
def test_the_events_are_the_same_however_they_are_cut(cuts: list[int]) -> None:
    found = [one for one in read(STREAM, cuts) if isinstance(one, Event)]
    assert [one.name for one in found] == ["route", "progress", "partial", "image", "image", "done"]
    assert [one.picture for one in found if one.picture] == [PICTURE] * 3
    assert all("b64" not in one.data for one in found)


def test_a_picture_on_its_way_tells_how_far_it_is() -> None:
    whole = picture(2)
    (told,) = read(whole[: len(whole) // 2], [])
    assert isinstance(told, Arriving)
    assert (told.image, told.partial) == (2, False)
    assert 0 < told.bytes <= len(PICTURE)


def test_a_broken_picture_is_thrown_away() -> None:
    (found,) = read(picture(0, complete=False), [])
    assert isinstance(found, Event) and found.picture == b""


@pytest.mark.parametrize(
    "raw",
    [
        b"event: image\ndata: {\n\n",
        b"event: image\ndata: []\n\n",
        b'event: image\ndata: {"b64": "%%%%"}\n\n',
        b"data: \xff\n\n",
    ],
)
def test_what_is_no_event_is_said(raw: bytes) -> None:
    with pytest.raises(StreamError):
        read(raw, [])


@given(st.binary(max_size=400))
def test_noise_gives_events_or_a_stream_error(noise: bytes) -> None:
    with contextlib.suppress(StreamError):
        read(noise, [])


ROWS = [
    {"model": model, "quality": quality, "size": size, "plan": plan, "credits": at}
    for at, (model, quality, size, plan) in enumerate(
        [
            ("gpt-image-1", "draft", "*", "free"),
            ("gpt-image-1", "draft", "1536x1024", "free"),
            ("gpt-image-1", "draft", "1024x1536", "free"),
            ("flux-kontext", "draft", "*", "free"),
            ("sdxl", "draft", "*", "free"),
            ("sdxl", "draft", "*", "pro"),
        ],
        start=1,
    )
]
PRICES = prices_of(json.dumps(ROWS))


def test_a_price_is_that_of_the_size_or_of_any() -> None:
    assert cost(PRICES, "gpt-image-1", "draft", "1:1", "free", 1) == Cost(1, 1)
    assert cost(PRICES, "gpt-image-1", "draft", "16:9", "free", 2) == Cost(4, 4)
    assert cost(PRICES, "gpt-image-1", "draft", "4:5", "free", 1) == Cost(3, 3)
    assert cost(PRICES, "sdxl", "draft", "16:9", "pro", 4) == Cost(24, 24)
    assert cost(PRICES, "auto", "draft", "1:1", "free", 1) == Cost(1, 5)
    assert cost(PRICES, "sdxl", "high", "1:1", "free", 1) is None
    assert cost((), "auto", "draft", "1:1", "free", 1) is None


PLACE, LENGTH, SIDE = st.floats(-1e4, 1e4), st.floats(0, 1e4), st.floats(1, 1e4)


@given(PLACE, PLACE, LENGTH, LENGTH, SIDE, SIDE)
def test_of_the_picture_go_four_whole_numbers_along(
    left: float, top: float, right: float, bottom: float, width: float, height: float
) -> None:
    room = Room.of((left, top, left + right, top + bottom), width, height)
    for number in (room.left, room.top, room.right, room.bottom):
        assert isinstance(number, int) and 0 <= number <= 100
    assert len(added("studio", room)) < 250 < MAX_REQUEST


def test_added_words_are_sentences() -> None:
    assert together("A table", added("none", None)).startswith("A table. Empty scene")
    assert together("A table.", "Warm.") == "A table. Warm."
    assert together("", "Warm.") == "Warm."
    assert together("A table", "") == "A table"
    assert all(text == "" or text.endswith(".") for text in STYLES.values())


@pytest.mark.parametrize(
    ("size", "aspect"), [((2000, 2000), "1:1"), ((1200, 800), "3:2"), ((1080, 1920), "9:16"), ((9, 100), "9:16")]
)
def test_the_shape_is_that_of_the_canvas(size: tuple[int, int], aspect: str) -> None:
    assert nearest_aspect(*size, ASPECTS) == aspect


def test_the_choices_are_the_backends() -> None:
    source = (ROOT / "edge_functions" / "_shared" / "vendors" / "vendor.ts").read_text(encoding="utf-8")
    for name, ours in (("MODELS", MODELS), ("QUALITIES", QUALITIES), ("ASPECTS", ASPECTS)):
        listed = source.split(f"{name} = [")[1].split("]")[0]
        assert {one.strip().strip('"') for one in listed.split(",")} == set(ours)
