"""What the drawers Privacy and Settings say of kept pictures: figures, countdowns, pins, past purges, and the choice of
how long. Adapter."""

from __future__ import annotations

import math
from typing import Any, Protocol

from js import Date

import words
from cache.values import KEEPS
from editor import dom
from editor.shelf import Kept, PastPurge, Shelf
from editor.state import State
from keeping import telling
from keeping.recents import Views
from keeping.telling import when
from texts import language, spoken, t


class Decisions(Protocol):
    """What a person can decide; every method returns at once."""

    def pin(self, key: str, on: bool) -> None:
        """Keep a picture, or count its time from now."""

    def drop(self, key: str) -> None:
        """Purge a picture now."""

    def open(self, key: str) -> None:
        """Open a picture."""

    def keep_for(self, seconds: int) -> None:
        """Another time to live."""

    def private(self, on: bool) -> None:
        """Begin or end a private session."""


class ShelfPanel:
    """Parts of both drawers."""

    def __init__(self, views: Views, decisions: Decisions) -> None:
        self._views = views
        self._decide = decisions
        self._selects = [dom.by_id("keep"), dom.by_id("keep-setting")]
        for select in self._selects:
            dom.on(select, "change", lambda event: decisions.keep_for(int(event.target.value)))
        dom.on(dom.by_id("private"), "change", lambda event: decisions.private(bool(event.target.checked)))
        dom.on(dom.by_id("kept-pictures"), "click", self._pressed)
        self._drawn: tuple[Any, ...] = ()
        spoken(self._choices)

    def _choices(self) -> None:
        for select in self._selects:
            chosen = str(select.value)
            select.replaceChildren(*(dom.make("option", telling.keep(one), value=str(one)) for one in KEEPS))
            select.value = chosen
        self._drawn = ()

    def draw(self, state: State) -> None:
        shelf = state.shelf
        self._lock(state)
        if not shelf.ready:
            return
        for select in self._selects:
            dom.set_value(select, str(shelf.keep))
        dom.by_id("private").checked = shelf.private
        told = (shelf, language())
        if state.desk.drawer != "privacy" or told == self._drawn:
            return
        self._drawn = told
        self._figures(shelf)
        self._stored(shelf)
        self._views.keep_only(shelf)
        dom.by_id("kept-pictures").replaceChildren(*(self._row(kept, shelf.now) for kept in shelf.kept))
        dom.set_hidden(dom.by_id("kept-none"), bool(shelf.kept))
        dom.set_text(dom.by_id("kept-none"), telling.trouble(shelf) or t("No picture is stored."))
        dom.by_id("past-purges").replaceChildren(*map(_past, shelf.past[:8]))
        dom.set_hidden(dom.by_id("past-none"), bool(shelf.past))
        dom.set_hidden(dom.by_id("past-table"), not shelf.past)

    def _lock(self, state: State) -> None:
        """The countdown beside the lock, always in sight, and the promise of the first screen."""
        for name, promise in (("promise-kept", telling.promise), ("foot-kept", telling.promise_short)):
            dom.set_text(dom.by_id(name), promise(state.shelf.keep, bool(state.shelf.trouble)))
        here = state.shelf.here
        text = when(here, state.shelf.now) if here is not None and state.document is not None else ""
        dom.set_text(dom.by_id("lock-time"), text)

    def _figures(self, shelf: Shelf) -> None:
        dom.set_text(dom.by_id("privacy-stored"), words.size(shelf.bytes))
        waiting = shelf.next_purge < math.inf
        dom.set_text(dom.by_id("privacy-next"), telling.duration(shelf.next_purge - shelf.now) if waiting else "–")

    def _stored(self, shelf: Shelf) -> None:
        rest = max(shelf.usage - shelf.bytes, 0)
        total = max(shelf.bytes + rest, 1)
        parts = dom.every("#stored-bar i")
        for part, share in zip(parts, (shelf.bytes / total, rest / total), strict=True):
            part.style.setProperty("--share", f"{share:.4f}")
        pictures = t("Pictures {size}", size=words.size(shelf.bytes))
        program = t("Program and models {size}", size=words.size(rest))
        dom.by_id("stored-words").replaceChildren(_keyed(pictures), _keyed(program))
        allowed = t("{used} of {allowed} allowed", used=words.size(total), allowed=words.size(shelf.quota))
        dom.set_text(dom.by_id("stored-allowed"), allowed if shelf.quota else "")

    def _row(self, kept: Kept, now: float) -> Any:
        row, image = dom.make("li", class_="layer kept-row"), dom.make("img", alt="", width="40", height="40")
        image.className = "kept-view"
        self._views.show(image, kept)
        text = dom.make("button", class_="pick", type="button", data_open=kept.id)
        text.disabled = kept.place != ""
        told = dom.make("span", class_="words")
        place = {"here": t("open now"), "elsewhere": t("open in another tab")}.get(kept.place, "")
        size = words.size(kept.bytes)
        told.append(
            dom.make("b", kept.name or t("Private picture")),
            dom.make("span", f"{size}, {place}" if place else size, class_="note"),
        )
        text.append(image, told)
        row.append(text, dom.make("span", when(kept, now), class_="note kept-when"))
        if not kept.private:
            row.append(_tool("pin-off" if kept.pinned else "pin", _pin_words(kept), data_pin=kept.id, on=kept.pinned))
        row.append(_tool("trash-2", t("Purge {name} now", name=kept.name or t("Private picture")), data_drop=kept.id))
        return row

    def _pressed(self, event: Any) -> None:
        button = event.target.closest("button")
        if not button or button.disabled:
            return
        data = button.dataset
        if button.hasAttribute("data-pin"):
            self._decide.pin(str(data.pin), str(button.getAttribute("aria-pressed")) != "true")
        elif button.hasAttribute("data-drop"):
            self._decide.drop(str(data.drop))
        elif button.hasAttribute("data-open"):
            self._decide.open(str(data.open))


def _pin_words(kept: Kept) -> str:
    return t("Keep {name} until you unpin it", name=kept.name)


def _tool(icon: str, label: str, on: bool | None = None, **data: str) -> Any:
    button = dom.make("button", class_="tool small", type="button", aria_label=label, **data)
    if on is not None:
        button.setAttribute("aria-pressed", str(on).lower())
    button.append(dom.icon(icon))
    return button


def _past(past: PastPurge) -> Any:
    line = dom.make("tr")
    shown = Date.new(past.time).toLocaleString(language(), dom.options(dateStyle="short", timeStyle="short"))
    count = t("1 picture") if past.count == 1 else t("{count} pictures", count=past.count)
    reason = telling.PURGED.get(past.reason, "")
    line.append(
        dom.make("td", str(shown)), dom.make("td", f"{count}, {reason}"), dom.make("td", words.size(past.bytes))
    )
    return line


def _keyed(text: str) -> Any:
    span = dom.make("span")
    span.append(dom.make("i"), text)
    return span
