"""The exact render of a heavy document: run by the built engine (steps-worker.js), and by CPython for comparison."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image

from engine.pixels import Held, Pixels
from imaging.adjustments import Adjustments
from imaging.compositor import draw
from imaging.decode import decode
from imaging.layers import Fill, Layer, Placement, Raster, Scene, Shadow, Shape, centred
from imaging.options import Region
from segmentation.refine import refine


def made(path: str) -> tuple[Pixels, Scene]:
    """The photo at `path` with a disc as its subject, and a scene of five layers with four adjustments and a shadow."""
    photo = decode(Path(path).read_bytes(), "photo.jpg")
    y, x = np.mgrid[-1:1:320j, -1:1:320j]
    mask = np.clip((0.6 - np.hypot(x, y)) * 20, 0, 1).astype(np.float32)
    held, pixels = Held(photo), Pixels(lambda text, scale: Image.new("RGBA", (1, 1)))
    held.keep(refine(photo.image, mask))
    pixels.held["photo"] = held
    width, height = photo.width, photo.height
    values = Adjustments(exposure=0.4, contrast=20, vibrance=25, sharpen=40)
    whole = centred(width, height)
    layers = (
        Layer("backdrop", Fill("linear", "#f4f2ee", "#aebfce")),
        Layer("shape", Shape("ellipse", width / 2, height / 3, "#c9892b"), Placement(width / 3, height / 2), 0.8),
        Layer("shadow", Shadow("cutout"), opacity=0.4),
        Layer("cutout", Raster("photo", width, height, "cutout"), whole, adjustments=values),
        Layer(
            "copy", Raster("photo", width, height), Placement(width * 0.8, height * 0.8, 0.3, 0.3, 12), blend="multiply"
        ),
    )
    return pixels, Scene(width, height, layers)


def run(rounds: int, path: str = "/photo.jpg") -> list[tuple[str, list[float]]]:
    """Milliseconds of each render at the document's own size; the first, which fills the caches, is not counted."""
    pixels, scene = made(path)
    times = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        draw(pixels, scene, Region(0, 0, scene.width, scene.height), (scene.width, scene.height))
        times.append((time.perf_counter() - started) * 1000)
    return [("render", times[1:])]


if __name__ == "__main__" and len(sys.argv) == 3:  # the engine runs this file too, without arguments
    print(*run(int(sys.argv[2]), sys.argv[1])[0][1])
