"""For everybody: axe-core finds nothing serious in any state; keys alone and touch alone do the whole journey."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import JAR, PHONE, Visit
from tests.browser.studio import Studio, image
from tools.paths import NODE_MODULES

RUN = """(rules) => axe.run(document, { resultTypes: ["violations"], ...rules }).then(({ violations }) => violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, help, nodes }) => [id, help, ...nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))].join(" | ")))
"""


OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules whose outcome the colours can change."""


def check(studio: Studio, rules: dict[str, list[str]] | None = None) -> None:
    """Fails on any violation that axe-core calls serious or critical, of all its rules or of some. The source goes in
    by the debugger, because the page's policy rightly takes no script that is not its own."""
    if not studio.page.evaluate("() => 'axe' in window"):
        studio.page.evaluate((NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8") + "; 0")
    found: list[str] = studio.page.evaluate(RUN, rules or {})
    assert not found, "\n".join(found)


LOOKS: dict[str, dict[str, Any]] = {
    "1440-light": {},
    "1440-dark": {"color_scheme": "dark"},
    "390-light": PHONE,
    "390-dark": {**PHONE, "color_scheme": "dark"},
}


PROMISE_CLEAR = """() => {
  const place = (element) => element.getBoundingClientRect();
  const promise = place(document.querySelector(".foot-promise > span"));
  const buttons = [...document.querySelectorAll(".actions .btn")].filter((element) => element.checkVisibility());
  const clear = (button) => place(button).bottom <= promise.top && button.scrollWidth <= button.clientWidth;
  return buttons.length === 2 && promise.bottom <= innerHeight && buttons.every(clear);
}"""


def promise_is_clear(studio: Studio) -> None:
    """On a phone's first screen the two buttons hold their words and cover none of the promise's."""
    for width, height in ((320, 568), (390, 844)):
        studio.page.set_viewport_size({"width": width, "height": height})
        assert studio.page.evaluate(PROMISE_CLEAR), width


def check_both(studio: Studio, name: str = "") -> None:
    """In the light and in the dark; with a name, both are pictured."""
    for scheme in ("light", "dark"):
        studio.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        check(studio, OF_COLOURS if scheme == "dark" else None)
        if name:
            width, _, state = name.partition("-")
            studio.screenshot(f"{width}-{scheme}-{state}")
    studio.page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("width", ["1440", "390"])
def test_every_state_is_accessible_and_pictured(visit: Visit, jar: bytes, width: str) -> None:
    here = visit(**LOOKS[f"{width}-light"])
    here.visit()
    expect(here.file_input).to_be_attached()
    here.screenshot(f"{width}-light-1-first")
    here.ready()
    check_both(here, f"{width}-2-ready")
    if width == "390":
        promise_is_clear(here)
    here.open("jar.jpg", jar)
    check_both(here, f"{width}-3-photo")
    if width == "390":
        here.task("Cut out")
    here.remove_background()
    check_both(here, f"{width}-4-cutout")
    for number, kind in enumerate(("Colour", "Blur"), 5):
        here.backdrop(kind)
        check_both(here, f"{width}-{number}-{kind.lower()}")
    here.button("Export").click()
    expect(here.button("Download")).to_be_visible()
    check_both(here, f"{width}-7-export")
    here.page.keyboard.press("Escape")
    here.page.get_by_role("button", name="On this device: privacy").click()
    expect(here.region("Privacy")).to_be_visible()
    check_both(here, f"{width}-8-privacy")
    here.page.keyboard.press("Escape")
    here.choose("nothing.jpg", b"")
    here.alerts()
    check_both(here, f"{width}-9-alert")


FOCUSED = """() => { const e = document.activeElement;
  const name = e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || "";
  return `${e.localName} ${name.trim()}`; }"""


def tab_to(studio: Studio, element: str, limit: int = 60) -> None:
    """Presses Tab until the element has the focus: its tag, and how its name begins."""
    for _ in range(limit):
        if str(studio.page.evaluate(FOCUSED)).startswith(element):
            return
        studio.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {element}")


def test_keys_alone_do_the_journey(studio: Studio, jar: bytes) -> None:
    tab_to(studio, "input Open image")
    studio.chooses(lambda: studio.page.keyboard.press("Space"), "jar.jpg", jar)
    studio.wait("open")
    tab_to(studio, "button Remove background")
    studio.page.keyboard.press("Enter")
    studio.wait("cutout")
    tab_to(studio, "button Backdrop")
    studio.page.keyboard.press("Enter")
    tab_to(studio, "input None")
    studio.page.keyboard.press("ArrowRight")
    studio.wait("preview", 2)
    studio.page.keyboard.press("ControlOrMeta+e")
    tab_to(studio, "select Format")
    studio.page.keyboard.press("j")
    tab_to(studio, "button Download")
    with studio.page.expect_download() as download:
        studio.page.keyboard.press("Enter")
    data = download.value.path().read_bytes()
    picture = image({"name": download.value.suggested_filename, "data": data})
    assert (picture.format, picture.size) == ("JPEG", JAR)
    assert np.asarray(picture)[20, 20].min() >= 250


def test_the_keys_of_the_list_do_what_it_says(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    another.region("Canvas").focus()
    another.page.keyboard.press("b")
    another.wait("cutout")
    another.page.keyboard.press("ControlOrMeta+z")
    expect(another.button("Redo")).to_be_enabled()
    another.page.keyboard.press("ControlOrMeta+Shift+z")
    expect(another.button("Redo")).to_be_disabled()


REGION = "() => document.activeElement.closest('section, nav, [role]')?.getAttribute('aria-label')"


def test_f6_goes_round_the_regions(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    seen = set()
    for _ in range(8):
        another.page.keyboard.press("F6")
        seen.add(
            another.page.evaluate(
                "() => document.activeElement.closest('section,nav,header,[role]')?.getAttribute('aria-label')"
            )
        )
    assert {"Canvas", "Properties", "Layers"} <= seen


def test_touch_alone_does_the_journey(visit: Visit, jar: bytes) -> None:
    here = visit(**PHONE)
    here.visit().ready()
    here.chooses(lambda: here.page.get_by_text("Open image").first.tap(), "jar.jpg", jar)
    here.wait("open")
    tasks = here.page.get_by_role("navigation", name="Tasks")
    if not here.button("Remove background").is_visible():
        tasks.get_by_role("button", name="Cut out").tap()
    here.button("Remove background").tap()
    here.wait("cutout")
    here.button("Export").tap()
    with here.page.expect_download() as download:
        here.button("Download").tap()
    picture = image({"name": download.value.suggested_filename, "data": download.value.path().read_bytes()})
    assert (picture.mode, picture.size) == ("RGBA", JAR)


def test_targets_are_large_enough_for_a_finger_and_a_small_phone_holds_them(phone: Studio, jar: bytes) -> None:
    here = phone
    here.open("jar.jpg", jar)
    small = here.page.evaluate("""() => [...document.querySelectorAll("button, select, [role=slider]")]
      .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map((e) => [e.getAttribute("aria-label") || e.innerText, e.getBoundingClientRect()])
      .filter(([, box]) => box.width < 43.5 || box.height < 43.5)
      .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)""")
    assert small == []
    here.page.set_viewport_size({"width": 320, "height": 640})
    wide = here.page.evaluate("() => document.documentElement.scrollWidth")
    here.page.set_viewport_size(PHONE["viewport"])
    assert wide <= 320


def test_reduced_motion_moves_nothing(another: Studio, jar: bytes) -> None:
    assert another.page.evaluate("() => matchMedia('(prefers-reduced-motion: reduce)').matches")
    another.open("jar.jpg", jar)
    another.remove_background()
    moving = another.page.evaluate("""() => document.getAnimations()
      .filter((animation) => animation.effect.getComputedTiming().activeDuration > 100).length""")
    assert moving == 0
