"""From the drop to the download: what is said, what is kept, and that an error never replaces the open picture."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from editor.commands import can_cut
from editor.document import Backdrop
from errors import AluoError, EngineError, ExportError, InputError, ModelError
from imaging.layers import Fill, Stroke

from .editor_fakes import Desk, incoming


def test_a_photo_opens_and_is_shown_measured_and_said() -> None:
    desk = asyncio.run(Desk().opened())
    assert desk.document.photo.name == "cup.jpg"
    assert desk.view.shown == [desk.document]
    assert desk.clock.measured == ["open"]
    assert desk.store.state.said == "cup.jpg opened: 600 × 400 px."
    assert desk.store.state.work is None


def test_what_the_decoder_noted_is_said() -> None:
    desk = asyncio.run(Desk().opened("scan16.tif"))
    assert "16 bits" in desk.store.state.said


def test_auto_remove_cuts_out_at_once() -> None:
    desk = asyncio.run(Desk(auto=True).opened())
    assert desk.document.cutout is not None
    assert desk.clock.measured == ["open", "cutout:first", "cutout"]


async def opening(desk: Desk, name: str) -> asyncio.Task[None]:
    """A photo that does not get open by itself."""
    desk.engine.gate, before = asyncio.Event(), len(desk.engine.asked)
    running = asyncio.ensure_future(desk.session.open(incoming(name)))
    while len(desk.engine.asked) == before:
        await asyncio.sleep(0)
    return running


@pytest.mark.parametrize("auto", [False, True])
def test_a_cut_out_that_is_asked_for_while_the_photo_opens_follows_once(auto: bool) -> None:
    async def journey() -> Desk:
        desk = Desk(auto=auto)
        running = await opening(desk, "cup.jpg")
        assert can_cut(desk.store.state)
        await desk.session.cutout()
        assert desk.store.state.said == "Opening cup.jpg. Its background is removed next."
        assert desk.engine.gate is not None
        desk.engine.gate.set()
        await running
        return desk

    desk = asyncio.run(journey())
    assert desk.document.shows_cutout
    assert desk.engine.names().count("cutout") == 1


@pytest.mark.parametrize("auto", [False, True])
@pytest.mark.parametrize("stopped", [False, True])
def test_a_photo_that_does_not_get_open_leaves_the_earlier_one_as_it_is(auto: bool, stopped: bool) -> None:
    async def journey() -> Desk:
        desk = await Desk(auto=auto).opened()
        before = desk.engine.names().count("cutout")
        running = await opening(desk, "next.jpg")
        await desk.session.cutout()
        if stopped:
            await desk.session.cancel()
        else:
            desk.engine.failing["open"] = InputError("input/damaged", name="next.jpg", format="JPEG")
            assert desk.engine.gate is not None
            desk.engine.gate.set()
        await running
        assert desk.engine.names().count("cutout") == before
        desk.engine.gate = None
        desk.engine.failing.clear()
        await desk.session.open(incoming("third.jpg"))
        assert desk.engine.names().count("cutout") == before + auto
        return desk

    assert asyncio.run(journey()).document.photo.name == "third.jpg"


def test_the_first_cut_out_is_unveiled_and_later_ones_are_not() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        await desk.session.cutout()
        await desk.session.cutout()
        return desk

    desk = asyncio.run(journey())
    assert desk.view.unveiled == 1
    assert desk.document.shows_cutout


def test_a_tiny_subject_is_doubted() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        desk.engine.coverage = 0.004
        await desk.session.cutout()
        return desk

    assert "0.4 % of the photo" in asyncio.run(journey()).store.state.said


REFUSALS = [
    InputError("input/damaged", name="b.jpg", format="JPEG"),
    EngineError("engine/fault", operation="open", kind="ValueError"),
]


@pytest.mark.parametrize("error", REFUSALS, ids=lambda error: str(error.code))
def test_a_file_that_does_not_open_leaves_the_picture(error: AluoError) -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        await desk.session.cutout()
        desk.engine.failing["open"] = error
        await desk.session.open(incoming("b.jpg"))
        return desk

    desk = asyncio.run(journey())
    assert desk.document.photo.name == "cup.jpg"
    assert desk.document.cutout is not None
    assert desk.store.state.alert is not None and desk.store.state.alert.code == error.code
    assert desk.store.state.work is None


def test_nothing_is_called_unchanged_when_nothing_is_open() -> None:
    async def journey() -> Desk:
        desk = Desk()
        desk.engine.failing["open"] = InputError("input/empty", name="b.jpg")
        await desk.session.open(incoming("b.jpg"))
        return desk

    alert = asyncio.run(journey()).store.state.alert
    assert alert is not None and "unchanged" not in alert.sentence.rest
    assert (alert.action, alert.label) == ("open", "Choose another")


@pytest.mark.parametrize(
    "error",
    [ModelError("model/no-subject"), ModelError("model/network", model="u2netp", received=1.0, total=4.6)],
    ids=lambda error: str(error.code),
)
def test_a_cut_out_that_fails_leaves_the_photo(error: AluoError) -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        desk.engine.failing["cutout"] = error
        await desk.session.cutout()
        return desk

    desk = asyncio.run(journey())
    assert desk.document.cutout is None
    assert desk.store.state.said.endswith(".")
    assert desk.store.state.alert is not None and desk.store.state.alert.code == error.code


def test_an_unforeseen_failure_is_said_and_work_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        desk.engine.failing["cutout"] = RuntimeError("boom")  # type: ignore[assignment]
        await desk.session.cutout()
        desk.engine.failing.clear()
        await desk.session.cutout()
        return desk

    desk = asyncio.run(journey())
    assert "RuntimeError: boom" in capsys.readouterr().err
    assert desk.document.cutout is not None


async def at_work(desk: Desk) -> asyncio.Task[None]:
    """A cut-out that does not end by itself."""
    desk.engine.gate = asyncio.Event()
    running = asyncio.ensure_future(desk.session.cutout())
    while "cutout" not in desk.engine.names():
        await asyncio.sleep(0)
    return running


def test_cancel_stops_the_work_and_changes_nothing() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        running = await at_work(desk)
        assert desk.store.state.working("cutout")
        await desk.session.cancel()
        await running
        return desk

    desk = asyncio.run(journey())
    assert desk.document.cutout is None
    assert desk.store.state.said == "Stopped. Nothing was changed."
    assert desk.store.state.alert is None


def test_a_second_photo_is_offered_while_the_first_is_in_work() -> None:
    async def journey() -> tuple[Desk, str]:
        desk = await Desk().opened()
        running = await at_work(desk)
        await desk.session.open(incoming("next.jpg"))
        assert desk.store.state.alert is not None
        code = desk.store.state.alert.code
        assert desk.store.state.alert.action == "open-instead"
        desk.engine.gate = None
        await desk.session.open_instead()
        await running
        return desk, code

    desk, code = asyncio.run(journey())
    assert code == "input/busy"
    assert desk.document.photo.name == "next.jpg"
    assert desk.store.state.alert is None


def test_dismissing_the_offer_keeps_the_work() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        running = await at_work(desk)
        await desk.session.open(incoming("next.jpg"))
        desk.session.dismiss()
        await desk.session.open_instead()
        assert desk.engine.gate is not None
        desk.engine.gate.set()
        await running
        return desk

    assert asyncio.run(journey()).document.photo.name == "cup.jpg"


def test_a_new_photo_lets_the_engine_forget_the_old_one_only_after_it_is_open() -> None:
    async def journey() -> Desk:
        return await (await Desk().opened()).opened("next.jpg")

    assert asyncio.run(journey()).engine.names() == ["open", "open", "close"]


def test_export_writes_what_the_document_shows() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        await desk.session.cutout()
        desk.session.edits.backdrop(Backdrop("colour", "#ff0000"))
        form = desk.store.state.form
        assert form is not None
        desk.store.change(form=replace(form, format="jpeg").with_width(300))
        await desk.session.export()
        return desk

    desk = asyncio.run(journey())
    name, (scene, options) = desk.engine.asked[-1]
    assert (name, scene) == ("export", desk.document.scene)
    assert [layer.id for layer in scene.layers] == ["backdrop", "cutout"]
    assert scene.layers[0].content == Fill("colour", "#ff0000", "#d4d4d4")
    assert (options.format, options.width, options.height) == ("jpeg", 300, 200)
    assert desk.outlet.saved == [("cup.jpg", "image/jpeg")]
    assert desk.clock.measured[-1] == "export"


def test_an_export_that_fails_keeps_everything() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        desk.engine.failing["export"] = ExportError("export/encode", format="WebP")
        await desk.session.export()
        return desk

    desk = asyncio.run(journey())
    assert desk.outlet.saved == []
    assert desk.store.state.alert is not None and desk.store.state.alert.code == "export/encode"


@pytest.mark.parametrize("refuses", [False, True])
def test_copy_says_whether_the_browser_took_it(refuses: bool) -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        desk.outlet.refuses = refuses
        await desk.session.copy()
        return desk

    desk = asyncio.run(journey())
    assert bool(desk.outlet.copied) is not refuses
    assert (desk.store.state.alert is not None) is refuses


def test_clearing_leaves_nothing_and_says_how_much_there_was() -> None:
    async def journey() -> Desk:
        desk = Desk()
        await desk.session.weigh()
        await desk.opened()
        await desk.session.clear()
        return desk

    desk = asyncio.run(journey())
    assert desk.store.state.history is None
    assert desk.session.held_bytes() == 0
    assert desk.engine.names()[-2:] == ["close", "restart"]
    assert desk.store.state.cleared == "Cleared. Before: 5.0 MB. After: 0 B."


def test_nothing_runs_without_a_photo() -> None:
    async def journey() -> Desk:
        desk = Desk()
        await desk.session.cutout()
        await desk.session.export()
        await desk.session.copy()
        await desk.session.cancel()
        return desk

    assert asyncio.run(journey()).engine.names() == []


def test_work_that_is_stopped_before_its_first_step_says_so_and_ends() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        running = asyncio.ensure_future(desk.session.cutout())
        while desk.store.state.work is None:
            await asyncio.sleep(0)
        await desk.session.cancel()
        await running
        return desk

    desk = asyncio.run(journey())
    assert desk.store.state.said == "Stopped. Nothing was changed."
    assert desk.store.state.idle
    assert desk.document.cutout is None


def test_the_weight_of_layers_counts_in_the_history() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        stroke = Stroke(tuple(map(float, range(10_000))), 5.0)
        photo = desk.document.layers[0]
        desk.session.edits.record(desk.document.with_layer(replace(photo, mask=(stroke,))), "paint")
        return desk

    history = asyncio.run(journey()).store.state.history
    assert history is not None and history.held > 100_000
