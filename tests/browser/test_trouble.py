"""When something goes wrong: cancelled work, an engine that hangs, a broken model, a browser that lacks a part."""

from __future__ import annotations

import re
from contextlib import closing

from playwright.sync_api import Playwright, Route, expect

from tests.browser.conftest import Visit, launch
from tests.browser.guests import NO_SERVICE_WORKER
from tests.browser.studio import Studio, image
from tests.browser.test_bad_input import is_clear
from tests.browser.watch import Watch

HANG = "() => setTimeout(() => { for (;;); }, 0)"
"""From here on the thread answers nobody."""


def test_cancel_stops_a_cut_out_and_changes_nothing(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    shown = another.picture().tobytes()
    another.start_removing()
    another.button("Cancel").first.click()
    another.says("Stopped")
    assert another.count("cutout") == 0
    assert another.picture().tobytes() == shown
    expect(another.alert).to_be_hidden()
    another.remove_background()


def test_escape_stops_it_too(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    another.start_removing()
    another.page.keyboard.press("Escape")
    another.says("Stopped")
    assert another.count("cutout") == 0


def test_an_engine_that_does_not_answer_is_started_again_with_the_photo(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    another.remove_background()
    another.button("Undo").click()
    another.engine().evaluate(HANG)
    another.start_removing()
    another.button("Cancel").first.click()
    another.says("started again")
    assert "jar" in another.title()
    another.remove_background()


def test_a_cut_out_survives_a_restart_of_the_engine(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    another.remove_background()
    before = image(another.export("PNG"))
    another.engine().evaluate(HANG)
    another.button("Download").click()
    another.button("Cancel").first.click()
    another.says("started again")
    assert image(another.download()).tobytes() == before.tobytes()


def spoil(route: Route) -> None:
    """Answers with one byte of the model changed."""
    response = route.fetch()
    body = bytearray(response.body())
    body[len(body) // 2] ^= 0xFF
    route.fulfill(response=response, body=bytes(body))


def test_a_model_that_does_not_match_its_hash_is_not_used(visit: Visit, jar: bytes) -> None:
    here = visit(worker="none")
    here.page.route("**/*.onnx", spoil)
    here.visit().ready()
    here.open("jar.jpg", jar)
    here.button("Remove background").click()
    is_clear(here.alerts(), "model")
    expect(here.html).to_have_attribute("data-engine", "ready")
    here.page.unroute("**/*.onnx")
    here.remove_background()


def test_a_model_that_cannot_be_fetched_says_how_far_it_came(visit: Visit, jar: bytes) -> None:
    here = visit(worker="none")
    here.watch.allow(r"Failed to load resource")
    here.page.route("**/*.onnx", lambda route: route.abort())
    here.visit().ready()
    expect(here.page.locator("#load-model .note")).to_have_text("Did not load")
    expect(here.page.locator("#ready-words")).to_have_text("Drop a photo, paste one, or open a file.")
    here.open("jar.jpg", jar)
    here.button("Remove background").click()
    is_clear(here.alerts(), "model", "MB")
    here.page.unroute("**/*.onnx")
    here.remove_background()


def test_without_webassembly_the_page_says_so(playwright: Playwright, site: str) -> None:
    with closing(launch(playwright, "--js-flags=--jitless")) as browser:
        context = browser.new_context()
        watch = Watch(context)
        context.add_init_script(NO_SERVICE_WORKER)
        here = Studio(context.new_page(), site, watch)
        here.visit()
        assert here.page.evaluate("typeof WebAssembly") == "undefined"
        is_clear(here.alerts(), "WebAssembly")
        expect(here.html).to_have_attribute("data-app", "failed")
        watch.check()


def test_with_storage_refused_everything_but_remembering_works(visit: Visit, jar: bytes) -> None:
    refuse = """for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, {
      get() { throw new DOMException("refused in this test", "SecurityError"); } });"""
    here = visit(script=refuse)
    here.visit().ready()
    here.page.get_by_role("checkbox", name="Auto-remove background").check()
    here.open("jar.jpg", jar)
    here.wait("cutout")
    assert image(here.export("PNG")).mode == "RGBA"


def without_isolation(route: Route) -> None:
    """The site's answer without the two headers that allow threads; its policy stays."""
    response = route.fetch()
    gone = {"cross-origin-opener-policy", "cross-origin-embedder-policy"}
    route.fulfill(response=response, headers={k: v for k, v in response.headers.items() if k not in gone})


def test_with_one_thread_only_it_works_and_says_so(visit: Visit, site: str, jar: bytes) -> None:
    here = visit(worker="none")
    here.page.route(re.compile(rf"{re.escape(site)}(index\.html)?$"), without_isolation)
    here.visit().ready()
    assert here.page.evaluate("crossOriginIsolated") is False
    here.open("jar.jpg", jar)
    here.remove_background()
    assert image(here.export("PNG")).mode == "RGBA"


def test_a_photo_that_is_forgotten_can_be_followed_by_another(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    another.page.get_by_role("button", name="On this device: privacy").click()
    another.button("Clear all images now").click()
    another.button("Clear").click()
    expect(another.button("Remove background")).to_be_hidden()
    another.page.keyboard.press("Escape")
    another.open("again.jpg", jar)
    assert "again" in another.title()
