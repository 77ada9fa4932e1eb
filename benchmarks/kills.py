"""Fault injection: kills at random moments of save, purge and migration, counted.

    python -m benchmarks.kills [--kills 200] [--seed N] [--minutes 60]

A third of the rounds is each; in every other one the page's process is killed, else the browser. Prints the seed first
and a table at the end. Ends with 1 when anything was lost, readable past its time, or left over.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import pictures
from tests.browser.conftest import Served
from tests.browser.kills import KILLS, Mortal, Tally, begin_saves, save_round, start_round


def run() -> None:
    """All rounds, or as many as the time allows."""
    parser = argparse.ArgumentParser(description="Kill the browser while it saves, purges and migrates.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6)
    parser.add_argument("--minutes", type=float, default=60)
    chosen = parser.parse_args()
    chance, tally = random.Random(chosen.seed), Tally()
    print(f"kills: seed {chosen.seed}", flush=True)
    until = time.monotonic() + chosen.minutes * 60
    jar = pictures.jpeg(pictures.product(640, 480), 90)
    with sync_playwright() as playwright, closing(Served(plain=False)) as served, tempfile.TemporaryDirectory() as root:

        def mortal(name: str) -> Mortal:
            return Mortal(playwright, Path(root) / name, served.address)

        with closing(mortal("starts")) as starts, closing(mortal("saves")) as saves:
            here, committed = begin_saves(saves, jar)
            for turn in range(chosen.kills):
                kill = KILLS[turn % 2]
                if turn % 3 == 0:
                    here, committed = save_round(saves, here, committed, chance, kill, tally)
                else:
                    start_round(starts, chance, kill, tally, old=turn % 3 == 1)
                if turn % 10 == 9:
                    print(f"kills: {turn + 1}, {'clean' if tally.clean else tally}", flush=True)
                if time.monotonic() > until:
                    break
    for what, count in sorted(tally.kills.items()):
        print(f"{count:5} {what} killed")
    print(f"{tally.lost:5} committed saves lost")
    print(f"{tally.expired:5} past their time and readable")
    print(f"{tally.orphans:5} orphans")
    sys.exit(not tally.clean)


if __name__ == "__main__":
    run()
