"""The database as its callers see it: a person, the service, nobody; one transaction a call, as PostgREST does it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tools.stack.postgres import SUPERUSER, Server

ROLES = ("anon", "authenticated", "service_role")


@dataclass(slots=True)
class Pool:
    """Connections as `authenticator` that were given back; any thread may take one."""

    dsn: str
    free: list[psycopg.Connection[Any]] = field(default_factory=list)

    @contextmanager
    def take(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection for a while. One that broke is not given back."""
        try:
            connection = self.free.pop()
        except IndexError:
            connection = psycopg.connect(self.dsn, autocommit=True)
        try:
            yield connection
        finally:
            if connection.broken:
                connection.close()
            else:
                self.free.append(connection)

    def close(self) -> None:
        """Close what is free."""
        while self.free:
            self.free.pop().close()


@dataclass(slots=True)
class Caller:
    """A role with the claims of a token. Each call is a transaction; calls may run at once."""

    pool: Pool
    role: str
    claims: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection[Any]]:
        """A transaction with the role and the claims set for it alone."""
        with self.pool.take() as connection, connection.transaction():
            connection.execute(sql.SQL("set local role {}").format(sql.Identifier(self.role)))
            connection.execute(
                "select set_config('request.jwt.claims', %s, true), set_config('request.headers', %s, true)",
                (json.dumps(self.claims), json.dumps(self.headers)),
            )
            yield connection

    def call(self, function: str, **arguments: Any) -> Any:
        """What /rest/v1/rpc/`function` answers. Raises psycopg.Error; its message is the code."""
        names = [sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder()) for name in arguments]
        values = [Jsonb(value) if isinstance(value, dict) else value for value in arguments.values()]
        statement = sql.SQL("select {}({})").format(sql.Identifier("public", function), sql.SQL(", ").join(names))
        with self.transaction() as connection:
            row = connection.execute(statement, values).fetchone()
        return row[0] if row else None

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement that the caller may run. Raises psycopg.Error."""
        with self.transaction() as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


@dataclass(slots=True)
class Person(Caller):
    """Somebody who is signed in."""

    user: uuid.UUID = field(default_factory=uuid.uuid4)
    email: str = ""

    def reserve(self, amount: int, key: str = "", request: uuid.UUID | None = None) -> dict[str, Any]:
        """credits_reserve with a new request id and, unless given, a new key."""
        request = request or uuid.uuid4()
        return dict(self.call("credits_reserve", p_request=request, p_amount=amount, p_key=key or str(request)))


@dataclass(slots=True)
class Database:
    """One migrated database of a server, with whoever was made in it."""

    server: Server
    name: str
    pool: Pool

    @classmethod
    def copied(cls, server: Server, name: str) -> Database:
        """A new copy of the server's migrated database."""
        return cls(server, server.copy_database(name), Pool(server.dsn(database=name)))

    def person(self, age: bool = True, bought: int = 0) -> Person:
        """A new person, who confirmed to be old enough if `age`, with bought credits on top of the free plan's."""
        user = uuid.uuid4()
        email = f"{user.hex[:12]}@example.com"
        self.admin("insert into auth.users (id, email) values (%s, %s)", user, email)
        claims = {"sub": str(user), "email": email, "role": "authenticated", "aud": "authenticated"}
        person = Person(self.pool, "authenticated", claims, user=user, email=email)
        if age:
            assert person.call("age_confirm", year=1980) == {"state": "confirmed"}
        if bought:
            self.admin("select private.move(account_id, 'bought', %s, 'purchase', 'test') from private.people"
                       " where user_id = %s", bought, user)  # fmt: skip
        return person

    def caller(self, role: str, person: Person | None = None) -> Caller:
        """A caller in `role`, with the claims of `person` if given."""
        claims = dict(person.claims) if person else {}
        return Caller(self.pool, role, claims | {"role": role})

    def service(self) -> Caller:
        """A function with the secret key."""
        return self.caller("service_role")

    def admin(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """A statement past all rules, to arrange a test or to look at what is really there."""
        with psycopg.connect(self.server.dsn(SUPERUSER, self.name), autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def value(self, statement: str, *values: Any) -> Any:
        """The single value of such a statement."""
        return self.admin(statement, *values)[0][0]

    def account(self, person: Person) -> uuid.UUID:
        """The number that the person's money hangs on."""
        return uuid.UUID(str(self.value("select account_id from private.people where user_id = %s", person.user)))

    def close(self) -> None:
        """Close all connections."""
        self.pool.close()


def refusal(error: psycopg.Error) -> tuple[str, str]:
    """The HTTP status and the code of a typed error, as PostgREST would answer with."""
    state = error.sqlstate or ""
    return state.removeprefix("PT"), error.diag.message_primary or ""
