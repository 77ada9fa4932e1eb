"""Retouching: what is healed looks as if the blemish had never been, at borders too; alpha is never changed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from imaging import retouch
from imaging.layers import Stroke, Touch
from imaging.retouch import apply, find_source
from imaging.strokes import mask, pieces

Colours = NDArray[np.float64]
SIZE = (320, 240)


def texture(size: tuple[int, int] = SIZE) -> Image.Image:
    """Slanted stripes with a little noise under a light that changes across the picture."""
    x, y = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    stripes = 28 * np.sign(np.sin((x + 0.35 * y) / 6)) + 16 * np.sin(y / 9)
    light = 70 + 110 * x / size[0] + 30 * y / size[1]
    noise = np.random.default_rng(7).normal(0, 3, x.shape)
    grey = np.stack([light + stripes, light * 0.8 + stripes * 0.7, light * 0.6 + stripes * 0.5], axis=2)
    return Image.fromarray(np.clip(grey + noise[..., None], 0, 255).astype(np.uint8))


def blemished(clean: Image.Image, stroke: Stroke) -> Image.Image:
    image, radius = clean.copy(), stroke.radius * 0.6
    draw = ImageDraw.Draw(image)
    pairs = list(zip(stroke.points[::2], stroke.points[1::2], strict=True))
    for x, y in pairs:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(40, 10, 10))
    draw.line(pairs, fill=(40, 10, 10), width=round(2 * radius))
    return image


def error(image: Image.Image, clean: Image.Image, stroke: Stroke) -> float:
    """The mean difference in levels where the stroke covers most."""
    inside = np.asarray(mask([stroke], clean.size)) < 60
    return float(np.abs(np.asarray(image.convert("RGB"), float) - np.asarray(clean, float))[inside].mean())


@pytest.mark.parametrize(
    "stroke",
    [
        Stroke((160.0, 120.0), 20.0),
        Stroke((160.0, 120.0), 20.0, 1.0),
        Stroke((4.0, 230.0), 18.0),
        Stroke((160.0, 0.0), 22.0),
        Stroke((319.0, 239.0), 22.0),
        Stroke((60.0, 60.0, 120.0, 160.0, 200.0, 150.0), 7.0),
        Stroke((60.0, 40.0, 260.0, 60.0), 30.0, 0.6),
    ],
    ids=["spot", "hard", "corner", "edge", "far corner", "wire", "big"],
)
def test_a_healed_blemish_is_as_good_as_gone(stroke: Stroke) -> None:
    clean = texture()
    bad = blemished(clean, stroke)
    found = find_source(bad, stroke)
    healed = error(apply(bad, (Touch("heal", stroke),)), clean, stroke)
    membrane = bad.copy()
    retouch.heal_piece(membrane, stroke, stroke, (0, 0))
    assert healed < error(bad, clean, stroke) / 4
    assert healed < error(membrane, clean, stroke) / 2
    assert healed < error(
        apply(bad, (Touch("clone", stroke, 14.0, -80.0 if stroke.points[1] > 90 else 80.0),)), clean, stroke
    )
    assert any(found)


def test_a_heal_takes_the_light_from_around_the_stroke() -> None:
    x = np.linspace(20, 230, SIZE[0]).astype(np.uint8)
    clean = Image.fromarray(np.repeat(np.tile(x, (SIZE[1], 1))[..., None], 3, axis=2))
    stroke = Stroke((160.0, 120.0), 20.0, 0.9)
    healed = apply(blemished(clean, stroke), (Touch("heal", stroke, -100.0, 0.0),))
    cloned = apply(blemished(clean, stroke), (Touch("clone", stroke, -100.0, 0.0),))
    assert error(healed, clean, stroke) < 3
    assert error(cloned, clean, stroke) > 50


def test_a_clone_is_a_copy_through_the_brush() -> None:
    image = texture()
    got = np.asarray(apply(image, (Touch("clone", Stroke((160.0, 120.0), 20.0, 0.5), 60.4, -30.0),)))
    before = np.asarray(image)
    assert np.array_equal(got[115:125, 155:165], before[85:95, 215:225])
    assert np.array_equal(got[:, :139], before[:, :139])
    assert np.array_equal(got[:99], before[:99])


def test_a_clone_from_outside_of_the_picture_copies_nothing() -> None:
    image = texture()
    stroke = Stroke((20.0, 120.0), 15.0, 1.0)
    assert apply(image, (Touch("clone", stroke, -900.0, 0.0),)).tobytes() == image.tobytes()
    part = np.asarray(apply(image, (Touch("clone", stroke, -20.0, 0.0),)))
    assert np.array_equal(part[120, :20], np.asarray(image)[120, :20])
    assert np.array_equal(part[120, 22:30], np.asarray(image)[120, 2:10])


@pytest.mark.parametrize("kind", ["heal", "clone"])
def test_alpha_stays_and_what_is_transparent_lends_nothing(kind: str) -> None:
    image = texture().convert("RGBA")
    alpha = np.full(SIZE[::-1], 255, np.uint8)
    alpha[:, 200:] = 0
    alpha[100:130, 100:150] = 90
    image.putalpha(Image.fromarray(alpha))
    hidden = np.array(image)
    hidden[:, 200:, :3] = (255, 0, 255)
    image = Image.fromarray(hidden)
    touches = [
        Touch("heal" if kind == "heal" else "clone", Stroke((x, 120.0), 15.0), dx)
        for x in (60.0, 190.0)
        for dx in (0.0, 60.0)
    ]
    got = np.asarray(apply(image, tuple(touches)))
    assert np.array_equal(got[..., 3], alpha)
    shown = got[:, :200].astype(int)
    assert not ((shown[..., 2] - shown[..., 1]) > 60).any()


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.floats() | st.floats(-60, 380), max_size=8).map(tuple),
    st.floats() | st.sampled_from([0.1, 3.0, 60.0, 1e6]),
    st.sampled_from(["heal", "clone"]),
    st.floats() | st.floats(-100, 100) | st.just(0.0),
)
def test_whatever_the_numbers_only_the_stroke_changes(
    points: tuple[float, ...], radius: float, kind: str, dx: float
) -> None:
    image = texture((90, 70))
    stroke = Stroke(points, radius)
    got = apply(image, (Touch("heal" if kind == "heal" else "clone", stroke, dx),))
    still = np.asarray(mask([stroke], image.size)) == 255
    assert np.array_equal(np.asarray(got)[still], np.asarray(image)[still])


@pytest.mark.parametrize("kind", ["heal", "clone"])
def test_only_the_rest_is_worked_out_on_what_is_done(kind: str) -> None:
    image = texture()
    touches = tuple(
        Touch("heal" if kind == "heal" else "clone", Stroke((x, 100.0), 12.0), dx)
        for x, dx in ((60.0, 0.0), (150.0, 40.0), (70.0, 30.0))
    )
    whole = apply(image, touches)
    start = apply(image, touches[:2])
    before = start.tobytes()
    assert apply(image, touches, start, 2).tobytes() == whole.tobytes()
    assert start.tobytes() == before
    assert image.tobytes() == texture().tobytes()


@settings(deadline=None, max_examples=30)
@given(st.floats(0, 320), st.floats(0, 240), st.floats(1, 70))
def test_a_source_lies_in_the_picture_and_off_the_stroke(x: float, y: float, radius: float) -> None:
    stroke = Stroke((x, y), radius)
    dx, dy = find_source(texture(), stroke)
    if (dx, dy) != (0, 0):
        assert math.hypot(dx, dy) >= radius * 1.5 or not (radius < x < 320 - radius and radius < y < 240 - radius)
        hole = 255 - np.asarray(mask([Stroke((x, y), radius, 1.0)], SIZE), int)
        rows, columns = np.nonzero(hole > 250)
        moved = rows + dy, columns + dx
        assert len(rows) == 0 or (moved[0].min() >= 0 and moved[0].max() < 240)
        assert len(rows) == 0 or (moved[1].min() >= 0 and moved[1].max() < 320)
        assert not len(rows) or not (hole[moved] > 250).any()


def test_a_stroke_over_all_of_the_picture_has_no_source() -> None:
    image = texture()
    stroke = Stroke((160.0, 120.0), 400.0, 1.0)
    assert find_source(image, stroke) == (0, 0)
    assert apply(image, (Touch("heal", stroke),)).tobytes() == image.tobytes()


def test_a_long_stroke_is_healed_in_pieces_that_cover_it() -> None:
    stroke = Stroke((-500.0, 20.0, 2000.0, 40.0, 2000.0, 900.0, 1e12, 950.0), 10.0, 1.0)
    parts = pieces(stroke, (2400, 1000), 400.0)
    assert len(parts) > 6
    whole = mask([stroke], (2400, 1000)), mask(parts, (2400, 1000))
    assert (np.asarray(whole[0]) < 128).sum() == pytest.approx((np.asarray(whole[1]) < 128).sum(), rel=0.001)
    for part in parts:
        assert max(np.ptp(part.points[::2]), np.ptp(part.points[1::2])) <= 400.001


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (120, 90), (201, 160)])
def test_the_membrane_is_the_solution_of_laplaces_equation(size: tuple[int, int]) -> None:
    x, y = (axis.astype(np.float32) for axis in np.meshgrid(np.arange(size[0]), np.arange(size[1])))
    plane = np.stack([0.5 * x + 20, 90 - 0.3 * y, (x * x - y * y) / 400], axis=2)  # each is harmonic
    weight = np.ones(size[::-1], np.float32)
    weight[1:-1, 1:-1] = 0
    got = retouch.continued(np.where(weight[..., None] > 0, plane, np.float32(0)), weight)
    assert np.abs(got - plane).max() < 0.06 * max(1.0, float(np.ptp(plane)))
    assert np.abs(got - plane).mean() < 0.03 * max(1.0, float(np.ptp(plane)))
