"""What is purged, when and why. Pure: rows in, a plan out, and the clock is an argument.

- A picture's time counts from its last use. What is open in a tab is in use.
- A pinned picture is kept, and only that picture. A sealed one ends with the page that holds its key, pinned or not.
- A picture that was used in the future (the clock was ahead, or is behind now) counts as used now: it stays no longer
  than its time from here. A clock that is ahead purges early: what is past its time by the device's clock goes.
- A record that cannot be read has no time, so it does not stay; nor does a picture whose files are not all there.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cache.values import TAB, Alive, Entry, Header, Reason

SLACK_MS = 5 * 60_000
"""Clocks are corrected by seconds all the time: a use so far ahead is no jump."""
MARGIN = 8_000_000
"""Bytes that stay free of the quota: for the index, and for what the browser keeps itself."""


@dataclass(frozen=True, slots=True)
class Rows:
    """All that is kept, as it was read: pictures by their key, None for a damaged row; the keys of the records, of the
    histories, of the views and of the blobs; the index."""

    headers: Mapping[str, Header | None] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    views: frozenset[str] = frozenset()
    blobs: frozenset[str] = frozenset()
    index: Mapping[str, Entry | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in this order: delete `blobs`, `views`, `steps` and `documents`; then the keys `entries` of the index
    and `headers`; then write `counted` and `stamped`. `reasons` says for each picture why it goes, `freed` the bytes
    that are free afterwards by reason."""

    blobs: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    counted: Mapping[str, Entry] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    stamped: tuple[Header, ...] = ()
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    freed: Mapping[Reason, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        keys = (self.blobs, self.views, self.steps, self.documents, self.entries, self.headers, self.stamped)
        return not any(keys) and not self.counted


def purge_time(header: Header) -> float:
    """When the picture's time is up by the clock; infinite for what no clock ends."""
    if header.pinned or header.sealed or header.keep == TAB:
        return math.inf
    return header.used + header.keep * 1000


def next_purge(headers: Iterable[Header]) -> float:
    """When the next picture's time is up; infinite when none is waiting."""
    return min(map(purge_time, headers), default=math.inf)


def why_due(header: Header, now: float, alive: Alive) -> Reason | None:
    """Why the picture has to go now; None while it may stay."""
    if header.sealed:
        return None if header.tab in alive.tabs else "closed"
    if header.pinned or header.id in alive.open:
        return None
    if header.keep == TAB:
        return None if header.tab in alive.tabs else "closed"
    return "time" if now >= purge_time(header) else None


def stamped(header: Header, now: float, alive: Alive) -> Header:
    """The picture with its last use put right: in use now, or used in the future."""
    in_use = header.id in alive.open and now - header.used > SLACK_MS
    return replace(header, used=now) if in_use or header.used > now + SLACK_MS else header


def plan(rows: Rows, now: float, alive: Alive, chosen: Mapping[str, Reason] | None = None) -> Plan:
    """The whole purge: what is due now, what was `chosen` besides, and everything that nothing refers to."""
    reasons: dict[str, Reason] = {}
    kept: dict[str, Header] = {}
    for key, header in rows.headers.items():
        put_right = stamped(header, now, alive) if header else None
        reason = _reason(key, put_right, rows, now, alive, chosen or {})
        if reason is None and put_right is not None:
            kept[key] = put_right
        elif reason is not None:
            reasons[key] = reason
    return _plan(rows, kept, reasons)


def _reason(
    key: str, header: Header | None, rows: Rows, now: float, alive: Alive, chosen: Mapping[str, Reason]
) -> Reason | None:
    if header is None or header.id != key:
        return "damaged"
    if key not in rows.documents or not rows.blobs.issuperset(header.blobs):
        return "incomplete"
    return why_due(header, now, alive) or chosen.get(key)


def _plan(rows: Rows, kept: Mapping[str, Header], reasons: Mapping[str, Reason]) -> Plan:
    counts = Counter(name for header in kept.values() for name in header.blobs)
    blobs = tuple(sorted(rows.blobs - counts.keys()))
    counted = {}
    for name, count in counts.items():
        entry = rows.index.get(name)
        size = entry.bytes if entry else _size_of(name, kept.values(), rows)
        if entry != Entry(size, count):
            counted[name] = Entry(size, count)
    return Plan(
        blobs=blobs,
        views=tuple(sorted(key for key in rows.views if key.partition("/")[0] not in kept)),
        steps=tuple(sorted(key for key in rows.steps if key.partition("/")[0] not in kept)),
        documents=tuple(sorted(rows.documents - kept.keys())),
        entries=tuple(sorted(rows.index.keys() - counts.keys())),
        counted=counted,
        headers=tuple(sorted(rows.headers.keys() - kept.keys())),
        stamped=tuple(header for key, header in kept.items() if header != rows.headers[key]),
        reasons=reasons,
        freed=_freed(rows, reasons, set(blobs)),
    )


def _size_of(name: str, headers: Iterable[Header], rows: Rows) -> int:
    """The size of a blob whose row of the index is lost: what a picture holds beyond its other files, at most."""
    for header in headers:
        if name in header.blobs:
            known = sum(entry.bytes for other in header.blobs if other != name and (entry := rows.index.get(other)))
            return max(header.files - known, 0)
    return 0


def _freed(rows: Rows, reasons: Mapping[str, Reason], blobs: set[str]) -> dict[Reason, int]:
    """Bytes by reason; a blob that two pictures shared is counted once."""
    freed: dict[Reason, int] = {}
    left = set(blobs)
    for key, reason in reasons.items():
        header = rows.headers[key]
        size = header.own if header else 0
        for name in header.blobs if header else ():
            entry = rows.index.get(name)
            if name in left:
                left.discard(name)
                size += entry.bytes if entry else 0
        freed[reason] = freed.get(reason, 0) + size
    return freed


def make_room(
    headers: Sequence[Header], index: Mapping[str, Entry], needed: int, alive: Alive, pinned: bool = False
) -> tuple[str, ...]:
    """The pictures to drop so that `needed` bytes come free, least recently used first. What is open stays, and what is
    pinned unless the person gives it up (`pinned`); so they may be too few: then all that may go are named."""
    counts = {name: entry.count for name, entry in index.items()}
    freed, dropped = 0, []
    for header in sorted(headers, key=lambda header: header.used):
        if freed >= needed:
            break
        if (header.pinned and not pinned) or header.id in alive.open:
            continue
        dropped.append(header.id)
        freed += header.own
        for name in header.blobs:
            counts[name] = counts.get(name, 0) - 1
            if counts[name] == 0:
                freed += index[name].bytes
    return tuple(dropped)


def short_of(needed: int, usage: int, quota: int) -> int:
    """Bytes that have to come free before `needed` bytes can be written; 0 when they fit."""
    return max(needed + min(MARGIN, quota // 8) - (quota - usage), 0) if quota > 0 else 0
