"""Rebuilds dist/ when a source has changed since the last build: looked up by time and size, which is cheap."""

from __future__ import annotations

import threading
from pathlib import Path

from tools import policy
from tools.backend import LOCAL, local
from tools.build import build
from tools.paths import MODELS, ROOT, SOURCE
from tools.report import ToolError, say

FILES = (
    *("index.html", "sw.js", "sw-off.js", "manifest.webmanifest", "icon.svg"),
    *("pyscript.toml", "policy.json", "package-lock.json"),
)
State = dict[Path, tuple[int, int]]


def state() -> State:
    """Time and size of every source."""
    folders = (SOURCE, ROOT / "samples", MODELS)
    found = [path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts]
    return {path: _mark(path) for path in [*found, *(ROOT / name for name in FILES), LOCAL] if path.is_file()}


def _mark(path: Path) -> tuple[int, int]:
    facts = path.stat()
    return facts.st_mtime_ns, facts.st_size


class Rebuilder:
    """Keeps dist/ up to date. A build that fails says why and leaves the last good site in place."""

    def __init__(self) -> None:
        self.built: State = {}
        self.lock = threading.Lock()

    def refresh(self) -> None:
        """Build if anything changed."""
        with self.lock:
            now = state()
            if now == self.built:
                return
            policy.policy.cache_clear()
            try:
                build(backend=local())
            except ToolError as error:
                if not self.built:
                    raise
                say(f"not rebuilt: {error}")
            self.built = now
