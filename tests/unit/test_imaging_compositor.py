"""A scene drawn at any region and scale: exact where pixels match, the same in the view and in the file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from imaging import matrix
from imaging.adjustments import Adjustments
from imaging.backdrop import blurred
from imaging.compositor import draw
from imaging.layers import (
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
from imaging.options import Region
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
    """Sources that answer from a few pictures. Text is a ring, a mask is drawn by dabs."""

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
        ring = Image.new("L", (size[0] * 4, size[1] * 4))
        ImageDraw.Draw(ring).ellipse([side * scale * 4 for side in (9, 9, content.width - 9, content.height - 9)], 255)
        result = Image.new("RGBA", size, content.colour)
        result.putalpha(ring.reduce(4))
        return result

    def mask(self, strokes: tuple[Stroke, ...], size: tuple[float, float], scale: float) -> Image.Image:
        wide, high = max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)
        self.largest = max(self.largest, wide * high)
        result = Image.new("L", (wide * 4, high * 4), 255)
        for stroke in strokes:
            x, y, radius = (value * scale * 4 for value in (*stroke.points[:2], stroke.radius))
            ImageDraw.Draw(result).ellipse((x - radius, y - radius, x + radius, y + radius), 0)
        return result.reduce(4)


GIVEN = Given()


@pytest.fixture(scope="module", autouse=True)
def stand_ins() -> Iterator[None]:
    """Shapes and shadows as simple as they can be: a filled outline, and the alpha moved and blurred."""
    shapes, shadows = ModuleType("imaging.shapes"), ModuleType("imaging.shadows")
    shapes.draw_shape = draw_shape  # type: ignore[attr-defined]
    shadows.cast, shadows.reach = cast, reach  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "imaging.shapes", shapes)
        patch.setitem(sys.modules, "imaging.shadows", shadows)
        yield


def draw_shape(shape: Shape, m: matrix.Matrix, size: tuple[int, int]) -> Image.Image:
    if shape.radius < 0:
        raise ValueError("a shape that cannot be")
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


def photo(placement: Placement = centred(*SIZE), source: str = "photo", **more: object) -> Layer:
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
LOOK = Adjustments(exposure=0.4, blur=20, sharpen=60, vignette=-50, grain=30)


# Exact where pixels match.


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


def soft(placement: Placement = centred(640, 480), source: str = "soft", **more: object) -> Layer:
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
    "adjusted": (fill(), soft(TILTED, adjustments=Adjustments(exposure=0.5, contrast=30, blur=30, vignette=-60))),
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
    print(name, factor, difference.mean(), np.percentile(difference, 99), difference.max())
    assert difference.mean() <= 0.5
    assert np.percentile(difference, 99) <= 2.01


@pytest.mark.parametrize("scale", [1.0, 0.5, 1.7])
@pytest.mark.parametrize("name", SCENES)
def test_a_part_is_drawn_as_in_the_whole(name: str, scale: float) -> None:
    scene, size = scene_of(SCENES[name]), (round(640 * scale), round(480 * scale))
    whole = draw(GIVEN, scene, Region(0, 0, size[0] / scale, size[1] / scale), size)
    for left, top, width, height in ((0, 0, 90, 70), (101, 83, 120, 77), (size[0] - 60, 40, 60, 150), (140, 117, 1, 1)):
        region = Region(left / scale, top / scale, width / scale, height / scale)
        part = draw(GIVEN, scene, region, (width, height))
        difference = apart(part, whole.crop((left, top, left + width, top + height)))
        print(name, scale, difference.max(), difference.mean())
        assert difference.max() <= 1.01
