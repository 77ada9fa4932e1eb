"""The chunks of a PNG file, read without decoding anything.

Text chunks never reach the decoder: they may inflate to gigabytes, and nothing in them is wanted.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TEXT = frozenset({b"tEXt", b"zTXt", b"iTXt"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """`start` and `end` bound the whole chunk (length, kind, body, check sum) in the file."""

    kind: bytes
    start: int
    end: int

    def body(self, data: bytes) -> bytes:
        """The chunk's content."""
        return data[self.start + 8 : self.end - 4]


def chunks(data: bytes) -> Iterator[Chunk]:
    """Every whole chunk in order, up to IEND or to where the file ends or stops making sense."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            return
        chunk = Chunk(data[at + 4 : at + 8], at, end)
        yield chunk
        if chunk.kind == b"IEND":
            return
        at = end


def is_cut_short(data: bytes) -> bool:
    """True when there is no IEND."""
    return not any(chunk.kind == b"IEND" for chunk in chunks(data))


def without_text(data: bytes) -> bytes:
    """The same file without text chunks and without a colour profile that is a zip bomb. Unchanged when it has none."""
    unwanted = [chunk for chunk in chunks(data) if chunk.kind in TEXT or _is_bomb(chunk, data)]
    if not unwanted:
        return data
    parts, at = [], 0
    for chunk in unwanted:
        parts.append(memoryview(data)[at : chunk.start])
        at = chunk.end
    return b"".join((*parts, memoryview(data)[at:]))


def _is_bomb(chunk: Chunk, data: bytes) -> bool:
    if chunk.kind != b"iCCP":
        return False
    inflate = zlib.decompressobj()
    try:
        # Pillow itself refuses the whole file above one megabyte.
        inflate.decompress(chunk.body(data).partition(b"\x00")[2][1:], 1_000_000)
    except zlib.error:
        return True
    return bool(inflate.unconsumed_tail)
