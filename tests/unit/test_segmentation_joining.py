"""Picked parts: they replace, add and take away, whatever the sizes of both masks; a press finds what it is on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from segmentation.joining import How, around, joined

sizes = st.tuples(st.integers(1, 24), st.integers(1, 24))


def mask(size: tuple[int, int], seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random(size, np.float32)


@given(sizes, sizes, st.integers(0, 99), st.sampled_from(["instead", "add", "take"]))
@settings(max_examples=80, deadline=None)
def test_a_mask_stays_a_mask(one: tuple[int, int], other: tuple[int, int], seed: int, how: How) -> None:
    result = joined(mask(one, seed), mask(other, seed + 1), how)
    assert result.shape in (one, other)
    assert result.min() >= 0
    assert result.max() <= 1


@given(sizes, st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_adding_only_adds_and_taking_only_takes(size: tuple[int, int], seed: int) -> None:
    old, picked = mask(size, seed), mask(size, seed + 1)
    assert (joined(old, picked, "add") == np.maximum(old, picked)).all()
    assert (joined(old, picked, "take") <= old).all()
    assert (joined(old, np.ones_like(old), "take") == 0).all()
    assert (joined(old, np.zeros_like(old), "add") == old).all()


def test_without_a_subject_there_is_nothing_to_take_from() -> None:
    picked = mask((4, 5), 1)
    assert joined(None, picked, "add") is picked
    assert not joined(None, picked, "take").any()


def test_a_press_finds_the_box_of_what_it_is_on() -> None:
    found = np.zeros((100, 200), np.float32)
    found[20:40, 30:60] = 1
    found[70:90, 150:180] = 1
    box = around(found, 400, 300, (2000, 1000))
    assert (box.x, box.y) == pytest.approx((276, 176))
    assert (box.width, box.height) == pytest.approx((348, 248))


@given(st.floats(0, 640), st.floats(0, 480), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_box_of_a_press_lies_in_the_photo(x: float, y: float, empty: bool) -> None:
    box = around(None if empty else mask((12, 16), 3), x, y, (640, 480))
    assert box.x >= 0
    assert box.y >= 0
    assert box.width >= 1
    assert box.height >= 1
    assert box.x + box.width <= 641
    assert box.y + box.height <= 481
