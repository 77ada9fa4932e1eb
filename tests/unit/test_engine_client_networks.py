"""Networks as the client handles them: lines to a new engine, downloads that are stopped, a person's own."""

from __future__ import annotations

import asyncio

import pytest

from engine.client import EngineClient
from engine.events import EngineEvent
from engine.protocol import NETWORKS, OwnModel, networks
from errors import ModelError
from segmentation.tiers import TIERS

from .test_engine_client import ToyEngine, ToyHost, play


def test_a_new_engine_gets_lines_to_the_networks_and_every_mask_that_was_found() -> None:
    first, second = ToyEngine(), ToyEngine()
    host = ToyHost(first, second)

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        await client.open("p", "a.jpg", b"file")
        for tier in ("instant", "balanced", "balanced"):
            await client.cutout("p", tier)
        assert first.lines == [("isnet", "line 1", 0)]
        assert sorted(client.kept("p")[1]) == ["m1", "m2", "m3"]
        await client.restart()
        assert second.lines == [("isnet", "line 2", 0)]
        assert second.restored == [b"mask"] * 3

    play(host, scene)


def test_a_download_that_is_stopped_begins_again_when_it_is_needed() -> None:
    host = ToyHost(ToyEngine())

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        host.gate = asyncio.Event()
        loading = asyncio.ensure_future(client.load("isnet"))
        await asyncio.sleep(0.01)
        client.stop_loading()
        with pytest.raises(asyncio.CancelledError):
            await loading
        assert client.loaded == ()
        host.gate.set()
        assert await client.load("isnet") == 2
        assert client.loaded == ("isnet",)
        client.release("isnet")
        assert client.loaded == () and host.released == ["isnet"]

    play(host, scene)


OWN = OwnModel("own-1", "Mine", b"file", 4, 320, (0.5, 0.5, 0.5), (1.0, 1.0, 1.0), "255", "plain")


def test_a_persons_own_network_is_known_only_once_it_has_run() -> None:
    host = ToyHost(ToyEngine(), failures=1)

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        with pytest.raises(ModelError):
            await client.add(OWN)
        assert host.lent == {} and client.loaded == ()
        await client.add(OWN)
        assert host.engines == [] and host.lent == {"own-1": OWN}
        client.take_back("own-1")
        assert host.lent == {} and client.loaded == ()

    play(host, scene)


def test_the_networks_of_the_tiers_are_those_that_they_look_with() -> None:
    assert {name: tier.models for name, tier in TIERS.items()} == NETWORKS
    assert networks("own-1") == ("own-1",)
