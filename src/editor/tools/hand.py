"""The hand (H): every drag moves the view, whatever the task, until it is put away."""

from __future__ import annotations

import words
from editor.tools.port import Tool

KEYS = {"ArrowLeft": (1, 0), "ArrowRight": (-1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
STEP = 40.0
"""CSS pixels that an arrow moves the view; Shift makes it ten times as many."""


class Hand(Tool):
    """Takes no gesture, so that the view takes them all."""

    cursor = "grab"

    def enter(self) -> None:
        self.context.store.say(words.said("hand"), "still")

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        if key not in KEYS:
            return False
        far = STEP * (10 if shift else 1)
        self.context.surface.pan(KEYS[key][0] * far, KEYS[key][1] * far)
        return True
