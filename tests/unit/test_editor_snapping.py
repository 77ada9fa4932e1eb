"""What a dragged box is pulled onto, and the lines that say so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.guide import Guide
from editor.handles import SIDES, Bounds, Handle
from editor.snapping import Line, Snap, snap, snap_edge

CANVAS = (900.0, 600.0)
places = st.floats(-200, 1000)
boxes = st.builds(lambda x, y, w, h: (x, y, x + w, y + h), places, places, st.floats(1, 300), st.floats(1, 300))
crowds = st.lists(boxes, max_size=12)
guides = st.lists(st.builds(Guide, st.sampled_from(["x", "y"]), places), max_size=3)


def parts(box: Bounds, axis: str) -> tuple[float, float, float]:
    low, high = (box[0], box[2]) if axis == "x" else (box[1], box[3])
    return low, (low + high) / 2, high


def lines_of(axis: str, others: list[Bounds], rows: list[Guide]) -> list[float]:
    """Every place that is no gap, listed the plain way."""
    size = CANVAS[0] if axis == "x" else CANVAS[1]
    own = [0, size / 3, size / 2, size * 2 / 3, size, *(row.at for row in rows if row.axis == axis)]
    return own + [at for other in others for at in parts(other, axis)]


@given(boxes, crowds, guides, st.floats(0, 20))
def test_the_nearest_line_wins_or_a_nearer_gap(
    box: Bounds, others: list[Bounds], rows: list[Guide], reach: float
) -> None:
    result = snap(box, others, CANVAS, rows, reach)
    for axis, pull in (("x", result.dx), ("y", result.dy)):
        best = min(abs(line - at) for line in lines_of(axis, others, rows) for at in parts(box, axis))
        assert abs(pull) <= reach
        if best <= reach:
            assert abs(pull) <= best + 1e-6
        gap_lines = [line for line in result.lines if line.kind == "gap"]
        if abs(pull) > 1e-6 and not gap_lines:
            assert abs(pull) == pytest.approx(best, abs=1e-6)


@given(boxes, crowds, guides, st.floats(0, 20))
def test_a_pulled_box_stays(box: Bounds, others: list[Bounds], rows: list[Guide], reach: float) -> None:
    first = snap(box, others, CANVAS, rows, reach)
    there = (box[0] + first.dx, box[1] + first.dy, box[2] + first.dx, box[3] + first.dy)
    for axis, pull in (("x", first.dx), ("y", first.dy)):
        if pull:
            on = min(abs(line - at) for line in lines_of(axis, others, rows) for at in parts(there, axis))
            assert on < 1e-6 or any(line.kind == "gap" for line in first.lines)
            assert first.lines


@given(boxes, st.sampled_from(list(SIDES)), crowds, guides)
def test_an_edge_goes_alone(box: Bounds, handle: Handle, others: list[Bounds], rows: list[Guide]) -> None:
    result = snap_edge(box, handle, others, CANVAS, rows, 10)
    side_x, side_y = SIDES[handle]
    for axis, side, pull in (("x", side_x, result.dx), ("y", side_y, result.dy)):
        if not side:
            assert pull == 0
            continue
        edge = parts(box, axis)[0 if side < 0 else 2]
        best = min((line - edge for line in lines_of(axis, others, rows)), key=abs)
        assert abs(pull) == pytest.approx(abs(best) if abs(best) <= 10 else 0.0, abs=1e-9)
    assert all(line.kind != "gap" for line in result.lines)


def test_nothing_near_is_no_pull() -> None:
    assert snap((110, 110, 150, 150), [], CANVAS, reach=5) == Snap()


def test_the_middle_of_the_canvas() -> None:
    result = snap((403, 100, 503, 130), [], CANVAS, reach=5)
    assert (result.dx, result.dy) == (-3, 0)
    assert result.lines == (Line("canvas", 450, 0, 450, 600),)


def test_a_line_reaches_over_both_boxes() -> None:
    result = snap((102, 310, 180, 352), [(100, 20, 131, 50)], CANVAS, reach=5)
    assert result.dx == -2
    assert result.lines == (Line("layer", 100, 20, 100, 352),)


def test_a_guide_pulls_from_both_sides() -> None:
    for left in (247.0, 253.0):
        result = snap((left, 100, left + 31, 130), [], CANVAS, [Guide("x", 250)], reach=5)
        assert result.dx == 250 - left
        assert result.lines == (Line("guide", 250, 0, 250, 600),)


def test_the_same_gap_on_both_sides() -> None:
    row = [(20.0, 100.0, 60.0, 140.0), (221.0, 100.0, 270.0, 140.0)]
    result = snap((112, 70, 165, 157), row, CANVAS, reach=5)
    assert result.dx == 2
    assert result.lines == (Line("gap", 60, 120, 114, 120), Line("gap", 167, 120, 221, 120))


def test_the_gap_of_the_neighbours_goes_on() -> None:
    row = [(20.0, 100.0, 60.0, 145.0), (95.0, 100.0, 131.0, 145.0)]
    result = snap((169, 70, 200, 157), row, CANVAS, reach=5)
    assert result.dx == -3
    assert result.lines == (Line("gap", 60, 122.5, 95, 122.5), Line("gap", 131, 122.5, 166, 122.5))
    before = [(95.0 + 700, 100.0, 131.0 + 700, 145.0), (711.0, 100.0, 760.0, 145.0)]
    assert snap((634, 90, 673, 156), before, CANVAS, reach=5).dx == 3


def test_columns_have_gaps_too() -> None:
    column = [(100.0, 20.0, 140.0, 60.0), (100.0, 221.0, 140.0, 270.0)]
    result = snap((90, 112, 157, 165), column, CANVAS, reach=5)
    assert result.dy == 2
    assert Line("gap", 120, 60, 120, 114) in result.lines


def test_a_box_around_all_is_no_neighbour() -> None:
    row = [(20.0, 100.0, 60.0, 140.0), (221.0, 100.0, 270.0, 140.0), (-9.0, -9.0, 909.0, 609.0)]
    assert snap((112, 70, 165, 157), row, CANVAS, reach=5).dx == 2


def test_an_edge_that_is_dragged_takes_its_lines_along() -> None:
    result = snap_edge((200, 200, 453, 250), "e", [(20, 20, 31, 31)], CANVAS, reach=5)
    assert (result.dx, result.dy) == (-3, 0)
    assert result.lines == (Line("canvas", 450, 0, 450, 600),)
