"""Finds a Chromium for the browser tests, or gets Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.report import ToolError, main, say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
APPLICATIONS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
DOWNLOADED = ("chrome-linux/chrome", "chrome-linux64/chrome", "chrome-mac/Chromium.app/Contents/MacOS/Chromium")
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def find() -> Path | None:
    """$CHROMIUM, else one on the PATH, else an installed application, else Playwright's own download."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        path = shutil.which(chosen)
        if not path:
            raise ToolError(f"CHROMIUM names no program: {chosen}")
        return Path(path)
    on_path = (shutil.which(name) for name in NAMES)
    found = [Path(path) for path in on_path if path]
    return next((path for path in [*found, *_applications(), *_downloads()] if path.is_file()), None)


def ensure() -> Path:
    """A Chromium, installed if need be and possible. Raises ToolError with what to install."""
    found = find()
    if found is None and _is_debian_root():
        say("Chromium (Debian's package) …")
        subprocess.run(["apt-get", "update"], capture_output=True, check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "--no-install-recommends", "chromium"], capture_output=True, check=False
        )
        found = find()
    if found is None:
        raise ToolError("the browser tests need Chromium: install chromium or Chrome, or set CHROMIUM to one")
    return found


def arguments() -> list[str]:
    """Command-line arguments for a quiet test browser; as root Chromium's own sandbox cannot start."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*ARGUMENTS, *(["--no-sandbox"] if root else [])]


def _applications() -> list[Path]:
    return [base / name for base in (Path("/Applications"), Path.home() / "Applications") for name in APPLICATIONS]


def _downloads() -> list[Path]:
    cache = "Library/Caches/ms-playwright" if sys.platform == "darwin" else ".cache/ms-playwright"
    base = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / cache)
    builds = sorted(base.glob("chromium-*"), reverse=True)
    return [build / name for build in builds for name in DOWNLOADED]


def _is_debian_root() -> bool:
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


if __name__ == "__main__":
    main(lambda: say(str(ensure())))
