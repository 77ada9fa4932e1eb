"""Every request that left, written down: when, where to, how many bytes, what kind of thing; never what it said."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from egress.policy import Passed

KEPT = 200
"""Entries that are kept; sums go on."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One request. `at` is in milliseconds of the epoch, `kind` a key of account.ledger_part.SENT, `bytes` those of
    body, query and headers."""

    at: int
    kind: str
    method: str
    host: str
    path: str
    bytes: int


@dataclass(slots=True)
class Ledger:
    """The newest KEPT entries, and sums of all. It lives as long as the page."""

    count: int = 0
    bytes: int = 0
    _entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))

    def write(self, entry: Entry) -> None:
        """Put one more down."""
        self._entries.append(entry)
        self.count += 1
        self.bytes += entry.bytes

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The newest first."""
        return tuple(reversed(self._entries))


def entry_of(passed: Passed, host: str, at: int) -> Entry:
    """What is written down of a request that may leave."""
    return Entry(at, passed.kind, passed.method, host, passed.path, passed.bytes)
