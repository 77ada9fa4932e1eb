"""A person's rights: all that is held, and being forgotten; twice, interrupted, and in the middle of things."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest

from tests.edge.database import Database, Person, refusal
from tests.edge.test_sql_walls import World, tables, world

__all__ = ["world"]

NOT_IN_MY_DATA = {
    "private.invoice_payments": "an invoice and its payment; both stand in `orders`",
}
"""Tables with a person's rows that my_data leaves out, and why."""


def _mark(person: Person) -> None:
    assert person.call("delete_me", p_email=person.email) == {"state": "marked"}


def _auth_forgets(db: Database, person: Person) -> None:
    """What the admin interface of Auth does."""
    db.admin("delete from auth.users where id = %s", person.user)


def _held(db: Database, *marks: str) -> set[str]:
    """The tables in which any of `marks` stands in any column."""
    return {
        table
        for table in tables(db)
        for mark in marks
        if db.value(f"select count(*) from {table} t where strpos(t::text, %s) > 0", mark)
    }


def test_my_data_is_all_that_is_held(world: World) -> None:
    person = world.people[0]
    data = person.call("my_data")
    account = str(world.db.account(person))
    held = _held(world.db, str(person.user), account, f"cus_{person.user.hex[:8]}", f"pi_{person.user.hex[:8]}")
    missing = {table for table in held if table.split(".")[1] not in data} - set(NOT_IN_MY_DATA)
    assert not missing
    empty = {name for name, rows in data.items() if not rows}
    assert not empty
    other = world.people[1]
    for mark in (str(other.user), str(world.db.account(other)), other.email, other.user.hex[:8]):
        assert mark not in str(data)


def test_deletion_needs_the_address_typed_once_more(db: Database) -> None:
    person = db.person()
    for wrong in ("", "somebody@example.com", None):
        with pytest.raises(psycopg.Error) as refused:
            person.call("delete_me", p_email=wrong)
        assert refusal(refused.value) == ("422", "account/confirm")
    assert person.call("delete_me", p_email=f" {person.email.upper()} ") == {"state": "marked"}
    assert person.call("delete_me", p_email=person.email) == {"state": "repeated"}
    with pytest.raises(psycopg.Error) as refused:
        person.reserve(1)
    assert refusal(refused.value) == ("403", "account/closing")


def test_nobody_is_deleted_who_did_not_ask(db: Database) -> None:
    person, service = db.person(), db.service()
    with pytest.raises(psycopg.Error) as refused:
        service.call("account_delete_finish", p_user=person.user)
    assert refusal(refused.value) == ("409", "account/not-closing")
    assert service.call("account_delete_work", p_user=person.user) is None


def test_a_deleted_person_is_nowhere_and_the_books_still_add_up(world: World) -> None:
    db, person = world.db, world.people[1]
    service, account = db.service(), db.account(person)
    tag = person.user.hex[:8]
    _mark(person)
    work = service.call("account_delete_work", p_user=person.user)
    assert work["customers"] == [f"cus_{tag}"]
    assert len(work["saved"]) == 1
    _auth_forgets(db, person)
    assert service.call("account_delete_finish", p_user=person.user) == {"state": "finished"}
    assert service.call("account_delete_finish", p_user=person.user) == {"state": "unknown"}
    assert _held(db, str(person.user), person.email, f"cus_{tag}", f"pi_{tag}", f"sub_{tag}", f"Name {tag}") == set()
    # The ledger and the orders stay, for accounting; their account is a number that leads to nobody.
    assert _held(db, str(account)) == {"public.credit_entries", "private.orders"}
    assert db.value("select sum(amount) from public.credit_entries where account_id = %s", account) == 0
    first = world.people[0]
    assert first.call("my_data")["generations"], "the other person is untouched"


@pytest.mark.parametrize("auth_first", [True, False])
def test_an_interrupted_deletion_is_found_and_finished_by_the_sweep(fresh: Database, auth_first: bool) -> None:
    person, service = fresh.person(), fresh.service()
    _mark(person)
    if auth_first:
        _auth_forgets(fresh, person)
    else:  # the rows went, then the function crashed before Auth was told
        assert service.call("account_delete_finish", p_user=person.user) == {"state": "waiting"}
        (waiting,) = service.call("account_sweep")["waiting"]
        assert waiting["user"] == str(person.user)
        _auth_forgets(fresh, person)
    assert service.call("account_sweep") == {"finished": 1, "waiting": []}
    assert service.call("account_sweep") == {"finished": 0, "waiting": []}
    assert _held(fresh, str(person.user)) == set()


def test_the_sweep_waits_for_stripe_and_the_files(fresh: Database) -> None:
    person, service = fresh.person(), fresh.service()
    service.call("billing_customer_link", p_user=person.user, p_customer="cus_x")
    _auth_forgets(fresh, person)  # by hand, in the dashboard
    swept = service.call("account_sweep")
    assert swept == {"finished": 0, "waiting": [{"user": str(person.user), "customers": ["cus_x"], "saved": []}]}
    assert service.call("account_delete_finish", p_user=person.user) == {"state": "finished"}


OLD = {
    "private.rate_people": "full_until = now() - interval '25 hours'",
    "private.billing_events": "received_at = now() - interval '91 days'",
    "private.credit_reservations": "settled_at = now() - interval '91 days'",
    "public.notices": "published_at = now() - interval '366 days'",
    "private.subscriptions": "customer_id = 'cus_nobody', changed_at = now() - interval '91 days'",
    "private.payments": "payment_token = 'pi_nobody' || payment_token, updated_at = now() - interval '91 days'",
    "private.invoice_payments": "received_at = now() - interval '91 days'",
}


def test_what_has_served_its_time_goes_and_the_rest_stays(world: World) -> None:
    db = world.db
    person, service = db.person(), db.service()
    service.call("credits_release", p_request=person.reserve(1)["request"])
    kept = person.reserve(1)["request"]
    before = {table: db.value(f"select count(*) from {table}") for table in OLD}
    service.call("account_sweep")
    assert {table: db.value(f"select count(*) from {table}") for table in OLD} == before
    db.admin("alter table public.notices disable trigger notices_published_now")
    for table, change in OLD.items():
        only = " where state <> 'held'" if table.endswith("reservations") else ""
        db.admin(f"update {table} set {change}{only}")
    service.call("account_sweep")
    left = {table: db.value(f"select count(*) from {table}") for table in OLD}
    held = db.value("select count(*) from private.credit_reservations where state = 'held'")
    for_all = db.value("select count(*) from public.notices where user_id is null")
    assert left == dict.fromkeys(OLD, 0) | {"private.credit_reservations": held, "public.notices": for_all}
    assert service.call("credits_release", p_request=kept)["state"] == "released"


def test_a_generation_that_runs_while_the_account_goes_harms_nothing(db: Database) -> None:
    person, service = db.person(), db.service()
    request = person.reserve(10)["request"]
    person.call("generation_start", p_request=request, p_model="sdxl")
    _mark(person)
    _auth_forgets(db, person)
    service.call("account_delete_finish", p_user=person.user)
    for call in ("credits_capture", "credits_release"):
        assert service.call(call, p_request=request) == {"state": "unknown", "charged": 0, "balance": None}
    service.call("generation_end", p_request=request, p_state="done")
    assert _held(db, str(person.user), request) == {"public.credit_entries"}  # the request's id, of nobody


def test_a_token_that_outlives_its_account_makes_no_new_one(db: Database) -> None:
    person, service = db.person(), db.service()
    _mark(person)
    _auth_forgets(db, person)
    service.call("account_delete_finish", p_user=person.user)
    calls: list[tuple[str, dict[str, Any]]] = [
        ("credits_balance", {}), ("age_confirm", {"year": 1980}), ("profile_put", {"name": "x"}),
        ("delete_me", {"p_email": person.email}), ("rate_take", {"p_bucket": "generate"}),
        ("credits_reserve", {"p_request": uuid.uuid4(), "p_amount": 1, "p_key": "k"}),
    ]  # fmt: skip
    for name, arguments in calls:
        with pytest.raises(psycopg.Error) as refused:
            person.call(name, **arguments)
        assert refusal(refused.value) == ("401", "auth/invalid"), name
    assert _held(db, str(person.user)) == set()


def test_a_late_event_of_a_deleted_person_brings_nobody_back(db: Database) -> None:
    person, service = db.person(), db.service()
    service.call("billing_customer_link", p_user=person.user, p_customer="cus_late")
    _mark(person)
    _auth_forgets(db, person)
    service.call("account_delete_finish", p_user=person.user)
    late = {"id": "sub_late", "customer": "cus_late", "status": "canceled", "metadata": {"user_id": str(person.user)},
            "items": {"data": [{"price": {"id": "p", "lookup_key": "pro"}, "current_period_end": 1}]}}  # fmt: skip
    now = db.value("select now()")
    service.call(
        "billing_event", p_event_id="e1", p_type="customer.subscription.deleted", p_created=now, p_payload=late
    )
    service.call(
        "billing_event", p_event_id="e2", p_type="customer.deleted", p_created=now, p_payload={"id": "cus_late"}
    )
    assert _held(db, str(person.user), "cus_late") == set()
