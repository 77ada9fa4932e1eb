"""Strokes: their coverage is the distance's, whatever the points; on a cut-out they give and take as they say."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from imaging import cutmask, strokes
from imaging.layers import Stroke

Levels = NDArray[np.float64]
SIZE = (160, 120)

anything = st.floats() | st.floats(-200, 400)
wild = st.builds(
    Stroke,
    points=st.lists(anything, max_size=12).map(tuple),
    radius=st.floats() | st.sampled_from([0.1, 1.0, 30.0, 1e6]),
    hardness=st.floats(0, 1),
    strength=st.floats(0, 1),
    erase=st.booleans(),
)
tame = st.builds(
    Stroke,
    points=st.lists(st.tuples(st.floats(-50, 210), st.floats(-50, 170)), min_size=1, max_size=5).map(
        lambda pairs: tuple(value for pair in pairs for value in pair)
    ),
    radius=st.floats(0.5, 90),
    hardness=st.floats(0, 1),
    erase=st.booleans(),
)


def levels(stroke: Stroke, size: tuple[int, int] = SIZE) -> Levels:
    whole = Image.new("L", size)
    covered = strokes.coverage(stroke, size)
    if covered is not None:
        whole.paste(covered.levels, covered.box)
    return np.asarray(whole, np.float64)


def distance(points: tuple[float, ...], size: tuple[int, int] = SIZE) -> Levels:
    """From every pixel's middle to the polyline."""
    pairs = np.array(points).reshape(-1, 2)
    x, y = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    least = np.hypot(x - pairs[0, 0], y - pairs[0, 1])
    for a, b in pairwise(pairs):
        along = b - a
        share = np.clip(((x - a[0]) * along[0] + (y - a[1]) * along[1]) / max(along @ along, 1e-12), 0, 1)
        least = np.minimum(least, np.hypot(x - a[0] - share * along[0], y - a[1] - share * along[1]))
    return least


@settings(deadline=None, max_examples=60)
@given(tame)
def test_all_is_covered_within_the_hard_core_and_nothing_beyond_the_radius(stroke: Stroke) -> None:
    got, far = levels(stroke), distance(stroke.points)
    assert (got[far < stroke.hardness * stroke.radius - 1.5] >= 254).all()
    assert (got[far > stroke.radius + 1.5] == 0).all()


@pytest.mark.parametrize("radius", [2.0, 9.0, 40.0, 300.0])
@pytest.mark.parametrize("hardness", [0.0, 0.5, 0.9])
def test_the_falloff_is_a_smoothstep_of_the_distance(radius: float, hardness: float) -> None:
    stroke = Stroke((-200.0, 30.0, 400.0, 45.0), radius, hardness)
    hard = hardness * radius
    width = max(radius - hard, strokes.EDGE)
    t = np.clip(((radius + hard + width) / 2 - distance(stroke.points)) / width, 0, 1)
    assert np.abs(levels(stroke) - 255 * t * t * (3 - 2 * t)).max() < 4


def test_a_hard_edge_is_antialiased() -> None:
    for radius in (10.0, 150.0):
        row = levels(Stroke((80.0, -1000.0, 80.0, 1000.0), radius, 1.0), (300, 10))[5]
        assert row.sum() == pytest.approx(255 * (min(80.0, radius) + radius), abs=3)
    columns = levels(Stroke((0.0, 20.0, 300.0, 60.0), 10.0, 1.0), (300, 120))[:, 100:200].sum(axis=0)
    assert columns == pytest.approx(np.full(100, 255 * 20 * math.hypot(300, 40) / 300), rel=0.01)


def test_a_stroke_does_not_build_up_over_itself() -> None:
    once = Stroke((20.0, 60.0, 140.0, 60.0), 15.0, 0.2, 0.5)
    again = replace(once, points=(*once.points, *once.points, *once.points))
    assert np.array_equal(levels(once), levels(again))
    assert levels(again).max() == pytest.approx(127.5, abs=1)


@settings(deadline=None, max_examples=80)
@given(wild)
def test_whatever_the_stroke_only_its_box_changes(stroke: Stroke) -> None:
    mask = Image.new("L", SIZE, 128)
    box = strokes.paint(mask, stroke)
    changed = Image.new("L", SIZE, 128)
    if box is not None:
        assert 0 <= box[0] < box[2] <= SIZE[0]
        assert 0 <= box[1] < box[3] <= SIZE[1]
        changed.paste(mask.crop(box), box)
    assert changed.tobytes() == mask.tobytes()
    low, high = mask.getextrema()
    assert (high if stroke.erase else -low) <= (128 if stroke.erase else -128)


@pytest.mark.parametrize(
    "points", [(), (5.0,), (math.nan, 4.0), (math.inf, 4.0, 3.0, math.nan), (9e8, 9e8, 9.1e8, 9e8)]
)
def test_nothing_is_nothing(points: tuple[float, ...]) -> None:
    assert strokes.coverage(Stroke(points, 20.0), SIZE) is None


@pytest.mark.parametrize("radius", [0.0, -3.0, math.nan])
def test_a_brush_without_a_size_draws_nothing(radius: float) -> None:
    assert strokes.coverage(Stroke((20.0, 20.0), radius), SIZE) is None


def test_a_broken_point_is_left_out() -> None:
    whole = Stroke((20.0, 20.0, 90.0, 70.0), 9.0)
    broken = replace(whole, points=(20.0, 20.0, math.nan, 5.0, 90.0, 70.0, 4.0))
    assert np.array_equal(levels(whole), levels(broken))


def test_a_brush_as_large_as_a_country_covers_all() -> None:
    assert levels(Stroke((50.0, 50.0), 1e6)).min() == 255
    assert levels(Stroke((1e8, 50.0), 1e6)).max() == 0


def test_a_line_from_far_away_is_still_where_it_should_be() -> None:
    near, far = (levels(Stroke((-end, 60.0, end, 60.0), 8.0)) for end in (500.0, 1e30))
    assert np.abs(near - far).max() <= 1


def test_thousands_of_points_are_one_line() -> None:
    x = np.linspace(-20, 180, 5000)
    points = tuple(np.stack((x, 60 + 30 * np.sin(x / 20)), axis=1).ravel().tolist())
    coarse = tuple(np.array(points).reshape(-1, 2)[::10].ravel().tolist())
    assert np.abs(levels(Stroke(points, 12.0)) - levels(Stroke(coarse, 12.0))).max() < 6


def test_a_fine_line_covers_its_share_of_a_pixel() -> None:
    row = levels(Stroke((80.0, -50.0, 80.0, 200.0), 0.1))[60]
    assert 0 < row.sum() < 255 * 0.3


@settings(deadline=None, max_examples=40)
@given(tame, st.sampled_from([0.5, 2.0]))
def test_scale_is_the_same_stroke_in_larger_pixels(stroke: Stroke, scale: float) -> None:
    scaled = replace(stroke, points=tuple(value * scale for value in stroke.points), radius=stroke.radius * scale)
    assert strokes.mask([stroke], SIZE, scale).tobytes() == strokes.mask([scaled], SIZE).tobytes()


def test_a_mask_hides_and_brings_back() -> None:
    away = Stroke((0.0, 60.0, 160.0, 60.0), 30.0, 1.0)
    back = Stroke((80.0, 60.0), 10.0, 1.0, erase=False)
    mask = strokes.mask([away, back], SIZE)
    assert [mask.getpixel(at) for at in ((80, 60), (20, 60), (20, 10))] == [255, 0, 255]
    assert strokes.mask([], SIZE).getextrema() == (255, 255)


def cut() -> tuple[Image.Image, Image.Image]:
    """A cut-out of one colour, its left half opaque, and a photo of another."""
    photo, cutout = Image.new("RGB", SIZE, (200, 40, 10)), Image.new("RGBA", SIZE, (10, 20, 240, 0))
    cutout.paste((10, 20, 240, 255), (0, 0, 80, SIZE[1]))
    return cutout, photo


def test_erasing_lowers_alpha_alone() -> None:
    cutout, photo = cut()
    after = cutmask.edit(cutout, photo, (Stroke((40.0, 60.0), 20.0, 1.0),))
    assert after.getpixel((40, 60)) == (10, 20, 240, 0)
    assert after.convert("RGB").tobytes() == cutout.convert("RGB").tobytes()
    assert cutout.getpixel((40, 60)) == (10, 20, 240, 255)


def test_keeping_brings_the_photo_back_and_leaves_the_subject() -> None:
    cutout, photo = cut()
    after = cutmask.edit(cutout, photo, (Stroke((80.0, 60.0), 20.0, 0.5, erase=False),))
    assert after.getpixel((90, 60))[:3] == (200, 40, 10)
    assert after.getpixel((85, 60))[3] == 255
    assert after.getpixel((70, 60)) == (10, 20, 240, 255)
    assert after.getpixel((150, 60)) == (10, 20, 240, 0)


def test_what_is_kept_has_colours_in_proportion() -> None:
    _, photo = cut()
    half = Image.new("RGBA", SIZE, (10, 20, 240, 128))
    after = cutmask.edit(half, photo, (Stroke((80.0, 60.0), 20.0, 1.0, erase=False),)).getpixel((80, 60))
    assert after == pytest.approx((105, 30, 125, 255), abs=2)


def test_keeping_does_not_exceed_the_photo() -> None:
    cutout, photo = cut()
    photo.putalpha(100)
    after = np.asarray(cutmask.edit(cutout, photo, (Stroke((80.0, 60.0), 30.0, 0.5, erase=False),)))
    assert after[60, 90].tolist() == pytest.approx([200, 40, 10, 100], abs=1)
    assert after[60, 60].tolist() == [10, 20, 240, 255]


@settings(deadline=None, max_examples=25)
@given(st.lists(tame, max_size=4).map(tuple), st.integers(0, 4))
def test_only_the_rest_is_drawn_on_what_is_done(many: tuple[Stroke, ...], done: int) -> None:
    cutout, photo = cut()
    whole = cutmask.edit(cutout, photo, many)
    start = cutmask.edit(cutout, photo, many[:done])
    before = start.tobytes()
    assert cutmask.edit(cutout, photo, many, start, done).tobytes() == whole.tobytes()
    assert start.tobytes() == before
    assert cutmask.edit(cutout, photo, many, start, done, in_place=True) is start
    assert start.tobytes() == whole.tobytes()


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_mask_multiplies_alpha(mode: str) -> None:
    image = Image.new(mode, SIZE, (1, 2, 3, 100)[: len(mode)])
    after = cutmask.apply_mask(image, (Stroke((80.0, 60.0), 20.0, 1.0, 0.5),))
    whole = 100 if mode == "RGBA" else 255
    assert after.getpixel((10, 10)) == (1, 2, 3, whole)
    assert after.getpixel((80, 60)) == pytest.approx((1, 2, 3, whole / 2), abs=1)
