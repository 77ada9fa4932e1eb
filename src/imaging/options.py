"""What a person can choose about a picture: plain values, shared by the editor and the engine.

No numpy and no Pillow here: the UI thread imports this file too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FileFormat = Literal["png", "webp", "jpeg"]

MAX_MEGAPIXELS = 50
MAX_SIDE = 16_384
MIN_SIDE = 8


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the picture in its pixels, floats, origin top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """`quality` 1..100 (JPEG, WebP; PNG is lossless and ignores it); `width` and `height` in pixels of the file."""

    format: FileFormat
    quality: int
    width: int
    height: int
