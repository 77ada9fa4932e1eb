"""Sources and layers for the tests of the compositor."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imaging import matrix
from imaging.adjustments import Adjustments
from imaging.backdrop import blurred
from imaging.edges import half_plane
from imaging.layers import (
    Blur,
    Fill,
    Layer,
    Placement,
    Raster,
    Shadow,
    Shape,
    Stroke,
    Text,
    centred,
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

    def text(self, content: Text, m: matrix.Matrix, size: tuple[int, int]) -> Image.Image:
        self.largest = max(self.largest, size[0] * size[1])
        result = Image.new("RGBA", size, content.colour)
        result.putalpha(letter(m, size, content.width / 2, content.height / 2, content.height / 2 - 9))
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


def letter(m: matrix.Matrix, size: tuple[int, int], x: float, y: float, radius: float) -> Image.Image:
    """How much of each pixel is covered by what `m` maps a circle to: L."""
    down, across = np.mgrid[0 : size[1], 0 : size[0]] + 0.5
    back = matrix.inverse(m)
    u, v = back[0] * across + back[1] * down + back[2] - x, back[3] * across + back[4] * down + back[5] - y
    far = np.hypot(u, v)
    u[far == 0] = 1e-9  # the very middle lies in some direction too
    far = np.maximum(far, 1e-9)
    a, b = (back[0] * u + back[3] * v) / far, (back[1] * u + back[4] * v) / far
    steep = np.hypot(a, b)
    covered = half_plane(((radius - far) / steep).astype(np.float32), a / steep, b / steep)
    return Image.fromarray((np.clip(covered, 0, 1) * 255 + 0.5).astype(np.uint8))


GIVEN = Given()


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


def stand_in(name: str, **functions: object) -> None:
    """Until there is a module of that name, one with these functions."""
    if find_spec(name) is None:
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update(functions)


stand_in("imaging.shapes", draw_shape=draw_shape)
stand_in("imaging.shadows", cast=cast, reach=reach)

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


def soft(placement: Placement = SOFT_OWN, source: str = "soft", **more: object) -> Layer:
    return photo(placement, source, **more)


LOOK = Adjustments(exposure=0.4, blur=20, sharpen=60, vignette=-50, grain=30)
TEXT = Text("O", 200, 120, colour="#d02060")
BOX = Shape("rectangle", 180, 100, colour="#2060d0")
TILTED = Placement(330, 230, 0.7, 0.8, 23)
WARPED = Placement(320, 240, 0.8, 0.8, 8, (0.05, 0.1, 0.9, 0.0, 1.0, 0.95, 0.0, 0.85))
BLOT = (Stroke((320.0, 240.0), 90.0),)
