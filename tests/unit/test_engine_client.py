"""The client and the client's promise: cancel asks first, a silent engine is started again, nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from engine.client import EngineClient
from engine.events import EngineEvent, EngineFailed, EngineReady, EngineRestarted, ModelFailed, ModelLoading, ModelReady
from engine.protocol import (
    OPERATIONS,
    Connect,
    Count,
    Counted,
    CutOut,
    CutOutDone,
    Export,
    Exported,
    Opened,
    OpenPhoto,
    OwnModel,
    Render,
    Rendered,
    RestoreCutOut,
    Restored,
    StatusDone,
)
from errors import Cancelled, EngineError, InputError, ModelError
from imaging.layer_text import loads
from imaging.layers import plain_photo
from imaging.options import ExportOptions, Region
from threads.channel import Port, Server, Work

from .test_threads import PairedPort, pair


class ToyEngine:
    """Answers like the engine, without pixels. `silent` makes a cut-out that ignores cancel."""

    def __init__(self, silent: bool = False, confined: bool = True) -> None:
        self.silent, self.confined = silent, confined
        self.opened: list[str] = []
        self.restored: list[bytes] = []
        self.lines: list[tuple[str, object, int]] = []
        self.drawn: list[str] = []
        self.port: PairedPort | None = None

    def attach(self, port: PairedPort) -> None:
        self.port = port
        names = {name: getattr(self, "do_" + name, self.do_status) for name in OPERATIONS}
        server = Server(port, OPERATIONS, names)
        server.emit("ready", confined=self.confined, isolated=True)

    async def do_status(self, ask: object, work: Work) -> StatusDone:
        return StatusDone(1, len(self.opened), self.confined)

    async def do_open(self, ask: OpenPhoto, work: Work) -> Opened:
        if ask.file == b"":
            raise InputError("input/empty", name=ask.name)
        self.opened.append(ask.photo)
        return Opened(ask.photo, 4, 3, "JPEG", "sRGB", False)

    async def do_cutout(self, ask: CutOut, work: Work) -> CutOutDone:
        if self.silent:
            self._deafen()
            await asyncio.Event().wait()
        await work.breathe("preparing", 0.5)
        return CutOutDone(ask.photo, ask.tier, b"mask", 1, 1, Region(0, 0, 1, 1), 0.5, 1.0, 1.0, 2, ask.matte)

    async def do_connect(self, ask: Connect, work: Work) -> StatusDone:
        self.lines.append((ask.model, ask.port, ask.size))
        return StatusDone(1, 1, True)

    async def do_restore(self, ask: RestoreCutOut, work: Work) -> Restored:
        self.restored.append(ask.mask)
        return Restored(Region(0, 0, 1, 1), 0.5)

    async def do_render(self, ask: Render, work: Work) -> Rendered:
        self.drawn.append(ask.scene)
        return Rendered(b"bitmap", ask.width, ask.height)

    async def do_export(self, ask: Export, work: Work) -> Exported:
        self.drawn.append(ask.scene)
        return Exported(b"file", 4, "image/png", 4, 3)

    async def do_count(self, ask: Count, work: Work) -> Counted:
        self.drawn.append(ask.scene)
        return Counted((1,), (2,), (3,), (4,))

    def _deafen(self) -> None:
        assert self.port is not None
        self.port.listen(lambda message: None)


class ToyHost:
    """Hands out the engines of a list, one a start."""

    def __init__(self, *engines: ToyEngine, failures: int = 0) -> None:
        self.engines = list(engines)
        self.stopped = 0
        self.failures = failures
        self.released: list[str] = []
        self.shared: dict[str, tuple[str, ...]] = {}
        self.lines: list[str] = []
        self.lent: dict[str, OwnModel] = {}
        self.gate: asyncio.Event | None = None

    def start(self, died: Callable[[], None]) -> Port:
        self.died = died
        near, far = pair()
        engine = self.engines.pop(0)
        asyncio.get_running_loop().call_soon(lambda: engine.attach(far))
        return near

    def stop(self) -> None:
        self.stopped += 1

    def line(self, model: str) -> Any:
        if model == "u2netp":
            return None
        self.lines.append(model)
        return f"line {len(self.lines)}"

    def runs_on(self, model: str) -> str:
        return "wasm"

    def release(self, model: str) -> tuple[str, ...]:
        self.released.append(model)
        return self.shared.pop(model, ())

    def lend(self, own: OwnModel) -> None:
        self.lent[own.name] = own

    def take_back(self, model: str) -> None:
        self.lent.pop(model, None)

    def own(self, model: str) -> OwnModel | None:
        return self.lent.get(model)

    async def kept(self) -> dict[str, int]:
        return {}

    async def remove(self, model: str) -> None:
        self.released.append(model)

    async def load(self, model: str, report: Callable[[int, int], None]) -> int:
        if self.gate is not None:
            await self.gate.wait()
        report(5, 10)
        if self.failures:
            self.failures -= 1
            raise ModelError("model/network", model=model, received=5, total=10)
        return 2


def play(host: ToyHost, scene: Callable[[EngineClient, list[EngineEvent]], Any], patience: float = 5) -> None:
    async def run() -> None:
        events: list[EngineEvent] = []
        client = EngineClient(host, events.append, patience)
        client.start()
        await scene(client, events)

    asyncio.run(run())


def test_a_request_made_before_the_engine_is_up_waits_for_it() -> None:
    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        opened = await client.open("p", "a.jpg", b"file")
        assert (opened.width, opened.height) == (4, 3)
        assert events[0] == EngineReady(confined=True, isolated=True)

    play(ToyHost(ToyEngine()), scene)


def test_an_engine_that_is_not_confined_gets_no_photo() -> None:
    engine = ToyEngine(confined=False)

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        with pytest.raises(EngineError) as caught:
            await client.open("p", "a.jpg", b"file")
        assert caught.value.code == "engine/not-confined" and engine.opened == []

    play(ToyHost(engine), scene)


def test_an_engine_that_cannot_boot_says_so_to_everyone_who_asks() -> None:
    class Broken(ToyEngine):
        def attach(self, port: PairedPort) -> None:
            port.send({"kind": "event", "name": "failed", "code": "engine/boot"})

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        with pytest.raises(EngineError):
            await client.status()
        assert isinstance(events[0], EngineFailed)

    play(ToyHost(Broken()), scene)


def test_cancel_is_answered_without_a_restart() -> None:
    class Slow(ToyEngine):
        async def do_cutout(self, ask: CutOut, work: Work) -> CutOutDone:
            while True:
                await work.breathe("refining", 0.5)

    host = ToyHost(Slow())

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        await client.open("p", "a.jpg", b"file")
        task = asyncio.ensure_future(client.cutout("p", "instant"))
        for _ in range(20):
            await asyncio.sleep(0)
        await client.cancel()
        with pytest.raises(Cancelled):
            await task
        assert host.stopped == 0

    play(host, scene)


def test_a_silent_engine_is_restarted_and_gets_photo_and_mask_back() -> None:
    first, second = ToyEngine(), ToyEngine()
    host = ToyHost(first, second)

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        await client.open("p", "a.jpg", b"file")
        await client.cutout("p", "instant")
        first.silent = True
        task = asyncio.ensure_future(client.cutout("p", "instant"))
        for _ in range(20):
            await asyncio.sleep(0)
        await client.cancel()
        with pytest.raises(Cancelled):
            await task
        assert host.stopped == 1 and second.opened == ["p"] and second.restored == [b"mask"]
        assert isinstance(events[-1], EngineRestarted)
        assert (await client.render(plain_photo("p", 4, 3), Region(0, 0, 4, 3), 4, 3)).bitmap == b"bitmap"

    play(host, scene, patience=0.01)


def test_an_engine_that_dies_is_replaced_and_who_waited_is_told() -> None:
    first, second = ToyEngine(silent=True), ToyEngine()
    host = ToyHost(first, second)

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        await client.open("p", "a.jpg", b"file")
        task = asyncio.ensure_future(client.cutout("p", "instant"))
        for _ in range(20):
            await asyncio.sleep(0)
        host.died()
        with pytest.raises(EngineError) as caught:
            await task
        assert caught.value.code == "engine/restarted"
        assert (await client.status()).photos == 1 and second.opened == ["p"]

    play(host, scene)


def test_an_engine_that_dies_before_it_is_up_has_failed() -> None:
    class Mute(ToyEngine):
        def attach(self, port: PairedPort) -> None:
            host.died()

    host = ToyHost(Mute())

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        with pytest.raises(EngineError) as caught:
            await client.status()
        assert caught.value.code == "engine/boot" and isinstance(events[0], EngineFailed)

    play(host, scene)


def test_cancel_with_nothing_in_work_does_nothing() -> None:
    host = ToyHost(ToyEngine())

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        await client.status()
        await client.cancel()
        assert host.stopped == 0

    play(host, scene)


def test_a_photo_that_did_not_open_is_not_kept() -> None:
    second = ToyEngine()
    host = ToyHost(ToyEngine(), second)

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        with pytest.raises(InputError):
            await client.open("p", "empty.jpg", b"")
        await client.restart()
        assert second.opened == []

    play(host, scene)


def test_a_model_that_did_not_load_is_tried_again_when_asked_for() -> None:
    host = ToyHost(ToyEngine(), failures=1)

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        await client.open("p", "a.jpg", b"file")
        with pytest.raises(ModelError):
            await client.cutout("p", "instant")
        await client.cutout("p", "instant")
        kinds = [type(event) for event in events]
        assert kinds == [EngineReady, ModelLoading, ModelFailed, ModelLoading, ModelReady]

    play(host, scene)


def test_two_who_want_the_same_model_load_it_once() -> None:
    host = ToyHost(ToyEngine())

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        assert await asyncio.gather(client.load("u2netp"), client.load("u2netp")) == [2, 2]
        assert [type(event) for event in events].count(ModelLoading) == 1

    play(host, scene)


def test_a_closed_photo_is_not_given_to_a_new_engine() -> None:
    second = ToyEngine()
    host = ToyHost(ToyEngine(), second)

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        await client.open("p", "a.jpg", b"file")
        await client.close("p")
        await client.restart()
        assert second.opened == []

    play(host, scene)


def test_a_scene_crosses_as_text_and_is_the_same_scene_on_the_other_side() -> None:
    engine, scene_ = ToyEngine(), plain_photo("p", 4, 3)

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        await client.render(scene_, Region(0, 0, 4, 3), 4, 3)
        await client.export(scene_, ExportOptions("png", 90, 4, 3))
        await client.count(scene_)
        assert [loads(text) for text in engine.drawn] == [scene_] * 3

    play(ToyHost(engine), scene)


def test_a_network_that_ends_takes_its_neighbours_with_it_and_the_quick_one_comes_back() -> None:
    host = ToyHost(ToyEngine())
    host.shared = {"isnet": ("u2netp",)}

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        await client.load("u2netp")
        await client.load("isnet")
        client.release("isnet")
        assert client.loaded == ()
        await client.load("u2netp")
        assert client.loaded == ("u2netp",)
        assert sum(isinstance(event, ModelReady) and event.model == "u2netp" for event in events) == 2

    play(host, scene)
    assert host.released == ["isnet"]


def test_a_network_that_failed_is_started_afresh_for_the_next_time() -> None:
    class Full(ToyEngine):
        async def do_cutout(self, ask: CutOut, work: Work) -> CutOutDone:
            if ask.tier == "balanced":
                raise ModelError("model/memory", model="isnet")
            return await super().do_cutout(ask, work)

    host = ToyHost(Full())
    host.shared = {"isnet": ("u2netp",)}

    async def scene(client: EngineClient, events: list[EngineEvent]) -> None:
        await client.open("p", "a.jpg", b"file")
        with pytest.raises(ModelError):
            await client.cutout("p", "balanced")
        assert host.released == ["isnet"]
        assert (await client.cutout("p", "instant")).coverage == 0.5
        assert client.loaded == ("u2netp",)

    play(host, scene)
