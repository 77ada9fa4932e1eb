"""Retouched pictures of opened files and of their subjects: one touch more costs that touch alone, and going back and
forth through the history costs nearly nothing. What each touch left in its box stays as long as it can be redone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image

from imaging import strokes
from imaging.layers import Stroke, Touch
from imaging.strokes import Box

Touches = tuple[Touch, ...]


@dataclass(slots=True)
class Record:
    """`image` is what it was `base`d on after the first `count` of `touches`; `patches` are what each of them left in
    its box, also of those that were taken back."""

    base: Image.Image
    touches: Touches
    image: Image.Image
    count: int = 0
    patches: list[tuple[Box, Image.Image]] = field(default_factory=list)


@dataclass(slots=True)
class Touched:
    """One record for each file, and one for its subject."""

    _records: dict[tuple[str, str], Record] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._records)

    def clear(self) -> None:
        """Forget everything."""
        self._records.clear()

    def photo(self, source: str, base: Image.Image, touches: Touches) -> Image.Image:
        """The file `source`, which is `base`, after `touches`. Not to be drawn on."""
        record = self._record((source, "photo"), base, touches)
        while record.count < len(touches):
            if record.count == len(record.patches):
                from imaging import retouch  # by its first use: starting does not wait for it

                touch = touches[record.count]
                box = _box(touch.stroke, base.size)
                record.patches.append((box, retouch.apply(record.image, (touch,)).crop(box)))
            _advance(record)
        return record.image

    def cutout(self, source: str, base: Image.Image, photo: Image.Image, touches: Touches) -> Image.Image:
        """The subject `base` of the file `source`, which is `photo`, as if the strokes had been made on its own
        colours. Its alpha stays. Not to be drawn on."""
        record = self._record((source, "cutout"), base, touches)
        while record.count < len(touches):
            if record.count == len(record.patches):
                stroke = touches[record.count].stroke
                box = _box(stroke, base.size)
                before, after = (
                    self.photo(source, photo, touches[:count]).crop(box) for count in (record.count, record.count + 1)
                )
                patch = _coloured(record.image.crop(box), before, after, strokes.within(stroke, box))
                record.patches.append((box, patch))
            _advance(record)
        return record.image

    def _record(self, key: tuple[str, str], base: Image.Image, touches: Touches) -> Record:
        """A record that has not gone beyond `touches`, with an image of its own if it has to go on."""
        old = self._records.get(key)
        if old is None or old.base is not base:
            old = self._records[key] = Record(base, touches, base)
        same = _common(old.touches, touches)
        if same < min(len(old.touches), len(touches)):  # another way was taken
            old = self._records[key] = Record(base, touches, base, patches=old.patches[:same])
        if old.count > len(touches):
            old.image, old.count = base, 0
        if old.count < len(touches):
            old.image = old.image.copy()
        old.touches = max(old.touches, touches, key=len)
        return old


def _advance(record: Record) -> None:
    box, patch = record.patches[record.count]
    record.image.paste(patch, box)
    record.count += 1


def _common(first: Touches, second: Touches) -> int:
    """How many touches both begin with."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))


def _box(stroke: Stroke, size: tuple[int, int]) -> Box:
    """Outside of this a stroke changes nothing."""
    covered = strokes.coverage(replace(stroke, erase=False), size)
    return covered.box if covered is not None else (0, 0, 1, 1)


def _coloured(cutout: Image.Image, before: Image.Image, after: Image.Image, levels: Image.Image) -> Image.Image:
    """A part of a cut-out under a stroke that made `after` of its photo's `before`."""
    own, old, new = (np.asarray(image.convert("RGB"), np.float32) for image in (cutout, before, after))
    left = 1 - np.asarray(levels, np.float32)[..., None] / 255
    mixed = Image.fromarray((np.clip(new + left * (own - old), 0, 255) + np.float32(0.5)).astype(np.uint8))
    mixed.putalpha(cutout.getchannel("A"))
    return mixed
