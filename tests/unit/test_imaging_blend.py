"""Blend modes against the formulas of the specification, written out in float64."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from imaging.blend import over
from imaging.layers import BLEND_MODES, BlendMode

Floats = NDArray[np.float64]

SIZE = (64, 64)


def colours(seed: int, alpha: str) -> Image.Image:
    """Random colours, black and white among them; alpha "opaque" (RGB), "any" or "full" (RGBA, 255 all over)."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (*SIZE, 4), dtype=np.uint8)
    pixels[:8, :8], pixels[8:16, 8:24, :3] = 0, 255
    pixels[20:30, 10:40, 3], pixels[15:25, 30:60, 3] = 0, 255
    if alpha == "full":
        pixels[..., 3] = 255
    image = Image.fromarray(pixels)
    return image.convert("RGB") if alpha == "opaque" else image


def lum(c: Floats) -> Floats:
    return np.asarray(c @ np.array([0.3, 0.59, 0.11]))[..., None]


def clip_colour(c: Floats) -> Floats:
    middle, least, most = lum(c), c.min(-1, keepdims=True), c.max(-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        c = np.where(least < 0, middle + (c - middle) * middle / (middle - least), c)
        return np.where(most > 1, middle + (c - middle) * (1 - middle) / (most - middle), c)


def mixed(mode: BlendMode, b: Floats, s: Floats) -> Floats:
    """B(Cb, Cs) of the specification on 0..1."""
    if mode == "overlay":
        return np.where(b <= 0.5, s * 2 * b, s + (2 * b - 1) - s * (2 * b - 1))
    if mode == "soft-light":
        d = np.where(b <= 0.25, ((16 * b - 12) * b + 4) * b, np.sqrt(b))
        return np.where(s <= 0.5, b - (1 - 2 * s) * b * (1 - b), b + (2 * s - 1) * (d - b))
    if mode == "colour":
        return clip_colour(s + lum(b) - lum(s))
    simple = {"multiply": b * s, "screen": b + s - b * s, "darken": np.minimum(b, s), "lighten": np.maximum(b, s)}
    return simple.get(mode, s)


def reference(ground: Image.Image, tile: Image.Image, mode: BlendMode, opacity: float) -> Floats:
    """Straight RGBA in levels: simple alpha compositing with blending, section 5 and 10 of the specification."""
    below, above = (np.asarray(image.convert("RGBA"), np.float64) / 255 for image in (ground, tile))
    ab, a = below[..., 3:], above[..., 3:] * opacity
    b, s = below[..., :3], above[..., :3]
    s = (1 - ab) * s + ab * mixed(mode, b, s)
    alpha = a + ab * (1 - a)
    colour = (a * s + (1 - a) * ab * b) / np.where(alpha > 0, alpha, 1)
    return np.concatenate([colour, alpha], -1) * 255


@pytest.mark.parametrize("opacity", [1.0, 0.6])
@pytest.mark.parametrize("tile", ["opaque", "any", "full"])
@pytest.mark.parametrize("ground", ["opaque", "any", "full"])
@pytest.mark.parametrize("mode", BLEND_MODES)
def test_every_mode_is_the_formula(mode: BlendMode, ground: str, tile: str, opacity: float) -> None:
    below, above = colours(1, ground), colours(2, tile)
    expected = reference(below, above, mode, opacity)
    over(below, above, (0, 0), mode, opacity)
    got = np.asarray(below.convert("RGBA"), np.float64)
    assert np.abs(got[..., 3] - expected[..., 3]).max() <= 1.01
    # What is seen, colour times alpha: with hardly any alpha, 8 bits of it say little about the colour.
    difference = np.abs(got[..., :3] * got[..., 3:] - expected[..., :3] * expected[..., 3:]) / 255
    assert difference.max() <= 2.01
    assert difference.mean() <= 0.6


@pytest.mark.parametrize("mode", BLEND_MODES)
def test_all_pairs_of_levels(mode: BlendMode) -> None:
    levels = np.arange(256, dtype=np.uint8)
    grey = [Image.fromarray(np.repeat(plane[..., None], 3, -1)) for plane in np.meshgrid(levels, levels)]
    expected = reference(grey[0], grey[1], mode, 1.0)[..., :3]
    over(grey[0], grey[1], mode=mode)
    assert np.abs(np.asarray(grey[0]) - expected).max() <= 1.01


@given(st.integers(-90, 90), st.integers(-90, 90), st.sampled_from(BLEND_MODES), st.sampled_from(["opaque", "any"]))
def test_only_what_lies_on_the_ground_is_drawn(x: int, y: int, mode: BlendMode, kind: str) -> None:
    ground, tile = colours(3, kind), colours(4, "any")
    spread = Image.new("RGBA", SIZE)
    spread.paste(tile, (x, y))
    moved, whole = ground.copy(), ground.copy()
    over(moved, tile, (x, y), mode)
    over(whole, spread, (0, 0), mode)
    assert moved.tobytes() == whole.tobytes()


@pytest.mark.parametrize("mode", BLEND_MODES)
@pytest.mark.parametrize("kind", ["opaque", "any"])
def test_nothing_changes_nothing(mode: BlendMode, kind: str) -> None:
    ground = colours(5, kind)
    before = ground.tobytes()
    over(ground, colours(6, "any"), (0, 0), mode, 0.0)
    over(ground, Image.new("RGBA", SIZE, (200, 10, 90, 0)), (0, 0), mode)
    over(ground, colours(6, "any"), (0, 0), mode, float("nan"))
    assert ground.tobytes() == before


@pytest.mark.parametrize("mode", BLEND_MODES)
def test_on_an_empty_ground_every_mode_is_the_tile_itself(mode: BlendMode) -> None:
    ground, tile = Image.new("RGBA", SIZE), colours(7, "any")
    over(ground, tile, mode=mode)
    shown = np.asarray(tile)[..., 3] > 0
    assert np.array_equal(np.asarray(ground)[shown], np.asarray(tile)[shown])


def test_the_tile_stays_as_it_is() -> None:
    tile = colours(8, "any")
    before = tile.tobytes()
    for mode in BLEND_MODES:
        over(colours(9, "any"), tile, (-3, 5), mode, 0.5)
    assert tile.tobytes() == before


def test_a_grey_of_any_ground_is_kept_by_colour() -> None:
    ground = Image.new("RGB", SIZE, (90, 90, 90))
    over(ground, Image.new("RGB", SIZE, (255, 0, 0)), mode="colour")
    red, green, blue = ground.getpixel((0, 0))  # type: ignore[misc]
    assert red > green == blue
    assert 0.3 * red + 0.59 * green + 0.11 * blue == pytest.approx(90, abs=1)
