"""The engine's work: one handler for each row of protocol.OPERATIONS.

The browser is behind four small seams (Reader, Decoder, Bitmaps, Encoder) and `segmentation.inference.Inference`,
so the same class runs on CPython in the unit tests.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.pixels import Held, Pixels
from engine.protocol import (
    AddFont,
    ClosePhoto,
    Count,
    Counted,
    CutOut,
    CutOutDone,
    DoubtsFound,
    Export,
    Exported,
    FontAdded,
    Opened,
    OpenPhoto,
    Render,
    Rendered,
    RestoreCutOut,
    SeekDoubts,
    Status,
    StatusDone,
    Suggest,
    Suggested,
)
from errors import EngineError, InputError
from imaging.auto import auto_enhance, auto_white_balance
from imaging.decode import Photo, decode, from_pixels
from imaging.export import MEDIA_TYPES, render_export
from imaging.histogram import histogram
from imaging.layer_text import loads
from imaging.layers import Scene, Text
from imaging.options import ExportOptions, Region
from imaging.preview import render_preview
from segmentation.inference import Inference
from segmentation.models import model
from segmentation.refine import refine
from segmentation.segment import segment
from threads.channel import Handler, Work

COUNTED = 400
"""Long side, in pixels, of the copy whose levels are counted."""

AUTO_LIGHT = ("exposure", "contrast", "highlights", "shadows", "whites", "blacks", "vibrance", "levels")
"""What automatic light may change."""


class Platform(Protocol):
    """What the engine needs of the thread it runs in."""

    async def read(self, file: Any) -> bytes:
        """The bytes of a Blob. Raises InputError input/unreadable."""

    async def decode_natively(self, file: Any) -> NDArray[np.uint8] | None:
        """(H, W, 4) straight RGBA in sRGB by the platform's own decoder, or None when it has none for this file."""

    def bitmap(self, pixels: NDArray[np.uint8]) -> Any:
        """An ImageBitmap of (H, W, 4) straight RGBA."""

    async def encode(self, image: Image.Image, options: ExportOptions) -> tuple[Any, int]:
        """An ArrayBuffer with the file, and its length in bytes. Raises ExportError."""

    def buffer(self, data: bytes) -> Any:
        """An ArrayBuffer that holds a copy of `data`."""

    def floats(self, buffer: Any) -> bytes:
        """The bytes of an ArrayBuffer."""

    async def add_font(self, ask: AddFont) -> None:
        """Draw text with this file too, from now on. Raises FontError font/damaged."""

    def text(self, text: Text, scale: float) -> NDArray[np.uint8]:
        """(H, W, 4) straight RGBA: the box of `text` at `scale`, or smaller where that is more than can be drawn."""

    def heap_bytes(self) -> int:
        """The size of this thread's memory."""

    def threads(self) -> int:
        """How many threads a network runs on."""


@dataclass(slots=True)
class Engine:
    """All files that the engine holds, and the work on them."""

    platform: Platform
    inference: Inference
    confined: bool
    pixels: Pixels = field(init=False)
    _scene: tuple[str, Scene] = field(default=("", Scene(1, 1)), init=False)

    def __post_init__(self) -> None:
        self.pixels = Pixels(lambda text, scale: Image.fromarray(self.platform.text(text, scale)))

    def handlers(self) -> dict[str, Handler]:
        """For threads.channel.Server."""
        return {
            "open": self.open,
            "cutout": self.cutout,
            "restore": self.restore,
            "render": self.render,
            "export": self.export,
            "suggest": self.suggest,
            "count": self.count,
            "doubts": self.doubts,
            "font": self.font,
            "close": self.close,
            "status": self.status,
        }

    async def open(self, ask: OpenPhoto, work: Work) -> Opened:
        """Decode a file. Nothing that is held already is touched when it fails."""
        self._require_confined()
        await work.breathe("reading", 0.0)
        data = await self.platform.read(ask.file)
        await work.breathe("decoding", 0.2)
        photo = await self._decode(data, ask)
        del data
        self.pixels.held[ask.photo] = Held(photo)
        return Opened(
            ask.photo,
            photo.width,
            photo.height,
            photo.format,
            photo.profile,
            photo.image.mode == "RGBA",
            photo.notes,
            photo.dropped,
        )

    async def _decode(self, data: bytes, ask: OpenPhoto) -> Photo:
        try:
            return decode(data, ask.name)
        except InputError as error:
            if error.code != "input/unsupported":
                raise
            pixels = await self.platform.decode_natively(ask.file)
            if pixels is None:
                raise
            return from_pixels(pixels, ask.name, str(error.details["format"]))

    async def cutout(self, ask: CutOut, work: Work) -> CutOutDone:
        """Segment and refine. The mask goes back to who asked, so that a restart can do without the network."""
        self._require_confined()
        held = self.pixels.of(ask.photo)
        spec = model(ask.model)
        await work.breathe("preparing", 0.02)
        started = time.perf_counter()
        mask = await segment(held.photo.image, spec, self.inference)
        inferred = time.perf_counter()
        await work.breathe("refining", 0.8)
        cutout = refine(held.photo.image, mask)
        await work.breathe("refining", 1.0)
        held.keep(cutout)
        self.pixels.changed(ask.photo)
        return CutOutDone(
            ask.photo,
            ask.model,
            self.platform.buffer(np.ascontiguousarray(mask, np.float32).tobytes()),
            mask.shape[1],
            mask.shape[0],
            cutout.box,
            cutout.coverage,
            (inferred - started) * 1000,
            (time.perf_counter() - inferred) * 1000,
            self.platform.threads(),
        )

    async def restore(self, ask: RestoreCutOut, work: Work) -> StatusDone:
        """Refine again from a mask that an earlier cut-out gave."""
        held = self.pixels.of(ask.photo)
        flat = np.frombuffer(self.platform.floats(ask.mask), np.float32)
        held.keep(refine(held.photo.image, flat.reshape(ask.mask_height, ask.mask_width)))
        self.pixels.changed(ask.photo)
        return await self.status(Status(), work)

    async def render(self, ask: Render, work: Work) -> Rendered:
        """The view at screen size."""
        started, size = time.perf_counter(), (ask.width, ask.height)
        pixels = render_preview(self.pixels, self._read(ask.scene), ask.region, size, self.pixels.memo)
        bitmap = self.platform.bitmap(pixels)
        return Rendered(bitmap, ask.width, ask.height, (time.perf_counter() - started) * 1000)

    async def export(self, ask: Export, work: Work) -> Exported:
        """The picture as it stands, as a file without metadata."""
        scene = self._read(ask.scene)
        await work.breathe("rendering", 0.05)
        picture = render_export(self.pixels, scene, ask.options)
        await work.breathe("encoding", 0.4)
        file, size = await self.platform.encode(picture, ask.options)
        await work.breathe("encoding", 1.0)
        kind = MEDIA_TYPES[ask.options.format]
        return Exported(file, size, kind, ask.options.width, ask.options.height)

    async def suggest(self, ask: Suggest, work: Work) -> Suggested:
        """What automatic light or white balance would do. The subject alone is asked once there is a cut-out."""
        held = self.pixels.of(ask.photo)
        image = held.cutout.rgba if held.cutout else held.photo.image
        present = ask.present.clamped()
        if ask.what == "balance":
            temperature, tint = auto_white_balance(image)
            return Suggested(ask.photo, replace(present, temperature=temperature, tint=tint))
        found = auto_enhance(image)
        light = {name: getattr(found, name) for name in AUTO_LIGHT}
        return Suggested(ask.photo, replace(present, **light))

    async def count(self, ask: Count, work: Work) -> Counted:
        """A histogram of a small copy: what shape it has is seen as well there."""
        scene = self._read(ask.scene)
        share = min(1.0, COUNTED / max(scene.width, scene.height))
        size = max(1, round(scene.width * share)), max(1, round(scene.height * share))
        pixels = render_preview(self.pixels, scene, Region(0, 0, scene.width, scene.height), size)
        return Counted(*histogram(Image.fromarray(pixels)))

    async def doubts(self, ask: SeekDoubts, work: Work) -> DoubtsFound:
        """Where the cut-out may be wrong, as it is now: with its edge and after its strokes."""
        from engine import telling  # by its first use: starting does not wait for it

        spots, pixels = telling.doubts(self.pixels, loads(ask.scene).layers[0])
        return DoubtsFound(spots, self.platform.bitmap(pixels), pixels.shape[1], pixels.shape[0])

    async def font(self, ask: AddFont, work: Work) -> FontAdded:
        """One more file of a typeface."""
        await self.platform.add_font(ask)
        self.pixels.retype()
        return FontAdded(ask.family)

    async def close(self, ask: ClosePhoto, work: Work) -> StatusDone:
        """Forget one photo, or all."""
        self.pixels.forget(ask.photo)
        return await self.status(Status(), work)

    async def status(self, ask: Status, work: Work) -> StatusDone:
        """How the engine stands."""
        return StatusDone(self.platform.heap_bytes(), len(self.pixels.held), self.confined)

    def _read(self, text: str) -> Scene:
        """The scene of a request; one that comes again is the same value, which caches know again."""
        if self._scene[0] != text:
            self._scene = text, loads(text)
        return self._scene[1]

    def _require_confined(self) -> None:
        if not self.confined:
            raise EngineError("engine/not-confined")
