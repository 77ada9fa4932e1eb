"""What the system opens the installed app with: a file, pictures from the share sheet, a shortcut. Adapter.

Where a browser has none of it, nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from js import URL, history, location, navigator, window
from pyodide.ffi import JsException, create_proxy

from editor import dom
from editor.input.files import incoming
from editor.intake import Incoming

SHORTCUTS = frozenset({"privacy", "settings", "credits"})
"""Commands that an address may name behind its #."""


class Launches:
    """`opened` takes the one file that the app was opened with, `shared` the files of a share, `run` a shortcut."""

    def __init__(
        self,
        opened: Callable[[Incoming], None],
        shared: Callable[[Iterable[Any]], None],
        run: Callable[[str], None],
        spawn: Callable[[Any], None],
    ) -> None:
        self._opened, self._shared, self._run, self._spawn = opened, shared, run, spawn

    def begin(self) -> None:
        """Take what this start brought, and listen for what the next ones bring to this window."""
        self._follow(str(location.hash).removeprefix("#"))
        queue = getattr(window, "launchQueue", None)
        if queue:
            queue.setConsumer(create_proxy(self._launched))

    def _launched(self, launch: Any) -> None:
        files = list(launch.files or ())
        if files:
            self._spawn(self._open(files))
        elif getattr(launch, "targetURL", None):
            self._follow(str(URL.new(launch.targetURL).hash).removeprefix("#"))

    async def _open(self, handles: list[Any]) -> None:
        try:
            files = [await handle.getFile() for handle in handles]
        except JsException:  # it was moved meanwhile, or the person did not allow it: as if nothing was chosen
            return
        if len(files) == 1:
            self._opened(incoming(files[0], handles[0]))
        else:
            self._shared(files)

    def _follow(self, named: str) -> None:
        if named == "shared" or named in SHORTCUTS:
            history.replaceState(None, "", location.pathname)
        if named in SHORTCUTS:
            self._run(named)
        elif named == "shared" and getattr(navigator, "serviceWorker", None) and navigator.serviceWorker.controller:
            dom.on(navigator.serviceWorker, "message", self._heard)
            navigator.serviceWorker.startMessages()
            navigator.serviceWorker.controller.postMessage(dom.options(kind="shared"))

    def _heard(self, event: Any) -> None:
        if str(event.data.kind) == "shared" and event.data.files.length:
            self._shared(list(event.data.files))
