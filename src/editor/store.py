"""The one state of the page, and who watches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import words
from editor.document import Document
from editor.state import Alert, State, Tone
from errors import AluoError, InputError
from imaging.layers import Layer
from texts import t


class Store:
    """Holds a State; tells every watcher of each new one."""

    def __init__(self) -> None:
        self.state = State(said=words.said("loading"))
        self._watchers: list[Callable[[State], None]] = []

    def watch(self, watcher: Callable[[State], None]) -> None:
        """Call `watcher` with the state now and after every change."""
        self._watchers.append(watcher)
        watcher(self.state)

    def change(self, **changes: Any) -> None:
        """Replace fields of the state."""
        state = replace(self.state, **changes)
        if state == self.state:
            return
        self.state = state
        for watcher in self._watchers:
            watcher(state)

    def arrange(self, **changes: Any) -> None:
        """Replace fields of the desk."""
        self.change(desk=replace(self.state.desk, **changes))

    def engine(self, **changes: Any) -> None:
        """Replace fields of what is known of the engine."""
        self.change(engine=replace(self.state.engine, **changes))

    def cut(self, **changes: Any) -> None:
        """Replace fields of what is known of the choice Model and of the last cut-out."""
        self.change(cut=replace(self.state.cut, **changes))

    def say(self, sentence: str, tone: Tone = "done") -> None:
        """Put `sentence` into the status line."""
        self.change(said=sentence, tone=tone)

    def complain(self, error: AluoError) -> None:
        """Put `error` into the alert line, with the one thing to do about it."""
        action, label = words.action(error.code, error.details)
        if not action and isinstance(error, InputError):
            action, label = "open", t("Choose another")
        self.change(alert=Alert(error.code, words.sentence(error, self.state.history is not None), action, label))

    def complain_finer(self, error: AluoError) -> None:
        """A better cut-out did not come; what is on the screen stays."""
        key = "page/finer-network" if error.code == "model/network" else "page/finer"
        sentence = words.fill(words.PAGE[key], {"why": words.sentence(error).what, **error.details})
        label = t("Try again") if key == "page/finer" else t("Go on loading")
        self.change(alert=Alert(error.code, sentence, "cutout-finer", label))

    def complain_of_page(self, code: str, **details: str) -> None:
        """An alert of words.PAGE."""
        action, label = words.action(code)
        self.change(alert=Alert(code, words.fill(words.PAGE[code], details), action, label))

    @property
    def document(self) -> Document:
        """The open document. Only for work that has checked that there is one."""
        document = self.state.document
        assert document is not None, "asked without a photo"
        return document

    @property
    def target(self) -> Layer:
        """The layer that a panel acts on. Only for work that has checked that there is a document."""
        target = self.state.target
        assert target is not None, "asked without a photo"
        return target
