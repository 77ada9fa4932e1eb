"""Maps of the plane: they compose, they can be undone, corners go where they should."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging import matrix
from imaging.layers import Placement, centred

sizes = st.floats(1, 5000)
places = st.builds(
    Placement,
    x=st.floats(-3000, 3000),
    y=st.floats(-3000, 3000),
    scale_x=st.floats(0.01, 20) | st.floats(-20, -0.01),
    scale_y=st.floats(0.01, 20),
    rotation=st.floats(-720, 720),
)


@given(places, sizes, sizes)
def test_a_placement_and_its_inverse_cancel(placement: Placement, width: float, height: float) -> None:
    forth = matrix.placed(placement, (width, height))
    there = matrix.apply(forth, width * 0.3, height * 0.8)
    x, y = matrix.apply(matrix.inverse(forth), *there)
    assert x == pytest.approx(width * 0.3, abs=1e-4 * (1 + width))
    assert y == pytest.approx(height * 0.8, abs=1e-4 * (1 + height))


@given(places, sizes, sizes)
def test_the_middle_of_the_box_is_where_the_placement_says(placement: Placement, width: float, height: float) -> None:
    x, y = matrix.apply(matrix.placed(placement, (width, height)), width / 2, height / 2)
    assert (x, y) == pytest.approx((placement.x, placement.y), abs=1e-6 * 5000 * 20)


def test_its_own_size_on_its_own_canvas_changes_nothing() -> None:
    assert matrix.placed(centred(640, 480), (640, 480)) == matrix.IDENTITY
    assert matrix.is_upright(matrix.IDENTITY)


def test_a_quarter_turn_is_exact_and_clockwise() -> None:
    corners = matrix.corners(Placement(50, 50, rotation=90), (40, 20))
    assert corners == ((60, 30), (60, 70), (40, 70), (40, 30))


def test_a_warp_puts_the_corners_where_it_says() -> None:
    warp = (0.1, 0.0, 0.9, 0.1, 1.0, 1.0, 0.0, 0.9)
    placed = matrix.corners(Placement(50, 50, warp=warp), (100, 100))
    flat = [value for point in placed for value in point]
    assert flat == pytest.approx([share * 100 for share in warp])


def test_a_warp_that_changes_nothing_is_the_plain_placement() -> None:
    plain = matrix.placed(Placement(10, 20, 2, 3, 30), (40, 50))
    same = matrix.placed(Placement(10, 20, 2, 3, 30, (0, 0, 1, 0, 1, 1, 0, 1)), (40, 50))
    assert same == pytest.approx(plain)


@pytest.mark.parametrize("warp", [(0, 0, 1, 0, 2, 0, 0, 1), (0,) * 8])
def test_a_folded_warp_is_refused(warp: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"line|undone"):
        matrix.placed(Placement(warp=tuple(map(float, warp))), (10, 10))


@pytest.mark.parametrize("value", [0.0, -0.0, math.nan, math.inf, -math.inf])
def test_a_scale_that_is_none_still_has_a_way_back(value: float) -> None:
    matrix.inverse(matrix.placed(Placement(5, 5, value, 1), (10, 10)))


def test_the_stretch_of_a_turned_box_is_its_scale() -> None:
    m = matrix.placed(Placement(5, 5, 2, 3, 37), (10, 20))
    assert matrix.stretch(m, (10, 20)) == pytest.approx(3)
