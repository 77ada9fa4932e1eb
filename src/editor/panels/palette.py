"""The command palette: a line to type in, and under it what can be done. Loaded when it is first opened. Adapter.

A combobox with a list (ARIA 1.2): the focus stays in the line, aria-activedescendant names the chosen row. It is a
modal <dialog>: the browser dims the page, keeps the focus inside and gives it back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import document

from editor import dom, palette, shortcuts
from editor.choices import Choices
from editor.commands import Registry
from editor.palette import Item
from editor.store import Store
from texts import t

PAGE = 8
"""Rows that Page Up and Page Down go."""
FIRST = 12
"""Rows that the list shows without scrolling."""


class PalettePanel:
    """`run` takes the id of a command."""

    def __init__(
        self, registry: Registry, store: Store, choices: Choices, run: Callable[[str], None], mac: bool
    ) -> None:
        self._registry, self._store, self._choices = registry, store, choices
        self._run, self._mac = run, mac
        self._items: tuple[Item, ...] = ()
        self._sections: tuple[palette.Section, ...] = ()
        self._shown: list[Item] = []
        self._drawn = 0
        self._rows: dict[str, tuple[Item, Any]] = {}
        self._recent: tuple[str, ...] = ()
        self._at = 0
        self._dialog = dom.make("dialog", class_="palette", translate="no")
        self._field = dom.make(
            "input", type="text", id="palette-field", role="combobox", aria_controls="palette-list",
            aria_expanded="true", aria_autocomplete="list", autocomplete="off", spellcheck="false",
        )  # fmt: skip
        self._list = dom.make("div", class_="list", id="palette-list", role="listbox")
        self._count = dom.make("span", class_="num", aria_live="polite")
        self._build()
        dom.on(self._field, "input", lambda event: self._typed())
        dom.on(self._dialog, "keydown", self._key, passive=False)
        dom.on(self._dialog, "pointerdown", self._pressed, passive=False)
        dom.on(self._list, "pointermove", self._pointed)
        dom.on(self._list, "click", self._clicked)

    def open(self) -> None:
        """Show it, with nothing typed; close it when it is open."""
        if self._dialog.open:
            self._dialog.close()
            return
        state = self._store.state
        commands = palette.commands(self._registry.commands, state)
        self._items = (*commands, *palette.settings(state, self._choices.get))
        for element, text in ((self._dialog, t("Search commands")), (self._list, t("Found"))):
            dom.set_attribute(element, "aria-label", text)
        dom.set_attribute(self._field, "aria-label", t("Search commands"))
        dom.set_attribute(self._field, "placeholder", t("What do you want to do?"))
        self._hints.replaceChildren(*_hint(t("choose"), "↑", "↓"), *_hint(t("do it"), t("Enter")))
        self._field.value = ""
        self._search()
        self._dialog.showModal()

    def _build(self) -> None:
        line, foot = dom.make("div", class_="query"), dom.make("footer")
        line.append(dom.icon("search"), self._field, dom.make("kbd", "Esc"))
        self._hints = dom.make("p", aria_hidden="true")
        foot.append(self._hints, self._count)
        self._dialog.append(line, self._list, foot)
        document.body.append(self._dialog)

    def _typed(self) -> None:
        self._list.scrollTop = 0
        self._search()

    def _search(self) -> None:
        """Draw what fits the line; the first row is chosen. What is seen at once is drawn at once, the rest in the next
        frame."""
        self._sections = palette.found(self._items, str(self._field.value), self._recent)
        self._shown = [item for section in self._sections for item in section.items]
        self._list.replaceChildren()
        self._drawn = 0
        self._draw(FIRST)
        if not self._shown:
            self._list.append(dom.make("p", t("Nothing fits. Try another word."), class_="text2 none"))
        dom.set_attribute(self._field, "aria-expanded", str(bool(self._shown)).lower())
        total = len(self._items)
        dom.set_text(self._count, t("{count} of {total}", count=len(self._shown), total=total))
        self._at = 0
        self._choose(0)
        if self._drawn < len(self._shown):
            dom.next_frame(lambda: self._draw(len(self._shown)))

    def _draw(self, end: int) -> None:
        """Draw the rows up to number `end` that are not drawn yet."""
        begin = 0
        for index, section in enumerate(self._sections):
            missing = section.items[max(self._drawn - begin, 0) : max(end - begin, 0)]
            if missing:
                group = self._list.lastElementChild if self._drawn > begin else self._group(index, section.title)
                group.append(*(self._row(item) for item in missing))
                self._drawn += len(missing)
            begin += len(section.items)

    def _group(self, index: int, title: palette.Group) -> Any:
        name = f"palette-title-{index}"
        group = dom.make("div", role="group", aria_labelledby=name)
        group.append(dom.make("p", t(title), class_="label", id=name, role="presentation"))
        self._list.append(group)
        return group

    def _row(self, item: Item) -> Any:
        known = self._rows.get(item.id)
        if known and known[0] == item:
            dom.set_attribute(known[1], "aria-selected", "false")
            return known[1]
        row = dom.make("div", class_="row", role="option", id=_id(item), aria_selected="false")
        if not item.enabled:
            row.setAttribute("aria-disabled", "true")
        row.append(dom.icon(item.icon), dom.make("b", item.label))
        if item.detail:
            row.append(dom.make("span", item.detail, class_="text2"))
        if item.keys:
            caps = dom.make("span", class_="caps")
            caps.append(*(dom.make("kbd", cap) for cap in shortcuts.shown(item.keys[0], self._mac)))
            row.append(caps)
        self._rows[item.id] = item, row
        return row

    def _choose(self, at: int, reveal: bool = False) -> None:
        """Make a row the chosen one, by its number, and scroll to it when asked."""
        if not self._shown:
            self._field.removeAttribute("aria-activedescendant")
            return
        if at >= self._drawn:
            self._draw(len(self._shown))
        self._element(self._at).setAttribute("aria-selected", "false")
        self._at = at
        row = self._element(at)
        row.setAttribute("aria-selected", "true")
        dom.set_attribute(self._field, "aria-activedescendant", str(row.id))
        if reveal:
            (row.previousElementSibling if at == 0 else row).scrollIntoView(dom.options(block="nearest"))

    def _element(self, at: int) -> Any:
        return self._rows[self._shown[at].id][1]

    def _act(self, at: int) -> None:
        """Do what the row says, when it can be done: the palette goes first, so that the focus is where it was."""
        if at >= len(self._shown) or not self._shown[at].enabled:
            return
        item = self._shown[at]
        self._recent = palette.used(self._recent, item.id)
        self._dialog.close()
        if item.command:
            self._run(item.command)
        element = document.querySelector(item.focus) if item.focus else None
        if element:
            element.scrollIntoView(dom.options(block="nearest"))
            element.focus()

    # events

    def _key(self, event: Any) -> None:
        event.stopPropagation()  # the page's keys rest while this is open
        if event.isComposing:
            return
        key, last = str(event.key), len(self._shown) - 1
        moved = {
            "ArrowDown": self._at + 1 if self._at < last else 0,
            "ArrowUp": self._at - 1 if self._at else last,
            "Home": 0,
            "End": last,
            "PageDown": min(self._at + PAGE, last),
            "PageUp": max(self._at - PAGE, 0),
        }.get(key)
        if moved is not None:
            self._choose(moved, reveal=True)
        elif key == "Enter":
            self._act(self._at)
        elif key == "Escape" or (key.lower() == "k" and (event.metaKey if self._mac else event.ctrlKey)):
            self._dialog.close()
        elif key != "Tab":
            return
        event.preventDefault()

    def _pressed(self, event: Any) -> None:
        if event.target == self._dialog:  # beside it: the dialog's own box is filled by its parts
            self._dialog.close()
        if event.target != self._field:
            event.preventDefault()  # the focus stays in the line

    def _pointed(self, event: Any) -> None:
        at = self._number(event)
        if at is not None and at != self._at:
            self._choose(at)

    def _clicked(self, event: Any) -> None:
        at = self._number(event)
        if at is not None:
            self._act(at)

    def _number(self, event: Any) -> int | None:
        row = event.target.closest("[role=option]")
        name = str(row.id) if row else ""
        return next((at for at, item in enumerate(self._shown) if _id(item) == name), None)


def _id(item: Item) -> str:
    return "palette-" + item.id.replace(":", "-")


def _hint(text: str, *caps: str) -> list[Any]:
    return [*(dom.make("kbd", cap) for cap in caps), dom.make("span", text)]
