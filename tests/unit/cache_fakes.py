"""A browser for the store's tests: one disk, its tabs, their locks and channel, and a clock that can be set."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable
from copy import deepcopy
from typing import Any, TypeVar

from cache.operations import STORES, Clear, Delete, DeleteRange, Get, Keys, Operation, Put, Work
from cache.pictures import Draft, Pictures, Ports
from cache.store import Blob, Steps
from cache.values import DAY
from errors import StoreError

T = TypeVar("T")


class Killed(Exception):
    """The tab was killed in the middle of a transaction."""


class Disk:
    """The tables of a database. `kill_after` operations from now the tab dies; `refuses` is what opening raises."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Any]] = {name: {} for name in STORES}
        self.kill_after = -1
        self.spy: Callable[[Operation], None] = lambda operation: None
        self.refuses: StoreError | None = None
        self.quota = 10**9

    async def open(self, lost: Callable[[], None]) -> Disk:
        if self.refuses:
            raise self.refuses
        return self

    async def delete(self) -> bool:
        self.tables = {name: {} for name in STORES}
        self.refuses = None
        return True

    def close(self) -> None:
        """Nothing is held."""

    async def run(self, work: Work[T], write: bool = True) -> T:
        tables = {name: dict(table) for name, table in self.tables.items()}
        results: list[Any] | None = None
        try:
            while True:
                operations = next(work) if results is None else work.send(results)
                assert operations, "a transaction that asks for nothing never goes on"
                results = [self._do(tables, operation, write) for operation in operations]
        except StopIteration as stop:
            if sum(map(_size, tables["blobs"].values())) > self.quota:
                raise StoreError("store/full") from None
            self.tables = tables
            return stop.value  # type: ignore[no-any-return]

    def _do(self, tables: dict[str, dict[str, Any]], operation: Operation, write: bool) -> Any:
        self.spy(operation)
        if self.kill_after == 0:
            raise Killed
        self.kill_after -= 1
        table = tables[operation.store]
        if isinstance(operation, Get):
            return table.get(operation.key)
        if isinstance(operation, Keys):
            return sorted(table)
        assert write or not isinstance(operation, Put | Delete | DeleteRange | Clear), (
            "a write in a transaction that only reads"
        )
        if isinstance(operation, Put):
            table[operation.key] = deepcopy(operation.value)
        elif isinstance(operation, Delete):
            table.pop(operation.key, None)
        elif isinstance(operation, DeleteRange):
            for key in [key for key in table if operation.first <= key <= operation.last]:
                del table[key]
        elif isinstance(operation, Clear):
            table.clear()
        else:
            return [table[key] for key in sorted(table)]
        return None

    def bytes(self) -> int:
        """Everything that takes room, counted by hand."""
        parts = ("documents", "steps", "views", "blobs")
        return sum(_size(value) for part in parts for value in self.tables[part].values())


class World:
    """What the tabs of one browser share."""

    def __init__(self) -> None:
        self.disk = Disk()
        self.now = 1_800_000_000_000.0
        self.held: Counter[str] = Counter()
        self.tabs: list[Tab] = []
        self.count = 0
        self.usage: int | None = None

    def tab(self, name: str = "", private: bool = False, keep: int = DAY) -> Tab:
        """A new tab, or one that is loaded again under its name. It is not started."""
        self.count += 1
        tab = Tab(self, name or f"tab{self.count}", f"page{self.count}", private, keep)
        self.tabs.append(tab)
        return tab


class Tab:
    """One page: the ports of a store, and the store. `kill` ends it without a word."""

    def __init__(self, world: World, tab: str, page: str, private: bool, keep: int) -> None:
        self.world, self.name, self.page = world, tab, page
        self.mine: set[str] = set()
        self.heard: Callable[[str], None] = lambda kind: None
        self.persisted = False
        self._key = page.encode()
        self._random = 0
        ports = Ports(world.disk, self, self, self, self, lambda: world.now)
        self.pictures = Pictures(ports, tab, page, keep, private)

    def kill(self) -> None:
        for name in list(self.mine):
            self.release(name)
        self.world.tabs.remove(self)

    # ports.Locks

    async def hold(self, name: str, shared: bool = False) -> bool:
        if name in self.mine:
            return True
        if self.world.held[name] and not shared:
            return False
        self.mine.add(name)
        self.world.held[name] += 1
        return True

    def release(self, name: str) -> None:
        if name in self.mine:
            self.mine.remove(name)
            self.world.held[name] -= 1

    async def held(self) -> frozenset[str]:
        return frozenset(name for name, count in self.world.held.items() if count)

    async def alone(self, name: str, job: Callable[[], Awaitable[T]], wait: bool = True) -> T | None:
        if self.world.held[name]:
            assert not wait, "these tabs take turns, so nobody waits"
            return None
        return await job()

    # ports.Channel

    def send(self, kind: str) -> None:
        for tab in self.world.tabs:
            if tab is not self:
                tab.heard(kind)

    def listen(self, heard: Callable[[str], None]) -> None:
        self.heard = heard

    # ports.Sealing: a cipher that a child can break, but not without the key

    async def seal(self, blob: Any) -> Any:
        return _mixed(blob if isinstance(blob, bytes) else blob.encode(), self._key)

    async def unseal(self, blob: Any) -> Any:
        return _mixed(blob, self._key)

    async def digest(self, blob: Any) -> str:
        return hashlib.sha256(blob).hexdigest()

    # ports.Sealing.random_name, ports.Quota

    def random_name(self) -> str:
        self._random += 1
        return hashlib.sha256(f"{self.page}/{self._random}".encode()).hexdigest()

    async def estimate(self) -> tuple[int, int]:
        usage = self.world.disk.bytes() if self.world.usage is None else self.world.usage
        return usage, self.world.disk.quota

    async def persist(self) -> bool:
        self.persisted = True
        return True


def draft(
    id: str = "a", *files: bytes, name: str = "cup.jpg", document: str = "{}", steps: Steps | None = None
) -> Draft:
    """A picture of these files."""
    blobs = {hashlib.sha256(data).hexdigest(): Blob(data, len(data)) for data in files}
    return Draft(id, name, document, blobs, steps)


def _mixed(data: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[at % len(key)] ^ 0xA5 for at, byte in enumerate(data))


def _size(value: Any) -> int:
    return len(value.encode() if isinstance(value, str) else value)
