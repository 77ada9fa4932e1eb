"""The UI thread's side of the engine: asks, cancels, and starts it again when it does not answer.

Originals and masks live here (`Kept`), the engine's pixels are a cache: after a restart every open photo is given
back, so losing the engine loses nothing. Plain Python; the threads themselves are behind `Host`.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.events import (
    EngineEvent,
    EngineFailed,
    EngineReady,
    EngineRestarted,
    ModelFailed,
    ModelLoading,
    ModelReady,
)
from engine.host import Host
from engine.protocol import (
    OPERATIONS,
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
    Glimpse,
    Opened,
    OpenPhoto,
    OwnModel,
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
    networks,
)
from errors import AluoError, Cancelled, EngineError, ModelError, from_code
from imaging.adjustments import Adjustments
from imaging.layer_text import dumps
from imaging.layers import Layer, Scene
from imaging.options import ExportOptions, Region
from threads.channel import Call, Caller, ProgressCallback
from threads.wire import Message


@dataclass(frozen=True, slots=True)
class Kept:
    """What the UI side keeps of an open photo, enough to give it to a new engine: its file, and by the names of the
    mattes the masks that were found in it."""

    name: str
    file: Any
    mattes: dict[str, CutOutDone] = field(default_factory=dict)


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
    _mattes: Iterator[int] = field(default_factory=lambda: itertools.count(1))
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

    @property
    def loaded(self) -> tuple[str, ...]:
        """The networks that can run now."""
        tasks = self._loading.items()
        return tuple(name for name, task in tasks if task.done() and not task.cancelled() and not task.exception())

    async def weights(self) -> Mapping[str, int]:
        """The networks that the browser keeps because somebody needed them, and their bytes."""
        return await self.host.kept()

    async def drop_weights(self, model: str) -> None:
        """Keep the weights of `model` no longer, and end its thread."""
        self.release(model)
        await self.host.remove(model)

    async def add(self, own: OwnModel) -> None:
        """Know a person's own network, and try it. Raises ModelError; then it is not known."""
        self.release(own.name)
        self.host.lend(own)
        try:
            await self.load(own.name)
        except BaseException:
            self.host.take_back(own.name)
            raise

    def lend(self, own: OwnModel) -> None:
        """Know a person's own network that was tried before; it is made ready by its first use."""
        self.host.lend(own)

    def take_back(self, model: str) -> None:
        """Know a person's own network no longer."""
        self.release(model)
        self.host.take_back(model)

    def stop_loading(self) -> None:
        """End the downloads that somebody waits for; what came until now is kept for the next try."""
        for model, task in self._loading.items():
            if model not in networks("instant"):
                task.cancel()

    def release(self, model: str) -> None:
        """End the thread of a network; its memory is given back. The next cut-out that needs it starts it again. The
        quick network, which may have been in that thread, is ready again soon."""
        task = self._loading.pop(model, None)
        if task is not None:
            task.cancel()
        for other in self.host.release(model):
            self._loading.pop(other, None)
            if other in networks("instant"):
                self._loading[other] = asyncio.ensure_future(self._load(other))
                self._loading[other].add_done_callback(_heard)

    async def open(self, photo: str, name: str, file: Any, progress: ProgressCallback | None = None) -> Opened:
        """Decode `file` as `photo`. Raises InputError; then nothing is kept of it."""
        opened: Opened = await self._ask("open", OpenPhoto(photo, name, file), progress)
        self._kept[photo] = Kept(name, file)
        return opened

    async def cutout(
        self,
        photo: str,
        tier: str,
        progress: ProgressCallback | None = None,
        partial: Callable[[CutOutDone], None] | None = None,
    ) -> CutOutDone:
        """Find the subject as thoroughly as `tier` says; `partial` gets results that a better one follows. Loads the
        weights first when they are not there yet. Raises ModelError, Cancelled."""
        for model in networks(tier):
            await self.load(model)

        def keep(done: CutOutDone) -> None:
            if photo in self._kept:
                self._kept[photo].mattes[done.matte] = done

        def give(done: CutOutDone) -> None:
            keep(done)
            if partial is not None:
                partial(done)

        done = await self._look("cutout", CutOut(photo, tier, self._fresh(photo)), progress, partial=give)
        keep(done)
        return done

    def _fresh(self, photo: str) -> str:
        """The name of a matte that this photo never had, in an earlier session either."""
        known = self._kept[photo].mattes if photo in self._kept else {}
        return next(name for name in (f"m{number}" for number in self._mattes) if name not in known)

    async def render(self, scene: Scene, region: Region, width: int, height: int) -> Rendered:
        """The view at screen size."""
        rendered: Rendered = await self._ask("render", Render(dumps(scene), region, width, height))
        return rendered

    async def export(self, scene: Scene, options: ExportOptions, progress: ProgressCallback | None = None) -> Exported:
        """The picture as a file. Raises ExportError, Cancelled."""
        exported: Exported = await self._ask("export", Export(dumps(scene), options), progress)
        return exported

    def kept(self, photo: str) -> tuple[Any, Mapping[str, CutOutDone]]:
        """The file of `photo`, and by the names of their mattes the masks of the subjects that were found in it."""
        kept = self._kept[photo]
        return kept.file, kept.mattes

    async def restore(self, photo: str, done: CutOutDone) -> None:
        """Give `photo` a subject that an earlier cut-out found, under the name of its matte; it is made when drawn."""
        await self._ask("restore", _restoring(photo, done, later=True))
        if photo in self._kept:
            self._kept[photo].mattes.pop(done.matte, None)  # it is the latest now
            self._kept[photo].mattes[done.matte] = done

    async def pick(
        self, photo: str, tier: str, region: Region, how: str, base: str, progress: ProgressCallback | None = None
    ) -> CutOutDone:
        """Find the subject within `region`; see protocol.Pick. Raises ModelError, Cancelled."""
        for model in networks(tier):
            await self.load(model)
        ask = Pick(photo, tier, region, how, base, self._fresh(photo))
        done = await self._look("pick", ask, progress)
        if photo in self._kept:
            self._kept[photo].mattes[done.matte] = done
        return done

    async def choose(self, photo: str, done: CutOutDone, mask: Any, name: str) -> CutOutDone:
        """Give `photo` the subject that `mask`, one of the readings of `done`, shows; `name` is the reading's."""
        chosen = replace(done, mask=mask, mask_bits=8, matte=self._fresh(photo), stage=name, readings=b"")
        chosen = replace(chosen, reading_names=(), unsure=False)
        restored: Restored = await self._ask("restore", _restoring(photo, chosen))
        chosen = replace(chosen, box=restored.box, coverage=restored.coverage)
        if photo in self._kept:
            self._kept[photo].mattes[chosen.matte] = chosen
        return chosen

    async def glimpse(self, photo: str, done: CutOutDone, mask: Any, side: int) -> Rendered:
        """What `mask`, one of the readings of `done`, cuts out: `side` pixels at the longer side."""
        rendered: Rendered = await self._ask("glimpse", Glimpse(photo, mask, done.mask_width, done.mask_height, side))
        return rendered

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
        for model in self.loaded:
            await self._connect(model, self._send)
        for font in self._fonts:
            with contextlib.suppress(AluoError):  # it could be read once; else another font stands in for it
                await self._send("font", font)
        for photo, kept in list(self._kept.items()):
            await self._give_back(photo, kept)
        self.on_event(EngineRestarted())

    async def _give_back(self, photo: str, kept: Kept) -> None:
        with contextlib.suppress(AluoError):  # it opened once; if it does not now, the next request says so
            await self._send("open", OpenPhoto(photo, kept.name, kept.file))
            for done in kept.mattes.values():
                await self._send("restore", _restoring(photo, done, later=True))

    async def _ask(self, operation: str, argument: Any, progress: ProgressCallback | None = None, **more: Any) -> Any:
        await self._up()
        return await self._send(operation, argument, progress, **more)

    async def _look(self, operation: str, argument: Any, progress: ProgressCallback | None, **more: Any) -> CutOutDone:
        """Ask for what networks see. One that failed is started afresh for the next time: its runtime may be beyond
        use."""
        try:
            done: CutOutDone = await self._ask(operation, argument, progress, **more)
        except ModelError as error:
            failed = str(error.details.get("model", ""))
            if error.code in ("model/memory", "model/run") and failed in self._loading:
                self.release(failed)
            raise
        return done

    async def _send(self, operation: str, argument: Any, progress: ProgressCallback | None = None, **more: Any) -> Any:
        assert self._caller is not None, "start() comes first"
        call = self._caller.call(operation, argument, progress, **more)
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
        await self._connect(model, self._ask)
        self.on_event(ModelReady(model, threads, self.host.runs_on(model)))
        return threads

    async def _connect(self, model: str, send: Callable[..., Awaitable[Any]]) -> None:
        """Let the engine know where `model` runs."""
        port, own = self.host.line(model), self.host.own(model)
        if port is None:
            return
        ask = Connect(model, port)
        if own is not None:
            ask = Connect(model, port, own.label, own.size, own.mean, own.std, own.scale, own.output)
        await send("connect", ask, transfer=(port,))

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


def _heard(task: asyncio.Task[int]) -> None:
    """Whoever needs the network next is told what went wrong."""
    if not task.cancelled():
        task.exception()


def _restoring(photo: str, done: CutOutDone, later: bool = False) -> RestoreCutOut:
    size = done.mask_width, done.mask_height
    return RestoreCutOut(photo, done.mask, *size, done.matte, done.mask_bits, later)
