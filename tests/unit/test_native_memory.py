"""How much memory the cut-out takes at its peak, beside the photo and what comes out: numpy tells tracemalloc.

In the browser such a peak stays for good, since a WebAssembly memory never shrinks.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from PIL import Image

from segmentation.doubt import doubts
from segmentation.merge import merge
from segmentation.models import model
from segmentation.preparation import prepare
from segmentation.refine import refine
from segmentation.tiers import LARGE, SMALL, SQUARE, WIDE, Look
from tests.unit import scenes

SIZE = (2310, 1732)
"""4 megapixels."""
GRID = 512 * 384
"""Cells of the grid that a finer edge is found on."""


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    return scenes.ground(*SIZE)


def peak(act: Callable[[], object]) -> int:
    """Bytes that numpy and Python held at most while `act` ran, beyond those before."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        act()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("look", [SMALL, SQUARE, WIDE, LARGE], ids=lambda look: look.name)
def test_a_tensor_takes_little_more_than_itself(photo: Image.Image, look: Look) -> None:
    width, height = look.size(SIZE)
    held = peak(partial(prepare, photo, model(look.model), (width, height)))
    assert held < 1.35 * 12 * width * height


@pytest.mark.parametrize("side", [320, 1024])
def test_an_edge_takes_five_bytes_a_pixel_at_most(photo: Image.Image, side: int) -> None:
    mask = scenes.disc(side, round(side * SIZE[1] / SIZE[0]), 20 * side / 1024)
    assert peak(partial(refine, photo, mask)) < 5 * SIZE[0] * SIZE[1]


def test_the_edge_of_a_small_photo_is_bounded_by_its_grid() -> None:
    photo, mask = scenes.ground(800, 600), scenes.disc(800, 600, 12)
    assert peak(partial(refine, photo, mask)) < 100 * GRID


def test_masks_become_one_and_doubt_is_found_within_few_bytes_a_pixel(photo: Image.Image) -> None:
    masks = [scenes.disc(*look.size(SIZE), 8) for look in (SMALL, SQUARE, WIDE, LARGE)]
    assert peak(partial(merge, masks, masks[2:], SIZE)) < 4 * SIZE[0] * SIZE[1]
    alpha = Image.fromarray((masks[-1] * 255).astype(np.uint8)).resize(SIZE)
    assert peak(partial(doubts, alpha, photo)) < 5 * SIZE[0] * SIZE[1]
