"""`make bench`: measures the built site against its peers and writes benchmarks/RESULTS.md.

    python -m benchmarks.run [--rounds 5] [--only startup,offline,overhead,cutout,tiers,brushes,editor,payload]

Everything that is only measured against is fetched here and kept in .cache/bench; the product never needs it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks import brushes, chrome, cutout, editor, offline, overhead, payload, peer, server, startup, tiers
from benchmarks.table import Results, markdown
from tests import pictures
from tools import serve
from tools.paths import CACHE, DIST, DOWNLOADS

HERE = Path(__file__).resolve().parent
BENCH = CACHE / "bench"
PHOTO = (1920, 1080)


def photo() -> bytes:
    """A product photo of 2.07 megapixels, as JPEG."""
    return pictures.jpeg(pictures.product(*PHOTO), 90)


def roots() -> dict[str, Path]:
    """What the comparison's server serves: the peer, stock Pyodide and PyScript, our own pages, the built site."""
    photos = BENCH / "photos"
    photos.mkdir(parents=True, exist_ok=True)
    (photos / "2mp.jpg").write_bytes(photo())
    (photos / "12mp.jpg").write_bytes(pictures.jpeg(pictures.product(*editor.SIZE), 90))
    return {
        "peer": peer.prepare(BENCH / "peer"),
        "pyodide": peer.MODULES / "pyodide",
        "pyscript": peer.MODULES / "@pyscript" / "core" / "dist",
        "wheels": DOWNLOADS,
        "pages": HERE / "pages",
        "photos": photos,
        "dist": DIST,
    }


def run() -> None:
    """All parts that were asked for, then the table."""
    parser = argparse.ArgumentParser(description="Measure the built site against its peers.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="startup,offline,overhead,cutout,tiers,brushes,editor,payload")
    chosen = parser.parse_args()
    results, served = Results(), roots()
    file = served["photos"] / "2mp.jpg"
    stock, ours = server.start(served), serve.start(DIST)
    there = server.address(stock)
    with chrome.running() as playwright:
        parts: dict[str, Callable[[], None]] = {
            "startup": lambda: startup.measure(playwright, ours.address, there, chosen.rounds, results),
            "offline": lambda: offline.measure(playwright, DIST, chosen.rounds, results),
            "overhead": lambda: overhead.measure(playwright, DIST, there, chosen.rounds * 2, results),
            "cutout": lambda: cutout.measure(playwright, ours.address, there, file, chosen.rounds, results),
            "tiers": lambda: tiers.measure(ours.address, there, results),
            "brushes": lambda: brushes.measure(playwright, ours.address, chosen.rounds, results),
            "editor": lambda: editor.measure(playwright, ours.address, DIST, there, chosen.rounds, results),
            "payload": lambda: payload.measure(playwright, ours.address, DIST, file, results),
        }
        for name in chosen.only.split(","):
            print(f"bench: {name}", flush=True)
            parts[name]()
        version = _version(playwright)
    (HERE / "RESULTS.md").write_text(markdown("Measured", chrome.machine(version), results), encoding="utf-8")
    print(f"bench: written to {(HERE / 'RESULTS.md').relative_to(HERE.parent)}")


def _version(playwright: object) -> str:
    from tools import chromium

    browser = playwright.chromium.launch(executable_path=chromium.ensure(), args=chromium.arguments())  # type: ignore[attr-defined]
    version: str = browser.version.split(".")[0]
    browser.close()
    return version


if __name__ == "__main__":
    run()
