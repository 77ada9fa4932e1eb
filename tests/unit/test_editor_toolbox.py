"""Which tool has the canvas, and where the handles of a frame are."""

from __future__ import annotations

import asyncio
from math import cos, radians, sin
from typing import Any

import pytest

from editor.tools import grips
from editor.tools.port import NO_MARKS, Context, Marks, Pointer, Quad, Tool
from editor.tools.toolbox import Toolbox

from .editor_fakes import Desk, FakeSurface

HERE = Pointer(1, 2)


class Noting(Tool):
    """Writes down what happens to it."""

    cursor = "crosshair"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.notes: list[str] = []

    def enter(self) -> None:
        self.notes.append("enter")

    def down(self, at: Pointer) -> bool:
        self.notes.append("down")
        return True

    def move(self, at: Pointer) -> None:
        self.notes.append("move")

    def up(self, at: Pointer) -> None:
        self.notes.append("up")

    def cancel(self) -> bool:
        self.notes.append("cancel")
        return True

    def changed(self) -> None:
        self.notes.append("changed")

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        return key == "x"

    def marks(self) -> Marks:
        return Marks(brush=(1.0, 2.0, 3.0))


class Bench:
    """A toolbox with one tool, for Arrange."""

    def __init__(self) -> None:
        self.desk = asyncio.run(Desk().opened())
        self.surface = FakeSurface()
        self.made = 0
        self.cursors: list[str] = []
        self.box = Toolbox({"arrange": self._maker}, self.cursors.append)
        self.box.connect(Context(self.desk.store, self.desk.session.edits, self.surface))
        self.desk.store.watch(self.box.draw)

    def _maker(self) -> Any:
        self.made += 1
        return Noting

    def task(self, name: str) -> None:
        self.desk.store.arrange(task=name)

    @property
    def notes(self) -> list[str]:
        assert isinstance(self.box.tool, Noting)
        return self.box.tool.notes


def test_a_task_without_a_tool_lets_the_view_pan() -> None:
    bench = Bench()
    assert bench.box.tool is None and bench.made == 0
    assert not bench.box.down(HERE)
    assert not bench.box.double(HERE)
    assert not bench.box.cancel()
    assert not bench.box.key("x", False, False)
    bench.box.move(HERE)
    bench.box.up(HERE)
    bench.box.hover(HERE)
    bench.box.out()
    assert bench.box.marks() == NO_MARKS


def test_a_tool_is_made_when_its_task_is_first_chosen_and_kept() -> None:
    bench = Bench()
    bench.task("arrange")
    first = bench.box.tool
    bench.task("cutout")
    bench.task("arrange")
    assert bench.box.tool is first
    assert bench.made == 1
    assert bench.notes == ["enter", "cancel", "enter"]


def test_a_gesture_goes_to_the_tool_and_its_marks_are_drawn() -> None:
    bench = Bench()
    bench.task("arrange")
    marked = bench.surface.marked
    assert bench.box.down(HERE)
    bench.box.move(HERE)
    bench.box.up(HERE)
    assert bench.notes[1:] == ["down", "move", "up"]
    assert bench.surface.marked == marked + 3
    assert bench.box.marks().brush == (1, 2, 3)
    assert bench.box.key("x", False, False) and not bench.box.key("y", False, False)


def test_the_cursor_is_the_tools_and_the_views_own_without_one() -> None:
    bench = Bench()
    bench.task("arrange")
    assert bench.cursors[-1] == "crosshair"
    bench.task("cutout")
    assert bench.cursors[-1] == ""


def test_a_tool_hears_of_another_document_and_another_choice_once() -> None:
    bench = Bench()
    bench.task("arrange")
    bench.desk.store.arrange(selected=("photo",))
    bench.desk.store.arrange(rulers=True)
    bench.desk.session.edits.backdrop(bench.desk.document.backdrop)
    assert bench.notes.count("changed") == 1
    bench.desk.session.edits.toggle("photo")  # changes nothing
    bench.desk.session.edits.adjust(bench.desk.document.adjustments.__class__(exposure=1.0), "exposure")
    assert bench.notes.count("changed") == 2


def test_while_two_are_compared_no_tool_has_the_canvas() -> None:
    bench = Bench()
    bench.task("arrange")
    bench.desk.store.arrange(compare=True)
    assert bench.box.tool is None
    bench.desk.store.arrange(compare=False)
    assert bench.box.tool is not None


def test_when_the_photo_is_closed_the_tool_goes() -> None:
    bench = Bench()
    bench.task("arrange")
    tool = bench.box.tool
    bench.desk.store.change(history=None)
    assert bench.box.tool is None
    assert isinstance(tool, Noting) and tool.notes[-1] == "cancel"


# grips


def turned(angle: float, width: float = 200, height: float = 100) -> Quad:
    """A box around (300, 200), turned."""
    c, s = cos(radians(angle)), sin(radians(angle))
    corners = [(-width / 2, -height / 2), (width / 2, -height / 2), (width / 2, height / 2), (-width / 2, height / 2)]
    return tuple((300 + x * c - y * s, 200 + x * s + y * c) for x, y in corners)  # type: ignore[return-value]


UPRIGHT = turned(0)
NAMES = (*grips.HANDLES, "rotate")


def test_handles_sit_on_the_frame() -> None:
    places = {name: grips.on_quad(UPRIGHT, name) for name in grips.HANDLES}
    assert places["nw"] == (200, 150)
    assert places["e"] == (400, 200)
    assert places["s"] == (300, 250)


@pytest.mark.parametrize("angle", [0, 30, 90, 200])
@pytest.mark.parametrize("name", grips.HANDLES)
def test_a_handle_is_grabbed_where_it_sits(angle: float, name: str) -> None:
    quad = turned(angle)
    x, y = grips.on_quad(quad, name)
    assert grips.grabbed(quad, NAMES, Pointer(x + 5, y - 5)) == name
    assert grips.grabbed(quad, (), Pointer(x, y)) == ""


def test_a_finger_is_coarser_and_a_far_view_too() -> None:
    assert grips.grabbed(UPRIGHT, NAMES, Pointer(415, 265)) == ""
    assert grips.grabbed(UPRIGHT, NAMES, Pointer(415, 265, kind="touch")) == "se"
    assert grips.grabbed(UPRIGHT, NAMES, Pointer(415, 265, reach=3.0)) == "se"


def test_on_a_tiny_frame_corners_win_over_sides() -> None:
    tiny = turned(0, 2, 2)
    assert grips.grabbed(tiny, NAMES, Pointer(300, 201)) in ("s", "se", "sw")
    assert grips.grabbed(((300, 200),) * 4, ("n", "nw", "s"), Pointer(300, 200)) == "nw"  # type: ignore[arg-type]


@pytest.mark.parametrize("angle", [0, 45, 180])
def test_the_stalk_stands_over_the_top_edge_outside_of_the_box(angle: float) -> None:
    quad = turned(angle)
    foot, knob = grips.stalk(quad, 26)
    assert ((knob[0] - foot[0]) ** 2 + (knob[1] - foot[1]) ** 2) ** 0.5 == pytest.approx(26)
    assert not grips.inside(quad, Pointer(*knob))
    assert grips.grabbed(quad, NAMES, Pointer(*knob)) == "rotate"


def test_a_flat_frame_has_a_stalk_too() -> None:
    assert grips.stalk(turned(0, 200, 0), 26)[1] == pytest.approx((300, 174))


@pytest.mark.parametrize("angle", [0, 30, 90])
@pytest.mark.parametrize("mirror", [False, True])
def test_inside_is_inside_whichever_way_the_box_goes_round(angle: float, mirror: bool) -> None:
    quad = turned(angle)
    quad = (quad[1], quad[0], quad[3], quad[2]) if mirror else quad
    assert grips.inside(quad, Pointer(310, 210))
    assert not grips.inside(quad, Pointer(500, 400))


@pytest.mark.parametrize(
    ("name", "angle", "cursor"),
    [
        ("e", 0, "ew-resize"),
        ("se", 0, "nwse-resize"),
        ("n", 0, "ns-resize"),
        ("ne", 0, "nesw-resize"),
        ("e", 90, "ns-resize"),
        ("se", 45, "ns-resize"),
        ("se", 90, "nesw-resize"),
        ("n", 180, "ns-resize"),
        ("rotate", 70, "grab"),
    ],
)
def test_the_cursor_turns_with_the_box(name: str, angle: float, cursor: str) -> None:
    assert grips.cursor(name, turned(angle, 100, 100)) == cursor


def test_the_cursor_of_a_mirrored_box_is_mirrored() -> None:
    nw, ne, se, sw = turned(0, 100, 100)
    assert grips.cursor("se", (ne, nw, sw, se)) == "nesw-resize"
