"""Brushes that look at the photo: one stops at edges, one finds hair; both replay and do no more than asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from imaging import cutmask
from imaging.layers import Stroke
from segmentation.rematte import rematted
from segmentation.snap import snapped

SOLVERS = cutmask.Solvers(snapped, rematted)
LEFT, RIGHT = (200, 60, 40), (40, 90, 190)


def halves(size: tuple[int, int] = (200, 160)) -> Image.Image:
    """Red to the left of the middle, blue to the right."""
    photo = Image.new("RGB", size, LEFT)
    photo.paste(RIGHT, (size[0] // 2, 0, *size))
    noise = np.random.default_rng(3).integers(-6, 7, (size[1], size[0], 3))
    return Image.fromarray(np.clip(np.asarray(photo).astype(int) + noise, 0, 255).astype(np.uint8))


def edited(photo: Image.Image, cut: Image.Image, *strokes: Stroke) -> Image.Image:
    return cutmask.edit(cut, photo, strokes, solvers=lambda: SOLVERS)


def test_a_stroke_stops_at_an_edge() -> None:
    photo = halves()
    stroke = Stroke((80.0, 40.0, 80.0, 120.0), 40, 0.8, 1.0, erase=True, snap=True)
    alpha = np.asarray(edited(photo, photo.convert("RGBA"), stroke))[..., 3]
    plain = np.asarray(edited(photo, photo.convert("RGBA"), replace(stroke, snap=False)))[..., 3]
    assert plain[80, 110] == 0
    assert (alpha[40:120, 102:] == 255).all()
    assert (alpha[60:100, 60:97] == 0).all()


def test_what_is_kept_stops_there_too() -> None:
    photo = halves()
    cut = photo.convert("RGBA")
    cut.putalpha(0)
    stroke = Stroke((80.0, 80.0), 40, 0.8, 1.0, erase=False, snap=True)
    after = np.asarray(edited(photo, cut, stroke))
    assert after[80, 80, 3] == 255
    assert (after[:, 103:, 3] == 0).all()


def test_a_stroke_across_the_edge_takes_both_sides() -> None:
    photo = halves()
    stroke = Stroke((60.0, 80.0, 140.0, 80.0), 20, 0.8, 1.0, erase=True, snap=True)
    alpha = np.asarray(edited(photo, photo.convert("RGBA"), stroke))[..., 3]
    assert alpha[80, 70] == alpha[80, 130] == 0


levels = st.builds(
    Stroke,
    points=st.lists(st.floats(-20, 220), min_size=2, max_size=8).map(tuple),
    radius=st.floats(0.5, 90),
    hardness=st.floats(0, 1),
    strength=st.floats(0, 1),
    erase=st.booleans(),
    snap=st.just(True),
)


@given(levels)
@settings(max_examples=40, deadline=None)
def test_a_snapped_stroke_does_no_more_than_a_plain_one(stroke: Stroke) -> None:
    photo = halves((90, 70))
    cut = photo.convert("RGBA")
    cut.putalpha(128)
    before, plain, alpha = (
        np.asarray(image)[..., 3].astype(int)
        for image in (cut, edited(photo, cut, replace(stroke, snap=False)), edited(photo, cut, stroke))
    )
    assert (np.abs(alpha - before) <= np.abs(plain - before) + 1).all()


@given(levels, st.sampled_from(["paint", "hair"]))
@settings(max_examples=30, deadline=None)
def test_strokes_replay_to_the_same_pixels(stroke: Stroke, kind: str) -> None:
    photo = halves((90, 70))
    cut = photo.convert("RGBA")
    cut.putalpha(Image.linear_gradient("L").resize(cut.size))
    pair = (replace(stroke, kind=kind), replace(stroke, erase=not stroke.erase))  # type: ignore[arg-type]
    whole = edited(photo, cut, *pair)
    first = edited(photo, cut, pair[0])
    assert cutmask.edit(cut, photo, pair, first, 1, solvers=lambda: SOLVERS).tobytes() == whole.tobytes()


def hairy(size: tuple[int, int] = (240, 200)) -> tuple[Image.Image, Image.Image]:
    """A brown ball with fine hairs on a light wall, and its right alpha."""
    large = Image.new("L", (size[0] * 3, size[1] * 3))
    pen = ImageDraw.Draw(large)
    pen.ellipse((210, 150, 510, 450), 255)
    rng = np.random.default_rng(8)
    for angle in rng.uniform(0, 2 * np.pi, 70).tolist():
        start = 360 + 140 * np.cos(angle), 300 + 140 * np.sin(angle)
        end = 360 + 230 * np.cos(angle + 0.1), 300 + 230 * np.sin(angle + 0.1)
        pen.line((*start, *end), 255, 3)
    alpha = large.resize(size, Image.Resampling.BOX)
    photo = Image.composite(Image.new("RGB", size, (90, 50, 30)), Image.new("RGB", size, (205, 215, 220)), alpha)
    return photo, alpha


def test_hair_is_found_again() -> None:
    photo, right = hairy()
    coarse = right.filter(ImageFilter.MedianFilter(9)).filter(ImageFilter.GaussianBlur(3))
    cut = photo.convert("RGBA")
    cut.putalpha(coarse)
    ring = [(120 + 62 * np.cos(a), 100 + 62 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 40)]
    stroke = Stroke(tuple(float(v) for point in ring for v in point), 18, 0.8, 1.0, erase=False, kind="hair")
    after = np.asarray(edited(photo, cut, stroke))
    truth = np.asarray(right).astype(int)
    band = np.hypot(*(np.indices(truth.shape) - np.array([100, 120])[:, None, None]))
    band = (band > 52) & (band < 72)
    errors = [np.abs(truth[band] - np.asarray(alpha).astype(int)[band]).mean() for alpha in (coarse, after[..., 3])]
    assert errors[1] < errors[0] / 3
    hair = band & (truth > 120)
    assert np.abs(after[..., :3][hair].astype(int) - (90, 50, 30)).mean() < 12  # the wall is out of the colours


def test_a_brush_for_hair_leaves_what_it_does_not_touch() -> None:
    photo, right = hairy()
    cut = photo.convert("RGBA")
    cut.putalpha(right)
    stroke = Stroke((120.0, 40.0), 20, 0.8, 1.0, erase=False, kind="hair")
    after, before = np.asarray(edited(photo, cut, stroke)), np.asarray(cut)
    assert (after[70:] == before[70:]).all()
    assert (after[:, :90] == before[:, :90]).all()


@pytest.mark.parametrize("level", [0, 255])
def test_hair_needs_both_sides(level: int) -> None:
    photo, _ = hairy()
    cut = photo.convert("RGBA")
    cut.putalpha(level)
    stroke = Stroke((120.0, 100.0), 30, 0.8, 1.0, erase=False, kind="hair")
    assert edited(photo, cut, stroke).tobytes() == cut.tobytes()


def test_an_area_is_covered_as_it_says() -> None:
    photo = halves()
    area = (40.0, 40.0, 60.0, 50.0, 40.0, 50.0, 80.0, 60.0)
    cut = photo.convert("RGBA")
    erased = np.asarray(edited(photo, cut, Stroke(area, 5.0, 1.0, 1.0, True, kind="area")))[..., 3]
    assert (erased[44:47, 44:56] == 0).all()
    assert (erased[53:57, 46:75] == 0).all()
    assert (erased[44, 66:] == 255).all()
    assert (erased[:36] == 255).all()
    cut.putalpha(0)
    kept = np.asarray(edited(photo, cut, Stroke(area, 5.0, 1.0, 1.0, False, kind="area")))
    assert (kept[40:60, 41:59, 3] >= 240).all()
    assert (kept[70:, :, 3] == 0).all()


@given(st.lists(st.floats() | st.floats(-300, 300), max_size=12).map(tuple), st.floats())
@settings(max_examples=100, deadline=None)
def test_no_area_is_too_strange(points: tuple[float, ...], cell: float) -> None:
    photo = halves((40, 30))
    assert edited(photo, photo.convert("RGBA"), Stroke(points, cell, kind="area")).size == (40, 30)
