"""All of it, tied together: made once the page is ready, so that nobody waits for it. Adapter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from cache.sealing import PageSealing
from editor import dom
from editor.choices import Choices
from editor.engine_port import Clock, Engine, Outlet
from editor.session import Session
from editor.state import State
from editor.store import Store
from keeping import page
from keeping.drawer import ShelfPanel
from keeping.keeper import Keeper
from keeping.recents import Recents, Views


class Keeping:
    """rooms.Panel, and the decisions that its buttons take. `spawn` runs a job and says how it fails."""

    def __init__(
        self,
        session: Session,
        store: Store,
        engine: Engine,
        outlet: Outlet,
        clock: Clock,
        choices: Choices,
        spawn: Callable[[Any], None],
    ) -> None:
        sealing = PageSealing()
        pictures = page.pictures_of(choices, sealing)
        desk = page.PageDesk(engine, choices, sealing)
        self.keeper = Keeper(pictures, session, store, engine, outlet, clock, desk)
        self._store, self._choices, self._spawn = store, choices, spawn
        views = Views(pictures.view, spawn)
        self._recents, self._panel = Recents(views), ShelfPanel(views, self)
        pictures.keep_changed = self._keep_changed
        self._pictures = pictures
        self.begun = asyncio.Event()
        dom.later(lambda: spawn(self._run()), 0)  # once this panel is drawn: the purge waits for the browser only

    async def _run(self) -> None:
        try:
            await self.keeper.start()
        finally:
            self.begun.set()
        page.on_hidden_and_back(
            lambda: self._spawn(self.keeper.save()),
            lambda: self._spawn(self.keeper.tick()),
        )
        page.ask_before_leaving(lambda: self.keeper.at_risk)
        await page.tick_forever(self.keeper.tick)

    def draw(self, state: State) -> None:
        self._recents.draw(state)
        self._panel.draw(state)

    def _keep_changed(self) -> None:
        """Another tab chose how long pictures are kept."""
        self._choices.reread("keep")
        self._pictures.keep = page.kept_seconds(self._choices)

    # drawer.Decisions

    def open(self, key: str) -> None:
        self._store.arrange(drawer="")
        self._spawn(self.keeper.open(key))

    def pin(self, key: str, on: bool) -> None:
        self._spawn(self.keeper.pin(key, on))

    def drop(self, key: str) -> None:
        self._spawn(self.keeper.drop(key))

    def keep_for(self, seconds: int) -> None:
        self._choices.put("keep", str(seconds))
        self._spawn(self.keeper.keep_for(seconds))

    def private(self, on: bool) -> None:
        page.set_private(on)
        self._spawn(self.keeper.make_private(on))
