"""Several masks made into one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from segmentation.merge import blur, fitting, grow, merge, merged_size, widest
from tests.unit import scenes

Plane = NDArray[np.float32]
PHOTO = (640, 480)


def square(side: int, left: float, right: float, level: float = 1.0) -> Plane:
    """A mask of `side` x `side` with a bar between two shares of its width."""
    mask = np.zeros((side, side), np.float32)
    mask[side // 4 : side * 3 // 4, round(left * side) : round(right * side)] = level
    return mask


def at(mask: Plane, x: float, y: float = 0.5) -> float:
    return float(mask[int(y * mask.shape[0]), int(x * mask.shape[1])])


@pytest.mark.parametrize(
    ("photo", "wanted"),
    [((640, 480), (640, 480)), ((4000, 3000), (1024, 768)), ((40, 40), (512, 512)), ((2000, 100), (1024, 51))],
)
def test_the_result_has_the_photos_aspect_and_at_most_1024(photo: tuple[int, int], wanted: tuple[int, int]) -> None:
    assert merged_size(photo) == wanted
    mask = square(320, 0.3, 0.7)
    merged = merge([mask], [mask], photo)
    assert (merged.shape, merged.dtype) == (wanted[::-1], np.float32)
    assert merged.min() == 0 and merged.max() == 1


def test_where_all_agree_the_edge_is_the_fine_ones() -> None:
    coarse, fine = square(80, 0.25, 0.75), square(512, 0.25, 0.75)
    merged = merge([coarse, fine], [fine], PHOTO)
    wanted = grow(fine, PHOTO)
    assert np.abs(merged - wanted).max() < 0.12  # the contrast at both ends moves a slope a little
    assert np.abs(merged - wanted).mean() < 0.001


def test_a_part_that_only_the_edge_misses_comes_back() -> None:
    whole, half = square(320, 0.2, 0.8), square(512, 0.2, 0.5)
    merged = merge([whole, whole, half], [half], PHOTO)
    assert at(merged, 0.35) == 1 and at(merged, 0.7) == 1


def test_what_only_the_edge_sees_goes_when_most_do_not() -> None:
    left, both = square(320, 0.1, 0.4), square(512, 0.1, 0.9)
    merged = merge([left, left, left, both], [both], PHOTO)
    assert at(merged, 0.25) == 1 and at(merged, 0.8) < 0.02


def test_no_dark_seam_where_the_decision_and_the_edge_meet_inside() -> None:
    whole, half = square(320, 0.2, 0.8), square(512, 0.2, 0.5)
    merged = merge([whole, whole, half], [half], PHOTO)
    assert merged[240, 150:490].min() > 0.9


def test_masks_of_other_shapes_are_stretched_over_the_photo() -> None:
    wide = np.zeros((128, 1024), np.float32)
    wide[32:96, 256:768] = 1
    merged = merge([square(320, 0.25, 0.75), wide], [wide], PHOTO)
    assert at(merged, 0.5) == 1 and at(merged, 0.1) == 0


def test_the_same_masks_give_the_same_bytes() -> None:
    masks = [np.random.default_rng(seed).random((320, 320), np.float32) for seed in (1, 2)]
    assert merge(masks, masks[1:], PHOTO).tobytes() == merge(masks, masks[1:], PHOTO).tobytes()


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 9), st.integers(0, 9))
def test_widest_is_the_maximum_over_a_window(width: int, height: int, radius: int, seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width)).astype(np.uint8)
    padded = np.pad(noise, radius)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (2 * radius + 1, 2 * radius + 1))
    assert np.array_equal(np.asarray(widest(Image.fromarray(noise), radius)), windows.max(axis=(2, 3)))


def test_widest_is_what_pillow_calls_a_max_filter_away_from_the_border() -> None:
    image = scenes.ground(80, 60).convert("L")
    inner = (slice(5, -5), slice(5, -5))
    wanted = np.asarray(image.filter(ImageFilter.MaxFilter(11)))
    assert np.array_equal(np.asarray(widest(image, 5))[inner], wanted[inner])


def test_a_blur_keeps_a_flat_picture_up_to_its_border() -> None:
    assert np.unique(np.asarray(blur(Image.new("L", (40, 30), 77), 6))).tolist() == [77]


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 1024))
def test_fitting_keeps_the_long_side(width: int, height: int, side: int) -> None:
    fitted = fitting((width, height), side)
    assert max(fitted) == side and min(fitted) >= 1
