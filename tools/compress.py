"""Precompressed twins of the site's files: FILE.br and FILE.gz, made once per content and kept in .cache.

The best brotli takes two minutes for the whole site, a quick one two seconds at 14 % more bytes. `make build` waits
for the best; `make run` and the tests take the best that is there already, else the quick one.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

import brotli

from tools.pack import Files
from tools.paths import CACHE, digest, write_atomically

FOLDER = CACHE / "compressed"
# These formats are compressed already; a second time gains nothing.
PACKED = {".woff2", ".jpg", ".jpeg", ".png", ".webp"}
UNPACKED = "static/weights-"
"""Large networks: minutes for a few per cent. Sent as they are, a broken download goes on in the middle."""
SMALLEST = 512
BEST, QUICK, WINDOW = 11, 6, 24
ZIPPED_BEST, ZIPPED_QUICK = 9, 6
WORKERS = 2


def twins(files: Files, best: bool) -> Files:
    """path -> compressed bytes, for every file that gets smaller by it; paths end in .br and .gz."""
    wanted = [path for path in files if _worth(path, files[path])]
    with ThreadPoolExecutor(WORKERS) as pool:
        pairs = pool.map(lambda path: (path, _both(files[path], best)), wanted)
        return {path + end: data for path, both in pairs for end, data in both.items() if len(data) < len(files[path])}


def sizes(files: Files, compressed: Files) -> dict[str, list[int]]:
    """path -> [bytes, bytes on the wire with brotli]; `compressed` are the twins."""
    return {path: [len(data), len(compressed.get(path + ".br", data))] for path, data in files.items()}


def sweep(used: Iterable[bytes]) -> None:
    """Drop the twins of contents that are no longer in the site."""
    names = {digest(data) for data in used}
    for kept in FOLDER.glob("*.*"):
        if kept.name.split(".")[0] not in names:
            kept.unlink()


def _worth(path: str, data: bytes) -> bool:
    packed = path.startswith(UNPACKED) or PurePosixPath(path).suffix in PACKED
    return len(data) >= SMALLEST and not packed


def _both(data: bytes, best: bool) -> Files:
    name = digest(data)
    return {
        ".br": _twin(name, "br", (BEST, QUICK), best, lambda level: _brotli(data, level)),
        ".gz": _twin(name, "gz", (ZIPPED_BEST, ZIPPED_QUICK), best, lambda level: gzip.compress(data, level, mtime=0)),
    }


def _twin(name: str, kind: str, levels: tuple[int, int], best: bool, make: Callable[[int], bytes]) -> bytes:
    """The best one that is kept, else the one that is wanted."""
    files = [FOLDER / f"{name}.{level}.{kind}" for level in levels]
    at = 0 if best or files[0].is_file() else 1
    if not files[at].is_file():
        write_atomically(files[at], make(levels[at]))
    return files[at].read_bytes()


def _brotli(data: bytes, quality: int) -> bytes:
    return bytes(brotli.compress(data, quality=quality, lgwin=WINDOW))
