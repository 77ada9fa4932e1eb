"""What is loaded before the first photo: states of the four parts. boot.js counts the bytes. Adapter."""

from __future__ import annotations

from js import window

from editor import dom
from editor.state import EngineState, State

STARTING, READY, LOADING, FAILED = "Starting", "Ready", "Loading", "Did not load"


class Ready:
    def __init__(self) -> None:
        self._last: EngineState | None = None

    def draw(self, state: State) -> None:
        engine = state.engine
        dom.set_hidden(dom.by_id("panel-ready"), state.history is not None)
        dom.set_hidden(dom.by_id("foot-load"), state.history is not None)
        if engine == self._last:
            return
        self._last = engine
        self._row("python", READY, "ready")
        stage = {"booting": STARTING, "ready": READY, "failed": FAILED}[engine.stage]
        self._row("engine", stage, engine.stage)
        self._row("model", *_model(engine))
        done = engine.stage == "ready" and engine.model == "ready"
        dom.set_text(dom.by_id("panel-ready").querySelector("h2"), "Ready" if done else "Getting ready")
        if engine.stage == "ready" and not window.aluo.early.length:
            dom.set_text(dom.by_id("ready-words"), "Everything is up. Drop a photo, paste one, or open a file.")
        foot = "Ready" if done else "Starting the imaging engine" if engine.stage != "ready" else "Loading the model"
        dom.set_text(dom.by_id("foot-words"), foot)

    def _row(self, part: str, words: str, kind: str) -> None:
        row = dom.by_id("load-" + part)
        row.dataset.state = kind
        dom.set_text(row.querySelector(".note"), words)
        if kind == "ready":
            row.querySelector("progress").value = 1


def _model(engine: EngineState) -> tuple[str, str]:
    if engine.model == "ready":
        threads = f"{engine.threads} threads" if engine.threads > 1 else "1 thread"
        return f"{READY}, on {threads}", "ready"
    return {"waiting": ("Next", "booting"), "loading": (LOADING, "booting"), "failed": (FAILED, "failed")}[engine.model]
