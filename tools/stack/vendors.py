"""What the stand-ins for the three image vendors share: how they misbehave when told to, and the pictures they send.

A stand-in draws nothing: its picture is a gradient with a line that says so. It keeps of a call what a test needs to
know (when, which settings, whether the client hung up), never the prompt.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import time
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw

from tools.stack.http import Answer, Refused, Request, page

UNSAFE = "forbidden-example"
"""A prompt with this word is refused by the stand-ins' safety check."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """How one call goes wrong: an HTTP `status`; or `kind` what the stand-in that gets it does then:
    hang, hang-midway, half, moderated, html, … `address` is where a result is said to lie (BFL)."""

    kind: str = "status"
    status: int = 500
    address: str = ""


@dataclass(slots=True)
class Call:
    """One call for one image. Times are of time.monotonic()."""

    settings: dict[str, Any]
    began: float = field(default_factory=time.monotonic)
    ended: float | None = None
    hung_up: float | None = None
    looks: int = 0
    """How often an unfinished task was asked for (BFL)."""


class Vendor:
    """A vendor's stand-in. Tests put `trouble` into its queue, or a `picture` of their own; `pause` is in seconds."""

    name = ""
    docs = ""

    def __init__(self, key: str) -> None:
        self.key = key
        self.trouble: deque[Trouble] = deque()
        self.calls: list[Call] = []
        self.picture: bytes | None = None
        self.pause = 0.02

    async def handle(self, request: Request) -> Answer:
        """Answer as the real service would."""
        if request.path == "/":
            return page(self.name, f"<p>Speaks the wire format of {self.docs}. Draws gradients, costs nothing.")
        return await self.answer(request)

    async def answer(self, request: Request) -> Answer:
        """The service's own paths."""
        raise NotImplementedError

    def next_trouble(self, prompt: str) -> Trouble | None:
        """What is to go wrong with this call."""
        if self.trouble:
            return self.trouble.popleft()
        return Trouble("moderated") if UNSAFE in prompt.lower() else None

    async def watched(self, call: Call, work: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        """`work`, noting when it ends or the client hangs up."""
        try:
            async with aclosing(work):
                async for piece in work:
                    yield piece
            call.ended = time.monotonic()
        finally:
            if call.ended is None:
                call.hung_up = time.monotonic()

    async def hang(self, call: Call) -> None:
        """Never answer; notes when the client gives up."""
        try:
            await asyncio.Event().wait()
        finally:
            call.hung_up = time.monotonic()

    def drawn(self, call: Call, prompt: str, width: int, height: int, kind: str = "PNG") -> bytes:
        """The picture for a prompt; four calls that follow each other get four."""
        number = next((at for at, one in enumerate(self.calls) if one is call), 0)
        return self.picture or gradient(self.name, f"{prompt} {number % 4}", width, height, kind)


@lru_cache(maxsize=64)
def gradient(name: str, prompt: str, width: int, height: int, kind: str = "PNG") -> bytes:
    """A gradient whose colours follow from the prompt, with a line that says what it is; as a file."""
    digest = hashlib.sha256(prompt.encode()).digest()
    ends = [Image.new("RGB", (width, height), tuple(digest[at : at + 3])) for at in (0, 3)]
    mask = Image.linear_gradient("L").resize((width, height))
    image = Image.composite(ends[0], ends[1], mask)
    ImageDraw.Draw(image).text((16, 16), f"stand-in for {name}", fill="white", stroke_width=1, stroke_fill="black")
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def wanted(body: dict[str, Any], allowed: dict[str, Any], error: Any) -> None:
    """Refuse fields and values that the service does not know. `allowed` maps a field to its choices or its type."""
    for name, value in body.items():
        rule = allowed.get(name)
        wrong = rule is None or (isinstance(rule, type) and not isinstance(value, rule))
        if wrong or (isinstance(rule, (list, range)) and value not in rule):
            raise error(f"invalid value for {name}")


async def pieces(data: bytes, size: int = 65536) -> AsyncGenerator[bytes, None]:
    """`data` in pieces, so that others get their turn."""
    for at in range(0, len(data), size):
        yield data[at : at + size]
        await asyncio.sleep(0)


__all__ = ["UNSAFE", "Call", "Refused", "Trouble", "Vendor", "gradient", "pieces", "wanted"]
