"""The subject on its backdrop."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imaging.backdrop import blurred, fill
from imaging.compose import Picture, compose
from imaging.options import Backdrop, Region, Scene
from imaging.resample import Pyramid, resample
from tests.unit import scenes

PHOTO, CUTOUT = scenes.studio()
PICTURE = Picture(PHOTO, CUTOUT)
WHOLE = Region(0, 0, PHOTO.width, PHOTO.height)


def test_without_a_cut_out_it_is_the_photo() -> None:
    assert (
        compose(PHOTO, None, Scene(True, Backdrop("colour", "#ff0000")), WHOLE, PHOTO.size).tobytes() == PHOTO.tobytes()
    )


def test_transparent_at_full_size_is_the_cut_out_itself() -> None:
    result = compose(PHOTO, CUTOUT, Scene(True, Backdrop()), WHOLE, PHOTO.size)
    assert result.mode == "RGBA"
    assert result.tobytes() == CUTOUT.tobytes()


def test_a_colour_stands_exactly_where_nothing_else_is() -> None:
    result = compose(PHOTO, CUTOUT, Scene(True, Backdrop("colour", "#12ab34")), WHOLE, PHOTO.size)
    assert result.mode == "RGB"
    pixels, alpha = np.asarray(result), np.asarray(CUTOUT)[..., 3]
    assert (pixels[alpha == 0] == (0x12, 0xAB, 0x34)).all()
    assert (pixels[alpha == 255] == np.asarray(CUTOUT)[alpha == 255][:, :3]).all()


@pytest.mark.parametrize("size", [(120, 80), (240, 160), (480, 320), (37, 23)])
@pytest.mark.parametrize("kind", ["transparent", "colour", "blur"])
def test_the_size_asked_for_is_the_size_given(kind: str, size: tuple[int, int]) -> None:
    assert compose(PHOTO, CUTOUT, Scene(True, Backdrop(kind)), WHOLE, size).size == size  # type: ignore[arg-type]


@given(
    st.floats(-20, 260),
    st.floats(-20, 200),
    st.floats(0.01, 400),
    st.floats(0.01, 400),
    st.integers(1, 40),
    st.integers(1, 40),
)
def test_any_region_at_any_size_is_drawn(x: float, y: float, width: float, height: float, w: int, h: int) -> None:
    for backdrop in (Backdrop(), Backdrop("blur")):
        assert PICTURE.compose(Scene(True, backdrop), Region(x, y, width, height), (w, h)).size == (w, h)


def test_pixels_one_to_one_are_copied_unchanged() -> None:
    part = resample(Pyramid(PHOTO), Region(13, 7, 50, 40), (50, 40))
    assert part.tobytes() == PHOTO.crop((13, 7, 63, 47)).tobytes()


def test_transparent_pixels_lend_no_colour_to_their_neighbours() -> None:
    pixels = np.zeros((32, 32, 4), np.uint8)
    pixels[:, 16:] = (200, 100, 50, 255)
    small = np.asarray(resample(Pyramid(Image.fromarray(pixels)), Region(0, 0, 32, 32), (11, 11)))
    seen = small[small[..., 3] > 8]
    assert np.abs(seen[:, :3].astype(int) - (200, 100, 50)).max() <= 2 * 255 // 8 // 8


def test_the_blurred_backdrop_is_free_of_the_subject() -> None:
    alpha = scenes.disc(240, 160, 6)
    photo = scenes.over((255, 0, 0), (0, 90, 200), alpha)
    cutout = scenes.cut(Image.new("RGB", photo.size, (255, 0, 0)), alpha)
    behind = np.asarray(blurred(photo, cutout, 0.5)).astype(int)
    assert np.abs(behind - (0, 90, 200)).max() <= 6


def test_a_picture_that_is_all_subject_is_blurred_as_it_is() -> None:
    photo = Image.new("RGB", (64, 64), (10, 120, 240))
    behind = blurred(photo, photo.convert("RGBA"), 1.0)
    assert np.abs(np.asarray(behind).astype(int) - (10, 120, 240)).max() <= 1


def test_transparent_places_of_a_photo_do_not_darken_the_blur() -> None:
    photo = Image.new("RGBA", (120, 80), (0, 0, 0, 0))
    photo.paste((200, 160, 40, 255), (0, 0, 120, 40))
    assert np.abs(np.asarray(blurred(photo, None, 0.5)).astype(int) - (200, 160, 40)).max() <= 2
    cutout = Image.new("RGBA", (120, 80), (0, 0, 0, 0))
    cutout.paste((20, 20, 250, 255), (50, 10, 70, 30))
    photo.paste(cutout, mask=cutout)
    assert np.abs(np.asarray(blurred(photo, cutout, 0.5)).astype(int) - (200, 160, 40)).max() <= 2


def test_more_strength_is_more_blur() -> None:
    rough = [float(np.asarray(blurred(PHOTO, CUTOUT, strength), np.float32).std()) for strength in (0.0, 0.5, 1.0)]
    assert rough == sorted(rough, reverse=True)


def test_the_blur_is_the_same_at_every_scale() -> None:
    big = PHOTO.resize((960, 640), Image.Resampling.BICUBIC)
    big_cutout = CUTOUT.resize((960, 640), Image.Resampling.BICUBIC)
    a = blurred(PHOTO, CUTOUT, 0.6).resize((60, 40), Image.Resampling.BOX)
    b = blurred(big, big_cutout, 0.6).resize((60, 40), Image.Resampling.BOX)
    assert np.abs(np.asarray(a).astype(int) - np.asarray(b).astype(int)).mean() <= 2.5


def test_filling_keeps_what_is_known_and_invents_nothing_brighter() -> None:
    pixels = np.asarray(scenes.ground(60, 40), np.float32)
    weight = np.ones((40, 60), np.float32)
    weight[10:30, 15:45] = 0
    filled = fill(np.where(weight[..., None] > 0, pixels, 255).astype(np.float32), weight)
    assert np.abs(filled - pixels)[weight == 1].max() <= 1e-2
    known = pixels[weight == 1]
    assert filled.min() >= known.min() - 1e-2
    assert filled.max() <= known.max() + 1e-2


def test_a_photo_with_alpha_keeps_it() -> None:
    clear = Image.new("RGBA", (20, 20), (50, 60, 70, 128))
    pixel = np.asarray(compose(clear, None, Scene(True, Backdrop()), Region(0, 0, 20, 20), (10, 10)))[5, 5].astype(int)
    assert np.abs(pixel - (50, 60, 70, 128)).max() <= 1
