"""The palette's list: what is in it, what is found, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor import commands as when
from editor import palette
from editor.commands import Command
from editor.document import Document
from editor.history import History
from editor.matching import distance, folded
from editor.palette import Item
from editor.state import Desk, State
from imaging.adjustments import Adjustments
from tests.unit.editor_fakes import photo


def nothing() -> None:
    return None


TABLE = (
    Command("open", "Open image", nothing, ("Mod+O",)),
    Command("undo", "Undo", nothing, ("Mod+Z",), when.can_undo),
    Command("cutout", "Remove background", nothing, ("B",), when.idle),
    Command("compare", "Before / after", nothing, (), when.differs),
    Command("auto-balance", "Auto white balance", nothing, ("Mod+Shift+B",), when.has_photo),
    Command("zoom-100", "Zoom to 100 %", nothing, ("1",), when.has_photo),
    Command("escape", "Close what is open", nothing, ("Escape",)),
    Command("peek", "Hold for all before", nothing, ("\\",), when.always, nothing),
    Command("new-thing", "Something quite new", nothing),
)
EMPTY = State()
OPEN = State(history=History.of(Document.of(photo()), "Opened"))


def adjusted(**values: float) -> State:
    document = Document.of(photo()).with_adjustments(Adjustments(**values))
    return State(history=History.of(document, "Opened"))


def unset(name: str, default: str = "") -> str:
    return default


def listed(state: State) -> tuple[Item, ...]:
    return (*palette.commands(TABLE, state), *palette.settings(state, unset))


def labels(query: str, state: State = OPEN, recent: tuple[str, ...] = ()) -> list[str]:
    return [item.label for section in palette.found(listed(state), query, recent) for item in section.items]


def test_every_command_is_a_row_but_those_that_answer_a_key_or_a_place() -> None:
    rows = {item.id: item for item in palette.commands(TABLE, OPEN)}
    assert not {"escape", "peek"} & set(rows)
    assert rows["new-thing"].icon == "command"
    assert rows["open"].keys == ("Mod+O",)
    assert rows["cutout"].enabled
    assert not rows["undo"].enabled


def test_rows_have_ids_of_their_own() -> None:
    for state in (EMPTY, OPEN, adjusted(exposure=1.0)):
        ids = [item.id for item in listed(state)]
        assert len(ids) == len(set(ids))


def test_a_setting_shows_its_present_value_and_where_it_stands() -> None:
    rows = {item.label: item for item in palette.settings(adjusted(whites=8, exposure=-0.5), unset)}
    assert rows["Whites"].detail == "Adjust, now +8"
    assert rows["Exposure"].detail == "Adjust, now −0.5"
    assert rows["Sharpen"].detail == "Adjust, now 0"
    assert rows["Whites"].focus == "#slide-whites"
    assert rows["Theme"].detail == "now As the system"


def test_choices_are_read_by_their_names() -> None:
    chosen = {"theme": "dark", "surround": "black", "letters": "off", "auto": "on"}
    rows = palette.settings(EMPTY, lambda name, default: chosen.get(name, default))
    details = {item.label: item.detail for item in rows if item.group == "Settings"}
    assert details["Theme"] == "now Dark"
    assert details["Around the picture"] == "now Black"
    assert details["Single-letter keys"] == "now Off"
    assert details["Auto-remove background"] == "now On"


def test_values_of_a_picture_need_one() -> None:
    rows = {item.label: item for item in palette.settings(EMPTY, unset)}
    assert not rows["Exposure"].enabled
    assert rows["Theme"].enabled


def test_a_place_that_is_open_is_not_opened_again() -> None:
    """The commands of drawers and panels close them when they are open."""
    at_adjust = replace(OPEN, desk=Desk(task="adjust", drawer="settings"))
    rows = {item.label: item for item in palette.settings(at_adjust, unset)}
    assert (rows["Exposure"].command, rows["Theme"].command) == ("", "")
    rows = {item.label: item for item in palette.settings(OPEN, unset)}
    assert (rows["Exposure"].command, rows["Theme"].command) == ("task-adjust", "settings")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("undo", "Undo"),
        ("white", "Auto white balance"),
        ("whites", "Whites"),
        ("REMOVE", "Remove background"),
        ("rb", "Remove background"),
        ("mask", "Remove background"),
        ("knock out", "Remove background"),
        ("bakcground", "Remove background"),
        ("backgroud", "Remove background"),
        ("before", "Before / after"),
        ("100", "Zoom to 100 %"),
        ("dark", "Theme"),
        ("vgntt", "Vignette"),
        ("exposre", "Exposure"),
        ("exxposure", "Exposure"),
        ("  zoom   100 ", "Zoom to 100 %"),
    ],
)
def test_people_find_it(query: str, first: str) -> None:
    assert labels(query, adjusted(whites=8))[:1] == [first]


def test_nothing_is_found_for_what_is_nothing() -> None:
    assert labels("qqqq") == []


def test_a_guess_does_not_stand_beside_what_was_meant() -> None:
    """ "redo" is one slip away from "remove": Enter must not remove anything."""
    assert labels("undo") == ["Undo"]
    assert labels("remo") == ["Remove background", "Auto-remove background"]


def test_what_cannot_be_done_comes_last_under_its_own_heading() -> None:
    sections = palette.found(listed(EMPTY), "")
    assert sections[-1].title == "Not possible now"
    assert {item.enabled for item in sections[-1].items} == {False}
    assert all(item.enabled for section in sections[:-1] for item in section.items)
    assert labels("undo", OPEN)[-1] == "Undo"


def test_the_last_used_comes_first() -> None:
    sections = palette.found(listed(OPEN), "", ("zoom-100", "open"))
    assert sections[0].title == "Recently used"
    assert [item.label for item in sections[0].items] == ["Zoom to 100 %", "Open image"]
    assert "Open image" not in [item.label for item in sections[1].items]


def test_use_decides_among_equals_only() -> None:
    two = (Item("one", "Commands", "Same here"), Item("two", "Commands", "Same there"))
    assert [item.id for item in palette.found(two, "same", ("two",))[0].items] == ["two", "one"]
    near = (Item("one", "Commands", "Same"), Item("two", "Commands", "Not the same"))
    assert [item.id for item in palette.found(near, "same", ("two",))[0].items] == ["one", "two"]


def test_a_few_are_remembered() -> None:
    recent: tuple[str, ...] = ()
    for name in "abcdefgb":
        recent = palette.used(recent, name)
    assert recent == ("b", "g", "f", "e", "d")


NAMES = st.text(st.characters(categories=["L", "N", "Zs", "P"]), max_size=24)


@given(NAMES)
def test_every_label_finds_itself_best(label: str) -> None:
    assert distance(label, label) == 0


@given(NAMES.filter(folded), st.data())
def test_a_beginning_is_nearer_than_a_slip(label: str, data: st.DataObject) -> None:
    word = folded(label)[0]
    begun = word[: data.draw(st.integers(1, len(word)))]
    near = distance(begun, word)
    assert near is not None
    assert near <= 2


@given(NAMES, NAMES, NAMES)
def test_a_label_is_never_farther_than_the_same_words_elsewhere(query: str, label: str, other: str) -> None:
    in_label, elsewhere = distance(query, label), distance(query, other, also=label)
    if in_label is not None:
        assert elsewhere is not None
        assert in_label <= elsewhere + 1


@given(NAMES, st.sampled_from([(), ("open",), ("zoom-100", "undo")]))
def test_no_row_comes_twice_and_the_order_is_the_same_each_time(query: str, recent: tuple[str, ...]) -> None:
    found = labels(query, OPEN, recent)
    assert len(found) == len(set(found))
    assert found == labels(query, OPEN, recent)
