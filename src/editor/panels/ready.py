"""What is loaded before the first photo: states of the four parts. boot.js counts the bytes. Adapter."""

from __future__ import annotations

from js import window

import words
from editor import dom
from editor.state import EngineState, State
from texts import Texts, spoken, t

STAGES = Texts(
    {"waiting": "Next", "loading": "Loading", "booting": "Starting", "ready": "Ready", "failed": "Did not load"}
)


class Ready:
    def __init__(self) -> None:
        self._last: EngineState | None = None
        spoken(self._forget)

    def _forget(self) -> None:
        self._last = None  # drawn again in the other language

    def draw(self, state: State) -> None:
        engine = state.engine
        dom.set_hidden(dom.by_id("panel-ready"), state.history is not None)
        dom.set_hidden(dom.by_id("foot-load"), state.history is not None)
        if engine == self._last:
            return
        self._last = engine
        self._row("python", STAGES["ready"], "ready")
        self._row("engine", STAGES[engine.stage], engine.stage)
        self._row("model", *_model(engine))
        done = engine.stage == "ready" and engine.model == "ready"
        dom.set_text(dom.by_id("panel-ready").querySelector("h2"), t("Ready") if done else t("Getting ready"))
        if engine.stage == "ready" and not window.aluo.early.length:
            all_up = t("Everything is up. Drop a photo, paste one, or open a file.")
            dom.set_text(dom.by_id("ready-words"), all_up if done else t("Drop a photo, paste one, or open a file."))
        loading = t("Starting the imaging engine") if engine.stage != "ready" else t("Loading the model")
        foot = t("Ready") if done else loading
        dom.set_text(dom.by_id("foot-words"), foot)

    def _row(self, part: str, note: str, kind: str) -> None:
        row = dom.by_id("load-" + part)
        row.dataset.state = kind
        dom.set_text(row.querySelector(".note"), note)
        if kind == "ready":
            row.querySelector("progress").value = 1


def _model(engine: EngineState) -> tuple[str, str]:
    if engine.model == "ready":
        return t("Ready, on {threads}", threads=words.threads(engine.threads)), "ready"
    return STAGES[engine.model], "failed" if engine.model == "failed" else "booting"
