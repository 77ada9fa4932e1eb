"""The browser is killed at random moments: of saves, and of the purge of a start. ALUO_KILLS is how often each,
ALUO_SEED when; the seed is printed."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Playwright, expect

from tests.browser.studio import BOOT, Studio
from tests.browser.test_cache import DAY_MS, Home, is_stored, now, privacy, recent, stored_jar

KILLS = int(os.environ.get("ALUO_KILLS", "3"))
BACKDROPS = ("White", "Blur", "None")
KINDS = {"White": "colour", "Blur": "blur", "None": "transparent"}


SOUND = """() => new Promise((resolve) => {
  indexedDB.open("aluo").onsuccess = ({ target: { result: base } }) => {
    const tx = base.transaction([...base.objectStoreNames]), all = {};
    for (const name of base.objectStoreNames) {
      const rows = (all[name] = {});
      tx.objectStore(name).openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        const { key, value } = cursor;
        rows[key] = typeof value === "string" ? value : value.size ?? value.byteLength;
        cursor.continue();
      };
    }
    tx.oncomplete = () => { base.close(); resolve(all); };
  };
})"""
"""All rows; of a file its size."""


def is_sound(rows: dict[str, dict[str, Any]]) -> None:
    """Every picture is whole, every file belongs to one, and the index counts right."""
    counts: dict[str, int] = {}
    for key, row in rows["pictures"].items():
        header = json.loads(row)
        assert header["id"] == key in rows["documents"]
        for name in header["blobs"]:
            counts[name] = counts.get(name, 0) + 1
    assert counts.keys() == rows["blobs"].keys() == rows["index"].keys()
    for name, count in counts.items():
        assert json.loads(rows["index"][name]) == {"bytes": rows["blobs"][name], "count": count}


LATER = """{
  const now = Date.now.bind(Date), ahead = %f - now();
  Date.now = () => now() + ahead;
}"""
"""The device's clock stands elsewhere, and goes on from there."""


class Mortal(Home):
    """A browser that can be killed."""

    def close(self) -> None:
        with suppress(Error):  # it may have been killed
            super().close()
        self._context = None

    def kill(self) -> None:
        """End the browser's process in the middle of whatever it does."""
        pid = int((self.profile / "SingletonLock").readlink().name.rpartition("-")[2])
        os.kill(pid, signal.SIGKILL)
        self.close()


@pytest.fixture
def mortal(playwright: Playwright, tmp_path: Path, site: str) -> Iterator[Mortal]:
    with closing(Mortal(playwright, tmp_path / "profile", site)) as browser:
        yield browser


def linger(here: Studio, questions: int) -> None:
    """Let the page work on for as long as it takes to answer so often."""
    for _ in range(questions):
        here.page.evaluate("0")


def test_kills_at_random_moments_lose_no_committed_save(mortal: Mortal, jar: bytes) -> None:
    """The browser is killed while changes are saved. ALUO_KILLS is how often, ALUO_SEED when."""
    chance = chance_of_kills()
    here = stored_jar(mortal.open(), jar)
    here.remove_background()
    is_stored(here)
    committed, asked = "None", ["None"]
    for turn in range(KILLS):
        here.task("Backdrop")
        for kind in chance.sample(BACKDROPS, 2):
            here.page.get_by_role("radio", name=kind, exact=True).first.check()
            asked.append(kind)
            if chance.random() < 0.5:
                is_stored(here)
                committed, asked = kind, []
        linger(here, chance.randrange(400))
        mortal.kill()
        here = mortal.open().ready()
        recent(here, "jar.jpg").click()
        here.says("opened from this device")
        rows = here.page.evaluate(SOUND)
        is_sound(rows)
        (document,) = rows["documents"].values()
        found = json.loads(document)["facts"]["backdrop"]["kind"]
        assert found in {KINDS[kind] for kind in [committed, *asked]}, f"turn {turn}"
        committed, asked = next(name for name, kind in KINDS.items() if kind == found), []


def test_a_purge_that_is_killed_at_a_random_moment_is_done_by_the_next_start(mortal: Mortal, jar: bytes) -> None:
    """The browser is killed while the purge of its start runs."""
    chance = chance_of_kills()
    here = mortal.open().ready()
    for turn in range(KILLS):
        later = now(here) + (turn + 1) * 30 * DAY_MS
        stored_jar(here, jar)
        mortal.close()
        here = mortal.open(script=LATER % later)
        expect(here.html).to_have_attribute("data-app", "ready", timeout=BOOT)
        linger(here, chance.randrange(80))
        mortal.kill()
        here = mortal.open(script=LATER % later).ready()
        expect(privacy(here).get_by_text("time was up").first).to_be_visible()
        rows = here.page.evaluate(SOUND)
        assert not any(rows[name] for name in rows if name != "log"), f"turn {turn}"
        here.page.keyboard.press("Escape")


def chance_of_kills() -> random.Random:
    seed = int(os.environ.get("ALUO_SEED", time.time_ns() % 10**6))
    print(f"kills: seed {seed}")
    return random.Random(seed)
