"""In which order the adjustments act: a list whose rows go up and down. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import words
from editor import dom
from editor.panels import kit
from imaging.adjustments import ORDER, Order
from texts import spoken, t


class OrderList:
    """`changed` gets the new order."""

    def __init__(self, changed: Callable[[Order], None]) -> None:
        self._changed = changed
        self._order: Order = ()
        self._rows = dom.make("ol", class_="order")
        self.element = kit.section("Order", self._rows, kit.note("What acts first stands at the top."))
        spoken(self._forget)

    def _forget(self) -> None:
        self._order = ()  # drawn again in the other language

    def show(self, order: Order) -> None:
        """Draw the rows."""
        if order == self._order:
            return
        self._order = order
        self._rows.replaceChildren(*(self._row(index, step) for index, step in enumerate(order)))

    def _row(self, index: int, step: str) -> Any:
        row, name = dom.make("li"), words.ADJUST_STEPS[step]
        up = kit.tool(t("{step} earlier", step=name), "", "chevron-up", partial(self._move, index, -1))
        down = kit.tool(t("{step} later", step=name), "", "chevron-down", partial(self._move, index, 1))
        dom.set_disabled(up, index == 0)
        dom.set_disabled(down, index == len(ORDER) - 1)
        row.append(dom.make("span", name), up, down)
        return row

    def _move(self, index: int, by: int) -> None:
        order = list(self._order)
        order[index], order[index + by] = order[index + by], order[index]
        self._changed(tuple(order))
        buttons = dom.every("button:enabled", self._rows.children[index + by])
        if buttons:
            buttons[0 if by < 0 or len(buttons) == 1 else 1].focus()
