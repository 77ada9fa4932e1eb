"""Where things lie in a checkout. All caches stay inside it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident

try:
    import fcntl
except ImportError:  # Windows: two builds at once are then not kept apart
    fcntl = None  # type: ignore[assignment]

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
DOWNLOADS = CACHE / "downloads"
STAMPS = CACHE / "stamps"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
NODE_MODULES = ROOT / "node_modules"
PYODIDE = NODE_MODULES / "pyodide"
MODELS = ROOT / "models"
SOURCE = ROOT / "src"
DIST = ROOT / "dist"


def digest(*parts: bytes) -> str:
    """sha256 of `parts`, each with its length, so that ("ab", "c") and ("a", "bc") differ."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "little"))
        total.update(part)
    return total.hexdigest()


def file_sha256(path: Path) -> str:
    """sha256 of a file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write `path` so that a reader, or a later run after a crash, sees all of `data` or none of it. Others, threads
    of this process as well, may write it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}.part")
    part.write_bytes(data)
    part.replace(path)


def stamped(name: str, key: str) -> bool:
    """Whether the step `name` was finished for exactly this `key`."""
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text() == key


def stamp(name: str, key: str) -> None:
    """Remember that the step `name` is finished for `key`."""
    write_atomically(STAMPS / name, key.encode())


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the checkout's lock `name`: two builds at once would each throw away the other's files."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
