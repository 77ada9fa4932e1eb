"""The task Adjust as a person uses it: sliders, numbers, looks, automatic corrections; undo, compare and the file."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from tests import pictures
from tests.browser.studio import Studio, image


@pytest.fixture
def adjusting(another: Studio) -> Studio:
    """A photo is open and the task is Adjust."""
    another.open("dull.jpg", pictures.jpeg(pictures.product(800, 600), 92))
    another.task("Adjust")
    return another


FRAMES = 600
"""Frames until a test gives up; never a measure of speed."""


def seen(studio: Studio, condition: Callable[[NDArray[np.int16]], bool]) -> None:
    """Waits until the picture on the screen, (H, W, 4), meets the condition."""
    for _ in range(FRAMES):
        if condition(np.asarray(studio.picture(), np.int16)):
            return
        studio.page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError("the picture on the screen never came to look like that")


def colourful(pixels: NDArray[np.int16]) -> int:
    """The largest difference between red and blue."""
    return int(np.abs(pixels[..., 0] - pixels[..., 2]).max())


def level(pixels: NDArray[np.int16]) -> float:
    """Mean level of what is not transparent."""
    return float(pixels[..., :3][pixels[..., 3] > 0].mean())


def test_a_slider_changes_the_picture_and_undo_brings_it_back(adjusting: Studio) -> None:
    before = level(np.asarray(adjusting.picture(), np.int16))
    slider = adjusting.page.get_by_role("slider", name="Exposure", exact=True)
    expect(slider).to_be_focused()
    slider.fill("1")
    seen(adjusting, lambda pixels: level(pixels) > before + 15)
    number = adjusting.page.get_by_label("Exposure, number")
    expect(number).to_have_value("1")
    adjusting.button("Undo").click()
    seen(adjusting, lambda pixels: abs(level(pixels) - before) < 0.5)
    expect(slider).to_have_value("0")


def test_a_number_can_be_typed_stepped_and_put_back(adjusting: Studio) -> None:
    number = adjusting.page.get_by_label("Contrast, number")
    number.fill("20*2")
    number.press("Enter")
    expect(number).to_have_value("40")
    expect(adjusting.page.get_by_role("slider", name="Contrast", exact=True)).to_have_value("40")
    number.press("Shift+ArrowDown")
    expect(number).to_have_value("30")
    number.dblclick()
    expect(number).to_have_value("0")
    number.fill("a lot")
    number.press("Enter")
    expect(number).to_have_attribute("aria-invalid", "true")


def test_a_look_is_seen_before_it_is_chosen_and_can_be_weakened(adjusting: Studio) -> None:
    noir = adjusting.button("Noir")
    noir.scroll_into_view_if_needed()
    expect(noir.locator("canvas")).to_be_visible()
    noir.click()
    expect(noir).to_have_attribute("aria-pressed", "true")
    seen(adjusting, lambda pixels: colourful(pixels) <= 2)
    strength = adjusting.page.get_by_role("slider", name="Strength", exact=True)
    strength.fill("40")
    seen(adjusting, lambda pixels: colourful(pixels) > 10)
    noir.click()
    expect(noir).to_have_attribute("aria-pressed", "false")
    expect(strength).to_be_hidden()
    noir.click()
    adjusting.button("Reset").click()
    adjusting.says("Adjustments reset")
    expect(strength).to_be_hidden()


def test_what_is_automatic_says_what_it_did(adjusting: Studio) -> None:
    adjusting.button("White balance").click()
    adjusting.says("hite balance")
    adjusting.button("Auto enhance").click()
    adjusting.says("ight")
    histogram = adjusting.page.get_by_role("img", name="Histogram")
    expect(histogram).to_have_attribute("aria-label", re.compile(r"\d % of the pixels are black"))


def test_the_file_is_what_the_screen_shows(adjusting: Studio) -> None:
    page = adjusting.page
    plain = np.asarray(image(adjusting.export("PNG", width=400)).convert("RGB"), np.float32)
    page.keyboard.press("Escape")
    page.get_by_role("slider", name="Warmth", exact=True).fill("60")
    page.get_by_role("slider", name="Vignette", exact=True).fill("-70")
    written = np.asarray(image(adjusting.export("PNG", width=400)).convert("RGB"), np.float32)
    corner, middle = np.s_[:20, :20], np.s_[140:160, 190:210]
    assert written[corner].mean() < plain[corner].mean() - 20
    assert abs(written[middle].mean() - plain[middle].mean()) < 20
    warmth = [(pixels[..., 0] - pixels[..., 2]).mean() for pixels in (plain, written)]
    assert warmth[1] > warmth[0] + 10


def test_before_and_after_compare_without_a_cut_out(adjusting: Studio) -> None:
    toggle = adjusting.page.locator("#compare-toggle")
    expect(toggle).to_be_hidden()
    adjusting.page.get_by_role("slider", name="Saturation", exact=True).fill("-100")
    toggle.click()
    expect(adjusting.page.get_by_role("slider", name="Before and after")).to_be_visible()
