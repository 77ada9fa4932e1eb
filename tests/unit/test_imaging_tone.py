"""The tone table against the same steps written down once more, plainly and in doubles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from imaging.adjustments import LOOKS, RANGES, SPATIAL, Adjustments
from imaging.curves import value
from imaging.tone import grade, table, toned

Floats = NDArray[np.float64]

COLOURS = np.random.default_rng(3).integers(0, 256, (4000, 3), dtype=np.uint8)
SLIDERS = [name for name in RANGES if name not in SPATIAL and name != "look_strength"]
HALVES = [
    replace(Adjustments(), **{name: side / 2})
    for name in SLIDERS
    for side in (RANGES[name].minimum, RANGES[name].maximum)
]
OTHERS = [
    Adjustments(monochrome=True),
    Adjustments(levels=(20, 235, 1.2)),
    Adjustments(levels=(10, 255, 0.8)),
    Adjustments(curve=((0, 0), (64, 40), (190, 220), (255, 255))),
    *(Adjustments(look=name) for name in LOOKS),
]
MIX = Adjustments(
    *(0.4, 20, -40, 30, 10, -10, 20, -10, 20, 10), levels=(6, 248, 1.1), look="Late sun", look_strength=60
)


def on(colours: NDArray[np.uint8], values: Adjustments) -> NDArray[np.uint8]:
    """What `toned` makes of colours (N, 3)."""
    return np.asarray(toned(Image.fromarray(colours[None]), values))[0]


def by_table(colours: NDArray[np.uint8], values: Adjustments) -> NDArray[np.uint8]:
    """What the table makes of them, where a lookup would do as well."""
    return np.asarray(Image.fromarray(colours[None]).filter(table(values.tone())))[0]


def to_linear(s: Floats) -> Floats:
    return np.where(s <= 0.04045, s / 12.92, ((np.maximum(s, 0) + 0.055) / 1.055) ** 2.4)


def to_srgb(v: Floats) -> Floats:
    return np.where(v <= 0.0031308, 12.92 * v, 1.055 * np.maximum(v, 0) ** (1 / 2.4) - 0.055)


def luma(rgb: Floats) -> Floats:
    return np.asarray(rgb @ np.array([0.2126, 0.7152, 0.0722]))[..., None]


def channel(c: Floats, a: Adjustments) -> Floats:
    """Levels, whites, blacks, contrast and curve of channels in 0..1."""
    black, white, gamma = a.levels
    c = (c * 255 - black) / (white - black)
    c = np.where(c > 0, np.maximum(c, 0) ** (1 / gamma), c)
    c = c + 0.2 * a.whites / 100 * np.maximum(c, 0) ** 2 + 0.12 * a.blacks / 100 * np.maximum(1 - c, 0) ** 2
    steep, inside = 0.6 * a.contrast / 100, np.clip(c, 0, 1)
    c = inside - steep * np.sin(2 * np.pi * inside) / (2 * np.pi) + (1 - steep) * (c - inside)
    if not a.curve:
        return c
    straight_on = ((c > 1) & (a.curve[-1] == (255, 255))) | ((c < 0) & (a.curve[0] == (0, 0)))
    curved = np.array([value(a.curve, x * 255) / 255 for x in c.ravel()]).reshape(c.shape)
    return np.where(straight_on, c, curved)


def reference(rgb: Floats, a: Adjustments) -> Floats:
    """The documented order for colours (N, 3) in 0..1."""
    t, g = 0.75 * a.temperature / 100, -0.5 * a.tint / 100
    balance = 2.0 ** np.array([t, g, -t])
    rgb = channel(to_srgb(to_linear(rgb) * balance * 2**a.exposure / luma(balance)), a)
    y = np.clip(luma(rgb), 0, 1)
    rgb = rgb * (1 + 0.81 * (a.shadows / 100 * (1 - y) ** 2 + a.highlights / 100 * y * (1 - y)))
    chroma = np.clip(np.ptp(rgb, axis=-1, keepdims=True), 0, 1)
    factor = (1 + a.saturation / 100) * (1 + 0.8 * a.vibrance / 100 * (1 - chroma) ** 2)
    rgb = luma(rgb) + factor * (rgb - luma(rgb))
    if a.look:
        look = LOOKS[a.look]
        graded = reference(rgb, look.values).T
        curves = (look.red, look.green, look.blue)
        other = [channel(c, Adjustments(curve=curve)) for c, curve in zip(graded, curves, strict=True)]
        rgb = rgb + a.look_strength / 100 * (np.transpose(other) - rgb)
    return np.repeat(luma(rgb), 3, axis=-1) if a.monochrome else rgb


def wanted(colours: NDArray[np.uint8], values: Adjustments) -> Floats:
    return np.clip(reference(colours / 255, values), 0, 1) * 255


@pytest.mark.parametrize("values", [*HALVES, *OTHERS, MIX], ids=str)
def test_the_table_is_close_to_the_reference(values: Adjustments) -> None:
    exact = wanted(COLOURS, values)
    for result in (on(COLOURS, values), by_table(COLOURS, values)):
        off = np.abs(result - exact).max(axis=1)
        assert float((off <= 2).mean()) >= 0.995
        assert off.mean() <= 0.6


@pytest.mark.parametrize("values", [*HALVES, *OTHERS, MIX], ids=str)
def test_the_exact_grade_is_the_reference(values: Adjustments) -> None:
    exact = np.clip(grade(np.ascontiguousarray(COLOURS.T).astype(np.float32) / np.float32(255), values), 0, 1) * 255
    assert np.abs(exact.T - wanted(COLOURS, values)).max() <= 0.01


def test_neutral_is_the_same_picture() -> None:
    photo = Image.fromarray(COLOURS[None])
    assert toned(photo, Adjustments()) is photo
    assert toned(photo, Adjustments(blur=40, grain=40)) is photo


@pytest.mark.parametrize("values", [Adjustments(exposure=0.5), Adjustments(saturation=40)], ids=str)
def test_alpha_goes_through_unchanged(values: Adjustments) -> None:
    rgba = np.dstack([COLOURS[None], (np.arange(4000) % 256).astype(np.uint8)[None]])
    result = np.asarray(toned(Image.fromarray(rgba), values))
    assert np.array_equal(result[..., 3], rgba[..., 3])
    assert np.array_equal(result[..., :3][0], on(COLOURS, values))


def test_one_stop_doubles_the_light() -> None:
    # sRGB 100 is 12.7 % of white's light, 138 is 25.4 %.
    assert on(np.array([[100, 100, 100]], np.uint8), Adjustments(exposure=1)).tolist() == [[138, 138, 138]]


@pytest.mark.parametrize(
    ("values", "up", "down"),
    [
        (Adjustments(temperature=50), 0, 2),
        (Adjustments(temperature=-50), 2, 0),
        (Adjustments(tint=50), 0, 1),
        (Adjustments(tint=-50), 1, 2),
    ],
)
def test_the_balance_moves_greys_the_way_it_says(values: Adjustments, up: int, down: int) -> None:
    grey = on(np.array([[128, 128, 128]], np.uint8), values)[0].astype(int)
    assert grey[up] - grey[down] > 8
    assert luma(to_linear(grey / 255))[0] == pytest.approx(to_linear(np.array(128 / 255)), abs=0.003)


def test_a_curve_that_ends_early_goes_on_level() -> None:
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    result = on(greys, Adjustments(curve=((30, 20), (120, 160), (240, 250))))[:, 0]
    assert (result[:31] == 20).all()
    assert (result[240:] == 250).all()
    assert result[120] == 160


@pytest.mark.parametrize("name", ["contrast", "highlights", "shadows", "vibrance", "saturation"])
@pytest.mark.parametrize("amount", [-100, 100])
def test_black_and_white_stay(name: str, amount: int) -> None:
    ends = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)
    assert np.array_equal(on(ends, replace(Adjustments(), **{name: amount})), ends)


@pytest.mark.parametrize("name", ["Clean", "Airy", "Punchy", "Silver", "Noir", "Warm studio", "Cool studio"])
def test_a_look_for_products_keeps_a_white_ground_white(name: str) -> None:
    assert on(np.array([[255, 255, 255]], np.uint8), Adjustments(look=name)).min() == 255


@pytest.mark.parametrize("values", [Adjustments(monochrome=True), Adjustments(saturation=-100)], ids=str)
def test_without_colour_the_channels_are_equal(values: Adjustments) -> None:
    assert np.ptp(on(COLOURS, replace(values, temperature=30, vibrance=20)).astype(int), axis=1).max() <= 1


def test_monochrome_stays_grey_under_any_look() -> None:
    for name in LOOKS:
        assert np.ptp(on(COLOURS[:200], Adjustments(monochrome=True, look=name)).astype(int), axis=1).max() <= 1


def test_looks_differ_from_the_photo_and_from_each_other() -> None:
    assert len(LOOKS) == 12
    assert all(look.values.look == "" and not look.values.is_spatial for look in LOOKS.values())
    seen = {on(COLOURS, Adjustments(look=name)).tobytes() for name in LOOKS} | {COLOURS.tobytes()}
    assert len(seen) == len(LOOKS) + 1


def test_half_a_look_lies_in_the_middle() -> None:
    whole = on(COLOURS, Adjustments(look="Airy")).astype(float)
    half = on(COLOURS, Adjustments(look="Airy", look_strength=50)).astype(float)
    free = (whole > 0).all(axis=1) & (whole < 255).all(axis=1)
    assert np.abs(half - (whole + COLOURS) / 2)[free].max() <= 2


def test_what_exposure_blows_out_the_whites_bring_back() -> None:
    bright = np.array([[180, 180, 180], [200, 200, 200]], np.uint8)
    assert on(bright, Adjustments(exposure=1)).min() >= 243
    back = on(bright, Adjustments(exposure=1, whites=-100)).astype(int)
    assert back[0, 0] < back[1, 0] < 250


@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(-100, 100), st.floats(-100, 100), st.floats(-100, 100))
def test_a_lighter_grey_stays_the_lighter_one(c: float, h: float, s: float, w: float, b: float) -> None:
    ramp = np.repeat(np.arange(256, dtype=np.float32)[None] / 255, 3, axis=0)
    graded = grade(ramp, Adjustments(contrast=c, highlights=h, shadows=s, whites=w, blacks=b))
    assert np.diff(graded[1]).min() >= -1e-5


def test_filters_build_no_new_table() -> None:
    a = table(Adjustments(saturation=31, blur=10).tone())
    assert isinstance(a, ImageFilter.Color3DLUT)
    assert a is table(Adjustments(saturation=31, grain=80, sharpen=9).tone())
    different: Any = table(Adjustments(saturation=32).tone())
    assert a is not different
