"""The stack for tests: started once, in a loop of its own; what a browser would send, sent plainly over HTTP."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from tools.stack.auth import User
from tools.stack.stack import SITE, Stack

T = TypeVar("T")
PATIENCE = 30
"""Seconds until a test gives up; never a measure of speed."""

LIMITS = {
    "GENERATE_FIRST_MS": "1500",
    "GENERATE_STALL_MS": "800",
    "GENERATE_WHOLE_MS": "20000",
    "GENERATE_BEAT_MS": "200",
    "BFL_POLL_MS": "40",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account."""

    user: User
    token: str

    @property
    def id(self) -> str:
        """Their id."""
        return self.user.id


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event."""

    name: str
    data: dict[str, Any]

    def picture(self) -> bytes:
        """The picture that it carries."""
        return base64.b64decode(self.data["b64"], validate=True)


class Stream:
    """An answer that is being read."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self.connection = connection
        self.answer = connection.getresponse()
        self.status = self.answer.status

    def json(self) -> dict[str, Any]:
        """The whole answer as JSON."""
        value: dict[str, Any] = json.loads(self.answer.read())
        self.close()
        return value

    def events(self) -> Iterator[Event]:
        """The events as they come, up to the end."""
        name, data = "", ""
        for raw in self.answer:
            line = raw.decode().rstrip("\n")
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                data += line[6:]
            elif not line and data:
                yield Event(name, json.loads(data))
                name, data = "", ""
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.answer.close()
        self.connection.close()


class Backend:
    """A running stack."""

    def __init__(self, **more: str) -> None:
        self.lines: list[str] = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.stack = Stack(log=self.lines.append, more=LIMITS | more, trace=True)
        self.run(self.stack.__aenter__())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Carry a coroutine out in the stack's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def stop(self) -> None:
        """End everything."""
        self.run(self.stack.__aexit__(None, None, None))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(PATIENCE)
        self.loop.close()

    def calm(self) -> None:
        """Forget what an earlier test told the stand-ins to do."""
        for vendor in (self.stack.openai, self.stack.bfl, self.stack.stability):
            vendor.trouble.clear()
            vendor.calls.clear()
            vendor.picture = None
        self.stack.bfl.tasks.clear()
        self.stack.stripe.away = False
        self.stack.database.away = False

    def sql(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query as the superuser."""

        async def work() -> list[tuple[Any, ...]]:
            async with self.stack.admin.transaction() as connection:
                cursor = await connection.execute(query, values or None)
                return await cursor.fetchall() if cursor.description else []

        return self.run(work())

    def person(self, credits: int = 1000, age: bool = True) -> Person:
        """Somebody new, 16 or older unless `age` is false, with bought credits besides the plan's."""
        user = self.run(self.stack.auth.create(f"{uuid.uuid4().hex}@example.invalid", "a-long-password"))
        someone = Person(user, self.stack.auth.access_token(user))
        if age:
            self.rpc("age_confirm", someone, year=1990)
            if credits:
                move = "select private.move(account_id, 'bought', %s, 'purchase', 'test') from private.people"
                self.sql(f"{move} where user_id = %s", (credits, someone.id))
        return someone

    def unlimited(self, person: Person) -> None:
        """Forget how often a person has asked."""
        self.sql("delete from private.rate_people where user_id = %s", (person.id,))

    def rpc(self, name: str, person: Person, /, **arguments: Any) -> Any:
        """What a database function answers the person."""
        status, value = self.gateway("POST", f"/rest/v1/rpc/{name}", arguments, person.token)
        assert status < 300, value
        return value

    def gateway(
        self, method: str, path: str, body: Any = None, token: str = "", more: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """A request to the project's address with the publishable key; `more` are headers."""
        headers = {"apikey": self.stack.publishable, "content-type": "application/json"} | (more or {})
        headers |= {"authorization": f"Bearer {token}"} if token else {}
        connection = http.client.HTTPConnection(urlsplit(self.stack.gateway_url).netloc, timeout=PATIENCE)
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        raw = answer.read()
        connection.close()
        kind = answer.headers.get("content-type", "")
        return answer.status, json.loads(raw) if raw and "json" in kind else raw

    def balance(self, person: Person) -> int:
        """What the person can spend."""
        return int(self.rpc("credits_balance", person))

    def held(self, person: Person) -> int:
        """What is reserved."""
        return int(self.rpc("credits_mine", person)["held"])

    def open(self, path: str, body: Any, token: str = "", headers: dict[str, str] | None = None) -> Stream:
        """POST to a function (`path` begins with its name); the answer is still to be read."""
        function = self.stack.functions[path.split("/")[0]]
        connection = http.client.HTTPConnection(urlsplit(function.url).netloc, timeout=PATIENCE)
        sent = {"content-type": "application/json", "origin": SITE} | (headers or {})
        sent |= {"authorization": f"Bearer {token}"} if token else {}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request("POST", f"/{path}", data, {name: value for name, value in sent.items() if value})
        return Stream(connection)

    def call(
        self, path: str, body: Any, token: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """POST to a function and read its JSON."""
        stream = self.open(path, body, token, headers)
        return stream.status, stream.json()

    def generate(self, person: Person, prompt: str = "A marble counter, soft light", **order: Any) -> list[Event]:
        """A generation, read to its end. Fails when it is refused before it begins."""
        stream = self.open("generate", wish(prompt, **order), person.token)
        assert stream.status == 200, stream.json()
        return list(stream.events())


def wish(prompt: str, **order: Any) -> dict[str, Any]:
    """A request body for generate."""
    return {"prompt": prompt, "idempotency_key": uuid.uuid4().hex} | order


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Look again and again whether something has come true; False when it has not in time."""
    pause = threading.Event()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        pause.wait(0.02)
    return true()
