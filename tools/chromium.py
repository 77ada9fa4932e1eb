"""Finds a Chromium for the browser tests and the benchmarks, or gets Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.paths import stamp, stamped
from tools.report import ToolError, main, say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
APPLICATIONS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
"""The same browser without what draws its windows: tests take it where it is, they have a tenth less to wait."""
DOWNLOADED = ("chrome-linux/chrome", "chrome-linux64/chrome", "chrome-mac/Chromium.app/Contents/MacOS/Chromium")
DOWNLOADED_SHELLS = (
    "chrome-linux/headless_shell",
    "chrome-headless-shell-linux64/chrome-headless-shell",
    "chrome-mac/headless_shell",
    "chrome-headless-shell-mac-arm64/chrome-headless-shell",
    "chrome-headless-shell-mac-x64/chrome-headless-shell",
)
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
    downloads = _downloads("chromium-*", DOWNLOADED)
    return next((path for path in [*found, *_applications(), *downloads] if path.is_file()), None)


def for_tests() -> Path | None:
    """$CHROMIUM, else a headless shell, else what `find` finds."""
    if os.environ.get("CHROMIUM"):
        return find()
    on_path = next((Path(path) for path in map(shutil.which, SHELLS) if path), None)
    return on_path or next(_downloads("chromium_headless_shell-*", DOWNLOADED_SHELLS), None) or find()


def ensure_for_tests() -> Path:
    """The same, installed if need be and possible; a browser that is here already does where no shell can be had.
    Raises ToolError with what to install."""
    found = for_tests()
    wanting = not os.environ.get("CHROMIUM") and (found is None or found == find())
    if wanting and _is_debian_root() and not stamped("no-headless-shell", _offer()):
        _install(_offer().partition("\n")[0])
        found = for_tests()
        if found == find():
            stamp("no-headless-shell", _offer())
    return found or ensure()


def ensure() -> Path:
    """A Chromium, installed if need be and possible. Raises ToolError with what to install."""
    found = find()
    if found is None and _is_debian_root():
        _install("chromium")
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


def _downloads(folders: str, programs: tuple[str, ...]) -> Iterator[Path]:
    cache = "Library/Caches/ms-playwright" if sys.platform == "darwin" else ".cache/ms-playwright"
    base = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / cache)
    builds = sorted(base.glob(folders), reverse=True)
    return (path for build in builds for name in programs if (path := build / name).is_file())


def _install(package: str) -> None:
    """Debian's package; a closed network costs seconds."""
    say(f"{package} (Debian's package) …")
    apt = ["apt-get", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10", "-o", "Acquire::https::Timeout=10"]
    install = [*apt, "install", "-y", "--no-install-recommends", package]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        subprocess.run([*apt, "update"], capture_output=True, check=False)
        subprocess.run(install, capture_output=True, check=False)


def _offer() -> str:
    """What Debian is asked for: the shell of the chromium that is here, if there is one, which it must not replace; and
    the state of the system's lists, in which one that is not there now need not be looked for again."""
    asked = ["dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Version}", "chromium"]
    status, _, version = subprocess.run(asked, capture_output=True, check=False, text=True).stdout.partition(" ")
    package = f"chromium-headless-shell={version}" if status == "installed" else "chromium-headless-shell"
    lists = sorted(path.name for path in Path("/var/lib/apt/lists").glob("*Packages*"))
    return "\n".join([package, *lists])


def _is_debian_root() -> bool:
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


if __name__ == "__main__":
    main(lambda: say(str(ensure_for_tests())))
