"""A stand-in for Black Forest Labs: submit to /v1/flux-kontext-pro, poll the address that comes back, fetch the result.

Wire format: BFL's API reference (submit, get_result, statuses, errors). Results are signed and last ten minutes.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from tools.stack.http import Answer, Refused, Request, as_json
from tools.stack.vendors import Call, Trouble, Vendor, pieces, wanted

ASPECTS = {
    "1:1": (1024, 1024),
    "3:2": (1248, 832),
    "2:3": (832, 1248),
    "16:9": (1392, 752),
    "9:16": (752, 1392),
    "4:3": (1184, 880),
    "3:4": (880, 1184),
    "4:5": (912, 1136),
    "5:4": (1136, 912),
    "21:9": (1568, 672),
}
FIELDS: dict[str, Any] = {
    "prompt": str,
    "aspect_ratio": list(ASPECTS),
    "seed": int,
    "output_format": ["jpeg", "png"],
    "safety_tolerance": range(7),
    "prompt_upsampling": bool,
}
TASKS = 24
RESULT_SECONDS = 600


def error(message: str, status: int = 422) -> Refused:
    """An error in BFL's form."""
    return Refused(status, {"detail": message if status != 422 else [{"msg": message, "type": "value_error"}]})


@dataclass(slots=True)
class Task:
    """A submitted task: its picture is made when it was first looked at."""

    call: Call
    prompt: str
    trouble: Trouble | None
    ready: float


class BFL(Vendor):
    """The service. `base` is its own address, which the answers repeat."""

    name = "Black Forest Labs"
    docs = "BFL's API (FLUX.1 Kontext pro)"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.base = ""
        self.tasks: dict[str, Task] = {}
        self.secret = secrets.token_bytes(16)

    async def answer(self, request: Request) -> Answer:
        """Submit, poll or fetch; refuse as BFL does."""
        query = dict(request.query)
        if request.path.startswith("/results/"):
            return await self._result(request.path.removeprefix("/results/"), query)
        if request.headers.get("x-key") != self.key:
            raise error("Not authenticated", 403)
        if request.path == "/v1/get_result" and request.method == "GET":
            return self._look(query.get("id", ""))
        if request.path == "/v1/flux-kontext-pro" and request.method == "POST":
            return await self._submit(request.json())
        raise error("Not Found", 404)

    async def _submit(self, body: dict[str, Any]) -> Answer:
        wanted(body, FIELDS, error)
        prompt = body.get("prompt", "")
        if not prompt:
            raise error("Field required")
        now = time.monotonic()
        if sum(now < task.ready for task in self.tasks.values()) >= TASKS:
            raise error("Too many active tasks", 429)
        call = Call({name: value for name, value in body.items() if name != "prompt"})
        self.calls.append(call)
        trouble = self.next_trouble(prompt)
        if trouble and trouble.kind == "status":
            raise error("The stand-in was told to fail", trouble.status)
        if trouble and trouble.kind == "hang":
            await self.hang(call)
        if trouble and trouble.kind == "html":
            return Answer(200, b"<html>maintenance</html>", {"Content-Type": "text/html"})
        task = secrets.token_hex(16)
        self.tasks[task] = Task(call, prompt, trouble, time.monotonic() + self.pause)
        return as_json({"id": task, "polling_url": f"{self.base}/v1/get_result?id={task}"})

    def _look(self, name: str) -> Answer:
        task = self.tasks.get(name)
        if task is None:
            return as_json({"id": name, "status": "Task not found", "result": None})
        kind = task.trouble.kind if task.trouble else ""
        if time.monotonic() < task.ready or kind == "pending":
            task.call.looks += 1
            return as_json({"id": name, "status": "Pending", "result": None, "progress": 0.5})
        if kind == "moderated":
            return as_json(
                {
                    "id": name,
                    "status": "Request Moderated",
                    "result": None,
                    "details": {"Moderation Reasons": ["Safety Filter"]},
                }
            )
        if kind == "error":
            return as_json({"id": name, "status": "Error", "result": None})
        sample = self._signed(name)
        if kind == "elsewhere" and task.trouble:
            sample = task.trouble.address
        result = {"sample": sample, "prompt": task.prompt, "seed": task.call.settings.get("seed", 7)}
        return as_json({"id": name, "status": "Ready", "result": result})

    def _signed(self, name: str) -> str:
        until = int(time.time()) + RESULT_SECONDS
        return f"{self.base}/results/{name}?se={until}&sig={self._signature(name, until)}"

    def _signature(self, name: str, until: int) -> str:
        return hmac.new(self.secret, f"{name}.{until}".encode(), hashlib.sha256).hexdigest()

    async def _result(self, name: str, query: dict[str, str]) -> Answer:
        task = self.tasks.get(name)
        until = int(query.get("se") or 0)
        if task is None or until < time.time() or query.get("sig") != self._signature(name, until):
            raise Refused(403, {"detail": "AuthenticationFailed"})
        kind = task.trouble.kind if task.trouble else ""
        if kind == "redirect" and task.trouble:
            return Answer(302, b"", {"Location": task.trouble.address})
        if kind == "wrong-type":
            return Answer(200, b"hello", {"Content-Type": "text/plain"})
        form = task.call.settings.get("output_format", "jpeg").upper()
        data = self.drawn(task.call, task.prompt, *ASPECTS[task.call.settings.get("aspect_ratio", "1:1")], form)
        headers = {"Content-Type": f"image/{form.lower()}", "Content-Length": str(len(data))}
        return Answer(200, self.watched(task.call, _body(data, kind)), headers)


async def _body(data: bytes, kind: str) -> AsyncGenerator[bytes, None]:
    if kind in ("half", "hang-midway"):
        yield data[: len(data) // 2]
        if kind == "hang-midway":
            await asyncio.Event().wait()
        raise ConnectionResetError
    async for piece in pieces(data):
        yield piece
