"""What stands in for the browser in the editor's tests: an engine without pixels, a view, a way out, a clock."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from editor.document import CutOut, Document, Photo
from editor.engine_port import Partial, Progress
from editor.intake import Incoming
from editor.session import Session
from editor.store import Store
from engine.protocol import Counted, CutOutDone, Exported, Opened, Rendered, StatusDone
from errors import AluoError, Cancelled
from imaging.adjustments import Adjustments
from imaging.layers import Layer, Scene
from imaging.options import ExportOptions, Region

BOX = Region(10, 20, 300, 200)


def photo(name: str = "cup.jpg", width: int = 600, height: int = 400, **more: Any) -> Photo:
    return Photo("photo-1", name, 1000, width, height, "JPEG", "sRGB", **more)


def cut(document: Document) -> Document:
    """`document` with a cut-out."""
    return document.with_cutout(CutOut("u2netp", BOX, 0.25, 1.2, 0.3, 2))


class FakeBitmap:
    """An ImageBitmap without pixels, of what it was drawn from."""

    def __init__(self, scene: Scene, width: int, height: int) -> None:
        self.scene, self.width, self.height = scene, width, height
        self.closed = False

    def close(self) -> None:
        self.closed = True


def incoming(name: str = "cup.jpg", size: int = 1000) -> Incoming:
    return Incoming(name, size, name.encode())


class Buffer:
    """An ArrayBuffer without bytes."""

    def slice(self, start: int, end: int) -> bytes:
        return b"%d-%d" % (start, end)


class FakeEngine:
    """Answers at once, unless `gate` is set: then work waits for it. `failing` maps an operation to its error."""

    def __init__(self) -> None:
        self.failing: dict[str, AluoError] = {}
        self.gate: asyncio.Event | None = None
        self.asked: list[tuple[str, Any]] = []
        self.bitmaps: list[FakeBitmap] = []
        self.heap = 40_000_000
        self.coverage = 0.25
        self.loaded: tuple[str, ...] = ("u2netp",)
        self.kept_weights: dict[str, int] = {}
        self.unsure = False
        self.mattes = 0
        self._stopped: asyncio.Event | None = None

    async def _work(self, name: str, details: Any = None) -> None:
        self.asked.append((name, details))
        if self.gate is not None:
            self._stopped = asyncio.Event()
            waits = [asyncio.ensure_future(event.wait()) for event in (self.gate, self._stopped)]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            if self._stopped.is_set():
                raise Cancelled()
        if name in self.failing:
            raise self.failing[name]

    async def open(self, photo: str, name: str, file: Any, progress: Progress | None = None) -> Opened:
        await self._work("open", name)
        self.heap += 5_000_000
        return Opened(photo, 600, 400, "JPEG", "sRGB", False, ("sixteen-bit",) if "16" in name else ())

    async def load(self, model: str) -> int:
        await self._work("load", model)
        if model not in self.loaded:
            self.loaded = (*self.loaded, model)
        return 2

    async def weights(self) -> dict[str, int]:
        return self.kept_weights

    async def drop_weights(self, model: str) -> None:
        self.kept_weights.pop(model, None)

    def stop_loading(self) -> None:
        self.asked.append(("stop loading", None))

    def release(self, model: str) -> None:
        self.loaded = tuple(name for name in self.loaded if name != model)

    async def cutout(
        self, photo: str, tier: str, progress: Progress | None = None, partial: Partial | None = None
    ) -> CutOutDone:
        if progress is not None:
            progress("preparing", 0.1)
        await self._work("cutout", tier)
        if partial is not None and tier == "best":
            partial(self._done(photo, "balanced"))
        return self._done(photo, tier)

    def _done(self, photo: str, tier: str) -> CutOutDone:
        self.mattes += 1
        names = ("together", "u2netp-320") if self.unsure else ()
        return CutOutDone(
            photo, tier, b"", 1, 1, BOX, self.coverage, 1200.0, 300.0, 2, f"m{self.mattes}",
            stage=tier, unsure=self.unsure, readings=Buffer(), reading_names=names,
        )  # fmt: skip

    async def choose(self, photo: str, done: CutOutDone, mask: Any, name: str) -> CutOutDone:
        await self._work("choose", name)
        return replace(self._done(photo, name), unsure=False)

    async def glimpse(self, photo: str, done: CutOutDone, mask: Any, side: int) -> Rendered:
        return Rendered(b"", side, side)

    async def render(self, scene: Scene, region: Region, width: int, height: int) -> Rendered:
        await self._work("render", (scene, region))
        self.bitmaps.append(FakeBitmap(scene, width, height))
        return Rendered(self.bitmaps[-1], width, height)

    async def export(self, scene: Scene, options: ExportOptions, progress: Progress | None = None) -> Exported:
        await self._work("export", (scene, options))
        return Exported(b"file", 4, "image/" + options.format, options.width, options.height)

    async def suggest(self, photo: str, what: str, present: Adjustments) -> Adjustments:
        await self._work("suggest", what)
        return replace(present, exposure=0.5) if what == "light" else replace(present, temperature=12.0, tint=-3.0)

    async def count(self, scene: Scene) -> Counted:
        await self._work("count", scene)
        return Counted(*[tuple(range(256))] * 4)

    async def close(self, photo: str = "") -> StatusDone:
        self.asked.append(("close", photo))
        return await self.status()

    async def status(self) -> StatusDone:
        return StatusDone(self.heap, 0, True)

    async def cancel(self) -> None:
        self.asked.append(("cancel", None))
        if self._stopped is not None:
            self._stopped.set()

    async def restart(self) -> None:
        self.asked.append(("restart", None))
        self.heap = 40_000_000

    def names(self) -> list[str]:
        return [name for name, _ in self.asked]


class FakeView:
    """Remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[Document] = []
        self.unveiled = 0
        self.bytes = 500

    def show(self, document: Document, unveil: bool = False, fade: bool = False) -> None:
        self.shown.append(document)
        self.unveiled += unveil

    async def drawn(self) -> None:
        await asyncio.sleep(0)

    def forget(self) -> None:
        self.shown.clear()
        self.bytes = 0


class FakeSurface:
    """tools.port.Surface that remembers what tools asked of it."""

    def __init__(self) -> None:
        self.viewed: tuple[object, ...] = ()
        self.lifted: list[tuple[str, ...]] = []
        self.carried: list[tuple[Layer, ...]] = []
        self.previewed: list[Document | None] = []
        self.marked = 0
        self.colour = ""

    def lift(self, ids: tuple[str, ...]) -> None:
        self.lifted.append(ids)

    def carry(self, layers: tuple[Layer, ...]) -> None:
        self.carried.append(layers)

    def preview(self, document: Document | None) -> None:
        self.previewed.append(document)

    def mark(self) -> None:
        self.marked += 1

    def colour_at(self, x: float, y: float) -> str:
        return self.colour

    def pan(self, dx: float, dy: float) -> None:
        self.viewed = ("pan", dx, dy)

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        self.viewed = ("zoom", x, y, factor)

    def show_part(self, x: float, y: float, width: float, height: float) -> None:
        self.viewed = ("part", x, y, width, height)

    def view_scale(self) -> float:
        return 1.0


class FakeOutlet:
    """A folder of saved files and a clipboard that may refuse."""

    def __init__(self) -> None:
        self.saved: list[tuple[str, str]] = []
        self.copied: list[Any] = []
        self.refuses = False

    def save(self, file: Any, media_type: str, name: str) -> None:
        self.saved.append((name, media_type))

    async def copy(self, file: Any) -> bool:
        if not self.refuses:
            self.copied.append(file)
        return not self.refuses


class FakeClock:
    """Time stands still; measures are counted."""

    def __init__(self) -> None:
        self.measured: list[str] = []

    def now(self) -> float:
        return 0.0

    def measure(self, name: str, start: float) -> None:
        self.measured.append(name)


class Desk:
    """A session with everything it needs."""

    def __init__(self, auto: bool = False) -> None:
        self.engine, self.view, self.outlet, self.clock = FakeEngine(), FakeView(), FakeOutlet(), FakeClock()
        self.store = Store()
        self.session = Session(self.store, self.engine, self.view, self.outlet, self.clock, lambda: auto)

    @property
    def document(self) -> Document:
        return self.store.document

    async def opened(self, name: str = "cup.jpg") -> Desk:
        await self.session.open(incoming(name))
        return self
