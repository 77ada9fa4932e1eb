"""The layers panel: what the document consists of, top first, each with a thumbnail, an eye and a lock. Adapter.

A row is chosen by a click or Enter (with Shift or Ctrl several), renamed by a double click or F2, and moved by dragging
or by the arrows with Alt.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import words
from editor import dom
from editor.document import Document, can_toggle, kind_of
from editor.layer_names import named, noted
from editor.layering import Layering
from editor.panels.gesture import Gesture
from editor.panels.thumbs import Thumbs
from editor.state import State
from imaging.layers import BLEND_MODES, Layer
from texts import spoken, t

DRAG_FROM = 5.0
"""CSS pixels that a row must be dragged before it moves, so that a click is a click."""


class LayersPanel:
    """`layering` does what is asked for here."""

    def __init__(self, layering: Layering, thumbs: Thumbs) -> None:
        self._layering = layering
        self._thumbs = thumbs
        self._rows = dom.by_id("layer-rows")
        self._blend, self._opacity = dom.by_id("layer-blend"), dom.by_id("layer-opacity")
        self._last: tuple[Document | None, tuple[str, ...]] = (None, ())
        self._drag: tuple[str, float, Any] | None = None
        self._renaming = ""
        for mode in BLEND_MODES:
            self._blend.append(dom.make("option", words.BLENDS[mode], value=mode))
        dom.on(self._blend, "change", lambda event: layering.blend(str(self._blend.value)))
        dom.on(self._opacity, "input", lambda event: layering.fade(float(self._opacity.value) / 100))
        Gesture(self._opacity, layering.settle)
        thumbs.arrived = self._again
        spoken(self._forget)

    def draw(self, state: State) -> None:
        document, panel = state.document, dom.by_id("layers")
        dom.set_hidden(panel, document is None)
        panel.dataset.fold = str(state.desk.folded).lower()
        dom.set_attribute(dom.by_id("layers-fold"), "aria-expanded", str(not state.desk.folded).lower())
        seen = document, state.desk.selected
        if seen == self._last:
            return
        self._last = seen
        if document is None:
            self._thumbs.clear()
            return
        self._fill(document, state.desk.selected)
        self._head(state)

    def _forget(self) -> None:
        self._last = None, ()  # drawn again in the other language
        for option, mode in zip(dom.every("option", self._blend), BLEND_MODES, strict=True):
            dom.set_text(option, words.BLENDS[mode])

    def _again(self) -> None:
        document, selected = self._last
        if document is not None and not self._renaming and self._drag is None:
            self._fill(document, selected)

    def _head(self, state: State) -> None:
        layer = state.target
        if layer is None:
            return
        dom.set_value(self._blend, layer.blend)
        percent = round(layer.opacity * 100)
        dom.set_value(self._opacity, str(percent))
        self._opacity.style.setProperty("--at", f"{percent}%")
        dom.set_text(dom.by_id("layer-opacity-value"), f"{percent} %")
        dom.set_text(dom.by_id("layer-of"), named(layer, state.document))

    # rows

    def _fill(self, document: Document, selected: tuple[str, ...]) -> None:
        focused = str(getattr(dom.root.ownerDocument.activeElement, "id", ""))
        rows = [self._row(document, layer, selected) for layer in reversed(document.layers)]
        self._rows.replaceChildren(*rows)
        dom.set_text(dom.by_id("layer-count"), str(len(rows)))
        if focused.split("-")[0] in ("eye", "lock", "pick"):  # the pressed button was replaced by a new one
            again = dom.root.ownerDocument.getElementById(focused)
            if again:
                again.focus()

    def _row(self, document: Document, layer: Layer, selected: tuple[str, ...]) -> Any:
        row = dom.by_id("layer-row").content.firstElementChild.cloneNode(True)
        name = named(layer, document)
        chosen = layer.id in selected or (not selected and layer == document.subject)
        row.dataset.chosen = str(chosen).lower()
        row.dataset.id = layer.id
        row.dataset.shown = str(layer.visible).lower()
        pick = row.querySelector(".pick")
        pick.id = "pick-" + layer.id
        pick.setAttribute("aria-pressed", str(layer.id in selected).lower())
        dom.set_text(pick.querySelector("b"), name)
        dom.set_text(pick.querySelector(".note"), noted(layer, document))
        self._thumbs.paint(row.querySelector("canvas"), layer)
        dom.on(pick, "click", partial(self._picked, layer.id))
        dom.on(pick, "dblclick", lambda event: self._rename(row, layer, name))
        dom.on(pick, "keydown", partial(self._key, row, layer, name), passive=False)
        for kind, handler in (("down", self._take), ("move", self._move), ("up", self._release)):
            dom.on(pick, f"pointer{kind}", partial(handler, layer.id, row))
        self._eye(row, document, layer)
        self._lock(row, layer, name)
        return row

    def _eye(self, row: Any, document: Document, layer: Layer) -> None:
        eye = row.querySelector(".eye")
        if not can_toggle(document, layer):
            eye.remove()
            return
        eye.id = "eye-" + layer.id
        dom.set_icon(eye, "eye" if layer.visible else "eye-off")
        kind = words.inside(words.LAYERS[kind_of(layer)])
        shown = t("Hide the {layer}", layer=kind) if layer.visible else t("Show the {layer}", layer=kind)
        eye.setAttribute("aria-label", shown)
        dom.on(eye, "click", lambda event: self._layering.toggle(layer.id))

    def _lock(self, row: Any, layer: Layer, name: str) -> None:
        lock = row.querySelector(".hold")
        lock.id = "lock-" + layer.id
        lock.dataset.on = str(layer.locked).lower()
        dom.set_icon(lock, "lock" if layer.locked else "lock-open")
        lock.setAttribute("aria-pressed", str(layer.locked).lower())
        lock.setAttribute("aria-label", t("Lock {layer}", layer=name))
        dom.on(lock, "click", lambda event: self._layering.lock(layer.id))

    def _picked(self, id: str, event: Any) -> None:
        if self._drag is None:
            self._layering.choose(id, add=bool(event.shiftKey or event.ctrlKey or event.metaKey))

    def _key(self, row: Any, layer: Layer, name: str, event: Any) -> None:
        if str(event.key) == "F2":
            event.preventDefault()
            self._rename(row, layer, name)
        elif event.altKey and str(event.key) in ("ArrowUp", "ArrowDown"):
            event.preventDefault()
            self._layering.order("forward" if event.key == "ArrowUp" else "backward", layer.id)
        elif str(event.key) in ("ArrowUp", "ArrowDown"):
            event.preventDefault()
            other = row.previousElementSibling if event.key == "ArrowUp" else row.nextElementSibling
            if other:
                other.querySelector(".pick").focus()
        elif str(event.key) == "Delete":
            event.preventDefault()
            self._layering.choose(layer.id)
            self._layering.remove()

    # renaming

    def _rename(self, row: Any, layer: Layer, name: str) -> None:
        self._renaming = layer.id
        field = dom.make("input", type="text", class_="well rename", aria_label=t("Name of the layer"), maxlength="80")
        field.value = name
        words_box = row.querySelector(".words")
        words_box.replaceChildren(field)
        field.focus()
        field.select()
        dom.on(field, "blur", lambda event: self._renamed(layer, str(field.value), name))
        dom.on(field, "keydown", partial(self._rename_key, field, name), passive=False)
        dom.on(field, "click", lambda event: event.stopPropagation())

    def _rename_key(self, field: Any, name: str, event: Any) -> None:
        event.stopPropagation()
        if str(event.key) == "Escape":
            field.value = name
        if str(event.key) in ("Enter", "Escape"):
            event.preventDefault()
            field.blur()

    def _renamed(self, layer: Layer, text: str, name: str) -> None:
        if self._renaming == layer.id:
            self._renaming = ""
            if text.strip() and text.strip() != name:
                self._layering.rename(layer.id, text.strip())
            else:
                self._again()

    # dragging

    def _take(self, id: str, row: Any, event: Any) -> None:
        if event.button == 0 and str(event.pointerType) != "touch" and not self._renaming:
            self._drag = None
            row.dataset.from_ = str(event.clientY)

    def _move(self, id: str, row: Any, event: Any) -> None:
        start = getattr(row.dataset, "from_", None)
        if not start:
            return
        if self._drag is None:
            if abs(event.clientY - float(start)) < DRAG_FROM:
                return
            row.querySelector(".pick").setPointerCapture(event.pointerId)
            row.dataset.drag = "true"
            self._drag = id, float(start), row
        row.style.transform = f"translateY({event.clientY - float(start):.0f}px)"

    def _release(self, id: str, row: Any, event: Any) -> None:
        row.dataset.from_ = ""
        if self._drag is None:
            return
        row.style.transform = ""
        row.dataset.drag = "false"
        others = [other for other in dom.every("li", self._rows) if str(other.dataset.id) != id]
        middles = [rect.top + rect.height / 2 for rect in (other.getBoundingClientRect() for other in others)]
        above = sum(middle < event.clientY for middle in middles)
        dom.later(self._dropped, 0)
        self._layering.place(id, len(others) - above)

    def _dropped(self) -> None:
        """After the click that ends a drag."""
        self._drag = None
