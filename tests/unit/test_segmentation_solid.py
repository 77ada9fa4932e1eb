"""Half transparent bodies become solid, and nothing else changes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from segmentation.merge import merge
from segmentation.refine import refine
from segmentation.solid import solid
from tests.unit import scenes


def levels(image: Image.Image) -> np.ndarray:
    return np.asarray(solid(image))


def test_a_pale_body_becomes_solid_and_its_edge_stays() -> None:
    body = np.zeros((240, 320), np.uint8)
    body[60:180, 80:240] = 200
    body[58:60, 80:240] = 90
    made = levels(Image.fromarray(body))
    assert (made[80:160, 100:220] == 255).all()
    assert (made[:60] == body[:60]).all() and (made[:, :80] == body[:, :80]).all()


def test_holes_and_gaps_stay_open() -> None:
    body = np.zeros((240, 320), np.uint8)
    body[40:200, 60:260] = 220
    body[110:130, 150:170] = 0
    body[:, 100:104] = 30
    made = levels(Image.fromarray(body))
    assert (made[110:130, 150:170] == 0).all() and (made[:, 100:104] == body[:, 100:104]).all()


def test_a_veil_under_a_half_stays_a_veil() -> None:
    veil = Image.new("L", (200, 100), 120)
    assert (levels(veil) == 120).all()


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 50))
def test_nothing_is_ever_taken_away(width: int, height: int, seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width)).astype(np.uint8)
    assert (levels(Image.fromarray(noise)) >= noise).all()


def test_no_backdrop_shines_through_the_middle_of_a_subject() -> None:
    photo, _ = scenes.studio(480, 320)
    faint = scenes.disc(480, 320, 4) * np.float32(0.8)
    cutout = refine(photo, merge([faint, faint], [faint], photo.size))
    alpha = np.asarray(cutout.rgba.getchannel("A"))
    assert (alpha[scenes.disc(480, 320, 4, share=0.27) == 1] == 255).all()
