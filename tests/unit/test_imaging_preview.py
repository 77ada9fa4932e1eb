"""The view, and that it shows what the file will hold."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from imaging.export import render_export
from imaging.layers import Fill, plain_photo
from imaging.options import ExportOptions, Region
from imaging.preview import render_preview
from imaging.resample import Pyramid, resample
from tests.unit import scenes
from tests.unit.scenes import Shelf, subject

Backdrop = Fill | float | None
"""A fill, how much the photo is blurred, or nothing."""

PHOTO, CUTOUT = scenes.studio(720, 480)
WHOLE = Region(0, 0, PHOTO.width, PHOTO.height)
SIZE = PHOTO.size
BACKDROPS: list[Backdrop] = [None, Fill(colour="#0b5cd5"), Fill("radial", "#0b5cd5", "#f0e0d0"), 0.3, 1.0]
SHELF = Shelf(PHOTO, CUTOUT)


def on_magenta(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What a viewer sees, free of the colours that alpha 0 hides."""
    alpha = pixels[..., 3:].astype(np.float32) / 255
    return pixels[..., :3] * alpha + np.array([255, 0, 255], np.float32) * (1 - alpha)


def file(backdrop: Backdrop, size: tuple[int, int]) -> NDArray[np.uint8]:
    options = ExportOptions("png", 90, *size)
    return np.asarray(render_export(SHELF, subject(SIZE, backdrop), options).convert("RGBA"))


def looked_at(pixels: NDArray[np.uint8], region: Region, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A region of the finished file at another size."""
    return np.asarray(resample(Pyramid(Image.fromarray(pixels)), region, size))


def agree(view: NDArray[np.float32], other: NDArray[np.float32]) -> None:
    """Equal but for what 8 bits lose on the way: 999 of 1 000 levels within 2."""
    difference = np.abs(view - other)
    assert difference.mean() <= 0.5
    assert np.percentile(difference, 99.9) <= 2.01
    assert difference.max() <= 4


def test_the_view_is_ready_for_image_data() -> None:
    view = render_preview(SHELF, subject(SIZE), WHOLE, (90, 60))
    assert (view.shape, view.dtype) == ((60, 90, 4), np.uint8)
    assert view.flags.c_contiguous


@pytest.mark.parametrize("backdrop", BACKDROPS, ids=str)
@pytest.mark.parametrize("size", [(720, 480), (500, 333), (360, 240), (90, 60)])
def test_view_and_file_of_one_size_are_equal(backdrop: Backdrop, size: tuple[int, int]) -> None:
    view = render_preview(SHELF, subject(SIZE, backdrop), WHOLE, size)
    assert np.array_equal(view, file(backdrop, size))


@pytest.mark.parametrize("backdrop", BACKDROPS, ids=str)
@pytest.mark.parametrize("size", [(500, 333), (360, 240), (240, 160), (90, 60)])
def test_the_view_is_the_full_file_scaled_down(backdrop: Backdrop, size: tuple[int, int]) -> None:
    view = on_magenta(render_preview(SHELF, subject(SIZE, backdrop), WHOLE, size))
    scaled = on_magenta(looked_at(file(backdrop, PHOTO.size), WHOLE, size))
    agree(view, scaled)


@pytest.mark.parametrize("backdrop", BACKDROPS, ids=str)
@pytest.mark.parametrize(
    ("region", "size"),
    [
        (Region(200, 100, 300, 200), (150, 100)),
        (Region(200, 100, 300, 200), (300, 200)),
        (Region(333.25, 120.5, 60.5, 40.25), (242, 161)),
        (Region(0, 0, 45, 30), (360, 240)),
    ],
)
def test_a_closer_view_is_the_file_looked_at_closer(backdrop: Backdrop, region: Region, size: tuple[int, int]) -> None:
    view = on_magenta(render_preview(SHELF, subject(SIZE, backdrop), region, size))
    closer = on_magenta(looked_at(file(backdrop, PHOTO.size), region, size))
    agree(view, closer)


def test_a_photo_alone_is_shown_as_it_is() -> None:
    view = render_preview(SHELF, plain_photo("p", *SIZE), WHOLE, SIZE)
    assert np.array_equal(view[..., :3], np.asarray(PHOTO))
    assert (view[..., 3] == 255).all()


def test_before_there_is_a_cut_out_the_photo_is_shown() -> None:
    assert np.array_equal(
        render_preview(Shelf(PHOTO), subject(SIZE, 0.5), WHOLE, (72, 48)),
        render_preview(Shelf(PHOTO), plain_photo("p", *SIZE), WHOLE, (72, 48)),
    )
