"""Undo and redo over values that never change: two stacks around the present one.

A gesture (dragging in the colour picker, moving a slider) records many values under one mark and stays one step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T")

LIMIT = 200
"""Steps kept. A document is a few hundred bytes, so this costs next to nothing."""


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A value and the words for what led to it. Steps of one gesture share a `mark`; "" is no gesture."""

    value: T
    label: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """`past` and `future` hold steps in the order in which they were made."""

    present: Step[T]
    past: tuple[Step[T], ...] = ()
    future: tuple[Step[T], ...] = ()

    @classmethod
    def of(cls, value: T, label: str) -> History[T]:
        return cls(Step(value, label))

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
        """A new present; what could be redone is gone. Nothing changes when `value` is the present one already."""
        if value == self.value:
            return self
        step = Step(value, label, mark)
        if mark and mark == self.present.mark:
            return replace(self, present=step, future=())
        return History(step, (*self.past, self.present)[-LIMIT:])

    def settle(self) -> History[T]:
        """End a gesture: the next value with the same mark is a step of its own. A gesture that came back to where it
        began leaves no step."""
        if not self.present.mark:
            return self
        if self.past and self.past[-1].value == self.value:
            return replace(self, present=self.past[-1], past=self.past[:-1])
        return replace(self, present=replace(self.present, mark=""))

    def amend(self, value: T) -> History[T]:
        """Replace the present value without a step, for facts that arrive late."""
        return replace(self, present=replace(self.present, value=value))

    def undo(self) -> History[T]:
        """One step back; itself at the beginning."""
        return self.jump(self.index - 1)

    def redo(self) -> History[T]:
        """One step forward; itself at the end."""
        return self.jump(self.index + 1)

    def jump(self, index: int) -> History[T]:
        """The history with step `index` as its present; itself when there is no such step."""
        steps = self.settle().steps
        if not 0 <= index < len(steps):
            return self
        return History(steps[index], steps[:index], steps[index + 1 :])
