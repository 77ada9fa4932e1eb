"""The panel of the task Cut out. Adapter."""

from __future__ import annotations

import words
from editor import dom
from editor.document import CutOut, Document
from editor.state import State
from editor.store import Store
from texts import number, t


class CutOutPanel:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._panel = dom.by_id("panel-cutout")
        self._remove = dom.by_id("remove")
        for radio in dom.every("input[name=look]"):
            dom.on(radio, "change", lambda event: self._store.arrange(look=str(event.target.value)))

    def draw(self, state: State) -> None:
        document, desk = state.document, state.desk
        shown = document is not None and not desk.export and desk.task in ("cutout", "layers")
        dom.set_hidden(self._panel, not shown)
        if document is None:
            return
        self._working(state)
        made = document.cutout
        self._remove.classList.toggle("primary", made is None)
        for part in dom.every(".after-cut", self._panel):
            dom.set_hidden(part, made is None)
        dom.set_text(dom.by_id("cut-note"), _note(document, state))
        for radio in dom.every("input[name=look]", self._panel):
            radio.checked = radio.value == desk.look
        if made is not None:
            self._facts(made, document)

    def _working(self, state: State) -> None:
        working = state.working("cutout")
        dom.set_hidden(self._remove, working)
        dom.set_hidden(dom.by_id("cut-working"), not working)
        if state.work is not None and working:
            phase = words.PHASES.get(state.work.phase, "")
            if state.work.phase == "model" and state.engine.total:
                received, total = number(state.engine.received / 1e6, 1), number(state.engine.total / 1e6, 1)
                phase += ": " + t("{received} of {total} MB", received=received, total=total)
            dom.set_text(dom.by_id("cut-phase"), phase)
            # While the network runs there is no share to tell: it answers once, at its end.
            told = state.work.phase not in ("preparing", "segmenting")
            dom.set_text(dom.by_id("cut-share"), f"{state.work.share * 100:.0f} %" if told else "")
            self._panel.querySelector("progress").value = state.work.share

    def _facts(self, made: CutOut, document: Document) -> None:
        box = made.box
        network, threads = number(made.network_seconds, 1), words.threads(made.threads)
        rows = (
            (t("Subject"), f"{box.width:.0f} × {box.height:.0f} px"),
            (t("From the left, top"), f"{box.x:.0f}, {box.y:.0f} px"),
            (t("Covers"), t("{share} % of the photo", share=f"{made.coverage * 100:.0f}")),
            (
                t("Network"),
                t("{seconds} s on {threads}", seconds=network, threads=threads),
            ),
            (t("Edge and colours"), f"{number(made.edge_seconds, 1)} s"),
        )
        holder = dom.by_id("cut-facts")
        cells = [dom.make(tag, text) for row in rows for tag, text in zip(("dt", "dd"), row, strict=True)]
        if holder.textContent != "".join(str(cell.textContent) for cell in cells):
            holder.replaceChildren(*cells)


def _note(document: Document, state: State) -> str:
    if document.cutout is not None:
        seconds = document.cutout.network_seconds + document.cutout.edge_seconds
        return t("Cut out in {seconds} s on this device. Nothing was sent.", seconds=number(seconds, 1))
    if state.engine.model == "failed":
        return t("The model did not load yet. Remove background tries again.")
    return t("Runs on this device. Nothing is sent.")
