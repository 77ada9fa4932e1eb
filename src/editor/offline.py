"""Asks the service worker to keep the whole site, so that it works with the network gone. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import navigator, window
from pyodide.ffi import JsException

from editor import dom

IDLE_MS = 10_000
"""The latest moment to begin; until then only when nothing else is to do."""


async def keep_offline(kept: Callable[[int], None]) -> None:
    """Call `kept` with the bytes that the browser holds once all of them are there. A browser without service workers,
    or without a network right now, is left as it is."""
    if not hasattr(navigator, "serviceWorker"):
        return

    def heard(event: Any) -> None:
        if event.data.kind == "precached":
            kept(int(event.data.bytes))

    dom.on(navigator.serviceWorker, "message", heard)
    await _quiet()
    try:
        await navigator.serviceWorker.register("sw.js")
        registration = await navigator.serviceWorker.ready
    except JsException:
        return
    navigator.serviceWorker.startMessages()
    registration.active.postMessage(dom.options(kind="precache"))


async def _quiet() -> None:
    from js import Promise
    from pyodide.ffi import create_once_callable

    def wait(resolve: Any, reject: Any) -> None:
        if hasattr(window, "requestIdleCallback"):
            window.requestIdleCallback(resolve, dom.options(timeout=IDLE_MS))
        else:
            window.setTimeout(resolve, IDLE_MS)

    await Promise.new(create_once_callable(wait))
