"""What is done once a thread, or the page, has nothing to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from editor.resting import Resting
from editor.state import State, Work
from threads.quiet import Quiet


class Loop:
    """A clock that stands until it is told to go on, and the calls that wait for it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waiting: list[tuple[float, Callable[[], object]]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[], object], /) -> None:
        self.waiting.append((self.now + delay, callback))

    def go(self, seconds: float) -> None:
        self.now += seconds
        due = [row for row in self.waiting if row[0] <= self.now]
        self.waiting = [row for row in self.waiting if row[0] > self.now]
        for _, act in due:
            act()


def test_what_waits_for_quiet_is_put_off_by_every_word() -> None:
    loop, done = Loop(), list[float]()
    quiet = Quiet(lambda: done.append(loop.now), 1.0, lambda: loop)
    for _ in range(5):
        quiet.heard()
        loop.go(0.75)
    assert not done
    assert len(loop.waiting) == 1
    loop.go(0.25)
    loop.go(10.0)
    assert done == [4.0]
    quiet.heard()
    loop.go(1.0)
    assert done == [4.0, 15.0]


def test_the_page_rests_after_its_start_and_after_every_work() -> None:
    async def live() -> list[str]:
        done: list[str] = []
        resting = Resting(lambda: done.append("rest"), 0.0)
        state = State(said="")
        working = replace(state, work=Work("open", "a.png"))
        for seen in (state, state, working, working, state, state):
            resting.draw(seen)
            await asyncio.sleep(0.01)
        return done

    assert asyncio.run(live()) == ["rest", "rest"]
