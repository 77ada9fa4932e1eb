"""The stranger's journey: open a photo, remove its background, put it on something, export it."""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import expect

from imaging.decode import decode
from segmentation.cutout import Finding, find_subject
from segmentation.ort_native import OrtNative
from segmentation.refine import refine
from segmentation.tiers import TIERS
from tests import corpus, pictures
from tests.browser.conftest import Drop, Visit
from tests.browser.studio import BOOT, Studio, image, payload
from tools.paths import MODELS

Pixels = NDArray[np.int16]


def pixels(picture: Image.Image) -> Pixels:
    return np.asarray(picture, np.int16)


def seen(picture: Image.Image) -> Pixels:
    """What an eye gets of it: RGBA with the colours times alpha."""
    straight = pixels(picture.convert("RGBA"))
    alpha = straight[..., 3:]
    return np.concatenate([straight[..., :3] * (alpha / 255), alpha], 2).astype(np.int16)


@pytest.fixture(scope="module")
def photo() -> bytes:
    """A product photo without loss: two builds of a JPEG reader may differ in how they smooth colours."""
    return corpus.encode(pictures.product(640, 480), "PNG")


@pytest.fixture(scope="module")
def cut(room_studio: Studio, photo: bytes) -> Studio:
    """The module's page with its photo cut out."""
    room_studio.open("photo.png", photo)
    room_studio.select("Model").select_option(label="Instant")  # with Auto it depends on what is loaded already
    room_studio.remove_background()
    return room_studio


@pytest.fixture(scope="module")
def by_cpython(photo: bytes) -> Pixels:
    """The same photo cut out by the same modules on CPython: (480, 640, 4)."""
    decoded = decode(photo, "photo.png").image

    async def found(finding: Finding) -> None:
        """Instant has one look."""

    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's own event loop runs in this thread
        looking = find_subject(decoded, TIERS["instant"], OrtNative(MODELS), found)
        mask = elsewhere.submit(asyncio.run, looking).result().mask
        return pixels(refine(decoded, mask).rgba)


def test_the_file_is_the_photo_with_the_matte_as_its_alpha(cut: Studio, by_cpython: Pixels) -> None:
    saved = cut.export("PNG")
    picture = image(saved)
    assert saved["name"].endswith(".png")
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGBA", (640, 480))
    here = pixels(picture)
    alpha, wanted = here[..., 3], by_cpython[..., 3]
    assert wanted.max() == 255
    assert wanted.min() == 0
    assert (np.abs(alpha - wanted) <= 2).mean() >= 0.999
    solid = (alpha == 255) & (wanted == 255)
    assert np.abs(here[solid] - by_cpython[solid]).max() <= 2


def test_the_subject_is_where_it_is_and_the_ground_is_gone(cut: Studio) -> None:
    alpha = pixels(image(cut.export("PNG")))[..., 3]
    assert alpha[260, 320] == 255
    assert alpha[20, 20] == alpha[20, 620] == alpha[460, 40] == 0


def test_nothing_of_the_background_is_left_under_the_transparency(cut: Studio) -> None:
    here = pixels(image(cut.export("PNG")))
    assert here[here[..., 3] == 0].max() == 0


def test_webp_keeps_the_transparency(cut: Studio) -> None:
    saved = cut.export("WebP")
    picture = image(saved)
    assert saved["name"].endswith(".webp")
    assert (picture.format, picture.mode, picture.size) == ("WEBP", "RGBA", (640, 480))
    assert picture.getchannel("A").getextrema() == (0, 255)


def test_jpeg_is_flattened_on_white_where_no_backdrop_is_chosen(cut: Studio) -> None:
    saved = cut.export("JPEG")
    picture = image(saved)
    assert saved["name"].endswith((".jpg", ".jpeg"))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (640, 480))
    assert pixels(picture)[20, 20].min() >= 250


def test_a_smaller_size_has_the_same_proportions(cut: Studio) -> None:
    assert image(cut.export("PNG", width=320)).size == (320, 240)


def test_the_progress_of_the_cut_out_was_timed(cut: Studio) -> None:
    assert cut.count("app:ready") == cut.count("engine:ready") == cut.count("cutout:first") == 1
    assert cut.count("open") == 1 and cut.count("preview") >= 1


def test_undo_takes_the_cut_out_back_and_redo_brings_it_again(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    expect(another.button("Undo")).to_be_disabled()
    another.remove_background()
    another.button("Undo").click()
    expect(another.button("Redo")).to_be_enabled()
    assert image(another.export("PNG")).convert("RGBA").getchannel("A").getextrema() == (255, 255)
    another.button("Redo").click()
    expect(another.button("Redo")).to_be_disabled()
    assert image(another.download()).getchannel("A").getextrema() == (0, 255)


def test_before_and_after_can_be_compared(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    another.remove_background()
    another.page.get_by_role("button", name="Before / after").click()
    knob = another.page.get_by_role("slider", name="Before and after")
    expect(knob).to_be_visible()
    before = int(knob.get_attribute("aria-valuenow") or 0)
    knob.press("ArrowRight")
    expect(knob).not_to_have_attribute("aria-valuenow", str(before))
    another.page.get_by_role("button", name="Before / after").click()
    expect(knob).to_be_hidden()


def test_a_canvas_that_nobody_sees_has_one_pixel(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    another.remove_background()
    sees = "(wanted) => ['after', 'before'].map((id) => document.getElementById(id).width > 1).join() === wanted"
    another.page.wait_for_function(sees, arg="true,false")
    another.button("Before / after").click()
    another.page.wait_for_function(sees, arg="true,true")
    another.button("Before / after").click()
    another.page.wait_for_function(sees, arg="true,false")


def test_a_dropped_photo_opens(another: Studio, jar: bytes, drop: Drop) -> None:
    count = another.count("open")
    drop(another, {"jar.jpg": jar})
    another.wait("open", count + 1)
    assert "jar" in another.title()


PRESS_B = """() => {
  const status = document.getElementById("status");
  new MutationObserver((_, seen) => {
    if (!status.textContent.startsWith("Opening")) return;
    seen.disconnect();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "b", bubbles: true, cancelable: true }));
  }).observe(status, { childList: true, characterData: true, subtree: true });
}"""
"""The key goes down while the photo is being opened."""


def test_a_key_that_is_quicker_than_the_photo_counts(another: Studio, jar: bytes) -> None:
    count = another.count("cutout")
    another.page.evaluate(PRESS_B)
    another.open("quick.jpg", jar)
    another.wait("cutout", count + 1)
    expect(another.html).to_have_attribute("data-cut", "made")
    assert "quick" in another.title()


def test_a_pasted_picture_opens(another: Studio) -> None:
    copy = """async (numbers) => {
      const blob = new Blob([new Uint8Array(numbers)], { type: "image/png" });
      await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    }"""
    another.page.evaluate(copy, list(corpus.case("plain.png").data))
    count = another.count("open")
    another.page.keyboard.press("ControlOrMeta+v")
    another.wait("open", count + 1)


def test_a_sample_opens(studio: Studio) -> None:
    expect(studio.page.locator("#ready-words")).to_contain_text("Everything is up.")
    studio.page.get_by_role("button", name="Try a sample").first.click()
    studio.wait("open")
    expect(studio.button("Remove background")).to_be_enabled()


def test_a_photo_given_before_python_is_up_is_kept(visit: Visit, jar: bytes) -> None:
    here = visit(worker="none")
    with here.held("**/ui.zip"):
        here.visit()
        expect(here.file_input).to_be_attached()
        here.file_input.set_input_files(payload("early.jpg", jar))
        assert here.html.get_attribute("data-app") == "booting"
        expect(here.page.get_by_text("early.jpg waits here").first).to_be_visible()
    here.ready()
    here.wait("open")
    assert "early" in here.title()


ENGINE_SPOKE = """(name) => new Promise((resolve) => {
  const look = () => (aluo.inbox.some((said) => said.name === name) ? resolve() : setTimeout(look, 20));
  look();
})"""


def is_the_last_word(here: Studio, engine: str, said: str) -> None:
    """What the engine said before the editor was up."""
    expect(here.html).to_have_attribute("data-engine", engine, timeout=BOOT)
    here.says(said)
    expect(here.html).not_to_have_attribute("data-state", "busy")


def test_an_engine_that_fails_before_the_editor_is_up_has_the_last_word(visit: Visit) -> None:
    here = visit(worker="none")
    here.watch.allow("Failed to load resource")
    here.page.route("**/engine-*/worker.js", lambda route: route.abort())
    with here.held("**/ui.zip"):
        here.visit()
        here.page.evaluate(ENGINE_SPOKE, "failed")
    is_the_last_word(here, "failed", "The imaging engine did not start.")


def test_an_engine_and_a_tick_that_are_there_before_the_editor_count(visit: Visit, jar: bytes) -> None:
    here = visit(worker="none")
    with here.held("**/ui.zip"):
        here.visit()
        tick = here.page.get_by_role("checkbox", name="Auto-remove background")
        tick.check()
        here.page.evaluate(ENGINE_SPOKE, "ready")
        assert here.html.get_attribute("data-app") == "booting"
    is_the_last_word(here, "ready", "Ready. Drop a photo")
    here.open("jar.jpg", jar)
    here.wait("cutout")
    expect(tick).to_be_checked()


def test_auto_remove_is_off_at_first_and_remembered(studio: Studio, jar: bytes) -> None:
    studio.open("jar.jpg", jar)
    tick = studio.page.get_by_role("checkbox", name="Auto-remove background")
    expect(tick).not_to_be_checked()
    assert studio.count("cutout") == 0
    tick.check()
    studio.page.reload()
    studio.ready()
    studio.open("jar.jpg", jar)
    studio.wait("cutout")
    expect(tick).to_be_checked()


def test_a_big_photo_makes_the_whole_journey(another: Studio) -> None:
    big = pictures.jpeg(pictures.product(4000, 3000), 85)
    another.open("big.jpg", big)
    another.remove_background()
    picture = image(another.export("PNG"))
    assert (picture.mode, picture.size) == ("RGBA", (4000, 3000))


@pytest.mark.parametrize("name", ["turned-6.jpg", "rgb16.png", "cmyk-adobe.jpg", "display-p3.jpg", "palette.gif"])
def test_an_unusual_file_is_exported_as_cpython_reads_it(another: Studio, name: str) -> None:
    case = corpus.case(name)
    another.open(case.name, case.data)
    picture = image(another.export("PNG"))
    wanted = decode(case.data, case.name).image
    assert picture.size == wanted.size == case.size
    assert np.abs(seen(picture) - seen(wanted)).max() <= 2


@pytest.mark.parametrize("kind", ["PNG", "WebP", "JPEG"])
def test_no_file_says_where_or_with_what_the_photo_was_taken(another: Studio, kind: str) -> None:
    case = corpus.case("place.jpg")
    another.open(case.name, case.data)
    data = another.export(kind)["data"]
    for secret in (b"Exif", b"EXIF", b"XMP", b"Maker", b"Model 1", corpus.SERIAL.encode(), corpus.COMMENT.encode()):
        assert secret not in data
    assert not Image.open(io.BytesIO(data)).getexif()


def test_the_names_that_people_and_tests_rely_on_hold(open_studio: Studio) -> None:
    page = open_studio.page
    for name in ("Remove background", "Undo", "Redo", "Export"):
        expect(open_studio.button(name)).to_have_count(1)
    for name in ("Canvas", "Layers", "Properties"):
        expect(open_studio.region(name)).to_have_count(1)
    expect(page.get_by_role("checkbox", name="Auto-remove background", exact=True)).to_have_count(1)
    expect(page.get_by_role("combobox", name="Model", exact=True)).to_have_count(1)
    expect(open_studio.file_input).to_have_count(1)
    expect(open_studio.status).to_have_count(1)
    open_studio.show_export()
    expect(open_studio.select("Format").locator("option")).to_have_text(["PNG", "WebP", "JPEG"])
    open_studio.select("Format").select_option(label="JPEG")
    expect(open_studio.select("Quality")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="On this device: privacy").click()
    expect(open_studio.region("Privacy")).to_be_visible()
    expect(open_studio.button("Clear all images now")).to_be_visible()
    page.keyboard.press("Escape")
