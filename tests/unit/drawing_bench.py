"""An open photo of 600 x 400 with what the tools Text and Shapes need: a history, a canvas, and letters whose width is
half their height."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import words
from editor.document import Document, Photo
from editor.edits import Edits
from editor.history import History
from editor.layering import Layering
from editor.shaping import Shaping
from editor.store import Store
from editor.texting import Texting
from editor.tools.port import Context, Pointer, Tool
from errors import FontError
from imaging.layers import Layer, Shape, Text
from imaging.textlayout import layout


class Screen:
    """engine_port.View and tools.port.Surface: remembers what it was asked to show."""

    def __init__(self) -> None:
        self.viewed: tuple[object, ...] = ()
        self.lifted: list[tuple[str, ...]] = []
        self.carried: list[tuple[Layer, ...]] = []
        self.previewed: list[Document | None] = []
        self.colour = "#ffffff"
        self.bytes = 0

    def show(self, document: Document, unveil: bool = False) -> None: ...

    async def drawn(self) -> None: ...

    def forget(self) -> None: ...

    def lift(self, ids: tuple[str, ...]) -> None:
        self.lifted.append(ids)

    def carry(self, layers: tuple[Layer, ...]) -> None:
        self.carried.append(layers)

    def preview(self, document: Document | None) -> None:
        self.previewed.append(document)

    def mark(self) -> None: ...

    def colour_at(self, x: float, y: float) -> str:
        return self.colour

    def pan(self, dx: float, dy: float) -> None:
        self.viewed = ("pan", dx, dy)

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        self.viewed = ("zoom", x, y, factor)

    def show_part(self, x: float, y: float, width: float, height: float) -> None:
        self.viewed = ("part", x, y, width, height)

    def view_scale(self) -> float:
        return 2.0


class Ruler:
    """texting.Measures. `late` fonts are there only once they were waited for, `broken` ones never come."""

    def __init__(self) -> None:
        self.late: set[str] = set()
        self.broken: set[str] = set()

    async def ready(self, text: Text) -> None:
        await asyncio.sleep(0)
        if text.font in self.broken:
            raise FontError("font/network", family=text.font)
        self.late.discard(text.font)

    def is_ready(self, text: Text) -> bool:
        return text.font not in self.late | self.broken

    def measured(self, text: Text) -> Text:
        plan = layout(text, lambda piece: len(piece) * text.size / 2)
        return replace(text, width=plan.width, height=plan.height)


class Bench:
    """Everything wired as on the page."""

    def __init__(self) -> None:
        self.screen, self.ruler, self.store = Screen(), Ruler(), Store()
        photo = Photo("photo-1", "cup.jpg", 1000, 600, 400, "JPEG", "sRGB")
        document = Document.of(photo)
        self.store.change(history=History.of(document, "Opened"))
        self.edits = Edits(self.store, self.screen)
        self.layering = Layering(self.store, self.edits)
        self.jobs: list[Coroutine[Any, Any, None]] = []
        self.texting = Texting(
            self.store, self.edits, self.layering, lambda: self.ruler, self.jobs.append, self.screen.colour_at
        )
        self.focused = 0
        self.texting.focus = self._focus
        self.shaping = Shaping(self.store, self.layering)
        self.context = Context(self.store, self.edits, self.screen)

    def _focus(self) -> None:
        self.focused += 1

    def wait(self) -> None:
        """Let the fonts arrive."""
        jobs, self.jobs[:] = list(self.jobs), []
        for job in jobs:
            asyncio.run(job)

    @property
    def document(self) -> Document:
        return self.store.document

    @property
    def steps(self) -> list[str]:
        history = self.store.state.history
        assert history is not None
        return [words.step_said(step.label) for step in history.steps[1:]]

    @property
    def top(self) -> Layer:
        return self.document.layers[-1]

    @property
    def text(self) -> Text:
        content = self.top.content
        assert isinstance(content, Text)
        return content

    @property
    def shape(self) -> Shape:
        content = self.top.content
        assert isinstance(content, Shape)
        return content


def drag(tool: Tool, *ways: Pointer) -> None:
    """Press at the first place, go over all others and let go at the last."""
    tool.down(replace(ways[0], mod=False))
    for way in ways[1:]:
        tool.move(way)
    tool.up(ways[-1])


def at(x: float, y: float, **held: Any) -> Pointer:
    """A pointer that does not snap."""
    return Pointer(x, y, **{"mod": True, **held})
