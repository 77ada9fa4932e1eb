"""The tasks Text and Shapes and the eyedropper as a person uses them: by mouse, by keys alone, by touch."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import CDPSession, expect

from tests import pictures
from tests.browser.conftest import Visit
from tests.browser.studio import Studio, image
from tests.browser.test_accessible import check, check_both, tab_to
from tests.browser.test_adjust import seen

Pixels = NDArray[np.int16]


WIDTH = 800
"""Of the photo."""


@pytest.fixture
def drawing(another: Studio) -> Studio:
    """A photo is open."""
    return opened(another)


@pytest.fixture
def new(studio: Studio) -> Studio:
    """A photo is open in a page in which nothing was drawn before."""
    return opened(studio)


def opened(studio: Studio) -> Studio:
    studio.open("jar.jpg", pictures.jpeg(pictures.product(WIDTH, 600), 92))
    return studio


def place(studio: Studio, across: float, down: float) -> tuple[float, float]:
    """Where a point of the picture, in shares of it, is on the page."""
    box = studio.page.locator("#paper").bounding_box()
    assert box is not None
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def click(studio: Studio, across: float, down: float) -> None:
    studio.page.mouse.click(*place(studio, across, down))


def drag(studio: Studio, start: tuple[float, float], end: tuple[float, float]) -> None:
    mouse = studio.page.mouse
    (x, y), (to_x, to_y) = place(studio, *start), place(studio, *end)
    mouse.move(x, y)
    mouse.down()
    mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=3)
    mouse.move(to_x, to_y, steps=3)
    mouse.up()


def is_red(pixels: Pixels) -> NDArray[np.bool_]:
    return (pixels[..., 0] > 240) & (pixels[..., 1] < 15) & (pixels[..., 2] < 15)


def says(studio: Studio, text: str) -> None:
    """The status line says so."""
    expect(studio.page.locator("#status")).to_contain_text(text)


def write_red(studio: Studio, words: str) -> None:
    """Fills in the chosen text, in red."""
    field = studio.page.get_by_role("textbox", name="Text", exact=True)
    field.fill(words)
    colour = studio.page.get_by_role("textbox", name="Colour", exact=True)
    colour.fill("#ff0000")
    colour.press("Enter")


def reds(studio: Studio) -> int:
    return int(is_red(np.asarray(studio.picture(), np.int16)).sum())


def on_screen(studio: Studio) -> float:
    """Pixels of the screen to a pixel of the picture."""
    paper = studio.page.locator("#paper").bounding_box()
    assert paper is not None
    return float(paper["width"] * studio.page.evaluate("devicePixelRatio") / WIDTH)


def test_a_text_is_set_written_moved_and_in_the_file(drawing: Studio) -> None:
    page = drawing.page
    page.keyboard.press("t")
    click(drawing, 0.1, 0.2)
    field = page.get_by_role("textbox", name="Text", exact=True)
    expect(field).to_be_focused()
    page.keyboard.type("Big sale")
    expect(field).to_have_value("Big sale")
    write_red(drawing, "Big sale")
    seen(drawing, lambda pixels: int(is_red(pixels).sum()) > 500)
    rows = np.nonzero(is_red(np.asarray(drawing.picture(), np.int16)))[0]
    drag(drawing, (0.15, 0.2), (0.25, 0.6))
    seen(drawing, lambda pixels: bool(is_red(pixels).any()) and np.nonzero(is_red(pixels))[0].min() > rows.max())
    written = np.asarray(image(drawing.export("PNG")).convert("RGBA"), np.int16)
    assert is_red(written).sum() > 500
    page.keyboard.press("Escape")
    drawing.button("Undo").click()
    says(drawing, "Undone: Move")


def test_the_panel_changes_the_text_and_says_what_a_font_lacks(drawing: Studio) -> None:
    page = drawing.page
    page.keyboard.press("v")
    drawing.button("Text").last.click()
    field = page.get_by_role("textbox", name="Text", exact=True)
    expect(field).to_be_focused()
    write_red(drawing, "One and two and three")
    seen(drawing, lambda pixels: int(is_red(pixels).sum()) > 500)
    narrow = reds(drawing)
    drawing.select("Weight").select_option(label="Extra bold")
    seen(drawing, lambda pixels: int(is_red(pixels).sum()) > narrow * 1.1)
    drawing.select("Font").select_option(label="Caveat")
    expect(drawing.select("Weight")).to_have_value("700")
    page.get_by_label("Wrap at a width of, in pixels").fill("200")
    page.get_by_label("Wrap at a width of, in pixels").press("Enter")
    page.get_by_role("radio", name="Right", exact=True).check()
    field.fill("مرحبا")
    expect(page.get_by_text("Caveat has no").first).to_be_visible()
    says(drawing, "Caveat has no")
    field.fill("")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(drawing.button("Add text")).to_be_visible()


def test_a_text_by_keys_alone(drawing: Studio) -> None:
    page = drawing.page
    page.keyboard.press("t")
    expect(drawing.button("Add text")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Text", exact=True)
    expect(field).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Tea time, vita")  # letters that are keys of tasks elsewhere
    page.keyboard.press("Escape")
    expect(drawing.region("Canvas")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ControlOrMeta+z")
    says(drawing, "Undone: Move")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("Tea time, vita")


def test_a_row_of_keys_on_a_slider_or_a_number_is_one_step(drawing: Studio) -> None:
    page = drawing.page
    page.keyboard.press("t")
    drawing.button("Add text").click()
    page.keyboard.type("Tea")
    for field, keys in (("#slide-text-shadow", "ArrowRight"), ("[aria-label='Text size']", "ArrowUp")):
        page.locator(field).focus()
        for _ in range(5):
            page.keyboard.press(keys)
    page.locator("#stage").focus()
    page.locator("#history-open").click()
    expect(page.locator("#steps button")).to_have_text(["Opened", "Add text", "Edit text", "Edit text"])
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+z")
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator("#slide-text-shadow")).to_have_value("0")


def test_a_font_that_does_not_come_leaves_the_text(visit: Visit) -> None:
    new = opened(visit(worker="none").visit().ready())
    new.watch.allow("ERR_FAILED")
    new.page.route("**/*.woff2", lambda route: route.abort())
    new.page.keyboard.press("t")
    new.button("Add text").click()
    assert "font did not load" in new.alerts()
    write_red(new, "Still here")
    seen(new, lambda pixels: int(is_red(pixels).sum()) > 300)


def test_shapes_are_drawn_and_changed(new: Studio) -> None:
    page = new.page
    page.keyboard.press("u")
    fill = page.get_by_role("textbox", name="Fill", exact=True)
    fill.fill("#ff0000")
    fill.press("Enter")
    drag(new, (0.1, 0.1), (0.3, 0.4))
    expect(page.get_by_label("Width of the shape")).to_have_value("160")
    expect(page.get_by_label("Height of the shape")).to_have_value("180")
    scale = on_screen(new)
    seen(new, lambda pixels: abs(int(is_red(pixels).sum()) / (160 * 180 * scale**2) - 1) < 0.03)
    page.get_by_label("Width of the shape").fill("80")
    page.get_by_label("Width of the shape").press("Enter")
    seen(new, lambda pixels: abs(int(is_red(pixels).sum()) / (80 * 180 * scale**2) - 1) < 0.03)
    page.get_by_role("radio", name="Star", exact=True).check()
    page.keyboard.down("Shift")
    drag(new, (0.5, 0.5), (0.8, 0.6))
    page.keyboard.up("Shift")
    expect(page.get_by_label("Width of the shape")).to_have_value("240")
    expect(page.get_by_label("Height of the shape")).to_have_value("240")
    new.button("No fill").click()
    expect(fill).to_have_value("None")
    expect(page.get_by_role("textbox", name="Outline", exact=True)).to_have_value("#ff0000")


def test_a_shape_by_keys_alone(new: Studio) -> None:
    page = new.page
    page.keyboard.press("u")
    expect(page.get_by_role("radio", name="Rectangle", exact=True)).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Arrow", exact=True)).to_be_checked()
    tab_to(new, "button Put in the middle")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Width of the shape")).to_be_visible()
    expect(page.locator("#layer-rows b").get_by_text("Arrow", exact=True)).to_be_visible()


def test_the_eyedropper_takes_a_colour_from_the_picture(drawing: Studio) -> None:
    page = drawing.page
    page.keyboard.press("u")
    fill = page.get_by_role("textbox", name="Fill", exact=True)
    was = fill.input_value()
    drawing.button("Fill, from the picture").click()
    page.keyboard.press("Escape")
    says(drawing, "No colour was taken")
    expect(fill).to_have_value(was)
    page.keyboard.press("i")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    says(drawing, "RGB")
    expect(fill).not_to_have_value(was)
    taken = fill.input_value()
    page.keyboard.press("i")
    click(drawing, 0.02, 0.02)
    expect(fill).not_to_have_value(taken)


def test_on_a_phone_by_touch(phone: Studio, jar: bytes) -> None:
    here = phone
    here.open("jar.jpg", jar)
    here.task("Text")
    here.page.touchscreen.tap(*place(here, 0.2, 0.3))
    field = here.page.get_by_role("textbox", name="Text", exact=True)
    expect(field).to_be_focused()
    write_red(here, "Sale")
    seen(here, lambda pixels: int(is_red(pixels).sum()) > 100)
    columns = np.nonzero(is_red(np.asarray(here.picture(), np.int16)))[1]
    finger = here.page.context.new_cdp_session(here.page)
    swipe(finger, place(here, 0.25, 0.3), place(here, 0.6, 0.7))
    seen(here, lambda pixels: bool(is_red(pixels).any()) and np.nonzero(is_red(pixels))[1].min() > columns.min() + 20)
    check(here)
    here.task("Shapes")
    swipe(finger, place(here, 0.1, 0.1), place(here, 0.4, 0.5))
    expect(here.page.get_by_label("Width of the shape")).to_be_visible()
    check(here)
    here.task("Layers")
    here.region("Layers").get_by_role("button", name="History", exact=True).tap()
    listed = here.page.locator("#steps button")
    expect(listed).to_have_text(["Opened", "Add text", "Edit text", "Move", "Add a shape"])
    check(here)
    listed.nth(1).tap()
    says(here, "Back at: Add text")
    expect(here.page.locator("#history")).to_be_hidden()
    here.region("Layers").get_by_role("button", name="History", exact=True).tap()
    expect(listed.nth(1)).to_have_attribute("aria-current", "true")
    here.region("Layers").get_by_role("button", name="History", exact=True).tap()
    expect(here.page.locator("#history")).to_be_hidden()


def swipe(finger: CDPSession, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One finger from one point of the page to another."""
    for share in range(9):
        x, y = (a + (b - a) * share / 8 for a, b in zip(start, end, strict=True))
        kind = "touchStart" if share == 0 else "touchMove"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_the_panels_are_accessible(drawing: Studio) -> None:
    drawing.page.keyboard.press("t")
    check_both(drawing)
    drawing.button("Add text").click()
    expect(drawing.page.get_by_role("textbox", name="Text", exact=True)).to_be_focused()
    check_both(drawing)
    drawing.page.keyboard.press("Escape")
    drawing.page.keyboard.press("u")
    drawing.button("Put in the middle").click()
    drawing.button("No fill").click()
    check_both(drawing)
