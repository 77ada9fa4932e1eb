"""The function `account`: what is held about a person, and its end, also when it was interrupted."""

from __future__ import annotations

import csv
import io
import time
from typing import Any

import pytest

from tests.edge.backend import Backend, Person, until
from tools.stack.auth import Hook
from tools.stack.http import Refused

TABLES_OF_A_PERSON = (
    "select table_schema || '.' || table_name from information_schema.columns "
    "where column_name = 'user_id' and table_schema in ('public', 'private')"
)


def sweep(backend: Backend) -> dict[str, Any]:
    """What the scheduler does every few minutes."""
    status, said = backend.call("account/sweep", {}, backend.stack.sweep_key)
    assert status == 200, said
    return said


def lived(backend: Backend) -> Person:
    """Somebody who has bought, generated and kept something."""
    person = backend.person(credits=0)
    status, said = backend.call("billing/checkout", {"product": "pro"}, person.token)
    assert status == 200, said
    session = backend.stack.stripe.sessions[said["url"].rpartition("/")[2]]
    for event in backend.stack.stripe.paid(session):
        assert backend.stack.stripe.deliver(event) == 200
    backend.rpc("profile_put", person, name="Somebody", locale="de")
    backend.rpc("consent_put", person, kind="saving", version="2026-01", granted=True)
    assert backend.generate(person, model="sdxl", save=True)[-1].name == "done"
    return person


def left_of(backend: Backend, person: Person) -> list[str]:
    """Where anything of a person is still found."""
    tables = [row[0] for row in backend.sql(TABLES_OF_A_PERSON)]
    found = [name for name in tables if backend.sql(f"select 1 from {name} where user_id = %s", (person.id,))]
    if backend.sql("select 1 from auth.users where id = %s", (person.id,)):
        found.append("auth.users")
    if backend.sql("select 1 from storage.objects where name like %s", (f"{person.id}/%",)):
        found.append("storage.objects")
    found += [one["id"] for one in backend.stack.stripe.customers.values() if one["metadata"]["user_id"] == person.id]
    return found


def test_everything_is_exported_as_one_json(backend: Backend) -> None:
    person = lived(backend)
    stream = backend.open("account/export", {}, person.token)
    assert "attachment" in (stream.answer.headers["content-disposition"] or "")
    data = stream.json()
    assert data["users"]["email"] == person.user.email
    assert data["profiles"]["name"] == "Somebody"
    assert len(data["generations"]) == len(data["saved_results"]) == 1
    assert data["credit_entries"]


def test_generation_records_come_as_json_and_csv(backend: Backend) -> None:
    person = backend.person()
    for model in ("sdxl", "gpt-image-1"):
        backend.generate(person, model=model)
    records: Any = backend.open("account/export", {"what": "generations"}, person.token).json()
    assert [record["model"] for record in records] == ["gpt-image-1", "sdxl"]
    stream = backend.open("account/export", {"what": "generations", "format": "csv"}, person.token)
    assert stream.answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(stream.answer.read().decode(), newline="")))
    stream.close()
    assert [row["request_id"] for row in rows] == [record["request_id"] for record in records]
    assert rows[0]["state"] == "done"
    assert int(rows[0]["credits"]) == records[0]["credits"]


def test_an_account_is_gone_everywhere(backend: Backend) -> None:
    person, other = lived(backend), lived(backend)
    status, said = backend.call("account/delete", {"email": "wrong@example.invalid"}, person.token)
    assert (status, said["code"]) == (422, "account/confirm")
    assert left_of(backend, person)
    status, said = backend.call("account/delete", {"email": person.user.email}, person.token)
    assert (status, said["state"]) == (200, "finished")
    assert left_of(backend, person) == []
    assert len(left_of(backend, other)) > 5, "others are left alone"
    subscriptions = backend.stack.stripe.subscriptions.values()
    assert sum(one["status"] == "canceled" for one in subscriptions if one["metadata"]["user_id"] == person.id) == 1


def test_a_second_deletion_does_no_harm(backend: Backend) -> None:
    person = lived(backend)
    backend.call("account/delete", {"email": person.user.email}, person.token)
    status, said = backend.call("account/delete", {"email": person.user.email}, person.token)
    assert (status, said["code"]) == (401, "auth/invalid")
    assert sweep(backend)["unfinished"] == 0
    assert left_of(backend, person) == []


def test_an_interrupted_deletion_is_finished_by_the_sweep(backend: Backend) -> None:
    person = lived(backend)
    backend.stack.stripe.away = True
    status, said = backend.call("account/delete", {"email": person.user.email}, person.token)
    assert (status, said["code"]) == (202, "account/unfinished")
    assert backend.call("generate", {"prompt": "A table", "idempotency_key": "in-the-middle"}, person.token)[0] == 403
    assert sweep(backend)["unfinished"] == 1
    backend.stack.stripe.away = False
    said = sweep(backend)
    assert (said["finished"], said["unfinished"]) == (1, 0)
    assert left_of(backend, person) == []
    assert sweep(backend)["finished"] == 0


def test_a_deletion_that_crashed_after_sign_in_was_removed_is_finished(backend: Backend) -> None:
    person = lived(backend)
    backend.rpc("delete_me", person, p_email=person.user.email)
    backend.sql("delete from auth.users where id = %s", (person.id,))
    assert sweep(backend)["finished"] == 1
    assert left_of(backend, person) == []


def test_the_sweep_gives_back_what_a_crash_held(backend: Backend) -> None:
    person = backend.person()
    before = backend.balance(person)
    request = "00000000-0000-4000-8000-00000000c0de"
    backend.rpc("credits_reserve", person, p_request=request, p_amount=10, p_key="a-crashed-one", p_details={})
    assert backend.balance(person) == before - 10
    backend.sql(
        "update private.credit_reservations set created_at = now() - interval '1 hour' where request_id = %s",
        (request,),
    )
    assert sweep(backend)["released"] >= 1
    assert (backend.balance(person), backend.held(person)) == (before, 0)


def test_kept_pictures_go_when_their_time_has_come(backend: Backend) -> None:
    person = backend.person()
    events = backend.generate(person, model="sdxl", count=2, save=True)
    first, second = events[-1].data["saved"]
    assert backend.rpc("saved_remove", person, p_path=first) is True
    assert backend.rpc("saved_keep", person, p_path=second, p_days=1) is True
    files = backend.stack.storage.folder
    assert sweep(backend)["removed"] == 1
    rows = backend.sql("select id, name from storage.objects where name like %s", (f"{person.id}/%",))
    assert [name for _, name in rows] == [second]
    assert (files / str(rows[0][0])).is_file()
    backend.sql("update public.saved_results set expires_at = now() where path = %s", (second,))
    assert sweep(backend)["removed"] == 1
    assert not (files / str(rows[0][0])).exists()
    assert backend.rpc("saved_mine", person) == []


def test_only_the_scheduler_sweeps(backend: Backend) -> None:
    for token in ("", "wrong", backend.person().token, backend.stack.sweep_key + "x"):
        status, said = backend.call("account/sweep", {}, token)
        assert (status, said["code"]) == (401, "auth/invalid")


def test_a_childs_account_can_be_reported_by_anybody(backend: Backend) -> None:
    person = backend.person()
    address = {"x-forwarded-for": "203.0.113.7"}
    answers = [
        backend.call("account/report", {"email": email}, headers=address)
        for email in (person.user.email, "nobody@example.invalid")
    ]
    assert answers[0] == answers[1] == (200, {"state": "received"}), "it does not tell who has an account"
    assert backend.rpc("standing_mine", person)["reasons"] == ["child_report"]
    statuses = [backend.call("account/report", {"email": "x@example.invalid"}, headers=address)[0] for _ in range(8)]
    assert statuses[-1] == 429


def test_an_address_is_kept_as_a_salted_hash_alone(backend: Backend) -> None:
    backend.open(
        "generate",
        {"prompt": "A table", "idempotency_key": "from-an-address", "model": "sdxl"},
        backend.person().token,
        {"x-forwarded-for": "198.51.100.23, 10.0.0.1"},
    ).close()
    assert until(lambda: bool(backend.sql("select 1 from private.rate_addresses where bucket = 'generate'")))
    rows = str(
        backend.sql("select encode(address_hash, 'hex'), encode(address_hash, 'escape') from private.rate_addresses")
    )
    assert "198.51.100.23" not in rows
    assert not any("198.51.100.23" in line for line in backend.lines)


def test_many_accounts_from_one_address_are_turned_away_with_a_sentence(backend: Backend) -> None:
    body, here = {"password": "a-long-password"}, {"x-forwarded-for": "203.0.113.99"}
    made = [
        backend.gateway("POST", "/auth/v1/signup", body | {"email": f"many{at}@example.invalid"}, more=here)
        for at in range(6)
    ]
    assert [status for status, _ in made] == [200] * 5 + [429]
    assert made[-1][1]["message"].endswith(".")
    there = {"x-forwarded-for": "203.0.113.98"}
    assert backend.gateway("POST", "/auth/v1/signup", body | {"email": "other@example.invalid"}, more=there)[0] == 200


def test_only_auth_can_tell_of_new_accounts(backend: Backend) -> None:
    hook = backend.stack.auth.hook
    assert hook is not None
    person = backend.person()
    with pytest.raises(Refused):
        Hook(hook.url, "v1,whsec_AAAA").tell(person.id, "x@example.invalid", "203.0.113.5")
    for at in (time.time() - 400, time.time() + 400):
        with pytest.raises(Refused):
            hook.tell(person.id, "x@example.invalid", "203.0.113.5", at)
    hook.tell(person.id, "x@example.invalid", "203.0.113.5")
    assert backend.call("account/signup", {}, person.token)[1]["code"] == "event/signature"
