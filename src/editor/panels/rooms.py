"""Panels that are needed only once a photo is open: brought in after the page is ready, one by one, so that nobody has
to wait for them. Adapter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from js import document, window

from editor import dom
from editor.state import State
from editor.store import Store

PAUSE_MS = 12
"""Between two of them, so that the page answers meanwhile."""
PATIENCE_S = 0.3
"""The longest that the next one waits for the last."""
PLACES = "#side, .drawer"
"""Where the controls of the panels stand."""
AT_ONCE = ("keeping", "launch")
"""What is no panel and does not wait for the engine: what is due is purged, and what the system opens is opened."""
TOGETHER = {"settings": ("settings", "pages"), "privacy": ("privacy", "ledger")}
"""Drawers of more than one panel: one that came later would take the focus away from the other."""
CONTROLS = "input:not([type=file]), select, textarea"


class Panel(Protocol):
    def draw(self, state: State) -> None: ...


class Rooms:
    """`makers` import and make the panels by their names, in the order in which they are likely to be wanted. One whose
    task or drawer is chosen before is made at once."""

    def __init__(
        self, store: Store, makers: Mapping[str, Callable[[], Panel | None]], ready: Callable[[], None]
    ) -> None:
        self._store = store
        self._makers = dict(makers)
        self._ready = ready
        self._waiting: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Make the first of them soon, and then the others; all of them when somebody uses what they stand for."""
        dom.on(document, "click", self._pressed, capture=True)
        for kind in ("input", "change"):
            dom.on(document, kind, self._changed, capture=True)
        dom.later(self._next, PAUSE_MS)

    def _pressed(self, event: Any) -> None:
        """A button hears the event when its panel is made before it gets there; what has a state is for `_changed`. A
        command's button needs no panel."""
        button = event.target.closest("button")
        if self._makers and button and button.closest(PLACES) and not button.hasAttribute("data-command"):
            self.finish()

    def _changed(self, event: Any) -> None:
        """A choice that nobody has heard yet: its panel, once made, shows the old one, so the new one is made again."""
        control = event.target
        if not self._makers or not control.matches(CONTROLS) or not control.closest(PLACES):
            return
        value, checked = control.value, getattr(control, "checked", None)
        event.stopImmediatePropagation()
        self.finish()
        control.value = value
        if checked is not None:
            control.checked = checked
        control.dispatchEvent(window.Event.new(event.type, dom.options(bubbles=True)))

    def draw(self, state: State) -> None:
        """Panel: make what the person has just turned to."""
        desk = state.desk
        for place in (desk.task, desk.drawer, "export" if desk.export else "", "steps" if desk.steps else ""):
            for name in TOGETHER.get(place, (place,)):
                if name in self._makers:
                    self._make(name)

    def finish(self) -> None:
        """Make all that are left now: somebody is about to use them."""
        while self._makers:
            self._make(next(iter(self._makers)))

    def _next(self) -> None:
        if self._makers and self._wanted():
            dom.later(self._next, PAUSE_MS)
        elif self._makers:
            begun = getattr(self._make(next(iter(self._makers))), "begun", None)
            if begun is None:
                dom.later(self._next, PAUSE_MS)
            else:
                self._waiting = dom.begin(self._after(begun))

    def _wanted(self) -> bool:
        """Whether the processor is wanted for what somebody waits for: the start of the engine, or its first answer."""
        state = self._store.state
        waits = state.engine.stage == "booting" or (state.work is not None and not state.work.extra)
        return waits and next(iter(self._makers)) not in AT_ONCE

    async def _after(self, begun: asyncio.Event) -> None:
        """The next one when the last has begun: it waits for the browser, and would find this thread taken."""
        with suppress(TimeoutError):
            await asyncio.wait_for(begun.wait(), PATIENCE_S)
        dom.later(self._next, PAUSE_MS)

    def _make(self, name: str) -> Panel | None:
        panel = self._makers.pop(name)()
        if panel is not None:
            self._store.watch(panel.draw)
        if not self._makers:
            self._ready()
        return panel
