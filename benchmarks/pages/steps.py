"""The road's steps around the network, timed one by one inside the engine's Python. Run by steps-worker.js."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engine.pixels import Held, Pixels
from imaging.decode import decode
from imaging.layers import Fill, Layer, Raster, Scene, centred
from imaging.options import Region
from imaging.preview import render_preview
from segmentation.models import model
from segmentation.preparation import prepare
from segmentation.refine import refine
from segmentation.segment import read_answer

VIEW = (930, 620)
PHOTO = Path("/photo.jpg").read_bytes()
SPEC = model("u2netp")
state: dict[str, Any] = {}
times: list[tuple[str, float]] = []


def timed(name: str, work: Any) -> Any:
    """The result of work(), its milliseconds noted."""
    started = time.perf_counter()
    result = work()
    times.append((name, (time.perf_counter() - started) * 1000))
    return result


def before() -> Any:
    """Everything up to the network: its input, flat float32."""
    times.clear()
    state["photo"] = timed("decode", lambda: decode(PHOTO, "photo.jpg"))
    tensor = timed("prepare", lambda: prepare(state["photo"].image, SPEC))
    return np.ascontiguousarray(tensor).reshape(-1)


def after(answer: Any) -> list[tuple[str, float]]:
    """Everything behind it; gives the times of this round."""
    side = SPEC.size
    flat = np.asarray(answer.to_py() if hasattr(answer, "to_py") else answer, np.float32)
    mask = timed("read the answer", lambda: read_answer(flat.reshape(1, 1, side, side), SPEC))
    photo = state["photo"]
    size = photo.width, photo.height
    cutout = timed("refine", lambda: refine(photo.image, mask))
    held, pixels = Held(photo), Pixels(lambda text, scale: Image.new("RGBA", (1, 1)))
    held.keep(cutout)
    pixels.held["photo"] = held
    timed("compose and preview", lambda: render_preview(pixels, scene(*size), Region(0, 0, *size), VIEW))
    return list(times)


def scene(width: int, height: int) -> Scene:
    """The subject on white."""
    subject = Layer("cutout", Raster("photo", width, height, "cutout"), centred(width, height))
    return Scene(width, height, (Layer("backdrop", Fill()), subject))
