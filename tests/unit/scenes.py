"""Small pictures with something of a photo about them, for the tests of imaging and segmentation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from imaging import strokes
from imaging.backdrop import blurred
from imaging.cutmask import apply_mask
from imaging.layers import Blur, Fill, Layer, Raster, Scene, Stroke, Text, centred
from imaging.matrix import Matrix
from imaging.resample import Pyramid

Plane = NDArray[np.float32]


def ground(width: int, height: int) -> Image.Image:
    """Smooth waves of colour with a little grain: everything a backdrop does, and no flat spot."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = [np.sin(x / width * 5 + i) * 60 + np.cos(y / height * 4 - i) * 50 + 120 for i in range(3)]
    grain = np.random.default_rng(5).normal(0, 6, (height, width, 1))
    return Image.fromarray(np.clip(np.stack(waves, -1) + grain, 0, 255).astype(np.uint8))


def disc(width: int, height: int, softness: float = 1.5, share: float = 0.33) -> Plane:
    """An alpha (H, W) float32: 1 inside a disc in the middle, with an edge some `softness` pixels wide."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    far = np.hypot(x - (width - 1) / 2, y - (height - 1) / 2)
    alpha: Plane = np.clip((share * min(width, height) - far) / softness + 0.5, 0, 1).astype(np.float32)
    return alpha


def over(subject: tuple[int, int, int], backdrop: tuple[int, int, int], alpha: Plane) -> Image.Image:
    """A subject of one colour in front of a backdrop of one colour."""
    share = alpha[..., None]
    return Image.fromarray((np.array(subject) * share + np.array(backdrop) * (1 - share) + 0.5).astype(np.uint8))


def cut(photo: Image.Image, alpha: Plane) -> Image.Image:
    """`photo` with `alpha`, and no colour where it is 0."""
    rgba = np.dstack([np.asarray(photo.convert("RGB")), (alpha * 255 + 0.5).astype(np.uint8)])
    rgba[rgba[..., 3] == 0] = 0
    return Image.fromarray(rgba)


def studio(width: int = 240, height: int = 160) -> tuple[Image.Image, Image.Image]:
    """A photo and its cut-out: a textured red ball on a waved ground."""
    alpha = disc(width, height, 4)
    ball = ground(width, height).convert("L").point([min(255, 60 + level) for level in range(256)])
    red = Image.merge(
        "RGB", (ball, ball.point([level // 4 for level in range(256)]), ball.filter(ImageFilter.FIND_EDGES))
    )
    photo = Image.composite(red, ground(width, height), Image.fromarray((alpha * 255).astype(np.uint8)))
    return photo, cut(red, alpha)


def premultiplied(image: Image.Image) -> NDArray[np.float64]:
    """(H, W, 4): colours times alpha, and alpha."""
    pixels = np.asarray(image.convert("RGBA"), np.float64)
    return np.concatenate([pixels[..., :3] * pixels[..., 3:] / 255, pixels[..., 3:]], -1)


@dataclass
class Shelf:
    """compositor.Sources of one photo and its cut-out: the photo alone while there is none."""

    photo: Image.Image
    cutout: Image.Image | None = None

    def raster(self, content: Raster, mask: tuple[Stroke, ...]) -> Pyramid:
        image = self.cutout if content.kind == "cutout" and self.cutout is not None else self.photo
        return Pyramid(apply_mask(image, mask) if mask else image)

    def blurred(self, content: Blur) -> Image.Image:
        return blurred(self.photo, self.cutout, content.strength)

    def text(self, content: Text, m: Matrix, size: tuple[int, int]) -> Image.Image:
        raise AssertionError("there is no text here")

    def mask(self, painted: tuple[Stroke, ...], size: tuple[float, float], scale: float) -> Image.Image:
        return strokes.mask(painted, (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))), scale)


def subject(size: tuple[int, int], ground: Fill | float | None = None) -> Scene:
    """The cut-out of a Shelf alone, on a fill, or on the photo blurred so much."""
    below: tuple[Layer, ...] = ()
    if ground is not None:
        content = ground if isinstance(ground, Fill) else Blur("p", *size, ground)
        below = (Layer("backdrop", content, centred(*size)),)
    return Scene(*size, (*below, Layer("cutout", Raster("p", *size, "cutout"), centred(*size))))
