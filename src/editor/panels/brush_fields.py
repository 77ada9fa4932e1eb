"""Size, hardness and strength of a brush, each as a slider with its number. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log
from typing import Any

from editor import dom
from editor.brushes import LARGEST, SMALLEST, Brush
from editor.numbers import parse_sum
from editor.panels import kit

TRACK = 1000
"""Places on the slider of the size: each is the same share larger than the one before."""


class Dial:
    """A slider and its number. `place` and `value` go from a number to its place on the slider and back; twice on the
    slider puts it to `usual`."""

    def __init__(
        self,
        label: str,
        unit: str,
        limits: tuple[float, float],
        changed: Callable[[float], None],
        usual: float,
        even: bool = True,
    ) -> None:
        self._unit, self._limits, self._changed, self._even = unit, limits, changed, even
        low, high = limits if even else (0.0, float(TRACK))
        self._range = dom.make("input", type="range", min=f"{low:g}", max=f"{high:g}", step="1", aria_label=label)
        self._number = dom.make(
            "input", type="text", class_="well number", inputmode="numeric", autocomplete="off",
            aria_label=f"{label}, number",
        )  # fmt: skip
        self.element = dom.make("div", class_="field slide dial")
        self.element.append(dom.make("span", label), self._range, self._number)
        dom.on(self._range, "input", lambda event: self._put(self._value(float(self._range.value))))
        dom.on(self._range, "dblclick", lambda event: self._put(usual))
        dom.on(self._range, "keydown", self._paged, passive=False)
        dom.on(self._number, "change", self._typed)
        dom.on(self._number, "keydown", self._key, passive=False)

    def show(self, value: float) -> None:
        """Draw `value`."""
        place = self._place(value)
        if round(float(self._range.value)) != round(place):
            self._range.value = f"{place:.0f}"
        low, high = float(self._range.min), float(self._range.max)
        self._range.style.setProperty("--at", f"{(place - low) / (high - low) * 100:.2f}%")
        dom.set_attribute(self._range, "aria-valuetext", self._text(value))
        dom.set_value(self._number, self._text(value))

    def _text(self, value: float) -> str:
        return f"{value:.0f} {self._unit}"

    def _place(self, value: float) -> float:
        low, high = self._limits
        return value if self._even else TRACK * log(value / low) / log(high / low)

    def _value(self, place: float) -> float:
        low, high = self._limits
        return place if self._even else float(low * (high / low) ** (place / TRACK))

    def _put(self, value: float) -> None:
        held = float(round(min(max(value, self._limits[0]), self._limits[1])))
        self._changed(held)
        self._number.value = self._text(held)

    def _paged(self, event: Any) -> None:
        """On the slider of the size an arrow is a step that can be seen, also where a pixel is many places."""
        step = {"ArrowUp": 1, "ArrowRight": 1, "ArrowDown": -1, "ArrowLeft": -1}.get(str(event.key), 0)
        if not step or self._even:
            return
        event.preventDefault()
        value = self._read()
        if value is not None:
            further = value * (1.25 if event.shiftKey else 1.05) ** step
            self._put(max(further, value + 1) if step > 0 else min(further, value - 1))

    def _read(self) -> float | None:
        return parse_sum(str(self._number.value).replace("−", "-").removesuffix(self._unit).strip())

    def _typed(self, event: Any) -> None:
        value = self._read()
        dom.set_attribute(self._number, "aria-invalid", str(value is None).lower())
        if value is not None:
            self._put(value)

    def _key(self, event: Any) -> None:
        step = {"ArrowUp": 1, "ArrowDown": -1}.get(str(event.key), 0) * (10 if event.shiftKey else 1)
        value = self._read()
        if step and value is not None:
            event.preventDefault()
            self._put(value + step)


class BrushFields:
    """The three dials of a brush. `changed` gets the brush as it is after each move."""

    def __init__(self, changed: Callable[[Brush], None], usual: Brush) -> None:
        self._changed = changed
        self._brush = usual
        self._size = Dial("Size", "px", (SMALLEST, LARGEST), lambda v: changed(self._brush.sized(v)), 50, even=False)
        self._hardness = Dial("Hardness", "%", (0, 100), lambda v: self._share(hardness=v), usual.hardness * 100)
        self._strength = Dial("Strength", "%", (1, 100), lambda v: self._share(strength=v), usual.strength * 100)
        self.elements: tuple[kit.Element, ...] = (
            self._size.element,
            self._hardness.element,
            self._strength.element,
        )

    def show(self, brush: Brush, width: float, height: float) -> None:
        """Draw a brush on a canvas of this size."""
        self._brush = brush
        self._size.show(brush.diameter(width, height))
        self._hardness.show(brush.hardness * 100)
        self._strength.show(brush.strength * 100)

    def _share(self, **changes: float) -> None:
        self._changed(replace(self._brush, **{name: round(value / 100, 2) for name, value in changes.items()}))
