"""A history as rows of text: what a change writes, and that it comes back."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document, Photo
from editor.history import History
from keeping import steps
from keeping.steps import Trail

PHOTO = Photo("photo-1", "cup.jpg", 1000, 640, 480, "JPEG", "", False, (), ())
FIRST = Document.of(PHOTO)


def text_of(document: Document) -> str:
    return json.dumps({"guides": repr(document.guides), "padding": "x" * 500, "width": document.width})


def changed(width: int) -> Document:
    return replace(FIRST, width=width)


class Disk:
    """The rows of one picture."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}
        self.trail = Trail()
        self.written = 0

    def save(self, history: History[Document]) -> None:
        self.trail, change = steps.laid(self.trail, history, text_of)
        if change.afresh:
            self.rows.clear()
        for name in change.gone:
            del self.rows[name]
        self.rows |= change.rows
        self.written = change.written
        assert sum(len(row.encode()) for row in self.rows.values()) == change.bytes

    def read(self) -> steps.Told:
        listing = self.rows[""]
        return steps.told((listing, *(self.rows[name] for name in steps.names(listing))))

    def holds(self, history: History[Document]) -> None:
        told = self.read()
        assert told.texts == tuple(text_of(step.value) for step in history.steps)
        assert told.labels == tuple(step.label for step in history.steps)
        assert told.index == history.index
        assert self.rows.keys() == {"", *told.names}


def test_a_step_more_writes_that_step_and_undo_writes_the_list_only() -> None:
    disk, history = Disk(), History.of(FIRST, "Opened")
    disk.save(history)
    for width in (700, 800, 900):
        history = history.record(changed(width), f"Width {width}")
        disk.save(history)
        disk.holds(history)
        assert disk.written < 300
    history = history.undo()
    listing = disk.rows[""]
    disk.save(history)
    disk.holds(history)
    assert disk.written == len(disk.rows[""]) and disk.rows[""] != listing


MOVES = st.lists(st.one_of(st.integers(1, 9), st.sampled_from(["undo", "redo", "save", "amend"])), max_size=40)


@given(MOVES)
def test_whatever_is_done_the_rows_say_the_history(moves: list[int | str]) -> None:
    disk, history = Disk(), History.of(FIRST, "Opened")
    for move in moves:
        if isinstance(move, int):
            history = history.record(changed(1000 + move), f"Width {move}")
        elif move == "amend":
            history = history.amend(replace(history.value, height=history.value.height + 1))
        elif move == "save":
            disk.save(history)
            disk.holds(history)
        else:
            history = history.undo() if move == "undo" else history.redo()
    disk.save(history)
    disk.holds(history)


def test_the_oldest_steps_go_first_and_the_first_that_stays_stands_alone() -> None:
    disk, history = Disk(), History.of(FIRST, "Opened")
    for width in range(1000, 1000 + steps.MOST + 20):
        history = history.record(changed(width), str(width))
        disk.save(history)
    told = disk.read()
    assert len(told.texts) == steps.MOST
    assert told.texts == tuple(text_of(step.value) for step in history.steps[-steps.MOST :])
    assert told.labels[-1] == str(1000 + steps.MOST + 19)


def test_a_budget_of_bytes_holds() -> None:
    steps.BUDGET, before = 800, steps.BUDGET
    try:
        disk, history = Disk(), History.of(FIRST, "Opened")
        for width in range(1000, 1050):
            history = history.record(changed(width), str(width))
            disk.save(history)
            assert disk.written < 1500, "the list and at most one whole document"
        told = disk.read()
        assert 2 < len(told.texts) < 50
        assert sum(told.bytes) < 800 + 700
        assert told.texts[-1] == text_of(history.value)
    finally:
        steps.BUDGET = before


def test_a_damaged_history_is_none() -> None:
    disk, history = Disk(), History.of(FIRST, "Opened").record(changed(700), "Width")
    disk.save(history)
    listing, first, second = disk.rows[""], disk.rows["0"], disk.rows["1"]
    for rows in (
        ("{", first, second),
        (listing, "[]", second),
        (listing, first, '[9999,0,""]'),
        (listing, first, "[0]"),
        (),
    ):
        assert steps.told(rows).texts == ()
    assert steps.names('{"version":2,"index":0,"steps":[]}') == steps.names("no") == ()


@given(st.text("ab", max_size=30), st.text("ab", max_size=30))
def test_a_difference_makes_the_text_again(before: str, after: str) -> None:
    head, tail, middle = steps.difference(before, after)
    assert before[:head] + middle + before[len(before) - tail :] == after
