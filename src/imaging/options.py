"""What a person can choose about a picture: plain values, shared by the editor and the engine.

No numpy and no Pillow here: the UI thread imports this file too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from imaging.adjustments import Adjustments

BackdropKind = Literal["transparent", "colour", "blur"]
FileFormat = Literal["png", "webp", "jpeg"]

NEUTRAL = Adjustments()
"""A photo's own light and colours."""

MAX_MEGAPIXELS = 50
MAX_SIDE = 16_384
MIN_SIDE = 8


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What stands behind the cut-out. `colour` is "#rrggbb"; `blur` is the strength in 0..1 of the blurred original."""

    kind: BackdropKind = "transparent"
    colour: str = "#ffffff"
    blur: float = 0.5


@dataclass(frozen=True, slots=True)
class Scene:
    """What is seen of a photo: its subject alone (`cutout`) on a backdrop, or all of it; and how it is adjusted. The
    adjustments act on the photo's own pixels, never on the backdrop."""

    cutout: bool = False
    backdrop: Backdrop = Backdrop()
    adjustments: Adjustments = NEUTRAL


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the photo in photo pixels, floats, origin top left."""

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
