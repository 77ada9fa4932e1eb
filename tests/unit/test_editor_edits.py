"""Edits and the steps that record them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from editor.document import BACKDROP, Backdrop, Document
from editor.history import BARE, History

from .editor_fakes import Desk, cut
from .test_editor_document import BACKDROPS, RED, with_beach


def filled(*values: int) -> History[int]:
    history = History.of(0, "start")
    for value in values:
        history = history.record(value, f"to {value}")
    return history


def test_undo_and_redo_walk_the_steps() -> None:
    history = filled(1, 2)
    assert history.undo().value == 1
    assert history.undo().undo().undo().value == 0
    assert history.undo().redo() == history
    assert history.redo() == history


def test_a_new_step_drops_what_could_be_redone() -> None:
    history = filled(1, 2).undo().record(9, "nine")
    assert [step.value for step in history.steps] == [0, 1, 9]


def test_the_same_value_is_no_step() -> None:
    assert filled(1).record(1, "again") == filled(1)


def test_jump_goes_anywhere_and_keeps_the_rest() -> None:
    history = filled(1, 2, 3).jump(1)
    assert (history.value, history.index, len(history.steps)) == (1, 1, 4)
    assert history.jump(7) == history


def test_a_gesture_is_one_step() -> None:
    history = filled(1)
    for value in range(10, 20):
        history = history.record(value, "drag", "slider")
    history = history.settle().record(20, "drag", "slider")
    assert [step.value for step in history.steps] == [0, 1, 19, 20]


def test_a_gesture_that_comes_back_leaves_no_step() -> None:
    history = filled(1).record(5, "drag", "slider").record(1, "drag", "slider").settle()
    assert history == filled(1)


def test_undo_in_the_middle_of_a_gesture_takes_it_all_back() -> None:
    assert filled(1).record(5, "drag", "m").record(6, "drag", "m").undo().value == 1


def test_late_facts_are_no_step() -> None:
    history = filled(1).amend(7)
    assert (history.value, history.index) == (7, 1)


def test_the_history_has_an_end() -> None:
    history = History.of(0, "start", budget=100 * BARE)
    for value in range(1, 250):
        history = history.record(value, f"to {value}")
    assert (len(history.steps), history.steps[0].value, history.value) == (100, 150, 249)


def test_edits_are_recorded_shown_and_said() -> None:
    desk = asyncio.run(Desk().opened())
    edits = desk.session.edits
    edits.backdrop(RED)
    assert "Remove the background first" in desk.store.state.said
    edits.record(cut(desk.document), "cut")
    edits.backdrop(Backdrop("colour", "#ffffff"))
    assert desk.store.state.said == "White backdrop, RGB 255,255,255."
    edits.undo()
    assert desk.document.backdrop == RED
    edits.redo()
    edits.toggle(BACKDROP)
    assert desk.document.transparent
    edits.jump(0)
    assert desk.document == desk.view.shown[-1] == Document.of(desk.document.photo)
    assert desk.store.state.said == "Back at: Opened."


@pytest.mark.parametrize(("backdrop", "content"), BACKDROPS, ids=lambda value: getattr(value, "kind", ""))
def test_every_backdrop_has_its_step_and_its_sentence(backdrop: Backdrop, content: object) -> None:
    desk = asyncio.run(Desk().opened())
    desk.session.edits.record(with_beach(cut(desk.document)), "cut")
    desk.session.edits.backdrop(backdrop)
    assert desk.document.layers[0].content == content
    assert "ackdrop" in desk.store.state.said


def test_dragging_a_colour_is_one_step() -> None:
    desk = asyncio.run(Desk().opened())
    for level in range(16):
        desk.session.edits.backdrop(Backdrop("colour", f"#0000{level:x}f"), "picker")
    desk.session.edits.settle()
    assert desk.store.state.history is not None
    assert desk.store.state.history.index == 1


def test_a_canvas_of_another_size_is_another_size_in_the_export_panel() -> None:
    desk = asyncio.run(Desk().opened())
    edits, form = desk.session.edits, desk.store.state.form
    assert form is not None
    desk.store.change(form=form.scaled(50))
    edits.record(replace(desk.document, width=300, height=300), "crop")
    small = desk.store.state.form
    assert small is not None
    assert (small.photo_width, small.photo_height, small.width, small.height) == (300, 300, 150, 150)
    desk.store.change(form=small.with_lock(False).with_width(77))
    edits.undo()
    back = desk.store.state.form
    assert back is not None
    assert (back.photo_width, back.width, back.height, back.locked) == (600, 600, 400, False)
    edits.redo()
    assert desk.store.state.form is not None and desk.store.state.form.width == 300
