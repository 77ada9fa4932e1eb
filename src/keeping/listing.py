"""From what the store holds to what the page shows of it, and to the list that the next start finds at once."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

from cache.policy import purge_time
from cache.values import TAB, Header, Held
from editor.shelf import Kept, PastPurge, Shelf

LISTED = 8
"""Pictures in the list of recent ones."""


def filled(shelf: Shelf, held: Held, here: str, elsewhere: frozenset[str]) -> Shelf:
    """`shelf` with what the store holds; `here` is the picture that is open in this tab, `elsewhere` in some tab."""
    kept = tuple(_kept(header, here, elsewhere) for header in held.headers)
    past = tuple(PastPurge(line.time, line.reason, line.count, line.bytes) for line in reversed(held.log))
    return replace(shelf, kept=kept, past=past, bytes=held.bytes)


def _kept(header: Header, here: str, elsewhere: frozenset[str]) -> Kept:
    place: Any = "here" if header.id == here else "elsewhere" if header.id in elsewhere else ""
    ends_with_tab = header.sealed or (header.keep == TAB and not header.pinned)
    pinned = header.pinned and not header.sealed
    times = (header.bytes, purge_time(header))
    return Kept(header.id, header.name, *times, pinned, ends_with_tab, header.sealed, place)


def recents(headers: tuple[Header, ...]) -> str:
    """The list that the next start shows before the store is open: id, name and the time of the purge (0: none)."""
    outlive = [header for header in headers if header.pinned or purge_time(header) < math.inf]
    listed = [header for header in outlive if not header.sealed][:LISTED]
    times = [purge_time(header) for header in listed]
    rows = [
        {"id": header.id, "name": header.name, "time": 0 if time == math.inf else time}
        for header, time in zip(listed, times, strict=True)
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""
