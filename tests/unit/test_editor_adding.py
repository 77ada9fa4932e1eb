"""Further pictures in an open document: as layers, and as what stands behind the subject."""

from __future__ import annotations

import asyncio

import words
from editor.document import Document
from errors import InputError
from imaging.layers import Placement, Raster

from .editor_fakes import Desk, incoming


def test_a_picture_is_added_as_a_layer_on_top_chosen_and_said() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        await desk.session.add_picture(incoming("logo.png"))
        return desk

    desk = asyncio.run(journey())
    layer = desk.document.layers[-1]
    assert layer.content == Raster("photo-2", 600, 400, "picture")
    assert layer.placement == Placement(300, 200, 0.8, 0.8)
    assert [file.name for file in desk.document.files] == ["cup.jpg", "logo.png"]
    assert (desk.store.state.desk.selected, desk.store.state.desk.task) == ((layer.id,), "arrange")
    assert desk.store.state.said == "logo.png added as a layer, 600 × 400 px."
    assert desk.store.state.idle


def test_a_picture_becomes_the_backdrop() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        await desk.session.cutout()
        await desk.session.add_picture(incoming("beach.jpg"), as_backdrop=True)
        return desk

    desk = asyncio.run(journey())
    assert desk.document.layers[0].content == Raster("photo-2", 600, 400, "picture")
    assert desk.document.backdrop.picture == "photo-2"
    history = desk.store.state.history
    assert history is not None and history.present.label == words.step("backdrop-picture")


def test_a_picture_that_does_not_open_leaves_everything() -> None:
    async def journey() -> tuple[Desk, Document]:
        desk = await Desk().opened()
        before = desk.document
        desk.engine.failing["open"] = InputError("input/damaged", name="b.jpg", format="JPEG")
        await desk.session.add_picture(incoming("b.jpg"))
        return desk, before

    desk, before = asyncio.run(journey())
    assert desk.document == before
    assert desk.store.state.alert is not None and desk.store.state.alert.code == "input/damaged"
    assert desk.store.state.idle


def test_an_added_picture_can_be_undone_and_redone_and_is_closed_with_its_photo() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        await desk.session.add_picture(incoming("logo.png"))
        desk.session.edits.undo()
        assert len(desk.document.files) == 1
        desk.session.edits.redo()
        assert len(desk.document.files) == 2
        await desk.opened("next.jpg")
        return desk

    desk = asyncio.run(journey())
    assert [what for name, what in desk.engine.asked if name == "close"] == ["photo-1", "photo-2"]
    assert desk.document.pictures == ()


def test_what_is_held_counts_added_pictures() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        await desk.session.add_picture(incoming("logo.png", 7000))
        return desk

    desk = asyncio.run(journey())
    assert desk.session.held_bytes() == 1000 + 7000 + 500


def test_without_a_photo_no_picture_is_added() -> None:
    async def journey() -> Desk:
        desk = Desk()
        await desk.session.add_picture(incoming())
        return desk

    assert asyncio.run(journey()).engine.names() == []


def test_a_picture_can_be_stopped_on_its_way() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        desk.engine.gate = asyncio.Event()
        running = asyncio.ensure_future(desk.session.add_picture(incoming("logo.png")))
        while desk.engine.names().count("open") < 2:
            await asyncio.sleep(0)
        await desk.session.cancel()
        await running
        return desk

    desk = asyncio.run(journey())
    assert (len(desk.document.files), desk.store.state.said) == (1, "Stopped. Nothing was changed.")


def test_a_picture_that_comes_while_a_work_runs_waits_for_it() -> None:
    async def journey() -> tuple[Desk, str]:
        desk = await Desk().opened()
        desk.engine.gate = asyncio.Event()
        cutting = asyncio.ensure_future(desk.session.cutout())
        while "cutout" not in desk.engine.names():
            await asyncio.sleep(0)
        adding = asyncio.ensure_future(desk.session.add_picture(incoming("logo.png")))
        await asyncio.sleep(0)
        said = desk.store.state.said
        assert desk.engine.names().count("open") == 1
        desk.engine.gate.set()
        await asyncio.wait([cutting, adding])
        return desk, said

    desk, said = asyncio.run(journey())
    assert said == "logo.png waits until the work is done, then it is added."
    assert desk.document.cutout is not None
    assert [file.name for file in desk.document.files] == ["cup.jpg", "logo.png"]
