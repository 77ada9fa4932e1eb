"""A word and a key for buttons that show only an icon. Adapter."""

from __future__ import annotations

from typing import Any

from js import document, window

from editor import dom, shortcuts
from editor.commands import Registry

DELAY_MS = 400


class Tooltips:
    def __init__(self, registry: Registry, mac: bool) -> None:
        self._registry = registry
        self._mac = mac
        self._tip = dom.by_id("tooltip")
        self._timer = 0
        dom.on(document, "pointerover", self._over)
        dom.on(document, "focusin", self._focused)
        for kind in ("pointerdown", "focusout", "scroll"):
            dom.on(document, kind, lambda event: self._hide(), capture=True)

    def _over(self, event: Any) -> None:
        self._hide()
        target = _tipped(event.target)
        if target and event.pointerType == "mouse":
            self._timer = dom.later(lambda: self._show(target), DELAY_MS)

    def _focused(self, event: Any) -> None:
        target = _tipped(event.target)
        if target and target.matches(":focus-visible"):
            self._show(target)

    def _show(self, target: Any) -> None:
        if not target.isConnected:
            return
        word, key = self._tip.children
        command = self._registry.get(str(getattr(target.dataset, "command", "") or ""))
        dom.set_text(word, str(getattr(target.dataset, "tip", "") or target.getAttribute("aria-label") or ""))
        caps = shortcuts.shown(command.keys[0], self._mac) if command and command.keys else ()
        dom.set_text(key, " ".join(caps))
        self._tip.hidden = False
        rect, tip = target.getBoundingClientRect(), self._tip.getBoundingClientRect()
        x = min(max(rect.left + (rect.width - tip.width) / 2, 8), window.innerWidth - tip.width - 8)
        below = rect.bottom + 6
        y = below if below + tip.height < window.innerHeight else rect.top - tip.height - 6
        self._tip.style.transform = f"translate({x:.0f}px, {y:.0f}px)"

    def _hide(self) -> None:
        window.clearTimeout(self._timer)
        dom.set_hidden(self._tip, True)


def _tipped(target: Any) -> Any:
    """The icon button around `target`, if it has one."""
    found = (
        target.closest("button.tool, button.swatch, .rail button, .options .btn, label[data-tip]")
        if hasattr(target, "closest")
        else None
    )
    if not found:
        return None
    if found.matches(".rail button, .quick .btn") and found.querySelector("span").getClientRects().length:
        return None
    if found.matches(".options > .btn") and str(window.getComputedStyle(found).fontSize) != "0px":
        return None
    return found
