"""The tiers against the peer on ten evaluation photos, File to PNG, warm: time in turns, and the peak of each one's
memory.

Each has a browser of its own, without an inspector at work (see bare.py), and does the same: one photo to get warm,
then the ten. What is compared is the mean over the ten, since the tiers stop early on some photos and not on others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import mean

from benchmarks import bare, chrome
from benchmarks.cutout import PEER
from benchmarks.table import Results, Row
from tests import evalset

PHOTOS = 10
LIMITS = {"instant": (0.25, 0.5), "balanced": (0.55, 0.6), "best": (1.0, 0.9)}
"""The most that a tier may take of the peer's time, and of its memory."""

STEPS = (("", "open"), ("remove", "cutout"), ("export-open", ""), ("download", "export"))
"""What is pressed, by its id, and the measure that ends it."""

CHOOSE = """(() => {
  const choice = document.getElementById("model");
  choice.value = %r;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
})()"""


class Tier:
    """Our page in a browser of its own, with a tier chosen."""

    def __init__(self, page: bare.Page, address: str, tier: str) -> None:
        self.page, self.turn = page, 0
        page.goto(address)
        page.until("performance.getEntriesByName('engine:ready').length")
        page.run(CHOOSE % tier)

    def run(self, photo: Path) -> float:
        """Opens a photo, cuts it out, exports it as PNG: milliseconds."""
        self.page.choose("#file", photo)
        for button, measure in STEPS:
            if button:
                self.page.run(f"document.getElementById('{button}').click()")
            if measure:
                self.page.until(f"performance.getEntriesByName('{measure}').length > {self.turn}")
        self.page.run("document.querySelector('[data-command=export-close]').click()")
        self.turn += 1
        names = [measure for _, measure in STEPS if measure]
        return sum(float(self.page.run(f"performance.getEntriesByName('{name}').at(-1).duration")) for name in names)


class Peer:
    """The peer's page in a browser of its own."""

    def __init__(self, page: bare.Page, address: str) -> None:
        self.page = page
        page.goto(f"{address}/pages/peer.html")
        page.until("document.documentElement?.dataset.peer === 'ready'")

    def run(self, photo: Path) -> float:
        """Milliseconds from File to PNG."""
        self.page.choose("input[type=file]", photo)
        return float(self.page.run("cutOut()")["ms"])


def photos() -> list[Path]:
    """Ten of the evaluation photos, from all parts of their list."""
    listed = evalset.pairs()
    return [listed[at * len(listed) // PHOTOS].file() for at in range(PHOTOS)]


def measure(ours: str, peer: str, results: Results) -> None:
    """Times in turns, and the highest peak that each browser's renderer told of after a photo."""
    if not evalset.present():
        results.note("The tiers were not measured: there are no evaluation photos here.")
        return
    chosen = photos()
    with ExitStack() as stack:
        theirs = Peer(stack.enter_context(bare.page()), peer)
        tiers = {name: Tier(stack.enter_context(bare.page()), ours, name) for name in LIMITS}
        runners: list[Tier | Peer] = [*tiers.values(), theirs]
        for each in runners:
            each.run(chosen[0])
        times: list[list[float]] = []
        peaks = _peaks(runners, [0.0] * len(runners))
        for photo in _told(chosen):
            times.append([each.run(photo) for each in runners])
            peaks = _peaks(runners, peaks)
    for at, (name, (time, memory)) in enumerate(LIMITS.items()):
        pair = [row[at] for row in times], [row[-1] for row in times]
        results.add(Row(f"{name.title()}, mean of {PHOTOS} photos", "ms", *map(_mean, pair), PEER, time))
        results.add(Row(f"{name.title()}, the slowest of them", "ms", [max(pair[0])], [max(pair[1])], PEER))
        each_peak = [[peak] if peak else [] for peak in (peaks[at], peaks[-1])]
        results.add(Row(f"{name.title()}, peak memory of the renderer", "MB", *each_peak, PEER, memory))


def _peaks(runners: list[Tier | Peer], before: list[float]) -> list[float]:
    """The peaks until now: the system's own record of one may fall again when much is given back at once."""
    now = (chrome.peak_memory(each.page.process) or 0.0 for each in runners)
    return [max(pair) for pair in zip(now, before, strict=True)]


def _mean(values: list[float]) -> list[float]:
    return [mean(values)]


def _told(chosen: list[Path]) -> Iterator[Path]:
    for number, photo in enumerate(chosen, 1):
        print(f"  photo {number} of {len(chosen)}", flush=True)
        yield photo
