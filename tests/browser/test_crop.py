"""The task Crop as a person uses it: by mouse, by keyboard alone, in numbers, by touch; what is outside comes back."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests import pictures
from tests.browser.studio import Studio, image
from tests.browser.test_accessible import check, check_both


@pytest.fixture
def cropping(another: Studio) -> Studio:
    """A photo of 800 x 600 is open and the task is Crop."""
    another.open("dull.jpg", pictures.jpeg(pictures.product(800, 600), 92))
    another.task("Crop")
    expect(number(another, "Width")).to_have_value("800")
    return another


def number(studio: Studio, name: str) -> Locator:
    """A field of the panel, not the one of the same name in *Export*."""
    return studio.page.locator("#panel-crop").get_by_label(f"{name} in pixels")


def frame(studio: Studio) -> FloatRect:
    """Where the frame lies on the screen."""
    box = studio.page.locator("#paper").bounding_box()
    assert box is not None
    return box


def drag(studio: Studio, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drags with the mouse, in steps as a hand does."""
    mouse = studio.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
    mouse.move(*end, steps=3)
    mouse.up()


def size(studio: Studio, text: str) -> None:
    """The picture has this size."""
    expect(studio.page.locator("#facts")).to_contain_text(text)


def test_a_corner_is_dragged_and_the_file_has_the_new_size(cropping: Studio) -> None:
    whole = frame(cropping)
    right, foot = whole["x"] + whole["width"], whole["y"] + whole["height"]
    drag(cropping, (right, foot), (right - whole["width"] / 2, foot - whole["height"] / 2))
    cropping.says("Frame: 400 × 300 px.")
    size(cropping, "800 × 600")
    cropping.button("Apply").click()
    cropping.says("Cropped to 400 × 300 px")
    size(cropping, "400 × 300")
    cropping.task("Crop")
    expect(number(cropping, "Width")).to_have_value("400")
    cropping.button("Reset").click()
    expect(number(cropping, "Width")).to_have_value("800")
    cropping.page.keyboard.press("Escape")
    size(cropping, "400 × 300")
    cropping.button("Undo").click()
    size(cropping, "800 × 600")


def test_it_can_be_done_by_keys_alone(cropping: Studio) -> None:
    keyboard = cropping.page.keyboard
    for _ in range(3):
        keyboard.press("Shift+Alt+ArrowLeft")
    keyboard.press("Alt+ArrowUp")
    keyboard.press("ArrowRight")
    cropping.says("Frame: 770 × 599 px.")
    expect(cropping.page.locator("#panel-crop").get_by_label("Left edge")).to_have_value("1")
    keyboard.press("Control+z")
    expect(cropping.page.locator("#panel-crop").get_by_label("Left edge")).to_have_value("0")
    keyboard.press("Enter")
    size(cropping, "770 × 599")
    keyboard.press("c")
    expect(number(cropping, "Width")).to_have_value("770")
    keyboard.press("Shift+Alt+ArrowLeft")
    keyboard.press("Escape")
    cropping.says("Crop cancelled")
    size(cropping, "770 × 599")


def test_a_ratio_a_number_and_another_task_make_one_step(cropping: Studio) -> None:
    page = cropping.page
    page.get_by_role("radio", name="4:5", exact=True).check()
    expect(number(cropping, "Width")).to_have_value("480")
    number(cropping, "Height").fill("250*2")
    number(cropping, "Height").press("Enter")
    expect(number(cropping, "Width")).to_have_value("400")
    cropping.button("Swap width and height").click()
    expect(page.get_by_role("radio", name="5:4", exact=True)).to_be_checked()
    number(cropping, "Width").fill("0")
    number(cropping, "Width").press("Enter")
    cropping.says("at least one pixel")
    cropping.task("Adjust")
    cropping.says("Cropped to")
    expect(page.locator("#panel-adjust")).to_be_visible()
    cropping.button("Undo").click()
    size(cropping, "800 × 600")


def test_the_background_can_be_removed_in_the_middle_of_a_crop(cropping: Studio) -> None:
    number(cropping, "Width").fill("600")
    number(cropping, "Width").press("Enter")
    cropping.page.get_by_role("region", name="Canvas", exact=True).focus()
    count = cropping.count("cutout")
    cropping.page.keyboard.press("b")
    cropping.wait("cutout", count + 1)
    size(cropping, "600 × 600")
    cropping.button("Undo").click()
    size(cropping, "600 × 600")
    cropping.button("Undo").click()
    size(cropping, "800 × 600")


def test_straightening_keeps_the_corners_full(cropping: Studio) -> None:
    slider = cropping.page.get_by_role("slider", name="Straighten", exact=True)
    slider.fill("12")
    expect(number(cropping, "Width")).not_to_have_value("800")
    saved = cropping.export("PNG")  # exporting applies what is framed
    pixels = np.asarray(image(saved).convert("RGBA"))
    assert pixels[..., 3].min() >= 250
    cropping.page.keyboard.press("Escape")
    expect(slider).to_have_value("12")
    cropping.button("Reset").click()
    expect(slider).to_have_value("0")
    expect(number(cropping, "Width")).to_have_value("800")


def test_turned_and_mirrored_as_a_whole(cropping: Studio) -> None:
    cropping.button("Turn the picture right").click()
    expect(number(cropping, "Width")).to_have_value("600")
    cropping.button("Mirror the picture sideways").click()
    cropping.button("Apply").click()
    size(cropping, "600 × 800")


def test_perspective_is_marked_and_applied(cropping: Studio) -> None:
    cropping.button("Perspective").click()
    apply = cropping.page.get_by_role("button", name=re.compile("Apply perspective"))
    expect(apply).to_be_visible()
    stage = cropping.page.locator("#stage").bounding_box()
    assert stage is not None
    cropping.page.keyboard.press("Escape")
    expect(apply).to_be_hidden()
    whole = frame(cropping)
    cropping.button("Perspective").click()
    x, y = whole["x"] + 0.18 * whole["width"], whole["y"] + 0.18 * whole["height"]
    drag(cropping, (x, y), (x + 40, y + 20))
    apply.click()
    expect(apply).to_be_hidden()
    cropping.button("Apply").click()
    cropping.says("Cropped to")


def test_perspective_by_keys_alone(cropping: Studio) -> None:
    keyboard = cropping.page.keyboard
    cropping.button("Perspective").focus()
    keyboard.press("Enter")
    expect(cropping.region("Canvas")).to_be_focused()
    keyboard.press("2")
    cropping.says("Corner 2 of 4")
    for _ in range(6):
        keyboard.press("Shift+ArrowDown")
    keyboard.press("Enter")
    expect(cropping.page.get_by_role("button", name=re.compile("Apply perspective"))).to_be_hidden()
    keyboard.press("Enter")
    cropping.says("Cropped to")


def test_it_is_accessible(cropping: Studio) -> None:
    check_both(cropping)
    cropping.button("Perspective").click()
    check_both(cropping)


def test_a_finger_drags_a_handle_and_two_fingers_zoom(phone: Studio) -> None:
    here = phone
    here.open("dull.jpg", pictures.jpeg(pictures.product(800, 600), 92))
    here.page.get_by_role("navigation", name="Tasks").get_by_role("button", name="Crop").tap()
    expect(number(here, "Width")).to_have_value("800")
    check(here)
    protocol = here.page.context.new_cdp_session(here.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]
        protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    whole = frame(here)
    right, foot = whole["x"] + whole["width"], whole["y"] + whole["height"]
    touch("touchStart", (right + 12, foot + 8))  # beside the handle: a finger's grip is larger
    for step in range(1, 6):
        touch("touchMove", (right + 12 - step * whole["width"] / 10, foot + 8 - step * whole["height"] / 10))
    touch("touchEnd")
    expect(number(here, "Width")).to_have_value("400")
    before = frame(here)
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    touch("touchStart", (x - 20, y))
    touch("touchStart", (x - 20, y), (x + 20, y))
    for step in range(1, 6):
        touch("touchMove", (x - 20 - step * 8, y), (x + 20 + step * 8, y))
    touch("touchEnd")
    assert frame(here)["width"] > before["width"] * 1.5
    expect(number(here, "Width")).to_have_value("400")
    here.button("Apply").tap()
    here.says("Cropped to 400 × 300 px")
