"""What happens to a picture from the drop to the download. An error never replaces what is open.

Plain asyncio over the protocols of engine_port; the page draws itself from the store.
"""

from __future__ import annotations

import asyncio
import itertools
import traceback
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import words
from editor.cut_state import Device
from editor.document import Document, Photo
from editor.edits import Edits
from editor.engine_port import Clock, Engine, Outlet, View
from editor.export_form import ExportForm
from editor.history import History
from editor.intake import Incoming
from editor.state import Work
from editor.store import Store
from editor.weights import cost
from engine.protocol import Exported, Opened
from errors import AluoError, Cancelled, InputError
from imaging.layers import Layer, Placement, Raster
from imaging.options import ExportOptions, FileFormat

if TYPE_CHECKING:
    from editor.cutting import Cutting

ENGINE_MODEL = "u2netp"
"""The network that is made ready with the page."""

BACK: dict[str, FileFormat] = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp", "WebP": "webp"}
"""Formats of opened files that can be written again."""


class Session:
    """One tab's editing. `auto` says whether a photo is cut out as soon as it is open, `device` what the page runs
    on."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        view: View,
        outlet: Outlet,
        clock: Clock,
        auto: Callable[[], bool] = lambda: False,
        device: Callable[[], Device] = Device,
    ) -> None:
        self.edits = Edits(store, view)
        self._store = store
        self._engine = engine
        self._view = view
        self._outlet = outlet
        self._clock = clock
        self._auto = auto
        self._device = device
        self._ids = itertools.count(1)
        self._task: asyncio.Task[bool] | None = None
        self._behind: Incoming | None = None
        self._cut_next = False
        """The subject is to be found of what is being opened."""
        self.handle: Any = None
        self._held: list[str] = []
        """The files of the open document and of its history, which the engine holds."""

    def dismiss(self) -> None:
        self._behind = None
        self._store.change(alert=None)

    # opening

    async def open(self, incoming: Incoming) -> None:
        """Open a photo in place of the present one. While another work runs it is only offered."""
        work = self._store.state.work
        if work is not None and work.extra:
            await self.cancel()  # what was asked for is there: nobody has to decide
        if self._store.state.work is not None:
            self._behind = incoming
            self._store.complain(InputError("input/busy", name=incoming.name, current=self._store.state.work.name))
            return
        self._behind = None
        waits = self._store.state.engine.stage == "booting"
        sentence = words.said("waiting" if waits else "opening", name=incoming.name)
        await self.work(Work("open", incoming.name, "reading"), sentence, self._open(incoming))
        await self.follow_up()

    async def open_instead(self) -> None:
        """Stop the work that is in the way and open what was dropped meanwhile."""
        incoming = self._behind
        if incoming is not None:
            await self.cancel()
            self._store.change(alert=None)
            await self.open(incoming)

    async def _open(self, incoming: Incoming) -> None:
        started = self._clock.now()
        opened = await self._engine.open(self.fresh_id(), incoming.name, incoming.file, self.progress)
        await asyncio.sleep(0)  # all in one turn would hold the page up for longer than a frame or two
        document = Document.of(_photo(opened, incoming))
        await self.take(document, (opened.photo,), incoming.handle)
        self._clock.measure("open", started)
        sentence = words.said("opened", name=incoming.name, width=opened.width, height=opened.height)
        notes = [words.NOTES[note] for note in opened.notes if note in words.NOTES]
        self._store.say(" ".join([sentence, *notes]))
        self._cut_next = self._cut_next or self._auto()

    async def follow_up(self) -> None:
        """Do what was asked for while something was being opened."""
        wanted, self._cut_next = self._cut_next, False
        if wanted:
            await self.cutout()

    def fresh_id(self) -> str:
        """An id for a file that nothing had before."""
        return f"photo-{next(self._ids)}"

    async def take(self, document: Document, held: tuple[str, ...], handle: Any = None) -> None:
        """Show another document, whose files the engine holds already; those of the one before are closed. `handle`
        is the file on the person's disk that it may be saved back to."""
        desk = replace(
            self._store.state.desk, compare=False, peek=False, look="backdrop", export=False, steps=False, selected=(),
            pick="", paint=self._store.state.desk.paint.rested(),
        )  # fmt: skip
        self._store.change(
            history=History.of(document, words.step("opened"), weigh=_weight),
            form=ExportForm.of(document),
            alert=None,
            desk=desk,
            last_export="",
            cleared="",
        )
        await asyncio.sleep(0)
        self._view.show(document)
        await self._view.drawn()
        for old in self._held:
            await self._engine.close(old)
        self._held = list(held)
        self.handle = handle

    def hold(self, held: tuple[str, ...]) -> None:
        """The engine holds these files too for the open picture."""
        self._held += [one for one in held if one not in self._held]

    def remember(
        self, present: Document, documents: Sequence[Document], labels: Sequence[str], index: int
    ) -> History[Document]:
        """Give the open picture the steps of an earlier visit; `present` is number `index` of them. What was done
        since it was opened comes after it. The whole history."""
        now = self._store.state.history
        assert now is not None, "asked without a photo"
        history = History.of(documents[0], labels[0], weigh=now.weigh)
        for document, label in zip(documents[1:], labels[1:], strict=True):
            history = history.record(document, label)
        history = history.jump(next(at for at, step in enumerate(history.steps) if step.value == present))
        if now.steps[0].value is present:
            for step in now.steps[1:]:
                history = history.record(step.value, step.label)
            if now.future:
                history = history.jump(history.index - len(now.future))
        self._store.change(history=history)
        return history

    async def add_picture(self, incoming: Incoming, as_backdrop: bool = False) -> None:
        """A further file: a layer on top, or what stands behind the cut-out. While another work runs it waits. The
        document stays when it cannot be opened."""
        while self._task is not None and self._store.state.work is not None:
            self._store.say(words.said("adding-waits", name=incoming.name), "busy")
            await asyncio.wait([self._task])
        if self._store.state.idle:
            sentence = words.said("adding", name=incoming.name)
            await self.work(Work("open", incoming.name, "reading"), sentence, self._add(incoming, as_backdrop))
            await self.follow_up()

    async def _add(self, incoming: Incoming, as_backdrop: bool) -> None:
        opened = await self._engine.open(self.fresh_id(), incoming.name, incoming.file, self.progress)
        document, photo = self._store.document, _photo(opened, incoming)
        self._held.append(photo.id)
        document = replace(document, pictures=(*document.pictures, photo))
        if as_backdrop:
            changed = document.with_backdrop(replace(document.backdrop, kind="picture", picture=photo.id))
            self.edits.record(changed, words.step("backdrop-picture"))
        else:
            layer = _placed(document, photo)
            self.edits.record(document.with_added(layer), words.step("add-picture"))
            self._store.arrange(selected=(layer.id,), task="arrange")
        self._store.change(alert=None)
        await self._view.drawn()
        self._store.say(words.said("picture-added", name=incoming.name, width=photo.width, height=photo.height))

    # the cut-out

    async def cutout(self) -> None:
        """Find the subject of the open photo, or of the one that is being opened as soon as it is there."""
        work = self._store.state.work
        if work is not None and work.kind == "open":
            self._cut_next = True
            self._store.say(words.said("cutting-next", name=work.name), "busy")
        elif self._store.state.idle:
            await self.cutting.cut()

    @cached_property
    def cutting(self) -> Cutting:
        """How subjects are found: imported by the first cut-out."""
        from editor.cutting import Cutting

        return Cutting(self, self._store, self._engine, self._view, self._clock, self._device)

    # ways out

    async def export(self) -> None:
        """Write the picture as the export panel says, and save it."""
        if self._store.state.idle and self._store.state.form is not None:
            form = self._store.state.form
            sentence = words.said("exporting", format=words.FORMATS[form.format])
            await self.work(Work("export", form.file_name), sentence, self._export(form))

    async def _export(self, form: ExportForm) -> None:
        started = self._clock.now()
        exported = await self._write(form.options)
        self._outlet.save(exported.file, exported.type, form.file_name)
        self._clock.measure("export", started)
        size, width, height = words.size(exported.bytes), exported.width, exported.height
        sentence = words.said("exported", name=form.file_name, size=size, width=width, height=height)
        self._store.change(last_export=sentence, said=sentence, tone="done", alert=None)

    async def save_back(self) -> None:
        """Write the picture into the file that it came from, in that file's own format."""
        form, document = self._store.state.form, self._store.state.document
        if self._store.state.idle and form is not None and document is not None and self.handle is not None:
            kind = BACK[document.photo.format]
            form = replace(form.scaled(100), format=kind, quality=95)
            sentence = words.said("saving", name=document.photo.name)
            await self.work(Work("save", document.photo.name), sentence, self._save_back(form))

    async def _save_back(self, form: ExportForm) -> None:
        exported = await self._write(form.options)
        name, size = self._store.document.photo.name, words.size(exported.bytes)
        if await self._outlet.write(self.handle, exported.file):
            self._store.say(words.said("saved-back", name=name, size=size))
        else:
            self._store.complain_of_page("page/save-refused", name=name)

    @property
    def can_save_back(self) -> bool:
        """Whether the file that is open may be written again."""
        document = self._store.state.document
        return self.handle is not None and document is not None and document.photo.format in BACK

    async def copy(self) -> None:
        """The picture at its full size as a PNG on the clipboard."""
        if self._store.state.idle:
            await self.work(Work("copy", "copy.png"), words.said("copying"), self._copy())

    async def _copy(self) -> None:
        document = self._store.document
        exported = await self._write(ExportOptions("png", 100, document.width, document.height))
        if await self._outlet.copy(exported.file):
            self._store.say(words.said("copied", width=document.width, height=document.height))
        else:
            self._store.complain_of_page("page/copy-refused")
            self._store.say(words.said("stopped"), "still")

    async def _write(self, options: ExportOptions) -> Exported:
        return await self._engine.export(self._store.document.scene, options, self.progress)

    # stopping and clearing

    async def cancel(self) -> None:
        """Stop the running work. Returns when it has stopped."""
        work, task = self._store.state.work, self._task
        if work is None or task is None:
            return
        self._store.change(work=replace(work, stopping=True), said=words.said("stopping"), tone="busy")
        await self._engine.cancel()
        if not task.done():
            self._engine.stop_loading()
            task.cancel()  # it waits for something that is not the engine's, such as the model's download
        await asyncio.wait([task])

    async def clear(self) -> None:
        """Forget every picture, here and in the engine; its thread ends and its memory goes with it."""
        await self.cancel()
        await self.weigh()
        before = self.held_bytes()
        self._view.forget()
        self._held = []
        self._store.change(history=None, form=None, alert=None)
        self._store.engine(stage="booting")
        self._store.arrange(
            task="cutout", export=False, compare=False, peek=False, steps=False, clearing=False, selected=()
        )
        await self._engine.close("")
        await self._engine.restart()
        await self.weigh()
        sentence = words.said("cleared", before=words.size(before), after=words.size(self.held_bytes()))
        self._store.change(cleared=sentence, said=sentence, tone="done")

    def held_bytes(self) -> int:
        """Bytes of pictures: the file that is open, what the engine's memory grew by, what is on the screen."""
        state = self._store.state
        if state.document is None:
            return state.engine.pixel_bytes
        files = sum(file.bytes for file in state.document.files)
        return files + state.engine.pixel_bytes + self._view.bytes

    async def weigh(self) -> None:
        """Ask the engine for its size."""
        try:
            status = await self._engine.status()
        except AluoError:
            return
        self._store.engine(heap_bytes=status.heap_bytes)
        if status.photos == 0 and self._store.state.history is None:
            self._store.engine(bare_bytes=status.heap_bytes)

    # helpers

    async def work(self, work: Work, sentence: str, job: Coroutine[Any, Any, None]) -> None:
        """Do `job` as the one work that can run at a time: said, shown, stoppable, its error in the alert line."""
        self._store.change(work=work, said=sentence, tone="busy")
        task = self._task = asyncio.ensure_future(self._guarded(job))
        await asyncio.wait([task])
        if self._task is task:
            self._task = None
        if task.cancelled():  # before its first step, so that nothing in it could say so
            job.close()
            self._store.change(work=None, said=words.said("stopped"), tone="still")
        self._cut_next = self._cut_next and not task.cancelled() and task.result()

    async def _guarded(self, job: Coroutine[Any, Any, None]) -> bool:
        """Whether the job was done to its end."""
        try:
            await job
            return True
        except (Cancelled, asyncio.CancelledError):
            work = self._store.state.work
            self._store.say(words.said("stopped-extra" if work and work.extra else "stopped"), "still")
        except AluoError as error:
            self._store.complain(error)
            self._store.say(words.sentence(error).what, "still")
        except Exception as error:
            traceback.print_exc()
            self._store.complain_of_page("page/fault", kind=type(error).__name__)
            self._store.say(words.said("stopped"), "still")
        finally:
            self._store.change(work=None)
        return False

    def progress(self, phase: str, share: float) -> None:
        """What the running work is at."""
        if self._store.state.work is not None:
            self._store.change(work=replace(self._store.state.work, phase=phase, share=share))


def _photo(opened: Opened, incoming: Incoming) -> Photo:
    return Photo(
        opened.photo,
        incoming.name,
        incoming.bytes,
        opened.width,
        opened.height,
        opened.format,
        opened.profile,
        opened.has_alpha,
        opened.notes,
        opened.dropped,
    )


def _placed(document: Document, photo: Photo) -> Layer:
    """A picture in the middle of the canvas, no larger than four fifths of it."""
    scale = min(1.0, 0.8 * document.width / photo.width, 0.8 * document.height / photo.height)
    place = Placement(document.width / 2, document.height / 2, scale, scale)
    return Layer(document.fresh("picture"), Raster(photo.id, photo.width, photo.height, "picture"), place)


def _weight(document: Document, before: Document | None) -> int:
    """Bytes that a document holds beyond the one before it."""
    return cost(document.layers, before.layers if before else ())
