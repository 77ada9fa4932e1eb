"""The part *Cut-out models* of Settings: what is kept, what it runs on, how much memory it may take, and a person's own
networks. Adapter.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import words
from editor import dom, own_models
from editor.choices import Choices
from editor.cut_state import CutState, Own
from editor.panels import kit
from editor.state import State
from editor.store import Store
from engine.protocol import OwnModel
from errors import AluoError
from texts import spoken, t

FINE = "isnet"
Row = tuple[str, str, str, Callable[[], None] | None]
"""Name, what is to say of it, and a button with what it does."""


class ModelRows:
    """`engine` is the client; `sizes` are the bytes of each network's weights; `choose` takes the choice *Model*."""

    def __init__(
        self,
        store: Store,
        engine: Any,
        choices: Choices,
        sizes: dict[str, int],
        choose: Callable[[str], None],
        spawn: Callable[[Awaitable[Any]], None],
    ) -> None:
        self._store, self._engine, self._choices, self._sizes = store, engine, choices, sizes
        self._choose, self._spawn = choose, spawn
        self._open = False
        self._shown: list[tuple[str, str, str]] = []
        self._list = dom.make("div", class_="model-rows", translate="no")
        self._runs = dom.make("p", class_="note", translate="no")
        self._wrong = dom.make("p", class_="wrong", role="alert", translate="no")
        self._wrong.hidden = True
        memory = kit.Select(
            "Memory for models",
            (("0", "As this device allows"), ("700", "As on a phone, 700 MB")),
            self._budget,
        )
        memory.show(str(store.state.cut.budget_mb))
        memory.element.className = "setting"
        graphics = kit.Select(
            "Graphics processor",
            (("", "Where it is quicker"), ("off", "Never")),
            lambda value: choices.put("graphics", value),
        )
        graphics.show("off" if choices.get("graphics") == "off" else "")
        graphics.element.className = "setting"
        self._form = dom.make("div", class_="stack own-form")
        self._form.hidden = True
        self._opener = kit.button("Add a model", icon="plus", pressed=self._toggle)
        self._opener.setAttribute("aria-expanded", "false")
        part = kit.section(
            "Cut-out models",
            self._list,
            memory.element,
            graphics.element,
            self._runs,
            kit.row(self._opener),
            self._form,
        )
        part.id = "model-settings"
        dom.by_id("keys").before(part)
        self._build()
        spoken(lambda: self._rows(store.state.cut))
        spawn(self._begin())

    def draw(self, state: State) -> None:
        """What is kept is asked anew each time the drawer opens."""
        opened, self._open = state.desk.drawer == "settings" and not self._open, state.desk.drawer == "settings"
        if opened:
            self._spawn(self._refresh())
        if self._open:
            self._rows(state.cut)
            threads = words.threads(state.engine.threads or 1)
            on = dict(state.cut.runs).get(FINE) == "webgpu"
            text = (
                t("Runs on the graphics processor (WebGPU).")
                if on
                else t("Runs in WebAssembly on {threads}.", threads=threads)
            )
            dom.set_text(self._runs, text)

    # what is there

    async def _begin(self) -> None:
        for own in await own_models.kept():
            self._engine.lend(own)
            self._know(Own(own.name, own.label, own.bytes, kept=True))
        await self._refresh()

    async def _refresh(self) -> None:
        kept = await self._engine.weights()
        self._store.cut(weights=tuple(kept.items()))

    def _rows(self, cut: CutState) -> None:
        small, fine = words.size(self._sizes.get("u2netp", 0)), self._sizes.get(FINE, 0)
        rows: list[Row] = [(t("Instant"), t("{size}, comes with the page", size=small), "", None)]
        if fine:
            name, size = t("Balanced and Best"), words.size(fine)
            if FINE in dict(cut.weights):
                rows.append((name, t("{size}, kept by this browser", size=size), t("Remove"), self._remove))
            else:
                rows.append((name, t("{size}, loaded when first needed", size=size), t("Load now"), self._load))
        for own in cut.own:
            size = words.size(own.bytes)
            kept = t("{size}, yours, kept by this browser", size=size)
            lent = t("{size}, yours, until this tab closes", size=size)
            rows.append((own.label, kept if own.kept else lent, t("Remove"), partial(self._drop, own)))
        key = [row[:3] for row in rows]
        if key == self._shown:
            return
        self._shown = key
        self._list.replaceChildren(*(_row(*row) for row in rows))

    def _load(self) -> None:
        async def load() -> None:
            await self._engine.load(FINE)
            await self._refresh()
            self._store.say(words.said("model-kept", name="IS-Net"))

        self._spawn(load())

    def _remove(self) -> None:
        async def remove() -> None:
            await self._engine.drop_weights(FINE)
            await self._refresh()
            size = words.size(self._sizes.get(FINE, 0))
            self._store.say(words.said("model-removed", name="IS-Net", size=size))

        self._spawn(remove())

    def _budget(self, value: str) -> None:
        self._choices.put("memory", "" if value == "0" else value)
        self._store.cut(budget_mb=int(value))

    # a person's own

    def _toggle(self) -> None:
        self._form.hidden = not self._form.hidden
        self._opener.setAttribute("aria-expanded", str(not self._form.hidden).lower())

    def _build(self) -> None:
        self._file = dom.make("input", type="file", accept=".onnx", aria_label="Model file")
        self._label = dom.make("input", type="text", class_="well", aria_label="Name of the model", maxlength="40")
        self._values = [512.0, 0.485, 0.456, 0.406, 0.229, 0.224, 0.225]
        side = kit.Number("Input size", partial(self._put, 0), low=32, high=2048, step=32)
        mean = (
            kit.Number("Mean, red", partial(self._put, 1), step=0.1, digits=3),
            kit.Number("Mean, green", partial(self._put, 2), step=0.1, digits=3),
            kit.Number("Mean, blue", partial(self._put, 3), step=0.1, digits=3),
        )
        std = (
            kit.Number("Std, red", partial(self._put, 4), low=0.001, step=0.1, digits=3),
            kit.Number("Std, green", partial(self._put, 5), low=0.001, step=0.1, digits=3),
            kit.Number("Std, blue", partial(self._put, 6), low=0.001, step=0.1, digits=3),
        )
        for number, value in zip((side, *mean, *std), self._values, strict=True):
            number.show(value)
        self._scale = kit.Select(
            "Values", (("255", "0 to 255 become 0 to 1"), ("max", "Divided by the brightest")), _same
        )
        self._output = kit.Select("Answer", (("min-max", "Stretched to 0 to 1"), ("plain", "As it is")), _same)
        self._keep = dom.make("input", type="checkbox")
        tick = dom.make("label", class_="tick")
        tick.append(self._keep, dom.make("span", "Keep it in this browser"))
        note = kit.note("An ONNX network with one picture in and one mask out. It runs in a thread without network.")
        self._add_button = kit.button("Add this model", pressed=lambda: self._spawn(self._add()))
        self._form.append(
            note,
            kit.row(dom.make("span", "File"), self._file, class_="field"),
            kit.row(dom.make("span", "Name"), self._label, class_="field"),
            kit.row(dom.make("span", "Input, px"), side.element, class_="field"),
            kit.row(dom.make("span", "Mean"), kit.row(*(one.element for one in mean)), class_="field"),
            kit.row(dom.make("span", "Std"), kit.row(*(one.element for one in std)), class_="field"),
            self._scale.element,
            self._output.element,
            tick,
            self._wrong,
            kit.row(self._add_button),
        )

    def _put(self, at: int, value: float) -> None:
        self._values[at] = value

    async def _add(self) -> None:
        own = self._asked()
        if own is None:
            return
        dom.set_hidden(self._wrong, True)
        dom.set_disabled(self._add_button, True)
        try:
            await self._engine.add(own)
        except AluoError as error:
            sentence = words.sentence(error, self._store.state.history is not None)
            self._complain(f"{sentence.what} {sentence.rest}")
            return
        finally:
            dom.set_disabled(self._add_button, False)
        kept = bool(self._keep.checked) and await own_models.keep(own)
        self._know(Own(own.name, own.label, own.bytes, kept))
        self._choose(own.name)
        self._toggle()
        self._store.say(words.said("model-added", name=own.label))

    def _asked(self) -> OwnModel | None:
        """What the form says; None when something is missing, which is said."""
        file = self._file.files.item(0) if self._file.files.length else None
        if file is None:
            self._complain(t("Choose a model file first."))
            return None
        size, *rest = self._values
        label = str(self._label.value).strip() or str(file.name).rpartition(".")[0] or t("My model")
        names = {own.name for own in self._store.state.cut.own}
        name = next(name for name in (f"own-{n}" for n in range(1, len(names) + 2)) if name not in names)
        mean, std = (rest[0], rest[1], rest[2]), (rest[3], rest[4], rest[5])
        scale, output = str(self._scale.select.value), str(self._output.select.value)
        return OwnModel(name, label, file, int(file.size), round(size), mean, std, scale, output)

    def _complain(self, text: str) -> None:
        dom.set_text(self._wrong, text)
        dom.set_hidden(self._wrong, False)

    def _know(self, own: Own) -> None:
        others = tuple(other for other in self._store.state.cut.own if other.name != own.name)
        self._store.cut(own=(*others, own))

    def _drop(self, own: Own) -> None:
        async def drop() -> None:
            if self._store.state.cut.model == own.name:
                self._choose("auto")
            self._engine.take_back(own.name)
            await own_models.forget(own.name)
            self._store.cut(own=tuple(other for other in self._store.state.cut.own if other.name != own.name))
            self._store.say(words.said("model-removed", name=own.label, size=words.size(own.bytes)))

        self._spawn(drop())


def _same(value: str) -> None:
    """The form is read when it is sent."""


def _row(name: str, note: str, label: str, act: Callable[[], None] | None) -> Any:
    texts = dom.make("span", class_="grow")
    texts.append(dom.make("b", name), dom.make("span", note, class_="note"))
    row = kit.row(texts, class_="row model-row")
    if act is not None:
        button = dom.make("button", label, class_="btn", type="button", aria_label=f"{label}: {name}")
        dom.on(button, "click", lambda event: act())
        row.append(button)
    return row
