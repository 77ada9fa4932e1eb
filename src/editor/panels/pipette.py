"""The button beside a colour field that takes a colour from the picture, and the key that does the same. Adapter.

Every colour field has one. The key means the field that was used last among those that are seen, else the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from editor import dom
from editor.store import Store
from editor.tools.eyedropper import Eyedropper
from editor.tools.port import Context
from editor.tools.toolbox import Toolbox


@dataclass(frozen=True, slots=True)
class Field:
    """A colour field's button, and what to do with a colour and when the choice is made."""

    button: Any
    take: Callable[[str], None]
    settled: Callable[[], None]


_fields: list[Field] = []
_begin: list[Callable[[Field | None], None]] = []


def button(label: str, take: Callable[[str], None], settled: Callable[[], None], around: Any) -> Any:
    """A button for the field `label`, whose pieces are in `around`."""
    element = dom.make("button", class_="tool small", type="button", aria_label=f"{label}, from the picture")
    element.dataset.tip = "Take from the picture"
    element.append(dom.icon("pipette"))
    field = Field(element, take, settled)
    _fields.append(field)
    dom.on(element, "click", lambda event: [begin(field) for begin in _begin])
    dom.on(around, "focusin", lambda event: _use(field))
    return element


def _use(field: Field) -> None:
    """The latest stands first."""
    _fields.remove(field)
    _fields.insert(0, field)


class Pipette:
    """Lends the canvas to the eyedropper."""

    def __init__(self, store: Store, toolbox: Toolbox, context: Context) -> None:
        self._store, self._toolbox, self._context = store, toolbox, context
        self._dropper: Eyedropper | None = None
        _begin[:] = [self.begin]

    def key(self) -> None:
        """For the field that was used last; where there is none the colour is only told."""
        seen = [field for field in _fields if field.button.getClientRects().length]
        self.begin(seen[0] if seen else None)

    def begin(self, field: Field | None) -> None:
        if self._store.state.history is None:
            return
        if self._dropper is not None and self._dropper.cancel():
            return  # pressed again: it is given up

        def taken(colour: str) -> None:
            if field is not None:
                field.take(colour)
                field.settled()

        def done() -> None:
            self._toolbox.lend(None)
            if field is not None and field.button.isConnected:
                field.button.focus(dom.options(preventScroll=True))

        dom.by_id("canvas").focus()
        self._dropper = Eyedropper(self._context, taken, done)
        self._toolbox.lend(self._dropper)
