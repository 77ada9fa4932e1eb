"""What the engine tells unasked, put into the store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import words
from editor.store import Store
from errors import AluoError, EngineError


def ready(store: Store, confined: bool, isolated: bool) -> None:
    """The engine is up. One that is not proven confined counts as failed: it refuses every photo."""
    if not confined:
        store.engine(confined=False, isolated=isolated)
        failed(store, EngineError("engine/not-confined"))
        return
    store.engine(stage="ready", confined=True, isolated=isolated)
    state = store.state
    if state.work is None and state.history is None and not state.cleared and state.alert is None:
        store.say(words.said("ready" if isolated else "ready-one-thread"))


def failed(store: Store, error: AluoError) -> None:
    """The engine is not up, and will not be."""
    store.engine(stage="failed")
    store.complain(error)
    store.say(words.sentence(error).what, "still")


def restarted(store: Store) -> None:
    """The engine was started again and holds what it held."""
    if store.state.history is not None:
        store.say(words.said("restarted"))


def model(store: Store, first: bool, **changes: Any) -> None:
    """A network's weights: how far they are, ready, or failed. The page shows how the `first` one stands."""
    if not first:
        changes = {name: value for name, value in changes.items() if name in ("received", "total")}
    store.engine(**changes)
    engine, work = store.state.engine, store.state.work
    if work is not None and work.kind == "cutout" and work.phase == "model" and "total" in changes and engine.total:
        store.change(work=replace(work, phase="model", share=engine.received / engine.total))
