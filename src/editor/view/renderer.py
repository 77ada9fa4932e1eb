"""Asks the engine for what the stage wants to show, one request at a time, newest wish first.

Each side of the comparison wants two pictures: `base`, the whole photo at the size at which it fits, so that panning
never meets a hole; and `sharp`, the visible part at screen resolution. Plain asyncio.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from editor.engine_port import Clock, Engine
from errors import AluoError, Cancelled
from imaging.layers import Scene
from imaging.options import Region

Side = Literal["after", "before"]
Slot = Literal["sharp", "base"]


@dataclass(frozen=True, slots=True)
class Content:
    """What is seen, wherever one looks."""

    photo: str
    scene: Scene


@dataclass(frozen=True, slots=True)
class Shot:
    """One request: `region` of the content in photo pixels at `width` x `height` device pixels."""

    content: Content
    region: Region
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a side wants. `sharp` is None where `base` is sharp enough."""

    base: Shot
    sharp: Shot | None = None

    def order(self) -> tuple[tuple[Slot, Shot], ...]:
        """Requests in the order in which they help most: what is visible comes first."""
        base: tuple[Slot, Shot] = ("base", self.base)
        return (base,) if self.sharp is None else (("sharp", self.sharp), base)


class Renderer:
    """`deliver` gets each finished bitmap; `failed` the error of a request, which is not asked again unchanged."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        deliver: Callable[[Side, Slot, Shot, Any], None],
        failed: Callable[[AluoError], None],
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._deliver = deliver
        self._failed = failed
        self._wishes: dict[Side, Wish] = {}
        self._done: dict[tuple[Side, Slot], Shot] = {}
        self._task: asyncio.Task[None] | None = None

    def want(self, side: Side, wish: Wish | None) -> None:
        """Replace what `side` wants; None for nothing."""
        if wish is None:
            self._wishes.pop(side, None)
            return
        self._wishes[side] = wish
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._work())

    def forget(self) -> None:
        """Nothing is wanted and nothing counts as delivered."""
        self._wishes.clear()
        self._done.clear()

    async def settled(self) -> None:
        """Resolves when every wish is fulfilled or has failed."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    def _next(self) -> tuple[Side, Slot, Shot] | None:
        for side, wish in self._wishes.items():
            for slot, shot in wish.order():
                if self._done.get((side, slot)) != shot:
                    return side, slot, shot
        return None

    async def _work(self) -> None:
        while (following := self._next()) is not None:
            await self._fulfil(*following)

    async def _fulfil(self, side: Side, slot: Slot, shot: Shot) -> None:
        started = self._clock.now()
        content = shot.content
        try:
            rendered = await self._engine.render(content.scene, shot.region, shot.width, shot.height)
        except AluoError as error:
            self._done[(side, slot)] = shot
            if self._is_wanted(side, content) and not isinstance(error, Cancelled):
                self._failed(error)
            return
        self._done[(side, slot)] = shot
        if self._is_wanted(side, content):
            self._deliver(side, slot, shot, rendered.bitmap)
            self._clock.measure("preview", started)
            self._clock.measure("render", self._clock.now() - rendered.milliseconds)
        else:
            rendered.bitmap.close()

    def _is_wanted(self, side: Side, content: Content) -> bool:
        """Whether a side still shows the photo of `content`. A stale backdrop is drawn all the same: while a person
        drags through colours it is better than standing still."""
        wish = self._wishes.get(side)
        return wish is not None and wish.base.content.photo == content.photo
