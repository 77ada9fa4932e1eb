"""The choice Model: tiers, weights on demand, a person's own network, other readings of a photo."""

from __future__ import annotations

import asyncio
import io
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Error, expect

from imaging.decode import decode
from segmentation.cutout import Finding, find_subject
from segmentation.ort_native import OrtNative
from segmentation.refine import refine
from segmentation.tiers import TIERS
from tests import corpus, pictures
from tests.browser.conftest import PHONE, Desk, Visit
from tests.browser.studio import Studio, image
from tests.browser.watch import Watch
from tools import models, serve
from tools.paths import MODELS, ROOT

pytestmark = pytest.mark.skipif("isnet" not in models.carried(), reason="set-up made no IS-Net on this platform")

FINE = 180_000
"""Milliseconds until a test gives a thorough cut-out up; never a measure of speed."""


MEMORY = "try { localStorage.setItem('aluo.memory', '700'); } catch {}"
"""What the person allows the page to take, in megabytes; an empty page before the first has no storage."""


@pytest.fixture(scope="module")
def desk(room: BrowserContext, room_watch: Watch, site: str) -> Iterator[Desk]:
    """A page of its own: the larger network stays in its memory, and there Auto asks it for every photo."""
    with closing(Desk(room, room_watch, site)) as own:
        yield own


@pytest.fixture(scope="module")
def doubtful() -> bytes:
    """A part of a cat so near that the networks do not agree on what it is."""
    file = io.BytesIO()
    Image.open(ROOT / "samples" / "cat.jpg").crop((100, 50, 350, 250)).save(file, "PNG")
    return file.getvalue()


def cut(studio: Studio) -> None:
    """Presses *Remove background* and waits for the final cut-out."""
    count = studio.count("cutout")
    studio.button("Remove background").click()
    studio.wait("cutout", count + 1, FINE)


FRAMES = """() => new Promise((resolve) => {
  let left = 20;
  const next = () => (left-- ? requestAnimationFrame(next) : resolve());
  next();
})"""


def still(studio: Studio) -> bytes:
    """The picture once two looks at it are the same: the exact drawing may follow a quick one."""
    before, now = b"", studio.picture().tobytes()
    while before != now:
        studio.page.evaluate(FRAMES)
        before, now = now, studio.picture().tobytes()
    return now


def choose(studio: Studio, name: str) -> None:
    studio.select("Model").select_option(label=name)


def asked(studio: Studio) -> list[str]:
    """The requests for the larger network."""
    return [url for url in studio.watch.requests if "isnet" in url]


def known(studio: Studio) -> list[bool]:
    """For each thread with networks, whether it was there when this was asked before."""
    found = []
    for worker in [worker for worker in studio.page.workers if re.search(r"/inference-[^/]+/worker\.js$", worker.url)]:
        with suppress(Error):  # one that has ended and is listed still
            if worker.evaluate("() => self.name === 'inference'"):
                found.append(bool(worker.evaluate("() => { const seen = self.seen; self.seen = true; return seen; }")))
    return found


@pytest.mark.parametrize("tier", ["instant", "balanced", "best"])
def test_what_the_page_makes_is_what_cpython_makes(another: Studio, tier: str) -> None:
    """On fur on fur, where the networks are unsure and anything that is added up in another order shows."""
    cat = Image.open(ROOT / "samples" / "cat.jpg").resize((450, 300), Image.Resampling.LANCZOS)
    photo = corpus.encode(cat, "PNG")
    here = another
    here.open("photo.png", photo)
    choose(here, tier.title())
    cut(here)
    assert here.count("cutout:first") == here.count("cutout") == 1
    page = np.asarray(image(here.export("PNG")), np.int16)
    decoded = decode(photo, "photo.png").image

    async def found(finding: Finding) -> None:
        """Only the last one counts."""

    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's own event loop runs in this thread
        job = elsewhere.submit(lambda: asyncio.run(find_subject(decoded, TIERS[tier], OrtNative(MODELS), found)))
        finding = job.result()
    assert finding.stage == tier
    wanted = np.asarray(refine(decoded, finding.mask).rgba, np.int16)
    assert (np.abs(page[..., 3] - wanted[..., 3]) <= 2).mean() >= 0.999
    here.button("Undo").click()
    expect(here.button("Undo")).to_be_disabled()  # the first answer and the better one are one step


FADING = """() => {
  window.faded = [];
  new MutationObserver((records) => {
    const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
    faded.push(...added.filter(({ className }) => className === "fading"));
  }).observe(document.getElementById("after").parentNode, { childList: true });
}"""
GIVEN_BACK = "() => faded.length && faded.every((canvas) => !canvas.isConnected && !canvas.width)"
"""What lay over the picture while a better one came holds no pixels any more."""


def test_auto_is_content_with_a_clear_answer_and_looks_closer_where_it_is_doubtful(
    visit: Visit, jar: bytes, doubtful: bytes
) -> None:
    here = visit().visit().ready()
    here.open("jar.jpg", jar)
    expect(here.select("Model")).to_have_value("auto")
    cut(here)
    assert asked(here) == []
    expect(here.button("Load and go on")).to_be_visible()
    here.open("near.png", doubtful)
    here.page.evaluate(FADING)
    here.button("Remove background").click()
    here.wait("cutout:first", 2)
    here.says("A finer look goes on")
    here.wait("cutout", 2, FINE)
    assert len(asked(here)) == 1
    here.says("choose what you meant")
    here.page.wait_for_function(GIVEN_BACK)


def test_on_a_phone_nothing_large_is_fetched_unasked(visit: Visit, doubtful: bytes) -> None:
    here = visit(**PHONE).visit().ready()
    here.open("near.png", doubtful)
    here.task("Cut out")
    cut(here)
    assert asked(here) == []
    here.button("Load and go on").click()
    here.wait("cutout", 2, FINE)
    assert len(asked(here)) == 1


def test_other_readings_are_one_press_and_one_step_each(another: Studio, doubtful: bytes) -> None:
    here = another
    here.open("near.png", doubtful)
    choose(here, "Balanced")
    cut(here)
    readings = here.page.get_by_role("radiogroup", name="Readings of the photo").get_by_role("radio")
    expect(readings.nth(1)).to_be_visible()
    first = still(here)
    readings.nth(1).check(force=True)
    here.says("Another reading")
    second = still(here)
    assert second != first
    here.page.keyboard.press("y")
    expect(readings.nth(2)).to_be_checked()
    count = here.count("preview")
    here.button("Undo").click()
    here.wait("preview", count + 1)
    assert still(here) == second
    count = here.count("preview")
    here.button("Undo").click()
    here.wait("preview", count + 1)
    assert still(here) == first


class Line:
    """The way to the larger network, as a test wants it: it breaks once after so many bytes, or stands still."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.breaks_after = 0
        self.ranges: list[str] = []
        self.open = threading.Event()
        self.open.set()
        send = serve.Handler._send
        line = self

        def slow(handler: Any, status: Any, path: str, data: bytes, body: bool, given: Any) -> None:
            if "isnet" not in path:
                send(handler, status, path, data, body, given)
                return
            line.ranges.append(handler.headers.get("Range", ""))
            end, line.breaks_after = line.breaks_after, 0
            if end:
                send(handler, status, path, data, False, given)
                handler.wfile.write(data[:end])
                handler.wfile.flush()
                handler.close_connection = True
                return
            line.open.wait(60)
            send(handler, status, path, data, body, given)

        monkeypatch.setattr(serve.Handler, "_send", slow)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    made = Line(monkeypatch)
    yield made
    made.open.set()


def test_a_network_whose_download_broke_off_is_kept_with_its_choice_until_it_is_removed(
    visit: Visit, jar: bytes, line: Line
) -> None:
    here = visit().visit().ready()
    here.watch.allow(r"ERR_", r"Failed to load resource")
    here.open("jar.jpg", jar)
    assert asked(here) == []
    choose(here, "Balanced")
    line.breaks_after = 12_000_000
    here.button("Remove background").click()
    text = here.alerts()
    assert "The model did not load." in text and "of 44.9 MB" in text and "Instant is used meanwhile" in text
    assert here.count("cutout:first") == 1 and here.count("cutout") == 0
    assert here.picture().getchannel("A").getextrema() == (0, 255)
    here.alert.get_by_role("button", name="Go on loading").click()
    here.wait("cutout", 1, FINE)
    assert len(asked(here)) == 2
    assert line.ranges[0] == "" and line.ranges[1].startswith("bytes=")
    assert 0 < int(line.ranges[1].removeprefix("bytes=").rstrip("-")) <= 12_000_000
    here.page.reload()
    here.ready()
    here.open("jar.jpg", jar)
    expect(here.select("Model")).to_have_value("balanced")
    cut(here)
    assert len(asked(here)) == 2
    here.page.get_by_role("button", name="Settings", exact=True).first.click()
    rows = here.page.get_by_role("group", name="Cut-out models")
    expect(rows.get_by_text("kept by this browser")).to_be_visible()
    rows.get_by_role("button", name="Remove: Balanced and Best").click()
    expect(rows.get_by_text("loaded when first needed")).to_be_visible()
    here.page.keyboard.press("Escape")
    with here.page.context.expect_event("request", lambda asks: "isnet" in asks.url and asks.service_worker is None):
        here.button("Remove background").click()
    assert len(asked(here)) == 3


def test_a_finer_look_gives_way_to_cancel_and_to_another_photo(visit: Visit, jar: bytes, line: Line) -> None:
    here = visit().visit().ready()
    here.open("jar.jpg", jar)
    choose(here, "Best")
    line.open.clear()
    here.button("Remove background").click()
    here.wait("cutout:first")
    here.says("A finer look goes on")
    here.button("Cancel").first.click()
    here.says("Stopped. What is shown stays.")
    assert here.count("cutout") == 0
    assert image(here.export("PNG")).getchannel("A").getextrema() == (0, 255)
    here.page.keyboard.press("Escape")
    choose(here, "Balanced")
    here.button("Remove background").click()
    here.says("A finer look goes on")
    here.open("other.jpg", pictures.jpeg(pictures.product(500, 400), 90))
    assert "other" in here.title()
    expect(here.alert).to_be_hidden()
    line.open.set()
    cut(here)


def test_an_engine_that_starts_again_keeps_the_networks_and_the_cut_out(another: Studio, jar: bytes) -> None:
    here = another
    here.open("jar.jpg", jar)
    choose(here, "Balanced")
    cut(here)
    before = image(here.export("PNG"))
    threads = known(here)
    here.engine().evaluate("() => setTimeout(() => { for (;;); }, 0)")
    here.button("Download").click()
    here.button("Cancel").first.click()
    here.says("started again")
    assert image(here.download()).tobytes() == before.tobytes()
    here.page.keyboard.press("Escape")
    cut(here)
    assert threads and known(here) == [True] * len(threads)


def test_little_memory_is_left_to_instant_and_what_is_chosen_is_given_back(visit: Visit, doubtful: bytes) -> None:
    here = visit(script=MEMORY).visit().ready()
    here.open("near.png", doubtful)
    cut(here)
    assert asked(here) == []
    choose(here, "Balanced")
    known(here)
    cut(here)
    assert len(asked(here)) == 1
    choose(here, "Instant")
    cut(here)
    assert known(here) == [False]  # the thread that had the larger network is gone, and the quick one is in a new one
