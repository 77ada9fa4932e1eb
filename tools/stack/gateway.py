"""One address for the whole project, as Supabase has: /auth/v1, /rest/v1, /storage/v1 and /functions/v1.

Checks the key in `apikey` (Supabase's gateway does), finds out who asks, answers preflights, and hands requests to the
stand-ins in this process or, byte by byte, to the functions in theirs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

from tools.stack.auth import Auth
from tools.stack.database import Caller
from tools.stack.http import Answer, Refused, Request, page, read_headers
from tools.stack.postgrest import PostgREST
from tools.stack.storage import Storage

ALLOWED_HEADERS = ", ".join(
    [
        *("apikey", "authorization", "content-type", "x-client-info", "x-supabase-api-version"),
        *("accept-profile", "content-profile", "prefer"),
    ]
)
HOP = {"connection", "transfer-encoding", "keep-alive", "host", "content-length"}


class Gateway:
    """The project's public address. `functions` maps a name to where it listens."""

    def __init__(self, auth: Auth, rest: PostgREST, storage: Storage, publishable: str, secret: str) -> None:
        self.auth, self.rest, self.storage = auth, rest, storage
        self.publishable, self.secret = publishable, secret
        self.functions: dict[str, str] = {}

    async def handle(self, request: Request) -> Answer:
        """Answer one request."""
        if request.path == "/":
            text = "<p>Auth, PostgREST and Storage here are stand-ins; PostgreSQL, Deno and the functions are real."
            return page("Supabase", f"{text}<p><a href=/mail>Mail of Auth</a>")
        if request.path == "/mail":
            return self.auth.start_page()
        if request.path.startswith("/functions/v1/"):
            return await self._function(request)
        cors = {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "content-range, x-supabase-api-version",
        }
        if request.method == "OPTIONS":
            allowed = {
                "Access-Control-Allow-Methods": "GET,POST,DELETE,PUT,PATCH",
                "Access-Control-Allow-Headers": ALLOWED_HEADERS,
            }
            return Answer(204, b"", cors | allowed)
        try:
            answer = await self._service(request)
        except Refused as refused:
            answer = refused.answer
        return Answer(answer.status, answer.body, answer.headers | cors)

    async def _service(self, request: Request) -> Answer:
        for prefix in ("/auth/v1", "/rest/v1", "/storage/v1"):
            if request.path.startswith(prefix + "/"):
                inner = Request(
                    request.method, request.path[len(prefix) :], request.query, request.headers, request.body
                )
                break
        else:
            raise Refused(404, {"message": "no Route matched with those values"})
        if prefix == "/auth/v1":
            if not inner.path.startswith("/.well-known/"):
                self._known(request)
            return await self.auth.handle(inner)
        caller = self.caller(request)
        return await (self.rest if prefix == "/rest/v1" else self.storage).handle(inner, caller)

    def _known(self, request: Request) -> str:
        """The key in `apikey`. Raises Refused for one that is not the project's."""
        key = request.headers.get("apikey", "")
        if key not in (self.publishable, self.secret):
            raise Refused(401, {"message": "Invalid API key" if key else "No API key found in request"})
        return key

    def caller(self, request: Request) -> Caller:
        """Who asks: the secret key is the service; a valid token is its person; else nobody. Raises Refused."""
        key, token = self._known(request), request.bearer()
        if token and not token.startswith("sb_"):
            claims = self.auth.claims(token)
            if claims is None:
                raise Refused(
                    401, {"code": "PGRST301", "message": "JWT expired or invalid", "details": None, "hint": None}
                )
            return Caller("authenticated", claims, dict(request.headers))
        if key == self.secret:
            return Caller("service_role", {"role": "service_role"}, dict(request.headers))
        return Caller("anon", {"role": "anon"}, dict(request.headers))

    async def _function(self, request: Request) -> Answer:
        name = request.path.removeprefix("/functions/v1/").split("/")[0]
        if name not in self.functions:
            raise Refused(404, {"code": "NOT_FOUND", "message": "Requested function was not found"})
        place = urlsplit(self.functions[name])
        try:
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
        except OSError as error:
            raise Refused(503, {"code": "BOOT_ERROR", "message": "Function failed to start"}) from error
        path = request.path.removeprefix("/functions/v1")
        sent = {key: value for key, value in request.headers.items() if key not in HOP}
        sent |= {"host": place.netloc, "connection": "close", "content-length": str(len(request.body))}
        sent["x-forwarded-for"] = "127.0.0.1"
        head = [f"{request.method} {path} HTTP/1.1", *(f"{key}: {value}" for key, value in sent.items()), "", ""]
        writer.write("\r\n".join(head).encode("latin-1") + request.body)
        try:
            status = int((await reader.readline()).split(b" ")[1])
            headers = await read_headers(reader)
        except BaseException:  # the caller went away before the function had said anything
            writer.transport.abort()
            raise
        chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        length = None if chunked else int(headers.get("content-length", "0"))
        kept = {key: value for key, value in headers.items() if key not in HOP}
        return Answer(status, _forward(reader, writer, length), kept)


async def _forward(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, length: int | None
) -> AsyncGenerator[bytes, None]:
    """The body of a function's answer as it comes; when nobody wants it any more the function is told by hanging up."""
    try:
        if length is not None:
            if length:
                yield await reader.readexactly(length)
            return
        while size := int((await reader.readline()).split(b";")[0], 16):
            yield await reader.readexactly(size)
            await reader.readexactly(2)
    finally:
        writer.transport.abort()
