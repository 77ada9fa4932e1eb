"""Cutting out by tiers: the quick answer is kept whatever happens to the better one, and all of it is one step."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from editor.cut_state import CutState, Device, Reading, bearable
from editor.document import CUTOUT
from errors import ModelError
from imaging.layers import Raster, Stroke

from .editor_fakes import Desk, incoming

BROKEN = ModelError("model/network", model="isnet", received=31.0, total=44.9)


def roomy(desk: Desk, model: str = "auto", device: Device | None = None) -> Desk:
    desk.store.cut(model=model)
    desk.session.cutting._device = lambda: device or Device(memory_gb=8)
    return desk


def tiers(desk: Desk) -> list[str]:
    return [what for name, what in desk.engine.asked if name == "cutout"]


def matte(desk: Desk) -> str:
    content = desk.document.layer(CUTOUT).content  # type: ignore[union-attr]
    assert isinstance(content, Raster)
    return content.matte


def steps(desk: Desk) -> int:
    assert desk.store.state.history is not None
    return len(desk.store.state.history.steps)


def cut(model: str, kept: bool = True, unsure: bool = False, device: Device | None = None) -> Desk:
    async def journey() -> Desk:
        desk = roomy(await Desk().opened(), model, device)
        desk.engine.kept_weights = {"isnet": 45} if kept else {}
        desk.engine.unsure = unsure
        await desk.session.cutout()
        return desk

    return asyncio.run(journey())


def test_a_better_answer_takes_the_place_of_the_first_without_a_step() -> None:
    desk = cut("best")
    assert tiers(desk) == ["instant", "best"]
    assert desk.clock.measured[-2:] == ["cutout:first", "cutout"]
    assert steps(desk) == 2
    assert desk.view.unveiled == 1
    assert desk.document.cutout is not None and desk.document.cutout.model == "best"
    assert matte(desk) == "m3"  # after those of Instant and of Balanced


def test_instant_is_instant() -> None:
    desk = cut("instant")
    assert tiers(desk) == ["instant"]
    assert desk.store.state.cut.offer == ""


def test_auto_goes_on_where_the_network_is_here() -> None:
    assert tiers(cut("auto"))[1:] in (["balanced"], ["best"])


def test_auto_offers_what_it_does_not_have() -> None:
    desk = cut("auto", kept=False)
    assert tiers(desk) == ["instant"]
    assert desk.store.state.cut.offer in ("balanced", "best")
    assert desk.clock.measured[-1] == "cutout"


@pytest.mark.parametrize("metered", [False, True])
def test_a_doubtful_answer_is_worth_a_download_that_costs_nothing(metered: bool) -> None:
    desk = cut("auto", kept=False, unsure=True, device=Device(memory_gb=8, metered=metered))
    assert (len(tiers(desk)) == 1) == metered
    assert bool(desk.store.state.cut.offer) == metered


def test_a_small_device_keeps_to_instant_and_a_phone_gives_its_memory_back() -> None:
    assert tiers(cut("auto", device=Device(budget_mb=350))) == ["instant"]
    assert tiers(cut("auto", device=Device(budget_mb=700))) == ["instant"]
    phone = cut("balanced", device=Device(budget_mb=700))
    assert tiers(phone) == ["instant", "balanced"]
    assert phone.engine.loaded == ("u2netp",)


def test_what_the_offer_is_taken_for() -> None:
    async def journey() -> Desk:
        desk = roomy(await Desk().opened())
        await desk.session.cutout()
        await desk.session.cutting.finer()
        return desk

    desk = asyncio.run(journey())
    assert len(tiers(desk)) == 2
    assert desk.store.state.cut.offer == ""
    assert steps(desk) == 2


def test_a_download_that_breaks_leaves_the_first_answer_and_can_go_on() -> None:
    async def journey() -> Desk:
        desk = roomy(await Desk().opened(), "balanced")
        desk.engine.failing["load"] = BROKEN
        await desk.session.cutout()
        return desk

    desk = asyncio.run(journey())
    alert = desk.store.state.alert
    assert desk.document.cutout is not None and desk.document.cutout.model == "instant"
    assert alert is not None and alert.action == "cutout-finer"
    assert "31" in alert.sentence.rest and "Instant is used meanwhile" in alert.sentence.rest
    assert "cutout" not in desk.clock.measured
    desk.engine.failing.clear()
    asyncio.run(desk.session.cutting.finer())
    assert desk.document.cutout.model == "balanced"
    assert desk.store.state.alert is None


async def looking_closer(desk: Desk) -> asyncio.Task[None]:
    """The first answer is shown, and the better one does not come."""
    running = asyncio.ensure_future(desk.session.cutout())
    while desk.document.cutout is None:
        await asyncio.sleep(0)
    desk.engine.gate = asyncio.Event()
    while desk.engine.names()[-1] != "load":
        await asyncio.sleep(0)
    return running


def test_stopping_the_better_one_keeps_the_first_and_says_so() -> None:
    async def journey() -> Desk:
        desk = roomy(await Desk().opened(), "best")
        running = await looking_closer(desk)
        await desk.session.cancel()
        await running
        return desk

    desk = asyncio.run(journey())
    assert desk.document.cutout is not None and desk.document.cutout.model == "instant"
    assert desk.store.state.said == "Stopped. What is shown stays."
    assert desk.clock.measured[-1] == "cutout:first"


def test_another_photo_need_not_wait_for_the_better_one() -> None:
    async def journey() -> Desk:
        desk = roomy(await Desk().opened(), "best")
        running = await looking_closer(desk)
        desk.engine.gate = None
        await desk.session.open(incoming("other.jpg"))
        await running
        return desk

    desk = asyncio.run(journey())
    assert desk.document.photo.name == "other.jpg"
    assert desk.store.state.alert is None


def test_what_was_painted_meanwhile_stays() -> None:
    stroke = Stroke((1.0, 2.0), 5.0)

    async def journey() -> Desk:
        desk = roomy(await Desk().opened(), "balanced")
        running = await looking_closer(desk)
        layer = desk.document.layer(CUTOUT)
        assert layer is not None
        desk.session.edits.record(desk.document.with_layer(replace(layer, mask=(stroke,))), "Keep")
        assert desk.engine.gate is not None
        desk.engine.gate.set()
        await running
        return desk

    desk = asyncio.run(journey())
    layer = desk.document.layer(CUTOUT)
    assert layer is not None and layer.mask == (stroke,)
    assert desk.document.cutout is not None and desk.document.cutout.model == "balanced"
    assert steps(desk) == 3


def test_readings_are_a_step_each_and_the_first_one_is_what_was_found() -> None:
    desk = cut("balanced", unsure=True)
    cutting, found = desk.session.cutting, matte(desk)
    assert [reading.name for reading in desk.store.state.cut.readings] == ["together", "u2netp-320"]
    asyncio.run(cutting.take("u2netp-320"))
    assert steps(desk) == 3 and matte(desk) != found
    asyncio.run(cutting.take("u2netp-320"))
    assert steps(desk) == 3  # it is shown already
    asyncio.run(cutting.take_next())
    assert steps(desk) == 4 and matte(desk) == found


def test_nothing_is_seen_at_first_and_something_by_the_better_one() -> None:
    async def journey() -> Desk:
        desk = roomy(await Desk().opened(), "balanced")
        plain = desk.engine.cutout

        async def blind(photo: str, tier: str, *more: object) -> object:
            if tier == "instant":
                raise ModelError("model/no-subject")
            return await plain(photo, tier)

        desk.engine.cutout = blind  # type: ignore[method-assign, assignment]
        await desk.session.cutout()
        return desk

    desk = asyncio.run(journey())
    assert desk.document.cutout is not None and desk.document.cutout.model == "balanced"
    assert desk.clock.measured[-2:] == ["cutout:first", "cutout"]


@pytest.mark.parametrize(
    ("device", "seconds", "pixels", "tier"),
    [
        (Device(memory_gb=8), 0.8, 0, "best"),
        (Device(memory_gb=8), 2.0, 0, "balanced"),
        (Device(memory_gb=8), 20.0, 0, "instant"),
        (Device(memory_gb=4), 0.8, 0, "instant"),
        (Device(memory_gb=8), 0.8, 450_000_000, "instant"),
        (Device(memory_gb=2), 0.8, 0, "instant"),
        (Device(), 0.8, 0, "best"),
        (Device(memory_gb=8, budget_mb=700), 0.8, 0, "instant"),
    ],
)
def test_what_a_device_can_bear(device: Device, seconds: float, pixels: int, tier: str) -> None:
    assert bearable(device, seconds, pixels) == tier


def test_the_reading_that_is_shown_follows_from_the_cut_out() -> None:
    state = CutState(readings=(Reading("together", b""), Reading("isnet-512", b"")))
    assert state.reading("isnet-512") == "isnet-512"
    assert state.reading("best") == "together"
    assert CutState().reading("best") == ""


def test_a_persons_own_network_that_is_stopped_gives_its_thread_back() -> None:
    async def journey() -> Desk:
        desk = roomy(await Desk().opened(), "own-1")
        desk.engine.loaded = ("u2netp", "own-1")
        desk.engine.gate = asyncio.Event()
        running = asyncio.ensure_future(desk.session.cutout())
        while "cutout" not in desk.engine.names():
            await asyncio.sleep(0)
        await desk.session.cancel()
        await running
        return desk

    desk = asyncio.run(journey())
    assert tiers(desk) == ["own-1"]
    assert desk.engine.loaded == ("u2netp",)
    assert desk.document.cutout is None
