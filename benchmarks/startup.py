"""Start-up, warm: our page against stock PyScript and a stock Pyodide with numpy and Pillow, in turns."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import BrowserContext, Playwright

from benchmarks import chrome
from benchmarks.table import Results, Row

APP_LIMIT = ENGINE_LIMIT = 0.40
PAINT_LIMIT = 0.10
PAUSE_S, REST_S = 1.0, 5.0

APP, ENGINE, PAINT = "app:ready", "engine:ready", "first-contentful-paint"

PRECACHED = """async () => {
  if (!navigator.serviceWorker) return;
  const { active } = await navigator.serviceWorker.ready;
  const done = new Promise((resolve) => navigator.serviceWorker.addEventListener("message", resolve, { once: true }));
  navigator.serviceWorker.startMessages();
  active.postMessage({ kind: "precache" });
  await done;
}"""
ENGINE_SAID_READY = """() => new Promise((resolve) => {
  const look = () => {
    if (performance.getEntriesByName("engine:ready").length) return resolve(); // the page has set it itself
    if (!window.aluo?.inbox.some(({ name }) => name === "ready")) return setTimeout(look, 4);
    performance.mark("engine:ready");
    resolve();
  };
  look();
})"""


@dataclass(frozen=True, slots=True)
class Visited:
    """A page to load again and again. `without` blocks addresses, so that one half of ours starts alone. Blocking has
    its price, so the page that it is compared with blocks as well, in vain."""

    address: str
    marks: tuple[str, ...]
    without: str = ""


def measure(playwright: Playwright, ours: str, stock: str, rounds: int, results: Results) -> None:
    """Loads each page once cold, lets it rest twice as a person would, and then loads it `rounds` times, in turns."""
    pages = {
        "ours": Visited(ours, (APP, ENGINE, PAINT)),
        "stock": Visited(f"{stock}/pages/stock-both.html", (APP, ENGINE)),
        "our app": Visited(ours, (APP,), without="*/engine-*"),
        "stock app": Visited(f"{stock}/pages/stock-pyscript.html", (APP,), without="*/engine-*"),
        "our engine": Visited(ours, (ENGINE,), without="*/pyscript-*"),
        "stock engine": Visited(f"{stock}/pages/stock-engine.html", (ENGINE,), without="*/pyscript-*"),
        "empty": Visited(f"{stock}/pages/empty.html", (PAINT,)),
    }
    with chrome.visitor(playwright) as context:
        cold = {name: _visit(context, page, settle=name == "ours") for name, page in pages.items()}
        for page in pages.values():
            for _ in range(2):  # the browser keeps compiled code of pages that stay a while
                _visit(context, page, rest=REST_S)
        warm: dict[str, list[dict[str, float]]] = defaultdict(list)
        for _ in range(rounds):
            for name, page in pages.items():
                time.sleep(PAUSE_S)  # the page before has ended by then, and does not load the machine
                warm[name].append(_visit(context, page))
    _report(warm, cold, results)


def _visit(context: BrowserContext, visited: Visited, settle: bool = False, rest: float = 0) -> dict[str, float]:
    page = context.new_page()
    if visited.without:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setBlockedURLs", {"urls": [visited.without]})
    page.goto(visited.address, wait_until="commit")
    if visited.without and ENGINE in visited.marks:  # nobody else is there to set the mark
        page.evaluate(ENGINE_SAID_READY)
    found = {mark: chrome.when(page, mark) for mark in visited.marks}
    if settle:  # the service worker fills its cache once, after the first visit
        page.evaluate(PRECACHED)
    time.sleep(rest)
    page.close()
    return found


def _report(warm: dict[str, list[dict[str, float]]], cold: dict[str, dict[str, float]], results: Results) -> None:
    def series(page: str, mark: str) -> list[float]:
        return [visit[mark] for visit in warm[page]]

    stock = "stock PyScript and Pyodide on one page"
    results.add(Row(f"{APP}, warm", "ms", series("ours", APP), series("stock", APP), stock, APP_LIMIT))
    results.add(Row(f"{ENGINE}, warm", "ms", series("ours", ENGINE), series("stock", ENGINE), stock, ENGINE_LIMIT))
    alone = "stock PyScript alone"
    results.add(Row(f"{APP}, warm, alone", "ms", series("our app", APP), series("stock app", APP), alone, APP_LIMIT))
    mine, theirs = series("our engine", ENGINE), series("stock engine", ENGINE)
    alone = "stock Pyodide, numpy and Pillow alone"
    results.add(Row(f"{ENGINE}, warm, alone", "ms", mine, theirs, alone, ENGINE_LIMIT))
    paint, ready = series("ours", PAINT), series("ours", ENGINE)
    results.add(Row("shell painted, warm", "ms", paint, ready, "our own engine:ready", PAINT_LIMIT))
    floor = median(series("empty", PAINT))
    results.note(
        f"An empty page without a service worker is painted after {floor:.0f} ms here: the floor of the shell's."
    )
    first, other = cold["ours"], cold["stock"]
    results.note(
        f"First visit, nothing cached, one sample: shell {first[PAINT]:.0f} ms, {APP} {first[APP]:.0f} ms, {ENGINE} "
        f"{first[ENGINE]:.0f} ms; stock on one page: {APP} {other[APP]:.0f} ms, {ENGINE} {other[ENGINE]:.0f} ms."
    )
