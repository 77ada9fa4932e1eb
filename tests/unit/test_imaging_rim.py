"""The edge of a cut-out, changed: it moves, softens, sharpens and takes inner colours; nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from imaging.layers import FOUND, Edge
from imaging.rim import TILE, moved, shaped

BLUE, RED = (20, 40, 200), (220, 30, 20)


def disc(size: tuple[int, int] = (120, 100), radius: float = 30, at: tuple[float, float] = (60, 50)) -> Image.Image:
    """A white disc on black, with a smooth edge: "L"."""
    large = Image.new("L", (size[0] * 4, size[1] * 4))
    x, y = at[0] * 4, at[1] * 4
    ImageDraw.Draw(large).ellipse((x - radius * 4, y - radius * 4, x + radius * 4, y + radius * 4), 255)
    return large.resize(size, Image.Resampling.BOX)


def cutout(alpha: Image.Image) -> tuple[Image.Image, Image.Image]:
    """A red subject cut out of a blue photo, with a rim that still has some blue in it; and the photo."""
    photo = Image.composite(Image.new("RGB", alpha.size, RED), Image.new("RGB", alpha.size, BLUE), alpha)
    cut = photo.copy()
    cut.putalpha(alpha)
    cut.paste((0, 0, 0, 0), mask=alpha.point([255] + [0] * 255))
    return cut, photo


def radius(alpha: Image.Image) -> float:
    """Of the disc with as much area."""
    return float(np.sqrt(np.asarray(alpha, np.float64).sum() / 255 / np.pi))


@given(st.floats(-12, 12))
@settings(max_examples=25, deadline=None)
def test_the_edge_moves_by_so_many_pixels(shift: float) -> None:
    assert radius(moved(disc(), shift)) == pytest.approx(30 + shift, abs=max(0.5, 0.08 * abs(shift)))


def test_a_subject_at_the_border_does_not_shrink_from_it() -> None:
    alpha = disc(at=(0, 50))
    small = moved(alpha, -5)
    assert small.getpixel((0, 50)) == 255
    assert small.getpixel((27, 50)) == 0


@given(st.builds(Edge, st.floats(-6, 6), st.floats(-1, 1), st.floats(-1, 1)))
@settings(max_examples=30, deadline=None)
def test_nothing_changes_far_from_the_edge(edge: Edge) -> None:
    cut, photo = cutout(disc())
    after = np.asarray(shaped(cut, photo, edge))
    assert after.shape == (100, 120, 4)
    assert (after[48:53, 58:63] == np.asarray(cut)[48:53, 58:63]).all()
    assert (after[0] == 0).all()
    assert (after[..., :3][after[..., 3] == 0] == 0).all()  # what is not seen gives nothing away


def test_the_edge_as_it_was_found_costs_nothing() -> None:
    cut, photo = cutout(disc())
    assert shaped(cut, photo, FOUND) is cut


def test_softer_is_softer_and_crisper_is_crisper() -> None:
    cut, photo = cutout(disc((480, 400), 120, (240, 200)))

    def soft(edge: Edge) -> int:
        alpha = np.asarray(shaped(cut, photo, edge))[..., 3]
        return int(((alpha > 0) & (alpha < 255)).sum())

    assert soft(Edge(soft=-1)) < soft(Edge(soft=-0.4)) < soft(FOUND) < soft(Edge(soft=0.4)) < soft(Edge(soft=1))


def test_the_rim_loses_the_old_backdrop_or_gets_it_back() -> None:
    cut, photo = cutout(disc())
    rim = np.asarray(cut)[..., 3]
    half = (rim > 60) & (rim < 200)

    def blue(edge: Edge) -> float:
        return float(np.asarray(shaped(cut, photo, edge))[..., 2][half].mean())

    assert blue(Edge(rim=1)) < 30 < blue(FOUND) <= blue(Edge(rim=-1)) + 1
    assert 30 < blue(Edge(rim=0.5)) < blue(FOUND)


def test_what_becomes_visible_shows_the_photo() -> None:
    cut, photo = cutout(disc())
    after = np.asarray(shaped(cut, photo, Edge(shift=6)))
    assert after[50, 94].tolist() == [*BLUE, 255]


def test_a_photo_of_its_own_alpha_shows_no_more_than_that() -> None:
    cut, photo = cutout(disc())
    photo.putalpha(disc(radius=33))
    after = np.asarray(shaped(cut, photo, Edge(shift=10)))[..., 3]
    assert (after <= np.asarray(photo)[..., 3]).all()


def test_tiles_do_not_show() -> None:
    size = (TILE * 2 + 40, TILE + 60)
    cut, photo = cutout(disc(size, 90, (TILE - 8, 150)))
    edge = Edge(3.5, 0.5, 0.6)
    whole = np.asarray(shaped(cut, photo, edge))
    shifted = (60, 44, size[0], size[1])
    part = np.asarray(shaped(_moved(cut, shifted), _moved(photo, shifted), edge))
    inner = np.asarray(_moved(Image.fromarray(whole), shifted))
    assert np.abs(inner[..., 3].astype(int) - part[..., 3]).max() <= 2


def _moved(image: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """The same size with the content pushed to the left and up, its border going on: other tiles meet the edge."""
    moved = image.copy()
    moved.paste(image.crop(box), (0, 0))
    moved.paste(image.crop((image.width - box[0], 0, *image.size)), (image.width - box[0], 0))
    moved.paste(image.crop((0, image.height - box[1], *image.size)), (0, image.height - box[1]))
    return moved
