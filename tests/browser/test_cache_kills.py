"""Kills at random moments lose no committed save, leave nothing readable past its time and nothing that belongs to
nothing. ALUO_KILLS is how often each, ALUO_SEED when; the seed is printed. `python -m benchmarks.kills` does many."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.kills import KILLS, Kill, Mortal, Tally, begin_saves, save_round, start_round

TURNS = int(os.environ.get("ALUO_KILLS", "1"))


@pytest.fixture
def mortal(playwright: Playwright, profile: Path, site: str) -> Iterator[Mortal]:
    with closing(Mortal(playwright, profile, site)) as browser:
        yield browser


def chance_of_kills() -> random.Random:
    seed = int(os.environ.get("ALUO_SEED", time.time_ns() % 10**6))
    print(f"kills: seed {seed}")
    return random.Random(seed)


def test_kills_at_random_moments_lose_no_committed_save(mortal: Mortal, jar: bytes) -> None:
    chance, tally = chance_of_kills(), Tally()
    here, committed = begin_saves(mortal, jar)
    for turn in range(TURNS * len(KILLS)):
        here, committed = save_round(mortal, here, committed, chance, KILLS[turn % len(KILLS)], tally)
        assert tally.clean, f"turn {turn}: {tally}"


@pytest.mark.parametrize("kill", KILLS)
@pytest.mark.parametrize("old", [False, True], ids=["purge", "migration"])
def test_a_start_that_is_killed_at_a_random_moment_is_done_by_the_next(mortal: Mortal, kill: Kill, old: bool) -> None:
    chance, tally = chance_of_kills(), Tally()
    for turn in range(TURNS):
        start_round(mortal, chance, kill, tally, old)
        assert tally.clean, f"turn {turn}: {tally}"
