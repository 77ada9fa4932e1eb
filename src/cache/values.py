"""Plain values of the store: what is known of a kept picture, of a purge, and of the tab that asks.

Times are milliseconds since 1970 by the device's clock, sizes are bytes. Rows are kept as JSON text: a thousand of them
cross from the browser to Python as one array of strings, and a damaged one spoils itself only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Reason = Literal["time", "cleared", "room", "closed", "damaged", "incomplete"]
"""Why pictures were purged: their time was up, the person cleared them, room was needed, their tab or private session
ended, their record could not be read, a part of them was missing."""

TAB = 0
"""`keep` of a picture that goes when its tab closes."""
HOUR = 3600
DAY = 24 * HOUR
KEEPS = (TAB, HOUR, DAY, 7 * DAY, 30 * DAY)
"""What a person can choose, in seconds."""
LONGEST = 1000
"""Letters of an id or a name."""


@dataclass(frozen=True, slots=True)
class Header:
    """One kept picture. `made`, `used` and `saved` are times: of its first save, of the last use (the time to live
    counts from there), of the last change. `keep` is its time to live in seconds. `blobs` are the names of its files.
    `document`, `steps`, `views` and `files` are the bytes of its parts. `tab` names the tab that it was last used in.
    A `sealed` picture is encrypted with a key that only the page `tab` knows; its name is "" here. `revision` goes up
    with each save."""

    id: str
    name: str
    made: float
    used: float
    saved: float
    keep: int
    blobs: tuple[str, ...] = ()
    document: int = 0
    steps: int = 0
    views: int = 0
    files: int = 0
    pinned: bool = False
    tab: str = ""
    sealed: bool = False
    revision: int = 0

    @property
    def own(self) -> int:
        """Bytes that no other picture shares."""
        return self.document + self.steps + self.views

    @property
    def bytes(self) -> int:
        """Bytes of all of it."""
        return self.own + self.files


@dataclass(frozen=True, slots=True)
class Entry:
    """The index's row of one blob: its size and how many pictures need it."""

    bytes: int
    count: int


@dataclass(frozen=True, slots=True)
class Purged:
    """One line of the log of past purges: counts and times only."""

    time: float
    reason: Reason
    count: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Alive:
    """What is alive in the browser now: the tabs and pages that hold a lock, and the pictures that one has open."""

    tabs: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """What the store holds: pictures, the latest used first, bytes of everything, the log, the latest last."""

    headers: tuple[Header, ...] = ()
    bytes: int = 0
    log: tuple[Purged, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A picture as it is read: `document` is its JSON text (sealed: the bytes of it, encrypted), `blobs` its files by
    name, `view` a picture of it at screen size or None."""

    header: Header
    document: Any
    blobs: Mapping[str, Any] = field(default_factory=dict)
    view: Any = None


def header_text(header: Header) -> str:
    """The row of a picture."""
    return json.dumps(asdict(header), separators=(",", ":"), ensure_ascii=False)


def header_of(row: object) -> Header | None:
    """The picture of a row; None when the row is damaged."""
    return _header(_table(row))


def headers_of(rows: Sequence[object]) -> list[Header | None]:
    """The same for many rows, in a third of the time."""
    return list(map(_header, _tables(rows)))


def _header(data: dict[str, Any]) -> Header | None:
    try:
        return Header(
            id=_text(data["id"], 1),
            name=_text(data["name"]),
            made=_number(data["made"]),
            used=_number(data["used"]),
            saved=_number(data["saved"]),
            keep=_whole(data["keep"]),
            blobs=tuple(_text(name, 1) for name in data["blobs"]),
            document=_whole(data["document"]),
            steps=_whole(data["steps"]),
            views=_whole(data["views"]),
            files=_whole(data["files"]),
            pinned=data["pinned"] is True,
            tab=_text(data["tab"]),
            sealed=data["sealed"] is True,
            revision=_whole(data["revision"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def entry_text(entry: Entry) -> str:
    """The row of a blob."""
    return f'{{"bytes":{entry.bytes},"count":{entry.count}}}'


def entry_of(row: object) -> Entry | None:
    """The index's entry of a row; None when the row is missing or damaged."""
    return _entry(_table(row))


def entries_of(rows: Sequence[object]) -> list[Entry | None]:
    """The same for many rows."""
    return list(map(_entry, _tables(rows)))


def _entry(data: dict[str, Any]) -> Entry | None:
    try:
        return Entry(_whole(data["bytes"]), _whole(data["count"]))
    except (KeyError, ValueError):
        return None


def purged_text(purged: Purged) -> str:
    """The row of a purge."""
    return json.dumps(asdict(purged), separators=(",", ":"))


def purged_of(row: object) -> Purged | None:
    """The purge of a row; None when it is damaged."""
    data = _table(row)
    try:
        reason: Any = _text(data["reason"], 1)
        return Purged(_number(data["time"]), reason, _whole(data["count"]), _whole(data["bytes"]))
    except (KeyError, ValueError):
        return None


def _table(row: object) -> dict[str, Any]:
    if not isinstance(row, str) or not flat(row):
        return {}
    try:
        data = json.loads(row)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def flat(text: str, most: int = 2) -> bool:
    """Whether lists and objects begin at most so often outside of strings: a row that nests too deeply is not read, for
    the browser's Python does not survive it."""
    if text.count("[") + text.count("{") <= most:
        return True
    outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    return outside.count("[") + outside.count("{") <= most


def _tables(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """All rows read as one text, or one by one when one of them is damaged."""
    try:
        tables = json.loads(f"[{','.join(rows)}]") if all(map(flat, rows)) else []
    except (AttributeError, TypeError, ValueError):
        tables = []
    if len(tables) != len(rows):
        return list(map(_table, rows))
    return [table if isinstance(table, dict) else {} for table in tables]


def _text(value: object, shortest: int = 0) -> str:
    if not isinstance(value, str) or not shortest <= len(value) <= LONGEST:
        raise ValueError("not a text")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e16 < value < 1e16:
        raise ValueError("not a time")
    return float(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("not a count")
    return value
