"""From the coarse mask to the cut-out: what must hold of every one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from segmentation.matting import box
from segmentation.refine import CutOutPixels, refine
from tests.unit import scenes

Plane = NDArray[np.float32]
RED, GREEN = (220, 30, 20), (20, 230, 40)


def coarse(alpha: Plane, side: int = 320) -> Plane:
    """An alpha as a network would see it: on its own small square, a little blurred."""
    small = Image.fromarray(alpha).resize((side, side), Image.Resampling.BILINEAR)
    return box(np.asarray(small, np.float32), 2)


def refined(size: tuple[int, int] = (240, 160), softness: float = 6) -> tuple[Image.Image, Plane, CutOutPixels]:
    alpha = scenes.disc(*size, softness)
    photo = scenes.over(RED, GREEN, alpha)
    return photo, alpha, refine(photo, coarse(alpha))


def rgba(result: CutOutPixels) -> NDArray[np.uint8]:
    return np.asarray(result.rgba)


@pytest.mark.parametrize("size", [(240, 160), (31, 200), (700, 500), (8, 8), (1500, 9)])
def test_the_cut_out_has_the_photos_size(size: tuple[int, int]) -> None:
    result = refine(scenes.ground(*size), coarse(scenes.disc(*size)))
    assert (result.rgba.size, result.rgba.mode) == (size, "RGBA")


@pytest.mark.parametrize("size", [(240, 160), (700, 500), (1100, 800)])
def test_the_solid_inside_keeps_the_photos_own_pixels(size: tuple[int, int]) -> None:
    photo = scenes.ground(*size)
    result = rgba(refine(photo, coarse(scenes.disc(*size, 8))))
    solid = result[..., 3] == 255
    assert solid.mean() > 0.1
    assert np.array_equal(result[solid][:, :3], np.asarray(photo)[solid])


def test_nothing_of_the_old_backdrop_is_left_where_it_is_not_seen() -> None:
    result = rgba(refined()[2])
    assert (result[result[..., 3] == 0] == 0).all()


def test_the_edge_is_where_the_photo_has_it() -> None:
    _, alpha, result = refined((720, 480), 3)
    rough = np.asarray(Image.fromarray(coarse(alpha)).resize((720, 480), Image.Resampling.BILINEAR))
    mine = rgba(result)[..., 3] / 255
    assert np.abs(mine - alpha).mean() < 0.5 * np.abs(rough - alpha).mean()


@pytest.mark.parametrize("ground", [(255, 255, 255), (255, 0, 255), (0, 0, 0)])
def test_no_fringe_of_a_strong_backdrop_is_carried_along(ground: tuple[int, int, int]) -> None:
    photo, alpha, result = refined((720, 480), 12)
    edge = (alpha > 0.02) & (alpha < 0.98)
    pixels = rgba(result).astype(np.float32)
    mine = pixels[..., 3:] / 255
    truth = np.array(RED) * mine + np.array(ground) * (1 - mine)
    clean = pixels[..., :3] * mine + np.array(ground) * (1 - mine)
    plain = np.asarray(photo, np.float32) * mine + np.array(ground) * (1 - mine)
    fringe, photos_own = np.abs(clean - truth)[edge].mean(), np.abs(plain - truth)[edge].mean()
    assert fringe < 0.15 * photos_own
    assert fringe < 4


def test_the_box_bounds_the_subject_in_photo_pixels() -> None:
    _, alpha, result = refined((720, 480), 3)
    ys, xs = np.nonzero(alpha > 0.5)
    wanted = (xs.min(), ys.min(), xs.max() + 1 - xs.min(), ys.max() + 1 - ys.min())
    found = (result.box.x, result.box.y, result.box.width, result.box.height)
    assert np.abs(np.subtract(found, wanted)).max() <= 4
    assert result.coverage == pytest.approx(float(alpha.mean()), abs=0.01)


def test_a_photos_own_alpha_multiplies_the_result() -> None:
    photo, alpha, opaque = refined()
    own = np.full((160, 240), 255, np.uint8)
    own[:, 120:] = 100
    own[:40] = 0
    photo.putalpha(Image.fromarray(own))
    result = rgba(refine(photo, coarse(alpha)))
    wanted = rgba(opaque)[..., 3].astype(np.float32) * own / 255
    assert np.abs(result[..., 3] - wanted).max() <= 1
    assert (result[:40] == 0).all()


def test_everything_and_nothing() -> None:
    photo = scenes.ground(120, 90)
    full = refine(photo, np.ones((320, 320), np.float32))
    assert np.array_equal(rgba(full)[..., :3], np.asarray(photo))
    assert (full.coverage, full.box.width, full.box.height) == (1.0, 120, 90)
    none = refine(photo, np.zeros((320, 320), np.float32))
    assert none.coverage == 0
    assert not rgba(none).any()


def test_the_photo_is_not_touched() -> None:
    photo = scenes.ground(120, 90)
    before = photo.tobytes()
    refine(photo, coarse(scenes.disc(120, 90)))
    assert photo.tobytes() == before


@given(st.integers(8, 90), st.integers(8, 90), st.integers(0, 50), st.sampled_from([8, 33, 320]))
def test_any_mask_on_any_photo_keeps_the_promises(width: int, height: int, seed: int, side: int) -> None:
    mask = np.random.default_rng(seed).random((side, side), dtype=np.float32)
    photo = scenes.ground(width, height)
    result = refine(photo, mask)
    pixels = rgba(result)
    solid = pixels[..., 3] == 255
    assert pixels.shape == (height, width, 4)
    assert np.array_equal(pixels[solid][:, :3], np.asarray(photo)[solid])
    assert (pixels[pixels[..., 3] == 0] == 0).all()
    assert 0 <= result.coverage <= 1
