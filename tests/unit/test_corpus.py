"""The corpus against the decoder: every file opens as its case says, or is refused with the code that it names."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from errors import InputError
from imaging.decode import Photo, decode
from tests import corpus


def opened(case: corpus.Case) -> Photo:
    return decode(case.data, case.name)


def distance(image: Image.Image) -> int:
    """The largest difference to the corpus's picture, in levels."""
    wanted = np.asarray(corpus.picture(), np.int16)
    return int(np.abs(np.asarray(image.convert("RGB"), np.int16) - wanted).max())


@pytest.mark.parametrize("case", corpus.GOOD, ids=lambda case: case.name)
def test_a_good_file_opens_at_its_size_with_its_notes(case: corpus.Case) -> None:
    photo = opened(case)
    assert (photo.width, photo.height) == case.size
    assert photo.image.size == case.size
    assert photo.image.mode in {"RGB", "RGBA"}
    assert set(case.notes) <= set(photo.notes)


@pytest.mark.parametrize("case", corpus.BAD, ids=lambda case: case.name)
def test_a_bad_file_is_refused_with_its_code(case: corpus.Case) -> None:
    with pytest.raises(InputError) as caught:
        opened(case)
    assert caught.value.code == case.refused
    assert caught.value.details["name"] == case.name


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_comes_upright(orientation: int) -> None:
    assert distance(opened(corpus.case(f"turned-{orientation}.jpg")).image) <= 8


@pytest.mark.parametrize("name", ["plain.png", "plain.webp", "plain.bmp", "plain.tiff", "plain.gif", "palette.png"])
def test_a_lossless_file_keeps_its_colours(name: str) -> None:
    photo = opened(corpus.case(name))
    if photo.image.mode == "RGB":
        assert distance(photo.image) == 0


@pytest.mark.parametrize("name", ["cmyk-adobe.jpg", "cmyk-unmarked.jpg"])
def test_inks_come_out_as_colours_and_not_inverted(name: str) -> None:
    assert distance(opened(corpus.case(name)).image) <= 12


@pytest.mark.parametrize("name", ["gray16.png", "rgb16.png", "gray16.tiff", "rgb16.tiff"])
def test_sixteen_bits_keep_their_range(name: str) -> None:
    row = np.asarray(opened(corpus.case(name)).image.convert("L"), np.int16)[0]
    ramp = np.linspace(0, 255, corpus.SIZE[0])
    assert np.abs(row - ramp).max() <= 2


def test_a_display_p3_photo_is_more_vivid_in_srgb() -> None:
    red = opened(corpus.case("display-p3.jpg")).image.convert("RGB").getpixel((4, 24))
    assert isinstance(red, tuple)
    assert red[0] > corpus.COLOURS["left"][0] + 8


def test_the_first_picture_of_a_moving_file_is_taken() -> None:
    for name in ("moving.gif", "moving.webp"):
        assert distance(opened(corpus.case(name)).image) <= 8


def test_metadata_is_found_so_that_it_can_be_told() -> None:
    assert "place (GPS)" in opened(corpus.case("place.jpg")).dropped


def test_the_corpus_is_small_and_the_same_each_time() -> None:
    for case in corpus.CASES:
        assert case.data == case.data
        assert len(case.data) < 300_000


def test_the_names_are_distinct() -> None:
    names = [case.name for case in corpus.CASES]
    assert len(set(names)) == len(names)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_pillow_agrees_that_the_good_files_are_pictures() -> None:
    for case in corpus.GOOD:
        Image.open(io.BytesIO(case.data)).load()
