"""Adjustments as values, their curves, the histogram, and all of them on one picture."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imaging.adjust import apply, margin
from imaging.adjustments import LOOKS, MIN_SPAN, RANGES, SPATIAL, Adjustments
from imaging.curves import Points, tidy, value
from imaging.histogram import histogram
from tests.unit import scenes

PHOTO, CUTOUT = scenes.studio(120, 80)
NEUTRAL = Adjustments()

numbers = st.fixed_dictionaries({name: st.floats(limits.minimum, limits.maximum) for name, limits in RANGES.items()})
points = st.lists(st.tuples(st.floats(0, 255), st.floats(0, 255)), max_size=6)
levels = st.tuples(st.floats(0, 120), st.floats(130, 255), st.floats(0.3, 3))


@st.composite
def anything(draw: st.DrawFn) -> Adjustments:
    """Any adjustments that are allowed."""
    values: dict[str, Any] = draw(numbers)
    look = draw(st.sampled_from(["", *LOOKS]))
    return Adjustments(
        **values, monochrome=draw(st.booleans()), curve=tidy(draw(points)), levels=draw(levels), look=look
    )


def rising(given: list[tuple[float, float]]) -> Points:
    """Whole levels with both coordinates in order."""
    xs, ys = sorted({round(x) for x, _ in given}), sorted(round(y) for _, y in given)
    return tuple((float(x), float(y)) for x, y in zip(xs, ys, strict=False))


def test_the_defaults_are_neutral_and_inside_of_their_ranges() -> None:
    assert NEUTRAL.is_neutral
    assert not NEUTRAL.is_spatial
    assert NEUTRAL.clamped() == NEUTRAL
    for name, limits in RANGES.items():
        assert getattr(NEUTRAL, name) == limits.neutral
        assert limits.minimum <= limits.neutral <= limits.maximum
        assert 0 < limits.step <= (limits.maximum - limits.minimum) / 10


def test_every_number_has_a_range() -> None:
    others = {"monochrome", "curve", "levels", "look", "order"}
    assert {field.name for field in fields(Adjustments)} - others == set(RANGES)


@pytest.mark.parametrize("name", [name for name in RANGES if name != "look_strength"])
def test_each_slider_alone_changes_the_photo(name: str) -> None:
    values = replace(NEUTRAL, **{name: RANGES[name].maximum})
    assert not values.is_neutral
    assert values.is_spatial == (name in SPATIAL)
    assert apply(PHOTO, values).tobytes() != PHOTO.tobytes()


@pytest.mark.parametrize(
    "values",
    [
        NEUTRAL,
        Adjustments(look_strength=20),
        Adjustments(look="Noir", look_strength=0),
        Adjustments(look="no such look"),
        Adjustments(curve=((0, 0), (100, 100), (255, 255))),
        Adjustments(exposure=float("nan")),
    ],
    ids=str,
)
def test_what_does_nothing_is_neutral_and_returns_the_same_picture(values: Adjustments) -> None:
    assert values.is_neutral
    assert apply(PHOTO, values) is PHOTO
    assert apply(CUTOUT, values) is CUTOUT


def test_values_out_of_range_are_clamped() -> None:
    wild = Adjustments(
        exposure=9, contrast=-400, blur=-5, grain=float("inf"), levels=(250, 3, 0), curve=((300, -9), (0, 20))
    )
    tame = wild.clamped()
    assert (tame.exposure, tame.contrast, tame.blur, tame.grain) == (3, -100, 0, 0)
    assert tame.levels[1] - tame.levels[0] >= MIN_SPAN
    assert tame.levels[2] > 0
    assert tame.curve == ((0, 20), (255, 0))


@given(anything())
def test_clamping_is_done_once(values: Adjustments) -> None:
    assert values.clamped().clamped() == values.clamped()
    assert values.effective().effective() == values.effective()
    assert values.tone().tone() == values.tone()


def test_lists_from_a_message_become_tuples_that_can_be_keys() -> None:
    sent: Any = {"curve": [[0, 10], [255, 255]], "levels": [3, 250, 1.2]}
    assert hash(Adjustments(**sent).clamped()) == hash(
        Adjustments(curve=((0, 10), (255, 255)), levels=(3, 250, 1.2)).clamped()
    )


def test_points_in_any_order_make_one_curve() -> None:
    assert tidy([(255, 240), (0, 10), (90, 60)]) == tidy([(90, 60), (0, 10), (255, 240)])
    assert tidy([(0, 0), (50, 10), (50, 90), (255, 255)]) == ((0, 0), (50, 90), (255, 255))
    assert tidy([(5, 80)]) == tidy([(float("nan"), 3), (3, 3)]) == ()


@given(points.map(rising).filter(lambda curve: len(curve) >= 2))
def test_rising_points_make_a_rising_curve(curve: Points) -> None:
    seen = [value(curve, x / 2) for x in range(511)]
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(seen))


@given(points.map(lambda given: tidy((round(x), y) for x, y in given)).filter(bool))
def test_a_curve_goes_through_its_points_and_never_overshoots(curve: Points) -> None:
    assert all(value(curve, x) == pytest.approx(y, abs=1e-6) for x, y in curve)
    for (x0, y0), (x1, y1) in pairwise(curve):
        between = [value(curve, x0 + (x1 - x0) * i / 20) for i in range(21)]
        assert min(y0, y1) - 1e-6 <= min(between) <= max(between) <= max(y0, y1) + 1e-6


@settings(max_examples=30)
@given(anything(), st.floats(0.05, 1))
def test_any_adjustment_keeps_mode_size_and_alpha(values: Adjustments, scale: float) -> None:
    before = CUTOUT.tobytes()
    for picture in (PHOTO, CUTOUT):
        result = apply(picture, values, scale, (0, 0), (picture.width / scale, picture.height / scale))
        assert (result.mode, result.size) == (picture.mode, picture.size)
    assert result.getchannel("A").tobytes() == CUTOUT.getchannel("A").tobytes()
    assert CUTOUT.tobytes() == before


@settings(max_examples=15)
@given(anything())
def test_the_same_values_give_the_same_pixels(values: Adjustments) -> None:
    again = Adjustments(**{field.name: getattr(values, field.name) for field in fields(Adjustments)})
    assert apply(PHOTO, values).tobytes() == apply(PHOTO, again).tobytes()


def test_a_picture_of_one_pixel_is_adjusted() -> None:
    everything = Adjustments(sharpen=50, denoise=50, blur=50, vignette=-50, grain=50, look="Sepia")
    assert apply(Image.new("RGB", (1, 1), (90, 80, 70)), everything).size == (1, 1)
    assert apply(Image.new("RGBA", (1, 1)), everything).getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_only_what_looks_around_needs_a_margin() -> None:
    full = (4000, 3000)
    assert margin(Adjustments(exposure=1, vignette=-50, grain=50), 1, full) == 0
    assert 0 < margin(Adjustments(blur=50), 0.25, full) < margin(Adjustments(blur=50), 1, full)


def test_a_histogram_counts_every_pixel_once() -> None:
    picture = Image.new("RGB", (10, 10), (255, 0, 0))
    picture.paste((0, 128, 0), (0, 0, 10, 3))
    red, green, blue, luminance = histogram(picture)
    assert (red[255], red[0]) == (70, 30)
    assert (green[0], green[128]) == (70, 30)
    assert blue[0] == 100
    assert (luminance[76], luminance[75]) == (70, 30)
    assert all(len(counts) == 256 and sum(counts) == 100 for counts in (red, green, blue, luminance))


def test_a_histogram_leaves_out_what_is_transparent() -> None:
    picture = Image.new("RGBA", (10, 10), (9, 9, 9, 0))
    picture.paste((200, 100, 50, 1), (0, 0, 5, 10))
    red, _, _, luminance = histogram(picture)
    assert (red[200], red[9], sum(luminance)) == (50, 0, 50)
