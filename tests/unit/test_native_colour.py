"""Our colour conversion against littleCMS, which CPython's Pillow has and the browser's has not."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from imaging import colour, icc
from tests.unit import test_imaging_colour as ours

ImageCms = pytest.importorskip("PIL.ImageCms", reason="this Pillow has no littleCMS")


@pytest.mark.parametrize(
    "profile",
    [ours.P3, ours.ADOBE, ours.rgb_profile("ProPhoto", ours.PROPHOTO, ours.gamma(1.8))],
    ids=["Display P3", "Adobe RGB", "ProPhoto"],
)
def test_littlecms_agrees(profile: bytes) -> None:
    steps = np.arange(0, 256, 17)
    grid = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(64, -1, 3).astype(np.uint8)
    image = Image.fromarray(grid)
    theirs = ImageCms.profileToProfile(
        image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), renderingIntent=1
    )
    mine, _, complete = colour.to_srgb(image, icc.read(profile))
    difference = np.abs(np.asarray(mine).astype(int) - np.asarray(theirs).astype(int))
    assert complete
    assert difference[np.asarray(theirs) >= 64].max() <= 4
    assert difference.mean() <= 0.5


def test_the_profile_of_littlecms_own_srgb_is_recognised() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    model = icc.read(profile).model
    assert model is not None
    assert colour.is_srgb(model)
