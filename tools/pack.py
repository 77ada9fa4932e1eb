"""A pack: many small files as one, for the engine's file system and for compiling.

Four bytes little-endian N, then N bytes of JSON [[path, size], ...], then the files' bytes in that order. No
compression inside: the wire does that better, and the reader needs no inflate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

Files = dict[str, bytes]


def write_pack(files: Mapping[str, bytes]) -> bytes:
    """`files` (path -> bytes) as one pack, in the order of their paths."""
    names = sorted(files)
    index = json.dumps([[name, len(files[name])] for name in names], separators=(",", ":")).encode()
    return b"".join([len(index).to_bytes(4, "little"), index, *(files[name] for name in names)])


def read_pack(pack: bytes) -> Files:
    """The files of a pack. Raises ValueError when it is cut off."""
    length = int.from_bytes(pack[:4], "little")
    offset = 4 + length
    files: Files = {}
    for name, size in json.loads(pack[4:offset]):
        files[name] = pack[offset : offset + size]
        offset += size
    if offset != len(pack):
        raise ValueError("a pack is cut off or has bytes left over")
    return files
