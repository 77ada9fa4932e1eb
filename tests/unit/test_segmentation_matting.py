"""The filters of the edge, against slow and plain versions of themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from segmentation import matting
from segmentation.foreground import fuse, surroundings, unmix
from segmentation.matting import box, guided_coefficients
from tests.unit import scenes

Plane = NDArray[np.float32]


def plain_box(plane: Plane, radius: int) -> Plane:
    result = np.empty_like(plane)
    for y in range(plane.shape[0]):
        for x in range(plane.shape[1]):
            window = plane[max(y - radius, 0) : y + radius + 1, max(x - radius, 0) : x + radius + 1]
            result[y, x] = window.mean(dtype=np.float64)
    return result


@given(st.integers(1, 14), st.integers(1, 14), st.integers(0, 12), st.integers(0, 1000))
def test_box_is_the_mean_of_the_window(height: int, width: int, radius: int, seed: int) -> None:
    planes = np.random.default_rng(seed).random((2, height, width), dtype=np.float32)
    smooth = box(planes, radius)
    assert smooth.dtype == np.float32
    for plane, mean in zip(planes, smooth, strict=True):
        assert np.abs(mean - plain_box(plane, radius)).max() < 1e-5


def plain_guided(guide: Plane, mask: Plane, radius: int, epsilon: float) -> Plane:
    """The definition: a linear fit in each window, then the mean of all fits that cover a pixel. (4, H, W)."""
    _, height, width = guide.shape
    fits = np.empty((4, height, width))
    for y in range(height):
        for x in range(width):
            window = np.s_[max(y - radius, 0) : y + radius + 1, max(x - radius, 0) : x + radius + 1]
            colours, levels = (
                guide[:, *window].reshape(3, -1).astype(np.float64),
                mask[window].ravel().astype(np.float64),
            )
            centred = colours - colours.mean(axis=1, keepdims=True)
            variance = centred @ centred.T / levels.size + epsilon * np.eye(3)
            a = np.linalg.solve(variance, centred @ levels / levels.size)
            fits[:, y, x] = *a, levels.mean() - a @ colours.mean(axis=1)
    return np.stack([plain_box(plane, radius) for plane in fits])


def test_the_guided_filter_is_the_mean_of_linear_fits() -> None:
    guide = np.asarray(scenes.ground(17, 13), np.float32).transpose(2, 0, 1) / 255
    mask = scenes.disc(17, 13, 3)
    mine = guided_coefficients(np.ascontiguousarray(guide), mask, 2, np.float32(1e-3))
    wanted = plain_guided(guide, mask, 2, 1e-3)
    # Single precision: what counts is the edge that comes out.
    edge = (mine[:3] * guide).sum(axis=0) + mine[3]
    assert np.abs(edge - ((wanted[:3] * guide).sum(axis=0) + wanted[3])).max() < 2e-3


@given(st.integers(1, 60), st.integers(1, 9), st.integers(1, 20), st.integers(0, 1000))
def test_bands_change_nothing(height: int, width: int, band: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    guide, mask = random.random((3, height, width), np.float32), random.random((height, width), np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matting, "BAND", 1000)
        whole = guided_coefficients(guide, mask, 4, np.float32(1e-4))
        patch.setattr(matting, "BAND", band)
        assert np.array_equal(guided_coefficients(guide, mask, 4, np.float32(1e-4)), whole)


def test_a_flat_guide_leaves_the_mean() -> None:
    mask = scenes.disc(30, 20, 3)
    a_b = guided_coefficients(np.full((3, 20, 30), 0.4, np.float32), mask, 3, np.float32(1e-4))
    assert np.abs((a_b[:3] * 0.4).sum(axis=0) + a_b[3] - box(box(mask, 3), 3)).max() < 2e-3


def test_the_edge_of_the_photo_makes_a_blurred_mask_steeper() -> None:
    sharp = scenes.disc(96, 64, 0.5)
    guide = np.stack([sharp, 1 - sharp, sharp * 0]).astype(np.float32)
    rough = box(sharp, 3)
    a_b = guided_coefficients(guide, rough, 4, np.float32(1e-4))
    edge = (a_b[:3] * guide).sum(axis=0) + a_b[3]

    def step(levels: Plane) -> float:
        """From the last pixels outside to the first ones inside."""
        near = (rough > 0.3) & (rough < 0.7)
        return float(levels[near & (sharp > 0.5)].mean() - levels[near & (sharp < 0.5)].mean())

    assert step(edge) > 2 * step(rough)


RED, GREEN = np.array([0.9, 0.1, 0.1], np.float32), np.array([0.1, 0.8, 0.2], np.float32)


def mixed(alpha: Plane) -> Plane:
    return np.asarray(RED[:, None, None] * alpha + GREEN[:, None, None] * (1 - alpha), np.float32)


def test_the_colours_around_an_edge_are_told_apart() -> None:
    alpha = scenes.disc(80, 60, 6)
    subject, backdrop = surroundings(mixed(alpha), alpha, 7, 2)
    soft = (alpha > 0) & (alpha < 1)
    # What counts is the error that shows: a colour counts as much as it is seen.
    assert (np.abs(subject - RED[:, None, None]) * alpha)[:, soft].max() < 0.09
    assert (np.abs(backdrop - GREEN[:, None, None]) * (1 - alpha))[:, soft].max() < 0.09


def test_fusing_gives_solid_pixels_back_as_they_are() -> None:
    image = np.random.default_rng(1).random((3, 50), dtype=np.float32)
    other = np.random.default_rng(2).random((3, 50), dtype=np.float32)
    assert np.abs(fuse(image, np.ones(50, np.float32), other, 1 - other) - image).max() < 1e-6
    assert np.abs(fuse(image, np.zeros(50, np.float32), other, 1 - other) - other).max() < 1e-6


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8, 1.0])
def test_unmixing_finds_the_share_and_trusts_strong_differences(share: float) -> None:
    pixel = (RED * share + GREEN * (1 - share))[:, None]
    alpha, trust = unmix(pixel, RED[:, None], GREEN[:, None])
    assert alpha[0] == pytest.approx(share, abs=1e-3)
    assert trust[0] > 0.8


def test_unmixing_trusts_nothing_where_both_are_alike() -> None:
    _, trust = unmix(RED[:, None], RED[:, None], RED[:, None] + np.float32(0.02))
    assert trust[0] < 0.02
