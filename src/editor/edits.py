"""Changes to the document that need no engine: recorded at once, drawn soon, undone at will."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import words
from editor.colours import rgb_text
from editor.document import Backdrop, Document, kind_of
from editor.engine_port import View
from editor.history import History
from editor.store import Store
from imaging.adjustments import Adjustments

WHITE = Backdrop("colour", "#ffffff")


class Edits:
    """What a person does to the open picture in `store`, seen in `view`."""

    def __init__(self, store: Store, view: View) -> None:
        self._store = store
        self._view = view

    def backdrop(self, backdrop: Backdrop, mark: str = "") -> None:
        """Another backdrop. Changes with one `mark` are one step."""
        document = self._store.state.document
        if document is None:
            return
        key = "backdrop-" + ("white" if backdrop == WHITE else backdrop.kind)
        self._store.arrange(look="backdrop")
        self.record(document.with_backdrop(backdrop), words.step(key, colour=backdrop.colour), mark)
        rgb, share = rgb_text(backdrop.colour), round(backdrop.blur * 100)
        told = key if document.cutout else "needs-cutout"
        self._store.say(words.said(told, colour=backdrop.colour, rgb=rgb, share=share))

    def adjust(self, adjustments: Adjustments, mark: str) -> None:
        """Other adjustments. Changes with one `mark`, the name of the value that moves, are one step."""
        document, target = self._store.state.document, self._store.state.target
        if document is None or target is None:
            return
        changed = document.with_adjustments(adjustments, target.id)
        if mark == "look":
            label = words.step("look", name=words.Term(adjustments.look or "none"))
        else:
            label = words.step("adjust", name=words.Term(words.ADJUSTMENTS.english(mark)))
        self.record(changed, label, f"adjust-{mark}")

    def settle(self) -> None:
        """The gesture is over."""
        if self._store.state.history:
            self._store.change(history=self._store.state.history.settle())

    def toggle(self, id: str) -> None:
        """Press the eye of a layer."""
        document = self._store.state.document
        layer = document.layer(id) if document else None
        if document is not None and layer is not None:
            self.record(
                document.toggled(id), words.step("toggle", layer=words.Term(words.LAYERS.english(kind_of(layer))))
            )

    def undo(self) -> None:
        history = self._store.state.history
        if history and history.past:
            self._go(history.undo(), words.said("undone", label=words.step_said(history.present.label)))

    def redo(self) -> None:
        history = self._store.state.history
        if history and history.future:
            self._go(history.redo(), words.said("redone", label=words.step_said(history.future[0].label)))

    def jump(self, index: int) -> None:
        """Go to a step of the history."""
        if self._store.state.history:
            history = self._store.state.history.jump(index)
            self._go(history, words.said("jumped", label=words.step_said(history.present.label)))

    def record(self, document: Document, label: str, mark: str = "", unveil: bool = False) -> None:
        """Make `document` the present one."""
        assert self._store.state.history is not None
        self._keep(self._store.state.history.record(document, label, mark))
        self._view.show(document, unveil)

    def revise(self, change: Callable[[Document], Document]) -> None:
        """Change every state of the picture, without a step: for what was meant in them and comes late."""
        history = self._store.state.history
        if history is not None:
            revised = history.revise(change)
            self._keep(revised)
            if revised.value is not history.value:
                self._view.show(revised.value, fade=True)

    def _go(self, history: History[Document], sentence: str) -> None:
        self._keep(history, said=sentence, tone="done")
        self._view.show(history.value)

    def _keep(self, history: History[Document], **changes: Any) -> None:
        """Take a history, and let the export panel know what size the canvas has now."""
        form = self._store.state.form
        self._store.change(history=history, form=form and form.resized(history.value), **changes)
