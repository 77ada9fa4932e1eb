"""What a person chose once and for all: theme, surround, language, letter keys, auto-remove. Kept in local storage, or,
where a browser refuses that, for as long as the tab lives. Adapter."""

from __future__ import annotations

from js import navigator, window

from editor import dom
from texts import LANGUAGES, best

PREFIX = "aluo."


class Choices:
    """Strings by name. Everything that is stored begins with "aluo."."""

    def __init__(self) -> None:
        self.kept = bool(window.aluo.storage)
        self._values: dict[str, str] = {}
        if self.kept:
            storage = window.localStorage
            for name in (str(storage.key(index)) for index in range(storage.length)):
                if name.startswith(PREFIX):
                    self._values[name.removeprefix(PREFIX)] = str(storage.getItem(name))

    def get(self, name: str, default: str = "") -> str:
        return self._values.get(name, default)

    def put(self, name: str, value: str) -> None:
        """Remember; "" forgets."""
        if value:
            self._values[name] = value
        else:
            self._values.pop(name, None)
        if self.kept:
            if value:
                window.localStorage.setItem(PREFIX + name, value)
            else:
                window.localStorage.removeItem(PREFIX + name)

    def reread(self, name: str) -> None:
        """Take over what another tab has put."""
        value = window.localStorage.getItem(PREFIX + name) if self.kept else None
        if isinstance(value, str):
            self._values[name] = value
        elif self.kept:
            self._values.pop(name, None)

    def stored(self) -> list[str]:
        """The names that really lie in local storage now."""
        return [PREFIX + name for name in sorted(self._values)] if self.kept else []

    @property
    def auto(self) -> bool:
        """Whether a photo is cut out as soon as it is open."""
        return self.get("auto") == "on"

    def hear_auto(self) -> None:
        """Listen to the box Auto-remove. It stands in the page from the first paint: it may be ticked already."""
        box = dom.by_id("auto")
        if box.checked:
            self.put("auto", "on")
        box.checked = self.auto
        dom.on(box, "change", lambda event: self.put("auto", "on" if event.target.checked else ""))

    @property
    def letters(self) -> bool:
        """Whether keys of a single letter are on."""
        return self.get("letters", "on") == "on"

    @property
    def language(self) -> str:
        """The chosen language, else the first of the browser's that there is."""
        chosen = self.get("language")
        return chosen if chosen in LANGUAGES else best([str(tag) for tag in navigator.languages])

    def paint(self) -> None:
        """Apply theme and surround to the page."""
        dom.root.dataset.theme = self.get("theme", "auto")
        dom.root.dataset.surround = self.get("surround", "theme")
