"""Strangers at the door: each finds nothing of the one before.

Most come in turns to a browser with a profile on the disk, where only compiled code outlives them: a context without a
profile compiles Python anew on every page, which takes more than twice the work. So whatever one page can be given of
what sets strangers apart is given to the page, and not to a context of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.browser.watch import Watch
from tools import chromium

NO_SERVICE_WORKER = """if (navigator.serviceWorker) navigator.serviceWorker.register =
  () => Promise.reject(new DOMException("refused in this test", "SecurityError"));"""
"""As in a private window of some browsers. It also keeps a test's requests where the test can see and change them."""

ARGUMENTS = [*chromium.arguments(), "--force-color-profile=srgb"]

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
    """The rooms, one for each kind of stranger with and without a service worker, furnished when the first comes."""

    def __init__(self, playwright: Playwright, browser: Browser, profiles: Path) -> None:
        self._playwright, self._browser, self._profiles = playwright, browser, profiles
        self._rooms: dict[tuple[frozenset[tuple[str, Any]], bool], Room] = {}

    def enter(self, service_worker: bool, options: dict[str, Any], alone: bool) -> tuple[BrowserContext, Watch]:
        """A context for one stranger, whose pages are still to be dressed; with `alone`, one that nobody used or will
        use."""
        key = (kind(options), service_worker)
        if alone or (key in self._rooms and self._rooms[key].taken):
            context = self._browser.new_context(**options)
            if not service_worker:
                context.add_init_script(NO_SERVICE_WORKER)
            return context, Watch(context)
        room = self._rooms.get(key) or self._furnish(key, options)
        room.taken = True
        room.watch.begin()
        return room.context, room.watch

    def _furnish(self, key: tuple[frozenset[tuple[str, Any]], bool], options: dict[str, Any]) -> Room:
        context = self._playwright.chromium.launch_persistent_context(
            self._profiles / str(len(self._rooms)), executable_path=chromium.ensure(), args=ARGUMENTS, **options
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
