"""Documents, layers, edits and their history."""

from __future__ import annotations

import asyncio

import pytest

from editor.document import Document, layers
from editor.history import BARE, History
from imaging.options import Backdrop

from .editor_fakes import Desk, cut, photo

RED = Backdrop("colour", "#ff0000")


def kinds(document: Document) -> list[tuple[str, bool, bool]]:
    return [(layer.kind, layer.visible, layer.can_toggle) for layer in layers(document)]


def test_a_photo_alone_is_one_layer_that_cannot_be_hidden() -> None:
    assert kinds(Document(photo())) == [("photo", True, False)]


def test_a_cut_out_hides_the_photo() -> None:
    assert kinds(cut(Document(photo()))) == [("cutout", True, True), ("photo", False, True)]


def test_a_backdrop_lies_between() -> None:
    document = cut(Document(photo())).with_backdrop(RED)
    assert [kind for kind, _, _ in kinds(document)] == ["cutout", "backdrop", "photo"]


@pytest.mark.parametrize("kind", ["cutout", "photo"])
def test_cut_out_and_photo_take_turns(kind: str) -> None:
    document = cut(Document(photo()))
    other = document.toggled(kind)  # type: ignore[arg-type]
    assert not other.shows_cutout
    assert kinds(other) == [("cutout", False, True), ("photo", True, True)]
    assert other.toggled(kind) == document  # type: ignore[arg-type]


def test_a_hidden_backdrop_is_transparent_and_comes_back() -> None:
    document = cut(Document(photo())).with_backdrop(RED)
    hidden = document.toggled("backdrop")
    assert (document.transparent, hidden.transparent) == (False, True)
    assert hidden.shown_backdrop.kind == "transparent"
    assert hidden.toggled("backdrop") == document


def test_an_eye_without_a_cut_out_does_nothing() -> None:
    assert Document(photo()).toggled("cutout") == Document(photo())


def test_a_photo_with_alpha_is_transparent_by_itself() -> None:
    assert Document(photo(has_alpha=True)).transparent
    assert not Document(photo()).transparent


@pytest.mark.parametrize(("name", "stem"), [("a.b.jpg", "a.b"), ("cup", "cup"), (".jpg", ".jpg")])
def test_the_stem_of_a_name(name: str, stem: str) -> None:
    assert photo(name).stem == stem


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
    edits.toggle("backdrop")
    assert not desk.document.backdrop_visible
    edits.jump(0)
    assert desk.document == desk.view.shown[-1] == Document(desk.document.photo)
    assert desk.store.state.said == "Back at: Opened."


def test_dragging_a_colour_is_one_step() -> None:
    desk = asyncio.run(Desk().opened())
    for level in range(16):
        desk.session.edits.backdrop(Backdrop("colour", f"#0000{level:x}f"), "picker")
    desk.session.edits.settle()
    assert desk.store.state.history is not None
    assert desk.store.state.history.index == 1
