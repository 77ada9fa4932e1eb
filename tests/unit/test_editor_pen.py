"""A pen on the canvas: its pressure in strokes, the switch for it, and the shape that is drawn meanwhile."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.tools.brush import EdgeBrush
from editor.tools.port import Pointer
from editor.tools.retouch import Retouch
from editor.view import pen
from tests.unit.test_editor_brush import Room

WAY = ((150.0, 150.0), (170.0, 150.0), (200.0, 160.0))


def paint(room: Room, *pressures: float, kind: str = "pen", up: float = 0.0) -> None:
    points = [Pointer(x, y, kind=kind, pressure=force) for (x, y), force in zip(WAY, pressures, strict=True)]
    room.tool.down(points[0])
    for point in points[1:]:
        room.tool.move(point)
    room.tool.up(Pointer(*WAY[-1], kind=kind, pressure=up))


@pytest.fixture
def edge() -> Room:
    room = Room(EdgeBrush)
    room.brushing.arm("erase")
    return room


def test_a_stroke_is_as_thick_as_the_pen_was_pressed(edge: Room) -> None:
    paint(edge, 0.0, 0.5, 1.0)
    (stroke,) = edge.layer().mask
    assert stroke.sizes == (0.1, 0.55, 1.0)
    assert len(stroke.points) == 6
    assert edge.store.state.desk.paint.pen


def test_a_mouse_has_no_pressure_and_the_switch_takes_the_pens(edge: Room) -> None:
    paint(edge, 0.2, 0.5, 1.0, kind="mouse")
    assert not edge.store.state.desk.paint.pen
    edge.brushing.pressure(False)
    paint(edge, 0.2, 0.5, 1.0)
    assert [stroke.sizes for stroke in edge.layer().mask] == [(), ()]


def test_the_end_of_a_stroke_keeps_the_last_pressure_and_not_that_of_the_lifted_pen(edge: Room) -> None:
    edge.tool.down(Pointer(150, 150, kind="pen", pressure=0.4))
    edge.tool.up(Pointer(180, 150, kind="pen", pressure=0.0))
    (stroke,) = edge.layer().mask
    assert stroke.sizes == (0.46, 0.46)


def test_what_is_drawn_meanwhile_and_until_the_engine_has_it_has_the_same_sizes(edge: Room) -> None:
    edge.tool.down(Pointer(*WAY[0], kind="pen", pressure=1.0))
    edge.tool.move(Pointer(*WAY[1], kind="pen", pressure=0.0))
    trail = edge.tool.marks().trail
    assert trail is not None
    assert trail.sizes == (1.0, 0.1)
    edge.tool.up(Pointer(*WAY[1], kind="pen"))
    assert edge.tool.marks().past[0].sizes == (1.0, 0.1)


def test_retouching_is_of_one_size() -> None:
    room = Room(Retouch, "retouch")
    paint(room, 0.2, 0.5, 1.0)
    content: Any = room.layer("photo").content
    assert [touch.stroke.sizes for touch in content.touches] == [()]


@given(st.lists(st.tuples(st.floats(-99, 99), st.floats(-99, 99), st.floats(0, 30)), min_size=1, max_size=6))
def test_bands_run_round_as_a_circle_does(line: list[tuple[float, float, float]]) -> None:
    for band in pen.bands(line):
        area = sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise((*band, band[0])))
        assert area >= -1e-6
