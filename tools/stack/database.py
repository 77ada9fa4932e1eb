"""Connections of the stand-ins to the real PostgreSQL: as `authenticator`, one transaction a request, with the role and
the claims of whoever asks, the way PostgREST and Storage do it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import psycopg
from psycopg import AsyncConnection, sql

from tools.stack.http import Refused

Role = Literal["anon", "authenticated", "service_role"]
Connection = AsyncConnection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Caller:
    """The role and the claims that a request's keys give it, and the request's headers, their names in lower case."""

    role: Role
    claims: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


class Database:
    """Up to `size` connections, made when they are needed, replaced when they broke."""

    def __init__(self, dsn: str, size: int = 24) -> None:
        self.dsn = dsn
        self._idle: asyncio.LifoQueue[Connection | None] = asyncio.LifoQueue()
        for _ in range(size):
            self._idle.put_nowait(None)
        self._all: set[Connection] = set()
        self.away = False
        """Set by a test: the database cannot be reached."""

    @asynccontextmanager
    async def transaction(self, caller: Caller | None = None) -> AsyncIterator[Connection]:
        """A transaction as `caller`; without one as the login role. Raises Refused (503) when the database is away."""
        connection = await self._idle.get()
        kept: Connection | None = None
        try:
            if connection is None or connection.closed:
                connection = await self._connect()
            await connection.execute(_begin(caller))
            try:
                yield connection
            except BaseException:
                with contextlib.suppress(psycopg.Error):
                    await connection.execute("rollback")
                raise
            await connection.execute("commit")
            kept = connection
        except psycopg.Error:
            kept = None if connection is None or connection.closed else connection
            raise
        finally:
            if kept is None and connection is not None:
                await connection.close()
                self._all.discard(connection)
            self._idle.put_nowait(kept)

    async def _connect(self) -> Connection:
        if self.away:
            raise away()
        try:
            connection = await AsyncConnection.connect(self.dsn, autocommit=True, connect_timeout=5)
        except psycopg.OperationalError as error:
            raise away() from error
        self._all.add(connection)
        return connection

    async def close(self) -> None:
        """Close all connections."""
        for connection in list(self._all):
            await connection.close()
        self._all.clear()


def _begin(caller: Caller | None) -> sql.SQL | sql.Composed:
    """Begin a transaction as `caller`, in one message."""
    if caller is None:
        return sql.SQL("begin")
    claims, headers = (sql.Literal(json.dumps(one)) for one in (caller.claims, caller.headers))
    text = (
        "begin; set local role {}; "
        "select set_config('request.jwt.claims', {}, true), set_config('request.headers', {}, true)"
    )
    return sql.SQL(text).format(sql.Identifier(caller.role), claims, headers)


def away() -> Refused:
    """PostgREST's answer when it has no database."""
    message = "Database connection error. Retrying the connection."
    return Refused(503, {"code": "PGRST000", "message": message, "details": None, "hint": None})
