"""Fonts are brought once to both threads before a text is measured."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from editor.typeset import Typeset
from engine.protocol import AddFont
from errors import FontError
from imaging.fonts import FontFile, needed
from imaging.layers import Text
from imaging.textlayout import font_of

GREETING = Text("Grüße, Łódź سلام", 0, 0, font="Inter", size=40)


class Road:
    """Loads and hands over, and writes down what; `failures` loads break first."""

    def __init__(self, failures: int = 0) -> None:
        self.loaded: list[FontFile] = []
        self.given: list[str] = []
        self.failures = failures

    async def load(self, file: FontFile) -> AddFont:
        self.loaded.append(file)
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise FontError("font/network", family=file.family)
        return AddFont(file.name, b"", "100 900", "normal", "U+20")

    async def give(self, font: AddFont) -> None:
        self.given.append(font.family)


class Ruler:
    """A 2D context whose letters are all as wide as half their height."""

    font = ""

    def measureText(self, piece: str) -> Any:
        size = float(self.font.split("px")[0].split()[-1])
        return type("Metrics", (), {"width": size / 2 * len(piece)})


def test_each_file_is_brought_once_however_often_it_is_asked_for() -> None:
    async def scene() -> None:
        road = Road()
        typeset = Typeset(road.load, road.give)
        assert not typeset.is_ready(GREETING)
        await asyncio.gather(typeset.ready(GREETING), typeset.ready(GREETING))
        await typeset.ready(GREETING)
        files = needed(GREETING.text, "Inter")
        assert [file.subset for file in files] == ["latin", "latin-ext", "arabic"]
        assert road.loaded == list(files)
        assert sorted(road.given) == sorted(file.name for file in files)
        assert typeset.is_ready(GREETING)

    asyncio.run(scene())


def test_a_font_that_does_not_load_is_said_and_tried_again() -> None:
    async def scene() -> None:
        road = Road(failures=1)
        typeset = Typeset(road.load, road.give)
        with pytest.raises(FontError) as caught:
            await typeset.ready(GREETING)
        assert caught.value.details == {"family": "Inter"}
        assert not typeset.is_ready(GREETING)
        await typeset.ready(GREETING)
        assert typeset.is_ready(GREETING)
        assert len(road.loaded) == len(needed(GREETING.text, "Inter")) + 1
        assert len(road.given) == len(set(road.given)) == 3

    asyncio.run(scene())


def test_one_who_stops_waiting_stops_nobody_else() -> None:
    async def scene() -> None:
        road = Road()
        typeset = Typeset(road.load, road.give)
        first = asyncio.ensure_future(typeset.ready(GREETING))
        await asyncio.sleep(0)
        first.cancel()
        await typeset.ready(GREETING)
        assert typeset.is_ready(GREETING)
        assert len(road.loaded) == 3

    asyncio.run(scene())


def test_a_measured_text_has_the_size_of_its_lines() -> None:
    ruler = Ruler()
    road = Road()
    typeset = Typeset(road.load, road.give, ruler)
    one = typeset.measured(GREETING)
    assert ruler.font == font_of(GREETING)
    assert one.width >= 20 * len(GREETING.text)
    assert (one.text, one.size) == (GREETING.text, GREETING.size)
    broken = typeset.measured(Text(GREETING.text, 0, 0, font="Inter", size=40, wrap=150))
    assert broken.width < one.width
    assert broken.height > one.height
    assert typeset.measured(one) == one
