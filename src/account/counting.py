"""Usage counts: that something was done on this day, if the person agreed, and nothing else. Plain.

Nothing is sent, and nothing is remembered, while there is no consent or nobody is signed in. The backend asks for the
consent again, and keeps a number by day, event and class of device.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from account.desk import AccountDesk
from account.values import AccountState
from editor.history import History
from editor.state import State
from egress.protocol import Usage
from errors import AluoError

EVENTS = (
    "app_opened",
    "image_opened",
    "cutout_made",
    "image_exported",
    "project_saved",
    "preset_used",
    "scene_generated",
    "error_shown",
)
"""All that is ever sent of what somebody does: rows of private.usage_events."""


def happened(before: State, after: State) -> Iterator[str]:
    """What has been done between two states of the page that follow each other."""
    was, now = before.document, after.document
    if now is not None and (was is None or was.photo.id != now.photo.id):
        yield "image_opened"
    elif was is not None and now is not None:
        if was.cutout is None and now.cutout is not None and before.working("cutout"):
            yield "cutout_made"
        if _look_chosen(before, after):
            yield "preset_used"
    ended = before.work
    if ended is not None and after.work is None and after.tone == "done" and ended.kind in ("export", "save"):
        yield "project_saved" if ended.name.endswith(".aluo") else "image_exported"
    if after.alert is not None and after.alert is not before.alert:
        yield "error_shown"


def _look_chosen(before: State, after: State) -> bool:
    """Whether a layer has another look, and not because a step was undone or done again."""
    old, new = before.history, after.history
    if old is None or new is None or old is new or _known(old, new.present.value):
        return False
    looks = {layer.id: layer.adjustments.look for layer in old.value.layers}
    return any(
        layer.adjustments.look and layer.adjustments.look != looks.get(layer.id, layer.adjustments.look)
        for layer in new.value.layers
    )


def _known(history: History[Any], value: Any) -> bool:
    return any(step.value is value for step in (*history.past, history.present, *history.future))


class Counting:
    """Watches the page's state; `device` says "phone" or "desktop"."""

    def __init__(self, desk: AccountDesk, device: Callable[[], str], spawn: Callable[[Any], None]) -> None:
        self._desk, self._device, self._spawn = desk, device, spawn
        self._last = State()
        self._here = False
        desk.watch(self._met)

    def draw(self, state: State) -> None:
        """rooms.Panel: whatever has happened since the last state."""
        before, self._last = self._last, state
        if self._agreed:
            for event in happened(before, state):
                self.count(event)

    def count(self, event: str) -> None:
        """One more of `event`."""
        if self._agreed:
            self._spawn(self._send(event))

    def _met(self, state: AccountState) -> None:
        """The page is known to be open by somebody who had agreed before: once for each page."""
        if not self._here and state.overview is not None:
            self._here = True
            self.count("app_opened")

    @property
    def _agreed(self) -> bool:
        overview = self._desk.state.overview
        return overview is not None and overview.agreed("usage")

    async def _send(self, event: str) -> None:
        if not self._agreed:  # it was taken back a moment ago
            return
        with contextlib.suppress(AluoError):  # a count that is lost is no news for anybody
            await self._desk.client.ask("usage", Usage(event, self._device()))
