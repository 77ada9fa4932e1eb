"""Reads the answer of `generate` (server-sent events, docs/api.md) as it arrives: pieces in, events out. Plain."""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_EVENT = 30_000_000
"""Bytes of one event: a picture of 20 MB is 26 MB in base64."""
HEAD = re.compile(rb'"image":\s*(\d)')
HEAD_BYTES = 200
"""The fields before the picture are short."""
PICTURES = ("partial", "image")


@dataclass(frozen=True, slots=True)
class Arriving:
    """So many bytes of image `image` are here; `partial` is a preview of it."""

    image: int
    bytes: int
    partial: bool


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its name, its fields, and the picture's bytes where it carries one (b"" for a broken one)."""

    name: str
    data: dict[str, Any]
    picture: bytes = b""


class StreamError(ValueError):
    """What came is no such stream."""


@dataclass(slots=True)
class Reader:
    """Takes the pieces of a stream in whatever sizes they come."""

    _line: bytearray = field(default_factory=bytearray)
    _name: str = ""
    _data: bytes = b""

    def take(self, piece: bytes) -> Iterator[Event | Arriving]:
        """The events that are whole with this piece; and of a picture that is on its way, how far it is. Raises
        StreamError."""
        at = 0
        while (end := piece.find(b"\n", at)) >= 0:
            self._line += piece[at:end]
            at = end + 1
            yield from self._ended(bytes(self._line))
            self._line.clear()
        self._line += piece[at:]
        if len(self._line) > MAX_EVENT:
            raise StreamError("an event is larger than a picture")
        if self._name in PICTURES and (head := HEAD.search(self._line[:HEAD_BYTES])):
            yield Arriving(int(head[1]), len(self._line) * 3 // 4, self._name == "partial")

    def _ended(self, line: bytes) -> Iterator[Event]:
        line = line.removesuffix(b"\r")
        if line.startswith(b"event: "):
            self._name = line[7:].decode("ascii", "replace")
        elif line.startswith(b"data: "):
            self._data = line[6:]
        elif not line and self._data:
            yield _event(self._name, self._data)
            self._name, self._data = "", b""


def _event(name: str, raw: bytes) -> Event:
    try:
        data = json.loads(raw)
        if not isinstance(data, dict):
            raise StreamError("an event is no object")
        coded = data.pop("b64", "") if name in PICTURES else ""
        whole = data.get("complete", True) is True
        picture = binascii.a2b_base64(str(coded), strict_mode=True) if coded and whole else b""
    except (ValueError, RecursionError) as error:
        raise StreamError("an event cannot be read") from error
    return Event(name, data, picture)
