"""Layers wherever they may lie: mirrored, turned, between pixels, and where no sense is left."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imaging.adjustments import Adjustments
from imaging.compositor import draw
from imaging.layers import (
    BLEND_MODES,
    Blur,
    Fill,
    Layer,
    Placement,
    Raster,
    Scene,
    Shadow,
    Shape,
)
from imaging.options import Region
from imaging.resample import Pyramid
from tests.unit.layered import (
    BLOT,
    BOX,
    GIVEN,
    LOOK,
    PHOTO,
    SIZE,
    TEXT,
    Given,
    photo,
)


@pytest.mark.parametrize(
    ("turned", "placement"),
    [
        (Image.Transpose.FLIP_LEFT_RIGHT, Placement(SIZE[0] / 2, SIZE[1] / 2, -1, 1)),
        (Image.Transpose.FLIP_TOP_BOTTOM, Placement(SIZE[0] / 2, SIZE[1] / 2, 1, -1)),
        (Image.Transpose.ROTATE_180, Placement(SIZE[0] / 2, SIZE[1] / 2, rotation=180)),
        (Image.Transpose.ROTATE_270, Placement(SIZE[1] / 2, SIZE[0] / 2, rotation=90)),
        (Image.Transpose.ROTATE_90, Placement(SIZE[1] / 2, SIZE[0] / 2, rotation=-90)),
        (Image.Transpose.TRANSPOSE, Placement(SIZE[1] / 2, SIZE[0] / 2, 1, -1, rotation=90)),
        (Image.Transpose.TRANSVERSE, Placement(SIZE[1] / 2, SIZE[0] / 2, -1, 1, rotation=90)),
    ],
)
def test_mirrored_and_turned_by_quarters_no_pixel_changes(turned: Image.Transpose, placement: Placement) -> None:
    expected = PHOTO.transpose(turned)
    scene = Scene(*expected.size, (photo(placement),))
    assert draw(GIVEN, scene, Region(0, 0, *expected.size), expected.size).tobytes() == expected.tobytes()
    part = draw(GIVEN, scene, Region(11, 23, 70, 60), (70, 60))
    assert part.tobytes() == expected.crop((11, 23, 81, 83)).tobytes()


def test_a_layer_between_pixels_covers_its_edges_in_part() -> None:
    given = Given({"red": Pyramid(Image.new("RGB", (10, 10), (255, 0, 0)))})
    scene = Scene(20, 20, (Layer("red", Raster("red", 10, 10), Placement(10.25, 10.5)),))
    alpha = np.asarray(draw(given, scene, Region(0, 0, 20, 20), (20, 20)).getchannel("A")).astype(int)
    assert list(alpha[10, 4:17]) == [0, 191, *[255] * 9, 64, 0]
    assert list(alpha[4:17, 10]) == [0, 128, *[255] * 9, 128, 0]


SQUARE = Given({"white": Pyramid(Image.new("RGB", (100, 60), (255, 255, 255)))})
upright = st.builds(
    Placement, st.floats(40, 80), st.floats(40, 80), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5), st.just(0.0)
)
turned = st.builds(replace, upright, rotation=st.floats(-360, 360) | st.sampled_from([90.0, 180.0, 270.0]))


@given(upright | turned, st.floats(0.3, 3))
def test_a_layer_covers_as_much_as_its_outline_holds(placement: Placement, scale: float) -> None:
    scene = Scene(120, 120, (Layer("white", Raster("white", 100, 60), placement),))
    side = round(120 * scale)
    alpha = (
        np.asarray(draw(SQUARE, scene, Region(0, 0, 120, 120), (side, side)).convert("RGBA"), np.float64)[..., 3] / 255
    )
    width, height = abs(placement.scale_x) * 100 * side / 120, abs(placement.scale_y) * 60 * side / 120
    assert alpha.sum() == pytest.approx(width * height, abs=0.02 * (width + height) + 0.3)
    if min(width, height) > 2:
        y, x = np.mgrid[0:side, 0:side] + 0.5
        middle = (alpha * x).sum() / alpha.sum(), (alpha * y).sum() / alpha.sum()
        assert middle == pytest.approx((placement.x * side / 120, placement.y * side / 120), abs=0.1)


numbers = st.floats(-1e7, 1e7) | st.sampled_from([0.0, 1e-300, 1e300, inf, -inf, nan])
scales = st.floats(-4, 4) | st.sampled_from([1e-6, -1e-6, 1e6, 0.0, nan, inf])
placements = st.builds(
    Placement,
    x=st.floats(-500, 900) | numbers,
    y=st.floats(-500, 900) | numbers,
    scale_x=scales,
    scale_y=scales,
    rotation=st.sampled_from([0.0, 90.0, 45.0, 180.0, 1e-9, nan]) | st.floats(-400, 400),
    warp=st.just(()) | st.tuples(*[st.floats(-1, 2)] * 8),
)
contents = st.sampled_from(
    [
        Raster("photo", *SIZE),
        Raster("cutout", *SIZE),
        Blur("photo", *SIZE),
        Fill("linear"),
        Fill("colour", "no colour"),
        TEXT,
        BOX,
        Shape("ellipse", 10, 10, colour="?"),
        Shadow("layer 0"),
        Shadow("layer 1", "contact"),
        Shadow("layer 0", "reflection"),
        Shadow("nobody"),
    ]
)
adjustments = st.sampled_from([Adjustments(), LOOK])
layers = st.builds(
    Layer,
    id=st.just(""),
    content=contents,
    placement=placements,
    opacity=st.floats(0, 1) | st.just(nan),
    blend=st.sampled_from(BLEND_MODES),
    mask=st.sampled_from([(), BLOT]),
    adjustments=adjustments,
)
regions = st.builds(
    Region,
    st.floats(-1000, 1000) | numbers,
    st.floats(-1000, 1000) | numbers,
    st.floats(1e-6, 1e6),
    st.floats(1e-6, 1e6),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(layers, max_size=4), regions, st.integers(1, 60), st.integers(1, 60))
def test_any_scene_is_drawn_at_any_region(some: list[Layer], region: Region, width: int, height: int) -> None:
    given = Given()
    named = tuple(replace(layer, id=f"layer {i}") for i, layer in enumerate(some))
    result = draw(given, Scene(*SIZE, named), region, (width, height))
    assert result.size == (width, height)
    assert result.mode in ("RGB", "RGBA")
    assert given.largest <= 2 * max(4 * width * height, 1 << 20)
