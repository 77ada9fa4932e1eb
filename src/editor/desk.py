"""How the page is arranged: which panel, drawer and list is open, and where the focus goes when one closes. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import document, window

from editor import dom
from editor.state import Desk, Drawer, State, Task
from editor.store import Store
from editor.view.stage import PHONE

DRAWERS = ("privacy", "settings")
FIRST = {
    "cutout": "#remove",
    "adjust": "#slide-exposure",
    "layers": "#layers",
    "backdrop": "#kind input:checked",
    "arrange": "#canvas",
    "text": "#panel-text .first:not([hidden] *)",
    "shapes": "#panel-shapes input:checked",
    "crop": "#canvas",
    "retouch": "#canvas",
    "scene": "#scene-prompt",
}
"""Where the focus goes with a task: to its first field, or to the canvas where the tool works there."""
NARROW = "(min-width: 720px) and (max-width: 899px)"
"""Here the panels are a drawer: pressing the chosen task again puts it away."""


class Arrangement:
    """`weigh` asks the engine for its size before the privacy drawer shows it."""

    def __init__(self, store: Store, weigh: Callable[[], None]) -> None:
        self._store = store
        self._weigh = weigh
        self._back: Any = None
        self._had_photo = False
        self._drawn: Desk | None = None
        dom.on(document, "pointerdown", self._outside)

    def draw(self, state: State) -> None:
        desk = state.desk
        for name in DRAWERS:
            dom.set_hidden(dom.by_id(name), desk.drawer != name)
        has_photo = state.history is not None
        if has_photo != self._had_photo:
            self._home(has_photo)
        self._drawn = desk

    # commands

    def task(self, task: Task) -> None:
        desk = self._store.state.desk
        again = desk.task == task and not desk.export and window.matchMedia(NARROW).matches
        self._store.arrange(task=task, export=False, steps=False, side=not (again and desk.side))
        element = document.querySelector(FIRST.get(task, f"#panel-{task} :is(input, button, select, textarea)"))
        if element and not element.hidden:
            element.focus(dom.options(preventScroll=True))

    def export(self) -> None:
        opening = not self._store.state.desk.export
        self._store.arrange(export=opening, drawer="", steps=False, side=True)
        (dom.by_id("format") if opening else dom.by_id("export-open")).focus()

    def done(self) -> None:
        """Close the panel or sheet, back to Cut out."""
        was_export = self._store.state.desk.export
        self._store.arrange(export=False)
        if was_export:
            dom.by_id("export-open").focus()
        elif window.matchMedia(PHONE).matches:
            task = self._store.state.desk.task
            self._store.arrange(task="cutout")
            document.querySelector(f".rail [data-task={task}]").focus()

    def compare(self) -> None:
        self._store.arrange(compare=not self._store.state.desk.compare)

    def peek(self, on: bool) -> None:
        self._store.arrange(peek=on)

    def rulers(self) -> None:
        self._store.arrange(rulers=not self._store.state.desk.rulers)

    def steps(self) -> None:
        self._store.arrange(steps=not self._store.state.desk.steps)

    def fold(self) -> None:
        self._store.arrange(folded=not self._store.state.desk.folded)

    def drawer(self, name: Drawer) -> None:
        """Open a drawer, or close it when it is open."""
        if self._store.state.desk.drawer == name:
            self.escape()
            return
        self._back = document.activeElement
        if name == "privacy":
            self._weigh()
        self._store.arrange(drawer=name, clearing=False, steps=False)
        for page in dom.by_id(name).querySelectorAll(".scroll"):
            page.scrollTop = 0  # it stands where the keys were looked up
        dom.by_id(name).focus()

    def keys(self) -> None:
        dom.by_id("settings").dataset.page = "general"
        self.drawer("settings")
        if self._store.state.desk.drawer == "settings":
            title = dom.by_id("keys-title")
            title.scrollIntoView()
            title.focus()

    def ask_clear(self) -> None:
        self._store.arrange(clearing=True, drawer="privacy")
        dom.by_id("clear-keep").focus()

    def close(self) -> None:
        """Close the drawer."""
        self.escape()

    def escape(self) -> bool:
        """Close the innermost thing that is open. False when there was none."""
        desk = self._store.state.desk
        if desk.steps:
            self._store.arrange(steps=False)
            dom.by_id("history-open").focus()
        elif desk.drawer:
            self._store.arrange(drawer="", clearing=False)
            if self._back and self._back.isConnected:
                self._back.focus()
        elif desk.export or (desk.task != "cutout" and window.matchMedia(PHONE).matches):
            self.done()
        else:
            return False
        return True

    # helpers

    def _outside(self, event: Any) -> None:
        inside = event.target.closest("#history, [data-command=history]")
        if self._store.state.desk.steps and not inside:
            self._store.arrange(steps=False)

    def _home(self, has_photo: bool) -> None:
        """The one file input and the one Auto-remove box live where they are needed: on the first screen, then in the
        rail and in the panel. Moving them keeps their names unique."""
        self._had_photo = has_photo
        file, auto = dom.by_id("file"), dom.by_id("auto-label")
        dom.set_hidden(dom.by_id("opener-rail"), not has_photo)
        dom.by_id("opener-rail" if has_photo else "opener-first").append(file)
        dom.by_id("auto-panel" if has_photo else "auto-first").append(auto)
