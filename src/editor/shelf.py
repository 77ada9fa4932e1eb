"""What the page shows of the pictures that this browser keeps. Plain values; times are milliseconds since 1970."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

KEEP_DEFAULT = 24 * 3600
"""Seconds that a picture is kept unless a person chooses otherwise."""

Note = Literal["tab", "saving", "saved", "failed"]
"""How the open picture stands: in this tab only, being saved, saved, not saved."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept picture. `purged` is when its time is up: infinite when no clock ends it, because it is `pinned` or
    `ends_with_tab`. `place` says whether it is open in this tab or in another."""

    id: str
    name: str
    bytes: int
    purged: float
    pinned: bool = False
    ends_with_tab: bool = False
    private: bool = False
    place: Literal["", "here", "elsewhere"] = ""


@dataclass(frozen=True, slots=True)
class PastPurge:
    """One line of the log: when, why, how many pictures, how many bytes."""

    time: float
    reason: str
    count: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """`bytes` are those of all kept pictures, `usage` and `quota` what the browser counts and allows for the site.
    `keep` is the time to live in seconds, 0 until the tab closes. `trouble` is a code of StoreError, `now` the time
    that countdowns are told from. `ready` says that the first purge is through."""

    kept: tuple[Kept, ...] = ()
    past: tuple[PastPurge, ...] = ()
    bytes: int = 0
    usage: int = 0
    quota: int = 0
    keep: int = KEEP_DEFAULT
    private: bool = False
    note: Note = "tab"
    trouble: str = ""
    now: float = 0.0
    ready: bool = False

    @property
    def next_purge(self) -> float:
        """When the next picture's time is up; infinite when none is waiting."""
        return min((kept.purged for kept in self.kept), default=math.inf)

    @property
    def here(self) -> Kept | None:
        """The picture that is open in this tab."""
        return next((kept for kept in self.kept if kept.place == "here"), None)
