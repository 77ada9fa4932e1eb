"""The options bar: what the task wants most, over the picture. Each task's part is made when the task is first chosen.
Adapter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import window

from editor import dom
from editor.commands import Registry
from editor.panels.quick_parts import Group
from editor.panels.quick_tasks import GROUPS
from editor.state import State
from editor.view.stage import PHONE


class QuickBar:
    """`parts` are those of the page, made by their first use; `retell` says what is new in the language spoken."""

    def __init__(self, registry: Registry, parts: Any, mac: bool, retell: Callable[[], None]) -> None:
        self._registry, self._parts, self._mac, self._retell = registry, parts, mac, retell
        self._place = dom.make("div", class_="quick")
        dom.by_id("options").prepend(self._place)
        for button, word in (("[data-command=copy]", "Copy result"), ("#history-open", "History")):
            dom.by_id("options").querySelector(button).dataset.tip = word
        dom.by_id("compare-toggle").dataset.tip = "Before / after"
        self._phone = window.matchMedia(PHONE)
        self._made: dict[str, Group] = {}
        self._state: State | None = None

    def draw(self, state: State) -> None:
        desk, self._state = state.desk, state
        task = desk.task if state.history is not None and not desk.export else ""
        if task in GROUPS and task not in self._made and not self._phone.matches:
            self._made[task] = group = Group(self._registry, self._mac)
            GROUPS[task](group, self._parts, self._again)
            self._place.append(group.element)
            self._retell()
        for name, group in self._made.items():
            dom.set_hidden(group.element, name != task)
        if task in self._made:
            self._made[task].draw(state)

    def _again(self) -> None:
        if self._state is not None:
            self.draw(self._state)
