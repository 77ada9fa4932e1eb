"""Compressed bytes on the wire: what a first visit fetches, by its requests and the files that answer them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Playwright

from benchmarks.cutout import Ours
from benchmarks.table import Results
from tools import chromium

SHELL, USABLE = ("page",), ("page", "pyscript", "pyodide", "app")


def measure(playwright: Playwright, ours: str, dist: Path, photo: Path, results: Results) -> None:
    """Makes one first visit up to the first cut-out; a file counts once, at its brotli size."""
    browser = playwright.chromium.launch(executable_path=chromium.ensure(), args=chromium.arguments())
    context = browser.new_context(service_workers="block")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    Ours(context, ours, photo).run()
    browser.close()
    paths = {urlsplit(url).path.lstrip("/") or "index.html" for url in asked if url.startswith(ours)}
    sizes = {path: _size(dist / path) for path in paths}
    usable = sum(size for path, size in sizes.items() if _group(path) in (*USABLE, ""))
    shell = sum(size for path, size in sizes.items() if _group(path) in (*SHELL, ""))
    results.note(
        f"Compressed bytes of a first visit: {_shown(shell)} for the page and its pictures, {_shown(usable)} to the "
        f"first usable page (Python and the editor), {_shown(sum(sizes.values()))} to the first cut-out (all)."
    )


def _group(path: str) -> str:
    """The part of the site that a file belongs to; empty for what is not under static/."""
    return path.split("/")[1].rsplit("-", 1)[0] if path.startswith("static/") else ""


def _size(file: Path) -> int:
    packed = file.with_name(file.name + ".br")
    return next((entry.stat().st_size for entry in (packed, file) if entry.is_file()), 0)


def _shown(size: int) -> str:
    return f"{size / 1e6:.2f} MB"
