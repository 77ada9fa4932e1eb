"""How finely letters are drawn: tall enough to be drawn by their outlines, and never more than was promised."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging.layers import Text
from imaging.letters import FINE, MOST, OUTLINED, READY, TALLEST, finer, reach, samples
from imaging.matrix import Matrix, scale, times, turn
from imaging.textlayout import layout, margins

scales = st.floats(0.001, 50)


def longest(m: Matrix, em: float, down: int) -> float:
    """Pixels of the longer axis of an em that is drawn so much taller."""
    return em * max(hypot(m[0], m[3] * down), hypot(m[1], m[4] * down))


@given(scales, scales, st.floats(-180, 180), st.floats(4, 4000), st.integers(1, 9000), st.integers(1, 9000))
def test_letters_are_tall_enough_or_there_is_a_reason(
    x: float, y: float, angle: float, em: float, width: int, height: int
) -> None:
    m = times(turn(angle), scale(x, y))
    across, down = samples(m, em, (width, height))
    area = width * height
    assert 1 <= across <= READY
    assert 1 <= down <= TALLEST
    assert across * down * area <= max(MOST, area)
    if longest(m, em, down) < OUTLINED * 0.999:
        fits = next((taller for taller in range(1, TALLEST + 1) if longest(m, em, taller) >= OUTLINED * 1.001), None)
        assert fits is None or fits * area > MOST


@pytest.mark.parametrize(("em", "wanted"), [(900.0, (2, 4)), (400.0, (2, 4)), (64.0, (2, 13)), (8.0, (2, 100))])
def test_a_headline_is_drawn_as_finely_as_it_can_be(em: float, wanted: tuple[int, int]) -> None:
    across, down = samples(scale(1, 1), em, (300, 200))
    assert (across, down) == wanted
    assert em * down >= FINE


def test_a_text_of_ten_thousand_letters_and_a_whole_file_stay_within_the_budget() -> None:
    assert samples(scale(1, 1), 20.0, (900, 1100)) == (1, 20)
    assert samples(scale(1, 1), 3.0, (1400, 900)) == (3, 12)
    assert samples(scale(1, 1), 500.0, (8000, 6000)) == (1, 1)
    assert samples(scale(1, 1), 50.0, (8000, 6000)) == (1, 1)


def test_outlines_and_what_has_no_letters_of_ours_are_drawn_finer() -> None:
    assert finer(Text("Sale", 1, 1)) == finer(Text("مرحبا", 1, 1)) == finer(Text("a b\nc", 1, 1)) == 2
    assert finer(Text("Sale", 1, 1, outline=3.0)) == finer(Text("Sale 🎉", 1, 1)) == READY


def test_a_line_reaches_as_far_as_its_box_leaves_room() -> None:
    text = Text("Ag", 1, 1, size=40, outline=5)
    plan = layout(text, lambda piece: 20.0 * len(piece))
    left, top, right, bottom = reach(plan.lines[0], text)
    assert margins(text)[0] > 0
    assert left <= 0
    assert top <= 0
    assert right >= plan.width
    assert bottom >= plan.height
