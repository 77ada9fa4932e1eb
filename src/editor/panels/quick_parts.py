"""The pieces of the options bar. Adapter.

All of it stands in the panels too, so every control here is called "Quick: …": two of one name could not be told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from editor import dom, shortcuts
from editor.commands import Registry
from editor.panels import kit
from editor.state import State
from texts import spoken, t

Show = Callable[[State], None]


class Group:
    """The controls of one task, and how they are shown."""

    def __init__(self, registry: Registry, mac: bool) -> None:
        self.element = dom.make("div", class_="group")
        self._registry, self._mac = registry, mac
        self._shows: list[Show] = []

    def draw(self, state: State) -> None:
        for show in self._shows:
            show(state)

    def watch(self, show: Show) -> None:
        """Call `show` with every state."""
        self._shows.append(show)

    def line(self) -> Any:
        """A hairline between two parts."""
        rule = dom.make("i", class_="rule", aria_hidden="true")
        self.element.append(rule)
        return rule

    def command(
        self, label: str, command: str, icon: str, pressed: Callable[[State], bool] | None = None, bare: bool = False
    ) -> Any:
        """A button that runs a command; `bare` is the icon alone."""
        button = self._button(label, icon, bare)
        button.dataset.command = command
        found = self._registry.get(command)
        if found is not None and found.keys and len(found.keys[0]) == 1 and not bare:
            button.dataset.key = " ".join(shortcuts.shown(found.keys[0], self._mac))  # no text: it is not its name
        self.watch(lambda state: dom.set_disabled(button, not self._registry.enabled(command)))
        if pressed is not None:
            self.watch(lambda state: press(button, pressed(state)))
        return button

    def act(self, label: str, icon: str, run: Callable[[], None], bare: bool = False) -> Any:
        """A button that does something; `bare` is the icon alone."""
        button = self._button(label, icon, bare)
        dom.on(button, "click", lambda event: run())
        return button

    def choice(
        self, choices: Sequence[tuple[str, str, str]], run: Callable[[str], None], chosen: Callable[[], str], bare: bool
    ) -> None:
        """Toggles of which one is on: value, label and icon of each."""
        for value, label, icon in choices:
            button = self.act(label, icon, lambda value=value: run(value), bare)  # type: ignore[misc]
            self.watch(lambda state, button=button, value=value: press(button, chosen() == value))  # type: ignore[misc]

    def number(self, field: kit.Number, label: str, value: Callable[[State], float], unit: str = "") -> Any:
        """A number with its word before it and its unit behind."""
        name(field.field, label)
        row = dom.make("label", class_="amount")
        row.dataset.tip = label
        row.append(dom.make("span", label), field.element)
        if unit:
            row.append(dom.make("span", unit, class_="note"))
        self.element.append(row)
        self.watch(lambda state: field.show(value(state)))
        return row

    def select(self, field: kit.Select, label: str, value: Callable[[], str]) -> Any:
        """A list; its word is its name only."""
        name(field.select, label)
        field.element.className = "pick"
        field.element.firstElementChild.remove()
        self.element.append(field.element)
        self.watch(lambda state: field.show(value()))
        return field.element

    def colour(
        self, label: str, value: Callable[[], str], run: Callable[[str], None], settled: Callable[[], None]
    ) -> Any:
        """A patch that opens the browser's choice of colours."""
        patch = dom.make("input", type="color", class_="patch")
        name(patch, label)
        dom.on(patch, "input", lambda event: run(str(patch.value)))
        dom.on(patch, "change", lambda event: settled())
        self.element.append(patch)
        self.watch(lambda state: dom.set_value(patch, value() or "#000000"))
        return patch

    def _button(self, label: str, icon: str, bare: bool) -> Any:
        button = dom.make("button", class_="tool small" if bare else "btn quiet", type="button")
        button.dataset.tip = label
        button.append(dom.icon(icon))
        if not bare:
            button.append(dom.make("span", label))
        name(button, label)
        self.element.append(button)
        return button


def name(control: Any, label: str) -> None:
    """Call a control of the bar otherwise than its like in the panels."""
    spoken(lambda: dom.set_attribute(control, "aria-label", t("Quick: {what}", what=t(label))))


def press(button: Any, on: bool) -> None:
    dom.set_attribute(button, "aria-pressed", str(on).lower())
