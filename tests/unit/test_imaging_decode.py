"""From files to upright 8-bit sRGB pixels."""

from __future__ import annotations

import contextlib
import io
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from errors import InputError
from imaging.decode import NOTES, Photo, decode, from_pixels

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
CORNERS = (RED, GREEN, BLUE, WHITE)


def corners(size: tuple[int, int] = (24, 16)) -> Image.Image:
    """Red, green / blue, white."""
    image = Image.new("RGB", size)
    half = size[0] // 2, size[1] // 2
    for at, colour in enumerate(CORNERS):
        image.paste(colour, (at % 2 * half[0], at // 2 * half[1], size[0], size[1]))
    return image


def saved(image: Image.Image, format: str, **settings: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **settings)
    return out.getvalue()


def corner_colours(image: Image.Image) -> list[tuple[int, ...]]:
    width, height = image.size
    places = [(2, 2), (width - 3, 2), (2, height - 3), (width - 3, height - 3)]
    pixels = np.asarray(image)
    return [tuple(int(level) for level in pixels[y, x][:3]) for x, y in places]


def near(a: tuple[int, ...], b: tuple[int, ...], levels: int) -> bool:
    return all(abs(x - y) <= levels for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("format", ["PNG", "BMP", "TIFF", "WebP"])
def test_lossless_files_keep_every_pixel(format: str) -> None:
    settings = {"lossless": True} if format == "WebP" else {}
    photo = decode(saved(corners(), format, **settings), "a")
    assert (photo.width, photo.height, photo.format, photo.image.mode) == (24, 16, format, "RGB")
    assert photo.image.tobytes() == corners().tobytes()
    assert (photo.profile, photo.notes, photo.dropped) == ("sRGB", (), ())


def oriented(turn: int, kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = turn
    settings: dict[str, Any] = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
    if kind == "WebP":
        settings = {"lossless": True}
    return saved(corners(), kind, exif=exif, **settings)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WebP"])
@pytest.mark.parametrize(
    ("turn", "order"),
    [(1, "0123"), (2, "1032"), (3, "3210"), (4, "2301"), (5, "0213"), (6, "2031"), (7, "3120"), (8, "1302")],
)
def test_all_eight_orientations_end_upright(kind: str, turn: int, order: str) -> None:
    photo = decode(oriented(turn, kind), "a")
    assert photo.image.size == ((24, 16) if turn < 5 else (16, 24))
    expected = [CORNERS[int(at)] for at in order]
    assert all(near(a, b, 12) for a, b in zip(corner_colours(photo.image), expected, strict=True))


@pytest.mark.parametrize("turn", [0, 9, 77])
def test_an_impossible_orientation_is_ignored(turn: int) -> None:
    assert decode(oriented(turn, "JPEG"), "a").image.size == (24, 16)


def with_exif(block: bytes) -> bytes:
    plain = saved(corners(), "JPEG", quality=95)
    body = b"Exif\x00\x00" + block
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + plain[2:]


@pytest.mark.parametrize(
    "block",
    [
        b"not a TIFF header at all",
        b"II*\x00\xff\xff\xff\x7f",
        b"MM\x00*\x00\x00\x00\x08\x00\x04\x01\x12",
        b"II*\x00\x08\x00\x00\x00\xff\xff" + b"\x12\x01\x03\x00\x01\x00\x00\x00",
    ],
)
def test_a_corrupt_exif_block_opens_as_stored_with_a_note(block: bytes) -> None:
    photo = decode(with_exif(block), "a.jpg")
    assert photo.image.size == (24, 16)
    assert "exif-damaged" in photo.notes


def test_metadata_is_named_the_private_first_and_kept_nowhere() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Maker", "Model 1", "A. Person"
    exif.get_ifd(0x8769).update({0xA431: "SN-12345", 0x9003: "2026:01:02 03:04:05"})
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)})
    data = saved(corners(), "JPEG", exif=exif, comment=b"hello", xmp=b"<x:xmpmeta/>", icc_profile=b"rubbish")
    photo = decode(data, "a.jpg")
    assert photo.dropped[:2] == ("place (GPS)", "camera serial number")
    assert set(photo.dropped) >= {"author", "date", "camera", "EXIF", "XMP", "ICC", "comment"}
    assert photo.image.info == {}
    assert len(photo.image.getexif()) == 0


def test_text_in_a_png_is_named() -> None:
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text("Author", "A. Person")
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>")
    assert set(decode(saved(corners(), "PNG", pnginfo=text), "a.png").dropped) == {"comment", "XMP"}


def test_sixteen_bit_grey_is_scaled_not_clipped() -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(8, 0)
    for kind in ("PNG", "TIFF"):
        photo = decode(saved(Image.fromarray(ramp), kind), "a")
        assert photo.notes == ("sixteen-bit",)
        assert np.abs(np.asarray(photo.image)[..., 0].astype(int) - np.arange(256)).max() <= 1


def png16(rgb: np.ndarray[Any, np.dtype[np.uint16]]) -> bytes:
    """A PNG of 16 bits a channel, which Pillow cannot write."""
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    height, width, channels = rgb.shape
    header = struct.pack(">IIBBBBB", width, height, 16, {3: 2, 4: 6}[channels], 0, 0, 0)
    rows = b"".join(b"\x00" + row.astype(">u2").tobytes() for row in rgb)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("channels", [3, 4])
def test_sixteen_bit_colour_keeps_its_levels(channels: int) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)
    rgb = np.stack([ramp, ramp[::-1], ramp, ramp][:channels], -1)[None].repeat(8, 0)
    photo = decode(png16(rgb), "a.png")
    assert photo.notes == ("sixteen-bit",)
    assert np.abs(np.asarray(photo.image)[0].astype(int) - rgb[0] / 257).max() <= 1


def test_floating_point_tiff_takes_one_as_white() -> None:
    ramp = np.linspace(0, 1, 256, dtype=np.float32)[None].repeat(8, 0)
    photo = decode(saved(Image.fromarray(ramp), "TIFF"), "a.tif")
    assert np.abs(np.asarray(photo.image)[0, :, 1].astype(int) - np.arange(256)).max() <= 1


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_modes_without_alpha_become_rgb(mode: str) -> None:
    photo = decode(saved(corners().convert(mode), "PNG"), "a.png")
    assert photo.image.mode == "RGB"
    assert corner_colours(photo.image)[3] == WHITE


@pytest.mark.parametrize("format", ["PNG", "GIF"])
def test_a_palette_with_a_transparent_colour_has_alpha(format: str) -> None:
    image = corners().quantize(4)
    clear = image.getpixel((0, 0))
    photo = decode(saved(image, format, transparency=clear), "a")
    assert photo.image.mode == "RGBA"
    alpha = np.asarray(photo.image)[..., 3]
    assert alpha[0, 0] == 0
    assert alpha[-1, -1] == 255


def test_grey_with_alpha_and_a_colour_key_have_alpha() -> None:
    grey = Image.new("LA", (16, 16), (90, 128))
    assert np.asarray(decode(saved(grey, "PNG"), "a").image)[0, 0].tolist() == [90, 90, 90, 128]
    keyed = decode(saved(corners(), "PNG", transparency=RED), "a").image
    assert np.asarray(keyed)[[0, 0], [0, -1], 3].tolist() == [0, 255]


def test_alpha_that_hides_nothing_is_dropped() -> None:
    assert decode(saved(corners().convert("RGBA"), "PNG"), "a").image.mode == "RGB"


def test_cmyk_opens_with_a_note() -> None:
    # Pillow writes Adobe's inverted CMYK and reads both kinds.
    photo = decode(saved(corners().convert("CMYK"), "JPEG", quality=95, subsampling=0), "a.jpg")
    assert photo.notes == ("cmyk-approximate",)
    assert near(corner_colours(photo.image)[0], RED, 12)
    assert near(corner_colours(photo.image)[3], WHITE, 4)


@pytest.mark.parametrize(
    ("format", "note"),
    [
        ("GIF", "animated-first-frame"),
        ("WebP", "animated-first-frame"),
        ("PNG", "animated-first-frame"),
        ("TIFF", "several-pages"),
    ],
)
def test_of_several_frames_the_first_is_opened(format: str, note: str) -> None:
    frames = [corners(), Image.new("RGB", (24, 16), BLUE), Image.new("RGB", (24, 16), GREEN)]
    settings: dict[str, Any] = {"lossless": True} if format == "WebP" else {}
    data = saved(frames[0], format, save_all=True, append_images=frames[1:], **settings)
    photo = decode(data, "a")
    assert photo.notes == (note,)
    assert near(corner_colours(photo.image)[0], RED, 2)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WebP", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_file_cut_short_is_called_truncated(format: str, share: float) -> None:
    rng = np.random.default_rng(3)
    noise = Image.fromarray(rng.integers(0, 255, (64, 64, 3), dtype=np.uint8))
    data = saved(noise, format)
    with pytest.raises(InputError) as caught:
        decode(data[: int(len(data) * share)], "a")
    assert caught.value.code in (("input/truncated",) if format != "TIFF" else ("input/truncated", "input/damaged"))
    assert caught.value.details == {"name": "a", "format": format}


def test_damage_in_the_middle_is_called_damaged() -> None:
    data = bytearray(saved(corners((64, 64)), "PNG"))
    data[60:70] = bytes(10)
    with pytest.raises(InputError) as caught:
        decode(bytes(data), "a.png")
    assert caught.value.code == "input/damaged"


@given(st.sampled_from(["JPEG", "PNG", "WebP", "GIF", "BMP", "TIFF", "ICO"]), st.data())
def test_any_damage_gives_a_photo_or_a_typed_error(format: str, draw: st.DataObject) -> None:
    data = bytearray(saved(corners(), format))
    for _ in range(draw.draw(st.integers(1, 6))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    with contextlib.suppress(InputError):
        check(decode(bytes(data), "a"))


@given(st.integers(8, 40), st.integers(8, 40), st.sampled_from(["RGB", "RGBA", "L", "LA", "P", "1"]))
def test_every_photo_keeps_the_promises_of_its_type(width: int, height: int, mode: str) -> None:
    check(decode(saved(Image.new(mode, (width, height)), "PNG"), "a"))


def check(photo: Photo) -> None:
    assert photo.image.size == (photo.width, photo.height)
    assert photo.image.mode in ("RGB", "RGBA")
    assert photo.image.mode == "RGB" or np.asarray(photo.image)[..., 3].min() < 255
    assert set(photo.notes) <= NOTES
    assert not photo.image.info


def test_pixels_from_the_browser_become_a_photo() -> None:
    rgba = np.full((10, 12, 4), 255, np.uint8)
    photo = from_pixels(rgba, "a.avif", "AVIF")
    assert (photo.width, photo.height, photo.format, photo.image.mode) == (12, 10, "AVIF", "RGB")
    rgba[0, 0, 3] = 0
    assert from_pixels(rgba, "a.avif", "AVIF").image.mode == "RGBA"


def test_pixels_from_the_browser_obey_the_limits() -> None:
    with pytest.raises(InputError) as caught:
        from_pixels(np.zeros((4, 4, 4), np.uint8), "a.avif", "AVIF")
    assert caught.value.code == "input/too-small"
