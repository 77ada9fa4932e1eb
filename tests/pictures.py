"""A product photo made in code: one shaded object on textured ground, with a soft shadow and a soft edge.

It is what a network of the U-2-Net family takes for one clear subject, it belongs to nobody, and two machines make
the same pixels of it, so that a test can compare a browser's result with CPython's.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]

GROUND = np.array([196.0, 188.0, 176.0], np.float32)
BODY = np.array([186.0, 40.0, 30.0], np.float32)
LIGHT = np.array([-0.45, -0.65, 0.61], np.float32)


def product(width: int, height: int, seed: int = 7) -> Image.Image:
    """An RGB picture of a red ball-shaped jar with a pale lid, off centre, lit from the top left."""
    x, y = _grid(width, height)
    picture = _ground(x, y, width, height, seed)
    picture *= 1.0 - 0.45 * _blob(x, y, 0.09, 0.30, 0.40, 0.13)[..., None]
    for colour, cx, cy, rx, ry in ((BODY, 0.0, 0.03, 0.30, 0.30), (np.float32(235.0), -0.01, -0.27, 0.13, 0.055)):
        shade, cover = _ball(x, y, cx, cy, rx, ry, 1.5 / height)
        picture += cover[..., None] * (colour * shade[..., None] + _glint(x, y)[..., None] - picture)
    return Image.fromarray(np.clip(picture + 0.5, 0, 255).astype(np.uint8))


def plain(width: int, height: int, colour: tuple[int, int, int]) -> Image.Image:
    """One colour."""
    return Image.new("RGB", (width, height), colour)


def png(image: Image.Image) -> bytes:
    """The picture as a PNG file."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def jpeg(image: Image.Image, quality: int = 90) -> bytes:
    """The picture as a plain JPEG file."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _grid(width: int, height: int) -> tuple[Floats, Floats]:
    """x and y of each pixel, (height, width) float32; y in -0.5..0.5, the middle is (0, 0)."""
    x = (np.arange(width, dtype=np.float32) - width / 2) / height
    y = (np.arange(height, dtype=np.float32) - height / 2) / height
    return np.broadcast_to(x, (height, width)), np.broadcast_to(y[:, None], (height, width))


def _ground(x: Floats, y: Floats, width: int, height: int, seed: int) -> Floats:
    noise = np.random.default_rng(seed).integers(0, 256, (max(2, height // 6), max(2, width // 6)), np.uint8)
    grain = np.asarray(Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC), np.float32)
    ground = GROUND * (1.0 - 0.18 * y - 0.05 * x)[..., None] + (grain[..., None] - 128.0) * 0.09
    return ground.astype(np.float32)


def _blob(x: Floats, y: Floats, cx: float, cy: float, rx: float, ry: float) -> Floats:
    """A soft spot, 1 in the middle and 0 outside."""
    far = np.sqrt(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2)
    near = np.clip(1.0 - far, 0.0, 1.0)
    soft = near * near * (3.0 - 2.0 * near)
    return soft.astype(np.float32)


def _ball(x: Floats, y: Floats, cx: float, cy: float, rx: float, ry: float, soft: float) -> tuple[Floats, Floats]:
    """Shading (0.25..1.1) and coverage (0..1) of an ellipsoid, its edge `soft` wide."""
    u, v = (x - cx) / rx, (y - cy) / ry
    far = np.sqrt(u * u + v * v)
    z = np.sqrt(np.clip(1.0 - far * far, 0.0, 1.0))
    shade = 0.25 + 0.85 * np.clip(u * LIGHT[0] + v * LIGHT[1] + z * LIGHT[2], 0.0, 1.0)
    return shade, np.clip((1.0 - far) * min(rx, ry) / soft + 0.5, 0.0, 1.0)


def _glint(x: Floats, y: Floats) -> Floats:
    return 170.0 * _blob(x, y, -0.10, -0.09, 0.07, 0.06)
