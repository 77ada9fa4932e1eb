"""Kills at random moments: of a save, of the purge of a start, of a migration; of the page's process or the browser.

Each round says what was committed before the kill and looks at the store after the next start. `tally` counts what must
never be: a committed save that is lost, a picture past its time that can be read, a row that belongs to nothing.
"""

from __future__ import annotations

import json
import os
import random
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Error, Page, expect

from tests.browser.studio import BOOT, Studio
from tests.browser.test_cache import Home, crash, is_stored, recent, stored_jar

Kill = Literal["renderer", "browser"]
KILLS: tuple[Kill, ...] = ("renderer", "browser")
BACKDROPS = ("White", "Blur", "None")
KINDS = {"White": "colour", "Blur": "blur", "None": "transparent"}
FIRST_SCHEMA = ("pictures", "documents", "views", "blobs", "index", "log")

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

FILL = """([version, stores, due, fresh]) => new Promise((resolve, reject) => {
  const opening = version ? indexedDB.open("aluo", version) : indexedDB.open("aluo");
  opening.onupgradeneeded = () => { for (const name of stores) opening.result.createObjectStore(name); };
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const base = opening.result, tx = base.transaction([...base.objectStoreNames], "readwrite");
    const put = (name, key, value) => tx.objectStore(name).put(value, key);
    const one = (id, used) => {
      const name = id.padEnd(64, "0"), times = { made: used, used, saved: used };
      const counts = { document: 2, steps: 0, views: 4, files: 3000, revision: 1 };
      const said = { pinned: false, tab: "before", sealed: false, keep: 86400, blobs: [name] };
      put("blobs", name, new Blob(["z".repeat(3000)]));
      put("index", name, '{"bytes":3000,"count":1}');
      put("views", id + "/small", new Blob(["view"]));
      put("documents", id, "{}");
      put("pictures", id, JSON.stringify({ id, name: id + ".jpg", ...times, ...counts, ...said }));
    };
    for (const id of due) one(id, Date.now() - 30 * 86400e3);
    for (const id of fresh) one(id, Date.now());
    tx.oncomplete = () => { base.close(); resolve(); };
  };
})"""
"""Writes pictures whose time is up and others, into a database of this schema or of an older one."""


@dataclass(slots=True)
class Tally:
    """What was done and what must not be."""

    kills: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    expired: int = 0
    orphans: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.expired or self.orphans)


class Mortal(Home):
    """A browser that can be killed."""

    def close(self) -> None:
        with suppress(Error):  # it may have been killed
            super().close()
        self._context = None

    def kill(self) -> None:
        """End the browser's process in the middle of whatever it does."""
        for process in browser_of(self.profile):
            os.kill(process, signal.SIGKILL)
        self.close()

    def again(self, here: Studio, kill: Kill) -> Studio:
        """Kill, and come back: in a new tab of the same browser, or in a new browser."""
        if kill == "browser":
            self.kill()
            return self.open()
        crash(here.page)
        other = Studio(here.page.context.new_page(), here.address, here.watch)
        return other.visit()


def browser_of(profile: Path) -> list[int]:
    """The browser that uses a profile. A window's notes its process there; a headless shell does not, and may have been
    started by a script that waits for it."""
    lock = profile / "SingletonLock"
    if lock.is_symlink():
        return [int(lock.readlink().name.rpartition("-")[2])]
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            command = (process / "cmdline").read_text()
            if f"--user-data-dir={profile}\0" in command and "--type=" not in command:
                found.append(int(process.name))
    assert found, "no browser uses the profile"
    return found


def linger(here: Studio, questions: int) -> None:
    """Let the page work on for as long as it takes to answer so often."""
    for _ in range(questions):
        here.page.evaluate("0")


def orphans(rows: dict[str, dict[str, Any]]) -> int:
    """How much belongs to nothing, is missing or is counted wrong."""
    counts: Counter[str] = Counter()
    wrong = 0
    for key, row in rows["pictures"].items():
        header = json.loads(row)
        wrong += header["id"] != key or key not in rows["documents"]
        counts.update(header["blobs"])
    wrong += len(rows["blobs"].keys() ^ counts.keys()) + len(rows["index"].keys() ^ counts.keys())
    for name, count in counts.items():
        wrong += json.loads(rows["index"].get(name, "{}")) != {"bytes": rows["blobs"].get(name), "count": count}
    for store in ("documents", "views", "steps"):
        wrong += sum(key.partition("/")[0] not in rows["pictures"] for key in rows[store])
    return wrong


def begin_saves(mortal: Mortal, jar: bytes) -> tuple[Studio, str]:
    """A stored picture with a cut-out, and its backdrop."""
    here = stored_jar(mortal.open(), jar)
    here.remove_background()
    is_stored(here)
    return here, "None"


def save_round(
    mortal: Mortal, here: Studio, committed: str, chance: random.Random, kill: Kill, tally: Tally
) -> tuple[Studio, str]:
    """Changes, saves, a kill among them, and a look at what came back. The next page, and its backdrop."""
    asked = [committed]
    here.task("Backdrop")
    for kind in chance.sample(BACKDROPS, 2):
        here.page.get_by_role("radio", name=kind, exact=True).first.check()
        asked.append(kind)
        if chance.random() < 0.5:
            is_stored(here)
            asked = [kind]
    linger(here, chance.randrange(400))
    here = mortal.again(here, kill).ready()
    recent(here, "jar.jpg").click()
    here.says("opened from this device")
    rows = here.page.evaluate(SOUND)
    (document,) = rows["documents"].values()
    found = json.loads(document)["facts"]["backdrop"]["kind"]
    tally.kills["save, " + kill] += 1
    tally.lost += found not in {KINDS[kind] for kind in asked}
    tally.orphans += orphans(rows)
    return here, next(name for name, kind in KINDS.items() if kind == found)


def start_round(mortal: Mortal, chance: random.Random, kill: Kill, tally: Tally, old: bool) -> None:
    """A start is killed while it purges or, with `old`, while it brings a database of the first schema to this one."""
    due = [f"d{number:03}" for number in range(chance.randrange(1, 60))]
    fresh = [f"f{number:03}" for number in range(chance.randrange(1, 20))]
    here = mortal.open(path="licences.txt")
    here.page.evaluate(EMPTY if old else READY)
    here.page.evaluate(FILL, [1 if old else 0, FIRST_SCHEMA, due, fresh])
    here.page.goto(here.address, wait_until="commit")
    await_python(here.page)
    linger(here, chance.randrange(60))
    here = mortal.again(here, kill)
    expect(here.html).to_have_attribute("data-app", "ready", timeout=BOOT)
    here.wait("purge")
    rows = here.page.evaluate(SOUND)
    tally.kills[("migration, " if old else "purge, ") + kill] += 1
    tally.expired += sum(key in rows["pictures"] or key in rows["documents"] for key in due)
    tally.expired += sum(f"{key:0<64}" in rows["blobs"] for key in due)
    tally.lost += sum(f"{key:0<64}" not in rows["blobs"] or key not in rows["documents"] for key in fresh)
    tally.orphans += orphans(rows)
    mortal.close()


EMPTY = """() => new Promise((resolve, reject) => {
  const going = indexedDB.deleteDatabase("aluo");
  going.onsuccess = resolve;
  going.onerror = going.onblocked = reject;
}).then(() => null)"""
READY = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("aluo", 2);
  opening.onupgradeneeded = () => {
    for (const name of ["pictures", "documents", "views", "blobs", "index", "log", "steps"])
      if (!opening.result.objectStoreNames.contains(name)) opening.result.createObjectStore(name);
  };
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => { opening.result.close(); resolve(); };
})"""


def await_python(page: Page) -> None:
    """Until the first purge is about to begin: before that a kill hits nothing."""
    page.wait_for_function("() => document.documentElement.dataset.app === 'ready'", timeout=BOOT)
