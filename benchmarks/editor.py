"""The editor under the hand: dragging among ten layers, moving a slider, and the exact render, at 12 megapixels."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from playwright.sync_api import Page, Playwright

from benchmarks import chrome
from benchmarks.overhead import facts
from benchmarks.table import Results, Row
from tests import pictures
from tools.paths import ROOT, SOURCE

sys.path.append(str(SOURCE))
from editor import packing, saving
from editor.document import CutOut, Document, Photo
from imaging.layers import Layer, Placement, Shadow, Shape
from imaging.options import Region

SIZE = 4000, 3000
FRAME_MS = 1000 / 60
DRAG_LIMIT = SLIDER_LIMIT = 1.0
RENDER_LIMIT = 3.0
SLIDER_MS = 50.0
SLIDERS = ("exposure", "vibrance", "sharpen", "denoise")

FRAMES = """() => {
  window.frames_ = [];
  const stage = document.getElementById("stage");
  window.addEventListener("pointermove", ({ timeStamp, buttons }) => buttons && requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.frames_.push(performance.now() - timeStamp);
    port2.postMessage(0);
  }), { capture: true });
}"""
"""Milliseconds from a pointer's event to the end of the frame that shows it."""
LONG = """() => {
  window.long_ = [];
  new PerformanceObserver((list) => window.long_.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: "longtask" });
}"""
SLIDE = """([name, value]) => {
  const slider = document.getElementById("slide-" + name);
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""
PREVIEWS = """() => performance.getEntriesByName("preview").map(({ duration }) => duration)"""


def project(photo: bytes) -> bytes:
    """A project file: the photo, its subject (a disc), and eight layers more."""
    width, height = SIZE
    y, x = np.mgrid[-1:1:320j, -1:1:320j]
    mask = np.clip((0.6 - np.hypot(x, y)) * 20, 0, 1).astype(np.float32).tobytes()
    document = Document.of(Photo("photo-1", "product.jpg", len(photo), width, height, "JPEG", "sRGB"))
    box = Region(width * 0.2, height * 0.2, width * 0.6, height * 0.6)
    document = document.with_cutout(CutOut("u2netp", box, 0.28, 0.1, 0.1, 2))
    document = document.with_backdrop(replace(document.backdrop, kind="linear"))
    document = document.with_added(Layer("shadow-1", Shadow("cutout"), opacity=0.4), above="photo")
    kinds: tuple[Any, ...] = ("rectangle", "ellipse", "triangle", "star", "arrow", "rectangle")
    for index, kind in enumerate(kinds):
        shape = Shape(kind, 500, 300, f"#{40 * index:02x}7080", line=30)
        place = Placement(300 + 600 * index, 400 + 380 * index, rotation=15 * index)
        document = document.with_added(Layer(f"shape-{index}", shape, place, opacity=0.9))
    names = {"photo-1": sha256(photo).hexdigest(), "mask-photo-1": sha256(mask).hexdigest()}
    known = {
        "files": [_table(document.photo)],
        "masks": {"photo-1": {"model": "u2netp", "width": 320, "height": 320, "box": _table(box), "coverage": 0.28}},
        "cutout": {**_table(document.cutout), "box": _table(box)},
        "backdrop": _table(document.backdrop),
    }
    saved = saving.Project(document.layers, width, height, (), names, known)
    files = {names["photo-1"]: photo, names["mask-photo-1"]: mask}
    return packing.pack(saving.to_json(saved), files)


def _table(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def measure(playwright: Playwright, ours: str, dist: Path, server: str, rounds: int, results: Results) -> None:
    """`server` has the photo of 12 megapixels as /photos/12mp.jpg."""
    photo = pictures.jpeg(pictures.product(*SIZE), 90)
    with chrome.visitor(playwright) as context:
        page = context.new_page()
        page.goto(ours)
        chrome.when(page, "engine:ready")
        file: Any = {"name": "product.aluo", "mimeType": "application/zip", "buffer": project(photo)}
        page.get_by_label("Open image", exact=True).set_input_files(file)
        page.locator("html[data-photo=open][data-engine=ready]").wait_for()
        time.sleep(2)
        page.evaluate(LONG)
        _drag(page, results)
        _slide(page, results)
        worst = ", ".join(f"{duration:.0f}" for duration in page.evaluate("window.long_"))
        results.note(f"Tasks over 50 ms on the UI thread while dragging and sliding, in ms: {worst or 'none'}.")
    _render(playwright, dist, server, photo, rounds, results)


def _drag(page: Page, results: Results) -> None:
    """A layer of 12 megapixels among ten is dragged in a circle, one move a frame."""
    page.evaluate(FRAMES)
    page.keyboard.press("v")
    page.locator("#pick-cutout").click()
    time.sleep(2)
    paper = page.locator("#paper").bounding_box()
    assert paper, "the picture is on the screen"
    x, y = paper["x"] + paper["width"] / 2, paper["y"] + paper["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(180):
        angle = step / 20
        page.mouse.move(x + 60 * np.cos(angle), y + 60 * np.sin(angle))
        time.sleep(FRAME_MS / 1000)
    page.mouse.up()
    frames = sorted(page.evaluate("window.frames_"))
    assert len(frames) > 60, "the drag was seen"
    p95 = frames[int(len(frames) * 0.95)]
    limit = "two frames at 60 Hz"
    results.add(Row("drag a 12 MP layer among 10, p95 to the frame", "ms", [p95], [2 * FRAME_MS], limit, DRAG_LIMIT))
    time.sleep(1)


def _slide(page: Page, results: Results) -> None:
    """Each slider goes through its values; a preview is what the engine needs for one."""
    page.keyboard.press("a")
    page.locator("#panel-adjust").wait_for()
    for name in SLIDERS:
        page.evaluate("performance.clearMeasures('preview')")
        for step in range(40):
            value = step / 20 if name == "exposure" else step * 2
            page.evaluate(SLIDE, [name, value])
            time.sleep(0.06)
        time.sleep(0.5)
        previews = sorted(page.evaluate(PREVIEWS))
        p95 = previews[int(len(previews) * 0.95)]
        what = f"slider {name} at view size, p95"
        results.add(Row(what, "ms", [p95], [SLIDER_MS], f"{SLIDER_MS:.0f} ms", SLIDER_LIMIT))
        page.evaluate(SLIDE, [name, 0])
        time.sleep(0.5)


def _render(playwright: Playwright, dist: Path, server: str, photo: bytes, rounds: int, results: Results) -> None:
    site = facts(dist)
    plan = {
        "dist": {group: f"{server}/dist/{folder}" for group, folder in site["static"].items()} | {"model": ""},
        "photo": f"{server}/photos/12mp.jpg",
        "script": f"{server}/pages/render.py",
        "rounds": rounds,
    }
    with TemporaryDirectory(prefix="bench-photo-") as folder:
        path = Path(folder, "12mp.jpg")
        path.write_bytes(photo)
        script = Path(__file__).parent / "pages" / "render.py"
        run = [sys.executable, str(script), str(path), str(rounds)]
        environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
        told = subprocess.run(run, env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
    native = [float(value) for value in told.stdout.split()]
    with chrome.visitor(playwright) as context:
        page = context.new_page()
        page.goto(f"{server}/pages/steps.html")
        wasm = page.evaluate("plan => measure(plan)", plan)["steps"]["render"]
    what = "exact render of 12 MP: 5 layers, 4 adjustments, a shadow"
    results.add(Row(what, "ms", wasm, native, "the same code on CPython", RENDER_LIMIT))
