"""The pixels that the engine holds, as the compositor asks for them: opened files, their subjects, and what brushes
made of them. Everything but the files and the subjects is a cache of a few entries.

One stroke more on a picture costs that stroke alone: the picture of the strokes before is taken and painted on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from PIL import Image

from errors import EngineError
from imaging import cutmask, strokes
from imaging.backdrop import blurred
from imaging.decode import Photo
from imaging.layers import Blur, Raster, Stroke, Text, Touch
from imaging.resample import Pyramid
from imaging.strokes import Box
from segmentation.refine import CutOutPixels

T = TypeVar("T")
KEPT = 12
"""Results of one kind that are kept: as many layers are drawn without doing anything twice."""

TextPainter = Callable[[Text, float], Image.Image]
"""Draws a text at a scale: RGBA, its whole box at that scale, or smaller where that is more than can be drawn."""


@dataclass(slots=True)
class Held:
    """An opened file in the engine's memory."""

    photo: Photo
    cutout: CutOutPixels | None = None
    plain: Pyramid = field(init=False)
    subject: Pyramid | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.plain = Pyramid(self.photo.image)

    def keep(self, cutout: CutOutPixels) -> None:
        self.cutout, self.subject = cutout, Pyramid(cutout.rgba)


@dataclass(slots=True)
class Painted:
    """A picture that was retouched and masked, and by what."""

    touches: tuple[Touch, ...]
    mask: tuple[Stroke, ...]
    pyramid: Pyramid


@dataclass(slots=True)
class Touched:
    """A picture that was retouched, and the first `count` of what it was retouched by. `patches` hold what each touch
    left in its box: those that were taken back are still there, so that going back and forth is quick."""

    touches: tuple[Touch, ...]
    patches: list[tuple[Box, Image.Image]]
    image: Image.Image
    count: int


@dataclass(slots=True)
class Pixels:
    """compositor.Sources over everything that is held."""

    paint_text: TextPainter
    held: dict[str, Held] = field(default_factory=dict)
    _touched: dict[tuple[str, str], Touched] = field(default_factory=dict)
    _painted: dict[tuple[str, str], Painted] = field(default_factory=dict)
    _blurred: dict[Hashable, Image.Image] = field(default_factory=dict)
    _texts: dict[Hashable, Image.Image] = field(default_factory=dict)
    _masks: dict[Hashable, Image.Image] = field(default_factory=dict)

    def of(self, source: str) -> Held:
        """What is held of a file. Raises EngineError engine/unknown-photo."""
        if source not in self.held:
            raise EngineError("engine/unknown-photo", photo=source)
        return self.held[source]

    def forget(self, source: str = "") -> None:
        """Drop one file, or all, and everything that was made of it."""
        for cache in (self._touched, self._painted, self._blurred, self._texts, self._masks):
            cache.clear()
        if source:
            self.held.pop(source, None)
        else:
            self.held.clear()

    def changed(self, source: str) -> None:
        """The subject of a file is another one."""
        for cache in (self._painted, self._touched):
            for key in [key for key in cache if key == (source, "cutout")]:
                del cache[key]
        self._blurred.clear()

    # compositor.Sources

    def raster(self, content: Raster, mask: tuple[Stroke, ...]) -> Pyramid:
        """The pixels of a file or of its subject, retouched and masked. While a file has no subject, a cut-out of it is
        all of it."""
        held = self.of(content.source)
        base = held.subject if content.kind == "cutout" and held.subject is not None else held.plain
        if not content.touches and not mask:
            return base
        key = content.source, content.kind
        painted = self._painted.get(key)
        if painted is None or (painted.touches, painted.mask) != (content.touches, mask):
            painted = self._painted[key] = self._paint(held, base, content, mask, painted)
        return painted.pyramid

    def blurred(self, content: Blur) -> Image.Image:
        held = self.of(content.source)
        subject = held.cutout.rgba if held.cutout else None
        return _once(
            self._blurred,
            (content.source, content.strength),
            lambda: blurred(held.photo.image, subject, content.strength),
        )

    def text(self, content: Text, scale: float) -> Image.Image:
        return _once(self._texts, (content, scale), lambda: self.paint_text(content, scale))

    def mask(self, painted: tuple[Stroke, ...], size: tuple[float, float], scale: float) -> Image.Image:
        pixels = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
        return _once(self._masks, (painted, pixels, scale), lambda: strokes.mask(painted, pixels, scale))

    # helpers

    def _paint(
        self, held: Held, base: Pyramid, content: Raster, mask: tuple[Stroke, ...], old: Painted | None
    ) -> Painted:
        image = base.image
        if content.touches:
            image = self._retouched(held, content, base.image)
        if mask:
            start, done = None, 0
            if old is not None and old.touches == content.touches and old.mask == mask[: len(old.mask)]:
                start, done = old.pyramid.image, len(old.mask)
            photo = held.photo.image
            if content.touches and content.kind == "cutout":
                photo = self._retouched(held, replace(content, kind="photo"), photo)
            image = (
                cutmask.edit(image, photo, mask, start, done)
                if content.kind == "cutout"
                else cutmask.apply_mask(image, mask)
            )
        return Painted(content.touches, mask, Pyramid(image))

    def _retouched(self, held: Held, content: Raster, base: Image.Image) -> Image.Image:
        """`base`, which is the file or its subject, after the touches of `content`."""
        key = content.source, "cutout" if content.kind == "cutout" else ""
        touches, old = content.touches, self._touched.get(key)
        same = _common(old.touches, touches) if old is not None else 0
        if old is None or same < min(len(old.touches), len(touches)):
            patches = old.patches[:same] if old is not None else []
            old = self._touched[key] = Touched(touches, patches, base, 0)
        if old.count > len(touches):
            old.image, old.count = base, 0
        old.touches = max(old.touches, touches, key=len)
        if old.count < len(touches):
            old.image = old.image.copy()
            for touch in touches[old.count :]:
                self._touch(held, content, old, touch)
        return old.image

    def _touch(self, held: Held, content: Raster, done: Touched, touch: Touch) -> None:
        """One touch more, in place. A cut-out takes the colours that its photo has then; its alpha stays."""
        if done.count == len(done.patches):
            box = _box(touch.stroke, done.image.size)
            if content.kind == "cutout":
                before, after = (
                    self._retouched(held, replace(content, kind="photo", touches=upto), held.photo.image).crop(box)
                    for upto in (content.touches[: done.count], content.touches[: done.count + 1])
                )
                patch = _coloured(done.image.crop(box), before, after, strokes.within(touch.stroke, box))
            else:
                from imaging import retouch  # by its first use: starting does not wait for it

                patch = retouch.apply(done.image, (touch,)).crop(box)
            done.patches.append((box, patch))
        box, patch = done.patches[done.count]
        done.image.paste(patch, box)
        done.count += 1


def _common(first: tuple[Touch, ...], second: tuple[Touch, ...]) -> int:
    """How many touches both begin with."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))


def _box(stroke: Stroke, size: tuple[int, int]) -> Box:
    """Outside of this a stroke changes nothing."""
    covered = strokes.coverage(replace(stroke, erase=False), size)
    return covered.box if covered is not None else (0, 0, 1, 1)


def _coloured(cutout: Image.Image, before: Image.Image, after: Image.Image, levels: Image.Image) -> Image.Image:
    """A part of a cut-out under a stroke that made `after` of its photo's `before`: as if the stroke had been made on
    the cut-out's own colours. Its alpha stays."""
    own, old, new = (np.asarray(image.convert("RGB"), np.float32) for image in (cutout, before, after))
    left = 1 - np.asarray(levels, np.float32)[..., None] / 255
    mixed = Image.fromarray((np.clip(new + left * (own - old), 0, 255) + np.float32(0.5)).astype(np.uint8))
    mixed.putalpha(cutout.getchannel("A"))
    return mixed


def _once(cache: dict[Hashable, T], key: Hashable, make: Callable[[], T]) -> T:
    """From the cache, or made and kept; the oldest entry goes when there are too many."""
    if key not in cache:
        cache[key] = make()
        if len(cache) > KEPT:
            del cache[next(iter(cache))]
    return cache[key]
