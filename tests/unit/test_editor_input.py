"""What people type, press and hand over: sums, colours, keys, files, the export form, the command table."""

from __future__ import annotations

import pytest

from editor.colours import SWATCHES, parse_colour, rgb_text
from editor.commands import Command, Registry, at_work, can_redo, can_undo, differs, has_photo, idle
from editor.document import Document
from editor.export_form import ExportForm
from editor.history import History
from editor.intake import MAX_FILE_MEGABYTES, one_photo
from editor.numbers import parse_pixels, parse_sum
from editor.shortcuts import Press, aria, matches, parse, shown
from editor.state import State, Work
from errors import InputError

from .editor_fakes import cut, incoming, photo


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2000", 2000),
        ("2000/2", 1000),
        (" 1200 + 300 px", 1500),
        ("3×500", 1500),
        ("10x10", 100),
        ("1,5*2", 3),
        ("-(3-5)", 2),
        ("", None),
        ("1/0", None),
        ("two", None),
        ("__import__('os')", None),
        ("2**9999", None),
        ("(" * 50, None),
        ("True", None),
    ],
)
def test_sums(text: str, value: float | None) -> None:
    assert parse_sum(text) == value


@pytest.mark.parametrize(("text", "value"), [("0", None), ("0.6", 1), ("100", 100), ("101", None), ("-5", None)])
def test_pixels_have_limits(text: str, value: int | None) -> None:
    assert parse_pixels(text, 100) == value


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#FFF", "#ffffff"),
        ("c0ffee", "#c0ffee"),
        ("255, 128 0", "#ff8000"),
        ("rgb(1,2,3)", "#010203"),
        ("White", "#ffffff"),
        ("256,0,0", None),
        ("#12345", None),
        ("url(x)", None),
        ("", None),
    ],
)
def test_colours(text: str, colour: str | None) -> None:
    assert parse_colour(text) == colour


def test_every_swatch_is_a_colour_with_a_name_of_its_own() -> None:
    assert all(parse_colour(colour) == colour for colour, _ in SWATCHES)
    assert len({name for _, name in SWATCHES}) == len({colour for colour, _ in SWATCHES}) == 16
    assert rgb_text("#ff8000") == "255,128,0"


def press(key: str, **held: bool) -> Press:
    return Press(key, **held)


@pytest.mark.parametrize(
    ("chord", "event", "hit"),
    [
        ("Mod+Z", press("z", ctrl=True), True),
        ("Mod+Z", press("Z", ctrl=True, shift=True), False),
        ("Mod+Shift+Z", press("Z", ctrl=True, shift=True), True),
        ("Mod+Z", press("z"), False),
        ("Mod+Z", press("z", ctrl=True, alt=True), False),
        ("Mod+Z", press("z", ctrl=True, typing=True), False),
        ("Mod+E", press("e", ctrl=True, typing=True), True),
        ("B", press("b"), True),
        ("B", press("b", typing=True), False),
        ("B", press("B", shift=True), False),
        ("?", press("?", shift=True), True),
        ("+", press("+"), True),
        ("+", press("+", shift=True), True),
        ("\\", press("\\"), True),
        ("Escape", press("Escape", typing=True), True),
        ("F6", press("F6"), True),
    ],
)
def test_keys(chord: str, event: Press, hit: bool) -> None:
    assert matches(parse(chord), event, mac=False, letters=True) is hit


def test_a_mac_uses_cmd() -> None:
    assert matches(parse("Mod+Z"), press("z", meta=True), mac=True, letters=True)
    assert not matches(parse("Mod+Z"), press("z", ctrl=True), mac=True, letters=True)
    assert shown("Mod+Shift+Z", mac=True) == ("⌘", "⇧", "Z")
    assert shown("Mod+E", mac=False) == ("Ctrl", "E")
    assert aria("Mod+E", mac=True) == "Meta+E"


def test_letter_keys_can_be_switched_off_and_others_stay() -> None:
    assert not matches(parse("B"), press("b"), mac=False, letters=False)
    assert not matches(parse("?"), press("?", shift=True), mac=False, letters=False)
    assert matches(parse("Mod+Z"), press("z", ctrl=True), mac=False, letters=False)
    assert matches(parse("Escape"), press("Escape"), mac=False, letters=False)


@pytest.mark.parametrize("text", ["Hyper+Z", "Mod+", ""])
def test_a_misspelt_chord_is_found_at_once(text: str) -> None:
    with pytest.raises(ValueError, match="chord"):
        parse(text)


def test_one_file_is_taken() -> None:
    assert one_photo([incoming()]) == incoming()


@pytest.mark.parametrize(
    ("files", "folder", "code"),
    [
        ([], True, "input/folder"),
        ([incoming()] * 40, False, "input/many"),
        ([], False, "input/clipboard-empty"),
        ([incoming(size=0)], False, "input/empty"),
        ([incoming(size=(MAX_FILE_MEGABYTES + 1) * 10**6)], False, "input/too-large-file"),
    ],
)
def test_what_is_refused_before_a_byte_is_read(files: list[object], folder: bool, code: str) -> None:
    with pytest.raises(InputError) as refused:
        one_photo(files, folder)  # type: ignore[arg-type]
    assert refused.value.code == code


def form() -> ExportForm:
    return ExportForm.of(cut(Document.of(photo())))


def test_the_form_starts_as_the_photo() -> None:
    assert (form().width, form().height, form().percent, form().file_name) == (600, 400, 100, "cup-cut-out.png")


def test_locked_proportions_follow() -> None:
    assert form().with_width(300).height == 200
    assert form().with_height(100).width == 150
    assert form().with_width(1).height == 1
    free = form().with_lock(False).with_width(300)
    assert (free.height, free.with_lock(True).height) == (400, 200)


def test_scales_know_what_can_be_written() -> None:
    assert form().scaled(50).percent == 50
    large = ExportForm(8000, 6000, 8000, 6000, "x")
    assert [large.allows(percent) for percent in (50, 100, 200)] == [True, True, False]


@pytest.mark.parametrize(
    ("name", "file"),
    [("a/b:c", "a-b-c.png"), ("  ", "picture.png"), ("..", "picture.png"), ("x" * 300, "x" * 120 + ".png")],
)
def test_names_are_good_on_every_system(name: str, file: str) -> None:
    assert ExportForm(1, 1, 1, 1, name).file_name == file


def state(**fields: object) -> State:
    return State(**fields)  # type: ignore[arg-type]


def with_photo(**fields: object) -> State:
    return state(history=History.of(Document.of(photo()), "Opened"), **fields)


def test_when_commands_can_run() -> None:
    empty, open_, working = state(), with_photo(), with_photo(work=Work("cutout", "cup.jpg"))
    assert [rule(empty) for rule in (has_photo, idle, differs, can_undo, can_redo, at_work)] == [False] * 6
    assert (has_photo(open_), idle(open_), idle(working), at_work(working)) == (True, True, False, True)
    assert not at_work(with_photo(work=Work("cutout", "cup.jpg", stopping=True)))


def test_the_table_finds_a_key_and_runs_only_what_is_enabled() -> None:
    ran: list[str] = []
    present = state()
    table = Registry(
        [
            Command("undo", "Undo", lambda: ran.append("undo"), ("Mod+Z",), has_photo),
            Command("keys", "Keys", lambda: ran.append("keys"), ("?",)),
            Command("done", "Done", lambda: ran.append("done")),
        ],
        lambda: present,
    )
    assert table.find(press("z", ctrl=True), False, True) is None
    found = table.find(press("?"), False, True)
    assert found is not None and found.id == "keys"
    table.run("undo")
    table.run("keys")
    table.run("no such thing")
    assert ran == ["keys"]
    present = with_photo()
    assert table.enabled("undo")
    table.run("undo")
    assert ran == ["keys", "undo"]
    assert [command.id for command in table.with_keys] == ["undo", "keys"]


def test_two_commands_never_share_a_name() -> None:
    twice = [Command("a", "A", lambda: None), Command("a", "B", lambda: None)]
    with pytest.raises(ValueError, match="share"):
        Registry(twice, state)
