"""The export panel, in the place of the task's panel. Adapter; the arithmetic is export_form's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import words
from editor import dom
from editor.document import Document
from editor.export_form import ENDINGS, ExportForm, default_name
from editor.numbers import parse_pixels
from editor.state import State
from editor.store import Store
from imaging.options import MAX_SIDE
from texts import t


class ExportPanel:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._named = ""  # the name as we made it, so that a name of the person's own is never replaced
        self._width, self._height = dom.by_id("width"), dom.by_id("height")
        self._name = dom.by_id("filename")
        dom.on(dom.by_id("format"), "change", lambda event: self._set(format=str(event.target.value)))
        dom.on(dom.by_id("quality"), "change", lambda event: self._set(quality=int(event.target.value)))
        dom.on(self._width, "change", lambda event: self._side(self._width, "width"))
        dom.on(self._height, "change", lambda event: self._side(self._height, "height"))
        for field in (self._width, self._height):
            dom.on(field, "keydown", self._arrow, passive=False)
        dom.on(dom.by_id("ratio"), "click", lambda event: self._put(self._form.with_lock(not self._form.locked)))
        for radio in dom.every("input[name=scale]"):
            dom.on(radio, "change", lambda event: self._put(self._form.scaled(int(event.target.value))))
        dom.on(self._name, "change", lambda event: self._set(name=str(event.target.value)))

    @property
    def _form(self) -> ExportForm:
        form = self._store.state.form
        assert form is not None, "the panel is closed without a photo"
        return form

    def draw(self, state: State) -> None:
        form, document = state.form, state.document
        shown = form is not None and document is not None and state.desk.export
        dom.set_hidden(dom.by_id("panel-export"), not shown)
        if form is None or document is None:
            return
        self._rename(document, form)
        if not shown:
            return
        self._fields(form)
        _words(form, document)
        _foot(state)

    def _rename(self, document: Document, form: ExportForm) -> None:
        made = default_name(document)
        untouched = form.name in (self._named, document.photo.stem)
        self._named = made
        if untouched and form.name != made:
            self._set(name=made)

    def _fields(self, form: ExportForm) -> None:
        dom.set_value(dom.by_id("format"), form.format)
        dom.set_value(dom.by_id("quality"), str(form.quality))
        dom.set_hidden(dom.by_id("quality-field"), form.format == "png")
        dom.set_value(self._width, str(form.width))
        dom.set_value(self._height, str(form.height))
        dom.set_value(self._name, form.name)
        dom.set_text(dom.by_id("extension"), ENDINGS[form.format])
        ratio = dom.by_id("ratio")
        dom.set_attribute(ratio, "aria-pressed", str(form.locked).lower())
        dom.set_icon(ratio, "link-2" if form.locked else "unlink-2")
        for radio in dom.every("input[name=scale]"):
            percent = int(radio.value)
            radio.checked = form.percent == percent
            dom.set_disabled(radio, not form.allows(percent))
        dom.set_text(dom.by_id("export-sum"), f"{form.width} × {form.height} px")

    def _side(self, field: Any, name: str) -> None:
        value = parse_pixels(str(field.value), MAX_SIDE)
        dom.set_attribute(field, "aria-invalid", str(value is None).lower())
        wrong = (
            "" if value is not None else t("Write 1 to {limit} pixels; a sum such as 2000/2 will do.", limit=MAX_SIDE)
        )
        dom.set_text(dom.by_id("export-wrong"), wrong)
        dom.set_hidden(dom.by_id("export-wrong"), not wrong)
        if value is not None:
            self._put(self._form.with_width(value) if name == "width" else self._form.with_height(value))
            field.value = str(value)

    def _arrow(self, event: Any) -> None:
        step = {"ArrowUp": 1, "ArrowDown": -1}.get(str(event.key), 0) * (10 if event.shiftKey else 1)
        value = parse_pixels(str(event.target.value), MAX_SIDE)
        if step and value is not None:
            event.preventDefault()
            event.target.value = str(min(max(value + step, 1), MAX_SIDE))
            self._side(event.target, str(event.target.id))

    def _set(self, **changes: Any) -> None:
        self._put(replace(self._form, **changes))

    def _put(self, form: ExportForm) -> None:
        self._store.change(form=form, last_export="")


def _words(form: ExportForm, document: Document) -> None:
    if not document.transparent:
        alpha = t("The picture has no see-through parts.")
    elif form.format == "jpeg":
        alpha = t("JPEG cannot be see-through: the background becomes white.")
    else:
        alpha = t("{format} keeps the background see-through.", format=words.FORMATS[form.format])
    dom.set_text(dom.by_id("export-alpha"), alpha)
    dropped = [words.METADATA.get(kind, kind) for kind in document.photo.dropped]
    found = t(" and ").join(filter(None, (", ".join(dropped[:-1]), *dropped[-1:])))
    left = t("Left out of the file: {found}.", found=found)
    none = t("The photo held no metadata; the file holds none either.")
    dom.set_text(dom.by_id("export-meta"), left if found else none)


def _foot(state: State) -> None:
    working = state.working("export")
    dom.set_hidden(dom.by_id("export-working"), not working)
    dom.set_hidden(dom.by_id("export-cancel"), not working)
    dom.set_text(dom.by_id("export-done"), state.last_export)
    dom.set_hidden(dom.by_id("export-done"), not state.last_export or working)
    if state.work is not None and working:
        dom.set_text(dom.by_id("export-phase"), words.PHASES.get(state.work.phase, t("Starting")))
        dom.set_text(dom.by_id("export-share"), f"{state.work.share * 100:.0f} %")
        dom.by_id("export-working").querySelector("progress").value = state.work.share
