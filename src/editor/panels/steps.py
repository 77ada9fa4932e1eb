"""The list of steps: where the picture has been, and a way back to each of them. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import words
from editor import dom
from editor.document import Document
from editor.history import History
from editor.state import State
from texts import spoken, t

SHOWN, BEHIND = 200, 150
"""Rows of the list, and how many of them lie before the present step."""
AIR = 8
"""Pixels between the list and the side of the bar that it hangs from."""


class StepsPanel:
    """`jump` is called with the number of a step."""

    def __init__(self, jump: Callable[[int], None]) -> None:
        self._jump = jump
        self._box = dom.by_id("history")
        self._button = dom.by_id("history-open")
        self._last: History[Document] | None = None
        spoken(self._again)

    def _again(self) -> None:
        """Another language is spoken: the names that are shown are said anew."""
        if self._last is not None:
            self._fill(self._last)

    def draw(self, state: State) -> None:
        history = state.history
        opening = state.desk.steps and self._box.hidden
        dom.set_hidden(self._box, not state.desk.steps)
        dom.set_attribute(self._button, "aria-expanded", str(state.desk.steps).lower())
        if history is not None and state.desk.steps and history is not self._last:
            self._last = history
            self._fill(history)
        if opening:
            room = self._button.parentElement.clientWidth - self._box.offsetWidth - AIR
            self._box.style.left = f"{max(min(self._button.offsetLeft, room), AIR)}px"
            self._box.querySelector("[aria-current=true]").focus()

    def _fill(self, history: History[Document]) -> None:
        """The steps around the present one: a history has thousands of them."""
        steps = history.steps
        first = max(0, min(history.index - BEHIND, len(steps) - SHOWN))
        rows = [self._row(history, first + at, step.label) for at, step in enumerate(steps[first : first + SHOWN])]
        if first:
            rows.insert(0, dom.make("li", t("{count} earlier steps", count=first), class_="note"))
        dom.by_id("steps").replaceChildren(*rows)

    def _row(self, history: History[Document], index: int, label: str) -> Any:
        button = dom.make("button", words.step_said(label), type="button")
        button.setAttribute("aria-current", str(index == history.index).lower())
        if index > history.index:
            button.className = "future"
        dom.on(button, "click", lambda event: self._jump(index))
        row = dom.make("li")
        row.append(button)
        return row
