"""What the command palette lists, and what it finds: commands and settings, matched by their words.

A command is listed as soon as it stands in the table. Its picture and the other words people use for it are optional:
about.py. What fits what was typed is told by matching.py.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import words
from editor.about import ABOUT
from editor.commands import Command
from editor.matching import GUESS, distance
from editor.state import State
from imaging.adjustments import LOOKS, RANGES, Adjustments
from texts import LANGUAGES, Texts, language, point, t

Group = Literal["Commands", "Settings of this picture", "Settings", "Recently used", "Not possible now"]

UNLISTED = frozenset({"palette", "escape", "close-drawer", "export-close", "done", "open-instead", "regions"})
"""Commands that make no sense from here: they answer a key or a place on the page. Nor are keys that are held."""

ALSO = Texts({name: also for name, (_, also) in ABOUT.items()})


@dataclass(frozen=True, slots=True)
class Item:
    """A row. Choosing it runs `command`, when there is one, and then puts the focus on `focus`, a selector. `words` are
    for finding it and are not shown, `detail` stands beside the label, `keys` are chords."""

    id: str
    group: Group
    label: str
    detail: str = ""
    words: str = ""
    icon: str = "command"
    keys: tuple[str, ...] = ()
    enabled: bool = True
    command: str = ""
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading."""

    title: Group
    items: tuple[Item, ...]


def commands(table: Iterable[Command], state: State) -> tuple[Item, ...]:
    """A row for each command of the registry's table."""
    return tuple(_command(command, state) for command in table if command.id not in UNLISTED and not command.release)


def _command(command: Command, state: State) -> Item:
    icon, also = ABOUT.get(command.id, ("command", ""))
    label, found = t(command.label), ALSO.get(command.id, "")
    more = f"{found} {command.label} {also}" if language() != "en" else found
    return Item(
        command.id,
        "Commands",
        label,
        words=more,
        icon=icon,
        keys=command.keys,
        enabled=command.enabled(state),
        command=command.id,
    )


def settings(state: State, choice: Callable[[str, str], str]) -> tuple[Item, ...]:
    """A row for each value of the open picture and for each choice of the person, with its present value. `choice`
    gives what was chosen by a name, else its second argument: Choices.get."""
    return (*_picture(state), *_choices(state, choice))


def _picture(state: State) -> Iterable[Item]:
    document, desk = state.document, state.desk
    values = document.adjustments if document else Adjustments()
    at_adjust = desk.task == "adjust" and not desk.export and desk.side
    adjust = "" if at_adjust else "task-adjust"
    for name in (*(name for name in RANGES if name != "look_strength" or values.look), "monochrome"):
        field = "#monochrome" if name == "monochrome" else f"#slide-{name}"
        yield _value(name, words.ADJUSTMENTS[name], t("Adjust"), shown(values, name), adjust, field, state)
    look = t(values.look) if values.look else t("None")
    also = " ".join(t(name) for name in LOOKS)
    yield _value("look", t("Looks"), t("Adjust"), look, adjust, "#looks button", state, also)
    kind = BACKDROPS[document.backdrop.kind if document else "transparent"]
    backdrop = "" if desk.task == "backdrop" and not desk.export and desk.side else "task-backdrop"
    yield _value("backdrop", t("Kind of backdrop"), t("Backdrop"), kind, backdrop, "#kind input:checked", state)
    if state.form is not None:
        export = "" if desk.export else "export"
        kind, size = words.FORMATS[state.form.format], f"{state.form.width} × {state.form.height} px"
        yield _value("format", t("Format"), t("Export"), kind, export, "#format", state, "PNG JPEG WebP")
        yield _value("size", t("Size"), t("Export"), size, export, "#width", state, t("pixels width height"))


CHOICES = Texts(
    {
        "theme": "dark light night",
        "surround": "background canvas colour",
        "language": "English Deutsch Sprache tongue",
        "letters": "keyboard shortcuts",
        "auto": "cut out automatic",
    }
)
"""Other words for the choices of Settings."""
BACKDROPS = Texts(
    {
        "transparent": "None",
        "colour": "Colour",
        "linear": "Gradient",
        "radial": "Gradient",
        "blur": "Blur",
        "picture": "Picture",
    }
)
THEMES = Texts({"auto": "As the system", "light": "Light", "dark": "Dark"})
SURROUNDS = Texts({"theme": "Theme", "white": "White", "grey": "Grey", "black": "Black"})
SWITCH = Texts({"on": "On", "off": "Off"})


def shown(values: Adjustments, name: str) -> str:
    """A value of the panel Adjust for a reader: "+8", "−0.5", "0", "On"."""
    value = getattr(values, name)
    if isinstance(value, bool):
        return SWITCH["on" if value else "off"]
    signed = RANGES[name].minimum < 0
    return point(f"{value:+g}" if signed and value else f"{value:g}").replace("-", "−")


def _choices(state: State, choice: Callable[[str, str], str]) -> Iterable[Item]:
    drawer = "" if state.desk.drawer == "settings" else "settings"
    auto = "task-cutout" if state.history else ""
    rows = (
        ("theme", t("Theme"), THEMES[choice("theme", "auto")], drawer, "#theme :checked"),
        ("surround", t("Around the picture"), SURROUNDS[choice("surround", "theme")], drawer, "#surround :checked"),
        ("language", t("Language"), LANGUAGES[language()], drawer, "#language"),
        ("letters", t("Single-letter keys"), SWITCH[choice("letters", "on")], drawer, "#letters"),
        ("auto", t("Auto-remove background"), SWITCH[choice("auto", "") or "off"], auto, "#auto"),
    )  # fmt: skip
    for name, label, value, command, focus in rows:
        where = t("now {value}", value=value)
        yield Item(f"set:{name}", "Settings", label, where, CHOICES[name], "settings-2", command=command, focus=focus)


def _value(id: str, label: str, place: str, value: str, command: str, focus: str, state: State, also: str = "") -> Item:
    where = t("{place}, now {value}", place=place, value=value)
    on = state.history is not None
    return Item(
        f"set:{id}", "Settings of this picture", label, where, also, "sliders-horizontal", (), on, command, focus
    )


RECENT = 5
"""How many rows are remembered as lately used."""


def found(items: Sequence[Item], query: str, recent: Sequence[str] = ()) -> tuple[Section, ...]:
    """The rows that fit `query` under their headings, best first; among equals the lately used come first (`recent`:
    ids, the last one first), then the order of `items`. What cannot be done now comes last, under one heading."""
    latest = {name: index for index, name in enumerate(recent)}
    far = {item.id: distance(query, item.label, item.words, item.detail) for item in items}
    limit = GUESS if any(step is not None and step < GUESS for step in far.values()) else sys.maxsize
    fits = [item for item in items if (step := far[item.id]) is not None and step < limit]
    fits.sort(key=lambda item: (far[item.id] or 0, latest.get(item.id, len(latest))))
    on = [item for item in fits if item.enabled]
    first = [item for item in on if item.id in latest] if not query.strip() else []
    grouped: dict[Group, list[Item]] = {"Recently used": first}
    for item in on:
        if item not in first:
            grouped.setdefault(item.group, []).append(item)
    grouped["Not possible now"] = [item for item in fits if not item.enabled]
    return tuple(Section(title, tuple(rows)) for title, rows in grouped.items() if rows)


def used(recent: Sequence[str], id: str) -> tuple[str, ...]:
    """`recent` after `id` was chosen."""
    return (id, *(other for other in recent if other != id))[:RECENT]
