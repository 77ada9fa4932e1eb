"""Shapes: their area is right at every scale and turn, their edges are antialiased and never dark."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from imaging import distance, matrix
from imaging.layers import Placement, Shape, ShapeKind
from imaging.shapes import draw_shape

KINDS: tuple[ShapeKind, ...] = get_args(ShapeKind)
SIZE = (220, 180)
PERSPECTIVE = (0.0, 0.0, 1.0, 0.2, 1.0, 0.8, 0.1, 1.0)


def draw(shape: Shape, placement: Placement, size: tuple[int, int] = SIZE) -> Image.Image:
    return draw_shape(shape, matrix.placed(placement, (shape.width, shape.height)), size)


def alpha(image: Image.Image) -> NDArray[np.float64]:
    return np.asarray(image.getchannel("A"), np.float64)


def area(shape: Shape) -> float:
    """In own pixels, without what lies in no polygon."""
    if shape.kind == "ellipse":
        return math.pi * shape.width * shape.height / 4
    points = distance.outline(shape)
    turned = (*points[1:], points[0])
    corners = (4 - math.pi) * shape.radius**2 if shape.kind == "rectangle" else 0
    return abs(sum(a * d - b * c for (a, b), (c, d) in zip(points, turned, strict=True))) / 2 - corners


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(KINDS),
    st.floats(0.3, 1.4),
    st.floats(0.3, 1.4),
    st.floats(-180, 180),
    st.sampled_from([0.0, 10.0]),
)
def test_the_area_is_that_of_the_shape(kind: ShapeKind, x: float, y: float, turn: float, radius: float) -> None:
    shape = Shape(kind, 90, 70, line=8, line_colour="", radius=radius)
    got = alpha(draw(shape, Placement(110, 90, x, y, turn))).sum() / 255
    assert got == pytest.approx(area(shape) * x * y, rel=0.03, abs=4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("warp", [(), PERSPECTIVE])
def test_half_the_scale_is_half_of_the_picture(kind: ShapeKind, warp: tuple[float, ...]) -> None:
    shape = Shape(kind, 160, 130, "#ff0000", 9, "#0000ff", 20)
    whole = draw(shape, Placement(110.3, 89.6, 0.9, 0.9, 25, warp), SIZE).reduce(2)
    half = draw(shape, Placement(55.15, 44.8, 0.45, 0.45, 25, warp), (110, 90))
    far = np.abs(alpha(whole) - alpha(half))
    assert far.mean() < 0.5
    assert np.quantile(far, 0.995) < 20  # a corner's single pixel may differ by more


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_of_the_view_is_the_part_of_the_whole(kind: ShapeKind) -> None:
    shape = Shape(kind, 200, 170, "#102030", 12, "#405060", 30)
    m = matrix.placed(Placement(100, 90, 1.1, 0.8, 17), (200, 170))
    part = draw_shape(shape, matrix.times(matrix.shift(-37, -21), m), (110, 90))
    whole = draw_shape(shape, m, SIZE).crop((37, 21, 147, 111))
    assert np.abs(np.asarray(part, int) - np.asarray(whole, int)).max() <= 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fill", ["#3366cc", ""])
@pytest.mark.parametrize("line", [0.0, 6.0])
def test_no_colour_is_on_the_edge_but_its_own(kind: ShapeKind, fill: str, line: float) -> None:
    shape = Shape(kind, 150, 120, fill, line, "#cc3322")
    image = draw(shape, Placement(110, 90, rotation=31))
    edge = {"#3366cc": (51, 102, 204), "": (204, 51, 34)}[fill if kind in ("line", "arrow") or not line else ""]
    colours = np.asarray(image)[..., :3][alpha(image) < 255]
    assert (colours == edge).all() or (fill and line) or not alpha(image).any()
    corner = image.getpixel((0, 0))
    assert isinstance(corner, tuple)
    assert corner[3] == 0


def test_a_rectangle_in_its_place_is_exact() -> None:
    image = draw(Shape("rectangle", 60, 40, "#3366cc"), Placement(50, 40))
    expected = Image.new("RGBA", SIZE, (51, 102, 204, 0))
    expected.paste((51, 102, 204, 255), (20, 20, 80, 60))
    assert image.tobytes() == expected.tobytes()


def test_the_outline_lies_inside_and_the_middle_shows_the_fill() -> None:
    image = draw(Shape("rectangle", 60, 40, "#3366cc", 5, "#cc3322"), Placement(50, 40))
    assert [image.getpixel(at) for at in ((22, 40), (26, 40), (50, 40))] == [
        (204, 51, 34, 255),
        (51, 102, 204, 255),
        (51, 102, 204, 255),
    ]
    hollow = draw(Shape("rectangle", 60, 40, "", 5, "#cc3322"), Placement(50, 40))
    assert [hollow.getpixel(at)[3] for at in ((19, 40), (22, 40), (26, 40))] == [0, 255, 0]  # type: ignore[index]


def test_an_outline_that_leaves_no_room_is_all_there_is() -> None:
    thick = draw(Shape("ellipse", 60, 40, "#3366cc", 90, "#cc3322"), Placement(50, 40))
    plain = draw(Shape("ellipse", 60, 40, "#cc3322"), Placement(50, 40))
    assert thick.tobytes() == plain.tobytes()


@settings(deadline=None, max_examples=40)
@given(st.floats(0.02, 1), st.floats(0, 2 * math.pi), st.floats(-0.2, 0.5))
def test_the_distance_from_an_ellipse_is_the_least_one(ratio: float, angle: float, out: float) -> None:
    a, b = 100.0, 100.0 * ratio
    x, y = a * math.cos(angle) * (1 + out), b * math.sin(angle) * (1 + out)
    t = np.linspace(0, 2 * math.pi, 40001)
    least = float(np.hypot(a * np.cos(t) - x, b * np.sin(t) - y).min())
    got = distance.of_ellipse(np.array([x], np.float32), np.array([y], np.float32), a, b)
    assert abs(float(got[0])) == pytest.approx(least, abs=0.15 + 0.05 * least)


def test_an_arrow_has_a_head_in_proportion_and_its_tip_on_the_right() -> None:
    image = alpha(draw(Shape("arrow", 160, 10, line=8), Placement(110, 90)))
    columns = (image > 127).sum(axis=0)
    assert columns[60] == 8
    assert 24 <= columns.max() <= 28
    assert columns[195] == 0
    assert 0 < columns[186] < 8


@pytest.mark.parametrize("kind", ["line", "arrow"])
def test_a_fine_line_covers_its_share(kind: ShapeKind) -> None:
    got = alpha(draw(Shape(kind, 150, 0, line=0.2), Placement(110, 90)))[:, 40:170].sum() / 255
    assert got == pytest.approx(130 * 0.2, rel=0.1)


def test_what_is_behind_the_horizon_is_not_seen() -> None:
    shape = Shape("rectangle", 200, 180, "#ff0000")
    image = draw_shape(shape, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, -0.01, 0.0, 1.0), SIZE)
    assert alpha(image)[90, 100] == 255
    mirrored = draw_shape(shape, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, -1.0), SIZE)
    assert not alpha(mirrored).any()


bad = st.floats() | st.sampled_from([0.0, 1.0, -1.0, 1e-6, 1e300])


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(KINDS), st.tuples(*[bad] * 9), bad, bad, bad, bad)
def test_whatever_the_numbers_it_is_a_picture(
    kind: ShapeKind, m: matrix.Matrix, width: float, height: float, line: float, radius: float
) -> None:
    shape = Shape(kind, width, height, line=line, radius=radius)
    image = draw_shape(shape, m, (30, 20))
    assert (image.mode, image.size) == ("RGBA", (30, 20))


@pytest.mark.parametrize("kind", KINDS)
def test_a_map_without_a_way_back_leaves_nothing(kind: ShapeKind) -> None:
    shape = Shape(kind, 20, 20, line=3)
    for m in ((1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0), (math.nan,) * 9, (0.0,) * 9):
        assert not alpha(draw_shape(shape, m, SIZE)).any()
    assert not alpha(draw(replace(shape, colour="", line_colour=""), Placement(50, 50))).any()
    assert not alpha(draw(shape, Placement(5000, 50))).any()
