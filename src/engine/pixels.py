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
from imaging.layers import FOUND, Blur, Edge, Raster, Stroke, Text
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
    _shaped: dict[str, tuple[Edge, Image.Image, Pyramid]] = field(default_factory=dict)
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
        for cache in (self._touched, self._shaped, self._painted, self._blurred, self._texts, self._masks):
            cache.clear()
        self.memo.clear()
        if source:
            self.held.pop(source, None)
        else:
            self.held.clear()

    def changed(self, source: str) -> None:
        """The subject of a file is another one."""
        self._painted.drop(source)
        self._shaped.pop(source, None)
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
        base = self._base(held, content)
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

    def _base(self, held: Held, content: Raster) -> Pyramid:
        """The file or its subject before brushes; the subject with the edge that a person gave it."""
        if content.kind != "cutout" or held.subject is None:
            return held.plain
        if content.edge == FOUND:
            return held.subject
        kept = self._shaped.get(content.source)
        if kept is None or kept[0] != content.edge or kept[1] is not held.subject.image:
            from imaging.rim import shaped  # by its first use: starting does not wait for it

            pyramid = Pyramid(shaped(held.subject.image, held.photo.image, content.edge))
            kept = self._shaped[content.source] = content.edge, held.subject.image, pyramid
        return kept[2]

    def _paint(self, held: Held, base: Image.Image, content: Raster, mask: tuple[Stroke, ...]) -> Image.Image:
        image = self._retouched(held, content, base) if content.touches else base
        if not mask:
            return image
        if content.kind != "cutout":
            return cutmask.apply_mask(image, mask)
        plain, photo = replace(content, kind="photo"), held.photo.image
        photo = self._retouched(held, plain, photo) if content.touches else photo
        begun = self._painted.begun(content, mask)
        start = (begun.pyramid.image, len(begun.mask)) if begun else (None, 0)
        return cutmask.edit(image, photo, mask, *start, solvers=_solvers)

    def _retouched(self, held: Held, content: Raster, base: Image.Image) -> Image.Image:
        source, photo, touches = content.source, held.photo.image, content.touches
        if content.kind == "cutout" and held.subject is not None:
            return self._touched.cutout(source, base, photo, touches)
        return self._touched.photo(source, photo, touches)


def _solvers() -> cutmask.Solvers:
    """For strokes that look at the photo; brought in by the first of them."""
    from segmentation.rematte import rematted
    from segmentation.snap import snapped

    return cutmask.Solvers(snapped, rematted)


def _once(cache: dict[Hashable, T], key: Hashable, make: Callable[[], T]) -> T:
    """From the cache, or made and kept; the oldest entry goes when there are too many."""
    if key not in cache:
        cache[key] = make()
        if len(cache) > KEPT:
            del cache[next(iter(cache))]
    return cache[key]
