"""Second step of the road: from a file's bytes to upright 8-bit pixels in sRGB.

Pixel work goes through Pillow's C code and touches each pixel as seldom as the file allows: an upright sRGB JPEG is
decoded and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from errors import InputError
from imaging import colour, metadata
from imaging.opening import BOMBS, FAILURES, check_size, open_header, strict_codecs, unreadable

NOTES = frozenset(
    {
        "wrong-extension",  # the name ends otherwise than the content says
        "exif-damaged",  # opened as stored
        "animated-first-frame",
        "several-pages",  # a TIFF of many pictures: the first
        "sixteen-bit",  # more than 8 bits a channel: reduced to 8
        "cmyk-approximate",  # inks to screen colours without the inks' profile
        "profile-not-converted",  # a colour profile of a kind that we cannot convert: taken as sRGB
    }
)
"""Every note that a Photo can carry."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_STRIP = 1 << 22
"""Pixels of a 16-bit picture that are reduced at a time, so that no full-size float array is made."""


@dataclass(frozen=True, slots=True)
class Photo:
    """An opened picture. `image` is RGB, or RGBA with straight alpha where some pixel is not opaque; 8 bits, sRGB,
    upright, without metadata. `profile` names the colour space of the file. `notes` are members of NOTES; `dropped`
    names the metadata that was found and left out."""

    image: Image.Image
    name: str
    width: int
    height: int
    format: str
    profile: str
    notes: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Photo:
    """Decode the file `data`; `name` is for errors and notes only.

    Peak memory: the file, 4 bytes a pixel for the result, and 4 more while a rotated, palette, 16-bit or
    colour-managed picture is converted.

    Raises:
        InputError: whatever opening.open_header raises; input/truncated and input/damaged also from the pixels;
            input/memory.
    """
    opening = open_header(data, name)
    found = metadata.read(opening, data)
    picture = opening.picture
    source = colour.source_of(picture.info.get("icc_profile"), picture.info)
    notes = [*opening.notes, *_notes(picture, opening.format, found.exif_damaged)]
    _load(picture, opening.data, opening.format, name)
    check_size(*picture.size, name)  # an icon's directory may lie about what it holds
    grey = picture.mode[0] in "1LIF"
    image = _to_rgb(picture, opening.format, name)
    # Pillow turns a TIFF upright itself.
    turn = None if opening.format == "TIFF" else _TURNS.get(found.orientation)
    upright = image if turn is None else image.transpose(turn)
    converted, profile, complete = colour.to_srgb(upright, source, grey)
    if not complete and "cmyk-approximate" not in notes:
        notes.append("profile-not-converted")
    return _photo(converted, name, opening.format, profile, tuple(notes), found.dropped)


def from_pixels(rgba: NDArray[np.uint8], name: str, format: str) -> Photo:
    """A Photo of pixels that the browser decoded (upright, sRGB): `rgba` (H, W, 4) uint8, straight alpha.

    Raises:
        InputError: input/too-many-pixels, input/too-wide, input/too-small.
    """
    height, width = rgba.shape[:2]
    check_size(width, height, name)
    return _photo(Image.fromarray(np.ascontiguousarray(rgba), "RGBA"), name, format, "sRGB", (), ())


def _photo(
    image: Image.Image, name: str, format: str, profile: str, notes: tuple[str, ...], dropped: tuple[str, ...]
) -> Photo:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    # The same pixels without the file's object around them, which holds EXIF, profile and comments. A copy would do
    # too, for another 4 bytes a pixel.
    bare = Image.Image()._new(image.im)
    return Photo(bare, name, bare.width, bare.height, format, profile, notes, dropped)


def _load(picture: ImageFile.ImageFile, data: bytes, format: str, name: str) -> None:
    try:
        with strict_codecs():
            picture.load()
    except MemoryError:
        megapixels = round(picture.width * picture.height / 1e6, 1)
        raise InputError("input/memory", name=name, megapixels=megapixels) from None
    except BOMBS:
        raise InputError("input/damaged", name=name, format=format) from None
    except FAILURES as error:
        raise unreadable(data, format, name) from error


def _notes(picture: ImageFile.ImageFile, format: str, exif_damaged: bool) -> list[str]:
    """What must be said about a picture; to be asked before it is loaded."""
    facts = {
        "exif-damaged": exif_damaged,
        "sixteen-bit": _is_deep(picture),
        "cmyk-approximate": picture.mode == "CMYK",
    }
    return [*_frame_notes(picture, format), *(note for note, true in facts.items() if true)]


def _frame_notes(picture: ImageFile.ImageFile, format: str) -> list[str]:
    if format in ("JPEG", "ICO"):  # a JPEG's second picture is a depth map or a stereo half
        return []
    try:
        several = bool(getattr(picture, "is_animated", False))
    except FAILURES:
        return []
    return [] if not several else ["several-pages" if format == "TIFF" else "animated-first-frame"]


def _to_rgb(picture: Image.Image, format: str, name: str) -> Image.Image:
    """`picture` as RGB or RGBA, the same object when it is that already."""
    mode = picture.mode
    if mode == "RGBA" or (mode == "RGB" and not picture.has_transparency_data):
        return picture
    if mode == "LAB":
        raise InputError("input/unsupported", name=name, format=f"{format} (Lab)")
    if mode.startswith("I") or mode == "F":
        return _reduce_depth(picture).convert("RGB")
    try:
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    except (ValueError, OSError, KeyError) as error:
        raise InputError("input/unsupported", name=name, format=f"{format} ({mode})") from error


def _is_deep(picture: ImageFile.ImageFile) -> bool:
    """True when the file stores more than 8 bits a channel; only the decoder's plan, before loading, says so."""
    return any(depth in str(tile.args) for tile in picture.tile for depth in (";16", ";12", ";32"))


def _reduce_depth(picture: Image.Image) -> Image.Image:
    """One channel of 16 or 32 bits, or floats, as L: white is 65535, or 1.0, or the brightest value beyond those."""
    high = _brightest(picture)
    if picture.mode == "F":
        white = max(1.0, high) if high <= 1.0 or high > 255 else 255.0
    else:
        white = 65535.0 if high <= 65535 else high
    grey = Image.new("L", picture.size)
    rows = max(1, _STRIP // picture.width)
    for top in range(0, picture.height, rows):
        strip = picture.crop((0, top, picture.width, min(top + rows, picture.height)))
        levels = np.asarray(strip, np.float32) * np.float32(255 / white)
        grey.paste(Image.fromarray(np.clip(levels + 0.5, 0, 255).astype(np.uint8)), (0, top))
    return grey


def _brightest(picture: Image.Image) -> float:
    _, high = picture.getextrema()
    if isinstance(high, tuple):
        raise TypeError("one channel was expected")
    return float(high)
