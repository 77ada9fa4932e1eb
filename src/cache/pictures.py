"""The pictures that this browser keeps: saved, listed, opened, pinned, purged. Plain asyncio over the ports.

Nothing is read before the purge of the start is through. Where the browser keeps nothing, or a newer version's store
is there, `trouble` says so and every picture lives in its tab only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cache import policy, purge, store
from cache.operations import Database
from cache.ports import Base, Channel, Locks, Quota, Sealing
from cache.store import Blob, Change, Saved, Steps
from cache.values import DAY, Header, Held, Purged, Reason, Record
from errors import StoreError

CHANGED, CLEARED, KEEP = "changed", "cleared", "keep"
"""What tabs tell each other: the pictures changed; all were cleared; the time to live was chosen anew."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A picture to save: its name, the JSON text of its document, what changes of its history (None: nothing), and its
    files by name."""

    id: str
    name: str
    document: str
    blobs: Mapping[str, Blob] = field(default_factory=dict)
    steps: Steps | None = None


@dataclass(frozen=True, slots=True)
class Ports:
    """What the store runs on."""

    base: Base
    locks: Locks
    channel: Channel
    sealing: Sealing
    quota: Quota
    now: Callable[[], float]


class Pictures:
    """`tab` names this tab, also after a reload; `page` this load of it. `changed` is called when what is kept has
    changed, `cleared` when another tab cleared everything, `keep_changed` when another tab chose another time."""

    def __init__(self, ports: Ports, tab: str, page: str, keep: int = DAY, private: bool = False) -> None:
        self._ports = ports
        self._tab, self._page = tab, page
        self.keep, self.private = keep, private
        self.trouble: StoreError | None = None
        self.changed: Callable[[], None] = lambda: None
        self.cleared: Callable[[], None] = lambda: None
        self.keep_changed: Callable[[], None] = lambda: None
        self._database: Database | None = None
        self._started = asyncio.Event()
        self._held: asyncio.Future[tuple[bool, bool]] | None = None
        self._headers: dict[str, Header] = {}
        self._sealed: set[str] = set()
        self._names: dict[str, str] = {}
        self._refused: Change | None = None

    async def start(self) -> None:
        """Say that this tab is alive, open the store and purge. `trouble` says what stands in the way."""
        self._ports.channel.listen(self._heard)
        hold = self._ports.locks.hold
        self._held = asyncio.gather(hold(purge.TABS[0] + self._tab, shared=True), hold(purge.TABS[1] + self._page))
        await self._open()
        self._started.set()

    async def _open(self) -> None:
        try:
            self._database = await self._ports.base.open(self._lost)
            mine = frozenset((self._tab, self._page))
            locks, now = self._ports.locks, self._ports.now
            if not await purge.idle(self._database, locks, now, mine):
                await purge.run(self._database, locks, now, mine=mine)
            self.trouble = None
        except StoreError as error:
            self._database, self.trouble = None, error

    async def _base(self) -> Database:
        await self._started.wait()
        if self._database is None:
            raise self.trouble or StoreError("store/refused")
        return self._database

    # saving and opening

    async def save(self, draft: Draft) -> Saved:
        """Keep the picture as it is now. Raises StoreError: "store/full" when it does not fit whatever goes,
        "store/full-pinned" when it would without pictures that are pinned: `make_room` drops those.
        A `conflict` means that another tab saved it: then it has to become a picture of its own."""
        base = await self._base()
        if self._held is not None:
            await self._held  # or another tab's purge would take this one for closed
        try:
            saved = await self._save(base, draft)
        except StoreError as error:
            if error.code != "store/missing":
                raise
            self._sealed.clear()  # what this page sealed was cleared meanwhile
            saved = await self._save(base, draft)
        if not saved.conflict:
            self._headers[draft.id] = saved.header
            self._names[draft.id] = draft.name
            if self.private:
                self._sealed.update(draft.blobs)
            self._tell()
        return saved

    async def _save(self, base: Database, draft: Draft) -> Saved:
        change = await self._change(draft)
        await self._fit(base, change)
        try:
            return await base.run(store.save(change))
        except StoreError as error:  # the browser has less room than it said
            if error.code != "store/full":
                raise
        if await self._drop(base, change, _bytes_of(change)):
            try:
                return await base.run(store.save(change))
            except StoreError as error:
                if error.code != "store/full":
                    raise
        raise await self._full(base, change)

    async def _change(self, draft: Draft) -> Change:
        now, last = self._ports.now(), self._headers.get(draft.id)
        private, keep = self.private, self.keep
        tab = self._page if private else self._tab
        name = "" if private else draft.name
        header = Header(draft.id, name, now, now, now, keep, tab=tab, sealed=private)
        revision = last.revision if last else 0
        size = len(draft.document.encode())
        if not private:
            return Change(header, Blob(draft.document, size), draft.blobs, revision, draft.steps)
        document = Blob(await self._ports.sealing.seal(draft.document), size)
        blobs = {}
        for key, blob in draft.blobs.items():
            data = None if key in self._sealed else await self._ports.sealing.seal(blob.data)
            blobs[key] = Blob(data, blob.bytes)
        return Change(header, document, blobs, revision)

    async def _fit(self, base: Database, change: Change) -> None:
        """Make room before the browser refuses: the least recently used pictures go, pinned and open ones stay."""
        last = self._headers.get(change.header.id)
        fresh = sum(blob.bytes for key, blob in change.blobs.items() if last is None or key not in last.blobs)
        needed = fresh + change.document.bytes + (change.steps.written if change.steps else 0)
        usage, quota = await self._ports.quota.estimate() if fresh else (0, 0)
        short = policy.short_of(needed, usage, quota)
        if not short:
            return
        freed = await self._drop(base, change, short)
        if needed > quota - usage + freed:
            raise await self._full(base, change)

    async def _droppable(self, base: Database, change: Change, needed: int, pinned: bool) -> list[Header]:
        work = store.room(needed, await purge.alive(self._ports.locks), pinned)
        return [header for header in await base.run(work, write=False) if header.id != change.header.id]

    async def _drop(self, base: Database, change: Change, needed: int) -> int:
        """Purge the least recently used pictures until `needed` bytes are free. The bytes that came free."""
        dropped: dict[str, Reason] = {h.id: "room" for h in await self._droppable(base, change, needed, False)}
        plan = await purge.run(base, self._ports.locks, self._ports.now, dropped) if dropped else None
        return sum(plan.freed.values()) if plan else 0

    async def _full(self, base: Database, change: Change) -> StoreError:
        """What to say when there is no room: what could be given up, where that would help."""
        self._refused = change
        dropped = await self._droppable(base, change, _bytes_of(change), pinned=True)
        size = sum(header.bytes for header in dropped)
        return StoreError("store/full-pinned", count=len(dropped), bytes=size) if dropped else StoreError("store/full")

    async def make_room(self) -> int:
        """Purge what "store/full-pinned" said: the person gives it up. How many pictures went."""
        base, change = await self._base(), self._refused
        dropped = await self._droppable(base, change, _bytes_of(change), pinned=True) if change else []
        chosen: dict[str, Reason] = {header.id: "room" for header in dropped}
        if chosen:
            await base.run(
                store.change_all(lambda header: replace(header, pinned=header.pinned and header.id not in chosen))
            )
            await purge.run(base, self._ports.locks, self._ports.now, chosen)
            self._tell()
        return len(chosen)

    async def read(self, key: str) -> Record | None:
        """A picture as it was saved last, opened; None when it, or a part of it, is not there. Its files and its
        document are as they were given to `save`, of a sealed picture as ArrayBuffers."""
        base = await self._base()
        record = await base.run(store.read(key), write=False)
        if record is None or not record.header.sealed:
            return record
        unseal = self._ports.sealing.unseal
        blobs = {name: await unseal(blob) for name, blob in record.blobs.items()}
        return replace(record, document=await unseal(record.document), blobs=blobs)

    async def steps(self, key: str, names: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
        """The rows of a picture's history: the list, and those that it `names`; none when it is not there or broken."""
        return await (await self._base()).run(store.read_steps(key, names), write=False)

    async def view(self, key: str, small: bool = True) -> Any:
        """A Blob with a picture of it for the list, or at screen size; None when there is none."""
        suffix = store.SMALL if small else store.SCREEN
        return await (await self._base()).run(store.read_one("views", key + suffix), write=False)

    async def set_views(self, key: str, small: Blob, screen: Blob | None) -> None:
        """Keep pictures of it. None are kept of a sealed picture."""
        if not self.private and await (await self._base()).run(store.set_views(key, small, screen)):
            self._tell()

    async def take(self, key: str) -> bool:
        """Have the picture open in this tab: its time stands still. False when another tab has it open."""
        if not await self._ports.locks.hold(purge.OPEN + key):
            return False
        header = await (await self._base()).run(store.change_header(key, self._used))
        if header is not None:
            self._headers[key] = header
        return True

    def leave(self, key: str) -> None:
        """The picture is not open here any more."""
        self._ports.locks.release(purge.OPEN + key)
        self._headers.pop(key, None)

    def _used(self, header: Header) -> Header:
        return replace(header, used=self._ports.now(), tab=header.tab if header.sealed else self._tab)

    # what a person decides

    async def pin(self, key: str, on: bool) -> None:
        """Keep this picture until it is taken off again, whatever its time; or count its time from now."""
        base = await self._base()
        if on:
            await self._ports.quota.persist()
        await base.run(store.change_header(key, lambda header: replace(self._used(header), pinned=on)))
        self._tell()

    async def drop(self, key: str) -> None:
        """Purge this picture now."""
        await purge.run(await self._base(), self._ports.locks, self._ports.now, {key: "cleared"})
        self._headers.pop(key, None)
        self._tell()

    async def keep_for(self, seconds: int) -> None:
        """Another time to live, for every picture that is not pinned and for new ones."""
        self.keep = seconds
        if seconds > DAY:
            await self._ports.quota.persist()
        await (await self._base()).run(store.change_all(lambda header: replace(header, keep=seconds)))
        await self.purge()
        self._ports.channel.send(KEEP)

    async def clear(self) -> Purged:
        """Delete everything, of every tab and schema. What there was."""
        await self._started.wait()
        self._ports.channel.send(CLEARED)
        self._forget()
        if self._database is None:
            await self._ports.base.delete()
            await self._open()
            return Purged(self._ports.now(), "cleared", 0, 0)
        line = await self._database.run(store.clear(self._ports.now()))
        self._ports.channel.send(CHANGED)
        return line

    async def purge(self, wait: bool = True) -> bool:
        """Purge what is due. Whether anything changed."""
        done = await purge.run(await self._base(), self._ports.locks, self._ports.now, None, wait)
        if done is not None and not done.empty:
            self._tell()
            return True
        return False

    async def held(self) -> Held:
        """What is kept now; pictures of this private session with their names."""
        held = await (await self._base()).run(store.held(), write=False)
        named = (
            replace(header, name=self._names.get(header.id, "")) if header.sealed else header for header in held.headers
        )
        return replace(held, headers=tuple(named))

    def _named(self, header: Header) -> Header:
        return replace(header, name=self._names.get(header.id, "")) if header.sealed else header

    def now(self) -> float:
        """The time by the device's clock, in milliseconds since 1970."""
        return self._ports.now()

    async def room(self) -> tuple[int, int]:
        """Bytes in use by this site and bytes allowed, as the browser tells them."""
        return await self._ports.quota.estimate()

    async def open_elsewhere(self) -> frozenset[str]:
        """The pictures that some tab has open."""
        return (await purge.alive(self._ports.locks)).open

    # other tabs

    def _heard(self, kind: str) -> None:
        if kind == CLEARED:
            self._forget()
            self.cleared()
        elif kind == KEEP:
            self.keep_changed()
        self.changed()

    def _tell(self) -> None:
        self._ports.channel.send(CHANGED)
        self.changed()

    def _forget(self) -> None:
        self._headers.clear()
        self._sealed.clear()
        self._names.clear()

    def _lost(self) -> None:
        """Another tab deletes the database, or a newer version of the program needs it."""
        self._database, self.trouble = None, StoreError("store/newer")
        self.changed()


def _bytes_of(change: Change) -> int:
    """Bytes that a save writes at most."""
    steps = change.steps.written if change.steps else 0
    return change.document.bytes + steps + sum(blob.bytes for blob in change.blobs.values())
