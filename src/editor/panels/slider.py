"""A slider with its number: drag, arrows, or type; twice on either puts it back to where it does nothing. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from editor import dom
from editor.numbers import parse_sum
from editor.panels.gesture import Gesture, Keyed
from imaging.adjustments import Range
from texts import point, spoken, t


class Slider:
    """`moved` gets each new value while it moves, `settled` is called when the gesture is over."""

    def __init__(
        self, name: str, label: str, limits: Range, moved: Callable[[str, float], None], settled: Callable[[], None]
    ) -> None:
        self._name, self._limits = name, limits
        self._moved, self._settled = moved, settled
        low, high = f"{limits.minimum:g}", f"{limits.maximum:g}"
        self._range = dom.make(
            "input", type="range", id=f"slide-{name}", min=low, max=high, step=f"{limits.step:g}", class_="from-zero"
        )
        self._number = dom.make(
            "input", type="text", class_="well number", inputmode="decimal", autocomplete="off",
        )  # fmt: skip
        self.element = dom.make("div", class_="field slide")
        self.element.append(dom.make("label", label, for_=f"slide-{name}"), self._range, self._number)
        spoken(lambda: self._say(label))
        dom.on(self._range, "input", lambda event: self._move(float(self._range.value)))
        Gesture(self._range, settled)
        dom.on(self._range, "dblclick", lambda event: self._put(limits.neutral))
        dom.on(self._number, "change", self._typed)
        Keyed(self._number, settled)
        dom.on(self._number, "dblclick", lambda event: self._put(limits.neutral))
        dom.on(self._number, "keydown", self._key, passive=False)

    def show(self, value: float) -> None:
        """Draw `value`."""
        dom.set_value(self._range, f"{value:g}")
        dom.set_value(self._number, _text(value))
        span = self._limits.maximum - self._limits.minimum
        share, zero = ((n - self._limits.minimum) / span * 100 for n in (value, self._limits.neutral))
        style = self._range.style
        style.setProperty("--from", f"{min(share, zero):.2f}%")
        style.setProperty("--to", f"{max(share, zero):.2f}%")

    def _say(self, label: str) -> None:
        low, high = _text(self._limits.minimum), _text(self._limits.maximum)
        name = t("{label}, number, {low} to {high}", label=t(label), low=low, high=high)
        dom.set_attribute(self._number, "aria-label", name)

    def _move(self, value: float) -> None:
        self._moved(self._name, value)
        self._number.value = _text(value)

    def _put(self, value: float, whole: bool = True) -> None:
        self._moved(self._name, self._limits.clamp(value))
        if whole:
            self._settled()
        self._number.value = _text(self._limits.clamp(value))
        self._range.value = f"{self._limits.clamp(value):g}"

    def _typed(self, event: Any) -> None:
        value = parse_sum(str(self._number.value).replace("−", "-"))
        dom.set_attribute(self._number, "aria-invalid", str(value is None).lower())
        if value is not None:
            self._put(value)

    def _key(self, event: Any) -> None:
        step = {"ArrowUp": 1, "ArrowDown": -1}.get(str(event.key), 0) * (10 if event.shiftKey else 1)
        value = parse_sum(str(self._number.value).replace("−", "-"))
        if step and value is not None:
            event.preventDefault()
            self._put(round(value + step * self._limits.step, 4), whole=False)


def _text(value: float) -> str:
    return point(f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")) if value else "0"
