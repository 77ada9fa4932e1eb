"""Undo and redo over values that never change: two stacks around the present one, within a budget of bytes.

A gesture (dragging in the colour picker, moving a slider) records many values under one mark and stays one step.

Neighbours share most of what they hold, so a step is charged for what it holds beyond the step before it. Dropping the
oldest step frees what it holds beyond the one after it; what both hold is charged to the one that stays. So the sum
over all steps is what the history holds, and each change of it weighs two neighbours only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

T = TypeVar("T")

BUDGET = 48_000_000
"""Bytes that all steps may hold together. The last step can be undone even where it takes more."""
BARE = 400
"""Bytes of a step itself and of a value's frame, whatever the value holds."""


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A value and the words for what led to it. Steps of one gesture share a `mark`; "" is no gesture. `added` is what
    the value holds beyond the step before, in bytes; the first step answers for all of its value."""

    value: T
    label: str
    mark: str = ""
    added: int = BARE


def _revised(step: Step[T], change: Callable[[T], T]) -> Step[T]:
    value = change(step.value)
    return step if value is step.value else replace(step, value=value)


def _nothing(value: object, before: object) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """`past` and `future` hold steps in the order in which they were made. `held` is the sum of all their `added`.

    `weigh(value, before)` tells in bytes what `value` holds that `before` does not; `before` is None for all of it.
    """

    present: Step[T]
    past: tuple[Step[T], ...] = ()
    future: tuple[Step[T], ...] = ()
    weigh: Callable[[T, T | None], int] = field(default=_nothing, compare=False, repr=False)
    budget: int = BUDGET
    held: int = BARE

    @classmethod
    def of(
        cls, value: T, label: str, weigh: Callable[[T, T | None], int] = _nothing, budget: int = BUDGET
    ) -> History[T]:
        """A history that begins with `value`. Without `weigh` a step counts as BARE bytes."""
        added = BARE + weigh(value, None)
        return cls(Step(value, label, added=added), weigh=weigh, budget=budget, held=added)

    @property
    def value(self) -> T:
        return self.present.value

    @property
    def steps(self) -> tuple[Step[T], ...]:
        """Everything from the first step to the last that can be redone."""
        return (*self.past, self.present, *self.future)

    @property
    def index(self) -> int:
        """Where the present stands in `steps`."""
        return len(self.past)

    def record(self, value: T, label: str, mark: str = "") -> History[T]:
        """A new present; what could be redone is gone, and the oldest steps are when all hold more than `budget`.
        Nothing changes when `value` is the present one already."""
        if value == self.value:
            return self
        held = self.held - sum(step.added for step in self.future)
        past = (*self.past, self.present)
        if mark and mark == self.present.mark:
            past, held = self.past, held - self.present.added
        step = Step(value, label, mark, self._added(value, past))
        return replace(self, present=step, past=past, future=(), held=held + step.added)._within()

    def settle(self) -> History[T]:
        """End a gesture: the next value with the same mark is a step of its own. A gesture that came back to where it
        began leaves no step."""
        if not self.present.mark:
            return self
        if self.past and self.past[-1].value == self.value:
            held = self.held - self.present.added
            return replace(self, present=self.past[-1], past=self.past[:-1], held=held)
        return replace(self, present=replace(self.present, mark=""))

    def amend(self, value: T) -> History[T]:
        """Replace the present value without a step, for facts that arrive late."""
        present = replace(self.present, value=value, added=self._added(value, self.past))
        future = self.future
        if future:
            future = (replace(future[0], added=self._added(future[0].value, (present,))), *future[1:])
        change = present.added - self.present.added + sum(s.added for s in future[:1])
        held = self.held + change - sum(s.added for s in self.future[:1])
        return replace(self, present=present, future=future, held=held)

    def revise(self, change: Callable[[T], T]) -> History[T]:
        """The same steps with every value changed, for what arrives late and was meant in all of them."""
        past, future = (tuple(_revised(step, change) for step in steps) for steps in (self.past, self.future))
        return replace(self, past=past, present=_revised(self.present, change), future=future)

    def undo(self) -> History[T]:
        """One step back; itself at the beginning."""
        return self.jump(self.index - 1)

    def redo(self) -> History[T]:
        """One step forward; itself at the end."""
        return self.jump(self.index + 1)

    def jump(self, index: int) -> History[T]:
        """The history with step `index` as its present; itself when there is no such step."""
        settled = self.settle()
        steps = settled.steps
        if not 0 <= index < len(steps):
            return self
        return replace(settled, present=steps[index], past=steps[:index], future=steps[index + 1 :])

    def _added(self, value: T, past: tuple[Step[T], ...]) -> int:
        return BARE + self.weigh(value, past[-1].value if past else None)

    def _within(self) -> History[T]:
        """Without the oldest steps that the budget has no room for."""
        past, held, first = self.past, self.held, 0
        if held <= self.budget:
            return self
        oldest = past[0] if past else self.present
        while held > self.budget and first < len(past) - 1:
            following = past[first + 1]
            freed = BARE + self.weigh(oldest.value, following.value)
            oldest = replace(following, added=oldest.added + following.added - freed)
            held, first = held - freed, first + 1
        return replace(self, past=(oldest, *past[first + 1 :]) if past else (), held=held)
