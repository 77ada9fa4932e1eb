"""The panel of the task Adjust: histogram, automatic corrections, looks, and a slider for each value. Adapter."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import words
from editor import dom
from editor.adjusting import Adjusting
from editor.edits import Edits
from editor.engine_port import Engine
from editor.layer_names import named
from editor.numbers import parse_sum
from editor.panels.curve import Curve
from editor.panels.histogram import Histogram
from editor.panels.looks import Looks
from editor.panels.order import OrderList
from editor.panels.slider import Slider
from editor.state import State
from editor.store import Store
from imaging.adjustments import NO_LEVELS, RANGES, Adjustments, Order
from imaging.curves import Points
from imaging.layers import Scene
from texts import spoken

GROUPS: dict[str, tuple[str, ...]] = {
    "Light": ("exposure", "contrast", "highlights", "shadows", "whites", "blacks"),
    "Colour": ("temperature", "tint", "vibrance", "saturation"),
    "Detail": ("sharpen", "denoise", "blur"),
    "Effects": ("vignette", "grain"),
}
LEVELS = ("level-black", "level-white", "level-gamma")
QUIET_MS = 120
"""How long the values must rest before their levels are counted again."""


class AdjustPanel:
    def __init__(self, store: Store, engine: Engine, edits: Edits, adjusting: Adjusting) -> None:
        self._store = store
        self._edits = edits
        self._adjusting = adjusting
        self._histogram = Histogram(dom.by_id("histogram"))
        self._looks = Looks(engine, dom.by_id("looks"), lambda name: self._set("look", name))
        self._sliders = {name: self._slider(name) for name in RANGES}
        dom.by_id("look-strength").append(self._sliders["look_strength"].element)
        for title, names in GROUPS.items():
            dom.by_id("adjust-groups").append(self._group(title, names))
        self._curve = Curve(self._bend, edits.settle)
        dom.by_id("adjust-curve").append(self._curve.element)
        self._order = OrderList(lambda order: self._set("order", order))
        dom.by_id("panel-adjust").append(self._order.element)
        self._mono = dom.by_id("monochrome")
        dom.on(self._mono, "change", lambda event: self._set("monochrome", bool(self._mono.checked)))
        for field in LEVELS:
            dom.on(dom.by_id(field), "change", self._levels)
        self._counted: tuple[str, Scene] | None = None
        self._timer = 0
        self._task: asyncio.Task[None] | None = None

    def draw(self, state: State) -> None:
        document, desk = state.document, state.desk
        shown = document is not None and not desk.export and desk.task == "adjust"
        dom.set_hidden(dom.by_id("panel-adjust"), not shown)
        if document is None or not shown:
            return
        target = self._store.target
        dom.set_text(dom.by_id("adjust-of"), named(target, document))
        values = target.adjustments
        for name, slider in self._sliders.items():
            slider.show(getattr(values, name))
        self._mono.checked = values.monochrome
        for field, level in zip(LEVELS, values.levels, strict=True):
            dom.set_value(dom.by_id(field), f"{level:g}")
        self._curve.show(values.curve)
        self._order.show(values.steps)
        dom.set_hidden(dom.by_id("look-strength"), not values.look)
        self._looks.show(document, target)
        wanted = document.photo.id, document.scene_of([target])
        if wanted != self._counted:
            self._counted = wanted
            dom.clear_later(self._timer)
            self._timer = dom.later(self._count, QUIET_MS)

    def _slider(self, name: str) -> Slider:
        return Slider(name, words.ADJUSTMENTS.english(name), RANGES[name], self._move, self._edits.settle)

    def _group(self, title: str, names: tuple[str, ...]) -> Any:
        body = dom.make("div", class_="body ruled", role="group")
        heading = dom.make("h3", class_="label", translate="no")
        body.append(heading, *(self._sliders[name].element for name in names))
        if title == "Colour":
            body.append(dom.by_id("monochrome-row"))
        spoken(lambda: _entitle(body, heading, words.GROUPS[title]))
        return body

    @property
    def _values(self) -> Adjustments:
        return self._store.target.adjustments

    def _move(self, name: str, value: float) -> None:
        changes: dict[str, Any] = {name: value}
        self._edits.adjust(replace(self._values, **changes), name)

    def _bend(self, points: Points) -> None:
        self._edits.adjust(replace(self._values, curve=points), "curve")

    def _set(self, name: str, value: str | bool | Order) -> None:
        changes: dict[str, Any] = {name: value}
        self._edits.adjust(replace(self._values, **changes), name)
        self._edits.settle()

    def _levels(self, event: Any) -> None:
        read = [parse_sum(str(dom.by_id(field).value)) for field in LEVELS]
        for field, level in zip(LEVELS, read, strict=True):
            dom.set_attribute(dom.by_id(field), "aria-invalid", str(level is None).lower())
        black, white, gamma = (NO_LEVELS[i] if level is None else level for i, level in enumerate(read))
        self._edits.adjust(replace(self._values, levels=(black, white, gamma)), "levels")
        self._edits.settle()
        for field, level in zip(LEVELS, self._values.levels, strict=True):
            dom.by_id(field).value = f"{level:g}"

    def _count(self) -> None:
        if self._store.state.document is not None:
            self._task = asyncio.ensure_future(self._draw_levels())

    async def _draw_levels(self) -> None:
        counted = await self._adjusting.count()
        if counted is not None:
            self._histogram.draw(counted)


def _entitle(group: Any, heading: Any, title: str) -> None:
    dom.set_text(heading, title)
    dom.set_attribute(group, "aria-label", title)
