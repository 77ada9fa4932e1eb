"""The options bar: it changes with the task, says the same as the panel, and gives nothing a name that was taken."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests import pictures
from tests.browser.conftest import Visit
from tests.browser.studio import Studio
from tests.browser.test_accessible import check
from tests.browser.test_drawing import click

SHOWN = {
    "Arrange": "To front",
    "Crop": "Apply",
    "Cut out": "Pick subject",
    "Retouch": "Heal",
    "Adjust": "Auto enhance",
    "Backdrop": "Drop shadow",
    "Text": "Add text",
    "Shapes": "Star",
}


WRONG = """() => {
  const seen = [...document.querySelectorAll("#options button, #options select, #options input")]
    .filter((element) => element.checkVisibility() && !element.closest("#history"))
    .map((element) => element.getBoundingClientRect());
  const end = document.getElementById("options").getBoundingClientRect().right;
  return seen.filter((box, at) => box.right > end + 1
    || seen.some((other, place) => place > at && other.left < box.right - 1)).length;
}"""
"""How many controls of the bar overlap or are cut off."""
LAID_OUT = "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))"
"""Resolves when all that follows a window's new size has been done."""


@pytest.fixture
def opened(another: Studio) -> Studio:
    """A photo is open, and every panel there."""
    another.open("jar.jpg", pictures.jpeg(pictures.product(800, 600), 92))
    another.task("Cut out")
    expect(bar(another).get_by_role("button", name="Quick: Pick subject")).to_be_visible()
    return another


def bar(studio: Studio) -> Locator:
    return studio.page.get_by_role("toolbar", name="Options")


def quick(studio: Studio, name: str) -> Locator:
    return bar(studio).get_by_label(f"Quick: {name}", exact=True).filter(visible=True)


def test_every_task_has_its_own_and_takes_no_name(opened: Studio) -> None:
    page = opened.page
    for task in SHOWN:
        opened.task(task)
        for other, label in SHOWN.items():
            expect(quick(opened, label)).to_have_count(1 if other == task else 0)
        for name in ("Undo", "Redo", "Export"):
            assert page.get_by_role("button", name=name).count() == 1
        check(opened)
    opened.task("Cut out")
    expect(page.get_by_role("button", name="Remove background")).to_have_count(1)
    opened.button("Export").click()
    expect(bar(opened).get_by_role("button", name="Quick:")).to_have_count(0)
    expect(page.get_by_role("button", name="Download")).to_have_count(1)
    expect(page.get_by_role("combobox", name="Format")).to_have_count(1)


def test_a_crop_from_the_bar_alone(opened: Studio) -> None:
    opened.task("Crop")
    quick(opened, "Ratio").select_option(label="1:1")
    expect(opened.page.get_by_role("radio", name="1:1", exact=True)).to_be_checked()
    quick(opened, "Straighten").fill("3")
    quick(opened, "Straighten").press("Enter")
    expect(opened.page.locator("#slide-straighten")).to_have_value("3")
    quick(opened, "Give up").click()
    expect(quick(opened, "Ratio")).to_have_count(0)
    opened.task("Crop")
    expect(opened.page.locator("#slide-straighten")).to_have_value("0")
    quick(opened, "Ratio").select_option(label="1:1")
    quick(opened, "Apply").click()
    expect(opened.page.locator("#facts")).to_contain_text("600 × 600 px")


def test_a_text_from_the_bar_alone(opened: Studio) -> None:
    page = opened.page
    opened.task("Text")
    quick(opened, "Add text").click()
    page.keyboard.type("Tea")
    quick(opened, "Font").select_option(label="Bitter")
    expect(opened.select("Font")).to_have_value("Bitter")
    quick(opened, "Weight").select_option(label="Extra bold")
    expect(opened.select("Weight")).to_have_value("800")
    quick(opened, "Size").fill("40*2")
    quick(opened, "Size").press("Enter")
    expect(page.get_by_label("Text size")).to_have_value("80")
    quick(opened, "Right").click()
    expect(page.get_by_role("radio", name="Right", exact=True)).to_be_checked()
    expect(quick(opened, "Right")).to_have_attribute("aria-pressed", "true")
    page.locator("#canvas").focus()
    page.keyboard.press("ControlOrMeta+z")
    expect(quick(opened, "Right")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("ControlOrMeta+z")
    expect(quick(opened, "Size")).not_to_have_value("80")


def test_brush_and_shape_from_the_bar_and_the_panel_say_the_same(opened: Studio) -> None:
    page = opened.page
    opened.remove_background()
    quick(opened, "Erase").click()
    expect(page.get_by_role("radio", name="Erase", exact=True)).to_be_checked()
    quick(opened, "Size").fill("77")
    quick(opened, "Size").press("Enter")
    expect(page.locator("#refine [aria-label='Size, number']")).to_have_value("77 px")
    page.locator("#canvas").focus()
    page.keyboard.press("k")
    expect(quick(opened, "Keep")).to_have_attribute("aria-pressed", "true")
    expect(quick(opened, "Erase")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("u")
    quick(opened, "Ellipse").click()
    expect(page.get_by_role("radio", name="Ellipse", exact=True)).to_be_checked()
    page.get_by_role("radio", name="Star", exact=True).check()
    expect(quick(opened, "Star")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("j")
    quick(opened, "Clone").click()
    expect(page.get_by_role("radio", name="Clone", exact=True)).to_be_checked()
    quick(opened, "Set source").click()
    click(opened, 0.3, 0.3)
    expect(quick(opened, "Set source")).to_have_attribute("aria-pressed", "false")


WIDTHS = (800, 1100, 1360, 1440)


@pytest.mark.parametrize("locale", ["en-US", "de-DE"])
def test_nothing_overlaps_and_nothing_is_cut_off(visit: Visit, jar: bytes, locale: str) -> None:
    here = visit(locale=locale)
    here.visit().ready()
    here.page.locator("input[type=file]").first.set_input_files(
        {"name": "jar.jpg", "mimeType": "image/jpeg", "buffer": jar}
    )
    here.wait("open")
    here.page.wait_for_selector(".quick .group")
    for task in ("arrange", "crop", "cutout", "retouch", "adjust", "backdrop", "text", "shapes"):
        here.page.set_viewport_size({"width": WIDTHS[-1], "height": 800})
        here.page.locator(f".rail [data-task={task}]").click()
        here.page.wait_for_selector(".quick .group:not([hidden])")
        if task == "cutout":
            here.page.locator("#remove").click()
            here.wait("cutout")
            here.page.keyboard.press("k")
            here.page.wait_for_selector(".quick .amount:not([hidden])")
        if task == "text":
            here.page.locator(".quick [data-command=add-text]").click()
            here.page.wait_for_selector(".quick .patch:not([hidden])")
        for width in WIDTHS:
            here.page.set_viewport_size({"width": width, "height": 800})
            here.page.evaluate(LAID_OUT)
            assert here.page.evaluate(WRONG) == 0, f"{task}, {width} pixels wide"


def test_a_phone_has_none(phone: Studio, jar: bytes) -> None:
    here = phone
    here.open("jar.jpg", jar)
    here.task("Crop")
    expect(here.page.locator(".quick")).to_be_hidden()
