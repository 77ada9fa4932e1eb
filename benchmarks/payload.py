"""Compressed bytes on the wire: what a first visit fetches, by its requests and the files that answer them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Playwright

from benchmarks import chrome
from benchmarks.cutout import Ours
from benchmarks.table import Results
from tools import chromium


def measure(playwright: Playwright, ours: str, dist: Path, photo: bytes, results: Results) -> None:
    """Sums up to three moments of one first visit; a file counts once, at its brotli size."""
    browser = playwright.chromium.launch(executable_path=chromium.ensure(), args=chromium.arguments())
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(ours, wait_until="commit")
    sums = {}
    for name in ("first-contentful-paint", "app:ready", "engine:ready"):
        chrome.when(page, name)
        sums[name] = _sum(asked, ours, dist)
    page.close()
    Ours(context, ours, photo).run()
    sums["the first cut-out"] = _sum(asked, ours, dist)
    browser.close()
    words = ", ".join(f"{_shown(size)} by {name}" for name, size in sums.items())
    results.note(f"Compressed bytes asked for on a first visit: {words}.")


def _sum(asked: list[str], ours: str, dist: Path) -> int:
    paths = {urlsplit(url).path.lstrip("/") or "index.html" for url in asked if url.startswith(ours)}
    return sum(_size(dist / path) for path in paths)


def _size(file: Path) -> int:
    packed = file.with_name(file.name + ".br")
    return next((entry.stat().st_size for entry in (packed, file) if entry.is_file()), 0)


def _shown(size: int) -> str:
    return f"{size / 1e6:.2f} MB"
