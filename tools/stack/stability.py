"""A stand-in for Stability AI's REST API v1: text-to-image with SDXL 1.0, as JSON or as the picture itself.

Wire format: Stability's API reference v1 ("text-to-image"): sizes, headers Finish-Reason and Seed, errors.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
import time
from collections.abc import AsyncGenerator
from typing import Any

from tools.stack.http import Answer, Refused, Request, as_json
from tools.stack.vendors import Call, Vendor, pieces, wanted

PATH = "/v1/generation/stable-diffusion-xl-1024-v1-0/text-to-image"
LANDSCAPE = [(1152, 896), (1216, 832), (1344, 768), (1536, 640)]
SIZES = [(1024, 1024), *LANDSCAPE, *((height, width) for width, height in LANDSCAPE)]
FIELDS: dict[str, Any] = {
    "text_prompts": list,
    "width": int,
    "height": int,
    "samples": range(1, 11),
    "steps": range(10, 51),
    "cfg_scale": range(36),
    "seed": int,
    "style_preset": str,
}


def error(message: str, status: int = 400, name: str = "bad_request") -> Refused:
    """An error in Stability's form."""
    return Refused(status, {"id": secrets.token_hex(8), "name": name, "message": message})


class Stability(Vendor):
    """The service."""

    name = "Stability AI"
    docs = "Stability's REST API v1 (SDXL 1.0)"

    async def answer(self, request: Request) -> Answer:
        """Draw, or refuse as Stability does."""
        if request.path != PATH or request.method != "POST":
            raise error("not found", 404, "not_found")
        if request.bearer() != self.key:
            raise error("missing or invalid authorization", 401, "unauthorized")
        body = request.json()
        wanted(body, FIELDS, error)
        size = (body.get("width", 1024), body.get("height", 1024))
        texts = [part.get("text", "") for part in body.get("text_prompts", [])]
        if size not in SIZES:
            raise error("height and width must be one of the allowed sizes", 400, "invalid_sdxl_v1_dimensions")
        if not texts or not all(1 <= len(text) <= 2000 for text in texts):
            raise error("text_prompts: text is 1 to 2000 characters")
        call = Call({name: value for name, value in body.items() if name != "text_prompts"})
        self.calls.append(call)
        return await self._drawing(call, " ".join(texts), size, request.headers.get("accept", "application/json"))

    async def _drawing(self, call: Call, prompt: str, size: tuple[int, int], accept: str) -> Answer:
        trouble = self.next_trouble(prompt)
        kind = trouble.kind if trouble else ""
        if trouble and kind == "status":
            raise error("the stand-in was told to fail", trouble.status, "told_to_fail")
        if kind == "moderated":
            raise error("Invalid prompts detected", 400, "invalid_prompts")
        if kind == "hang":
            await self.hang(call)
        if kind == "html":
            return Answer(200, b"<html>maintenance</html>", {"Content-Type": "text/html"})
        await asyncio.sleep(self.pause)
        data = self.drawn(call, prompt, *size)
        seed = call.settings.get("seed") or secrets.randbelow(2**32)
        reason = "CONTENT_FILTERED" if kind == "filtered" else "SUCCESS"
        if accept == "image/png":
            headers = {"Content-Type": "image/png", "Finish-Reason": reason, "Seed": str(seed)}
            headers["Content-Length"] = str(len(data))
            return Answer(200, self.watched(call, _body(data, kind)), headers)
        call.ended = time.monotonic()
        artifact = {"base64": base64.b64encode(data).decode(), "finishReason": reason, "seed": seed}
        return as_json({"artifacts": [artifact] * call.settings.get("samples", 1)})


async def _body(data: bytes, kind: str) -> AsyncGenerator[bytes, None]:
    if kind in ("half", "hang-midway"):
        yield data[: len(data) // 2]
        if kind == "hang-midway":
            await asyncio.Event().wait()
        raise ConnectionResetError
    async for piece in pieces(data):
        yield piece
