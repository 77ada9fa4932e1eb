"""Denoise, sharpen, blur, vignette and grain: what they do, and that a small view shows what the file will hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from imaging.adjust import STEPS, apply, margin
from imaging.adjustments import SPATIAL, Adjustments
from imaging.filters import View, blur, denoise, grain, sharpen, smooth, vignette
from tests.unit import scenes

WIDTH, HEIGHT = FULL = (960, 640)


def noisy(spread: float, seed: int = 4) -> Image.Image:
    """Soft waves with a darker square, and noise of its own in each channel."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    waves = np.stack([np.sin(x / WIDTH * 5 + i) * 50 + np.cos(y / HEIGHT * 4 - i) * 40 + 125 for i in range(3)], -1)
    waves[160:420, 300:600] *= 0.4
    waves += np.random.default_rng(seed).normal(0, spread, waves.shape)
    return Image.fromarray(np.clip(waves + 0.5, 0, 255).astype(np.uint8))


PHOTO = noisy(2)
CUTOUT = scenes.cut(PHOTO, scenes.disc(WIDTH, HEIGHT, 5))
WHOLE = View(FULL)


def floats(image: Image.Image) -> NDArray[np.float64]:
    return np.asarray(image, np.float64)


def seen(image: Image.Image) -> NDArray[np.float64]:
    """Premultiplied colours: what alpha hides does not count."""
    pixels = floats(image.convert("RGBA"))
    return pixels[..., :3] * pixels[..., 3:] / 255


def reduced(image: Image.Image, factor: int) -> Image.Image:
    return image.resize((image.width // factor, image.height // factor), Image.Resampling.BOX)


def only(name: str, amount: float) -> Adjustments:
    return replace(Adjustments(), **{name: amount})


AMOUNTS = [("sharpen", 50), ("sharpen", 100), ("denoise", 50), ("denoise", 100), ("blur", 10), ("blur", 50)]
AMOUNTS += [("blur", 100), ("vignette", -100), ("vignette", 60)]


@pytest.mark.parametrize("factor", [2, 4])
@pytest.mark.parametrize(("name", "amount"), AMOUNTS)
def test_a_small_view_is_the_file_scaled_down(name: str, amount: float, factor: int) -> None:
    for picture in (PHOTO, CUTOUT):
        file = reduced(apply(picture, only(name, amount)), factor)
        view = apply(reduced(picture, factor), only(name, amount), 1 / factor, full=FULL)
        assert np.abs(seen(file) - seen(view)).mean() < 1


@pytest.mark.parametrize("factor", [2, 4])
def test_grain_in_a_small_view_is_the_same_field_but_for_rounding(factor: int) -> None:
    # Where grains are as small as pixels, a view weighs them by another filter than a scaled file: the same grains in
    # the same places, of about the same strength, but no equal pixels.
    flat = Image.new("RGB", FULL, (128, 128, 128))
    file = floats(reduced(apply(flat, only("grain", 80)), factor))[..., 0]
    view = floats(apply(reduced(flat, factor), only("grain", 80), 1 / factor, full=FULL))[..., 0]
    assert np.corrcoef(file.ravel(), view.ravel())[0, 1] > 0.75
    assert 0.6 < view.std() / file.std() < 1.4
    assert abs(view.mean() - file.mean()) < 0.5


@pytest.mark.parametrize("name", SPATIAL)
def test_a_part_with_its_margin_comes_out_as_in_the_whole(name: str) -> None:
    values = only(name, 40)
    whole = apply(PHOTO, values)
    around = margin(values, 1, FULL)
    left, top, right, bottom = 304, 208, 512, 400
    part = PHOTO.crop((left - around, top - around, right + around, bottom + around))
    result = apply(part, values, 1, (left - around, top - around), FULL)
    inner = result.crop((around, around, around + right - left, around + bottom - top))
    assert np.abs(floats(inner) - floats(whole.crop((left, top, right, bottom)))).max() <= 2


@pytest.mark.parametrize("name", SPATIAL)
def test_what_is_transparent_lends_no_colour(name: str) -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[:, :32] = (200, 100, 50, 255)
    pixels[:, 32:] = (0, 255, 255, 0)
    values = only(name, 100)
    hidden = floats(apply(Image.fromarray(pixels), values, full=FULL))[:, :32, :3]
    pixels[:, 32:, :3] = (255, 0, 255)
    other = floats(apply(Image.fromarray(pixels), values, full=FULL))[:, :32, :3]
    assert np.array_equal(hidden, other)
    if name in ("blur", "denoise", "sharpen"):
        # Denoise works on YCbCr, where two levels of rounding are 3.5 levels of blue.
        assert np.abs(hidden - (200, 100, 50)).max() <= 3


@pytest.mark.parametrize(("name", "amount"), [*AMOUNTS, ("grain", 60)])
def test_what_is_transparent_around_a_subject_is_left_out_of_the_work_and_not_missed(name: str, amount: float) -> None:
    small = scenes.cut(PHOTO, scenes.disc(WIDTH, HEIGHT, 5))
    box = small.getchannel("A").getbbox()
    assert box is not None
    assert (box[2] - box[0]) * (box[3] - box[1]) < WIDTH * HEIGHT / 2
    filtered = STEPS[name](small, amount, WHOLE)
    assert np.abs(seen(apply(small, only(name, amount))) - seen(filtered)).max() <= 2


def test_a_picture_of_nothing_stays_nothing() -> None:
    assert apply(Image.new("RGBA", (40, 30)), only("denoise", 50)).getchannel("A").getextrema() == (0, 0)


def test_a_lone_wire_keeps_its_colour_under_a_wide_blur() -> None:
    pixels = np.zeros((200, 200, 4), np.uint8)
    pixels[:, 100] = (200, 100, 50, 255)
    wire = floats(blur(Image.fromarray(pixels), 100, View((3000, 2000))))[:, 100, :3]
    assert np.abs(wire - (200, 100, 50)).max() <= 2


def test_an_opaque_picture_with_alpha_is_treated_as_one_without() -> None:
    for name, amount in AMOUNTS:
        with_alpha = apply(PHOTO.convert("RGBA"), only(name, amount))
        assert with_alpha.convert("RGB").tobytes() == apply(PHOTO, only(name, amount)).tobytes()


@pytest.mark.parametrize("radius", [3.0, 5.9, 6.0, 13.0, 40.0])
def test_a_wide_mean_made_small_is_the_same_mean(radius: float) -> None:
    direct = PHOTO.filter(ImageFilter.GaussianBlur(radius))
    assert np.abs(floats(smooth(PHOTO, None, radius)) - floats(direct)).max() <= 3


def test_denoise_takes_noise_and_leaves_edges() -> None:
    clean, rough = noisy(0), noisy(5)
    after = denoise(rough, 100, WHOLE)
    inside = np.s_[200:400, 340:560]
    before, left = (floats(image)[inside] - floats(clean)[inside] for image in (rough, after))
    assert left.std() < 0.75 * before.std()
    edge = np.s_[300, 290:312]
    kept = np.abs(floats(denoise(clean, 100, WHOLE)) - floats(clean))[edge].max()
    blurred = np.abs(floats(smooth(clean, None, 0.8)) - floats(clean))[edge].max()
    assert kept < blurred / 3


def test_more_denoise_is_less_noise() -> None:
    clean, rough = floats(noisy(0)), noisy(4)
    left = [float((floats(denoise(rough, amount, WHOLE)) - clean).std()) for amount in (10, 40, 100)]
    assert left == sorted(left, reverse=True)
    assert left[-1] < left[0]


def test_sharpen_makes_edges_steeper_and_leaves_flat_ground_and_hue() -> None:
    picture = Image.new("RGB", (60, 40), (70, 80, 90))
    picture.paste((180, 160, 150), (0, 0, 30, 40))
    soft = picture.filter(ImageFilter.GaussianBlur(1.2))
    sharp = floats(sharpen(soft, 60, View((3000, 2000))))
    before = floats(soft)
    assert np.abs(np.diff(sharp[20, :, 0])).max() > 1.1 * np.abs(np.diff(before[20, :, 0])).max()
    assert np.array_equal(sharp[:, :20], before[:, :20])
    # The same is added to all channels.
    assert np.ptp(sharp - before, axis=2).max() == 0


def test_sharpen_leaves_the_faintest_noise_alone() -> None:
    faint = Image.fromarray(np.random.default_rng(2).integers(127, 129, (60, 60, 3), dtype=np.uint8))
    assert np.array_equal(floats(sharpen(faint, 100, WHOLE)), floats(faint))


@pytest.mark.parametrize(("amount", "corner"), [(-100, "darker"), (100, "lighter")])
def test_a_vignette_changes_the_corners_and_not_the_middle(amount: float, corner: str) -> None:
    flat = Image.new("RGB", FULL, (120, 130, 140))
    pixels = floats(vignette(flat, amount, WHOLE))
    assert np.array_equal(pixels[280:360, 420:540], floats(flat)[280:360, 420:540])
    change = pixels[0, 0] - (120, 130, 140)
    assert (change < -60).all() if corner == "darker" else (change > 60).all()
    for mirrored in (pixels[::-1], pixels[:, ::-1]):
        assert np.abs(pixels - mirrored).max() <= 1


def test_a_vignette_belongs_to_the_photo_not_to_the_part_on_the_screen() -> None:
    flat = Image.new("RGB", (100, 100), (120, 120, 120))
    middle = vignette(flat, -100, View(FULL, 1.0, (430, 270)))
    assert np.array_equal(floats(middle), floats(flat))


def test_grain_is_the_same_every_time_and_keeps_the_light() -> None:
    flat = Image.new("RGB", FULL, (128, 128, 128))
    once, again = grain(flat, 50, WHOLE), grain(flat, 50, WHOLE)
    assert once.tobytes() == again.tobytes()
    assert floats(once).std() == pytest.approx(11, rel=0.15)
    assert abs(floats(once).mean() - 128) < 0.3
    assert np.ptp(floats(once), axis=2).max() == 0


@pytest.mark.parametrize("level", [0, 255])
def test_grain_leaves_black_and_white_clean(level: int) -> None:
    flat = Image.new("RGB", (80, 60), (level, level, level))
    assert grain(flat, 100, WHOLE).tobytes() == flat.tobytes()


@given(st.floats(0.1, 4), st.floats(0, 5000), st.floats(0, 5000), st.integers(1, 90), st.integers(1, 90))
def test_grain_covers_any_part_at_any_scale(scale: float, x: float, y: float, w: int, h: int) -> None:
    part = grain(Image.new("RGB", (w, h), (128, 128, 128)), 100, View((6000, 6000), scale, (x, y)))
    assert part.size == (w, h)
    assert w * h < 60 or floats(part).std() > 0
