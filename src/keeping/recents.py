"""Recent pictures on the first screen: a picture of each, its name, and when it is purged. Adapter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from js import URL

from editor import dom
from editor.shelf import Kept, Shelf
from editor.state import State
from keeping.telling import when
from texts import t

SHOWN = 4


class Views:
    """Addresses of the small pictures, read from the store once each and let go of with the picture."""

    def __init__(self, view: Callable[[str], Awaitable[Any]], spawn: Callable[[Any], None]) -> None:
        self._view = view
        self._spawn = spawn
        self._addresses: dict[str, tuple[int, str]] = {}
        self._waiting: dict[tuple[str, int], list[Any]] = {}

    def show(self, image: Any, kept: Kept) -> None:
        """Put the picture into `image` when it is there. A list drawn again meanwhile waits for the same reading."""
        held = self._addresses.get(kept.id)
        if held is not None:
            image.src = held[1]
        if kept.private or (held is not None and held[0] == kept.bytes):
            return
        waiting = self._waiting.setdefault((kept.id, kept.bytes), [])
        waiting.append(image)
        if len(waiting) == 1:
            self._spawn(self._load(kept))

    def keep_only(self, shelf: Shelf) -> None:
        """Let go of pictures that are not kept any more."""
        for key in self._addresses.keys() - {kept.id for kept in shelf.kept}:
            _, address = self._addresses.pop(key)
            for image in _showing(address):
                image.removeAttribute("src")
            URL.revokeObjectURL(address)

    async def _load(self, kept: Kept) -> None:
        try:
            view = await self._view(kept.id)
        finally:
            images = self._waiting.pop((kept.id, kept.bytes))
        if view is None:
            return
        address = str(URL.createObjectURL(view))
        _, old = self._addresses.get(kept.id, (0, ""))
        self._addresses[kept.id] = (kept.bytes, address)
        for image in (*images, *_showing(old)):
            if image.isConnected:
                image.src = address
        if old:
            URL.revokeObjectURL(old)


def _showing(address: str) -> list[Any]:
    """The page's images with that address: one that has not loaded yet would fail once it is given back."""
    return dom.every(f'img[src="{address}"]') if address else []


class Recents:
    """The row of the first screen, which boot.js has filled with names already."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._drawn: tuple[Any, ...] = ()

    def draw(self, state: State) -> None:
        shelf = state.shelf
        if not shelf.ready or state.document is not None:
            return
        shown = tuple(kept for kept in shelf.kept if kept.place != "elsewhere")[:SHOWN]
        told = tuple((kept, when(kept, shelf.now)) for kept in shown)
        if told == self._drawn:
            return
        self._drawn = told
        dom.by_id("recent-list").replaceChildren(*(self._button(kept, time) for kept, time in told))
        dom.set_hidden(dom.by_id("recents"), not told)

    def _button(self, kept: Kept, time: str) -> Any:
        button = dom.make("button", class_="sample-pick", type="button", data_recent=kept.id)
        image = dom.make("img", alt="", width="148", height="96")
        self._views.show(image, kept)
        name = dom.make("span", kept.name or t("Private picture"), class_="name")
        button.append(
            image, dom.make("span", t("Open again:"), class_="sr"), name, dom.make("span", time, class_="note")
        )
        return button
