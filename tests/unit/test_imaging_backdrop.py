"""The blurred original: free of the subject, and the same at every scale."""

from __future__ import annotations

import numpy as np
from PIL import Image

from imaging.backdrop import blurred, fill
from tests.unit import scenes

PHOTO, CUTOUT = scenes.studio()


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
