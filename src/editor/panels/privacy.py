"""The privacy drawer: what is held, where, and why it cannot leave; every figure is read, none is assumed. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import location, performance

import words
from editor import dom
from editor.choices import Choices
from editor.state import State
from editor.store import Store
from texts import t


class PrivacyPanel:
    """`view_bytes` tells what the canvases hold, `clear` forgets every picture."""

    def __init__(
        self, store: Store, choices: Choices, view_bytes: Callable[[], int], clear: Callable[[], None]
    ) -> None:
        self._store = store
        self._choices = choices
        self._view_bytes = view_bytes
        dom.on(dom.by_id("clear-keep"), "click", lambda event: self._keep())
        dom.on(dom.by_id("clear-yes"), "click", lambda event: clear())

    def draw(self, state: State) -> None:
        dom.set_text(dom.by_id("lock").querySelector("span"), t("On this device"))
        if state.desk.drawer != "privacy":
            return
        self._figures(state)
        self._proofs(state)
        self._kept(state)
        self._clearing(state)

    def _figures(self, state: State) -> None:
        file = sum(one.bytes for one in state.document.files) if state.document else 0
        heap, view = state.engine.pixel_bytes, self._view_bytes() if state.document else 0
        total = file + heap + view
        dom.set_text(dom.by_id("memory-bare"), t("Python itself {size}", size=words.size(state.engine.bare_bytes)))
        for part, value in zip(dom.every("#memory-bar i"), (file, heap, view), strict=True):
            part.style.setProperty("--share", f"{value / total if total else 0:.4f}")
        labels = ((t("Picture file"), file), (t("In the engine"), heap), (t("On the screen"), view))
        spans = [_keyed(f"{label} {words.size(value)}") for label, value in labels]
        dom.by_id("memory-words").replaceChildren(*spans)

    def _proofs(self, state: State) -> None:
        engine = state.engine
        foreign = _foreign_requests()
        confined = (
            (
                t("The engine has no way out."),
                t("At its start it tried to reach another host and was stopped by its policy."),
            )
            if engine.confined
            else (t("The engine is not proven confined."), t("It opens no photo until it is."))
        )
        counted = t("Counted by this browser since {time}.", time=_since())
        rows = (
            (engine.confined, *confined),
            (True, t("This page may talk to its own host only."), t("Its content policy says connect-src 'self'.")),
            (
                foreign == 0,
                t("{count} requests of this page went to other hosts.", count=foreign),
                counted,
            ),
            (
                True,
                t("The one part that may send has no pixels."),
                t("It takes text and numbers of at most 9 kB. Each request is in the list above."),
            ),
        )
        dom.by_id("proofs").replaceChildren(*(_proof(*row) for row in rows))

    def _kept(self, state: State) -> None:
        names = ", ".join(self._choices.stored()) or t("none yet")
        opened = (t("Open picture"), t("Memory of this tab"), t("You clear it or close the tab"))
        stored = (t("Pictures"), t("Database of this browser"), t("Their time is up, or you clear them"))
        rows = (
            opened,
            *(() if state.shelf.trouble else (stored,)),
            (t("Settings, names of recent pictures"), t("Local storage: {names}", names=names), t("You clear them")),
            (t("Program and model"), t("Cache of this browser"), t("You clear this site's data")),
        )
        made = []
        for row in rows:
            line = dom.make("tr")
            line.append(*(dom.make("td", text) for text in row))
            made.append(line)
        dom.by_id("kept").replaceChildren(*made)

    def _clearing(self, state: State) -> None:
        shelf = state.shelf
        count, size = _held(state)
        asking = state.desk.clearing and count > 0
        dom.set_hidden(dom.by_id("clear-ask"), not asking)
        dom.set_hidden(dom.by_id("clear-row"), asking)
        title = dom.by_id("clear-row").querySelector("b")
        told = t("1 picture") if count == 1 else t("{count} pictures", count=count)
        dom.set_text(title, t("Cleared") if state.cleared else told if count else t("No picture is held"))
        private = t("Private session: closing the page ends them all.") if shelf.private else ""
        dom.set_text(dom.by_id("clear-note"), state.cleared or private or t("In this tab, in other tabs, on the disk."))
        ask = t("Clear 1 picture, {size}?", size=size) if count == 1 else ""
        dom.set_text(dom.by_id("clear-count"), ask or t("Clear {count} pictures, {size}?", count=count, size=size))

    def _keep(self) -> None:
        self._store.arrange(clearing=False)
        dom.by_id("clear").focus()


def _held(state: State) -> tuple[int, str]:
    """How many pictures there are, stored or open, and their size in words."""
    shelf, document = state.shelf, state.document
    unstored = document.photo.bytes if document is not None and shelf.here is None else 0
    return len(shelf.kept) + (unstored > 0), words.size(shelf.bytes + unstored)


def _foreign_requests() -> int:
    own = str(location.origin)
    entries = [str(entry.name) for entry in performance.getEntriesByType("resource")]
    return sum(not name.startswith((own, "blob:" + own, "data:")) for name in entries)


def _since() -> str:
    from js import Date

    return str(Date.new(performance.timeOrigin).toLocaleTimeString("en-GB"))


def _keyed(text: str) -> Any:
    span = dom.make("span")
    span.append(dom.make("i"), text)
    return span


def _proof(sure: bool, strong: str, rest: str) -> Any:
    item, text = dom.make("li"), dom.make("span")
    item.className = "" if sure else "unsure"
    text.append(dom.make("b", strong), " " + rest)
    item.append(dom.icon("shield-check" if sure else "triangle-alert"), text)
    return item
