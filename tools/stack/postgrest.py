"""A stand-in for PostgREST: database functions by POST /rpc/NAME, rows by GET /TABLE, in front of the real PostgreSQL.

The role and the claims are set for each transaction, so grants and row-level security are the database's own. Speaks
the part of PostgREST's interface that the product uses: arguments by name, `select`, filters, `order`, `limit`,
`offset`, one object by Accept, errors as {code, message, details, hint}. Writing to tables is refused: the product does
not.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import sql

from tools.stack.database import Caller, Database
from tools.stack.http import Answer, Refused, Request

NAME = re.compile(r"^[a-z_][a-z0-9_]*$")
OPERATORS = {"eq": "=", "neq": "<>", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
ONE = "application/vnd.pgrst.object+json"
MAX_ROWS = 1000
SIGNATURES = """
select p.proname, coalesce(p.proargnames[1:p.pronargs], '{}'), p.pronargdefaults, p.proretset,
  p.prorettype = 'void'::regtype,
  array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n) order by n)
from pg_proc as p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
"""


@dataclass(frozen=True, slots=True)
class Function:
    """A database function: argument names with their types, how many of the last have defaults, what it returns."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    defaults: int
    many: bool
    void: bool

    def takes(self, given: set[str]) -> bool:
        """Whether it can be called with these arguments."""
        needed = set(self.names[: len(self.names) - self.defaults])
        return needed <= given <= set(self.names)


def error(status: int, code: str, message: str, details: str | None = None, hint: str | None = None) -> Refused:
    """An error in PostgREST's form."""
    return Refused(status, {"code": code, "message": message, "details": details, "hint": hint})


class PostgREST:
    """The service."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._functions: dict[str, list[Function]] | None = None

    async def handle(self, request: Request, caller: Caller) -> Answer:
        """Answer /rest/v1/…; `request.path` is what follows it."""
        name = request.path.removeprefix("/rpc/") if request.path.startswith("/rpc/") else request.path[1:]
        if not NAME.match(name):
            raise error(404, "PGRST125", "Invalid path specified in request URL")
        try:
            if request.path.startswith("/rpc/"):
                return await self._call(name, request, caller)
            return await self._read(name, request, caller)
        except psycopg.Error as failed:
            raise refused(failed, caller) from failed

    async def _call(self, name: str, request: Request, caller: Caller) -> Answer:
        if request.method != "POST":
            raise error(405, "PGRST101", "The stand-in calls functions by POST alone")
        given = request.json()
        function = await self._function(name, set(given))
        query = _calling(name, function, tuple(given))
        async with self.database.transaction(caller) as connection:
            row = await (await connection.execute(query, (json.dumps(given),) if given else None)).fetchone()
        if function.void:
            return Answer(204)
        text = row[0] if row and row[0] is not None else "null"
        return Answer(200, text.encode(), {"Content-Type": "application/json; charset=utf-8"})

    async def _function(self, name: str, given: set[str]) -> Function:
        if self._functions is None or name not in self._functions:
            self._functions = await self._load()
        fitting = [one for one in self._functions.get(name, []) if one.takes(given)]
        if not fitting:
            message = f"Could not find the function public.{name}({', '.join(sorted(given))}) in the schema cache"
            raise error(404, "PGRST202", message)
        if len(fitting) > 1:
            raise error(300, "PGRST203", "Could not choose the best candidate function")
        return fitting[0]

    async def _load(self) -> dict[str, list[Function]]:
        found: dict[str, list[Function]] = {}
        async with self.database.transaction() as connection:
            async for name, names, defaults, many, void, types in await connection.execute(SIGNATURES):
                found.setdefault(name, []).append(Function(tuple(names), tuple(types), defaults, many, void))
        return found

    async def _read(self, table: str, request: Request, caller: Caller) -> Answer:
        if request.method not in ("GET", "HEAD"):
            raise error(405, "PGRST117", "The stand-in does not write to tables")
        query, values = _select(table, request)
        async with self.database.transaction(caller) as connection:
            row = await (await connection.execute(query, values)).fetchone()
        rows: list[Any] = row[0] if row else []
        if ONE in request.headers.get("accept", ""):
            if len(rows) != 1:
                raise error(
                    406,
                    "PGRST116",
                    "Cannot coerce the result to a single JSON object",
                    f"The result contains {len(rows)} rows",
                )
            return Answer(200, json.dumps(rows[0]).encode(), {"Content-Type": ONE})
        headers = {"Content-Type": "application/json; charset=utf-8"}
        total = "*" if "count=exact" not in request.headers.get("prefer", "") else str(len(rows))
        headers["Content-Range"] = f"0-{len(rows) - 1}/{total}" if rows else f"*/{total}"
        return Answer(200, json.dumps(rows).encode(), headers)


@lru_cache(maxsize=256)
def _calling(name: str, function: Function, given: tuple[str, ...]) -> bytes:
    """The call with arguments out of one JSON object, as PostgREST makes it."""
    types = dict(zip(function.names, function.types, strict=True))
    arguments = sql.SQL(", ").join(sql.SQL("{} => given.{}").format(*[sql.Identifier(one)] * 2) for one in given)
    columns = sql.SQL(", ").join(sql.SQL("{} " + types[one]).format(sql.Identifier(one)) for one in given)
    source = sql.SQL("json_to_record(%s) as given ({})").format(columns) if given else sql.SQL("(select) as given")
    call = sql.SQL("public.{}({})").format(sql.Identifier(name), arguments)
    if function.many:
        query = "select coalesce(jsonb_agg(to_jsonb(one)), '[]')::text from {} cross join lateral {} as one"
        return sql.SQL(query).format(source, call).as_bytes()
    if function.void:
        return sql.SQL("select null from (select {} from {}) as done").format(call, source).as_bytes()
    return sql.SQL("select to_jsonb({})::text from {}").format(call, source).as_bytes()


def _select(table: str, request: Request) -> tuple[sql.Composed, list[Any]]:
    """The query for a GET, and its values."""
    asked = dict(request.query)
    columns = asked.pop("select", "*") or "*"
    order, limit, offset = asked.pop("order", ""), asked.pop("limit", ""), asked.pop("offset", "")
    names = [part.strip() for part in columns.split(",")]
    for name in [*(() if columns == "*" else names), *asked]:
        if not NAME.match(name):
            raise error(400, "PGRST100", "The stand-in reads plain columns and filters alone")
    wanted = sql.SQL("*") if columns == "*" else sql.SQL(", ").join(map(sql.Identifier, names))
    filters, values = _filters(asked)
    parts = [sql.SQL("select {} from public.{}").format(wanted, sql.Identifier(table)), filters, _order(order)]
    parts.append(sql.SQL(" limit {}").format(sql.Literal(min(int(limit or MAX_ROWS), MAX_ROWS))))
    parts.append(sql.SQL(" offset {}").format(sql.Literal(int(offset or 0))))
    inner = sql.Composed(parts)
    return sql.SQL("select coalesce(jsonb_agg(to_jsonb(row)), '[]') from ({}) as row").format(inner), values


def _filters(asked: dict[str, str]) -> tuple[sql.Composable, list[Any]]:
    tests: list[sql.Composable] = []
    values: list[Any] = []
    for column, condition in asked.items():
        operator, _, value = condition.partition(".")
        name = sql.Identifier(column)
        if operator in OPERATORS:
            tests.append(sql.SQL("{}::text " + OPERATORS[operator] + " %s").format(name))
            values.append(value)
        elif operator == "is" and value in ("null", "true", "false"):
            tests.append(sql.SQL("{} is " + value).format(name))
        elif operator == "in":
            tests.append(sql.SQL("{}::text = any (%s)").format(name))
            values.append(value.strip("()").split(","))
        else:
            raise error(400, "PGRST100", f'"failed to parse filter ({operator})"')
    return (sql.SQL(" where ") + sql.SQL(" and ").join(tests) if tests else sql.SQL("")), values


def _order(order: str) -> sql.Composable:
    parts: list[sql.Composable] = []
    for part in filter(None, order.split(",")):
        name, _, direction = part.partition(".")
        if not NAME.match(name) or direction not in ("", "asc", "desc"):
            raise error(400, "PGRST100", "failed to parse order")
        parts.append(sql.SQL("{} " + (direction or "asc")).format(sql.Identifier(name)))
    return sql.SQL(" order by ") + sql.SQL(", ").join(parts) if parts else sql.SQL("")


def refused(failed: psycopg.Error, caller: Caller) -> Refused:
    """What PostgREST makes of a database's error."""
    state = failed.sqlstate or ""
    diag = failed.diag
    message = diag.message_primary or "the database went away"
    details, hint = diag.message_detail, diag.message_hint
    if not state or (state[:2] in ("08", "57") and state != "57014"):
        return error(503, state or "PGRST000", message)
    if state.startswith("PT") and state[2:].isdigit():
        return error(int(state[2:]), state, message, details, hint)
    statuses = {"42501": 401 if caller.role == "anon" else 403, "23503": 409, "23505": 409, "42883": 404, "42P01": 404}
    families = {"53": 503, "57": 500, "55": 500, "54": 500, "40": 500, "28": 403}
    return error(statuses.get(state) or families.get(state[:2], 400), state, message, details, hint)
