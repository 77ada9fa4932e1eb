"""The service worker: it keeps the whole site, so that it works with the network gone, and it says when a newer version
has been kept beside this one. Adapter.

The newer one waits until no page of this version is left, or until the person asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import Date, document, location, navigator, window
from pyodide.ffi import JsException

from editor import dom

IDLE_MS = 10_000
"""The latest moment to begin; until then only when nothing else is to do."""
AGAIN_MS = 3_600_000
"""A page that stays open asks the host so often whether there is a newer version, when the person comes back to it."""


class Offline:
    """`kept` is called with the bytes that the browser holds once all are there, `newer` when a newer version is
    whole. A browser without service workers, or without a network right now, is left as it is."""

    def __init__(self, kept: Callable[[int], None], newer: Callable[[], None]) -> None:
        self._kept, self._newer = kept, newer
        self._registration: Any = None
        self._asked = 0.0
        self._taking_over = False

    async def begin(self) -> None:
        """Register, and fill the cache once the page is at rest."""
        if not hasattr(navigator, "serviceWorker"):
            return
        workers = navigator.serviceWorker
        dom.on(workers, "message", self._heard)
        dom.on(workers, "controllerchange", self._changed)
        await _quiet()
        try:
            self._registration = await workers.register("sw.js")
            registration = await workers.ready
        except JsException:
            return
        workers.startMessages()
        registration.active.postMessage(dom.options(kind="precache"))
        self._asked = float(Date.now())
        dom.on(self._registration, "updatefound", lambda event: self._found())
        self._found()
        self._ask(self._registration.waiting)
        dom.on(document, "visibilitychange", self._seen)

    def take_over(self) -> None:
        """Reload into the newer version."""
        waiting = self._registration.waiting if self._registration else None
        if not waiting:
            location.reload()
            return
        self._taking_over = True
        waiting.postMessage(dom.options(kind="take-over"))

    def _found(self) -> None:
        installing = self._registration.installing
        if installing:
            dom.on(installing, "statechange", lambda event: self._installed(event.target))

    def _installed(self, worker: Any) -> None:
        if str(worker.state) == "installed":
            self._ask(worker)

    def _ask(self, worker: Any) -> None:
        """Ask a worker that waits which version it is of: this page may be of that one already."""
        if worker:
            worker.postMessage(dom.options(kind="version"))

    def _heard(self, event: Any) -> None:
        kind = str(event.data.kind)
        if kind == "precached":
            self._kept(int(event.data.bytes))
        elif kind == "version" and str(event.data.version) != str(window.aluo.site.version):
            self._newer()

    def _changed(self, event: Any) -> None:
        if self._taking_over:
            location.reload()

    def _seen(self, event: Any) -> None:
        now = float(Date.now())
        if str(document.visibilityState) == "visible" and now - self._asked > AGAIN_MS:
            self._asked = now
            dom.begin(self._update())

    async def _update(self) -> None:
        try:
            await self._registration.update()
        except JsException:
            return  # no network: the next time will do


async def _quiet() -> None:
    from js import Promise
    from pyodide.ffi import create_once_callable

    def wait(resolve: Any, reject: Any) -> None:
        if hasattr(window, "requestIdleCallback"):
            window.requestIdleCallback(resolve, dom.options(timeout=IDLE_MS))
        else:
            window.setTimeout(resolve, IDLE_MS)

    await Promise.new(create_once_callable(wait))
