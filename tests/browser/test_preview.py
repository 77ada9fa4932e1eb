"""What is on the screen is what is in the file, for every backdrop."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests import pictures
from tests.browser.studio import Studio, image

Pixels = NDArray[np.float32]


class Place(NamedTuple):
    """Where the picture lies on its canvas, in device pixels."""

    left: int
    top: int
    width: int
    height: int


@pytest.fixture(scope="module")
def large(standing: Studio) -> Studio:
    """A page with a cut-out photo that the screen shows smaller than it is."""
    standing.open("large.jpg", pictures.jpeg(pictures.product(1800, 1350), 92))
    standing.remove_background()
    return standing


def place(studio: Studio) -> Place:
    """The paper's rectangle, as the page lays it under the canvas."""
    found = studio.page.evaluate("""() => {
      const paper = document.getElementById("paper").getBoundingClientRect();
      const canvas = document.getElementById("after").getBoundingClientRect();
      const scale = devicePixelRatio;
      return [paper.x - canvas.x, paper.y - canvas.y, paper.width, paper.height].map((n) => Math.round(n * scale));
    }""")
    return Place(*found)


def premultiplied(picture: Image.Image) -> Pixels:
    """(H, W, 4) float32: colours times alpha, because the colour of what cannot be seen does not matter."""
    pixels = np.asarray(picture.convert("RGBA"), np.float32)
    pixels[..., :3] *= pixels[..., 3:] / 255
    return pixels


def differences(studio: Studio) -> Pixels:
    """Levels between the screen and a PNG of the size at which the screen shows it."""
    left, top, width, height = place(studio)
    studio.show_export()
    studio.settle()
    written = image(studio.export_at(width))
    shown = studio.picture().crop((left, top, left + width, top + height))
    studio.page.keyboard.press("Escape")
    assert abs(written.height - height) <= 1
    lower = min(height, written.height)
    box = (2, 2, width - 2, lower - 2)
    off: Pixels = np.abs(premultiplied(shown.crop(box)) - premultiplied(written.crop(box)))
    return off


@pytest.mark.parametrize("kind", ["None", "White", "Colour", "Blur"])
def test_the_file_is_what_the_screen_shows(large: Studio, kind: str) -> None:
    large.backdrop(kind)
    off = differences(large)
    assert off.mean() < 0.5
    assert (off.max(axis=2) <= 3).mean() > 0.999


def test_a_chosen_colour_is_in_the_file_to_the_level(large: Studio) -> None:
    large.backdrop("White")
    large.backdrop("Colour", "#2f6f9f")
    large.says("47")
    picture = image(large.export("PNG"))
    assert picture.convert("RGB").getpixel((10, 10)) == (0x2F, 0x6F, 0x9F)
    left, top, _, _ = place(large)
    assert large.picture().getpixel((left + 10, top + 10)) == (0x2F, 0x6F, 0x9F, 255)


def test_a_photo_that_was_not_cut_out_is_shown_and_written_as_it_is(another: Studio) -> None:
    another.open("large.jpg", pictures.jpeg(pictures.product(1800, 1350), 92))
    off = differences(another)
    assert off.mean() < 0.5
    assert (off.max(axis=2) <= 3).mean() > 0.999
