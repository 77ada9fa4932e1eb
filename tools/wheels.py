"""The wasm wheels of numpy and Pillow, pinned by the sha256 in Pyodide's own lock file."""

from __future__ import annotations

import json
from pathlib import Path

from tools.fetch import SourceError, fetch, save_checked
from tools.paths import DOWNLOADS, PYODIDE, file_sha256
from tools.pypi import read_member
from tools.report import ToolError, say

WHEELS = ("numpy", "pillow")
PYODIDE_VERSION = "314.0.3"
# The Pyodide project's own distribution. Where it cannot be reached, a PyPI wheel carries the same files.
DISTRIBUTION = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE_VERSION}/full/"
CARRIER = ("open-webui", "0.12.4", "open_webui/frontend/pyodide/")


def wheel_path(package: str) -> Path:
    """Where set-up leaves the wheel of `package`."""
    return DOWNLOADS / _entry(package)[0]


def setup_wheels() -> None:
    """Fetch what is missing of WHEELS. Raises ToolError when no source has them."""
    for package in WHEELS:
        name, sha256 = _entry(package)
        target = DOWNLOADS / name
        if target.is_file() and file_sha256(target) == sha256:
            continue
        say(f"{package} for WebAssembly …")
        _fetch(target, sha256)


def _fetch(target: Path, sha256: str) -> None:
    try:
        fetch(target, sha256, [DISTRIBUTION + target.name])
        return
    except ToolError as error:
        first = str(error)
    package, version, folder = CARRIER
    try:
        save_checked(target, read_member(package, version, folder + target.name), sha256)
    except SourceError as error:
        raise ToolError(f"{first}; PyPI: {error}") from error


def _entry(package: str) -> tuple[str, str]:
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())
    entry = lock["packages"][package]
    return str(entry["file_name"]), str(entry["sha256"])
