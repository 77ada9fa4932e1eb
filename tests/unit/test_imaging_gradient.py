"""Fills of two colours, and that they belong to the canvas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging.compositor import draw
from imaging.layers import (
    Fill,
    FillKind,
    Layer,
    Scene,
)
from imaging.options import Region
from tests.unit.layered import (
    GIVEN,
    apart,
)


@pytest.mark.parametrize("angle", [0, 30, 90, 135, 200, 271, -45])
def test_a_linear_gradient_reaches_its_colours_in_the_corners(angle: float) -> None:
    layer = Layer("f", Fill("linear", "#000000", "#ffffff", angle))
    levels = np.asarray(draw(GIVEN, Scene(300, 200, (layer,)), Region(0, 0, 300, 200), (300, 200)))[..., 0]
    assert levels.min() <= 1
    assert levels.max() >= 254
    y, x = np.mgrid[0:200, 0:300] + 0.5
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    expected = (((x - 150) * c + (y - 100) * s) / (300 * abs(c) + 200 * abs(s)) + 0.5) * 255
    assert np.abs(levels - expected).max() <= 0.51


def test_a_radial_gradient_goes_from_the_middle_to_the_corners() -> None:
    layer = Layer("f", Fill("radial", "#102030", "#f0e0d0"))
    image = np.asarray(draw(GIVEN, Scene(301, 201, (layer,)), Region(0, 0, 301, 201), (301, 201))).astype(int)
    assert tuple(image[100, 150]) == (0x10, 0x20, 0x30)
    assert np.abs(image[0, 0] - (0xF0, 0xE0, 0xD0)).max() <= 1
    assert abs(image[100, 0, 0] - (0x10 + 0xE0 * 150 / np.hypot(150.5, 100.5))) <= 1


@given(
    st.sampled_from(["linear", "radial"]),
    st.floats(-360, 360),
    st.integers(0, 250),
    st.integers(0, 150),
    st.floats(0.02, 30),
)
def test_a_gradient_belongs_to_the_canvas(kind: str, angle: float, x: int, y: int, scale: float) -> None:
    """Neighbouring views fit together, and each pixel has the colour of its middle."""
    scene = Scene(300, 200, (Layer("f", Fill(kind, "#ff8000", "#0080ff", angle)),))  # type: ignore[arg-type]
    one = draw(GIVEN, scene, Region(x, y, 30 / scale, 20 / scale), (30, 20))
    two = draw(GIVEN, scene, Region(x + 7 / scale, y + 5 / scale, 23 / scale, 15 / scale), (23, 15))
    assert apart(one.crop((7, 5, 30, 20)), two).max() <= 1.01


@pytest.mark.parametrize("kind", ["linear", "radial"])
def test_a_gradient_over_an_area_looks_there_as_on_a_canvas_of_that_size(kind: FillKind) -> None:
    fill = Fill(kind, "#102030", "#f0e0d0", 30)
    part = Layer("f", replace(fill, area=(40.0, 25.0, 120.0, 90.0)))
    wide = draw(GIVEN, Scene(300, 200, (part,)), Region(0, 0, 300, 200), (300, 200))
    alone = draw(GIVEN, Scene(120, 90, (Layer("f", fill),)), Region(0, 0, 120, 90), (120, 90))
    assert np.array_equal(np.asarray(wide)[25:115, 40:160], np.asarray(alone))
    assert tuple(np.asarray(wide)[-1, -1][:3]) == (0xF0, 0xE0, 0xD0)  # beyond it the last colour goes on
