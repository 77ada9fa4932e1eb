"""The UI thread's side of the engine: asks, cancels, and starts it again when it does not answer.

Originals and masks live here (`Kept`), the engine's pixels are a cache: after a restart every open photo is given
back, so losing the engine loses nothing. Plain Python; the threads themselves are behind `Host`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from engine.events import (
    EngineEvent,
    EngineFailed,
    EngineReady,
    EngineRestarted,
    ModelFailed,
    ModelLoading,
    ModelReady,
)
from engine.protocol import (
    OPERATIONS,
    AddFont,
    ClosePhoto,
    Count,
    Counted,
    CutOut,
    CutOutDone,
    DoubtsFound,
    Export,
    Exported,
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
from errors import AluoError, Cancelled, EngineError, from_code
from imaging.adjustments import Adjustments
from imaging.layer_text import dumps
from imaging.layers import Layer, Scene
from imaging.options import ExportOptions, Region
from threads.channel import Call, Caller, Port, ProgressCallback
from threads.wire import Message


class Host(Protocol):
    """Where the threads run."""

    def start(self, died: Callable[[], None]) -> Port:
        """A fresh engine thread, booting, with a line to the inference thread. `died` is called when the thread ends
        in an error that its Python could not answer with: a part that is not there, a memory that is full."""

    def stop(self) -> None:
        """End the engine thread at once, whatever it does."""

    async def load(self, model: str, report: Callable[[int, int], None]) -> int:
        """Fetch the weights of `model`, telling bytes received and in all, and give them to the inference thread.
        The number of threads it runs on. Raises ModelError."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the UI side keeps of an open photo: enough to give it to a new engine."""

    name: str
    file: Any
    cutout: CutOutDone | None = None


@dataclass(slots=True)
class EngineClient:
    """`patience` is how long, in seconds, a cancel may go unanswered before the engine is started again."""

    host: Host
    on_event: Callable[[EngineEvent], None]
    patience: float = 1.5
    _caller: Caller | None = None
    _ready: asyncio.Event = field(default_factory=asyncio.Event)
    _failed: AluoError | None = None
    _kept: dict[str, Kept] = field(default_factory=dict)
    _fonts: list[AddFont] = field(default_factory=list)
    _loading: dict[str, asyncio.Task[int]] = field(default_factory=dict)
    _stoppable: Call | None = None
    _revival: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Take up the engine. Its first event says how that went."""
        self._caller = Caller(self.host.start(self._died), OPERATIONS, self._event)

    async def load(self, model: str) -> int:
        """Make sure that `model` can run. Raises ModelError; a later call tries again."""
        task = self._loading.get(model)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = asyncio.ensure_future(self._load(model))
            self._loading[model] = task
        return await asyncio.shield(task)

    async def open(self, photo: str, name: str, file: Any, progress: ProgressCallback | None = None) -> Opened:
        """Decode `file` as `photo`. Raises InputError; then nothing is kept of it."""
        opened: Opened = await self._ask("open", OpenPhoto(photo, name, file), progress)
        self._kept[photo] = Kept(name, file)
        return opened

    async def cutout(self, photo: str, model: str, progress: ProgressCallback | None = None) -> CutOutDone:
        """Find the subject. Loads the weights first when they are not there yet. Raises ModelError, Cancelled."""
        await self.load(model)
        done: CutOutDone = await self._ask("cutout", CutOut(photo, model), progress)
        if photo in self._kept:
            self._kept[photo] = replace(self._kept[photo], cutout=done)
        return done

    async def render(self, scene: Scene, region: Region, width: int, height: int) -> Rendered:
        """The view at screen size."""
        rendered: Rendered = await self._ask("render", Render(dumps(scene), region, width, height))
        return rendered

    async def export(self, scene: Scene, options: ExportOptions, progress: ProgressCallback | None = None) -> Exported:
        """The picture as a file. Raises ExportError, Cancelled."""
        exported: Exported = await self._ask("export", Export(dumps(scene), options), progress)
        return exported

    def kept(self, photo: str) -> tuple[Any, CutOutDone | None]:
        """The file of `photo` and the mask of its subject, if it has one."""
        kept = self._kept[photo]
        return kept.file, kept.cutout

    async def restore(self, photo: str, done: CutOutDone) -> None:
        """Give `photo` the subject that an earlier cut-out found."""
        await self._ask("restore", RestoreCutOut(photo, done.mask, done.mask_width, done.mask_height))
        if photo in self._kept:
            self._kept[photo] = replace(self._kept[photo], cutout=done)

    async def suggest(self, photo: str, what: str, present: Adjustments) -> Adjustments:
        """Adjustments that suit the photo."""
        suggested: Suggested = await self._ask("suggest", Suggest(photo, what, present))
        return suggested.adjustments.clamped()

    async def count(self, scene: Scene) -> Counted:
        """A histogram."""
        counted: Counted = await self._ask("count", Count(dumps(scene)))
        return counted

    async def doubts(self, layer: Layer) -> DoubtsFound:
        """What is doubtful about a cut-out."""
        found: DoubtsFound = await self._ask("doubts", SeekDoubts(dumps(Scene(1, 1, (layer,)))))
        return found

    async def font(self, font: AddFont) -> None:
        """Give the engine a file of a typeface, and to every later engine too. Raises FontError."""
        await self._ask("font", font)
        self._fonts.append(font)

    async def close(self, photo: str = "") -> StatusDone:
        """Forget `photo`, or every photo, on both sides."""
        for name in [photo] if photo else list(self._kept):
            self._kept.pop(name, None)
        status: StatusDone = await self._ask("close", ClosePhoto(photo))
        return status

    async def status(self) -> StatusDone:
        """How the engine stands."""
        status: StatusDone = await self._ask("status", Status())
        return status

    async def cancel(self) -> None:
        """Stop what can be stopped. Asks first; an engine that does not answer within `patience` is started again."""
        call = self._stoppable
        if call is None or call.future.done():
            return
        call.cancel()
        await asyncio.wait([call.future], timeout=self.patience)
        if not call.future.done():
            call.future.set_exception(Cancelled())
            await self.restart()

    async def restart(self) -> None:
        """A new engine that holds the same photos."""
        self._ready.clear()
        self.host.stop()
        if self._caller is not None:
            self._caller.fail_all(EngineError("engine/restarted"))
        self.start()
        await self._up()
        for font in self._fonts:
            with contextlib.suppress(AluoError):  # it could be read once; else another font stands in for it
                await self._send("font", font)
        for photo, kept in list(self._kept.items()):
            await self._give_back(photo, kept)
        self.on_event(EngineRestarted())

    async def _give_back(self, photo: str, kept: Kept) -> None:
        with contextlib.suppress(AluoError):  # it opened once; if it does not now, the next request says so
            await self._send("open", OpenPhoto(photo, kept.name, kept.file))
            if kept.cutout is not None:
                done = kept.cutout
                await self._send("restore", RestoreCutOut(photo, done.mask, done.mask_width, done.mask_height))

    async def _ask(self, operation: str, argument: Any, progress: ProgressCallback | None = None) -> Any:
        await self._up()
        return await self._send(operation, argument, progress)

    async def _send(self, operation: str, argument: Any, progress: ProgressCallback | None = None) -> Any:
        assert self._caller is not None, "start() comes first"
        call = self._caller.call(operation, argument, progress)
        if call.cancellable:
            self._stoppable = call
        try:
            return await call
        finally:
            if self._stoppable is call:
                self._stoppable = None

    async def _up(self) -> None:
        await self._ready.wait()
        if self._failed is not None:
            raise self._failed

    async def _load(self, model: str) -> int:
        try:
            threads = await self.host.load(model, lambda got, total: self.on_event(ModelLoading(model, got, total)))
        except AluoError as error:
            self.on_event(ModelFailed(model, error))
            raise
        self.on_event(ModelReady(model, threads))
        return threads

    def _died(self) -> None:
        if self._ready.is_set():
            self._revival = asyncio.ensure_future(self.restart())
        else:
            self._event("failed", {"code": "engine/boot"})

    def _event(self, name: str, details: Message) -> None:
        if name == "ready":
            self._failed = None if details["confined"] else EngineError("engine/not-confined")
            self.on_event(EngineReady(bool(details["confined"]), bool(details["isolated"])))
        elif name == "failed":
            self._failed = from_code(str(details["code"]), {})
            self.on_event(EngineFailed(self._failed))
        else:
            return
        self._ready.set()
