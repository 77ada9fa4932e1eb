"""Shapes: drawn from one point to another, sized without a distorted outline, with and without colours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editor.shaping import Style, drawn, ends, folded, led, made, put
from editor.tools.shapes import ShapesTool
from imaging.layers import Layer, Placement, Shape

from .drawing_bench import Bench, at, drag

STYLE = Style(thick=4)


def test_a_shape_fills_the_drag_in_every_direction() -> None:
    for start, end in (((10, 20), (110, 80)), ((110, 80), (10, 20)), ((110, 20), (10, 80))):
        shape, place = drawn("ellipse", STYLE, start, end)
        assert (shape.width, shape.height, place.x, place.y) == (100, 60, 60, 50)


def test_shift_draws_it_as_wide_as_high_and_alt_from_the_middle() -> None:
    shape, place = drawn("rectangle", STYLE, (100, 100), (40, 120), even=True)
    assert (shape.width, shape.height, place.x, place.y) == (60, 60, 70, 130)
    shape, place = drawn("rectangle", STYLE, (100, 100), (130, 110), centred=True)
    assert (shape.width, shape.height, place.x, place.y) == (60, 20, 100, 100)


@pytest.mark.parametrize("kind", ["line", "arrow"])
def test_a_line_goes_from_the_first_point_to_the_last(kind: str) -> None:
    shape, place = drawn(kind, STYLE, (100, 100), (40, 180))  # type: ignore[arg-type]
    tail, tip = ends(Layer("shape-1", shape, place))
    assert tail == pytest.approx((100, 100))
    assert tip == pytest.approx((40, 180))
    assert shape.line == 4
    assert shape.height == (14 if kind == "arrow" else 4)


def test_shift_holds_a_line_to_fifteen_degrees() -> None:
    _, place = drawn("line", STYLE, (0, 0), (100, 24), even=True)
    assert place.rotation == pytest.approx(15)


def test_an_end_is_led_and_the_other_stays() -> None:
    layer = Layer("shape-1", *drawn("arrow", STYLE, (100, 100), (200, 100)))
    tail, tip = ends(led(layer, "e", 0, 50))
    assert (tail, tip) == (pytest.approx((100, 100)), pytest.approx((200, 150)))
    tail, tip = ends(led(layer, "w", -30, 10))
    assert (tail, tip) == (pytest.approx((70, 110)), pytest.approx((200, 100)))
    tail, tip = ends(led(layer, "e", 20, 0, both=True))
    assert (tail, tip) == (pytest.approx((80, 100)), pytest.approx((220, 100)))


def test_a_scale_becomes_width_and_height_and_the_outline_stays() -> None:
    layer = Layer("shape-1", Shape("rectangle", 100, 50, line=6, radius=8), Placement(10, 20, -2, 3, 15))
    new = folded(layer)
    assert new.content == Shape("rectangle", 200, 150, line=6, radius=8)
    assert new.placement == Placement(10, 20, -1, 1, 15)
    assert folded(new) is new


def test_a_press_puts_a_third_of_the_shorter_side() -> None:
    shape, place = put("star", STYLE, (50, 60), (600, 400))
    assert (shape.width, shape.height, place.x, place.y) == (133, 133, 50, 60)


def test_corners_are_a_rectangles() -> None:
    style = replace(STYLE, radius=12)
    assert made("rectangle", 10, 10, style).radius == 12
    assert made("star", 10, 10, style).radius == 0


# colours


def test_no_fill_gives_an_outline_so_that_the_shape_is_seen() -> None:
    bench = Bench()
    bench.shaping.add_middle()
    bench.shaping.fill("#ff0000")
    bench.shaping.fill("")
    assert (bench.shape.colour, bench.shape.line_colour) == ("", "#ff0000")
    assert bench.shape.line > 0


def test_an_outline_gets_a_width_with_its_colour_and_a_colour_with_its_width() -> None:
    bench = Bench()
    bench.shaping.add_middle()
    bench.shaping.edge("#00ff00")
    assert bench.shape.line > 0
    bench.shaping.edge("")
    bench.shaping.thick(9)
    assert (bench.shape.line, bench.shape.line_colour) == (9, "#171717")


def test_the_next_shape_looks_like_the_last() -> None:
    bench = Bench()
    bench.shaping.add_middle()
    bench.shaping.fill("#336699")
    bench.shaping.change("radius", radius=20)
    bench.shaping.choose("rectangle")
    bench.shaping.add_middle()
    assert (bench.shape.colour, bench.shape.radius) == ("#336699", 20)


def test_a_slide_of_one_value_is_one_step() -> None:
    bench = Bench()
    bench.shaping.add_middle()
    for line in (1, 2, 3):
        bench.shaping.thick(line)
    bench.shaping.settle()
    assert bench.steps == ["Add a shape", "Change the shape"]


def test_a_wider_arrow_is_higher() -> None:
    bench = Bench()
    bench.shaping.choose("arrow")
    bench.shaping.add_middle()
    bench.shaping.thick(10)
    assert bench.shape.height == 35


# the tool


def tool_of(bench: Bench) -> ShapesTool:
    tool = ShapesTool(bench.context, bench.shaping)
    bench.store.arrange(task="shapes")
    tool.enter()
    return tool


def test_a_drag_draws_live_and_leaves_one_step() -> None:
    bench = Bench()
    tool = tool_of(bench)
    tool.down(at(50, 50))
    tool.move(at(100, 90))
    tool.move(at(150, 130))
    shown = bench.screen.previewed[-1]
    assert shown is not None
    assert shown.layers[-1].content == Shape("rectangle", 100, 80)
    assert tool.marks().frames[0].tag == "100 × 80"
    assert bench.steps == []
    tool.up(at(150, 130))
    assert bench.steps == ["Add a shape"]
    assert (bench.shape, bench.top.placement) == (Shape("rectangle", 100, 80), Placement(100, 90))
    assert bench.store.state.desk.selected == (bench.top.id,)
    assert bench.screen.previewed[-1] is None


def test_a_press_puts_one_and_a_press_on_another_chooses_it() -> None:
    bench = Bench()
    tool = tool_of(bench)
    drag(tool, at(100, 100))
    first = bench.top.id
    drag(tool, at(400, 200))
    assert bench.top.id != first
    drag(tool, at(100, 100))
    assert bench.store.state.desk.selected == (first,)
    assert len(bench.document.layers) == 3


def test_the_chosen_shape_moves_and_another_one_is_drawn_over() -> None:
    bench = Bench()
    tool = tool_of(bench)
    drag(tool, at(100, 100))
    drag(tool, at(100, 100), at(110, 110), at(140, 120))
    assert bench.top.placement == Placement(140, 120)
    bench.shaping.choose("star")
    drag(tool, at(120, 100), at(130, 110), at(160, 140))
    assert len(bench.document.layers) == 3


def test_a_side_makes_it_wider_without_a_scale() -> None:
    bench = Bench()
    tool = tool_of(bench)
    drag(tool, at(200, 200))
    width = bench.shape.width
    drag(tool, at(200 + width / 2, 200), at(300, 200), at(250 + width / 2, 200))
    assert bench.shape.width == pytest.approx(width + 50)
    assert bench.top.placement.scale_x == 1


def test_the_end_of_an_arrow_is_led_by_its_handle() -> None:
    bench = Bench()
    bench.shaping.choose("arrow")
    tool = tool_of(bench)
    drag(tool, at(100, 100), at(150, 120), at(300, 100))
    drag(tool, at(300, 100), at(290, 150), at(250, 250))
    tail, tip = ends(bench.top)
    assert (tail, tip) == (pytest.approx((100, 100)), pytest.approx((250, 250)))


def test_escape_gives_up_a_drag_then_chooses_nothing() -> None:
    bench = Bench()
    tool = tool_of(bench)
    tool.down(at(50, 50))
    tool.move(at(150, 130))
    assert tool.cancel()
    tool.up(at(150, 130))
    assert bench.steps == []
    drag(tool, at(100, 100))
    assert tool.cancel()
    assert bench.store.state.desk.selected == ()
    assert not tool.cancel()


def test_enter_puts_a_shape_in_the_middle() -> None:
    bench = Bench()
    tool = tool_of(bench)
    assert tool.key("Enter", False, False)
    assert bench.top.placement == Placement(300, 200)
