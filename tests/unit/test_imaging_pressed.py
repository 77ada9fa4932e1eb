"""Strokes of a pen: as wide as it is pressed, without seams and without building up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imaging import cutmask, strokes
from imaging.layer_text import made, plain
from imaging.layers import Stroke
from tests.unit.test_imaging_strokes import SIZE, levels

LINE = Stroke((20.0, 60.0, 140.0, 60.0), 20.0, hardness=1.0)
SHARES = st.lists(st.floats(0, 1), min_size=2, max_size=2).map(tuple)


def width(stroke: Stroke, x: int) -> float:
    """How many pixels of a column are covered."""
    return float(levels(stroke)[:, x].sum() / 255)


def test_the_full_size_everywhere_is_the_stroke_without_sizes() -> None:
    assert np.array_equal(levels(replace(LINE, sizes=(1.0, 1.0))), levels(LINE))


def test_the_line_is_as_wide_as_the_pen_is_pressed() -> None:
    pressed = replace(LINE, sizes=(0.25, 1.0))
    for x in (25, 60, 80, 120, 138):
        share = 0.25 + 0.75 * (x + 0.5 - 20) / 120
        assert width(pressed, x) == pytest.approx(40 * share, abs=1.6)
    steps = np.diff([width(pressed, x) for x in range(22, 139)])
    assert steps.min() > -0.3, "it only grows"
    assert steps.max() < 2.5, "in steps that are not seen"


def test_parts_that_follow_one_another_do_not_build_up() -> None:
    half = replace(LINE, strength=0.5, hardness=0.3, sizes=(0.2, 1.0))
    assert levels(half).max() <= 128


@given(SHARES, SHARES)
def test_more_pressure_covers_more(some: tuple[float, ...], more: tuple[float, ...]) -> None:
    high = tuple(max(pair) for pair in zip(some, more, strict=True))
    assert (levels(replace(LINE, sizes=high)) >= levels(replace(LINE, sizes=some)) - 1).all()


@given(st.lists(st.floats(), max_size=6).map(tuple), st.lists(st.floats(), max_size=4).map(tuple))
def test_sizes_and_points_may_be_anything(points: tuple[float, ...], sizes: tuple[float, ...]) -> None:
    whole = Image.new("L", SIZE, 255)
    strokes.paint(whole, Stroke(points, 10.0, sizes=sizes))


def test_sizes_go_along_to_the_engine_and_into_files() -> None:
    pressed = replace(LINE, sizes=(0.3, 0.8))
    assert made(Stroke, plain(pressed)) == pressed
    assert "sizes" not in plain(LINE)


def test_pieces_of_a_stroke_are_as_thick_as_the_stroke_is_there() -> None:
    pressed = replace(LINE, points=(20.0, 60.0, 80.0, 40.0, 140.0, 60.0), sizes=(0.2, 1.0, 0.5))
    parts = strokes.pieces(pressed, SIZE, 30.0)
    assert len(parts) > 3
    together = np.max([levels(part) for part in parts], axis=0)
    assert np.abs(together - levels(pressed)).mean() < 1, "the steps of the sizes fall elsewhere"
    (dot,) = strokes.pieces(Stroke((50.0, 50.0), 10.0, sizes=(0.4,)), SIZE, 30.0)
    assert set(dot.sizes) == {0.4}


def test_a_brush_that_stops_at_edges_is_no_wider_than_the_pen_made_it() -> None:
    photo = Image.new("RGB", SIZE, (90, 120, 60))
    cutout = photo.copy()
    cutout.putalpha(255)
    middles: list[float] = []

    def snap(covered: Image.Image, middle: Image.Image, seen: Image.Image) -> Image.Image:
        middles.append(float(np.asarray(middle, np.float64).sum() / np.asarray(covered, np.float64).sum()))
        return covered

    pressed = replace(LINE, sizes=(0.2, 1.0), snap=True)
    solvers = cutmask.Solvers(snap, lambda part, below, covered: part)
    left = np.asarray(cutmask.edit(cutout, photo, (pressed,), solvers=lambda: solvers).getchannel("A"), np.float64)
    assert np.abs((255 - left) - levels(pressed)).mean() < 0.6
    assert len(middles) > 2
    assert max(middles) < 0.6, "its middle is as thin as the stroke is there"
