"""A scene drawn at any region and scale: exact where pixels match, the same in the view and in the file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import inf, nan
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

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
        fine = Image.new("RGBA", size, content.colour + "00")
        ImageDraw.Draw(fine).ellipse((0, 0, size[0] - 1, size[1] - 1), content.colour)
        return fine

    def mask(self, strokes: tuple[Stroke, ...], size: tuple[float, float], scale: float) -> Image.Image:
        result = Image.new("L", (max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)), 255)
        self.largest = max(self.largest, result.width * result.height)
        for stroke in strokes:
            x, y, radius = (value * scale for value in (*stroke.points[:2], stroke.radius))
            ImageDraw.Draw(result).ellipse((x - radius, y - radius, x + radius, y + radius), 0)
        return result


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


# Exactly as before.


@pytest.mark.parametrize("adjustments", [Adjustments(), LOOK], ids=["plain", "adjusted"])
@pytest.mark.parametrize(("region", "size"), REGIONS)
def test_a_photo_alone_is_drawn_as_it_always_was(
    region: Region, size: tuple[int, int], adjustments: Adjustments
) -> None:
    scene = Scene(*SIZE, (photo(adjustments=adjustments),))
    before = compose.compose(PHOTO, CUTOUT, options.Scene(False, Backdrop(), adjustments), region, size)
    after = draw(GIVEN, scene, region, size)
    assert after.mode == before.mode == "RGB"
    assert after.tobytes() == before.tobytes()


@pytest.mark.parametrize("adjustments", [Adjustments(), LOOK], ids=["plain", "adjusted"])
@pytest.mark.parametrize(("region", "size"), REGIONS)
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
