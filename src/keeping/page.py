"""The browser around the keeper: its tab, its clock, views of pictures, what a start finds at once. Adapter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from js import URL, Date, OffscreenCanvas, crypto, document, window
from js import Blob as JsBlob
from pyodide.ffi import JsException, to_js

from cache.channel import TabChannel
from cache.indexeddb import BrowserBase
from cache.locks import WebLocks
from cache.pictures import Pictures, Ports
from cache.quota import BrowserQuota
from cache.sealing import PageSealing
from cache.store import Blob
from cache.values import KEEPS
from editor import dom
from editor.choices import Choices
from editor.document import Document
from editor.engine_port import Engine
from editor.shelf import KEEP_DEFAULT
from errors import AluoError
from imaging.options import Region

SMALL_SIDE, SCREEN_SIDE = 192, 1280
"""Longest sides in pixels of the two views."""
QUALITY = 0.82
TICK_MS = 30_000
"""Countdowns are told to the minute."""


def kept_seconds(choices: Choices) -> int:
    """The chosen time to live."""
    chosen = choices.get("keep")
    return int(chosen) if chosen.isdigit() and int(chosen) in KEEPS else KEEP_DEFAULT


def is_private() -> bool:
    """Whether this tab is a private session: said anew in each tab, and kept through a reload."""
    return _session("private") == "on"


def set_private(on: bool) -> None:
    """Remember it for as long as this tab lives."""
    _session("private", "on" if on else "")


def pictures_of(choices: Choices, sealing: PageSealing) -> Pictures:
    """The store of this browser."""
    tab = _session("tab")
    if not tab:
        tab = str(crypto.randomUUID())
        _session("tab", tab)
    ports = Ports(BrowserBase(), WebLocks(), TabChannel(), sealing, BrowserQuota(), lambda: float(Date.now()))
    return Pictures(ports, tab, str(crypto.randomUUID()), kept_seconds(choices), is_private())


def _session(name: str, value: str | None = None) -> str:
    """A value of session storage; "" when there is none, or where the browser refuses it."""
    try:
        storage = window.sessionStorage
        if value is None:
            return str(storage.getItem("aluo." + name) or "")
        if value:
            storage.setItem("aluo." + name, value)
        else:
            storage.removeItem("aluo." + name)
    except JsException:
        pass
    return ""


class PageDesk:
    """keeper.Desk."""

    def __init__(self, engine: Engine, choices: Choices, sealing: PageSealing) -> None:
        self._engine = engine
        self._choices = choices
        self._sealing = sealing
        self._address = ""

    async def digest(self, blob: Any) -> str:
        return await self._sealing.digest(blob)

    def random_name(self) -> str:
        return self._sealing.random_name()

    def size(self, blob: Any) -> int:
        return int(blob.size if hasattr(blob, "size") else blob.byteLength)

    def blob(self, buffer: Any) -> Any:
        return buffer if hasattr(buffer, "arrayBuffer") else JsBlob.new(to_js([buffer]))

    def glimpse(self, view: Any) -> None:
        image = dom.by_id("glimpse")
        if self._address:
            URL.revokeObjectURL(self._address)
        self._address = str(URL.createObjectURL(view)) if view is not None else ""
        if view is not None:
            image.src = self._address
            window.performance.mark("recent:shown")
        else:
            image.removeAttribute("src")
        dom.set_hidden(image, view is None)

    def remember(self, recents: str) -> None:
        if self._choices.get("recents") != recents:
            self._choices.put("recents", recents)

    async def snap(self, document: Document) -> tuple[Blob, Blob] | None:
        try:
            screen = await self._view(document, SCREEN_SIDE)
            return await self._view(document, SMALL_SIDE), screen
        except (AluoError, JsException):
            return None  # a view is not worth an alert: the picture itself is saved

    async def _view(self, document: Document, side: int) -> Blob:
        scale = min(1.0, side / max(document.width, document.height))
        width, height = max(round(document.width * scale), 1), max(round(document.height * scale), 1)
        region = Region(0, 0, document.width, document.height)
        bitmap = (await self._engine.render(document.scene, region, width, height)).bitmap
        canvas = OffscreenCanvas.new(width, height)
        canvas.getContext("2d").drawImage(bitmap, 0, 0)
        bitmap.close()
        blob = await canvas.convertToBlob(dom.options(type="image/webp", quality=QUALITY))
        canvas.width = canvas.height = 0  # its pixels are given back
        return Blob(blob, int(blob.size))


def on_hidden_and_back(hidden: Callable[[], None], back: Callable[[], None]) -> None:
    """Call `hidden` when the person leaves the tab or closes it, `back` when it is seen again."""

    def changed(event: Any) -> None:
        (hidden if str(document.visibilityState) == "hidden" else back)()

    dom.on(document, "visibilitychange", changed)
    dom.on(window, "pagehide", lambda event: hidden())


def ask_before_leaving(at_risk: Callable[[], bool]) -> None:
    """Let the browser ask before the page goes while something would be lost with it."""

    def leaving(event: Any) -> None:
        if at_risk():
            event.preventDefault()

    dom.on(window, "beforeunload", leaving, passive=False)


async def tick_forever(tick: Callable[[], Any]) -> None:
    """Call `tick` again and again while the page lives."""
    while True:
        await asyncio.sleep(TICK_MS / 1000)
        await tick()
