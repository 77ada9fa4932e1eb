"""The pixels that the engine holds, as the compositor asks for them: opened files, their subjects, and what brushes
made of them. Everything but the files and the subjects is a cache of a few entries.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from PIL import Image

from engine.painted import Painted, Paintings
from engine.touched import Touched
from errors import EngineError
from imaging import cutmask, strokes
from imaging.backdrop import blurred
from imaging.decode import Photo
from imaging.layers import Blur, Raster, Stroke, Text
from imaging.memo import Memo
from imaging.resample import Pyramid
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
class Pixels:
    """compositor.Sources over everything that is held."""

    paint_text: TextPainter
    held: dict[str, Held] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo)
    _touched: Touched = field(default_factory=Touched)
    _painted: Paintings = field(default_factory=Paintings)
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
        self.memo.clear()
        if source:
            self.held.pop(source, None)
        else:
            self.held.clear()

    def changed(self, source: str) -> None:
        """The subject of a file is another one."""
        self._painted.drop(source)
        self._blurred.clear()
        self.memo.clear()

    def retype(self) -> None:
        """A typeface came in: texts look different now."""
        self._texts.clear()
        self.memo.clear()

    # compositor.Sources

    def raster(self, content: Raster, mask: tuple[Stroke, ...]) -> Pyramid:
        """The pixels of a file or of its subject, retouched and masked. While a file has no subject, a cut-out of it is
        all of it."""
        held = self.of(content.source)
        base = held.subject if content.kind == "cutout" and held.subject is not None else held.plain
        if not content.touches and not mask:
            return base
        content = replace(content, tight=())  # what does not change the pixels is no part of the key
        painted = self._painted.find(content, mask)
        if painted is None:
            painted = Painted(content, mask, Pyramid(self._paint(held, base.image, content, mask)))
            self._painted.keep(painted)
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

    def _paint(self, held: Held, image: Image.Image, content: Raster, mask: tuple[Stroke, ...]) -> Image.Image:
        if content.touches:
            image = self._retouched(held, content)
        if not mask:
            return image
        if content.kind != "cutout":
            return cutmask.apply_mask(image, mask)
        photo = self._retouched(held, replace(content, kind="photo")) if content.touches else held.photo.image
        begun = self._painted.begun(content, mask)
        return cutmask.edit(image, photo, mask, *(begun.pyramid.image, len(begun.mask)) if begun else (None, 0))

    def _retouched(self, held: Held, content: Raster) -> Image.Image:
        source, photo, touches = content.source, held.photo.image, content.touches
        if content.kind == "cutout" and held.subject is not None:
            return self._touched.cutout(source, held.subject.image, photo, touches)
        return self._touched.photo(source, photo, touches)


def _once(cache: dict[Hashable, T], key: Hashable, make: Callable[[], T]) -> T:
    """From the cache, or made and kept; the oldest entry goes when there are too many."""
    if key not in cache:
        cache[key] = make()
        if len(cache) > KEPT:
            del cache[next(iter(cache))]
    return cache[key]
