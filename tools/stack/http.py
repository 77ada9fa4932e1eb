"""A small HTTP/1.1 server for the stand-ins: whole requests in, whole or streamed answers out, and who hung up is seen.

Requests are read whole (the stand-ins' clients send little, or a picture); answers may stream. A handler whose client
goes away is cancelled, as the real services stop working for nobody.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

MAX_BODY = 64 * 1024 * 1024
WATCH_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` is decoded and begins with a slash; header names are in lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; raises Refused for anything else."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError as error:
            raise Refused(400, {"code": "bad_json", "message": "Could not parse the request body as JSON"}) from error
        if not isinstance(value, dict):
            raise Refused(400, {"code": "bad_json", "message": "The request body is not a JSON object"})
        return value

    def form(self) -> dict[str, str]:
        """The body as a form (application/x-www-form-urlencoded)."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def bearer(self) -> str:
        """The bearer token, or an empty string."""
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; a body that is not bytes is streamed."""

    status: int = 200
    body: bytes | AsyncGenerator[bytes, None] = b""
    headers: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """An answer that is an error in the service's own JSON."""

    def __init__(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.answer = as_json(body, status, headers)


Handler = Callable[[Request], Awaitable[Answer]]


def as_json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """`value` as a JSON answer."""
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json"} | (headers or {}))


def page(title: str, text: str) -> Answer:
    """The start page of a stand-in, which says that it is one. `text` is HTML."""
    body = f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}: a stand-in</h1>{text}"
    return Answer(200, body.encode(), {"Content-Type": "text/html; charset=utf-8"})


class Service:
    """A handler that listens on 127.0.0.1. `trace` keeps whole requests where a test wants to search them."""

    def __init__(self, handler: Handler, log: Callable[[str], None] = lambda line: None) -> None:
        self.handler, self.log = handler, log
        self.trace: list[Request] | None = None
        self.server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> int:
        """Listen; returns the port."""
        self.server = await asyncio.start_server(self._connection, "127.0.0.1", port, backlog=256)
        return int(self.server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening and cut all connections."""
        if self.server:
            self.server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError, ValueError):
            pass  # the peer has gone, or speaks no HTTP, or the service stops
        finally:
            self._connections.discard(task)
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; returns whether the connection goes on."""
        request = await read_request(reader)
        if request is None:
            return False
        if self.trace is not None:
            self.trace.append(request)
        work = asyncio.ensure_future(self._answered(request, writer))
        watch = asyncio.ensure_future(_until_gone(reader))
        try:
            await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                self.log(f"{request.method} {request.path} the client went away")
                return False
            return work.result() and request.headers.get("connection", "").lower() != "close"
        finally:
            for task in (work, watch):
                task.cancel()
            await asyncio.gather(work, watch, return_exceptions=True)

    async def _answered(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        try:
            answer = await self.handler(request)
        except Refused as refused:
            answer = refused.answer
        self.log(f"{request.method} {request.path} {answer.status}")
        return await send(answer, writer, request.method)


async def _until_gone(reader: asyncio.StreamReader) -> None:
    while not reader.at_eof():
        await asyncio.sleep(WATCH_SECONDS)


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request, or None when the peer has closed."""
    line = await reader.readline()
    if not line.strip():
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers = await read_headers(reader)
    body = await _read_body(reader, headers)
    parts = urlsplit(target)
    query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    return Request(method, unquote(parts.path), query, headers, body)


async def read_headers(reader: asyncio.StreamReader) -> dict[str, str]:
    """Header lines up to the empty one."""
    headers: dict[str, str] = {}
    while line := (await reader.readline()).decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return headers


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        length = int(headers.get("content-length") or 0)
        if length > MAX_BODY:
            raise ValueError("too large")
        return await reader.readexactly(length)
    parts: list[bytes] = []
    while size := int((await reader.readline()).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readline()
    return b"".join(parts)


EMPTY = (204, 304)
"""Statuses whose answers have no body."""


async def send(answer: Answer, writer: asyncio.StreamWriter, method: str = "GET") -> bool:
    """Write an answer; returns whether the connection can be used again. A body that breaks off cuts it."""
    if answer.status in EMPTY and not isinstance(answer.body, bytes):
        async with aclosing(answer.body) as body:  # a chunk's end after it would be taken for the next answer
            async for _ in body:
                pass
        answer = Answer(answer.status, b"", answer.headers)
    streamed = not isinstance(answer.body, bytes)
    headers = dict(answer.headers)
    known = any(name.lower() == "content-length" for name in headers)
    if isinstance(answer.body, bytes):
        headers.setdefault("Content-Length", str(len(answer.body)))
    elif not known:
        headers["Transfer-Encoding"] = "chunked"
    reason = HTTPStatus(answer.status).phrase if answer.status in HTTPStatus._value2member_map_ else "Unknown"
    head = [f"HTTP/1.1 {answer.status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
    writer.write("\r\n".join([*head, "", ""]).encode("latin-1"))
    if isinstance(answer.body, bytes):
        if method != "HEAD":
            writer.write(answer.body)
        await writer.drain()
        return True
    # Closed here and now, so that a body whose reader hung up notices.
    async with aclosing(answer.body) as body:
        async for piece in body:
            writer.write(piece if known else b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
    if not known:
        writer.write(b"0\r\n\r\n")
        await writer.drain()
    return streamed
