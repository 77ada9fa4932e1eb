"""Saves the open picture by itself, opens kept ones, and does what a person decides about them. Plain asyncio.

A change is saved within two seconds, and at once when the tab is hidden: a tab that is killed loses the last gesture at
most. Views of a picture follow when nothing has changed for a while; they are worth no waiting.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import words
from cache.pictures import Pictures
from cache.store import Blob
from editor.document import Document
from editor.engine_port import Clock, Engine, Outlet
from editor.history import History
from editor.session import Session
from editor.shelf import Shelf
from editor.state import State, Work
from editor.store import Store
from errors import AluoError, StoreError
from keeping import telling
from keeping.drafts import Drafts, Files
from keeping.listing import filled, recents
from keeping.steps import Trail

PAUSE_S = 0.8
"""A change is saved when nothing else has changed for so long,"""
LONGEST_S = 1.8
"""and no later than this after it."""
REST_S = 3.0
"""Views are made when nothing has changed for so long."""


class Desk(Files, Protocol):
    """What the keeper needs of the page."""

    def glimpse(self, view: Any) -> None:
        """Show a picture of what is being opened; None takes it away."""

    def remember(self, recents: str) -> None:
        """Keep the list of recent pictures where the next start finds it at once."""

    async def snap(self, document: Document) -> tuple[Blob, Blob] | None:
        """Pictures of the document for the list and for the canvas; None when the engine has no time."""


@dataclass(slots=True)
class Open:
    """The picture that is open. `saved` is its document as it was saved last, `trail` what is kept of its history."""

    key: str
    saved: Document | None = None
    seen: Document | None = None
    viewed: Document | None = None
    trail: Trail = field(default_factory=Trail)


class Keeper:
    """One tab's keeper of `pictures`."""

    def __init__(
        self,
        pictures: Pictures,
        session: Session,
        store: Store,
        engine: Engine,
        outlet: Outlet,
        clock: Clock,
        desk: Desk,
    ) -> None:
        self._pictures = pictures
        self._session = session
        self._store = store
        self._engine = engine
        self._outlet = outlet
        self._clock = clock
        self._desk = desk
        self._drafts = Drafts(pictures, session, store, engine, outlet, desk)
        self._open: Open | None = None
        self._keys: dict[str, str] = {}
        self._changed = asyncio.Event()
        self._saving = asyncio.Lock()
        self._complained = ""
        pictures.changed = self._refresh_soon
        pictures.cleared = lambda: self._spawn(self._cleared_elsewhere())
        self._tasks: set[asyncio.Future[Any]] = set()

    async def start(self) -> None:
        """Open the store and purge, then say what is kept; from then on pictures are saved."""
        started = self._clock.now()
        await self._pictures.start()
        self._clock.measure("purge", started)
        await self._refresh()
        self._store.watch(self._watch)
        self._spawn(self._save_forever())

    def _spawn(self, job: Any) -> None:
        task = asyncio.ensure_future(job)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # saving

    def _watch(self, state: State) -> None:
        document = state.document
        if document is None:
            if self._open is not None and state.history is None:
                self._leave()
            return
        if self._open is None or self._keys.get(document.photo.id) != self._open.key:
            self._leave()
            self._open = Open(self._keys.setdefault(document.photo.id, self._desk.random_name()[:32]))
        if document is not self._open.seen:
            self._open.seen = document
            if document is not self._open.saved:
                self._note("tab" if self._pictures.trouble else "saving")
                self._changed.set()

    def _leave(self) -> None:
        """No picture is open any more."""
        if self._open is not None:
            self._pictures.leave(self._open.key)
            self._open = None
            self._note("tab")

    async def _save_forever(self) -> None:
        while True:
            await self._changed.wait()
            started = asyncio.get_running_loop().time()
            while self._changed.is_set() and asyncio.get_running_loop().time() - started < LONGEST_S - PAUSE_S:
                self._changed.clear()
                await asyncio.sleep(PAUSE_S)
            self._changed.clear()
            await self.save()
            self._spawn(self._view_at_rest())

    async def save(self) -> None:
        """Save the open picture now, if it has changed."""
        async with self._saving:
            history, present = self._store.state.history, self._open
            if history is None or present is None or history.value is present.saved or self._pictures.trouble:
                return
            try:
                await self._save(history, present)
            except (StoreError, KeyError) as error:  # KeyError: the engine was just told to forget its photos
                if isinstance(error, StoreError):
                    self._failed(error)

    @property
    def at_risk(self) -> bool:
        """Whether the open picture was changed and is nowhere but in this page: the store refused it, or the key to it
        goes with the page."""
        state = self._store.state
        if state.document is None or state.history is None or not state.history.past:
            return False
        return state.shelf.private or bool(self._pictures.trouble) or state.shelf.note == "failed"

    async def _save(self, history: History[Document], present: Open) -> None:
        started, document = self._clock.now(), history.value
        if present.saved is None and not await self._pictures.take(present.key):
            self._as_another(document, present)
        draft, trail = await self._drafts.make(history, present.key, present.trail)
        saved = await self._pictures.save(draft)
        if saved.conflict:
            self._as_another(document, present)
            draft, trail = await self._drafts.make(history, present.key, present.trail)
            await self._pictures.save(draft)
        present.saved, present.trail, self._complained = document, trail, ""
        self._clock.measure("autosave", started)
        if self._store.state.document is document:
            self._note("saved")

    def _as_another(self, document: Document, present: Open) -> None:
        """Somebody else has this picture: from here on it is two."""
        present.trail = Trail()
        present.key = self._keys[document.photo.id] = self._desk.random_name()[:32]
        self._store.say(words.said("two-tabs", name=document.photo.name), "still")

    def _failed(self, error: StoreError) -> None:
        self._note("failed")
        if error.code != self._complained:
            self._complained = error.code
            self._store.complain(error)

    async def _view_at_rest(self) -> None:
        document, present = self._store.state.document, self._open
        if present is None or document is None or document is not present.saved:
            return
        if present.viewed is not None:
            await asyncio.sleep(REST_S)
        if document is not self._store.state.document or present.viewed is document or self._store.state.work:
            return
        present.viewed = document
        views = await self._desk.snap(document)
        if views is not None and present is self._open:
            try:
                await self._pictures.set_views(present.key, *views)
            except StoreError as error:
                self._failed(error)

    # opening

    async def open(self, key: str) -> None:
        """Open a kept picture: a picture of it at once, the editor as soon as the engine is up."""
        if self._store.state.work is not None:
            return
        name = next((kept.name for kept in self._store.state.shelf.kept if kept.id == key), "")
        await self.save()
        try:
            view = await self._pictures.view(key, small=False)
        except StoreError as error:
            self._store.complain(error)
            return
        if view is not None and self._store.state.document is None:
            self._desk.glimpse(view)
        waits = self._store.state.engine.stage == "booting"
        sentence = words.said("reopening" if waits else "opening", name=name)
        await self._session.work(Work("open", name, "reading"), sentence, self._reopen(key, name))
        self._desk.glimpse(None)
        await self._session.follow_up()

    async def _reopen(self, key: str, name: str) -> None:
        mine = await self._pictures.take(key)
        try:
            document, restored = await self._drafts.read(key, name)
        except AluoError:
            if mine and (self._open is None or self._open.key != key):
                self._pictures.leave(key)
            raise
        before = self._open
        photo = document.photo.id
        self._keys[photo] = key if mine else self._desk.random_name()[:32]
        self._leave_but(key)
        self._open = Open(self._keys[photo], document if mine else None, document if mine else None, document)
        async with self._saving:  # nothing is saved before the history is there, or it would be lost
            await self._session.take(document, restored.held)
            self._open.trail = await self._drafts.bring_back(restored, document)
        if not mine:
            self._open.trail = Trail()
        if before is not None and before.key != key:
            self._refresh_soon()
        self._note("saved" if mine else "saving")
        if mine:
            self._store.say(words.said("reopened", name=name, count=len(document.layers)))
        else:
            self._store.say(words.said("two-tabs", name=name), "still")
            self._changed.set()

    def _leave_but(self, key: str) -> None:
        if self._open is not None and self._open.key != key:
            self._pictures.leave(self._open.key)

    # what a person decides

    async def pin(self, key: str, on: bool) -> None:
        """Keep a picture until it is taken off again."""
        await self._pictures.pin(key, on)
        name = next((kept.name for kept in self._store.state.shelf.kept if kept.id == key), "")
        self._store.say(words.said("pinned" if on else "unpinned", name=name))

    async def drop(self, key: str) -> None:
        """Purge one picture now; when it is open, it stays in this tab until it changes."""
        await self._pictures.drop(key)
        self._store.say(words.said("dropped"))

    async def free_room(self) -> None:
        """Give up kept pictures for the open one, as the alert said, and save it."""
        count = await self._pictures.make_room()
        self._complained = ""
        self._store.change(alert=None)
        await self.save()
        if self._store.state.alert is None:
            self._store.say(words.said("room-made", count=count))

    async def keep_for(self, seconds: int) -> None:
        """Another time to live."""
        await self._pictures.keep_for(seconds)
        await self._refresh()
        self._store.say(words.said("keep", time=telling.keep(seconds)))

    async def make_private(self, on: bool) -> None:
        """Begin or end a private session; the open picture goes with it."""
        self._pictures.private = on
        self._drafts.rename()
        document, present = self._store.state.document, self._open
        if document is not None and present is not None:
            old = present.key
            self._pictures.leave(old)
            present.key = self._keys[document.photo.id] = self._desk.random_name()[:32]
            present.saved, present.viewed, present.trail = None, None, Trail()
            await self._pictures.drop(old)
            await self.save()
        await self._refresh()
        self._store.say(words.said("private" if on else "private-off"))

    async def clear(self) -> None:
        """Forget every picture: in this tab, in the others, on the disk. Says what there was before and after."""
        before = self._store.state.shelf
        self._leave()
        await self._session.clear()
        await self._pictures.clear()
        await self._refresh()
        after, sentence = self._store.state.shelf, self._store.state.cleared
        sizes = {"before": words.size(before.bytes), "after": words.size(after.bytes)}
        said = f"{sentence} {words.said('cleared-disk', **sizes)}"
        self._store.change(cleared=said, said=said)

    async def _cleared_elsewhere(self) -> None:
        """Another tab cleared all pictures; what this one saved in the same moment goes too."""
        key = self._open.key if self._open else ""
        self._leave()
        if self._store.state.document is not None:
            await self._session.clear()
            self._store.say(words.said("cleared-elsewhere"), "still")
        if key and not self._pictures.trouble:
            async with self._saving:
                await self._pictures.drop(key)

    async def tick(self) -> None:
        """Time has passed, or the person is back: purge what is due, and tell the countdowns anew."""
        if not self._pictures.trouble:
            await self._pictures.purge(wait=False)
        await self._refresh()

    # what is shown

    def _note(self, note: Any) -> None:
        self._store.change(shelf=replace(self._store.state.shelf, note=note))

    def _refresh_soon(self) -> None:
        self._spawn(self._refresh())

    async def _refresh(self) -> None:
        """Show what is kept now."""
        old = self._store.state.shelf
        base = Shelf(
            keep=self._pictures.keep, private=self._pictures.private, note=old.note, now=self._now(), ready=True
        )
        if self._pictures.trouble is not None:
            self._store.change(shelf=replace(base, trouble=self._pictures.trouble.code))
            return
        try:
            held = await self._pictures.held()
            elsewhere = await self._pictures.open_elsewhere()
        except StoreError as error:
            self._store.change(shelf=replace(base, trouble=error.code))
            return
        usage, quota = await self._pictures.room()
        here, note = self._open.key if self._open else "", self._store.state.shelf.note
        shelf = replace(filled(base, held, here, elsewhere), usage=usage, quota=quota, note=note)
        self._store.change(shelf=shelf)
        self._desk.remember(recents(held.headers))

    def _now(self) -> float:
        return self._pictures.now()
