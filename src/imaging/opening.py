"""First step of the road: what is this file, and may it be opened at all?

The content decides, never the name. Everything here reads headers only: a picture that is too large, too wide or too
small is refused before a single pixel is decoded, so a decompression bomb costs nothing.
"""

from __future__ import annotations

import importlib
import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, ImageFile

from errors import InputError
from imaging import pngchunks
from imaging.options import MAX_MEGAPIXELS, MAX_SIDE, MIN_SIDE

MAX_FILE_MEGABYTES = 400
"""A 50-megapixel picture with 16 bits and four channels, uncompressed."""

FORMATS: dict[str, tuple[str, ...]] = {
    "JPEG": ("jpg", "jpeg", "jpe", "jfif", "mpo"),
    "PNG": ("png", "apng"),
    "WebP": ("webp",),
    "GIF": ("gif",),
    "BMP": ("bmp", "dib"),
    "TIFF": ("tif", "tiff"),
    "ICO": ("ico",),
}
"""What we decode ourselves, with the file name endings that go with it."""

_PLUGINS = {
    "JPEG": "JpegImagePlugin",
    "PNG": "PngImagePlugin",
    "WebP": "WebPImagePlugin",
    "GIF": "GifImagePlugin",
    "BMP": "BmpImagePlugin",
    "TIFF": "TiffImagePlugin",
    "ICO": "IcoImagePlugin",
}

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (8, b"WEBP", "WebP"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"II+\x00", "TIFF"),
    (0, b"MM\x00+", "TIFF"),
    (0, b"\x00\x00\x01\x00", "ICO"),
)

_PICTURES_OF_OTHERS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"8BPS", "Photoshop"),
    (0, b"\x76\x2f\x31\x01", "OpenEXR"),
    (0, b"#?RADIANCE", "Radiance HDR"),
    (0, b"FUJIFILMCCD-RAW", "camera raw"),
)

_NOT_PICTURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF", "PDF"),
    (0, b"PK\x03\x04", "ZIP"),
    (0, b"PK\x05\x06", "ZIP"),
    (0, b"\x1f\x8b", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"Rar!", "archive"),
    (0, b"\x1aE\xdf\xa3", "video"),
    (8, b"AVI ", "video"),
    (0, b"ID3", "audio"),
    (8, b"WAVE", "audio"),
    (0, b"OggS", "audio"),
    (0, b"fLaC", "audio"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
)

_BRANDS = {b"avif": "AVIF", b"avis": "AVIF"} | dict.fromkeys(
    (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"), "HEIC"
)

OTHER_PICTURES = frozenset({"AVIF", "HEIC"} | {name for _, _, name in _PICTURES_OF_OTHERS})


@dataclass(frozen=True, slots=True)
class Opening:
    """A file whose header has been read. `picture` is lazy: no pixel is decoded yet; `data` is what will be."""

    name: str
    format: str
    picture: ImageFile.ImageFile
    data: bytes
    notes: tuple[str, ...]


# For the pictures inside of pictures (icons), which Pillow opens on its own.
Image.MAX_IMAGE_PIXELS = MAX_MEGAPIXELS * 1_000_000

BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
FAILURES = (SyntaxError, OSError, ValueError, EOFError, struct.error, LookupError, TypeError, OverflowError)
"""What Pillow's codecs raise on files that are not what they say."""


@contextmanager
def strict_codecs() -> Iterator[None]:
    """Pillow's complaints about odd files are ignored, those about too many pixels are errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def sniff(data: bytes) -> str:
    """What the bytes are: a key of FORMATS, a member of OTHER_PICTURES, another kind ("PDF", "text", "web page",
    "SVG", "ZIP", "video", …), or "" when unknown."""
    for offset, magic, kind in (*_MAGIC, *_PICTURES_OF_OTHERS, *_NOT_PICTURES):
        if data.startswith(magic, offset):
            return kind
    if data[4:8] == b"ftyp":
        return _sniff_box(data)
    return _sniff_text(data[:2048])


def _sniff_box(data: bytes) -> str:
    """ISO base media: AVIF and HEIC name themselves in the major or in a compatible brand; else it is a video."""
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, size, 4))]
    known = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
    # "mif1" is the neutral brand that AVIF files carry too.
    return "AVIF" if "AVIF" in known else known[0] if known else "video"


def _sniff_text(head: bytes) -> str:
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    try:
        text = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "strict")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:  # else only the cut at the end of `head` broke a character
            return ""
        text = head[: error.start].decode("utf-8")
    start: str = text.lstrip("\ufeff \t\r\n").lower()
    if "<svg" in start:
        return "SVG"
    if start.startswith(("<!doctype html", "<html")):
        return "web page"
    printable = sum(char.isprintable() or char in "\t\r\n\f\ufeff" for char in text)
    return "text" if text and printable >= 0.97 * len(text) else ""


def open_header(data: bytes, name: str) -> Opening:
    """Read the header of `data` (a whole file) and refuse what cannot be opened.

    `name` is only used in errors and for the note "wrong-extension".

    Raises:
        InputError: input/empty, input/too-large-file, input/not-a-picture, input/unsupported, input/truncated,
            input/damaged, input/too-many-pixels, input/too-wide, input/too-small.
    """
    if not data:
        raise InputError("input/empty", name=name)
    if len(data) > MAX_FILE_MEGABYTES * 1_000_000:
        megabytes = round(len(data) / 1e6)
        raise InputError("input/too-large-file", name=name, megabytes=megabytes, limit=MAX_FILE_MEGABYTES)
    kind = sniff(data)
    if kind in OTHER_PICTURES:
        raise InputError("input/unsupported", name=name, format=kind)
    if kind not in FORMATS:
        raise InputError("input/not-a-picture", name=name, kind=kind)
    lean = pngchunks.without_text(data) if kind == "PNG" else data
    picture = _lazily(lean, kind, name)
    check_size(picture.width, picture.height, name)
    return Opening(name, kind, picture, lean, _extension_notes(name, kind))


def check_size(width: int, height: int, name: str) -> None:
    """Raise InputError when a picture of `width` x `height` pixels is outside of what we work on."""
    if width * height > MAX_MEGAPIXELS * 1_000_000:
        megapixels = round(width * height / 1e6, 1)
        raise InputError(
            "input/too-many-pixels", name=name, width=width, height=height, megapixels=megapixels, limit=MAX_MEGAPIXELS
        )
    if max(width, height) > MAX_SIDE:
        raise InputError("input/too-wide", name=name, width=width, height=height, limit=MAX_SIDE)
    if min(width, height) < MIN_SIDE:
        raise InputError("input/too-small", name=name, width=width, height=height, limit=MIN_SIDE)


def _lazily(data: bytes, kind: str, name: str) -> ImageFile.ImageFile:
    # Image.open would import every codec it knows and raise its own bomb error without the size.
    importlib.import_module(f"PIL.{_PLUGINS[kind]}")
    factory = Image.OPEN[kind.upper()][0]
    try:
        with strict_codecs():
            return factory(io.BytesIO(data), "")
    except BOMBS:
        raise InputError("input/damaged", name=name, format=kind) from None
    except FAILURES as error:
        raise unreadable(data, kind, name) from error


def unreadable(data: bytes, kind: str, name: str) -> InputError:
    """The error for a file of `kind` that its codec rejects: cut short when its end is missing, else damaged."""
    code = "input/truncated" if is_cut_short(data, kind) else "input/damaged"
    return InputError(code, name=name, format=kind)


def is_cut_short(data: bytes, kind: str) -> bool:
    """True when the end that the format promises is not there."""
    if kind == "JPEG":
        return b"\xff\xd9" not in data[-65536:]
    if kind == "PNG":
        return pngchunks.is_cut_short(data)
    if kind == "GIF":
        return not data.rstrip(b"\x00").endswith(b";")
    if kind == "WebP":
        return len(data) < 12 or len(data) < int.from_bytes(data[4:8], "little") + 8
    if kind == "BMP":
        return len(data) < 26 or len(data) < int.from_bytes(data[2:6], "little")
    return len(data) < 1024 or not any(data[-16:])


def _extension_notes(name: str, kind: str) -> tuple[str, ...]:
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    known = {other for endings in FORMATS.values() for other in endings} | {"heic", "avif", "pdf", "txt"}
    return ("wrong-extension",) if ending in known and ending not in FORMATS[kind] else ()
