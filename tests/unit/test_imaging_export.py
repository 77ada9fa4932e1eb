"""Files: their size, their pixels, and that they say nothing of where they come from."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from errors import ExportError
from imaging import pngchunks
from imaging.decode import decode
from imaging.export import MEDIA_TYPES, encode, render_export
from imaging.layers import Fill
from imaging.options import ExportOptions, FileFormat
from tests.unit import scenes
from tests.unit.scenes import Shelf, subject

PHOTO, CUTOUT = scenes.studio(160, 120)
SHELF = Shelf(PHOTO, CUTOUT)
SUBJECT = subject(PHOTO.size)
FORMATS: list[FileFormat] = ["png", "webp", "jpeg"]


def options(format: FileFormat, quality: int = 90, size: tuple[int, int] = (160, 120)) -> ExportOptions:
    return ExportOptions(format, quality, *size)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def difference(a: Image.Image, b: Image.Image) -> float:
    return float(np.abs(np.asarray(a, np.float32) - np.asarray(b, np.float32)).mean())


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_comes_back_as_what_was_drawn(format: FileFormat) -> None:
    picture = render_export(SHELF, subject(PHOTO.size, Fill(colour="#336699")), options(format))
    back = opened(encode(picture, options(format)))
    assert back.format == format.upper()
    assert (back.size, back.mode) == ((160, 120), "RGB")
    assert difference(back, picture) <= (0 if format == "png" else 6)


@pytest.mark.parametrize("format", ["png", "webp"])
def test_alpha_is_kept_exactly(format: FileFormat) -> None:
    picture = render_export(SHELF, SUBJECT, options(format))
    back = opened(encode(picture, options(format, 60)))
    assert back.mode == "RGBA"
    assert np.array_equal(np.asarray(back)[..., 3], np.asarray(CUTOUT)[..., 3])


def test_png_is_lossless_whatever_the_quality() -> None:
    picture = render_export(SHELF, SUBJECT, options("png", 1))
    assert opened(encode(picture, options("png", 1))).tobytes() == picture.tobytes()


def test_a_transparent_picture_stands_on_white_in_a_jpeg() -> None:
    picture = render_export(SHELF, SUBJECT, options("jpeg"))
    assert picture.mode == "RGB"
    assert picture.getpixel((1, 1)) == (255, 255, 255)
    assert opened(encode(CUTOUT, options("jpeg"))).mode == "RGB"


@pytest.mark.parametrize("format", ["webp", "jpeg"])
def test_more_quality_is_more_bytes_and_less_error(format: FileFormat) -> None:
    files = [encode(PHOTO, options(format, quality)) for quality in (10, 60, 95)]
    assert [len(data) for data in files] == sorted(len(data) for data in files)
    errors = [difference(opened(data), PHOTO) for data in files]
    assert errors == sorted(errors, reverse=True)


@pytest.mark.parametrize(("quality", "layers"), [(95, (1, 1)), (90, (1, 1)), (89, (2, 2))])
def test_fine_jpegs_keep_their_colours_at_full_resolution(quality: int, layers: tuple[int, int]) -> None:
    back: Any = opened(encode(PHOTO, options("jpeg", quality)))
    assert back.layer[0][1:3] == layers


@pytest.mark.parametrize("size", [(80, 60), (320, 240), (33, 77)])
@pytest.mark.parametrize("format", FORMATS)
def test_the_size_asked_for_is_the_size_of_the_file(format: FileFormat, size: tuple[int, int]) -> None:
    ask = options(format, 80, size)
    assert opened(encode(render_export(SHELF, subject(PHOTO.size, 0.5), ask), ask)).size == size


def laden() -> bytes:
    """A photo with everything in it that must not get out."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "SECRET artist"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 0.0)})
    out = io.BytesIO()
    PHOTO.save(out, "JPEG", exif=exif, comment=b"SECRET comment", xmp=b"<SECRET/>", icc_profile=b"SECRET profile")
    return out.getvalue()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("with_cutout", [True, False])
def test_no_metadata_gets_out(format: FileFormat, with_cutout: bool) -> None:
    photo = decode(laden(), "a.jpg").image
    cutout = scenes.cut(photo, scenes.disc(*photo.size)) if with_cutout else None
    ask = options(format, 90, photo.size)
    data = encode(render_export(Shelf(photo, cutout), subject(photo.size), ask), ask)
    assert b"SECRET" not in data
    assert set(parts(data, format)) <= ALLOWED[format]


def test_metadata_that_hangs_on_the_picture_is_not_written() -> None:
    picture = PHOTO.copy()
    picture.info.update(icc_profile=b"SECRET", comment=b"SECRET", exif=b"Exif\x00\x00SECRET", dpi=(300, 300))
    for kind in FORMATS:
        assert b"SECRET" not in encode(picture, options(kind))


ALLOWED: dict[FileFormat, set[bytes]] = {
    "png": {b"IHDR", b"IDAT", b"IEND"},
    "webp": {b"VP8X", b"VP8 ", b"VP8L", b"ALPH"},
    # JFIF header, tables, frame, scan: no APP1 (EXIF, XMP), APP2 (profile), APP13 (IPTC), COM.
    "jpeg": {b"\xe0", b"\xdb", b"\xc0", b"\xc2", b"\xc4", b"\xda"},
}


def parts(data: bytes, format: FileFormat) -> list[bytes]:
    """The kinds of the chunks or segments of a file."""
    if format == "png":
        return [chunk.kind for chunk in pngchunks.chunks(data)]
    if format == "webp":
        return webp_chunks(data)
    found, at = [], 2
    while data[at + 1 : at + 2] != b"\xda":
        found.append(data[at + 1 : at + 2])
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return [*found, b"\xda"]


def webp_chunks(data: bytes) -> list[bytes]:
    found, at = [], 12
    while at + 8 <= len(data):
        found.append(data[at : at + 4])
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return found


@pytest.mark.parametrize("size", [(0, 10), (10, 0), (16_385, 10), (10_000, 5_001), (-1, 5)])
def test_sizes_that_cannot_be_written_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ExportError) as caught:
        render_export(Shelf(PHOTO), SUBJECT, options("png", 90, size))
    assert caught.value.code == "export/size"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ExportError) as caught:
        encode(PHOTO, ExportOptions("tiff", 90, 10, 10))  # type: ignore[arg-type]
    assert caught.value.code == "export/format"


def test_every_format_has_a_media_type() -> None:
    assert MEDIA_TYPES == {"png": "image/png", "webp": "image/webp", "jpeg": "image/jpeg"}
