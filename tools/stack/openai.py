"""A stand-in for OpenAI's Images API: POST /v1/images/generations for gpt-image-1, streaming or not.

Wire format: OpenAI's API reference ("Create image", "Image generation streaming events", "Error codes").
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncGenerator
from functools import lru_cache
from typing import Any

from tools.stack.http import Answer, Refused, Request, as_json
from tools.stack.vendors import Call, Trouble, Vendor, pieces, wanted

SIZES = ["1024x1024", "1536x1024", "1024x1536", "auto"]
FIELDS: dict[str, Any] = {
    "model": ["gpt-image-1"],
    "prompt": str,
    "n": range(1, 11),
    "size": SIZES,
    "quality": ["low", "medium", "high", "auto"],
    "background": ["transparent", "opaque", "auto"],
    "output_format": ["png", "jpeg", "webp"],
    "moderation": ["low", "auto"],
    "stream": bool,
    "partial_images": range(4),
    "user": str,
}


def error(message: str, status: int = 400, code: str | None = None, kind: str = "invalid_request_error") -> Refused:
    """An error in OpenAI's form."""
    return Refused(status, {"error": {"message": message, "type": kind, "param": None, "code": code}})


class OpenAI(Vendor):
    """The service."""

    name = "OpenAI Images"
    docs = "OpenAI's Images API (gpt-image-1)"

    async def answer(self, request: Request) -> Answer:
        """Generate, or refuse as OpenAI does."""
        if request.path != "/v1/images/generations":
            raise error("Invalid URL", 404)
        if request.method != "POST":
            raise error("Not allowed to GET on /v1/images/generations", 405)
        if request.bearer() != self.key:
            raise error("Incorrect API key provided", 401, "invalid_api_key")
        body = request.json()
        wanted(body, FIELDS, error)
        prompt = body.get("prompt", "")
        if not 1 <= len(prompt) <= 32_000:
            raise error("Invalid length of prompt")
        call = Call({name: value for name, value in body.items() if name != "prompt"})
        self.calls.append(call)
        return await self._drawing(call, prompt, self.next_trouble(prompt))

    async def _drawing(self, call: Call, prompt: str, trouble: Trouble | None) -> Answer:
        kind = trouble.kind if trouble else ""
        if trouble and kind == "status":
            codes = {429: "rate_limit_exceeded", 402: "billing_hard_limit_reached"}
            raise error("The stand-in was told to fail", trouble.status, codes.get(trouble.status), "server_error")
        if kind == "moderated":
            raise error(
                "Your request was rejected by the safety system",
                400,
                "moderation_blocked",
                "image_generation_user_error",
            )
        if kind == "hang":
            await self.hang(call)
        if kind == "html":
            return Answer(200, b"<html>maintenance</html>", {"Content-Type": "text/html"})
        size = call.settings.get("size", "auto")
        width, height = (int(part) for part in ("1024x1024" if size == "auto" else size).split("x"))
        data = self.drawn(call, prompt, width, height, call.settings.get("output_format", "png").upper())
        if not call.settings.get("stream"):
            await asyncio.sleep(self.pause)
            call.ended = time.monotonic()
            return as_json({"created": int(time.time()), "data": [{"b64_json": base64.b64encode(data).decode()}]})
        return Answer(
            200,
            self.watched(call, self._stream(call, data, kind)),
            {"Content-Type": "text/event-stream; charset=utf-8"},
        )

    async def _stream(self, call: Call, data: bytes, kind: str) -> AsyncGenerator[bytes, None]:
        for index in range(call.settings.get("partial_images", 0)):
            await asyncio.sleep(self.pause)
            async for piece in pieces(_event("partial_image", call, data, partial_image_index=index)):
                yield piece
        await asyncio.sleep(self.pause)
        usage = {"input_tokens": 20, "output_tokens": 1056, "total_tokens": 1076}
        event = _event("completed", call, data, usage=usage)
        if kind == "moderated-late":
            failed = {"type": "error", "error": {"code": "moderation_blocked", "message": "safety system"}}
            event = f"event: error\ndata: {json.dumps(failed)}\n\n".encode()
        if kind in ("half", "hang-midway"):
            yield event[: len(event) // 2]
            if kind == "hang-midway":
                await asyncio.Event().wait()
            raise ConnectionResetError
        if kind != "empty":
            async for piece in pieces(event):
                yield piece


@lru_cache(maxsize=8)
def _letters(data: bytes) -> bytes:
    """base64 of a picture, made once however often it is sent."""
    return base64.b64encode(data)


def _event(name: str, call: Call, data: bytes, **more: Any) -> bytes:
    fields = {
        "created_at": int(time.time()),
        "size": call.settings.get("size", "auto"),
        "quality": call.settings.get("quality", "auto"),
        "background": "opaque",
        "output_format": call.settings.get("output_format", "png"),
        **more,
    }
    kind = f"image_generation.{name}"
    head = f'event: {kind}\ndata: {{"type": "{kind}", "b64_json": "'.encode()
    return b"".join([head, _letters(data), b'", ', json.dumps(fields)[1:].encode(), b"\n\n"])
