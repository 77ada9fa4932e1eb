"""The second start without a network against the second start with one, and the purge of a start: in turns."""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Page, Playwright

from benchmarks import chrome
from benchmarks.startup import APP, ENGINE, PAINT, PAUSE_S, PRECACHED, REST_S
from benchmarks.table import Results, Row
from tests.browser.kills import FILL, READY
from tools import serve

LIMIT = 1.1
PURGE = "purge"
PURGE_LIMIT_MS, MANY_LIMIT_MS, MANY = 20.0, 1000.0, 1000


class Cable:
    """The site on one port, which can be pulled out and put in again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._server: serve.Server | None = serve.start(root)
        self._port = int(self._server.server_address[1])
        self.address = self._server.address

    def pull(self) -> None:
        """Nobody answers any more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def put(self) -> None:
        """As before."""
        if self._server is None:
            self._server = serve.start(self._root, self._port)


def measure(playwright: Playwright, root: Path, rounds: int, results: Results) -> None:
    """Loads the page once, fills the cache, lets it rest, then loads it `rounds` times with and without its host."""
    cable = Cable(root)
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    with chrome.visitor(playwright) as context:

        def visit(kind: str, rest: float = 0, fill: bool = False) -> None:
            page = context.new_page()
            page.goto(cable.address, wait_until="commit")
            for mark in (PAINT, APP, ENGINE):
                found[kind, mark].append(chrome.when(page, mark))
            chrome.when(page, "purge")
            found[kind, PURGE].append(float(page.evaluate("performance.getEntriesByName('purge')[0].duration")))
            if fill:
                page.evaluate(PRECACHED)
            time.sleep(rest)
            page.close()

        visit("first", fill=True)
        for _ in range(2):
            visit("warming", rest=REST_S)
        for _ in range(rounds):
            for kind, change in (("with", cable.put), ("without", cable.pull)):
                change()
                time.sleep(PAUSE_S)
                visit(kind)
        cable.put()
        many = _many(context.new_page(), cable.address, rounds)
    cable.pull()
    for mark in (PAINT, APP, ENGINE):
        ours, theirs = found["without", mark], found["with", mark]
        results.add(Row(f"{mark}, second start offline", "ms", ours, theirs, "the same with the network", LIMIT))
    nothing = [PURGE_LIMIT_MS] * rounds
    results.add(Row("purge at start, nothing to purge", "ms", found["with", PURGE], nothing, "20 ms", 1.0))
    results.add(Row(f"purge at start, {MANY} pictures", "ms", many, [MANY_LIMIT_MS] * rounds, "1 s", 1.0))


def _many(page: Page, address: str, rounds: int) -> list[float]:
    """How long a start purges that finds so many pictures whose time is up."""
    found = []
    for _ in range(rounds):
        page.goto(f"{address}licences.txt")
        page.evaluate(READY)
        page.evaluate(FILL, [0, [], [f"d{number:05}" for number in range(MANY)], []])
        page.goto(address, wait_until="commit")
        chrome.when(page, "purge")
        found.append(float(page.evaluate("performance.getEntriesByName('purge')[0].duration")))
    return found
