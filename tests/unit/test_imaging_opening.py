"""What a file is, and which files are refused before a pixel is decoded."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from errors import InputError
from imaging import pngchunks
from imaging.opening import FORMATS, open_header, sniff


def file_of(format: str, size: tuple[int, int] = (16, 12), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 77).save(out, format)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds nothing."""
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        pngchunks.SIGNATURE + chunk(b"IHDR", body) + chunk(b"IDAT", zlib.compress(b"\x00" * 64)) + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def refusal(data: bytes, name: str = "photo.jpg") -> InputError:
    with pytest.raises(InputError) as caught:
        open_header(data, name)
    assert caught.value.details["name"] == name
    return caught.value


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WebP", "GIF", "BMP", "TIFF", "ICO"])
def test_every_format_is_known_by_its_content(format: str) -> None:
    data = file_of(format, (16, 16))
    assert sniff(data) == format
    opening = open_header(data, "picture")
    assert opening.format == format
    assert opening.picture.size == (16, 16)
    assert opening.notes == ()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"<?xml version='1.0'?>\n<svg xmlns='x'>", "SVG"),
        (b"\n  <!DOCTYPE html><html>", "web page"),
        ("Grüße, 世界\n".encode() * 300, "text"),
        ("Grüße".encode("utf-16"), "text"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2mp41", "video"),
        (b"\x1aE\xdf\xa3....", "video"),
        (b"ID3\x04", "audio"),
        (b"MZ\x90\x00", "program"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07" * 8, ""),
    ],
)
def test_what_is_not_a_picture_is_named(data: bytes, kind: str) -> None:
    error = refusal(data)
    assert (error.code, error.details["kind"]) == ("input/not-a-picture", kind)


@pytest.mark.parametrize(
    ("brands", "format"),
    [(b"avif", "AVIF"), (b"mif1\x00\x00\x00\x00mif1avif", "AVIF"), (b"heic", "HEIC"), (b"mif1", "HEIC")],
)
def test_pictures_for_the_browser_to_try_are_named(brands: bytes, format: str) -> None:
    body = b"ftyp" + brands
    error = refusal((len(body) + 4).to_bytes(4, "big") + body, "photo.heic")
    assert (error.code, error.details["format"]) == ("input/unsupported", format)


def test_an_empty_file_is_called_empty() -> None:
    assert refusal(b"").code == "input/empty"


def test_a_wrong_extension_opens_with_a_note() -> None:
    assert open_header(file_of("PNG"), "photo.jpg").notes == ("wrong-extension",)
    assert open_header(file_of("JPEG"), "C:\\photos\\A.JPEG").notes == ()
    assert open_header(file_of("JPEG"), "no ending").notes == ()
    assert open_header(file_of("JPEG"), "version.2").notes == ()


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((30_000, 30_000), "input/too-many-pixels"),
        ((8_000, 6_251), "input/too-many-pixels"),
        ((20_000, 10), "input/too-wide"),
        ((10, 16_385), "input/too-wide"),
        ((7, 400), "input/too-small"),
        ((1, 1), "input/too-small"),
    ],
)
def test_sizes_that_are_refused(size: tuple[int, int], code: str) -> None:
    error = refusal(png_header(*size))
    assert error.code == code
    assert (error.details["width"], error.details["height"]) == size
    assert "limit" in error.details


@pytest.mark.parametrize("size", [(8, 8), (16_384, 3_051), (8_000, 6_250)])
def test_sizes_that_are_just_allowed(size: tuple[int, int]) -> None:
    assert open_header(png_header(*size), "a.png").picture.size == size


def test_text_that_inflates_to_gigabytes_is_left_out_unread() -> None:
    plain = file_of("PNG")
    bomb = zlib.compress(b"A" * 20_000_000, 9)
    head, rest = plain[:33], plain[33:]
    texts = [chunk(b"zTXt", b"Comment\x00\x00" + bomb), chunk(b"iTXt", b"x\x00\x01\x00\x00\x00" + bomb)]
    assert pngchunks.without_text(head + b"".join(texts) + rest) == plain


def test_a_colour_profile_that_is_a_bomb_is_left_out_and_a_real_one_is_kept() -> None:
    plain = file_of("PNG")
    head, rest = plain[:33], plain[33:]
    bomb = chunk(b"iCCP", b"p\x00\x00" + zlib.compress(bytes(9_000_000), 9))
    real = chunk(b"iCCP", b"p\x00\x00" + zlib.compress(bytes(3000)))
    assert pngchunks.without_text(head + bomb + rest) == plain
    assert pngchunks.without_text(head + real + rest) == head + real + rest
    assert open_header(head + bomb + rest, "a.png").picture.size == (16, 12)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WebP", "GIF", "BMP", "TIFF"])
def test_a_header_cut_short_is_called_truncated(format: str) -> None:
    assert refusal(file_of(format)[:14]).code in ("input/truncated", "input/damaged")


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=300))
def test_rubbish_behind_any_signature_ends_in_a_typed_error(format: str, rubbish: bytes) -> None:
    data = file_of(format)[:12] + rubbish
    with contextlib.suppress(InputError):
        assert open_header(data, "rubbish").format in FORMATS


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_opened_or_refused(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert open_header(data, "bytes").format in FORMATS
