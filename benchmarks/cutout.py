"""One 2-megapixel photo, File to PNG: our page against the peer, in turns; then the peak memory of each, alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from benchmarks import bare, chrome
from benchmarks.table import Results, Row

TIME_LIMIT = 0.30
MEMORY_LIMIT = 0.60
PEER = "@imgly/background-removal 1.7.0, default model"

LONG_TASKS = """() => {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTasks.push([startTime, duration]);
  }).observe({ type: "longtask" });
}"""
WHILE_AT_WORK = """() => {
  const work = ["open", "cutout", "export"].flatMap((name) => performance.getEntriesByName(name, "measure"));
  return window.longTasks.flatMap(([start, duration]) => work
    .filter((entry) => start < entry.startTime + entry.duration && start + duration > entry.startTime)
    .map(({ name }) => [name, duration]));
}"""
DURATIONS = """(names) => names.map((name) => performance.getEntriesByName(name).at(-1).duration)"""
COUNT = "(name) => performance.getEntriesByName(name).length"
NEXT = """([name, count]) => new Promise((resolve) => {
  const look = () => performance.getEntriesByName(name).length > count && resolve();
  new PerformanceObserver(look).observe({ entryTypes: ["measure"] });
  look();
})"""


class Ours:
    """Our page, driven by the names that design.md promises. The photo is a file on the disk: its bytes would come to
    the page in a text that it has to decode on its own thread."""

    def __init__(self, context: BrowserContext, address: str, photo: Path) -> None:
        self.page = context.new_page()
        self.page.goto(address)
        self.photo = photo
        chrome.when(self.page, "engine:ready")
        self.page.evaluate(LONG_TASKS)

    def run(self) -> dict[str, float]:
        """Opens the photo, cuts it out, exports it as PNG: the milliseconds of each."""
        page = self.page
        self._after("open", lambda: page.get_by_label("Open image", exact=True).set_input_files(self.photo))
        self._after("cutout", page.get_by_role("button", name="Remove background", exact=True).click)
        if not page.get_by_role("button", name="Download", exact=True).is_visible():
            page.get_by_role("button", name="Export", exact=True).click()
        page.get_by_role("combobox", name="Format", exact=True).select_option(label="PNG")
        with page.expect_download():
            self._after("export", page.get_by_role("button", name="Download", exact=True).click)
        page.keyboard.press("Escape")
        names = ("open", "cutout", "export")
        return dict(zip(names, page.evaluate(DURATIONS, list(names)), strict=True))

    def _after(self, measure: str, act: Any) -> None:
        count = self.page.evaluate(COUNT, measure)
        act()
        self.page.evaluate(NEXT, [measure, count])

    def long_tasks(self) -> list[tuple[str, float]]:
        """Tasks on the UI thread over 50 ms while the engine was at work: at what, and for how many milliseconds."""
        return [(name, duration) for name, duration in self.page.evaluate(WHILE_AT_WORK)]


class Peer:
    """The peer's page."""

    def __init__(self, context: BrowserContext, address: str, photo: Path) -> None:
        self.page: Page = context.new_page()
        self.page.goto(f"{address}/pages/peer.html")
        self.page.locator("html[data-peer=ready]").wait_for()
        self.page.get_by_label("Photo").set_input_files(photo)

    def run(self) -> float:
        """Milliseconds from File to PNG blob."""
        return float(self.page.evaluate("cutOut()")["ms"])


def measure(playwright: Playwright, ours: str, peer: str, photo: Path, rounds: int, results: Results) -> None:
    """Times, then long tasks, then memory."""
    with chrome.visitor(playwright) as context:
        mine, theirs = Ours(context, ours, photo), Peer(context, peer, photo)
        first = (sum(mine.run().values()), theirs.run())
        steps, other = [], []
        for _ in range(rounds):
            steps.append(mine.run())
            other.append(theirs.run())
        tasks = mine.long_tasks()
    totals = [sum(step.values()) for step in steps]
    results.add(Row("cut-out of 2 MP, File to PNG, warm", "ms", totals, other, PEER, TIME_LIMIT))
    for name in ("open", "cutout", "export"):
        results.add(Row(f"of which {name}", "ms", [step[name] for step in steps]))
    results.note(
        f"First cut-out of a visit: ours {first[0]:.0f} ms, the peer {first[1]:.0f} ms (its download was local)."
    )
    worst = "; ".join(f"{name} {duration:.0f} ms" for name, duration in tasks)
    results.note(
        f"Tasks over 50 ms on the UI thread while the engine worked, in {rounds + 1} journeys: {worst or 'none'}."
    )
    _memory(playwright, ours, peer, photo, results)


def _memory(playwright: Playwright, ours: str, peer: str, photo: Path, results: Results) -> None:
    """Peaks of a first visit with two cut-outs: in a browser of its own, then under Playwright, whose inspector keeps
    every response in the renderer."""
    bare_peaks = [
        _bare_peak(lambda page: _ours(page, ours, photo)),
        _bare_peak(lambda page: _peers(page, peer, photo)),
    ]
    results.add(Row("peak memory of the renderer, two cut-outs", "MB", *bare_peaks, PEER, MEMORY_LIMIT))
    seen: list[list[float]] = []
    for kind, address in ((Ours, ours), (Peer, peer)):
        with chrome.visitor(playwright) as context:
            driven = kind(context, address, photo)
            driven.run()
            driven.run()
            seen.append(_listed(chrome.peak_memory()))
    results.add(Row("the same with Playwright's inspector at work", "MB", *seen, PEER))


def _bare_peak(act: Callable[[bare.Page], None]) -> list[float]:
    with bare.page() as page:
        act(page)
        return _listed(chrome.peak_memory())


def _listed(peak: float | None) -> list[float]:
    return [] if peak is None else [peak]


def _ours(page: bare.Page, address: str, file: Path) -> None:
    """Our page: two photos opened, cut out and exported."""
    page.goto(address)
    page.until("performance.getEntriesByName('engine:ready').length")
    for turn in range(2):
        page.choose("#file", file)
        for button, measure in (("", "open"), ("remove", "cutout"), ("export-open", ""), ("download", "export")):
            if button:
                page.run(f"document.getElementById('{button}').click()")
            if measure:
                page.until(f"performance.getEntriesByName('{measure}').length > {turn}")
        page.run("document.querySelector('[data-command=export-close]').click()")


def _peers(page: bare.Page, address: str, file: Path) -> None:
    """The peer's page: the same photo cut out twice."""
    page.goto(f"{address}/pages/peer.html")
    page.until("document.documentElement?.dataset.peer === 'ready'")
    page.choose("input[type=file]", file)
    for _ in range(2):
        page.run("cutOut()")
