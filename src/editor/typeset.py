"""Measures text on the UI thread, with the fonts and the lines that the engine draws with. Adapter: imports js."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from engine.protocol import AddFont
from imaging.fonts import FontFile, needed
from imaging.layers import Text
from imaging.textlayout import layout, measured_by


class Typeset:
    """`load` fetches a file of a typeface for this thread, `give` hands it to the engine; both may raise FontError.
    `context` is the 2D context to measure with, a canvas's own when None."""

    def __init__(
        self,
        load: Callable[[FontFile], Awaitable[AddFont]],
        give: Callable[[AddFont], Awaitable[None]],
        context: Any = None,
    ) -> None:
        self._load = load
        self._give = give
        self._files: dict[FontFile, asyncio.Future[None]] = {}
        self._context = context

    async def ready(self, text: Text) -> None:
        """Make sure that both threads have the fonts for `text`: before it is measured, and again when it was edited.
        Raises FontError; then the text stands in what the device has, and a later call tries again."""
        files = needed(text.text, text.font, text.italic)
        done = await asyncio.gather(*map(self._once, files), return_exceptions=True)
        for outcome in done:
            if isinstance(outcome, BaseException):
                raise outcome

    def is_ready(self, text: Text) -> bool:
        """Whether `ready` has nothing to wait for."""
        return all(_succeeded(self._files.get(file)) for file in needed(text.text, text.font, text.italic))

    def measured(self, text: Text) -> Text:
        """`text` with the size of its box, in whole pixels."""
        if self._context is None:
            from js import document

            self._context = document.createElement("canvas").getContext("2d")
        plan = layout(text, measured_by(self._context, text))
        return replace(text, width=plan.width, height=plan.height)

    async def _once(self, file: FontFile) -> None:
        """Each file is fetched and handed over once; one that failed is tried again."""
        running = self._files.get(file)
        if running is None or (running.done() and not _succeeded(running)):
            running = self._files[file] = asyncio.ensure_future(self._bring(file))
        await asyncio.shield(running)

    async def _bring(self, file: FontFile) -> None:
        await self._give(await self._load(file))


def _succeeded(job: asyncio.Future[None] | None) -> bool:
    return job is not None and job.done() and not job.cancelled() and job.exception() is None
