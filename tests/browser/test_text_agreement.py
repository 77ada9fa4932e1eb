"""Letters on the screen are what the file's average to: the browser draws both, at two scales."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

from tests import pictures
from tests.browser.studio import Studio, image
from tests.browser.test_drawing import click
from tests.browser.test_preview import Pixels, place, premultiplied

GREY = (128, 144, 160)


def field(studio: Studio, name: str, value: str) -> None:
    """Types into a number or a colour."""
    found = studio.page.get_by_role("textbox", name=name, exact=True)
    found.fill(value)
    found.press("Enter")


def write(studio: Studio, words: str, at: tuple[float, float], size: int, **fields: str) -> None:
    """A text with its top left corner at a place of the picture."""
    studio.page.locator("#canvas").focus()
    studio.page.keyboard.press("ControlOrMeta+d")
    studio.page.keyboard.press("t")
    click(studio, *at)
    area = studio.page.get_by_role("textbox", name="Text", exact=True)
    expect(area).to_be_focused()
    area.fill(words)
    field(studio, "Text size", str(size))
    for name, value in fields.items():
        field(studio, name.replace("_", " "), value)


def turned(studio: Studio, degrees: int) -> None:
    """The chosen layer at an angle, a little larger and out of its proportions."""
    studio.task("Arrange")
    field(studio, "Rotation", str(degrees))
    studio.button("Keep ratio").click()
    field(studio, "Width", "500")


def apart(studio: Studio, factor: int) -> Pixels:
    """Levels between the screen and a file `factor` times as large, averaged to it."""
    left, top, width, height = place(studio)
    assert width * 1280 == height * 1600, "the picture lies on whole pixels"
    studio.show_export()
    studio.settle()
    written = image(studio.export_at(factor * width)).convert("RGBA")
    shown = studio.picture().crop((left, top, left + width, top + height))
    studio.page.keyboard.press("Escape")
    assert written.size == (factor * width, factor * height)
    off: Pixels = np.abs(premultiplied(shown) - premultiplied(written.reduce(factor)))
    return off.max(axis=2)


def test_letters_of_all_kinds(another: Studio) -> None:
    another.open("grey.png", pictures.png(pictures.plain(1600, 1280, GREY)))
    write(another, "Turned and stretched", (0.3, 0.7), 60)
    turned(another, 17)
    write(another, "Summer sale: 30 % off", (0.05, 0.05), 64)
    write(another, "White, and quite large", (0.05, 0.15), 110, Colour="#ffffff")
    write(another, "Around", (0.55, 0.05), 100, Colour="#d02060", Width_of_the_outline="8")
    write(another, "مرحبا بكم", (0.05, 0.35), 90)
    write(another, "שלום 24 🎉", (0.5, 0.35), 70)
    write(another, "The quick brown fox jumps over the lazy dog, 0123456789.", (0.05, 0.5), 22)
    write(another, "Falling", (0.7, 0.5), 80, Colour="#ffffff")
    another.page.locator("#slide-text-shadow").fill("80")
    for factor in (2, 3):
        off = apart(another, factor)
        assert (off > 0).mean() > 0.005, "nothing was written"
        assert off.mean() < 0.05, factor
        assert (off <= 2).mean() > 0.9995, factor
        assert off.max() <= 12, factor


def test_ten_thousand_letters(another: Studio) -> None:
    another.open("grey.png", pictures.png(pictures.plain(1600, 1280, GREY)))
    write(another, ("The quick brown fox jumps over the lazy dog. " * 230)[:10_000], (0.02, 0.02), 16)
    field(another, "Wrap at a width of, in pixels", "1500")
    off = apart(another, 2)
    assert (off > 0).mean() > 0.1, "nothing was written"
    assert off.mean() < 0.5
    assert (off <= 2).mean() > 0.97
