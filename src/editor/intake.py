"""What a person handed over, before any byte is read: one photo, or a reason to refuse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from errors import InputError

MAX_FILE_MEGABYTES = 300


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file (a browser's Blob or File), its name and its size in bytes; `handle` where it can be written again."""

    name: str
    bytes: int
    file: Any
    handle: Any = None


def one_photo(files: list[Incoming], folder: bool = False) -> Incoming:
    """The one file among `files`. Raises InputError for a folder, several files, none, an empty or a huge one."""
    if folder:
        raise InputError("input/folder")
    if len(files) > 1:
        raise InputError("input/many", count=len(files))
    if not files:
        raise InputError("input/clipboard-empty")
    incoming = files[0]
    if incoming.bytes == 0:
        raise InputError("input/empty", name=incoming.name)
    megabytes = incoming.bytes / 1e6
    if megabytes > MAX_FILE_MEGABYTES:
        raise InputError(
            "input/too-large-file", name=incoming.name, megabytes=round(megabytes), limit=MAX_FILE_MEGABYTES
        )
    return incoming
