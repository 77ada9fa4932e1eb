"""Doubt: connected parts are found whatever they look like, and each sign of a mistake is told as what it is."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from segmentation import doubt
from segmentation.doubt import MOST, Doubts, doubts
from segmentation.regions import labelled, rectangles

masks = st.integers(1, 12).flatmap(
    lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=12)
)


def flooded(mask: NDArray[np.bool_], corners: bool) -> NDArray[np.int64]:
    """Connected parts by flooding, numbered from the top."""
    near = [(-1, 0), (1, 0), (0, -1), (0, 1), *([(-1, -1), (-1, 1), (1, -1), (1, 1)] if corners else [])]
    labels, count = np.zeros(mask.shape, np.int64), 0
    for start in zip(*np.nonzero(mask), strict=True):
        if labels[start]:
            continue
        count += 1
        labels[start] = count
        queue = deque([start])
        while queue:
            y, x = queue.popleft()
            for dy, dx in near:
                at = y + dy, x + dx
                if 0 <= at[0] < mask.shape[0] and 0 <= at[1] < mask.shape[1] and mask[at] and not labels[at]:
                    labels[at] = count
                    queue.append(at)
    return labels


@given(masks, st.booleans())
@settings(max_examples=150, deadline=None)
def test_parts_are_those_that_flooding_finds(rows: list[list[bool]], corners: bool) -> None:
    mask = np.array(rows, bool)
    labels, count = labelled(mask, corners)
    expected = flooded(mask, corners)
    assert count == expected.max()
    assert (labels == expected).all()


@given(masks)
@settings(max_examples=100, deadline=None)
def test_rectangles_cover_a_mask_and_nothing_twice(rows: list[list[bool]]) -> None:
    mask = np.array(rows, bool)
    covered = np.zeros(mask.shape, int)
    for left, top, right, bottom in rectangles(mask, 0, 0):
        covered[top:bottom, left:right] += 1
    assert (covered == mask).all()


def scene(size: tuple[int, int] = (600, 450)) -> tuple[Image.Image, Image.Image]:
    """A dark square on a light wall, and its right alpha."""
    photo, alpha = Image.new("RGB", size, (225, 225, 220)), Image.new("L", size)
    for image, ink in ((photo, (60, 40, 30)), (alpha, 255)):
        ImageDraw.Draw(image).rectangle((180, 100, 420, 340), ink)  # type: ignore[arg-type]
    return photo.filter(ImageFilter.GaussianBlur(1)), alpha.filter(ImageFilter.GaussianBlur(1))


def kinds(found: Doubts) -> list[str]:
    return [spot.kind for spot in found.spots]


def test_a_clean_cut_out_leaves_no_doubt() -> None:
    photo, alpha = scene()
    found = doubts(alpha, photo)
    assert found.spots == ()
    assert found.map.max() < 0.45


def test_nothing_and_everything_leave_no_doubt() -> None:
    photo, _ = scene()
    for level in (0, 255):
        assert doubts(Image.new("L", photo.size, level), photo).spots == ()


def test_a_soft_part_is_doubtful() -> None:
    photo, alpha = scene()
    ImageDraw.Draw(alpha).rectangle((200, 200, 280, 280), 150)
    spot = doubts(alpha, photo).spots[0]
    assert spot.kind == "soft"
    assert (abs(spot.box.x - 200), abs(spot.box.width - 80)) < (16, 24)


def test_an_edge_in_one_colour_is_doubtful() -> None:
    photo, alpha = scene()
    ImageDraw.Draw(alpha).rectangle((420, 150, 520, 250), 255)  # a piece of the wall
    found = doubts(alpha, photo)
    assert set(kinds(found)) == {"edge"}
    assert all(spot.box.x > 410 for spot in found.spots)


def test_a_loose_piece_is_told_apart_from_another_object() -> None:
    photo, alpha = scene()
    for image, ink in ((photo, (60, 40, 30)), (alpha, 255)):
        ImageDraw.Draw(image).rectangle((480, 60, 500, 80), ink)  # type: ignore[arg-type]
        ImageDraw.Draw(image).rectangle((20, 100, 140, 300), ink)  # type: ignore[arg-type]
    found = doubts(alpha, photo)
    assert kinds(found) == ["piece"]
    assert found.spots[0].box.x > 470


def test_a_hole_is_offered_and_is_less_doubtful_the_clearer_it_is() -> None:
    photo, alpha = scene()
    ImageDraw.Draw(photo).rectangle((260, 180, 340, 260), (225, 225, 220))
    clear, veiled = alpha.copy(), alpha.copy()
    ImageDraw.Draw(clear).rectangle((260, 180, 340, 260), 0)
    ImageDraw.Draw(veiled).rectangle((260, 180, 340, 260), 70)
    first, second = (doubts(image, photo) for image in (clear, veiled))
    assert kinds(first) == ["hole"]
    assert "hole" in kinds(second)
    assert first.spots[0].doubt < 0.45 < next(spot for spot in second.spots if spot.kind == "hole").doubt


def test_what_was_looked_at_is_settled() -> None:
    photo, alpha = scene()
    ImageDraw.Draw(alpha).rectangle((200, 200, 280, 280), 120)
    box = doubts(alpha, photo).spots[0].box
    left = doubts(alpha, photo, (box.x - 12, box.y - 12, box.width + 24, box.height + 24))
    assert left.spots == ()


def test_the_worst_comes_first_and_not_too_many_are_told() -> None:
    photo, alpha = scene((900, 900))
    rng = np.random.default_rng(5)
    for x, y in rng.integers(20, 880, (60, 2)).tolist():
        ImageDraw.Draw(alpha).ellipse((x - 8, y - 8, x + 8, y + 8), 140)
    found = doubts(alpha, photo).spots
    assert len(found) == MOST
    weights = [spot.weight for spot in found]
    assert weights == sorted(weights, reverse=True)


def test_a_spot_s_area_lies_in_its_box() -> None:
    photo, alpha = scene()
    ImageDraw.Draw(alpha).ellipse((200, 200, 300, 290), 120)
    for spot in doubts(alpha, photo).spots:
        box, area = spot.box, np.array(spot.area).reshape(-1, 4)
        assert area[:, 0].min() >= box.x - 0.1
        assert area[:, 3].max() <= box.y + box.height + 0.1


def test_bands_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    photo = Image.fromarray(random.integers(0, 256, (230, 170, 3), dtype=np.uint8))
    alpha = Image.new("L", photo.size)
    ImageDraw.Draw(alpha).ellipse((30, 20, 140, 215), fill=255)
    alpha = alpha.filter(ImageFilter.GaussianBlur(3))
    banded = doubts(alpha, photo)
    monkeypatch.setattr(doubt, "BAND", 1000)
    assert np.array_equal(doubts(alpha, photo).map, banded.map)
