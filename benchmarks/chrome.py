"""The browser that the benchmarks use, and what it cost."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from tools import chromium

MARKED = """([name, limit]) => new Promise((resolve, reject) => {
  const found = () => performance.getEntriesByName(name).at(-1);
  const look = () => { const entry = found(); if (entry) resolve(entry.startTime + entry.duration); return entry; };
  if (look()) return;
  new PerformanceObserver(look).observe({ entryTypes: ["mark", "measure", "paint"] });
  setTimeout(() => reject(new Error(`no ${name}: ${document.documentElement.outerHTML.slice(0, 200)}`)), limit);
})"""


@contextmanager
def running() -> Iterator[Playwright]:
    """Playwright for the whole run."""
    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def visitor(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser with a fresh profile on the disk, so that later visits find their caches, as a person's do."""
    with TemporaryDirectory(prefix="bench-profile-") as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium.ensure(),
            args=chromium.arguments(),
            viewport={"width": 1440, "height": 900},
            reduced_motion="reduce",
        )
        context.set_default_timeout(120_000)
        yield context
        context.close()


def when(page: Page, name: str, limit: int = 120_000) -> float:
    """Milliseconds from the start of the visit to the newest mark of this name, or to the end of the newest measure."""
    return float(page.evaluate(MARKED, [name, limit]))


def peak_memory(ancestor: int = 0) -> float | None:
    """The largest resident size, in megabytes, that any renderer started from here, or from the process `ancestor`,
    ever had; None where the system does not tell (Linux does, in /proc)."""
    return max((peak for peak in map(_peak, _renderers(ancestor or os.getpid())) if peak), default=None)


def _renderers(ancestor: int) -> Iterator[int]:
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        process = int(command.parent.name)
        with suppress(OSError):
            if b"--type=renderer" in command.read_bytes() and _descends(process, ancestor):
                yield process


def _descends(process: int, ancestor: int) -> bool:
    while process > 1:
        if process == ancestor:
            return True
        try:
            process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return False


def _peak(process: int) -> float | None:
    try:
        text = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    line = next((line for line in text.splitlines() if line.startswith("VmHWM")), None)
    return int(line.split()[1]) / 1024 if line else None


def machine(version: str) -> str:
    """A sentence on where this was measured, naming no machine."""
    cores = os.cpu_count()
    return (
        f"Measured on {cores} {platform.machine()} cores under {platform.system()}, headless Chromium {version}, "
        "no GPU. Ours and theirs were taken in turns in one run: read the ratios, not the milliseconds."
    )
