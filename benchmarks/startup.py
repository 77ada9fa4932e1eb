"""Start-up, warm: our page against stock PyScript and a stock Pyodide with numpy and Pillow, in turns."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from playwright.sync_api import BrowserContext, Playwright

from benchmarks import chrome
from benchmarks.table import Results, Row

APP_LIMIT = ENGINE_LIMIT = 0.40
PAINT_LIMIT = 0.10

PRECACHED = """async () => {
  if (!navigator.serviceWorker) return;
  const { active } = await navigator.serviceWorker.ready;
  const done = new Promise((resolve) => navigator.serviceWorker.addEventListener("message", resolve, { once: true }));
  navigator.serviceWorker.startMessages();
  active.postMessage({ kind: "precache" });
  await done;
}"""


def measure(playwright: Playwright, ours: str, stock: str, rounds: int, results: Results) -> None:
    """Loads each page once cold and then `rounds` times warm, taking turns."""
    pages = {
        "ours": (ours, ("app:ready", "engine:ready", "first-contentful-paint")),
        "both": (f"{stock}/pages/stock-both.html", ("app:ready", "engine:ready")),
        "pyscript": (f"{stock}/pages/stock-pyscript.html", ("app:ready",)),
        "engine": (f"{stock}/pages/stock-engine.html", ("engine:ready",)),
    }
    with chrome.visitor(playwright) as context:
        cold = {name: _visit(context, *page, settle=name == "ours") for name, page in pages.items()}
        warm: dict[str, list[dict[str, float]]] = defaultdict(list)
        for _ in range(rounds):
            for name, page in pages.items():
                warm[name].append(_visit(context, *page))
    _report(warm, cold, results)


def _visit(context: BrowserContext, address: str, marks: tuple[str, ...], settle: bool = False) -> dict[str, float]:
    page = context.new_page()
    page.goto(address, wait_until="commit")
    found = {mark: chrome.when(page, mark) for mark in marks}
    if settle:  # the service worker fills its cache once, after the first visit
        page.evaluate(PRECACHED)
    page.close()
    return found


def _report(warm: dict[str, list[dict[str, float]]], cold: dict[str, dict[str, float]], results: Results) -> None:
    def series(page: str, mark: str) -> list[float]:
        return [visit[mark] for visit in warm[page]]

    for mark, alone, limit in (("app:ready", "pyscript", APP_LIMIT), ("engine:ready", "engine", ENGINE_LIMIT)):
        mine = series("ours", mark)
        both = "stock PyScript and Pyodide on one page, as ours"
        results.add(Row(f"{mark}, warm", "ms", mine, series("both", mark), both, limit))
        single = "stock PyScript alone" if alone == "pyscript" else "stock Pyodide, numpy, Pillow alone"
        results.add(Row(f"{mark}, warm", "ms", mine, series(alone, mark), single, limit))
    paint, ready = series("ours", "first-contentful-paint"), series("ours", "engine:ready")
    results.add(Row("shell painted", "ms", paint, ready, "our own engine:ready", PAINT_LIMIT))
    first = ", ".join(
        f"{mark} {cold['ours'][mark]:.0f} ms" for mark in ("first-contentful-paint", "app:ready", "engine:ready")
    )
    theirs = f"app:ready {cold['both']['app:ready']:.0f} ms, engine:ready {cold['both']['engine:ready']:.0f} ms"
    results.note(f"First visit, nothing cached, one sample: {first}; stock on one page: {theirs}.")
    results.note(
        f"Our engine:ready minus app:ready, median: {median(ready) - median(series('ours', 'app:ready')):.0f} ms."
    )
