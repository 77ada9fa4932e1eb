"""The pixels that the engine holds, as the compositor asks for them: opened files, their subjects, and what brushes
made of them. Everything but the files and the subjects is a cache of a few entries.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.looks import Answers
from engine.painted import Painted, Paintings
from engine.touched import Touched
from errors import EngineError
from imaging import cutmask, strokes
from imaging.backdrop import blurred
from imaging.decode import Photo
from imaging.layers import FOUND, Blur, Edge, Raster, Stroke, Text
from imaging.matrix import Matrix
from imaging.memo import Memo
from imaging.resample import Pyramid
from segmentation.refine import CutOutPixels, refine

T = TypeVar("T")
Coarse = NDArray[np.uint8] | NDArray[np.float32]
KEPT = 12
"""Results of one kind that are kept: as many layers are drawn without doing anything twice."""
SUBJECTS, SUBJECT_PIXELS = 3, 24_000_000
"""Subjects of one file that are held ready, as many as have so many pixels together; others are made again from their
masks."""

LARGEST_TEXT, TEXTS = 4_000_000, 4
"""Pixels of a picture of a text that is kept (a larger one belongs to a file), and how many are: while one is adjusted,
the tiles of the others are kept elsewhere."""

TextPainter = Callable[[Text, Matrix, tuple[int, int]], Image.Image]
"""Draws what a map without perspective makes of a text's box: RGBA of the size asked for."""


@dataclass(slots=True)
class Held:
    """An opened file in the engine's memory, with the subjects that were found in it by the names of their mattes.
    `masks` are their coarse masks, (h, w) uint8 0..255 or float32 0..1; `answers` what networks said of the photo."""

    photo: Photo
    plain: Pyramid = field(init=False)
    masks: dict[str, Coarse] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)
    matte: str = ""
    """The matte that was found last."""
    _ready: dict[str, tuple[CutOutPixels, Pyramid]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.plain = Pyramid(self.photo.image)

    def keep(self, cutout: CutOutPixels, matte: str = "") -> None:
        """Hold one more subject, or another one under the same name."""
        self.matte = matte
        self._ready.pop(matte, None)
        self._hold(matte, cutout)

    def remember(self, matte: str, mask: Coarse) -> None:
        """Hold one more subject by its mask alone; it is made when it is first drawn."""
        self.matte = matte
        self.masks[matte] = mask
        self._ready.pop(matte, None)

    def found(self, matte: str) -> tuple[CutOutPixels, Pyramid] | None:
        """The subject of a matte, of the last one when there is none of that name; None while there is none at all."""
        name = matte if matte in self.masks or matte in self._ready else self.matte
        if name not in self._ready:
            if name not in self.masks:
                return None
            self._hold(name, refine(self.photo.image, levels(self.masks[name])))
        self._ready[name] = self._ready.pop(name)  # the one that was used last goes last
        return self._ready[name]

    @property
    def cutout(self) -> CutOutPixels | None:
        """The subject that was found last."""
        found = self.found(self.matte)
        return found[0] if found else None

    @property
    def subject(self) -> Pyramid | None:
        """Its pixels at any scale."""
        found = self.found(self.matte)
        return found[1] if found else None

    def _hold(self, matte: str, cutout: CutOutPixels) -> None:
        self._ready[matte] = cutout, Pyramid(cutout.rgba)
        room = max(1, min(SUBJECTS, SUBJECT_PIXELS // (cutout.rgba.width * cutout.rgba.height)))
        for name in [name for name in self._ready if name in self.masks and name != matte][: len(self._ready) - room]:
            del self._ready[name]


def levels(mask: Coarse) -> NDArray[np.float32]:
    """A coarse mask as refine() takes it: float32 0..1."""
    return mask.astype(np.float32) * np.float32(1 / 255) if mask.dtype == np.uint8 else mask.astype(np.float32)


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

    def text(self, content: Text, m: Matrix, size: tuple[int, int]) -> Image.Image:
        if size[0] * size[1] > LARGEST_TEXT:
            return self.paint_text(content, m, size)
        return _once(self._texts, (content, m, size), lambda: self.paint_text(content, m, size), TEXTS)

    def mask(self, painted: tuple[Stroke, ...], size: tuple[float, float], scale: float) -> Image.Image:
        pixels = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
        return _once(self._masks, (painted, pixels, scale), lambda: strokes.mask(painted, pixels, scale))

    # helpers

    def _base(self, held: Held, content: Raster) -> Pyramid:
        """The file or its subject before brushes; the subject with the edge that a person gave it."""
        found = held.found(content.matte) if content.kind == "cutout" else None
        if found is None:
            return held.plain
        subject = found[1]
        if content.edge == FOUND:
            return subject
        kept = self._shaped.get(content.source)
        if kept is None or kept[0] != content.edge or kept[1] is not subject.image:
            from imaging.rim import shaped  # by its first use: starting does not wait for it

            pyramid = Pyramid(shaped(subject.image, held.photo.image, content.edge))
            kept = self._shaped[content.source] = content.edge, subject.image, pyramid
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
        if content.kind == "cutout" and base is not photo:
            return self._touched.cutout(source, base, photo, touches)
        return self._touched.photo(source, photo, touches)


def _solvers() -> cutmask.Solvers:
    """For strokes that look at the photo; brought in by the first of them."""
    from segmentation.rematte import rematted
    from segmentation.snap import snapped

    return cutmask.Solvers(snapped, rematted)


def _once(cache: dict[Hashable, T], key: Hashable, make: Callable[[], T], most: int = KEPT) -> T:
    """From the cache, or made and kept; the oldest entry goes when there are too many."""
    if key not in cache:
        cache[key] = make()
        if len(cache) > most:
            del cache[next(iter(cache))]
    return cache[key]
