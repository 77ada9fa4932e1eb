"""The typefaces of text layers: which files of the npm packages the site carries, and which characters they hold.

    .venv/bin/python -m tools.fonts          writes src/imaging/coverage.py

A subset promises whole blocks of Unicode, its file holds what the typeface has of them. What is missing can only be
said of the latter, so it is read from the files: WOFF2 (W3C Recommendation) and the OpenType table `cmap`.
"""

from __future__ import annotations

import json
import struct
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli

from tools.paths import NODE_MODULES, SOURCE, write_atomically
from tools.report import main, say

sys.path.append(str(SOURCE))
from imaging.fonts import FAMILIES, FontFile

TARGET = SOURCE / "imaging" / "coverage.py"
HEAD = '''"""The characters of each subset of a typeface, in hexadecimal. Written by tools/fonts.py; plain Python."""

from __future__ import annotations

COVERAGE: dict[str, str] = {
'''
KNOWN_TAGS = (
    "cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT "
    "VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar "
    "fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill"
).split()


def path_of(file: FontFile) -> Path:
    """Where npm put it."""
    return _package(file) / "files" / file.name


def covered(file: FontFile) -> set[int]:
    """The characters that a file is asked for: of its subset those that it has, and all marks that it has, so that a
    letter and its mark are found in one file. (Space and A are in every file and belong to one.)"""
    promised = json.loads((_package(file) / "unicode.json").read_text())[file.subset]
    subset = {code for part in promised.split(",") for code in _range(part)}
    held = {code for code in characters(path_of(file)) if unicodedata.category(chr(code)) not in ("Cc", "Cf")}
    return {code for code in held if code in subset or unicodedata.combining(chr(code))}


def carried() -> tuple[FontFile, ...]:
    """Every file that a family of imaging.fonts has."""
    return tuple(file for family in FAMILIES.values() for file in family.files)


def tables(path: Path) -> dict[str, bytes]:
    """The tables of a WOFF2 file by tag; `glyf`, `loca` and `hmtx` may be in their transformed form."""
    data = path.read_bytes()
    count, packed = struct.unpack(">H", data[12:14])[0], struct.unpack(">I", data[20:24])[0]
    sizes, offset = [], 48
    for _ in range(count):
        flags, offset = data[offset], offset + 1
        tag, version = "", flags >> 6
        if flags & 63 == 63:
            tag, offset = data[offset : offset + 4].decode(), offset + 4
        else:
            tag = KNOWN_TAGS[flags & 63]
        size, offset = _number(data, offset)
        if version != (3 if tag in ("glyf", "loca") else 0):
            size, offset = _number(data, offset)
        sizes.append((tag, size))
    return dict(_split(brotli.decompress(data[offset : offset + packed]), sizes))


def characters(path: Path) -> set[int]:
    """The code points that a file has glyphs for."""
    cmap = tables(path)["cmap"]
    found: set[int] = set()
    for index in range(struct.unpack(">H", cmap[2:4])[0]):
        start = struct.unpack(">I", cmap[8 + 8 * index : 12 + 8 * index])[0]
        part = cmap[start:]
        format_ = struct.unpack(">H", part[:2])[0]
        if format_ == 12:
            found.update(_segmented_coverage(part))
        elif format_ == 4:
            found.update(_segment_mapping(part))
    return found


def ranges(codes: Iterable[int]) -> str:
    """Code points as "20-7e,a0": inclusive, in order, hexadecimal."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"{first:x}-{last:x}" if last > first else f"{first:x}" for first, last in runs)


def written() -> str:
    """The text of src/imaging/coverage.py."""
    lines = [f"    {_literal(file.held, ranges(covered(file)))}\n" for file in carried() if not file.italic]
    return HEAD + "".join(lines) + "}\n"


def _package(file: FontFile) -> Path:
    return NODE_MODULES / "@fontsource-variable" / file.package


def _range(part: str) -> range:
    """ "U+20-7E" as numbers."""
    first, _, last = part.removeprefix("U+").partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def _literal(name: str, held: str) -> str:
    """One entry, in lines that are not too long."""
    pieces, line = [], ""
    for part in held.split(","):
        if len(line) + len(part) > 100:
            pieces.append(line)
            line = ""
        line += part + ","
    pieces.append(line.rstrip(","))
    if len(pieces) == 1 and len(name) + len(pieces[0]) < 105:
        return f'"{name}": "{pieces[0]}",'
    body = "".join(f'\n        "{piece}"' for piece in pieces)
    return f'"{name}": ({body}\n    ),'


def _segmented_coverage(part: bytes) -> Iterator[int]:
    """Format 12: groups of consecutive code points."""
    for index in range(struct.unpack(">I", part[12:16])[0]):
        first, last, _ = struct.unpack(">III", part[16 + 12 * index : 28 + 12 * index])
        yield from range(first, last + 1)


def _segment_mapping(part: bytes) -> Iterator[int]:
    """Format 4: segments of the first plane, each by a difference or through a list of glyphs."""
    count = struct.unpack(">H", part[6:8])[0] // 2
    row = f">{count}H"
    ends, starts = struct.unpack_from(row, part, 14), struct.unpack_from(row, part, 16 + 2 * count)
    deltas, offsets = struct.unpack_from(row, part, 16 + 4 * count), struct.unpack_from(row, part, 16 + 6 * count)
    for index in range(count):
        for code in range(starts[index], ends[index] + 1):
            glyph = code
            if offsets[index]:
                place = 16 + 6 * count + 2 * index + offsets[index] + 2 * (code - starts[index])
                glyph = struct.unpack_from(">H", part, place)[0]
                if not glyph:
                    continue
            if (glyph + deltas[index]) & 0xFFFF and code != 0xFFFF:
                yield code


def _split(data: bytes, sizes: list[tuple[str, int]]) -> Iterator[tuple[str, bytes]]:
    offset = 0
    for tag, size in sizes:
        yield tag, data[offset : offset + size]
        offset += size


def _number(data: bytes, offset: int) -> tuple[int, int]:
    """A UIntBase128 and where the next field starts."""
    value = 0
    while True:
        byte, offset = data[offset], offset + 1
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return value, offset


def run() -> None:
    """Write the coverage down."""
    write_atomically(TARGET, written().encode())
    total = sum(path_of(file).stat().st_size for file in carried())
    say(f"{len(carried())} font files, {total / 1e3:.0f} kB")


if __name__ == "__main__":
    main(run)
