"""A photo, its cut-out and what stands behind it: what they look like is plain arithmetic."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from imaging.adjust import apply
from imaging.adjustments import Adjustments
from imaging.compositor import draw
from imaging.layers import BLEND_MODES, Blur, Fill, Layer, Placement, Raster, Scene, Shape, Stroke, centred, plain_photo
from imaging.options import Region
from imaging.resample import Pyramid, resample
from tests.unit import scenes
from tests.unit.scenes import Shelf

PHOTO, CUTOUT = scenes.studio()
GIVEN = Shelf(PHOTO, CUTOUT)
SIZE = WIDTH, HEIGHT = PHOTO.size
WHOLE = Region(0, 0, WIDTH, HEIGHT)
LOOK = Adjustments(exposure=0.4, blur=20, sharpen=60, vignette=-50, grain=30)
REGIONS = [
    (WHOLE, SIZE),
    (WHOLE, (120, 80)),
    (WHOLE, (77, 51)),
    (WHOLE, (500, 333)),
    (Region(13, 7, 100, 90), (100, 90)),
    (Region(13.37, 7.91, 100.5, 90.25), (100, 90)),
    (Region(60.2, 33.3, 41.7, 20.9), (417, 209)),
    (Region(200, 100, 40, 60), (13, 20)),
    (Region(100, 100, 1, 1), (1, 1)),
]


def photo(kind: str = "photo", **more: object) -> Layer:
    return Layer(kind, Raster("p", *SIZE, kind), centred(*SIZE), **more)  # type: ignore[arg-type]


def fill(colour: str = "#12ab34") -> Layer:
    return Layer("fill", Fill(colour=colour))


def apart(a: Image.Image, b: Image.Image) -> NDArray[np.float64]:
    """Levels between two pictures, of colours times alpha and of alpha: what alpha hides does not count."""
    assert a.size == b.size
    return np.abs(scenes.premultiplied(a) - scenes.premultiplied(b))


# Exact where pixels match.


@pytest.mark.parametrize(("region", "size"), REGIONS)
def test_a_photo_alone_is_its_own_pixels_scaled_once(region: Region, size: tuple[int, int]) -> None:
    drawn = draw(GIVEN, plain_photo("p", *SIZE), region, size)
    assert drawn.mode == "RGB"
    assert drawn.tobytes() == resample(Pyramid(PHOTO), region, size).tobytes()


@pytest.mark.parametrize(("source", "image"), [("photo", PHOTO), ("cutout", CUTOUT)])
def test_at_its_own_size_a_picture_is_its_own_pixels(source: str, image: Image.Image) -> None:
    drawn = draw(GIVEN, Scene(*SIZE, (photo(source),)), WHOLE, SIZE)
    assert (drawn.mode, drawn.tobytes()) == (image.mode, image.tobytes())


@pytest.mark.parametrize(("source", "image"), [("photo", PHOTO), ("cutout", CUTOUT)])
def test_adjustments_are_those_of_the_whole_picture(source: str, image: Image.Image) -> None:
    layer = photo(source, adjustments=LOOK)
    wanted = apply(image, LOOK, 1.0, (0.0, 0.0), SIZE)
    drawn = np.asarray(draw(GIVEN, Scene(*SIZE, (layer,)), WHOLE, SIZE), np.int16)
    difference = np.abs(drawn - np.asarray(wanted, np.int16))
    if source == "photo":
        assert not difference.any()
    else:  # only what is not see-through is drawn, with the little around it that filters look at
        assert not difference[..., 3].any()
        assert difference[drawn[..., 3] > 0].max() <= 2


GROUNDS: dict[str, tuple[Layer, ...]] = {
    "transparent": (),
    "colour": (Layer("fill", Fill(colour="#12ab34")),),
    "gradient": (Layer("fill", Fill("linear", "#12ab34", "#f0e010", 30)),),
    "blur": (Layer("blur", Blur("p", *SIZE, 0.4), centred(*SIZE)),),
}


@pytest.mark.parametrize("adjustments", [Adjustments(), LOOK], ids=["plain", "adjusted"])
@pytest.mark.parametrize("kind", GROUNDS)
@pytest.mark.parametrize(
    "box", [(0, 0, 240, 160), (13, 7, 113, 97), (200, 100, 240, 160), (100, 100, 101, 101), (0, 150, 240, 160)]
)
def test_a_region_is_a_crop_of_the_whole(kind: str, box: tuple[int, int, int, int], adjustments: Adjustments) -> None:
    scene = Scene(*SIZE, (*GROUNDS[kind], photo("cutout", adjustments=adjustments)))
    size = box[2] - box[0], box[3] - box[1]
    part = draw(GIVEN, scene, Region(*box[:2], *size), size)
    off = apart(part, draw(GIVEN, scene, WHOLE, SIZE).crop(box))
    assert off.max() <= LEVELS[kind] + (0 if adjustments.is_neutral else 2)  # each filter rounds on its way
    assert off.mean() <= 0.02


LEVELS = {"transparent": 0, "colour": 0, "gradient": 0, "blur": 1}
"""A blurred ground is scaled up from a small picture, by floats that depend on the region."""


@pytest.mark.parametrize(("region", "size"), REGIONS)
@pytest.mark.parametrize("kind", ["colour", "gradient", "blur"])
def test_a_cut_out_lies_over_its_ground_by_plain_alpha(kind: str, region: Region, size: tuple[int, int]) -> None:
    ground = draw(GIVEN, Scene(*SIZE, GROUNDS[kind]), region, size)
    subject = draw(GIVEN, Scene(*SIZE, (photo("cutout"),)), region, size)
    drawn = draw(GIVEN, Scene(*SIZE, (*GROUNDS[kind], photo("cutout"))), region, size)
    assert (ground.mode, subject.mode, drawn.mode) == ("RGB", "RGBA", "RGB")
    below, above = (np.asarray(image, np.float64) for image in (ground, subject))
    alpha = above[..., 3:] / 255
    exact = above[..., :3] * alpha + below * (1 - alpha)
    assert np.abs(np.asarray(drawn, np.float64) - exact).max() <= 0.502  # to the nearest level


def test_a_colour_stands_exactly_where_nothing_else_is() -> None:
    pixels = np.asarray(draw(GIVEN, Scene(*SIZE, (fill(), photo("cutout"))), WHOLE, SIZE))
    alpha = np.asarray(CUTOUT)[..., 3]
    assert (pixels[alpha == 0] == (0x12, 0xAB, 0x34)).all()
    assert (pixels[alpha == 255] == np.asarray(CUTOUT)[alpha == 255][:, :3]).all()


@pytest.mark.parametrize(("region", "size"), REGIONS)
def test_a_blur_is_the_small_picture_scaled_up(region: Region, size: tuple[int, int]) -> None:
    small = GIVEN.blurred(Blur("p", *SIZE, 0.4))
    x, y = small.width / WIDTH, small.height / HEIGHT
    part = Region(region.x * x, region.y * y, region.width * x, region.height * y)
    wanted = resample(Pyramid(small), part, size)
    assert apart(draw(GIVEN, Scene(*SIZE, GROUNDS["blur"]), region, size), wanted).max() <= 1


def test_a_photo_with_alpha_keeps_it() -> None:
    clear = Image.new("RGBA", (20, 20), (50, 60, 70, 128))
    drawn = draw(Shelf(clear), plain_photo("p", 20, 20), Region(0, 0, 20, 20), (10, 10))
    assert np.abs(np.asarray(drawn).astype(int) - (50, 60, 70, 128)).max() <= 1


@given(
    st.floats(-20, 260),
    st.floats(-20, 200),
    st.floats(0.01, 400),
    st.floats(0.01, 400),
    st.integers(1, 40),
    st.integers(1, 40),
)
def test_any_region_at_any_size_is_drawn(x: float, y: float, width: float, height: float, w: int, h: int) -> None:
    for ground in GROUNDS.values():
        scene = Scene(*SIZE, (*ground, photo("cutout")))
        assert draw(GIVEN, scene, Region(x, y, width, height), (w, h)).size == (w, h)


@pytest.mark.parametrize("number", [nan, inf, -inf, 0.0, -5.0])
def test_a_region_that_is_none_is_empty(number: float) -> None:
    drawn = draw(GIVEN, plain_photo("p", *SIZE), Region(0, 0, number, 10), (7, 5))
    assert (drawn.mode, drawn.size, drawn.getextrema()) == ("RGBA", (7, 5), ((0, 0),) * 4)


# What lies where.


def test_outside_of_the_canvas_nothing_is_seen() -> None:
    drawn = np.asarray(draw(GIVEN, Scene(*SIZE, (fill(),)), Region(-10, -10, WIDTH + 20, HEIGHT + 20), (260, 180)))
    assert (drawn[10:170, 10:250] == (0x12, 0xAB, 0x34, 255)).all()
    assert drawn[:10].max() == drawn[170:].max() == drawn[:, :10].max() == drawn[:, 250:].max() == 0


def test_layers_lie_over_each_other_in_their_order() -> None:
    red, blue = (Layer(colour, Fill(colour=colour)) for colour in ("#ff0000", "#0000ff"))
    for layers, wanted in (((red, blue), (0, 0, 255)), ((blue, red), (255, 0, 0))):
        assert draw(GIVEN, Scene(8, 8, layers), Region(0, 0, 8, 8), (8, 8)).getpixel((4, 4)) == wanted


@pytest.mark.parametrize("hidden", [{"visible": False}, {"opacity": 0.0}])
def test_what_is_hidden_leaves_no_trace(hidden: dict[str, object]) -> None:
    over = replace(fill("#ff0000"), **hidden)  # type: ignore[arg-type]
    assert draw(GIVEN, Scene(*SIZE, (photo(), over)), WHOLE, SIZE).tobytes() == PHOTO.tobytes()


@pytest.mark.parametrize(
    "broken",
    [
        Layer("no-colour", Fill(colour="reddish")),
        Layer("folds", Raster("p", *SIZE), Placement(0, 0, warp=(0, 0, 1, 1, 1, 0, 0, 1))),
        Layer("nowhere", Raster("p", *SIZE), Placement(nan, 0)),
        Layer("no-shape", Shape("star", 10, 10, colour="reddish"), Placement(5, 5)),
    ],
    ids=lambda layer: layer.id,
)
def test_a_layer_that_cannot_be_drawn_is_left_out(broken: Layer) -> None:
    assert draw(GIVEN, Scene(*SIZE, (photo(), broken)), WHOLE, SIZE).tobytes() == PHOTO.tobytes()


def test_half_a_layer_is_half_seen() -> None:
    faded = replace(fill("#ff0000"), opacity=0.5)
    drawn = draw(GIVEN, Scene(4, 4, (fill("#0000ff"), faded)), Region(0, 0, 4, 4), (4, 4))
    assert np.abs(np.asarray(drawn).astype(int)[..., :3] - (128, 0, 127)).max() <= 1


def test_what_a_mask_hides_lets_the_ground_through() -> None:
    hole = Stroke((120, 80), 30, hardness=1.0)
    drawn = np.asarray(draw(GIVEN, Scene(*SIZE, (fill(), photo(mask=(hole,)))), WHOLE, SIZE))
    assert drawn[80, 120].tolist() == [0x12, 0xAB, 0x34]
    assert (drawn[:40] == np.asarray(PHOTO)[:40]).all()


@pytest.mark.parametrize("mode", BLEND_MODES)
def test_a_transparent_layer_blends_to_nothing(mode: str) -> None:
    over = photo("cutout", blend=mode)
    below = draw(GIVEN, Scene(*SIZE, (fill(),)), WHOLE, SIZE)
    drawn = draw(GIVEN, Scene(*SIZE, (fill(), over)), WHOLE, SIZE)
    where = np.asarray(CUTOUT)[..., 3] == 0
    assert (np.asarray(drawn)[where] == np.asarray(below)[where]).all()
