"""The layers panel: what the document consists of, top first, each with a thumbnail and an eye. Adapter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import words
from editor import dom
from editor.document import Document, Layer, LayerKind, layers
from editor.engine_port import Engine
from editor.state import State
from errors import AluoError
from imaging.options import Region, Scene
from texts import spoken, t

THUMB = 64


class LayersPanel:
    """`toggle` is called with the layer whose eye was pressed."""

    def __init__(self, engine: Engine, toggle: Callable[[LayerKind], None]) -> None:
        self._engine = engine
        self._toggle = toggle
        self._rows = dom.by_id("layer-rows")
        self._last: Document | None = None
        self._thumbs: dict[str, Any] = {}
        self._task: asyncio.Task[None] | None = None
        spoken(self._forget)

    def _forget(self) -> None:
        self._last = None  # drawn again in the other language

    def draw(self, state: State) -> None:
        document, panel = state.document, dom.by_id("layers")
        dom.set_hidden(panel, document is None)
        panel.dataset.fold = str(state.desk.folded).lower()
        dom.set_attribute(dom.by_id("layers-fold"), "aria-expanded", str(not state.desk.folded).lower())
        if document == self._last:
            return
        if document is None or self._last is None or document.photo != self._last.photo:
            self._thumbs.clear()
        self._last = document
        if document is not None:
            self._fill(document)
            self._task = asyncio.ensure_future(self._load(document))

    def _fill(self, document: Document) -> None:
        focused = str(getattr(dom.root.ownerDocument.activeElement, "id", ""))
        rows = [self._row(document, layer) for layer in layers(document)]
        self._rows.replaceChildren(*rows)
        dom.set_text(dom.by_id("layer-count"), str(len(rows)))
        if focused.startswith("eye-"):  # the pressed eye was replaced by a new one
            eye = dom.root.ownerDocument.getElementById(focused)
            if eye:
                eye.focus()

    def _row(self, document: Document, layer: Layer) -> Any:
        row = dom.by_id("layer-row").content.firstElementChild.cloneNode(True)
        title, note = _title(document, layer.kind)
        row.dataset.chosen = str(layer.kind == ("photo" if document.cutout is None else "cutout")).lower()
        dom.set_text(row.querySelector("b"), title)
        dom.set_text(row.querySelector(".note"), note)
        self._paint(row.querySelector("canvas"), document, layer.kind)
        eye = row.querySelector("button")
        if not layer.can_toggle:
            eye.remove()
            return row
        eye.id = "eye-" + layer.kind
        dom.set_icon(eye, "eye" if layer.visible else "eye-off")
        kind = words.inside(words.LAYERS[layer.kind])
        eye.setAttribute(
            "aria-label", t("Hide the {layer}", layer=kind) if layer.visible else t("Show the {layer}", layer=kind)
        )
        dom.on(eye, "click", lambda event: self._toggle(layer.kind))
        return row

    def _paint(self, canvas: Any, document: Document, kind: LayerKind) -> None:
        context = canvas.getContext("2d")
        backdrop = document.backdrop
        if kind == "backdrop" and backdrop.kind == "colour":
            context.fillStyle = backdrop.colour
            context.fillRect(0, 0, THUMB, THUMB)
            return
        bitmap = self._thumbs.get("cutout" if kind == "cutout" else "photo")
        if bitmap is not None:
            context.filter = f"blur({2 + 6 * backdrop.blur:.1f}px)" if kind == "backdrop" else "none"
            context.drawImage(bitmap, 0, 0)

    async def _load(self, document: Document) -> None:
        wanted = {"photo": False} | ({"cutout": True} if document.cutout is not None else {})
        missing = [name for name in wanted if name not in self._thumbs]
        for name in missing:
            self._thumbs[name] = await self._render(document, wanted[name])
        if missing and document == self._last:
            self._fill(document)

    async def _render(self, document: Document, cutout: bool) -> Any:
        photo = document.photo
        side = min(photo.width, photo.height)
        middle = Region((photo.width - side) // 2, (photo.height - side) // 2, side, side)
        try:
            rendered = await self._engine.render(photo.id, Scene(cutout), middle, THUMB, THUMB)
        except AluoError:
            return None  # a thumbnail is not worth an alert; the stage reports the same engine
        return rendered.bitmap


def _title(document: Document, kind: LayerKind) -> tuple[str, str]:
    photo, backdrop = document.photo, document.backdrop
    if kind == "photo":
        return photo.name, f"{words.LAYERS[kind]}, {photo.width} × {photo.height}"
    if kind == "cutout" and document.cutout is not None:
        return photo.stem, t("Cut-out, {share} % of the photo", share=f"{document.cutout.coverage * 100:.0f}")
    if backdrop.kind == "blur":
        return t("Blurred photo"), f"{words.LAYERS[kind]}, {backdrop.blur * 100:.0f} %"
    return t("White") if backdrop.colour == "#ffffff" else backdrop.colour, t("Backdrop, one colour")
