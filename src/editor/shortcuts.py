"""Keys: what is written in a command ("Mod+Shift+Z"), what is pressed, and how a key is shown.

"Mod" is Ctrl, on a Mac Cmd. A single character without Mod is a letter key: a person can switch those off (WCAG 2.1.4),
and none of them acts while text is typed.
"""

from __future__ import annotations

from dataclasses import dataclass

from texts import Texts

_MAC = {"Mod": "⌘", "Shift": "⇧", "Alt": "⌥", "Escape": "Esc"}
_OTHER = {"Mod": "Ctrl", "Escape": "Esc"}
_CAPS = Texts({"Ctrl": "Ctrl", "Shift": "Shift"})


@dataclass(frozen=True, slots=True)
class Press:
    """A key event. `key` is the browser's name of it, `typing` means that a text field has the focus."""

    key: str
    ctrl: bool = False
    meta: bool = False
    alt: bool = False
    shift: bool = False
    typing: bool = False


@dataclass(frozen=True, slots=True)
class Chord:
    """A key with what is held beside it."""

    key: str
    mod: bool = False
    shift: bool = False
    alt: bool = False

    @property
    def is_letter(self) -> bool:
        """Whether it is one character alone, which must be possible to switch off."""
        return not self.mod and not self.alt and len(self.key) == 1


def parse(text: str) -> Chord:
    """The chord that `text` writes, such as "Mod+Shift+Z", "F6", "+", "Space" or "?"."""
    if text == "+":
        return Chord("+")
    *held, key = text.split("+")
    unknown = set(held) - {"Mod", "Shift", "Alt"}
    if unknown or not key:
        raise ValueError(f"{text!r} is not a chord")
    key = " " if key == "Space" else key.lower() if len(key) == 1 else key
    return Chord(key, "Mod" in held, "Shift" in held, "Alt" in held)


SHIFTED = {"{": "[", "}": "]"}
"""What Shift makes of brackets on some keyboards: a chord with Shift means the bracket."""


def matches(chord: Chord, press: Press, mac: bool, letters: bool) -> bool:
    """Whether `press` is `chord`; `letters` says whether letter keys are on."""
    mod, other = (press.meta, press.ctrl) if mac else (press.ctrl, press.meta)
    if press.alt != chord.alt or other or mod != chord.mod:
        return False
    if chord.is_letter and (press.typing or not letters):
        return False
    if press.typing and chord.key in ("z", "y", "c", "a"):
        return False  # the field has its own undo, copy and "all"
    key = press.key.lower() if len(press.key) == 1 else press.key
    key = SHIFTED.get(key, key) if press.shift else key
    # A character such as "?" or "+" needs Shift on some keyboards and not on others.
    free = len(chord.key) == 1 and not chord.key.isalpha() and chord.key not in "[]"
    return key == chord.key and (free or press.shift == chord.shift)


def shown(text: str, mac: bool) -> tuple[str, ...]:
    """The caps to draw for a chord: ("Ctrl", "Shift", "Z")."""
    names = _MAC if mac else _OTHER
    parts = ["+"] if text == "+" else text.split("+")
    caps = (names.get(part, part) for part in parts)
    return tuple(_CAPS.get(cap, cap) for cap in caps)


def aria(text: str, mac: bool) -> str:
    """The chord for aria-keyshortcuts."""
    return text.replace("Mod", "Meta" if mac else "Control")
