"""Texts: what stays where it is when they change, what is one step, and what the tool Text does with the pointer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editor.texting import anchored, first, folded, ink_on, inner, nearest_weight, wrapped
from editor.tools.text import TextTool
from imaging import matrix
from imaging.layers import Layer, Placement, Text
from imaging.textlayout import margins

from .drawing_bench import Bench, Ruler, at, drag

measure = Ruler().measured
PLACES = (
    Placement(300, 200),
    Placement(300, 200, 1.5, 1.5, 30.0),
    Placement(120, 80, -1.0, 1.0, -75.0),
)


def made(words: str = "Fresh coffee", **more: object) -> Text:
    return measure(Text(words, 0, 0, size=40, **more))  # type: ignore[arg-type]


def corner(layer: Layer, side: str) -> matrix.Point:
    """Where the lines' corner of that side lies on the canvas."""
    text = layer.content
    assert isinstance(text, Text)
    left, top = margins(text)
    x = {"left": left, "centre": text.width / 2, "right": text.width - left}[side]
    return matrix.apply(matrix.placed(layer.placement, (text.width, text.height)), x, top)


# what stays


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("align", ["left", "centre", "right"])
@pytest.mark.parametrize(
    "change", [{"text": "Fresh coffee\nevery day, all day"}, {"size": 90}, {"outline": 12.0}, {"shadow": 0.5}]
)
def test_the_corner_of_the_alignment_stays(place: Placement, align: str, change: dict[str, object]) -> None:
    layer = Layer("text-1", made(align=align), place)
    new = anchored(layer, measure(replace(layer.content, **change)))  # type: ignore[type-var, arg-type]
    assert corner(new, align) == pytest.approx(corner(layer, align))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("handle", ["e", "w"])
def test_a_side_handle_changes_the_wrap_and_the_other_side_stays(place: Placement, handle: str) -> None:
    layer = Layer("text-1", made("The best coffee is the one you share", wrap=400.0), place)
    dx, dy = matrix.apply(matrix.turn(place.rotation), -100 if handle == "e" else 100, 0)
    new = wrapped(layer, handle, dx, dy, measure)
    text = new.content
    assert isinstance(text, Text)
    assert text.wrap == pytest.approx(inner(layer.content) - 100 / abs(place.scale_x))  # type: ignore[arg-type]
    side = "left" if (handle == "e") == (place.scale_x > 0) else "right"
    assert corner(new, side) == pytest.approx(corner(layer, side))


def test_both_sides_go_with_alt_and_a_width_never_gets_lost() -> None:
    layer = Layer("text-1", made(wrap=300.0), Placement(300, 200))
    new = wrapped(layer, "e", 20, 0, measure, both=True)
    assert new.placement.x == pytest.approx(300, abs=0.5)
    least = wrapped(layer, "e", -5000, 0, measure).content
    assert isinstance(least, Text)
    assert least.wrap == 20


def test_a_scale_becomes_the_size_of_the_letters() -> None:
    layer = Layer("text-1", made(wrap=200.0, outline=2.0), Placement(300, 200, 1.5, -1.5, 10))
    new = folded(layer, measure)
    text = new.content
    assert isinstance(text, Text)
    assert (text.size, text.wrap, text.outline) == (60, 300, 3)
    assert (new.placement.scale_x, new.placement.scale_y) == (1, -1)


def test_letters_stand_out_from_what_is_below() -> None:
    assert [ink_on(colour) for colour in ("#ffffff", "#101820", "")] == ["#171717", "#ffffff", "#171717"]


def test_the_nearest_weight_of_a_family_is_taken() -> None:
    assert nearest_weight("Caveat", 300) == 400
    assert nearest_weight("Playfair Display", 800) in (700, 900)


# writing


def test_a_new_text_stands_in_the_middle_is_chosen_and_edited() -> None:
    bench = Bench()
    bench.texting.add_middle()
    assert bench.text.text == first()
    assert bench.text.size == 40
    assert (bench.top.placement.x, bench.top.placement.y) == pytest.approx((300, 200), abs=0.5)
    assert bench.store.state.desk.selected == (bench.top.id,)
    assert bench.store.state.desk.task == "text"
    assert bench.focused == 1


def test_adding_and_writing_are_one_step_and_later_writing_another() -> None:
    bench = Bench()
    bench.texting.add(100, 100)
    for words in ("F", "Fr", "Fresh"):
        bench.texting.change("words", text=words)
    bench.texting.leave()
    assert bench.steps == ["Add text"]
    bench.texting.change("words", text="Fresh!")
    bench.texting.change("words", text="Fresh!!")
    bench.texting.leave()
    assert bench.steps == ["Add text", "Edit text"]


def test_a_text_that_was_never_written_leaves_no_step() -> None:
    bench = Bench()
    before = bench.document
    bench.texting.add(100, 100)
    bench.texting.change("words", text=" ")
    bench.texting.leave()
    assert bench.document == before
    assert bench.steps == []


def test_emptying_a_text_removes_it_and_undo_brings_it_back() -> None:
    bench = Bench()
    bench.texting.add(100, 100)
    bench.texting.leave()
    bench.texting.change("words", text="")
    bench.texting.leave()
    assert bench.steps == ["Add text", "Delete"]
    bench.edits.undo()
    assert bench.text.text == first()


def test_what_is_written_while_a_font_is_on_its_way_arrives_once() -> None:
    bench = Bench()
    bench.texting.add(100, 100)
    bench.ruler.late = {"Bitter"}
    bench.texting.change("font", font="Bitter")
    bench.texting.change("words", text="Late")
    assert bench.text.font == "Geist"
    bench.wait()
    assert (bench.text.font, bench.text.text) == ("Bitter", "Late")


def test_a_font_that_does_not_come_is_said_once_and_the_text_stays() -> None:
    bench = Bench()
    bench.ruler.broken = {"Geist"}
    bench.texting.add(100, 100)
    bench.wait()
    alert = bench.store.state.alert
    assert alert is not None
    assert alert.code == "font/network"
    assert bench.text.text == first()
    bench.store.change(alert=None)
    bench.texting.change("words", text="Still here")
    bench.wait()
    assert bench.text.text == "Still here"
    assert bench.store.state.alert is None


def test_an_outline_is_seen_on_letters_of_its_colour() -> None:
    bench = Bench()
    bench.screen.colour = "#000000"
    bench.texting.add(100, 100)
    bench.texting.change("outline", outline=3.0)
    assert (bench.text.colour, bench.text.outline_colour) == ("#ffffff", "#171717")


def test_another_font_keeps_a_weight_that_it_has() -> None:
    bench = Bench()
    bench.texting.add(100, 100)
    bench.texting.change("weight", weight=800)
    bench.texting.change("font", font="Caveat")
    assert bench.text.weight == 700


def test_ten_thousand_letters_are_one_text() -> None:
    bench = Bench()
    bench.texting.add(10, 10, 400)
    bench.texting.change("words", text="e\u0301 שלום 👋🏽 word " * 700)
    assert bench.text.height > 10_000


# the tool


def tool_of(bench: Bench) -> TextTool:
    tool = TextTool(bench.context, bench.texting)
    bench.store.arrange(task="text")
    tool.enter()
    return tool


def test_a_press_sets_a_text_whose_first_line_begins_there() -> None:
    bench = Bench()
    drag(tool_of(bench), at(120, 90))
    assert corner(bench.top, "left")[0] == pytest.approx(120)
    assert bench.top.placement.y == pytest.approx(90, abs=0.5)


def test_a_press_beside_a_chosen_text_ends_the_work_on_it() -> None:
    bench = Bench()
    tool = tool_of(bench)
    drag(tool, at(120, 90))
    drag(tool, at(500, 350))
    assert bench.store.state.desk.selected == ()
    assert len(bench.document.layers) == 2


def test_a_drag_on_an_empty_place_gives_the_width() -> None:
    bench = Bench()
    drag(tool_of(bench), at(50, 60), at(200, 100), at(350, 160))
    assert bench.text.wrap == 300
    assert corner(bench.top, "left") == pytest.approx((50, 60))


def test_a_drag_too_narrow_for_letters_sets_a_text_as_a_press_does() -> None:
    """It came out one pixel wide, with one letter a line."""
    bench = Bench()
    drag(tool_of(bench), at(50, 60), at(52, 200), at(55, 300))
    assert bench.text.wrap == 0
    assert bench.text.width > bench.text.height


def test_a_drag_moves_a_text_and_a_press_edits_it() -> None:
    bench = Bench()
    tool = tool_of(bench)
    drag(tool, at(120, 90))
    was = bench.top.placement
    bench.store.arrange(selected=())
    drag(tool, at(140, 90), at(160, 100), at(200, 130))
    assert (bench.top.placement.x - was.x, bench.top.placement.y - was.y) == pytest.approx((60, 40))
    focused = bench.focused
    drag(tool, at(200, 130))
    assert bench.focused == focused + 1


def test_a_corner_scales_the_letters_and_a_side_wraps_them_live() -> None:
    bench = Bench()
    tool = tool_of(bench)
    drag(tool, at(120, 90))
    frame = tool.marks().frames[-1]
    (left, top), _, (right, bottom), _ = frame.quad
    drag(tool, at(right, bottom), at(right + 50, bottom), at(right + (right - left), bottom + (bottom - top)))
    assert bench.text.size == pytest.approx(80)
    assert (bench.top.placement.scale_x, bench.top.placement.scale_y) == (1, 1)
    (_, _), (edge, upper), (_, lower), _ = tool.marks().frames[-1].quad
    drag(tool, at(edge, (upper + lower) / 2), at(edge - 50, 100), at(edge - 150, 100))
    assert bench.text.wrap > 0
    assert any(isinstance(shown, type(bench.document)) for shown in bench.screen.previewed)
    assert bench.steps[-2:] == ["Resize", "Resize"]


def test_arrows_move_a_chosen_text_and_enter_edits_it() -> None:
    bench = Bench()
    tool = tool_of(bench)
    drag(tool, at(120, 90))
    was, focused = bench.top.placement, bench.focused
    assert tool.key("ArrowRight", True, False)
    assert bench.top.placement.x == was.x + 10
    assert tool.key("Enter", False, False)
    assert bench.focused == focused + 1


def test_a_given_up_gesture_changes_nothing() -> None:
    bench = Bench()
    tool = tool_of(bench)
    drag(tool, at(120, 90))
    steps, document = bench.steps, bench.document
    tool.down(at(140, 90))
    tool.move(at(240, 190))
    assert tool.cancel()
    tool.up(at(240, 190))
    assert (bench.steps, bench.document) == (steps, document)


def test_other_layers_have_no_handles_here() -> None:
    bench = Bench()
    tool = tool_of(bench)
    bench.store.arrange(selected=("photo",))
    assert tool.marks().frames == ()
