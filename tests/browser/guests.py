"""Strangers at the door: each finds nothing of the one before.

Most come in turns to a browser with a profile on the disk, where the site's own files and what was compiled of them
outlive them, as if each had been here before and had forgotten all: a first visit takes more than twice the work. So
whatever one page can be given of what sets strangers apart is given to the page, and not to a context of its own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page, Playwright

from tests.browser.studio import PRECACHED, Studio
from tests.browser.watch import Watch
from tools import chromium

Worker = Literal["kept", "new", "none"]
"""The service worker has kept the site before, comes with this visit, or is refused by the browser."""

NO_SERVICE_WORKER = """if (navigator.serviceWorker) navigator.serviceWorker.register =
  () => Promise.reject(new DOMException("refused in this test", "SecurityError"));"""
"""As in a private window of some browsers. It also keeps a test's requests where the test can see and change them."""

STEADY = "--js-flags=--no-wasm-inlining-call-indirect"
"""Python's evaluation loop calls through a table. V8 compiles it for whom it called so far, finds somebody else called,
throws the code away and begins again, up to ten times in a browser's first minute, half a second of a processor each;
and for as long as it does it hands no code over to be kept."""

ARGUMENTS = [*chromium.arguments(), "--force-color-profile=srgb", "--font-render-hinting=none", STEADY]

COMPILED = ("Default/Cache", "Default/Code Cache")
"""Where a profile has what was fetched and compiled."""

WORN = ("viewport", "color_scheme", "reduced_motion")
"""Playwright's options for a context that a page can be given as well."""


def kind(options: dict[str, Any]) -> frozenset[tuple[str, Any]]:
    """What of a context's options makes it another browser."""
    return frozenset((name, value) for name, value in options.items() if name not in WORN)


def dress(page: Page, options: dict[str, Any]) -> Page:
    """Give a page what it can be given of a context's options."""
    page.set_viewport_size(options["viewport"])
    page.emulate_media(color_scheme=options["color_scheme"], reduced_motion=options["reduced_motion"])
    return page


NETWORKS = (
    "async () => { for (const name of await caches.keys()) if (!name.startsWith('aluo-')) await caches.delete(name); }"
)
"""Takes away the networks that the page itself has kept."""

PERSONAL = "cookies,file_systems,indexeddb,local_storage,shader_cache,websql,interest_groups"
"""What a site keeps for a person; not its own files and not its service worker."""


def resident(playwright: Playwright, profile: Path, options: dict[str, Any]) -> BrowserContext:
    """A browser whose profile lies on the disk."""
    return playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium.ensure_for_tests(), args=ARGUMENTS, **options
    )


def keep(context: BrowserContext, address: str, watch: Watch) -> None:
    """Visit a site until its service worker has kept all of it. The program runs there, although keeping does not need
    it: of a visit after that the browser keeps three times as much compiled code as of one without a visit before."""
    here = Studio(context.new_page(), address, watch)
    here.visit().ready()
    here.page.evaluate(PRECACHED)
    here.page.close()


TICK = "() => new Promise((resolve) => setTimeout(resolve, 100))"
AT_REST_S = 2.0
LONG_S = 5.0
PROGRAMS = 2
"""Python's WebAssembly and the networks'."""
LARGE = 300_000
"""Bytes: the code of nothing else is as large."""


def let_keep(page: Page, profile: Path) -> bool:
    """Leave the page when the browser has kept what the page's programs were compiled to, and has finished with it.
    False: not of all of them, which happens, and another visit has another chance.

    V8 hands the code over each time it has compiled a megabyte more, and when it has compiled nothing for two seconds.

    Chromium finishes a file of a cache, and with it the code compiled of it, when no answer is held any more that was
    made of it, by a service worker above all. A browser that is closed before loses the code.
    """
    files, begun = profile / "Default" / "Service Worker" / "CacheStorage", time()
    found: list[os.stat_result] = []
    while time() < begun + LONG_S:
        found = [about for about in _codes(files) if about.st_size > LARGE]
        if len(found) >= PROGRAMS and time() > max(about.st_mtime for about in found) + AT_REST_S:
            break
        page.evaluate(TICK)
    page.goto("about:blank")
    stopped: set[str] = set()
    session = page.context.new_cdp_session(page)
    session.on(
        "ServiceWorker.workerVersionUpdated",
        lambda said: stopped.update(one["runningStatus"] for one in said["versions"]),
    )
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    while "stopped" not in stopped:
        page.evaluate(TICK)
    session.detach()
    return len(found) >= PROGRAMS


def _codes(files: Path) -> Iterator[os.stat_result]:
    """What is known of each file with compiled code; a cache may be taken away meanwhile."""
    for folder, _, names in os.walk(files):
        for name in names:
            if name.endswith("_1"):
                with suppress(FileNotFoundError):
                    yield (Path(folder) / name).stat()


def forget(session: CDPSession, watch: Watch, kinds: str) -> None:
    """Take away what the sites that were seen have kept of these kinds."""
    for origin in {f"{place.scheme}://{place.netloc}" for place in map(urlsplit, watch.requests)}:
        if origin.startswith("http"):
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kinds})


@dataclass
class Room:
    """A browser with a profile; `taken` while somebody is in it. Of the sites in `kept` it has the files."""

    context: BrowserContext
    watch: Watch
    worker: Worker
    taken: bool = False
    kept: set[str] = field(default_factory=set)

    def enter(self, address: str) -> None:
        """Make ready for the next stranger, who wants to go there."""
        self.taken = True
        if self.worker == "kept" and address not in self.kept:
            keep(self.context, address, self.watch)
            self._forget()
            self.kept.add(address)
        self.watch.begin()

    def clear(self) -> None:
        """Close what is open, and forget all that the visited sites kept of the person."""
        first, *others = self.context.pages
        if self.worker == "kept" and others:
            with suppress(Error):  # a page that has crashed, or of nobody
                others[-1].evaluate(NETWORKS)
        first.goto("about:blank")
        for page in others:
            page.close()
        self._forget()
        self.context.clear_permissions()
        self.context.unroute_all()
        self.context.set_offline(False)
        self.taken = False

    def _forget(self) -> None:
        session = self.context.new_cdp_session(self.context.pages[0])
        forget(session, self.watch, PERSONAL if self.worker == "kept" else "all")
        session.detach()


class Guests:
    """The rooms, one for each kind of stranger and of service worker, furnished when the first comes."""

    def __init__(self, playwright: Playwright, browser: Browser, known: Path, address: str, profiles: Path) -> None:
        """`known` is the profile of a browser that has kept the site of `address`."""
        self._playwright, self._browser, self._known, self._address = playwright, browser, known, address
        self._profiles = profiles
        self._rooms: dict[tuple[frozenset[tuple[str, Any]], Worker], Room] = {}

    def enter(self, worker: Worker, address: str, options: dict[str, Any], alone: bool) -> tuple[BrowserContext, Watch]:
        """A context for one stranger, whose pages are still to be dressed; with `alone`, one that nobody used or will
        use."""
        key = (kind(options), worker)
        if alone or (key in self._rooms and self._rooms[key].taken):
            context = self._browser.new_context(**options)
            if worker == "none":
                context.add_init_script(NO_SERVICE_WORKER)
            return context, Watch(context)
        room = self._rooms.get(key) or self._furnish(key, options)
        room.enter(address)
        return room.context, room.watch

    def _furnish(self, key: tuple[frozenset[tuple[str, Any]], Worker], options: dict[str, Any]) -> Room:
        profile, worker = self._profiles / str(len(self._rooms)), key[1]
        for part in ("",) if worker == "kept" else COMPILED:
            shutil.copytree(self._known / part, profile / part, symlinks=True)
        context = resident(self._playwright, profile, options)
        if worker == "none":
            context.add_init_script(NO_SERVICE_WORKER)
        room = self._rooms[key] = Room(context, Watch(context), worker, kept={self._address})
        return room

    def leave(self, context: BrowserContext) -> None:
        """The stranger is gone, and so is what the sites kept of them."""
        for room in self._rooms.values():
            if room.context is context:
                room.clear()
                return
        context.close()

    def close(self) -> None:
        for room in self._rooms.values():
            room.context.close()
