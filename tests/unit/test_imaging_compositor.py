"""A scene drawn at any region and scale: exact where pixels match, the same in the view and in the file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from math import inf, nan
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imaging import compose, matrix, options
from imaging.adjustments import Adjustments
from imaging.backdrop import blurred
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
    Stroke,
    Text,
    centred,
    plain_photo,
)
from imaging.options import Backdrop, Region
from imaging.resample import Pyramid
from tests.unit import scenes

PHOTO, CUTOUT = scenes.studio()
SIZE = WIDTH, HEIGHT = PHOTO.size
WHOLE = Region(0, 0, WIDTH, HEIGHT)


def smooth(width: int, height: int) -> Image.Image:
    """Soft waves without grain: what scaling must not change."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = [np.sin(x / width * 9 + i) * 55 + np.cos(y / height * 7 - i) * 45 + 125 for i in range(3)]
    return Image.fromarray(np.clip(np.stack(waves, -1) + 0.5, 0, 255).astype(np.uint8))


SOFT = smooth(640, 480)
SOFT_CUT = scenes.cut(SOFT, scenes.disc(640, 480, 40))


@dataclass
class Given:
    """Sources that answer from a few pictures. A text is a disc, and every stroke of a mask hides one."""

    pictures: dict[str, Pyramid] = field(
        default_factory=lambda: {
            "photo": Pyramid(PHOTO),
            "cutout": Pyramid(CUTOUT),
            "soft": Pyramid(SOFT),
            "softcut": Pyramid(SOFT_CUT),
        }
    )
    largest: int = 0

    def raster(self, content: Raster, mask: tuple[Stroke, ...]) -> Pyramid:
        return self.pictures[content.source]

    def blurred(self, content: Blur) -> Image.Image:
        return blurred(self.pictures[content.source].image, None, content.strength)

    def text(self, content: Text, scale: float) -> Image.Image:
        size = max(round(content.width * scale), 1), max(round(content.height * scale), 1)
        self.largest = max(self.largest, size[0] * size[1])
        result = Image.new("RGBA", size, content.colour)
        result.putalpha(disc(size, scale, content.width / 2, content.height / 2, content.height / 2 - 9))
        return result

    def mask(self, strokes: tuple[Stroke, ...], size: tuple[float, float], scale: float) -> Image.Image:
        result = Image.new("L", (max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)), 255)
        self.largest = max(self.largest, result.width * result.height)
        for stroke in strokes:
            shown = disc(result.size, scale, stroke.points[0], stroke.points[1], stroke.radius)
            result = ImageChops.subtract(result, shown)
        return result


def disc(size: tuple[int, int], scale: float, x: float, y: float, radius: float) -> Image.Image:
    """How far each pixel of a box at `scale` lies inside of a circle: L."""
    down, across = np.mgrid[0 : size[1], 0 : size[0]] + 0.5
    inside = np.clip(0.5 + radius * scale - np.hypot(across - x * scale, down - y * scale), 0, 1)
    return Image.fromarray((inside * 255 + 0.5).astype(np.uint8))


GIVEN = Given()


@pytest.fixture(scope="module", autouse=True)
def stand_ins() -> Iterator[None]:
    """Where there are none yet, shapes and shadows as simple as can be: an outline; the alpha moved and blurred."""
    shapes, shadows = ModuleType("imaging.shapes"), ModuleType("imaging.shadows")
    shapes.draw_shape = draw_shape  # type: ignore[attr-defined]
    shadows.cast, shadows.reach = cast, reach  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        for module in (shapes, shadows):
            if find_spec(module.__name__) is None:
                patch.setitem(sys.modules, module.__name__, module)
        yield


def draw_shape(shape: Shape, m: matrix.Matrix, size: tuple[int, int]) -> Image.Image:
    corners = ((0, 0), (shape.width, 0), (shape.width, shape.height), (0, shape.height))
    fine = Image.new("L", (size[0] * 8, size[1] * 8))
    points = [(x * 8 - 0.5, y * 8 - 0.5) for x, y in (matrix.apply(m, *corner) for corner in corners)]
    ImageDraw.Draw(fine).polygon(points, 255)
    result = Image.new("RGBA", size, shape.colour)
    result.putalpha(fine.reduce(8))
    return result


def reach(shadow: Shadow, box: tuple[float, float, float, float], scale: float) -> int:
    side = max(box[2] - box[0], box[3] - box[1])
    return int(side * (shadow.distance + 3 * shadow.softness)) + 2


def cast(
    shadow: Shadow, alpha: Image.Image, box: tuple[float, float, float, float], scale: float, tile: Image.Image | None
) -> Image.Image:
    side = max(box[2] - box[0], box[3] - box[1])
    moved = alpha.transform(
        alpha.size, Image.Transform.AFFINE, (1, 0, 0, 0, 1, -shadow.distance * side), Image.Resampling.BILINEAR
    )
    result = Image.new("RGBA", alpha.size, shadow.colour)
    result.putalpha(moved.filter(ImageFilter.GaussianBlur(shadow.softness * side)))
    return result


OWN, SOFT_OWN = centred(*SIZE), centred(*SOFT.size)


def photo(placement: Placement = OWN, source: str = "photo", **more: object) -> Layer:
    image = GIVEN.pictures[source].image
    return Layer(source, Raster(source, *image.size), placement, **more)  # type: ignore[arg-type]


def fill(colour: str = "#12ab34") -> Layer:
    return Layer("fill", Fill(colour=colour))


def seen(image: Image.Image) -> NDArray[np.float64]:
    """Premultiplied colours and alpha: what alpha hides does not count."""
    pixels = np.asarray(image.convert("RGBA"), np.float64)
    return np.concatenate([pixels[..., :3] * pixels[..., 3:] / 255, pixels[..., 3:]], -1)


def apart(a: Image.Image, b: Image.Image) -> NDArray[np.float64]:
    assert a.size == b.size
    return np.abs(seen(a) - seen(b))


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
EVEN = [REGIONS[i] for i in (0, 1, 4, 6, 8)]
"""Those with the same scale on both axes, as views and files have it but for a rounded size. For the others, the one
scale that filters know was their mean; now it belongs to a picture that is stretched in the same way."""
LOOK = Adjustments(exposure=0.4, blur=20, sharpen=60, vignette=-50, grain=30)
CASES = [(*case, Adjustments()) for case in REGIONS] + [(*case, LOOK) for case in EVEN]


# Exactly as before.


@pytest.mark.parametrize(("region", "size", "adjustments"), CASES)
def test_a_photo_alone_is_drawn_as_it_always_was(
    region: Region, size: tuple[int, int], adjustments: Adjustments
) -> None:
    scene = Scene(*SIZE, (photo(adjustments=adjustments),))
    before = compose.compose(PHOTO, CUTOUT, options.Scene(False, Backdrop(), adjustments), region, size)
    after = draw(GIVEN, scene, region, size)
    assert after.mode == before.mode == "RGB"
    assert after.tobytes() == before.tobytes()


@pytest.mark.parametrize(("region", "size", "adjustments"), CASES)
@pytest.mark.parametrize("kind", ["transparent", "colour", "blur"])
def test_a_cut_out_on_its_backdrop_is_drawn_as_it_always_was(
    kind: options.BackdropKind, region: Region, size: tuple[int, int], adjustments: Adjustments
) -> None:
    backdrop = Backdrop(kind, "#12ab34", 0.4)
    below = {"transparent": (), "colour": (fill(),), "blur": (Layer("b", Blur("photo", *SIZE, 0.4), centred(*SIZE)),)}
    scene = Scene(*SIZE, (*below[kind], photo(source="cutout", adjustments=adjustments)))
    picture = compose.Picture(PHOTO, CUTOUT)
    picture._blurred = 0.4, GIVEN.blurred(Blur("photo", *SIZE, 0.4))
    before = picture.compose(options.Scene(True, backdrop, adjustments), region, size)
    after = draw(GIVEN, scene, region, size)
    assert after.mode == before.mode
    assert after.tobytes() == before.tobytes()


def test_a_photo_at_its_own_size_is_its_own_pixels() -> None:
    assert draw(GIVEN, plain_photo("photo", *SIZE), WHOLE, SIZE).tobytes() == PHOTO.tobytes()


@pytest.mark.parametrize(
    ("turned", "placement"),
    [
        (Image.Transpose.FLIP_LEFT_RIGHT, Placement(WIDTH / 2, HEIGHT / 2, -1, 1)),
        (Image.Transpose.FLIP_TOP_BOTTOM, Placement(WIDTH / 2, HEIGHT / 2, 1, -1)),
        (Image.Transpose.ROTATE_180, Placement(WIDTH / 2, HEIGHT / 2, rotation=180)),
        (Image.Transpose.ROTATE_270, Placement(HEIGHT / 2, WIDTH / 2, rotation=90)),
        (Image.Transpose.ROTATE_90, Placement(HEIGHT / 2, WIDTH / 2, rotation=-90)),
        (Image.Transpose.TRANSPOSE, Placement(HEIGHT / 2, WIDTH / 2, 1, -1, rotation=90)),
        (Image.Transpose.TRANSVERSE, Placement(HEIGHT / 2, WIDTH / 2, -1, 1, rotation=90)),
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


# The view and the file, the part and the whole.

TEXT = Text("O", 200, 120, colour="#d02060")
BOX = Shape("rectangle", 180, 100, colour="#2060d0")
TILTED = Placement(330, 230, 0.7, 0.8, 23)
WARPED = Placement(320, 240, 0.8, 0.8, 8, (0.05, 0.1, 0.9, 0.0, 1.0, 0.95, 0.0, 0.85))
BLOT = (Stroke((320.0, 240.0), 90.0),)


def soft(placement: Placement = SOFT_OWN, source: str = "soft", **more: object) -> Layer:
    return photo(placement, source, **more)


SCENES = {
    "whole": (soft(),),
    "small": (fill(), soft(Placement(300.3, 200.7, 0.61, 0.47))),
    "turned": (fill(), soft(TILTED, opacity=0.7)),
    "turned on nothing": (soft(TILTED),),
    "turned and close": (soft(Placement(320, 240, 2, 2, 30)),),
    "mirrored": (fill(), soft(Placement(333.3, 222.2, -0.8, 0.9, 90), "softcut")),
    "warped": (fill(), soft(WARPED, opacity=0.9)),
    "cut-out turned": (fill("#f0f0f0"), soft(TILTED, "softcut")),
    "multiplied": (soft(), soft(TILTED, "softcut", blend="multiply", opacity=0.8)),
    "soft light": (soft(), soft(Placement(320, 240, -1, 1), blend="soft-light")),
    "colour": (soft(), Layer("f", Fill("linear", "#ff2020", "#2020ff", 30), blend="colour", opacity=0.5)),
    "adjusted": (fill(), soft(TILTED, adjustments=Adjustments(exposure=0.5, contrast=30, blur=30, sharpen=40))),
    "text": (soft(), Layer("t", TEXT, Placement(300, 200, 1.3, 1.3, -12), opacity=0.9)),
    "shape": (soft(), Layer("s", BOX, Placement(400, 300, 1, 1, 33), opacity=0.8)),
    "masked fill": (soft(), Layer("f", Fill("radial", "#ffff80", "#204080"), mask=BLOT)),
    "masked shape": (soft(), Layer("s", BOX, Placement(320, 240, 2, 2, 10), mask=(Stroke((90.0, 50.0), 30.0),))),
    "masked text": (soft(), Layer("t", TEXT, Placement(320, 240, 2, 2, 0), mask=(Stroke((90.0, 50.0), 30.0),))),
    "blur": (Layer("b", Blur("soft", 640, 480, 0.3), Placement(320, 240, 0.5, 0.5)), soft(TILTED, "softcut")),
    "blur turned": (Layer("b", Blur("soft", 640, 480, 0.3), Placement(300, 240, 0.6, 0.5, 40)),),
    "shadow": (
        fill("#f0f0f0"),
        Layer("w", Shadow("softcut", distance=0.1, softness=0.05), opacity=0.5),
        soft(TILTED, "softcut", opacity=0.9),
    ),
}


def scene_of(layers: tuple[Layer, ...]) -> Scene:
    return Scene(640, 480, layers)


@pytest.mark.parametrize("factor", [2, 4])
@pytest.mark.parametrize("name", SCENES)
def test_the_view_is_the_file_scaled_down(name: str, factor: int) -> None:
    scene, whole, size = scene_of(SCENES[name]), Region(0, 0, 640, 480), (640 // factor, 480 // factor)
    file, view = draw(GIVEN, scene, whole, (640, 480)), draw(GIVEN, scene, whole, size)
    difference = apart(view, file.resize(size, Image.Resampling.BOX))
    assert difference.mean() <= 0.5
    # All that is smooth; the rest are pixels on an outline, of which the file has more to average.
    assert np.percentile(difference, 98) <= 2.01
    assert difference.max() <= 32


@pytest.mark.parametrize("scale", [1.0, 0.5, 1.7])
@pytest.mark.parametrize("name", SCENES)
def test_a_part_is_drawn_as_in_the_whole(name: str, scale: float) -> None:
    scene, size = scene_of(SCENES[name]), (round(640 * scale), round(480 * scale))
    whole = draw(GIVEN, scene, Region(0, 0, size[0] / scale, size[1] / scale), size)
    for left, top, width, height in ((0, 0, 90, 70), (101, 83, 120, 77), (size[0] - 60, 40, 60, 150), (140, 117, 1, 1)):
        region = Region(left / scale, top / scale, width / scale, height / scale)
        part = draw(GIVEN, scene, region, (width, height))
        difference = apart(part, whole.crop((left, top, left + width, top + height)))
        # Ties of rounding fall this way or that; the bicubic filter and a steeper curve can make more of them.
        assert difference.max() <= 3.01
        assert np.percentile(difference, 99) <= 1.01
        assert difference.mean() <= 0.25 or part.size == (1, 1)


# Fills.


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


# Whatever is given.

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


@settings(max_examples=300, deadline=None)
@given(st.lists(layers, max_size=4), regions, st.integers(1, 60), st.integers(1, 60))
def test_any_scene_is_drawn_at_any_region(some: list[Layer], region: Region, width: int, height: int) -> None:
    given = Given()
    named = tuple(replace(layer, id=f"layer {i}") for i, layer in enumerate(some))
    result = draw(given, Scene(*SIZE, named), region, (width, height))
    assert result.size == (width, height)
    assert result.mode in ("RGB", "RGBA")
    assert given.largest <= 2 * max(4 * width * height, 1 << 20)


@pytest.mark.parametrize(
    "broken", [Layer("s", Shape("star", 50, 50, colour="?"), centred(*SIZE)), Layer("f", Fill("colour", "?"))]
)
def test_a_layer_that_cannot_be_drawn_takes_nothing_else_with_it(broken: Layer) -> None:
    folded = photo(replace(centred(*SIZE), warp=(0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0)))
    whole = draw(GIVEN, Scene(*SIZE, (fill(), photo(source="cutout"))), WHOLE, SIZE)
    with_broken = draw(GIVEN, Scene(*SIZE, (fill(), folded, broken, photo(source="cutout"), broken)), WHOLE, SIZE)
    assert with_broken.tobytes() == whole.tobytes()


def test_what_an_opaque_layer_covers_is_not_even_asked_for() -> None:
    missing = Layer("x", Raster("not there", *SIZE), centred(*SIZE))
    scene = Scene(*SIZE, (missing, photo(Placement(120, 80, 2, 2, 20)), photo(source="cutout")))
    assert draw(GIVEN, scene, WHOLE, SIZE).mode == "RGB"
    with pytest.raises(KeyError):
        draw(GIVEN, replace(scene, layers=(missing, photo(source="cutout"))), WHOLE, SIZE)


def test_outside_of_the_canvas_nothing_is_seen() -> None:
    scene = Scene(*SIZE, (fill("#ff0000"), photo(Placement(0, 0, 3, 3, 30))))
    result = draw(GIVEN, scene, Region(-20.5, -10, 100, 100), (100, 100))
    alpha = np.asarray(result.getchannel("A"))
    assert (alpha[:10] == 0).all()
    assert (alpha[:, :20] == 0).all()
    assert (np.abs(alpha[10:, 20].astype(int) - 128) <= 1).all()
    assert (alpha[10:, 21:] == 255).all()
    inside = draw(GIVEN, scene, Region(-0.5, 0, 80, 90), (80, 90))
    assert apart(result.crop((21, 10, 100, 100)), inside.crop((1, 0, 80, 90))).max() <= 1.01
    assert draw(GIVEN, scene, Region(500, 0, 10, 10), (5, 5)).getextrema()[3] == (0, 0)


def test_a_shadow_falls_into_the_view_from_outside_of_it() -> None:
    layers = (
        fill("#ffffff"),
        Layer("w", Shadow("softcut", angle=-90, distance=0.3, softness=0.02)),
        soft(source="softcut"),
    )
    scene = Scene(640, 900, layers)
    whole = draw(GIVEN, scene, Region(0, 0, 640, 900), (640, 900))
    part = draw(GIVEN, scene, Region(200, 490, 240, 100), (240, 100))
    assert apart(part, whole.crop((200, 490, 440, 590))).max() <= 2.01
    assert np.asarray(part).min() < 40
    hidden = replace(scene, layers=(*layers[:2], replace(layers[2], visible=False)))
    assert draw(GIVEN, hidden, Region(0, 0, 640, 900), (64, 90)).getextrema() == ((255, 255),) * 3


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
