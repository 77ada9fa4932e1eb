"""Strangers at the door: each finds nothing of the one before.

Most come in turns to a browser with a profile on the disk, where only compiled code outlives them: a context without a
profile compiles Python anew on every page, which takes more than twice the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.browser.watch import Watch
from tools import chromium

NO_SERVICE_WORKER = """if (navigator.serviceWorker) navigator.serviceWorker.register =
  () => Promise.reject(new DOMException("refused in this test", "SecurityError"));"""
"""As in a private window of some browsers. It also keeps a test's requests where the test can see and change them."""

ARGUMENTS = [*chromium.arguments(), "--force-color-profile=srgb"]


@dataclass
class Room:
    """A browser with a profile; `taken` while somebody is in it."""

    context: BrowserContext
    watch: Watch
    taken: bool = False

    def clear(self) -> None:
        """Close what is open, and forget all that the visited sites kept."""
        first, *others = self.context.pages
        first.goto("about:blank")
        for page in others:
            page.close()
        session = self.context.new_cdp_session(first)
        for origin in {f"{place.scheme}://{place.netloc}" for place in map(urlsplit, self.watch.requests)}:
            if origin.startswith("http"):
                session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        session.detach()
        self.context.clear_permissions()
        self.context.unroute_all()
        self.context.set_offline(False)
        self.taken = False


class Guests:
    """The rooms of those who come as one of `kinds`: Playwright's options for a context, and whether a service worker
    may be registered. Each is furnished when the first comes."""

    def __init__(self, playwright: Playwright, browser: Browser, profiles: Path, kinds: list[dict[str, Any]]) -> None:
        self._playwright, self._browser, self._profiles, self._kinds = playwright, browser, profiles, kinds
        self._rooms: dict[tuple[int, bool], Room] = {}

    def enter(self, service_worker: bool, options: dict[str, Any], alone: bool) -> tuple[BrowserContext, Watch]:
        """A context for one stranger; with `alone`, one that nobody used or will use."""
        key = (self._kinds.index(options), service_worker) if options in self._kinds else None
        if alone or key is None or (key in self._rooms and self._rooms[key].taken):
            context = self._browser.new_context(**options)
            if not service_worker:
                context.add_init_script(NO_SERVICE_WORKER)
            return context, Watch(context)
        room = self._rooms.get(key) or self._furnish(key, options)
        room.taken = True
        room.watch.begin()
        return room.context, room.watch

    def _furnish(self, key: tuple[int, bool], options: dict[str, Any]) -> Room:
        context = self._playwright.chromium.launch_persistent_context(
            self._profiles / "-".join(map(str, key)), executable_path=chromium.ensure(), args=ARGUMENTS, **options
        )
        if not key[1]:
            context.add_init_script(NO_SERVICE_WORKER)
        room = self._rooms[key] = Room(context, Watch(context))
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
