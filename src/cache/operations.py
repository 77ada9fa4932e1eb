"""The few things that a transaction does, as values: so the store's rules run on a real database and on a table.

A transaction is a generator. It yields operations, gets their results as a list (None for a write), and returns its
value. Either all of it happens or, when it raises or the tab is killed, nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Generator
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

T = TypeVar("T")
StoreName = Literal["pictures", "documents", "views", "blobs", "index", "log", "steps"]

SCHEMAS: tuple[tuple[StoreName, ...], ...] = (
    ("pictures", "documents", "views", "blobs", "index", "log"),
    ("steps",),
)
"""By schema, from 1 on, the stores that it adds to those of the one before. A row that stands here never changes:
databases of that schema are out there."""
SCHEMA = len(SCHEMAS)
STORES: tuple[StoreName, ...] = tuple(name for added in SCHEMAS for name in added)


@dataclass(frozen=True, slots=True)
class Get:
    """The value of a key; None when there is none."""

    store: StoreName
    key: str


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys, sorted."""

    store: StoreName


@dataclass(frozen=True, slots=True)
class Values:
    """All values, sorted by their keys."""

    store: StoreName


@dataclass(frozen=True, slots=True)
class Put:
    """Write a value."""

    store: StoreName
    key: str
    value: Any


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a key, which need not be there."""

    store: StoreName
    key: str


@dataclass(frozen=True, slots=True)
class DeleteRange:
    """Delete all keys from `first` to `last`, both included."""

    store: StoreName
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Clear:
    """Delete everything of a store."""

    store: StoreName


Operation = Get | Keys | Values | Put | Delete | DeleteRange | Clear
Work = Generator[tuple[Operation, ...], list[Any], T]


class Database(Protocol):
    """Where transactions run."""

    def run(self, work: Work[T], write: bool = True) -> Awaitable[T]:
        """Begin `work` at once, as one transaction over all stores. Ends once it is committed. Raises StoreError, and
        whatever `work` raises; then nothing of it happened."""

    def close(self) -> None:
        """Let go of the database."""
