"""The walls: every table and every function of the catalogue, tried by every role as three persons."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from tests.edge.database import ROLES, Caller, Database, Person
from tools.paths import ROOT
from tools.stack.postgres import Server

DENIED = psycopg.errors.InsufficientPrivilege
FOR_EVERYONE = {"public.plans", "public.prices"}
"""Tables without a person in them that the API shows."""
WRITES = (
    "insert into {} default values", "update {} set {} = {}", "delete from {}", "truncate {}",
    "select from {} for update",
    "select from {} for share", "lock table {} in access exclusive mode",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """Two persons with rows in every table, one with none, and the names that lead to the first one's."""

    db: Database
    people: tuple[Person, Person, Person]
    names: dict[str, Any]


@pytest.fixture(scope="module")
def world(server: Server) -> Iterator[World]:
    db = Database.copied(server, f"walls_{uuid.uuid4().hex[:8]}")
    people = (db.person(bought=500), db.person(bought=500), db.person())
    names = [_furnish(db, person) for person in people[:2]]
    yield World(db, people, names[0])
    db.close()


def _furnish(db: Database, person: Person) -> dict[str, Any]:
    """Give the person rows in every table that can have one; returns the names that lead to them."""
    service, tag = db.service(), person.user.hex[:8]
    person.call("profile_put", name=f"Name {tag}", locale="de")
    person.call("consent_put", kind="usage", version="1", granted=True)
    person.call("usage_count", p_event="app_opened")
    person.call("credits_low_put", p_at=559)
    request = uuid.UUID(person.reserve(5, f"key-{tag}")["request"])
    person.call("generation_start", p_request=request, p_model="sdxl", p_settings={"save": True})
    path = f"{person.user}/{request}-0.png"
    service.call("saved_add", p_request=request, p_path=path, p_media_type="image/png", p_bytes=9)
    notice = person.call("notices_mine")[0]["id"]
    person.call("notice_seen", p_id=notice)
    person.headers = {"x-client-address": "203.0.113.1"}
    person.call("rate_take", p_bucket="generate")
    service.call("abuse_note", p_user=person.user, p_kind="moderation", p_ref=str(request))
    _pay(service, person, tag)
    return {"p_request": request, "p_path": path, "p_id": notice, "p_key": f"key-{tag}", "p_user": person.user,
            "p_email": person.email, "p_customer": f"cus_{tag}"}  # fmt: skip


def _pay(service: Caller, person: Person, tag: str) -> None:
    events: list[tuple[str, dict[str, Any]]] = [
        ("customer.subscription.created", {"id": f"sub_{tag}", "customer": f"cus_{tag}", "status": "active",
         "metadata": {"user_id": str(person.user)}, "items": {"data": [
             {"price": {"id": "price_pro", "lookup_key": "pro"}, "current_period_end": 4_000_000_000}]}}),
        ("checkout.session.completed", {"id": f"cs_{tag}", "mode": "payment", "payment_status": "paid",
         "customer": f"cus_{tag}", "client_reference_id": str(person.user), "metadata": {"pack": "pack_500"},
         "payment_intent": f"pi_{tag}"}),
        ("charge.refunded", {"payment_intent": f"pi_{tag}", "amount": 100, "amount_refunded": 50}),
        ("invoice_payment.paid", {"invoice": f"in_{tag}", "payment": {"payment_intent": f"pi_in_{tag}"}}),
    ]  # fmt: skip
    for number, (kind, payload) in enumerate(events):
        service.call("billing_event", p_event_id=f"evt_{tag}_{number}", p_type=kind,
                     p_created=dt.datetime.now(dt.UTC), p_payload=payload)  # fmt: skip


def tables(db: Database) -> dict[str, list[str]]:
    """Every table and view outside the system's schemas and the stand-in's, with its columns."""
    found: dict[str, list[str]] = {}
    for table, column in db.admin(
        "select table_schema || '.' || table_name, column_name from information_schema.columns"
        " where table_schema in ('public', 'private') order by table_name, ordinal_position"
    ):
        found.setdefault(table, []).append(column)
    return found


def functions(db: Database) -> list[tuple[str, list[str], list[str]]]:
    """Every function that is ours, as (schema.name, names of arguments, their types)."""
    rows = db.admin(
        "select n.nspname || '.' || p.proname, coalesce(p.proargnames[1:p.pronargs], '{}'),"
        " array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, i) order by i)"
        " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where n.nspname in ('public', 'private') and p.prorettype <> 'trigger'::regtype order by 1"
    )
    return [(name, list(names), list(types)) for name, names, types in rows]


def _mine(world: World, table: str, columns: list[str], person: Person) -> list[str]:
    """What is really there of the person's in a table, as text, sorted."""
    owner = f"user_id = '{person.user}'" if "user_id" in columns else f"account_id = '{world.db.account(person)}'"
    extra = " or user_id is null" if table == "public.notices" else ""
    return sorted(row for (row,) in world.db.admin(f"select t::text from {table} t where {owner}{extra}"))


def test_the_world_has_rows_in_every_table(world: World) -> None:
    empty = [table for table in tables(world.db) if not world.db.value(f"select count(*) from {table}")]
    assert empty == []


def test_every_table_has_row_level_security(world: World) -> None:
    bare = world.db.admin(
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm', 'f')"
        " and not (c.relrowsecurity and c.relkind in ('r', 'p'))"
    )
    assert bare == []


def test_every_function_pins_its_search_path(world: World) -> None:
    loose = world.db.admin(
        "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where n.nspname in ('public', 'private') and not coalesce('search_path=\"\"' = any (p.proconfig), false)"
    )
    assert loose == []


def test_no_row_of_another_is_read(world: World) -> None:
    read = 0
    for table, columns in tables(world.db).items():
        for role in ROLES:
            for person in world.people:
                try:
                    rows = world.db.caller(role, person).rows(f"select t::text from {table} t")
                except DENIED:
                    continue
                seen = sorted(row for (row,) in rows)
                if table in FOR_EVERYONE:
                    continue
                assert role == "authenticated", f"{role} reads {table}"
                assert seen == _mine(world, table, columns, person), f"{table} as {person.email}"
                read += len(seen)
    assert read >= 2 * 7  # two persons see rows of their own in seven tables: the test looked at something


def test_no_row_is_written_past_the_functions(world: World) -> None:
    before = _all(world)
    for table, columns in tables(world.db).items():
        for role in ROLES:
            for person in world.people:
                caller = world.db.caller(role, person)
                for statement in WRITES:
                    with pytest.raises(DENIED):
                        caller.rows(statement.format(table, columns[-1], columns[-1]))
    assert _all(world) == before


def _all(world: World) -> dict[str, list[str]]:
    return {
        table: sorted(row for (row,) in world.db.admin(f"select t::text from {table} t")) for table in tables(world.db)
    }


def test_a_function_without_a_grant_is_closed(world: World) -> None:
    granted = _granted_functions(world.db)
    tried = 0
    for name, _, types in functions(world.db):
        for role in ROLES:
            if role in granted.get(name, set()):
                continue
            nulls = ", ".join(f"null::{one}" for one in types)
            with pytest.raises(DENIED):
                world.db.caller(role, world.people[2]).rows(f"select {name}({nulls})")
            tried += 1
    assert tried > 150


def test_no_function_lets_a_person_touch_or_see_another(world: World) -> None:
    """Every function that a person may call, called by C with A's ids: nothing changes and nothing is told."""
    intruder = world.people[2]
    own = {str(intruder.user), str(world.db.account(intruder))}
    before = {
        table: [row for row in rows if not any(mark in row for mark in own)] for table, rows in _all(world).items()
    }
    secrets = {"cus_", "Name "}
    for victim in world.people[:2]:
        secrets |= {str(victim.user), victim.email, str(world.db.account(victim))}
    granted = _granted_functions(world.db)
    for name, names, types in functions(world.db):
        if "authenticated" not in granted.get(name, set()):
            continue
        values = [_hostile(world, one, kind) for one, kind in zip(names, types, strict=True)]
        marks = ", ".join(f"%s::{kind}" for kind in types)
        try:
            answer = str(intruder.rows(f"select {name}({marks})", *values))
        except psycopg.Error as error:
            answer = f"{error.diag.message_primary} {error.diag.message_detail} {error.diag.message_hint}"
        given = {str(value) for value in values}
        assert not [secret for secret in secrets - given if secret in answer], name
    after = _all(world)
    changed = {table for table, rows in before.items() if not set(rows) <= set(after[table])}
    assert changed <= {"private.usage_daily"}, changed  # a count without a person


def _hostile(world: World, name: str, kind: str) -> Any:
    """A value for an argument: the other person's where there is one."""
    if name in world.names:
        return world.names[name]
    by_name = {"p_model": "sdxl", "p_quality": "draft", "p_event": "app_opened", "p_device": "phone",
               "p_bucket": "generate", "kind": "usage", "version": "1", "year": 1980}  # fmt: skip
    by_type = {"integer": 1, "bigint": 1, "boolean": True, "jsonb": "{}", "text": None, "uuid": uuid.uuid4()}
    return by_name.get(name, by_type.get(kind))


def test_the_login_role_has_nothing_of_its_own_and_climbs_nowhere(world: World) -> None:
    with psycopg.connect(world.db.server.dsn(database=world.db.name), autocommit=True) as connection:
        for table in tables(world.db):
            with pytest.raises(DENIED):
                connection.execute(f"select from {table}")
        for role in ("postgres", "supabase_admin", "supabase_auth_admin"):
            with pytest.raises(DENIED):
                connection.execute(f"set role {role}")


@pytest.mark.parametrize("claims", [{}, {"sub": None}, {"sub": str(uuid.uuid4())}])
def test_a_token_of_nobody_gets_nothing(world: World, claims: dict[str, str]) -> None:
    ghost = Caller(world.db.pool, "authenticated", claims)
    assert ghost.rows("select * from public.credit_entries") == []
    for function in ("credits_balance", "profile_get"):
        with pytest.raises(psycopg.Error) as refused:
            ghost.call(function)
        assert refused.value.sqlstate == "PT401"
    assert ghost.call("my_generations") == []


def _granted_functions(db: Database) -> dict[str, set[str]]:
    rows = db.admin(
        "select n.nspname || '.' || p.proname, coalesce(r.rolname, 'public')"
        " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a"
        " left join pg_roles r on r.oid = a.grantee"
        " where n.nspname in ('public', 'private') and a.grantee <> p.proowner"
    )
    return _grouped(rows)


def _granted_tables(db: Database) -> dict[str, set[str]]:
    rows = db.admin(
        "select n.nspname || '.' || c.relname, coalesce(r.rolname, 'public') || ':' || a.privilege_type"
        " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " cross join lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) as a"
        " left join pg_roles r on r.oid = a.grantee"
        " where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm', 'S')"
        " and a.grantee <> c.relowner"
    )
    return _grouped(rows)


def _grouped(rows: list[tuple[Any, ...]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, grantee in rows:
        found.setdefault(name, set()).add(grantee)
    return found


def _listed(heading: str) -> dict[str, set[str]]:
    """The rows of a table in docs/security.md: the name in the first column, the roles in the second."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    section = text.split(f"### {heading}\n", 1)[1].split("\n## ", 1)[0].split("\n### ", 1)[0]
    rows = re.findall(r"^\| `((?:public|private)\.\w+)` \| ([^|]+) \|", section, re.MULTILINE)
    return {name: {role.strip() for role in who.split(",")} - {"nobody"} for name, who in rows}


def test_the_functions_listed_in_the_documentation_are_those_of_the_database(world: World) -> None:
    assert _listed("Functions") == _granted_functions(world.db)


def test_the_tables_listed_in_the_documentation_are_those_of_the_database(world: World) -> None:
    listed = _listed("Tables")
    assert set(listed) == set(tables(world.db))
    readable = {name: {f"{role}:SELECT" for role in who} for name, who in listed.items() if who}
    assert readable == _granted_tables(world.db)


def test_the_schemas_are_open_to_those_who_need_them(world: World) -> None:
    for schema, wanted in {"public": set(ROLES), "private": {"authenticated"}}.items():
        rows = world.db.admin("select r from unnest(%s::text[]) as r where has_schema_privilege(r, %s, 'usage')",
                              list(ROLES), schema)  # fmt: skip
        assert {role for (role,) in rows} == wanted
        rows = world.db.admin("select r from unnest(%s::text[]) as r where has_schema_privilege(r, %s, 'create')",
                              list(ROLES), schema)  # fmt: skip
        assert rows == []
