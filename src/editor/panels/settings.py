"""The settings drawer: theme, surround, language, letter keys, and the keys of the command table. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from editor import dom, shortcuts
from editor.choices import Choices
from editor.commands import Command, Registry
from texts import language, spoken, t


class SettingsPanel:
    """`speak` is called with the language that was chosen."""

    def __init__(self, choices: Choices, registry: Registry, mac: bool, speak: Callable[[str], None]) -> None:
        self._choices = choices
        for name, default in (("theme", "auto"), ("surround", "theme")):
            for radio in dom.every(f"input[name={name}]"):
                radio.checked = radio.value == choices.get(name, default)
                dom.on(radio, "change", partial(self._choose, name, default))
        letters = dom.by_id("letters")
        letters.checked = choices.letters
        dom.on(letters, "change", lambda event: choices.put("letters", "" if event.target.checked else "off"))
        spoken(lambda: dom.by_id("key-rows").replaceChildren(*(_row(command, mac) for command in registry.with_keys)))
        self._language = dom.by_id("language")
        spoken(self._show_language)
        dom.on(self._language, "change", lambda event: speak(str(event.target.value)))

    def _show_language(self) -> None:
        self._language.value = language()

    def _choose(self, name: str, default: str, event: Any) -> None:
        value = str(event.target.value)
        self._choices.put(name, "" if value == default else value)
        self._choices.paint()


def _row(command: Command, mac: bool) -> Any:
    row, keys = dom.make("tr"), dom.make("td")
    for index, chord in enumerate(command.keys):
        if index:
            keys.append(dom.make("span", t("or"), class_="or"))
        keys.append(*(dom.make("kbd", cap) for cap in shortcuts.shown(chord, mac)))
    row.append(dom.make("td", t(command.label)), keys)
    return row
