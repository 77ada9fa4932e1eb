"""Retouched pixels: whatever way led to some touches, the picture is the one that they make."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.pixels import Held, Pixels
from imaging import retouch
from imaging.decode import Photo
from imaging.layers import Raster, Stroke, Touch
from imaging.options import Region
from segmentation.refine import CutOutPixels
from tests import pictures

WIDTH, HEIGHT = 160, 120
TOUCHES = (
    Touch("heal", Stroke((60, 60, 80, 64), 8)),
    Touch("clone", Stroke((70, 66), 10, 0.3), 30, 12),
    Touch("heal", Stroke((90, 50), 6)),
)
OTHER = Touch("clone", Stroke((66, 60), 9), -20, 5)


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    return pictures.product(WIDTH, HEIGHT)


@pytest.fixture
def pixels(photo: Image.Image) -> Pixels:
    held = Held(Photo(photo, "jar.png", WIDTH, HEIGHT, "PNG", "sRGB"))
    cut = photo.convert("RGBA")
    cut.paste((0, 0, 0, 0), (0, 0, 50, HEIGHT))
    held.keep(CutOutPixels(cut, Region(50, 0, WIDTH - 50, HEIGHT), 0.7))
    return Pixels(lambda text, scale: Image.new("RGBA", (1, 1)), {"p": held})


def drawn(pixels: Pixels, touches: tuple[Touch, ...], kind: str, mask: tuple[Stroke, ...] = ()) -> NDArray[np.uint8]:
    content = Raster("p", WIDTH, HEIGHT, kind, touches)  # type: ignore[arg-type]
    return np.asarray(pixels.raster(content, mask).image)


WAYS = [
    [TOUCHES],
    [TOUCHES[:1], TOUCHES[:2], TOUCHES],
    [TOUCHES, TOUCHES[:1], TOUCHES],
    [TOUCHES, (), TOUCHES[:2], TOUCHES],
    [TOUCHES[:2], TOUCHES[:1], (TOUCHES[0], OTHER), TOUCHES],
]


@pytest.mark.parametrize("way", WAYS)
def test_a_photo_is_retouched_alike_on_every_way(
    pixels: Pixels, photo: Image.Image, way: list[tuple[Touch, ...]]
) -> None:
    for touches in way:
        assert np.array_equal(drawn(pixels, touches, "photo"), np.asarray(retouch.apply(photo, touches)))


@pytest.mark.parametrize("way", WAYS)
def test_a_cut_out_has_the_colours_of_its_photo_where_it_was_retouched(
    pixels: Pixels, photo: Image.Image, way: list[tuple[Touch, ...]]
) -> None:
    before = drawn(pixels, (), "cutout").copy()
    for touches in way:
        found = drawn(pixels, touches, "cutout")
        assert np.array_equal(found[..., 3], before[..., 3])
        goal = np.asarray(retouch.apply(photo, touches))
        seen = before[..., 3] > 0
        assert np.array_equal(found[seen][:, :3], goal[seen])
    assert np.array_equal(drawn(pixels, (), "cutout"), before)


def test_what_is_kept_is_the_retouched_photo(pixels: Pixels, photo: Image.Image) -> None:
    touches = (Touch("clone", Stroke((20, 60), 10, 1.0), 60, 0),)
    found = drawn(pixels, touches, "cutout", (Stroke((20, 60), 12, 1.0, 1.0, False),))
    assert found[60, 20, 3] == 255
    assert np.array_equal(found[60, 20, :3], np.asarray(retouch.apply(photo, touches))[60, 20])
