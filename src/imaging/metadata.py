"""What a file says besides its pixels: the way up, the colour profile, and all that an export leaves behind."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from imaging import pngchunks
from imaging.opening import Opening

_ORIENTATION = 0x0112
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_SERIALS = frozenset({0xA431, 0xA435, 0xC62F})
_NAMES = frozenset({0x013B, 0x8298, 0xA430, 0x9C9D})
_DATES = frozenset({0x0132, 0x9003, 0x9004})
_CAMERA = frozenset({0x010F, 0x0110, 0xA433, 0xA434, 0x927C})


@dataclass(frozen=True, slots=True)
class Metadata:
    """`orientation` is EXIF's 1..8. `dropped` names what was found, the private things first. `exif_damaged` means
    that the EXIF block could not be read, so that the picture is taken as it is stored."""

    orientation: int
    dropped: tuple[str, ...]
    exif_damaged: bool


def read(opening: Opening, original: bytes) -> Metadata:
    """Look through the metadata of an opened file; `original` is the file with its text chunks. Never raises."""
    picture = opening.picture
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        try:
            turn, private = _exif(_exif_of(picture, opening.format))
        except Exception as error:  # Pillow's parser raises nearly anything on a corrupt block
            turn, private = None, []
            warnings.warn(repr(error), stacklevel=1)
    if picture.info.get("exif"):
        private.append("EXIF")
    found = [*private, *_containers(picture), *(_text_kinds(original) if opening.format == "PNG" else ())]
    return Metadata(turn or 1, tuple(dict.fromkeys(found)), bool(complaints) and turn is None)


def _exif_of(picture: Image.Image, format: str) -> Image.Exif:
    if format == "TIFF":
        return picture.getexif()
    # Not picture.getexif(): the JPEG plugin has asked it before us and swallowed what it had to say.
    exif = Image.Exif()
    exif.load(picture.info.get("exif") or b"")
    return exif


def _exif(exif: Image.Exif) -> tuple[int | None, list[str]]:
    """The orientation, if there is a sensible one, and the kinds of private data."""
    tags = set(exif) | set(exif.get_ifd(_EXIF_IFD))
    found = [kind for kind, known in _PRIVATE if tags & known]
    if exif.get_ifd(_GPS_IFD):
        found.insert(0, "place (GPS)")
    turn = exif.get(_ORIENTATION)
    return (turn if isinstance(turn, int) and 1 <= turn <= 8 else None), found


_PRIVATE = (
    ("camera serial number", _SERIALS),
    ("author", _NAMES),
    ("date", _DATES),
    ("camera", _CAMERA),
)


def _containers(picture: Image.Image) -> Iterator[str]:
    info = picture.info
    if info.get("xmp") or info.get("XML:com.adobe.xmp"):
        yield "XMP"
    if info.get("photoshop"):
        yield "IPTC"
    if info.get("icc_profile"):
        yield "ICC"
    if info.get("comment"):
        yield "comment"


def _text_kinds(data: bytes) -> Iterator[str]:
    for chunk in pngchunks.chunks(data):
        if chunk.kind in pngchunks.TEXT:
            yield "XMP" if chunk.body(data).startswith(b"XML:com.adobe.xmp") else "comment"
