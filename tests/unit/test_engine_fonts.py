"""Typefaces reach the engine through the channel, and every later engine too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from engine.client import EngineClient
from engine.events import EngineEvent, EngineRestarted
from engine.protocol import OPERATIONS, AddFont
from engine.service import Engine
from errors import FontError
from threads.channel import Port, Server

from .test_engine_service import Disc, PlainPlatform
from .test_threads import pair

FONT = AddFont("Aluo Inter", b"wOF2 of letters", "100 900", "normal", "U+20-7E")


class Typesetter(PlainPlatform):
    """Knows a font file by its first bytes."""

    def __init__(self) -> None:
        self.fonts: list[AddFont] = []

    async def add_font(self, ask: AddFont) -> None:
        if not bytes(ask.file).startswith(b"wOF2"):
            raise FontError("font/damaged", family=ask.family)
        self.fonts.append(ask)


class Threads:
    """A host whose engines are the real service on a plain platform."""

    def __init__(self) -> None:
        self.platforms: list[Typesetter] = []

    def start(self, died: Callable[[], None]) -> Port:
        near, far = pair()
        self.platforms.append(Typesetter())
        engine = Engine(self.platforms[-1], Disc(), True)
        serve = lambda: Server(far, OPERATIONS, engine.handlers()).emit("ready", confined=True, isolated=True)  # noqa: E731
        asyncio.get_running_loop().call_soon(serve)
        return near

    def stop(self) -> None:
        pass

    async def load(self, model: str, report: Callable[[int, int], None]) -> int:
        return 1


def test_a_font_is_given_to_the_engine_and_again_to_the_next_one() -> None:
    async def scene() -> None:
        host, events = Threads(), list[EngineEvent]()
        client = EngineClient(host, events.append)
        client.start()
        await client.font(FONT)
        await client.restart()
        assert [platform.fonts for platform in host.platforms] == [[FONT], [FONT]]
        assert isinstance(events[-1], EngineRestarted)

    asyncio.run(scene())


def test_a_font_that_cannot_be_read_is_not_kept() -> None:
    async def scene() -> None:
        host = Threads()
        client = EngineClient(host, lambda event: None)
        client.start()
        with pytest.raises(FontError) as caught:
            await client.font(AddFont("Aluo Inter", b"<!doctype html>", "400", "normal", "U+20"))
        assert caught.value.code == "font/damaged"
        await client.restart()
        assert [platform.fonts for platform in host.platforms] == [[], []]

    asyncio.run(scene())
