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

from engine.looks import Remembering
from engine.pixels import Held, Pixels, levels
from engine.protocol import (
    AddFont,
    ClosePhoto,
    Connect,
    Count,
    Counted,
    CutOut,
    CutOutDone,
    DoubtsFound,
    Export,
    Exported,
    FontAdded,
    Glimpse,
    Opened,
    OpenPhoto,
    Pick,
    Render,
    Rendered,
    RestoreCutOut,
    Restored,
    SeekDoubts,
    Status,
    StatusDone,
    Suggest,
    Suggested,
)
from errors import EngineError, InputError, ModelError
from imaging.auto import auto_enhance, auto_white_balance
from imaging.decode import Photo, decode, from_pixels
from imaging.export import MEDIA_TYPES, render_export
from imaging.histogram import histogram
from imaging.layer_text import loads
from imaging.layers import Scene, Text
from imaging.matrix import Matrix
from imaging.options import ExportOptions, Region
from imaging.preview import render_preview
from segmentation.cutout import Finding, Mask, find_subject
from segmentation.inference import Inference
from segmentation.merge import grow
from segmentation.models import ModelSpec, register
from segmentation.refine import refine
from segmentation.tiers import tier
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
        """The bytes of an ArrayBuffer, which is given back: it is empty then."""

    async def add_font(self, ask: AddFont) -> None:
        """Draw text with this file too, from now on. Raises FontError font/damaged."""

    def text(self, text: Text, m: Matrix, size: tuple[int, int]) -> NDArray[np.uint8]:
        """(H, W, 4) straight RGBA of `size` (width, height): what `m`, without perspective, maps the text's box to."""

    def heap_bytes(self) -> int:
        """The size of this thread's memory."""

    def threads(self) -> int:
        """How many threads a network runs on."""

    def connect(self, model: str, port: Any) -> None:
        """Let the network `model` answer at `port` from now on."""


@dataclass(slots=True)
class Engine:
    """All files that the engine holds, and the work on them."""

    platform: Platform
    inference: Inference
    confined: bool
    pixels: Pixels = field(init=False)
    _scene: tuple[str, Scene] = field(default=("", Scene(1, 1)), init=False)

    def __post_init__(self) -> None:
        self.pixels = Pixels(lambda text, m, size: Image.fromarray(self.platform.text(text, m, size)))

    def handlers(self) -> dict[str, Handler]:
        """For threads.channel.Server."""
        return {
            "open": self.open,
            "connect": self.connect,
            "cutout": self.cutout,
            "pick": self.pick,
            "restore": self.restore,
            "glimpse": self.glimpse,
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

    async def connect(self, ask: Connect, work: Work) -> StatusDone:
        """One more network that can be asked, or the same one in another thread."""
        if ask.size:
            register(_spec(ask))
            for held in self.pixels.held.values():
                held.answers.forget(ask.model)
        self.platform.connect(ask.model, ask.port)
        return await self.status(Status(), work)

    async def cutout(self, ask: CutOut, work: Work) -> CutOutDone:
        """Find the subject, telling each better result. Masks go back to who asked, so that a restart can do without
        the networks."""
        self._require_confined()
        held = self.pixels.of(ask.photo)
        wanted = tier(ask.tier)
        done: list[CutOutDone] = []
        spent = [time.perf_counter()]

        async def step(number: int, count: int) -> None:
            await work.breathe("preparing" if not number else "segmenting", 0.02 + 0.8 * number / count)

        async def found(finding: Finding) -> None:
            if finding.final or finding.stage == "balanced":  # each one shown costs an edge and a look of the eye
                await work.breathe("refining", 0.9)
                done.append(self._keep(ask, held, finding, spent))
                if not finding.final:
                    work.give(done[-1])
                    await work.breathe("segmenting", 0.5)

        await find_subject(held.photo.image, wanted, Remembering(self.inference, held.answers), found, step=step)
        await work.breathe("refining", 1.0)
        return done[-1]

    def _keep(self, ask: CutOut, held: Held, finding: Finding, spent: list[float]) -> CutOutDone:
        """Hold what was found and tell of it. `spent` is when the work on it began, and is set to now."""
        inferred = time.perf_counter()
        mask = _bytes(finding.mask)
        matte = ask.matte if finding.final else f"{ask.matte}.{finding.stage}"
        cutout = refine(held.photo.image, levels(mask))
        held.remember(matte, mask)
        held.keep(cutout, matte)
        self.pixels.changed(ask.photo)
        size = mask.shape[1], mask.shape[0]
        others = finding.readings if finding.final and len(finding.readings) > 1 else ()
        readings = b"".join(_bytes(grow(reading.mask, size)).tobytes() for reading in others)
        refined = time.perf_counter()
        started, spent[0] = spent[0], refined
        return CutOutDone(
            ask.photo,
            ask.tier,
            self.platform.buffer(mask.tobytes()),
            *size,
            cutout.box,
            cutout.coverage,
            (inferred - started) * 1000,
            (refined - inferred) * 1000,
            self.platform.threads(),
            matte,
            stage=finding.stage,
            final=finding.final,
            soft=finding.soft,
            agreement=finding.agreement,
            unsure=finding.unsure,
            readings=self.platform.buffer(readings),
            reading_names=tuple(reading.name for reading in others),
        )

    async def pick(self, ask: Pick, work: Work) -> CutOutDone:
        """Find the subject in a part of the photo."""
        from segmentation import joining  # by its first use: starting does not wait for it

        self._require_confined()
        held, spent = self.pixels.of(ask.photo), [time.perf_counter()]
        image = held.photo.image
        before = levels(held.masks[ask.base]) if ask.base in held.masks else None
        region = ask.region
        if region.width < 1 or region.height < 1:
            region = joining.around(before, region.x, region.y, image.size)

        async def step(number: int, count: int) -> None:
            await work.breathe("preparing" if not number else "segmenting", 0.02 + 0.8 * number / count)

        async def found(finding: Finding) -> None:
            """The last one counts."""

        asked = Remembering(self.inference, held.answers)
        alone = ask.how == "instead"  # a part to add or to take belongs to something larger, which is not meant
        finding = await find_subject(image, tier(ask.tier), asked, found, within=region, widen=alone, step=step)
        await work.breathe("refining", 0.9)
        how: joining.How = "add" if ask.how == "add" else "take" if ask.how == "take" else "instead"
        mask = joining.joined(before, finding.mask, how)
        if not (mask > 0.5).any():
            raise ModelError("model/no-subject")
        return self._keep(
            CutOut(ask.photo, ask.tier, ask.matte), held, replace(finding, mask=mask, unsure=False, final=True), spent
        )

    async def restore(self, ask: RestoreCutOut, work: Work) -> Restored:
        """Make a matte from a mask that an earlier cut-out gave."""
        held = self.pixels.of(ask.photo)
        mask = self._mask(ask)
        held.remember(ask.matte, mask)
        self.pixels.changed(ask.photo)
        cutout = None if ask.later else held.cutout
        return Restored(cutout.box, cutout.coverage) if cutout else Restored(Region(0, 0, 0, 0), 0.0)

    async def glimpse(self, ask: Glimpse, work: Work) -> Rendered:
        """A small picture of what a mask would cut out."""
        photo = self.pixels.of(ask.photo).photo.image
        share = min(1.0, ask.side / max(photo.size))
        size = max(1, round(photo.width * share)), max(1, round(photo.height * share))
        small = photo.convert("RGB").resize(size, Image.Resampling.BOX, reducing_gap=2.0)
        small.putalpha(Image.fromarray(self._mask(ask)).resize(size, Image.Resampling.BILINEAR))
        return Rendered(self.platform.bitmap(np.asarray(small)), *size)

    def _mask(self, ask: RestoreCutOut | Glimpse) -> NDArray[Any]:
        kind = np.float32 if isinstance(ask, RestoreCutOut) and ask.mask_bits == 32 else np.uint8
        return np.frombuffer(self.platform.floats(ask.mask), kind).reshape(ask.mask_height, ask.mask_width)

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


def _bytes(mask: Mask) -> NDArray[np.uint8]:
    """Levels 0..1 as 0..255."""
    return (mask * np.float32(255) + np.float32(0.5)).astype(np.uint8)


def _spec(ask: Connect) -> ModelSpec:
    """A person's own network. Raises ModelError model/settings."""
    if len(ask.mean) != 3 or len(ask.std) != 3:
        raise ModelError("model/settings", model=ask.label)
    return ModelSpec(
        ask.model, ask.label, (ask.model,), ask.size, (*ask.mean,), (*ask.std,),
        "max" if ask.scale == "max" else "255", "plain" if ask.output == "plain" else "min-max", "",
    )  # fmt: skip
