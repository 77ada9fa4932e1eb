"""Scaling a region of a picture: exact where pixels match, and by premultiplied colour."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from imaging.options import Region
from imaging.resample import Pyramid, resample
from tests.unit import scenes

PHOTO, CUTOUT = scenes.studio()
WHOLE = Region(0, 0, PHOTO.width, PHOTO.height)


def test_pixels_one_to_one_are_copied_unchanged() -> None:
    part = resample(Pyramid(PHOTO), Region(13, 7, 50, 40), (50, 40))
    assert part.tobytes() == PHOTO.crop((13, 7, 63, 47)).tobytes()


def test_the_whole_at_its_own_size_is_the_picture_itself() -> None:
    assert resample(Pyramid(PHOTO), WHOLE, PHOTO.size) is PHOTO


@pytest.mark.parametrize("size", [(120, 80), (240, 160), (480, 320), (37, 23), (1, 1)])
def test_the_size_asked_for_is_the_size_given(size: tuple[int, int]) -> None:
    assert resample(Pyramid(CUTOUT), WHOLE, size).size == size


def test_transparent_pixels_lend_no_colour_to_their_neighbours() -> None:
    pixels = np.zeros((32, 32, 4), np.uint8)
    pixels[:, 16:] = (200, 100, 50, 255)
    small = np.asarray(resample(Pyramid(Image.fromarray(pixels)), Region(0, 0, 32, 32), (11, 11)))
    seen = small[small[..., 3] > 8]
    assert np.abs(seen[:, :3].astype(int) - (200, 100, 50)).max() <= 2 * 255 // 8 // 8
