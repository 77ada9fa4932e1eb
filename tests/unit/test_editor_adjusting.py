"""Adjusting: gestures are one step, suggestions are said, and a person who went on meanwhile is not overruled."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import words
from editor import commands
from editor.adjusting import Adjusting
from errors import EngineError
from imaging.adjustments import Adjustments
from imaging.layers import NEUTRAL

from .editor_fakes import Desk


def adjusting(desk: Desk) -> Adjusting:
    return Adjusting(desk.store, desk.engine, desk.session.edits)


def test_a_slider_that_moves_is_one_step_and_undo_brings_the_photo_back() -> None:
    desk = asyncio.run(Desk().opened())
    edits = desk.session.edits
    for exposure in (0.1, 0.4, 0.9):
        edits.adjust(replace(desk.document.adjustments, exposure=exposure), "exposure")
    edits.settle()
    edits.adjust(replace(desk.document.adjustments, contrast=20.0), "contrast")
    history = desk.store.state.history
    assert history is not None
    assert [words.step_said(step.label) for step in history.steps] == ["Opened", "Adjust exposure", "Adjust contrast"]
    edits.undo()
    assert desk.document.adjustments == Adjustments(exposure=0.9)
    edits.undo()
    assert desk.document.adjustments == NEUTRAL
    assert desk.view.shown[-1] == desk.document


def test_a_slider_that_comes_back_to_where_it_was_leaves_no_step() -> None:
    desk = asyncio.run(Desk().opened())
    for exposure in (0.5, 0.0):
        desk.session.edits.adjust(Adjustments(exposure=exposure), "exposure")
    desk.session.edits.settle()
    assert not commands.can_undo(desk.store.state)


def test_an_adjusted_photo_has_a_before_and_a_neutral_one_has_none() -> None:
    desk = asyncio.run(Desk().opened())
    assert not commands.differs(desk.store.state)
    desk.session.edits.adjust(Adjustments(look="Noir"), "look")
    assert commands.differs(desk.store.state)
    assert commands.adjusted(desk.store.state)
    adjusting(desk).reset()
    assert not commands.differs(desk.store.state)
    history = desk.store.state.history
    assert history is not None
    assert [words.step_said(step.label) for step in history.steps] == ["Opened", "Look Noir", "Reset adjustments"]


def test_what_was_found_is_one_step_and_a_sentence() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        await adjusting(desk).auto("light")
        await adjusting(desk).auto("balance")
        return desk

    desk = asyncio.run(journey())
    assert desk.document.adjustments == Adjustments(exposure=0.5, temperature=12.0, tint=-3.0)
    assert desk.store.state.said == "White balance set: warmth +12, tint -3."


def test_when_there_is_nothing_to_find_it_says_so() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        for _ in range(2):
            await adjusting(desk).auto("light")
        return desk

    desk = asyncio.run(journey())
    history = desk.store.state.history
    assert history is not None
    assert len(history.steps) == 2
    assert desk.store.state.said == "The light suits the photo already."


def test_a_person_who_went_on_meanwhile_is_not_overruled() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        desk.engine.gate = asyncio.Event()
        asked = asyncio.ensure_future(adjusting(desk).auto("light"))
        await asyncio.sleep(0)
        desk.session.edits.adjust(Adjustments(contrast=10.0), "contrast")
        desk.engine.gate.set()
        await asked
        return desk

    assert asyncio.run(journey()).document.adjustments == Adjustments(contrast=10.0)


def test_a_histogram_that_cannot_be_had_is_no_alert() -> None:
    async def journey() -> Desk:
        desk = await Desk().opened()
        assert await adjusting(desk).count() is not None
        desk.engine.failing["count"] = EngineError("engine/fault", operation="count", kind="ValueError")
        assert await adjusting(desk).count() is None
        return desk

    assert asyncio.run(journey()).store.state.alert is None
