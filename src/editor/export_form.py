"""What stands in the export panel: format, quality, size with locked proportions, name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from editor.document import Document
from imaging.options import MAX_SIDE, ExportOptions, FileFormat

ENDINGS: dict[FileFormat, str] = {"png": ".png", "webp": ".webp", "jpeg": ".jpg"}
MAX_PIXELS = 100_000_000
"""Twice the side of the largest photo that opens would be 200 megapixels, which no tab can encode."""


@dataclass(frozen=True, slots=True)
class ExportForm:
    """`width` and `height` are pixels of the file, `photo_width` and `photo_height` those of the canvas."""

    photo_width: int
    photo_height: int
    width: int
    height: int
    name: str
    format: FileFormat = "png"
    quality: int = 88
    locked: bool = True

    @classmethod
    def of(cls, document: Document) -> ExportForm:
        width, height = document.width, document.height
        return cls(width, height, width, height, default_name(document))

    def resized(self, document: Document) -> ExportForm:
        """For a canvas of another size: at the scale that was chosen, else at its own size."""
        if (self.photo_width, self.photo_height) == (document.width, document.height):
            return self
        percent = self.percent or 100
        return replace(self, photo_width=document.width, photo_height=document.height).scaled(percent)

    def with_width(self, width: int) -> ExportForm:
        height = self._follow(width * self.photo_height / self.photo_width) if self.locked else self.height
        return replace(self, width=width, height=height)

    def with_height(self, height: int) -> ExportForm:
        width = self._follow(height * self.photo_width / self.photo_height) if self.locked else self.width
        return replace(self, width=width, height=height)

    def with_lock(self, locked: bool) -> ExportForm:
        return replace(self, locked=locked).with_width(self.width) if locked else replace(self, locked=False)

    def scaled(self, percent: int) -> ExportForm:
        """The photo's own size times `percent`, proportions as they are."""
        width, height = (self._follow(side * percent / 100) for side in (self.photo_width, self.photo_height))
        return replace(self, width=width, height=height)

    @property
    def percent(self) -> int | None:
        """The scale that `width` and `height` are, when it is a choice of the panel."""
        return next((p for p in (25, 50, 100, 200) if self.scaled(p) == self), None)

    def allows(self, percent: int) -> bool:
        """Whether a picture of that scale can be written."""
        return max(self.photo_width, self.photo_height) * percent / 100 <= MAX_SIDE and (
            self.photo_width * self.photo_height * (percent / 100) ** 2 <= MAX_PIXELS
        )

    @property
    def options(self) -> ExportOptions:
        return ExportOptions(self.format, self.quality, self.width, self.height)

    @property
    def file_name(self) -> str:
        """A name that every system takes, with the format's ending."""
        cleaned = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", self.name).strip(" .-")
        return (cleaned[:120] or "picture") + ENDINGS[self.format]

    def _follow(self, side: float) -> int:
        return min(max(1, round(side)), MAX_SIDE)


def default_name(document: Document) -> str:
    """The photo's name, with a word for what was done."""
    return document.photo.stem + ("-cut-out" if document.shows_cutout else "")
