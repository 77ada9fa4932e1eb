"""Keys to commands, and F6 round the regions. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import document, getSelection, window

from editor import dom
from editor.commands import Command, Registry
from editor.shortcuts import Press

STILL = "button, input[type=radio], input[type=range], input[type=checkbox]"
"""Fields in which a digit means nothing."""
REGIONS = ("canvas", "properties", "layers", "tasks", "privacy", "settings")


class Keyboard:
    """`run` takes the id of a command, `letters` says whether letter keys are on, `tool` gets keys that no command
    wants and says whether it used them; `claims` says which keys it wants before the commands."""

    def __init__(
        self,
        registry: Registry,
        run: Callable[[str], None],
        letters: Callable[[], bool],
        mac: bool,
        tool: Callable[[str, bool, bool], bool],
        claims: Callable[[str], bool] = lambda key: False,
    ) -> None:
        self._tool = tool
        self._claims = claims
        self._registry = registry
        self._run = run
        self._letters = letters
        self._mac = mac
        self._held: Command | None = None
        dom.on(window, "keydown", self._down, passive=False)
        dom.on(window, "keyup", self._up)
        dom.on(window, "blur", self._up)

    def _down(self, event: Any) -> None:
        if event.isComposing or event.defaultPrevented:
            return
        press = _press(event)
        if self._claimed(event, press):
            return
        command = self._registry.find(press, self._mac, self._letters())
        if command is None and _free(event.target) and not (press.ctrl or press.meta):
            if self._tool(press.key, press.shift, press.alt):
                event.preventDefault()
            return
        if command is not None and command.id in ("hand", "remove-layer") and not _free(event.target):
            return  # there the key presses what has the focus
        if command is None or (command.id == "copy" and str(getSelection())):
            return
        event.preventDefault()
        if event.repeat and command.release is not None:
            return
        if command.release is not None:
            self._held = command
        self._run(command.id)

    def _claimed(self, event: Any, press: Press) -> bool:
        """Whether the tool took the key before any command."""
        digit = len(press.key) == 1 and press.key.isdigit()
        if press.ctrl or press.meta or (digit and not self._letters()) or not self._claims(press.key):
            return False
        if not (_free(event.target) or (digit and event.target.closest(STILL))):
            return False
        used = self._tool(press.key, press.shift, press.alt)
        if used:
            event.preventDefault()
        return used

    def _up(self, event: Any) -> None:
        if self._held is not None and self._held.release is not None:
            self._held.release()
            self._held = None


def next_region() -> None:
    """Move the focus to the next region that is there."""
    regions = [element for element in map(dom.by_id, REGIONS) if element.getClientRects().length]
    active = document.activeElement
    inside = [index for index, region in enumerate(regions) if region.contains(active)]
    target = regions[(inside[-1] + 1) % len(regions) if inside else 0]
    if not target.hasAttribute("tabindex"):
        target.setAttribute("tabindex", "-1")
    target.focus()


def _free(target: Any) -> bool:
    """Whether the key is not for something that has the focus itself: the canvas, a region, or nothing."""
    return not target.closest("input, select, textarea, button, a, [contenteditable], [role=slider], dialog")


def _press(event: Any) -> Press:
    target = event.target
    name = str(getattr(target, "tagName", "")).lower()
    kind = str(getattr(target, "type", "")) if name == "input" else name
    typing = kind in ("text", "number", "search", "textarea") or bool(getattr(target, "isContentEditable", False))
    keys = bool(event.ctrlKey), bool(event.metaKey), bool(event.altKey), bool(event.shiftKey)
    return Press(str(event.key), *keys, typing=typing)
