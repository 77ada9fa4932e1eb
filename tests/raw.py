"""Picture files written byte by byte: the kinds that Pillow reads but does not write, and broken ones."""

from __future__ import annotations

import struct
import zlib

import numpy as np

BROKEN_EXIF = b"\xff\xe1\x00\x22Exif\x00\x00II\x2a\x00\xff\xff\xff\x7f" + b"\x80" * 18
"""An APP1 segment whose first directory lies two gigabytes behind the end of the file."""

CHANNELS = {0: 1, 2: 3}


def png(width: int, height: int, depth: int, colour: int, *, rows: int | None = None, flat: bool = False) -> bytes:
    """A PNG of `depth` bits and colour type 0 (gray) or 2 (RGB), a ramp or `flat`.

    `rows` makes it lie: so many rows instead of the `height` in its header.
    """
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    line = bytes(width * CHANNELS[colour] * depth // 8) if flat or rows else _ramp(width, CHANNELS[colour], ">u2")
    packer = zlib.compressobj(1)
    body = b"".join(packer.compress(b"\0" + line) for _ in range(height if rows is None else rows))
    data = body + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*c) for c in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b"")))


def tiff16(width: int, height: int, channels: int) -> bytes:
    """A little-endian TIFF of 16 bits and one strip: a ramp from black to white, left to right."""
    strip = _ramp(width, channels, "<u2") * height
    bits_at = 8 + 2 + 10 * 12 + 4
    bits = 16 if channels == 1 else bits_at
    strip_at = bits_at + 2 * channels
    tags = (
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, channels, bits),
        (259, 3, 1, 1),
        (262, 3, 1, 1 if channels == 1 else 2),
        (273, 4, 1, strip_at),
        (277, 3, 1, channels),
        (278, 4, 1, height),
        (279, 4, 1, len(strip)),
        (284, 3, 1, 1),
    )
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    return b"II\x2a\x00" + struct.pack("<I", 8) + directory + struct.pack("<H", 16) * channels + strip


def with_segment(jpeg: bytes, segment: bytes) -> bytes:
    """The JPEG with one more segment right behind its first marker."""
    return jpeg[:2] + segment + jpeg[2:]


def without_marker(jpeg: bytes) -> bytes:
    """The JPEG without Adobe's marker. CMYK inks are stored inverted with it and, as every reader assumes, without."""
    at = jpeg.index(b"\xff\xee")
    return jpeg[:at] + jpeg[at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big") :]


def display_p3() -> bytes:
    """A matrix profile of Display P3: its primaries adapted to D50, and sRGB's tone curve as a formula."""
    colorants = {"r": (0.51512, 0.24120, -0.00105), "g": (0.29198, 0.69225, 0.04189), "b": (0.15710, 0.06657, 0.78407)}
    formula = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    curve = b"para" + bytes(4) + struct.pack(">HH5i", 3, 0, *map(_fixed, formula))
    tags = {b"wtpt": _xyz(0.96420, 1.0, 0.82491), b"desc": _text("Display P3"), b"cprt": _text("CC0")}
    for letter, xyz in colorants.items():
        tags[letter.encode() + b"XYZ"] = _xyz(*xyz)
        tags[letter.encode() + b"TRC"] = curve
    return _profile(tags)


def _profile(tags: dict[bytes, bytes]) -> bytes:
    table, body, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = at + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"none", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    head += struct.pack(">3i", *map(_fixed, (0.96420, 1.0, 0.82491)))
    return head.ljust(128, b"\0") + table + body


def _fixed(value: float) -> int:
    return round(value * 65536)


def _xyz(*value: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *map(_fixed, value))


def _text(words: str) -> bytes:
    data = words.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data


def _ramp(width: int, channels: int, kind: str) -> bytes:
    """One row from 0 to 65535 in 16 bits."""
    ramp = np.linspace(0, 65535, width).astype(kind)
    return np.repeat(ramp[:, None], channels, 1).tobytes()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
