"""The top bar, the rail, the options, the status line, the alert and the work bar. Adapter."""

from __future__ import annotations

from typing import Any

from js import document as page

import words
from editor import dom
from editor.commands import Registry
from editor.document import Document
from editor.state import State
from editor.view.viewport import Viewport
from texts import Texts

NOTES = Texts(
    {
        "tab": "Held in this tab only",
        "saving": "Saving",
        "saved": "Saved on this device",
        "failed": "Not stored",
    }
)
"""How the open picture stands, by shelf.Note."""


class Bars:
    """Draws what is around the picture. `registry` says which buttons are on."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._buttons: list[tuple[Any, str]] = []
        self.gather()
        self._status = dom.by_id("status")
        self._photo = ""

    def gather(self) -> None:
        """Find the buttons that run a command, after some were added."""
        self._buttons = [(button, str(button.dataset.command)) for button in dom.every("[data-command]")]
        for button, command in self._buttons:
            dom.set_disabled(button, not self._registry.enabled(command))

    def draw(self, state: State) -> None:
        self._root(state)
        self._top(state)
        self._alert(state)
        self._work(state)
        if self._status.textContent != state.said:
            self._status.textContent = state.said
        for button, command in self._buttons:
            dom.set_disabled(button, not self._registry.enabled(command))

    def zoomed(self, viewport: Viewport) -> None:
        """Show the zoom of the stage."""
        dom.set_text(dom.by_id("zoom-level"), f"{viewport.zoom * 100:.0f} %")

    def _root(self, state: State) -> None:
        desk, data = state.desk, dom.root.dataset
        data.photo = "open" if state.history else "none"
        data.task = desk.task
        data.side = "open" if desk.side and state.history else "closed"
        data.sheet = "export" if desk.export else desk.task
        data.state = state.tone
        data.cut = "made" if state.document and state.document.cutout else "none"
        data.work = state.work.kind if state.work else "none"
        engine = state.engine.stage
        busy = state.work is not None
        data.engine = "busy" if busy and engine == "ready" else engine
        data.app = "busy" if busy else "ready"

    def _top(self, state: State) -> None:
        document, desk = state.document, state.desk
        dom.set_text(dom.by_id("doc-stem"), document.photo.stem if document else "Aluo Studio")
        dom.set_text(dom.by_id("doc-ending"), document.photo.name.removeprefix(document.photo.stem) if document else "")
        named = document is not None and not state.shelf.private  # the browser's own history keeps titles
        page.title = f"{document.photo.name} – Aluo Studio" if document and named else "Aluo Studio"
        note = dom.by_id("doc-note")
        dom.set_hidden(note, document is None)
        dom.set_text(note, NOTES[state.shelf.note])
        dom.set_hidden(dom.by_id("wake"), document is not None)
        dom.set_hidden(dom.by_id("empty"), document is not None)
        dom.set_text(dom.by_id("facts"), _facts(document) if document else "")
        if document is None:
            dom.set_text(dom.by_id("zoom-level"), "–")
        for name in ("copy", "history"):
            for button in dom.every(f".options [data-command={name}]"):
                dom.set_hidden(button, document is None)
        dom.set_text(dom.by_id("history-count"), str(state.history.index) if state.history else "")
        dom.set_hidden(dom.by_id("compare-toggle"), document is None or not document.differs)
        for toggle in dom.every("[data-command=compare]"):
            dom.set_attribute(toggle, "aria-pressed", str(desk.compare).lower())
        for item in dom.every(".rail [data-task]"):
            chosen = state.history is not None and item.dataset.task == desk.task
            dom.set_attribute(item, "aria-current", str(chosen).lower())
        for name, drawer in (("lock", "privacy"), ("settings-open", "settings"), ("keys-open", "settings")):
            dom.set_attribute(dom.by_id(name), "aria-expanded", str(desk.drawer == drawer).lower())

    def _alert(self, state: State) -> None:
        box, alert = dom.by_id("alert"), state.alert
        if alert is not None:
            dom.set_text(dom.by_id("alert-what"), alert.sentence.what)
            dom.set_text(dom.by_id("alert-rest"), alert.sentence.rest)
            act = dom.by_id("alert-act")
            dom.set_hidden(act, not alert.label)
            dom.set_text(act, alert.label)
            box.dataset.code = alert.code
            box.dataset.kind = "note" if alert.code in words.NEWS else ""
        dom.set_hidden(box, alert is None)

    def _work(self, state: State) -> None:
        bar, work = dom.by_id("workbar"), state.work
        dom.set_hidden(bar, work is None)
        if work is not None:
            bar.style.setProperty("--done", f"{work.share:.3f}")
            dom.set_attribute(bar, "aria-valuenow", str(round(work.share * 100)))
            dom.set_attribute(bar, "aria-valuetext", words.PHASES.get(work.phase, ""))


def _facts(document: Document) -> str:
    return f"{document.width} × {document.height} px  ·  {document.photo.profile}"
