"""Scenes in the egress thread: one request, its pictures told one by one as they come. Adapter: it sends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from account.service import Account, succeeded
from account.trouble import trouble
from egress.fetch import Reply, buffer, stopper
from egress.protocol import Answer, Scene
from errors import Cancelled, OnlineError
from generation.stream import Arriving, Event, Reader, StreamError
from threads.channel import Handler, Work

STEP = 64_000
"""Bytes between two tellings of how far a picture is."""
Tell = Callable[[str, dict[str, Any], Sequence[Any]], None]


class Scenes:
    """`tell(name, details, moved)` sends an event to the page: route, progress, arriving, picture."""

    def __init__(self, account: Account, tell: Tell) -> None:
        self._account, self._tell = account, tell

    def handlers(self) -> dict[str, Handler]:
        """One for its row of the operation table."""
        return {"scene": self.scene}

    async def scene(self, ask: Scene, work: Work) -> Answer:
        """Have scenes drawn. Answers with the last event of the stream; a stop hangs up, which ends the model's work.
        Raises OnlineError."""
        await self._account.signed()
        stop = stopper()
        try:
            reply = await self._account.wire.post("/functions/v1/generate", order(ask), stop.signal)
            return await self._read(ask.tag, await succeeded(reply))
        except asyncio.CancelledError:
            raise Cancelled from None
        except StreamError as error:
            raise OnlineError("scene/broken") from error
        finally:
            stop.abort()

    async def _read(self, tag: int, reply: Reply) -> Answer:
        reader, told = Reader(), 0
        async for piece in reply.pieces():
            for event in reader.take(piece):
                if isinstance(event, Event):
                    told = 0
                    if event.name == "error":
                        raise trouble(str(event.data.get("code", "")), event.data)
                    if event.name == "done":
                        return Answer(json.dumps(event.data))
                    self._pass_on(tag, event)
                elif event.bytes - told >= STEP:
                    told = event.bytes
                    self._tell("arriving", _arriving(tag, event), ())
        raise OnlineError("scene/broken")

    def _pass_on(self, tag: int, event: Event) -> None:
        details = {"tag": tag, "text": json.dumps(event.data)}
        if event.name not in ("partial", "image"):
            self._tell(event.name, details, ())
        elif event.picture:
            file = buffer(event.picture)
            more = {"image": int(event.data["image"]), "partial": event.name == "partial", "file": file}
            self._tell("picture", {**details, **more}, (file,))


def order(ask: Scene) -> dict[str, Any]:
    """The body of the request: what the panel shows whole."""
    return {
        "prompt": ask.prompt,
        "aspect": ask.aspect,
        "quality": ask.quality,
        "count": ask.count,
        "model": ask.model,
        "save": ask.save,
        "idempotency_key": ask.key,
    }


def _arriving(tag: int, event: Arriving) -> dict[str, Any]:
    return {"tag": tag, "image": event.image, "bytes": event.bytes, "partial": event.partial}
