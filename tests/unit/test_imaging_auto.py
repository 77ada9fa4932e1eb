"""What a photo is given by itself, and what it is left with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from imaging.adjust import apply
from imaging.adjustments import Adjustments
from imaging.auto import auto_enhance, auto_white_balance
from tests.unit import scenes


def floats(image: Image.Image) -> NDArray[np.float64]:
    return np.asarray(image.convert("RGB"), np.float64)


def table_top(width: int = 300, height: int = 200) -> Image.Image:
    """Greys from dark to light, a box of wood and one of blue: a photo with something neutral in it."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    grey = 40 + 180 * x / width + 20 * np.sin(y / 9)
    pixels = np.repeat(grey[..., None], 3, axis=2)
    pixels[40:90, 40:110] = (150, 100, 60)
    pixels[110:160, 60:120] = (40, 70, 150)
    pixels += np.random.default_rng(6).normal(0, 2, (height, width, 1))
    return Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))


def on_white(product: tuple[int, int, int], ground: int = 255) -> Image.Image:
    picture = Image.new("RGB", (300, 300), (ground, ground, ground))
    picture.paste(product, (80, 80, 220, 240))
    return picture


TABLE = table_top()
DARK = apply(TABLE, Adjustments(exposure=-1.4))
FLAT = TABLE.point([25 + level * 120 // 255 for level in range(256)] * 3)
PHOTOS = {"table": TABLE, "dark": DARK, "flat": FLAT, "waves": scenes.ground(240, 160), "ball": scenes.studio()[0]}


@pytest.mark.parametrize("name", PHOTOS)
def test_no_more_than_half_a_per_cent_is_clipped(name: str) -> None:
    before = floats(PHOTOS[name])
    after = floats(apply(PHOTOS[name], auto_enhance(PHOTOS[name])))
    assert ((after.min(axis=2) == 0) & (before.min(axis=2) > 0)).mean() <= 0.005
    assert ((after.max(axis=2) == 255) & (before.max(axis=2) < 255)).mean() <= 0.005


@given(st.integers(0, 80), st.integers(20, 175), st.integers(0, 10_000))
def test_noise_of_any_range_is_not_clipped_either(low: int, span: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(low, low + span, (80, 80, 3), dtype=np.uint8)
    before, after = pixels, floats(apply(Image.fromarray(pixels), auto_enhance(Image.fromarray(pixels))))
    assert ((after.min(axis=2) == 0) & (before.min(axis=2) > 0)).mean() <= 0.005
    assert ((after.max(axis=2) == 255) & (before.max(axis=2) < 255)).mean() <= 0.005


@pytest.mark.parametrize("name", ["dark", "flat"])
def test_a_dark_or_flat_photo_gets_brighter_and_wider(name: str) -> None:
    before, after = floats(PHOTOS[name]), floats(apply(PHOTOS[name], auto_enhance(PHOTOS[name])))
    assert after.mean() > before.mean() + 8
    assert np.ptp(np.percentile(after, (1, 99))) > 1.2 * np.ptp(np.percentile(before, (1, 99)))


@pytest.mark.parametrize("name", PHOTOS)
def test_a_second_time_changes_little(name: str) -> None:
    once = apply(PHOTOS[name], auto_enhance(PHOTOS[name]))
    twice = apply(once, auto_enhance(once))
    assert np.abs(floats(twice) - floats(once)).mean() <= 4


def test_a_good_photo_is_left_nearly_alone() -> None:
    values = auto_enhance(TABLE.point([level * 254 // 239 if level < 240 else 254 for level in range(256)] * 3))
    assert abs(values.exposure) <= 0.1
    assert values.levels[2] <= 1.1


@pytest.mark.parametrize("product", [(236, 234, 233), (246, 246, 244), (225, 222, 220)])
def test_a_white_product_on_white_stays_white(product: tuple[int, int, int]) -> None:
    picture = on_white(product)
    after = floats(apply(picture, auto_enhance(picture)))
    assert (after[150, 150] >= np.array(product) - 4).all()
    assert (after[10, 10] == 255).all()
    assert auto_white_balance(picture) == (0, 0)


def test_what_is_set_is_only_light_and_colour() -> None:
    for picture in PHOTOS.values():
        values = auto_enhance(picture)
        assert values == values.clamped()
        assert not values.is_spatial
        assert (values.look, values.monochrome, values.curve) == ("", False, ())


@pytest.mark.parametrize("cast", [(25, 0), (-25, 0), (0, 15), (-15, -15), (20, 10)])
def test_a_cast_is_taken_back(cast: tuple[float, float]) -> None:
    tinted = apply(TABLE, Adjustments(temperature=cast[0], tint=cast[1]))
    temperature, tint = auto_white_balance(tinted)
    assert temperature == pytest.approx(-cast[0], abs=7)
    assert tint == pytest.approx(-cast[1], abs=7)
    back = floats(apply(tinted, Adjustments(temperature=temperature, tint=tint)))
    greys = np.s_[170:195, 100:250]
    assert np.ptp(back[greys].mean(axis=(0, 1))) < 6


def test_a_neutral_photo_keeps_its_balance() -> None:
    temperature, tint = auto_white_balance(TABLE)
    assert abs(temperature) <= 4
    assert abs(tint) <= 4


@pytest.mark.parametrize("product", [(150, 100, 60), (190, 20, 30), (30, 60, 160)])
@pytest.mark.parametrize("ground", [255, 235])
def test_a_coloured_product_does_not_colour_its_ground(product: tuple[int, int, int], ground: int) -> None:
    assert auto_white_balance(on_white(product, ground)) == (0, 0)


def test_nothing_but_strong_colour_says_nothing_about_the_light() -> None:
    assert auto_white_balance(Image.new("RGB", (50, 50), (190, 20, 30))) == (0, 0)


def test_transparent_pixels_are_not_looked_at() -> None:
    picture = DARK.convert("RGBA")
    picture.paste((255, 0, 255, 0), (0, 0, 300, 60))
    lower = DARK.crop((0, 60, 300, 200))
    assert auto_enhance(picture).exposure == pytest.approx(auto_enhance(lower).exposure, abs=0.06)
    empty = Image.new("RGBA", (20, 20))
    assert auto_enhance(empty).is_neutral
    assert auto_white_balance(empty) == (0, 0)


@pytest.mark.parametrize("level", [0, 1, 128, 254, 255])
def test_a_picture_of_one_grey_is_no_trouble(level: int) -> None:
    picture = Image.new("RGB", (9, 5), (level, level, level))
    after = floats(apply(picture, auto_enhance(picture)))
    assert level not in (0, 255) or (after == level).all()
    assert auto_white_balance(picture) == (0, 0)
