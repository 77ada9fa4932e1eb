"""Files that a person might drop on the page, good and bad, each made in code: small, the same on every machine.

A `Case` says what must become of it: it opens at a size, or it is refused with one code of errors.py. The unit
tests run the cases through the decoder; the browser tests drop them on the page.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

from tests import raw

SIZE = (48, 32)
"""Width and height that a good case opens at, unless it says otherwise."""

COLOURS = {"left": (210, 40, 30), "right": (20, 70, 200), "mark": (250, 220, 20)}
SERIAL = "SN-4711-0815"
COMMENT = "secret words in a comment"


@dataclass(frozen=True, slots=True)
class Case:
    """A file by its `name`. With `refused` empty it opens at `size`; else it is refused with that code."""

    name: str
    make: Callable[[], bytes]
    refused: str = ""
    size: tuple[int, int] = SIZE
    notes: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """The file's bytes, made anew."""
        return self.make()


def picture(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """Red left half, blue right half, a yellow mark top left: no turn or mirror leaves it as it is."""
    image = Image.new("RGB", size, COLOURS["left"])
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle((width // 2, 0, width, height), fill=COLOURS["right"])
    draw.rectangle((0, 0, max(0, width // 4 - 1), max(0, height // 4 - 1)), fill=COLOURS["mark"])
    return image.convert(mode)


def encode(image: Image.Image, kind: str, **options: object) -> bytes:
    """`image` as a file of `kind`, by Pillow."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _with_alpha(mode: str) -> Image.Image:
    image = picture("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image.convert(mode)


def _turned(orientation: int) -> bytes:
    """A JPEG whose stored pixels, turned as its EXIF says, give `picture()` back."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = picture().transpose(undo[orientation]) if orientation in undo else picture()
    return encode(stored, "JPEG", quality=95, subsampling=0, exif=exif.tobytes())


def _placed() -> bytes:
    """A JPEG that says where it was taken, with which camera, and more."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Model 1"
    exif[0x8769] = {0xA431: SERIAL}
    degrees = (IFDRational(52), IFDRational(31), IFDRational(12))
    exif[0x8825] = {1: "N", 2: degrees, 3: "E", 4: degrees}
    return encode(picture(), "JPEG", quality=92, exif=exif.tobytes(), comment=COMMENT)


def _broken_exif() -> bytes:
    return raw.with_segment(encode(picture(), "JPEG", quality=95), raw.BROKEN_EXIF)


def _inks() -> bytes:
    return encode(picture("CMYK"), "JPEG", quality=95)


def _frames(kind: str) -> bytes:
    second = Image.new("RGB", SIZE, (0, 200, 0))
    options = {"lossless": True} if kind == "WEBP" else {}
    return encode(picture(), kind, save_all=True, append_images=[second], duration=100, **options)


def _palette(kind: str) -> bytes:
    image = picture().quantize(8)
    return encode(image, kind, transparency=image.getpixel((SIZE[0] - 1, SIZE[1] - 1)))


def _cut(kind: str) -> bytes:
    whole = encode(Image.effect_mandelbrot((160, 120), (-2.0, -1.2, 1.0, 1.2), 60).convert("RGB"), kind)
    return whole[: len(whole) // 2]


GOOD: tuple[Case, ...] = (
    Case("plain.jpg", lambda: encode(picture(), "JPEG", quality=95)),
    Case("plain.png", lambda: encode(picture(), "PNG")),
    Case("plain.webp", lambda: encode(picture(), "WEBP", lossless=True)),
    Case("plain.bmp", lambda: encode(picture(), "BMP")),
    Case("plain.tiff", lambda: encode(picture(), "TIFF")),
    Case("plain.gif", lambda: encode(picture(), "GIF")),
    Case("really-a-png.jpg", lambda: encode(picture(), "PNG"), notes=("wrong-extension",)),
    *(Case(f"turned-{n}.jpg", lambda n=n: _turned(n)) for n in range(1, 9)),  # type: ignore[misc]
    Case("broken-exif.jpg", _broken_exif, notes=("exif-damaged",)),
    Case("place.jpg", _placed),
    Case("display-p3.jpg", lambda: encode(picture(), "JPEG", quality=95, subsampling=0, icc_profile=raw.display_p3())),
    Case("gray16.png", lambda: raw.png(*SIZE, 16, 0)),
    Case("rgb16.png", lambda: raw.png(*SIZE, 16, 2)),
    Case("gray16.tiff", lambda: raw.tiff16(*SIZE, 1)),
    Case("rgb16.tiff", lambda: raw.tiff16(*SIZE, 3)),
    Case("cmyk-adobe.jpg", _inks, notes=("cmyk-approximate",)),
    Case("cmyk-unmarked.jpg", lambda: raw.without_marker(_inks()), notes=("cmyk-approximate",)),
    Case("palette.png", lambda: _palette("PNG")),
    Case("palette.gif", lambda: _palette("GIF")),
    Case("gray-alpha.png", lambda: encode(_with_alpha("LA"), "PNG")),
    Case("alpha.png", lambda: encode(_with_alpha("RGBA"), "PNG")),
    Case("alpha.webp", lambda: encode(_with_alpha("RGBA"), "WEBP", lossless=True)),
    Case("one-bit.png", lambda: encode(picture("1"), "PNG")),
    Case("moving.gif", lambda: _frames("GIF"), notes=("animated-first-frame",)),
    Case("moving.webp", lambda: _frames("WEBP"), notes=("animated-first-frame",)),
)

BAD: tuple[Case, ...] = (
    Case("nothing.jpg", lambda: b"", "input/empty"),
    Case("cut-off.jpg", lambda: _cut("JPEG"), "input/truncated"),
    Case("cut-off.png", lambda: _cut("PNG"), "input/truncated"),
    Case("cut-off.webp", lambda: _cut("WEBP"), "input/truncated"),
    Case("notes.jpg", lambda: b"Dear diary,\nthis is no picture.\n" * 20, "input/not-a-picture"),
    Case("page.png", lambda: b"<!doctype html><title>Not a picture</title>", "input/not-a-picture"),
    Case("manual.jpg", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "input/not-a-picture"),
    Case("bomb.png", lambda: raw.png(30_000, 30_000, 8, 0, rows=4), "input/too-many-pixels"),
    Case("dot.png", lambda: encode(picture(size=(1, 1)), "PNG"), "input/too-small"),
    Case("ribbon.png", lambda: encode(picture("L", (20_000, 10)), "PNG"), "input/too-wide"),
    Case("huge.png", lambda: raw.png(8_500, 6_001, 8, 0, flat=True), "input/too-many-pixels"),
)

CASES = GOOD + BAD


def case(name: str) -> Case:
    """The case of that file name."""
    return next(entry for entry in CASES if entry.name == name)
