"""The road's steps around the network, timed one by one inside the engine's Python. Run by steps-worker.js."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from imaging.decode import decode
from imaging.options import Backdrop, Region, Scene
from imaging.preview import Previewer
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
    state["photo"] = timed("decode", lambda: decode(PHOTO, "photo.jpg").image)
    tensor = timed("prepare", lambda: prepare(state["photo"], SPEC))
    return np.ascontiguousarray(tensor).reshape(-1)


def after(answer: Any) -> list[tuple[str, float]]:
    """Everything behind it; gives the times of this round."""
    side = SPEC.size
    flat = np.asarray(answer.to_py() if hasattr(answer, "to_py") else answer, np.float32)
    mask = timed("read the answer", lambda: read_answer(flat.reshape(1, 1, side, side), SPEC))
    photo = state["photo"]
    cutout = timed("refine", lambda: refine(photo, mask))
    whole = Region(0, 0, photo.width, photo.height)
    white = Backdrop("colour", "#ffffff")
    timed("compose and preview", lambda: Previewer(photo, cutout.rgba).draw(Scene(True, white), whole, VIEW))
    return list(times)
