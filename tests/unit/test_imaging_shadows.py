"""Shadows: they lie where the light puts them, and half the scale is half of the shadow."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from imaging.layers import Shadow, ShadowKind
from imaging.shadows import cast, foot_of, reach, reflected

KINDS: tuple[ShadowKind, ...] = tuple(kind for kind in get_args(ShadowKind) if kind != "reflection")
SIZE = (320, 400)
BOX = (100.0, 60.0, 220.0, 300.0)


def subject() -> Image.Image:
    """A bottle: RGBA, 120 x 240 within BOX."""
    large = Image.new("RGBA", (SIZE[0] * 4, SIZE[1] * 4))
    draw = ImageDraw.Draw(large)
    draw.rounded_rectangle((400, 560, 879, 1199), 60, (200, 120, 40, 255))
    draw.rectangle((580, 240, 700, 600), (60, 120, 200, 255))
    return large.resize(SIZE, Image.Resampling.BOX)


def levels(shadow: Shadow, image: Image.Image | None = None) -> NDArray[np.float64]:
    image = image or subject()
    cover = cast(shadow, image.getchannel("A"), BOX, 1.0).getchannel("A")
    return np.asarray(cover, np.float64)


def centre(plane: NDArray[np.float64]) -> tuple[float, float]:
    whole = plane.sum()
    return (
        float((plane.sum(axis=0) * np.arange(plane.shape[1])).sum() / whole),
        float((plane.sum(axis=1) * np.arange(plane.shape[0])).sum() / whole),
    )


@pytest.mark.parametrize("angle", [-90.0, -60.0, 0.0, 45.0, 180.0])
@pytest.mark.parametrize("softness", [0.0, 0.01, 0.05])
def test_a_dropped_shadow_lies_away_from_the_light(angle: float, softness: float) -> None:
    got = centre(levels(Shadow("a", "drop", angle, 0.05, softness)))
    own = centre(np.asarray(subject().getchannel("A"), np.float64))
    away = 0.05 * 240
    expected = own[0] - away * math.cos(math.radians(angle)), own[1] - away * math.sin(math.radians(angle))
    assert got == pytest.approx(expected, abs=0.3)


def test_a_hard_shadow_in_its_place_is_the_layers_alpha() -> None:
    got = cast(Shadow("a", "drop", distance=0, softness=0), subject().getchannel("A"), BOX, 1.0)
    assert got.getchannel("A").tobytes() == subject().getchannel("A").tobytes()


@pytest.mark.parametrize("softness", [0.01, 0.04, 0.1])
def test_the_blur_has_the_softness_of_its_name(softness: float) -> None:
    edge = Image.new("L", (600, 400))
    edge.paste(255, (300, 0, 600, 400))
    box = (100.0, 0.0, 700.0, 400.0)
    row = np.asarray(cast(Shadow("a", "drop", 0, 0, softness), edge, box, 1.0).getchannel("A"), np.float64)[200]
    sigma = softness * 600
    inside = 300 + math.floor(sigma)
    expected = 255 * 0.5 * (1 + math.erf((inside + 0.5 - 300) / sigma / 2**0.5))
    assert row[inside] == pytest.approx(expected, abs=5)
    assert row[299:301].mean() == pytest.approx(127.5, abs=3)


def test_a_contact_shadow_lies_flat_at_the_foot() -> None:
    got = levels(Shadow("a", "contact", softness=0.02))
    assert got.max() > 200
    rows = np.flatnonzero(got.max(axis=1) > 64)
    assert 270 < rows[0] < 300 < rows[-1] < 320
    assert got[303, 160] > 150
    columns = np.flatnonzero(got.max(axis=0) > 100)
    assert columns[0] < 102
    assert columns[-1] > 217
    assert got[300].max() > got[285].max()


def test_a_reflection_fades_from_the_foot_on() -> None:
    mirrored = Image.new("RGBA", SIZE, (200, 120, 40, 255))
    got = reflected(mirrored, BOX, 300.5)
    assert got.getpixel((160, 310))[:3] == (200, 120, 40)  # type: ignore[index]
    column = np.asarray(got.getchannel("A"), int)[:, 160]
    assert not column[:300].any()
    assert column[300] == pytest.approx(127, abs=2)
    assert column[301] > 250
    assert (np.diff(column[301:]) <= 0).all()
    assert column[300 + 48] == pytest.approx(255 * 0.5**1.5, abs=6)
    assert not column[300 + 97 :].any()


def test_the_foot_is_where_the_layer_ends_in_fractions_of_a_row() -> None:
    assert foot_of(subject().getchannel("A")) == pytest.approx(300)
    soft = Image.new("L", (20, 20))
    soft.paste(255, (5, 5, 15, 12))
    soft.paste(64, (5, 12, 15, 13))
    assert foot_of(soft) == pytest.approx(12.25, abs=0.01)
    assert foot_of(Image.new("L", (20, 20), 100)) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("softness", [0.01, 0.03, 0.08])
def test_half_the_scale_is_half_of_the_shadow(kind: ShadowKind, softness: float) -> None:
    image, shadow = subject(), Shadow("a", kind, softness=softness)
    whole = cast(shadow, image.getchannel("A"), BOX, 1.0).reduce(2)
    small = image.reduce(2)
    half = cast(shadow, small.getchannel("A"), tuple(side / 2 for side in BOX), 0.5)  # type: ignore[arg-type]
    far = np.abs(np.asarray(whole, float) - np.asarray(half, float))
    assert far[..., 3].max() <= (3 if softness > 0.01 else 4)
    solid = np.asarray(half)[..., 3] > 64
    assert far[..., :3][solid].max() <= 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("softness", [0.0, 0.02, 0.06])
def test_nothing_of_a_shadow_is_further_than_it_says(kind: ShadowKind, softness: float) -> None:
    shadow = Shadow("a", kind, 100.0, 0.05, softness)
    pad = reach(shadow, BOX, 1.0)
    left, top, right, bottom = (round(side) for side in BOX)
    crop = subject().crop((left - pad - 40, top - pad - 40, right + pad + 40, bottom + pad + 40))
    box = pad + 40.0, pad + 40.0, pad + 160.0, pad + 280.0
    seen = cast(shadow, crop.getchannel("A"), box, 1.0).getchannel("A").point([0] * 2 + [255] * 254).getbbox()
    assert seen is not None
    assert seen[0] >= 40
    assert seen[1] >= 40
    assert seen[2] <= crop.width - 40
    assert seen[3] <= crop.height - 40


@pytest.mark.parametrize("kind", KINDS)
def test_the_shadow_of_nothing_is_nothing(kind: ShadowKind) -> None:
    shadow = Shadow("a", kind)
    empty = Image.new("L", SIZE)
    assert not cast(shadow, empty, BOX, 1.0).getbbox(alpha_only=True)
    assert not cast(shadow, subject().getchannel("A"), (5.0, 5.0, 5.0, 5.0), 1.0).getbbox(alpha_only=True)
    assert not cast(shadow, subject().getchannel("A"), (math.nan,) * 4, 1.0).getbbox(alpha_only=True)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(KINDS),
    st.floats(),
    st.floats(),
    st.floats(0, 1) | st.sampled_from([math.nan, math.inf, -1.0]),
    st.tuples(*[st.floats(-200, 200)] * 4),
)
def test_whatever_the_numbers_the_colour_is_its_own(
    kind: ShadowKind, angle: float, distance: float, softness: float, box: tuple[float, float, float, float]
) -> None:
    alpha = Image.new("L", (60, 50))
    alpha.paste(255, (20, 10, 40, 40))
    got = cast(Shadow("a", kind, angle, distance, softness, "#405060"), alpha, box, 1.0)
    assert got.size == alpha.size
    assert (np.asarray(got)[..., :3] == (64, 80, 96)).all()
