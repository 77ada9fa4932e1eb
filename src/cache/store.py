"""The store's transactions. Each is one generator over operations.py: it happens as a whole or not at all.

pictures    id → what is known of the picture (values.Header)
documents   id → its document as JSON text; of a sealed picture the encrypted bytes of that
steps       id → the list of its steps as JSON text, id/NUMBER → one of them; none of a sealed picture
views       id/small, id/screen → pictures of it for the list and for the canvas before the engine is up
blobs       SHA-256 → an opened file or a mask; of a sealed picture a random name and encrypted bytes
index       SHA-256 → size, and how many pictures need the blob
log         a running number → a past purge
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from cache import policy
from cache.operations import Clear, Delete, DeleteRange, Get, Keys, Operation, Put, StoreName, Values, Work
from cache.policy import Plan, Rows
from cache.values import (
    Alive,
    Entry,
    Header,
    Held,
    Purged,
    Reason,
    Record,
    entries_of,
    entry_of,
    entry_text,
    header_of,
    header_text,
    headers_of,
    purged_of,
    purged_text,
)
from errors import StoreError

LOG_KEPT = 50
"""Lines of the log."""
SMALL, SCREEN = "/small", "/screen"
"""After the id of a picture: its view in the list, and at the size of a screen."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file to keep: anything the database takes, and its size in bytes. `data` is None of one that is kept already;
    when it is not, a save raises StoreError "store/missing"."""

    data: Any
    bytes: int


@dataclass(frozen=True, slots=True)
class Steps:
    """What changes of a picture's history: rows to write and names of rows to delete, "" for the list of them. `bytes`
    are those of all its rows afterwards. With `afresh` none of what is kept is of use, and goes first."""

    rows: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    bytes: int = 0
    afresh: bool = False

    @property
    def written(self) -> int:
        """Bytes that are written."""
        return sum(len(row.encode()) for row in self.rows.values())


@dataclass(frozen=True, slots=True)
class Change:
    """What a save writes. `header` is as the saver wants it; its counts of bytes are made here. `document` is the text
    of the document, and `blobs` are all the picture's files by name; those that are kept already are not written again.
    `revision` is the one that the saver saw last, 0 for a new picture. `steps` None leaves the history as it is."""

    header: Header
    document: Blob
    blobs: Mapping[str, Blob] = field(default_factory=dict)
    revision: int = 0
    steps: Steps | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save: the header as it is kept, and the bytes that were written. `conflict` says that somebody
    else saved the picture meanwhile; then nothing was written."""

    header: Header
    written: int = 0
    conflict: bool = False


def save(change: Change) -> Work[Saved]:
    """Write a picture, its files first."""
    names, key = tuple(change.blobs), change.header.id
    first, *rows = yield (Get("pictures", key), *(Get("index", name) for name in names))
    old = header_of(first)
    if old is not None and old.revision != change.revision:
        return Saved(old, conflict=True)
    writes, written = _blob_writes(change, old, dict(zip(names, map(entry_of, rows), strict=True)))
    left = tuple(name for name in (old.blobs if old else ()) if name not in change.blobs)
    if left:
        entries = yield tuple(Get("index", name) for name in left)
        for name, row in zip(left, entries, strict=True):
            writes += _released(name, entry_of(row))
    header = _counted(change, old)
    writes.append(Put("documents", key, change.document.data))
    if change.steps is not None:
        writes += _step_writes(key, change.steps)
        written += change.steps.written
    yield (*writes, Put("pictures", key, header_text(header)))
    return Saved(header, written + change.document.bytes)


def _step_writes(key: str, steps: Steps) -> list[Operation]:
    writes: list[Operation] = [Delete("steps", step_key(key, name)) for name in steps.gone]
    if steps.afresh:
        writes = [Delete("steps", key), DeleteRange("steps", key + "/", key + "0")]  # "0" comes after "/"
    return writes + [Put("steps", step_key(key, name), row) for name, row in steps.rows.items()]


def step_key(key: str, name: str) -> str:
    """The key of a row of a picture's history."""
    return f"{key}/{name}" if name else key


def _counted(change: Change, old: Header | None) -> Header:
    """The header with its counts; what is the store's own stays as it is kept."""
    header = replace(
        change.header,
        blobs=tuple(change.blobs),
        document=change.document.bytes,
        files=sum(blob.bytes for blob in change.blobs.values()),
        steps=change.steps.bytes if change.steps else old.steps if old else 0,
        views=old.views if old else 0,
        revision=change.revision + 1,
    )
    return replace(header, made=old.made, pinned=old.pinned) if old else header


def _blob_writes(change: Change, old: Header | None, index: Mapping[str, Entry | None]) -> tuple[list[Operation], int]:
    writes: list[Operation] = []
    written = 0
    for name, blob in change.blobs.items():
        entry = index[name]
        if entry is None:
            if blob.data is None:
                raise StoreError("store/missing")
            writes += [Put("blobs", name, blob.data), Put("index", name, entry_text(Entry(blob.bytes, 1)))]
            written += blob.bytes
        elif old is None or name not in old.blobs:
            writes.append(Put("index", name, entry_text(replace(entry, count=entry.count + 1))))
    return writes, written


def _released(name: str, entry: Entry | None) -> list[Operation]:
    if entry is None or entry.count <= 1:
        return [Delete("blobs", name), Delete("index", name)]
    return [Put("index", name, entry_text(replace(entry, count=entry.count - 1)))]


def set_views(key: str, small: Blob, screen: Blob | None = None) -> Work[bool]:
    """Keep other views of a picture; without `screen` that one goes, for it would show what is no more. False when
    the picture is not kept."""
    (row,) = yield (Get("pictures", key),)
    header = header_of(row)
    if header is None:
        return False
    header = replace(header, views=small.bytes + (screen.bytes if screen else 0))
    writes: list[Operation] = [Put("views", key + SMALL, small.data), Put("pictures", key, header_text(header))]
    writes.append(Put("views", key + SCREEN, screen.data) if screen else Delete("views", key + SCREEN))
    yield tuple(writes)
    return True


def change_header(key: str, change: Callable[[Header], Header]) -> Work[Header | None]:
    """Change what is known of a picture; None when it is not kept. The revision stays: no pixel changes."""
    (row,) = yield (Get("pictures", key),)
    header = header_of(row)
    if header is None:
        return None
    changed = change(header)
    if changed != header:
        yield (Put("pictures", key, header_text(changed)),)
    return changed


def change_all(change: Callable[[Header], Header]) -> Work[int]:
    """Change what is known of every picture. How many changed."""
    (rows,) = yield (Values("pictures"),)
    headers = [header for header in map(header_of, rows) if header is not None]
    changed = [new for old, new in ((header, change(header)) for header in headers) if new != old]
    if changed:
        yield tuple(Put("pictures", header.id, header_text(header)) for header in changed)
    return len(changed)


def read(key: str) -> Work[Record | None]:
    """A picture with its document and its files; None when it, or a part of it, is not there."""
    row, document, view = yield (Get("pictures", key), Get("documents", key), Get("views", key + SCREEN))
    header = header_of(row)
    if header is None or document is None:
        return None
    files = (yield tuple(Get("blobs", name) for name in header.blobs)) if header.blobs else []
    if any(file is None for file in files):
        return None
    return Record(header, document, dict(zip(header.blobs, files, strict=True)), view)


def read_steps(key: str, names: Callable[[str], tuple[str, ...]]) -> Work[tuple[str, ...]]:
    """The rows of a picture's history that its list `names`, the list itself first; none when one is not there."""
    (listed,) = yield (Get("steps", key),)
    wanted = names(listed) if isinstance(listed, str) else ()
    if not wanted:
        return ()
    rows = yield tuple(Get("steps", step_key(key, name)) for name in wanted)
    return (listed, *rows) if all(isinstance(row, str) for row in rows) else ()


def read_one(store: StoreName, key: str) -> Work[Any]:
    """One value; None when it is not there."""
    (value,) = yield (Get(store, key),)
    return value


def held() -> Work[Held]:
    """What there is, without reading a pixel."""
    rows, entries, log = yield (Values("pictures"), Values("index"), Values("log"))
    headers = [header for header in headers_of(rows) if header is not None]
    size = sum(header.own for header in headers)
    size += sum(entry.bytes for entry in entries_of(entries) if entry is not None)
    lines = tuple(line for line in map(purged_of, log) if line is not None)
    return Held(tuple(sorted(headers, key=lambda header: -header.used)), size, lines)


def purge(now: float, alive: Alive, chosen: Mapping[str, Reason] | None = None) -> Work[Plan]:
    """Everything that is due now or `chosen` goes, the pixels first, and whatever nothing refers to. What was done."""
    rows, log = yield from _rows()
    made = policy.plan(rows, now, alive, chosen)
    if not made.empty:
        yield (*_deletions(rows, made), *_logged(log, _lines(made, now)))
    return made


def look(now: float) -> Work[Callable[[Alive], bool]]:
    """Whether nothing would be purged now, to be asked once it is known who is alive. Writes nothing."""
    rows, _ = yield from _rows()
    return lambda alive: policy.plan(rows, now, alive).empty


def _rows() -> Work[tuple[Rows, list[str]]]:
    """All that is kept, and the keys of the log."""
    keys, headers, documents, steps, views, blobs, names, entries, log = yield (
        Keys("pictures"),
        Values("pictures"),
        *(Keys(name) for name in ("documents", "steps", "views", "blobs", "index")),
        Values("index"),
        Keys("log"),
    )
    rows = Rows(
        headers=dict(zip(keys, headers_of(headers), strict=True)),
        documents=frozenset(documents),
        steps=frozenset(steps),
        views=frozenset(views),
        blobs=frozenset(blobs),
        index=dict(zip(names, entries_of(entries), strict=True)),
    )
    return rows, log


def _deletions(rows: Rows, plan: Plan) -> tuple[Operation, ...]:
    parts: tuple[tuple[StoreName, Collection[str], tuple[str, ...]], ...] = (
        ("blobs", rows.blobs, plan.blobs),
        ("views", rows.views, plan.views),
        ("steps", rows.steps, plan.steps),
        ("documents", rows.documents, plan.documents),
        ("index", rows.index, plan.entries),
        ("pictures", rows.headers, plan.headers),
    )
    return (
        *(operation for store, there, keys in parts for operation in _without(store, there, keys)),
        *(Put("index", name, entry_text(entry)) for name, entry in plan.counted.items()),
        *(Put("pictures", header.id, header_text(header)) for header in plan.stamped),
    )


def _without(store: StoreName, there: Collection[str], keys: tuple[str, ...]) -> list[Operation]:
    """Delete `keys` out of all that are `there`, in as few requests as it takes: a thousand of them cost a second."""
    if len(keys) == len(there):
        return [Clear(store)] if keys else []
    if not all(map(str.isascii, there)):  # beyond ASCII a browser sorts otherwise
        return [Delete(store, key) for key in keys]
    going, found = set(keys), list[Operation]()
    for goes, run in groupby(sorted(there), going.__contains__):
        if goes:
            first, *more = run
            found.append(DeleteRange(store, first, more[-1]) if more else Delete(store, first))
    return found


def _lines(plan: Plan, now: float) -> list[Purged]:
    reasons = list(plan.reasons.values())
    return [Purged(now, reason, reasons.count(reason), plan.freed.get(reason, 0)) for reason in dict.fromkeys(reasons)]


def _logged(keys: list[str], lines: list[Purged]) -> list[Operation]:
    """Write lines at the end of the log, which has these keys; the oldest go."""
    number = int(keys[-1]) + 1 if keys else 1
    writes: list[Operation] = [Put("log", f"{number + at:012d}", purged_text(line)) for at, line in enumerate(lines)]
    writes += [Delete("log", key) for key in keys[: max(len(keys) + len(lines) - LOG_KEPT, 0)]]
    return writes


def clear(now: float) -> Work[Purged]:
    """Everything goes, the pixels first; the log stays and gets a line."""
    before = yield from held()
    (log,) = yield (Keys("log"),)
    line = Purged(now, "cleared", len(before.headers), before.bytes)
    writes = _logged(log, [line] if before.headers else [])
    yield (*(Clear(name) for name in ("blobs", "views", "steps", "documents", "index", "pictures")), *writes)
    return line


def room(needed: int, alive: Alive, pinned: bool = False) -> Work[tuple[Header, ...]]:
    """The pictures to drop so that `needed` bytes come free."""
    rows, names, entries = yield (Values("pictures"), Keys("index"), Values("index"))
    headers = [header for header in headers_of(rows) if header is not None]
    index = {name: entry for name, entry in zip(names, entries_of(entries), strict=True) if entry is not None}
    chosen = policy.make_room(headers, index, needed, alive, pinned)
    return tuple(header for header in headers if header.id in chosen)
