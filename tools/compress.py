"""Precompressed twins of the site's files: FILE.br and FILE.gz, made once per content and kept in .cache."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

import brotli

from tools.paths import CACHE, digest, write_atomically

# These formats are compressed already; a second time gains nothing.
PACKED = {".woff2", ".jpg", ".jpeg", ".png", ".webp"}
BROTLI_QUALITY = 9
BROTLI_QUALITY_LARGE = 9
LARGE = 16_000_000
WINDOW = 24
SMALLEST = 512


def twins(files: dict[str, bytes]) -> dict[str, bytes]:
    """path -> compressed bytes, for every file that gets smaller by it; paths end in .br and .gz."""
    wanted = [path for path in files if _worth(path, files[path])]
    with ThreadPoolExecutor(2) as pool:
        pairs = pool.map(lambda path: (path, _both(files[path])), wanted)
        return {path + end: data for path, both in pairs for end, data in both.items() if len(data) < len(files[path])}


def sizes(files: dict[str, bytes]) -> dict[str, list[int]]:
    """path -> [bytes, bytes on the wire with brotli]."""
    sent = twins(files)
    return {path: [len(data), len(sent.get(path + ".br", data))] for path, data in files.items()}


def _worth(path: str, data: bytes) -> bool:
    return len(data) >= SMALLEST and PurePosixPath(path).suffix not in PACKED


def _both(data: bytes) -> dict[str, bytes]:
    return {".br": _kept(data, "br"), ".gz": _kept(data, "gz")}


def _kept(data: bytes, kind: str) -> bytes:
    kept = CACHE / "compressed" / f"{digest(data, _recipe(data).encode())}.{kind}"
    if not kept.is_file():
        write_atomically(kept, _brotli(data) if kind == "br" else gzip.compress(data, 9, mtime=0))
    return kept.read_bytes()


def _recipe(data: bytes) -> str:
    return f"{brotli.__version__} {_quality(data)} {WINDOW}"


def _quality(data: bytes) -> int:
    return BROTLI_QUALITY_LARGE if len(data) > LARGE else BROTLI_QUALITY


def _brotli(data: bytes) -> bytes:
    return brotli.compress(data, quality=_quality(data), lgwin=WINDOW)


def sweep(used: Iterable[bytes]) -> None:
    """Drop twins of contents that are no longer in the site."""
    names = {f"{digest(data, _recipe(data).encode())}.{kind}" for data in used for kind in ("br", "gz")}
    for kept in (CACHE / "compressed").glob("*.*"):
        if kept.name not in names:
            kept.unlink()
