"""A person's account: age gate, profile, consents, notices, usage, limits, standing, saved results, records."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import psycopg
import pytest

from tests.edge.database import Database, Person, refusal

YEAR = dt.datetime.now(dt.UTC).year


def _generation(person: Person, save: bool = False) -> str:
    request = str(person.reserve(1)["request"])
    person.call("generation_start", p_request=request, p_model="sdxl", p_settings={"aspect": "1:1", "save": save})
    return request


@pytest.mark.parametrize(("age", "turned", "state"), [
    (17, None, "confirmed"), (90, None, "confirmed"), (16, None, "ask"), (16, True, "confirmed"),
    (16, False, "refused"), (15, True, "refused"), (15, None, "refused"), (0, None, "refused"),
])  # fmt: skip
def test_the_age_gate(db: Database, age: int, turned: bool | None, state: str) -> None:
    person = db.person(age=False)
    assert person.call("age_confirm", year=YEAR - age, turned=turned) == {"state": state}
    assert person.call("profile_get")["age_confirmed"] is (state == "confirmed")


def test_a_refused_child_cannot_try_another_year(db: Database) -> None:
    child = db.person(age=False)
    child.call("age_confirm", year=YEAR - 12)
    assert child.call("age_confirm", year=YEAR - 30) == {"state": "refused"}
    with pytest.raises(psycopg.Error) as refused:
        child.reserve(1)
    assert refusal(refused.value) == ("403", "account/closing")
    work = db.service().call("account_sweep")["waiting"]
    assert str(child.user) in {one["user"] for one in work}


def test_nothing_of_the_date_of_birth_is_kept(db: Database) -> None:
    person = db.person(age=False)
    person.call("age_confirm", year=1971)
    assert "1971" not in str(person.call("my_data"))


@pytest.mark.parametrize("year", [YEAR + 1, 1800, 85, None])
def test_what_is_no_year_of_birth_is_not_taken_for_an_age(db: Database, year: int | None) -> None:
    with pytest.raises(psycopg.Error) as refused:
        db.person(age=False).call("age_confirm", year=year)
    assert refusal(refused.value) == ("422", "account/year")


def test_a_report_of_a_child_says_nothing_and_limits_the_account(db: Database) -> None:
    person, service = db.person(), db.service()
    known = service.call("child_report", p_email=person.email.upper())
    assert known == service.call("child_report", p_email="nobody@example.com") == {"state": "received"}
    standing = person.call("standing_mine")
    assert (standing["state"], standing["reasons"]) == ("limited", ["child_report"])


def test_a_profile_is_put_got_and_forgotten(db: Database) -> None:
    person = db.person()
    put = person.call("profile_put", name="Ana", avatar_url="https://example.com/a.png", locale="pt-BR")
    assert (put["name"], put["locale"], put["email"]) == ("Ana", "pt-BR", person.email)
    assert person.call("profile_put", name="Ana")["avatar_url"] is None


@pytest.mark.parametrize("wrong", [
    {"name": ""}, {"name": "a" * 81}, {"avatar_url": "http://example.com/a"}, {"avatar_url": "data:image/png,A"},
    {"locale": "EN"}, {"locale": "english please"},
])  # fmt: skip
def test_a_wrong_profile_is_refused(db: Database, wrong: dict[str, str]) -> None:
    with pytest.raises(psycopg.Error) as refused:
        db.person().call("profile_put", **wrong)
    assert refusal(refused.value) == ("422", "account/profile")


def test_consents_are_a_history(db: Database) -> None:
    person = db.person()
    for granted in (True, True, False):
        person.call("consent_put", kind="usage", version="2026-01", granted=granted)
    assert [row["granted"] for row in person.call("my_data")["consents"]] == [True, False]
    with pytest.raises(psycopg.Error) as refused:
        person.call("consent_put", kind="anything", version="1", granted=True)
    assert refusal(refused.value) == ("422", "account/consent")


@pytest.mark.parametrize(("kind", "days", "taken"), [
    ("policy", 6.99, False), ("policy", 7.01, True), ("policy", -1, False), ("system", 0, True),
])  # fmt: skip
def test_a_policy_is_published_seven_days_ahead(db: Database, kind: str, days: float, taken: bool) -> None:
    service = db.service()
    effective = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    if taken:
        number = service.call("notice_publish", kind=kind, effective_at=effective, text_key="terms_2026")
        assert number in {note["id"] for note in db.person().call("notices_mine")}
        return
    with pytest.raises(psycopg.Error) as refused:
        service.call("notice_publish", kind=kind, effective_at=effective, text_key="terms_2026")
    assert refusal(refused.value) == ("422", "notice/too-late")


def test_not_even_the_owner_publishes_a_policy_in_the_past(db: Database) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        db.admin("insert into public.notices (kind, text_key, published_at, effective_at)"
                 " values ('policy', 'x', now() - interval '8 days', now())")  # fmt: skip
    db.admin("insert into public.notices (kind, text_key, effective_at) values ('system', 'x', now())")
    with pytest.raises(psycopg.Error, match="does not change"):
        db.admin("update public.notices set effective_at = now() - interval '9 days'")


def test_a_notice_is_seen_by_one_person_alone(db: Database) -> None:
    person, other = db.person(), db.person()
    number = db.service().call("notice_publish", kind="system", effective_at=None, text_key="hello")
    person.call("notice_seen", p_id=number)
    assert {note["id"]: note["seen"] for note in person.call("notices_mine")}[number] is True
    assert {note["id"]: note["seen"] for note in other.call("notices_mine")}[number] is False


def test_usage_is_counted_with_consent_alone_and_without_a_person(db: Database) -> None:
    person = db.person()
    count = "select coalesce(sum(count), 0)::int from private.usage_daily where event = 'cutout_made'"
    assert person.call("usage_count", p_event="cutout_made") is False
    person.call("consent_put", kind="usage", version="1", granted=True)
    assert person.call("usage_count", p_event="cutout_made", p_device="phone") is True
    assert db.value(count) == 1
    person.call("consent_put", kind="usage", version="1", granted=False)
    assert person.call("usage_count", p_event="cutout_made") is False
    assert db.value(count) == 1
    columns = db.admin("select column_name from information_schema.columns where table_name = 'usage_daily'")
    assert {column for (column,) in columns} == {"day", "event", "device", "count"}


@pytest.mark.parametrize(
    "wrong",
    [{"p_event": "typed: my cat"}, {"p_event": "batch_run"}, {"p_event": "cutout_made", "p_device": "iPhone 17"}],
)
def test_usage_takes_words_of_the_list_only(db: Database, wrong: dict[str, str]) -> None:
    person = db.person()
    person.call("consent_put", kind="usage", version="1", granted=True)
    with pytest.raises(psycopg.Error) as refused:
        person.call("usage_count", **wrong)
    assert refusal(refused.value) == ("422", "usage/event")


def _takes(caller: Any, most: int = 300) -> int:
    """How many requests in a row are allowed."""
    for count in range(most):
        if not caller.call("rate_take", p_bucket="generate")["allowed"]:
            return count
    return most


def test_the_limit_is_the_plans_and_says_when_to_come_back(db: Database) -> None:
    person, other = db.person(), db.person()
    assert _takes(person) in (10, 11)  # the eleventh if six seconds have gone by meanwhile
    answer = person.call("rate_take", p_bucket="generate")
    assert answer["reason"] == "rate"
    assert 1 <= answer["retry_after"] <= 6
    assert other.call("rate_take", p_bucket="generate")["allowed"]
    db.admin("update private.rate_people set full_until = full_until - interval '12 seconds'")
    assert _takes(person) in (2, 3)


def test_an_address_has_a_limit_over_all_persons_and_is_kept_as_a_hash(db: Database) -> None:
    people = [db.person() for _ in range(3)]
    for person in people:
        person.headers = {"x-client-address": "203.0.113.9"}
    db.admin("update private.rate_limits set burst = 12 where bucket = 'generate' and who = 'address'")
    assert sum(_takes(person) for person in people) <= 16
    assert "203.0.113.9" not in str(db.admin("select * from private.rate_addresses, private.address_salts"))


def test_a_hash_of_an_address_is_gone_a_day_later(fresh: Database) -> None:
    fresh.service().call("rate_take_address", p_bucket="report", p_address="203.0.113.9")
    fresh.admin("update private.rate_addresses set day = day - 1")
    fresh.admin("update private.address_salts set day = day - 1")
    fresh.service().call("account_sweep")
    assert (
        fresh.value("select (select count(*) from private.rate_addresses) + count(*) from private.address_salts") == 0
    )


def test_repeated_moderation_limits_then_blocks_and_always_says_so(db: Database) -> None:
    person, service = db.person(bought=100), db.service()
    db.admin("update private.settings set value = 'appeals@example.com' where key = 'appeal_address'")
    for count in range(1, 21):
        request = _generation(person)
        for _ in range(2):  # told twice, it counts once
            service.call("generation_end", p_request=request, p_state="refused", p_error_code="moderation/refused")
        wanted = "normal" if count < 5 else "limited" if count < 20 else "blocked"
        assert person.call("standing_mine")["state"] == wanted, count
    standing = person.call("standing_mine")
    assert standing["reasons"] == ["moderation", "moderation_many"]
    assert standing["appeal"] == "appeals@example.com"
    assert person.call("rate_take", p_bucket="generate")["reason"] == "blocked"
    with pytest.raises(psycopg.Error) as refused:
        person.reserve(1)
    assert refusal(refused.value) == ("403", "account/blocked")
    assert "appeals@example.com" in (refused.value.diag.message_hint or "")
    told = [note["text_key"] for note in person.call("notices_mine") if note["kind"] == "account"]
    assert told == ["standing_blocked", "standing_limited"]
    service.call("abuse_clear", p_user=person.user)
    assert person.call("standing_mine")["state"] == "normal"


def test_a_standing_ends_by_itself(db: Database) -> None:
    person = db.person()
    db.service().call("abuse_note", p_user=person.user, p_kind="fraud_warning", p_ref="x")
    assert person.call("standing_mine")["state"] == "limited"
    db.admin("update private.abuse_signals set created_at = now() - interval '31 days' where user_id = %s", person.user)
    assert person.call("standing_mine") | {"appeal": ""} == {
        "state": "normal", "reasons": [], "until": None, "appeal": ""}  # fmt: skip


def test_a_limited_person_gets_a_fifth_of_the_requests(db: Database) -> None:
    person = db.person()
    db.service().call("abuse_note", p_user=person.user, p_kind="manual_limit", p_ref="x")
    assert _takes(person) == 2


def test_a_generation_is_recorded_from_its_start_to_its_first_end(db: Database) -> None:
    person, service = db.person(), db.service()
    request = _generation(person)
    service.call("generation_end", p_request=request, p_state="done")
    service.call("generation_end", p_request=request, p_state="failed", p_error_code="vendor/failed")
    service.call("credits_capture", p_request=request)
    (record,) = person.call("my_generations")
    assert (record["state"], record["error_code"], record["credits"]) == ("done", None, 1)
    assert record["settings"] == {"aspect": "1:1", "save": False}
    assert not {"prompt", "user_id"} & set(record)


@pytest.mark.parametrize("settings", [{"prompt": "x"}, {"style": "a cat on the moon"}, {"size": "x" * 70}])
def test_no_prompt_fits_into_a_record(db: Database, settings: dict[str, str]) -> None:
    person = db.person()
    with pytest.raises(psycopg.Error) as refused:
        person.call("generation_start", p_request=uuid.uuid4(), p_model="sdxl", p_settings=settings)
    assert refusal(refused.value) == ("422", "request/field")
    request = _generation(person)
    with pytest.raises(psycopg.Error) as refused:
        db.service().call("generation_end", p_request=request, p_state="failed", p_error_code="cannot draw a red shoe")
    assert refusal(refused.value) == ("422", "request/field")


def test_nobody_starts_what_another_reserved(db: Database) -> None:
    request = db.person().reserve(1)["request"]
    with pytest.raises(psycopg.Error) as refused:
        db.person().call("generation_start", p_request=request, p_model="sdxl")
    assert refusal(refused.value) == ("404", "request/unknown")


def test_saved_results_are_listed_kept_removed_and_expire(db: Database) -> None:
    person, other, service = db.person(), db.person(), db.service()
    request = _generation(person, save=True)
    paths = [f"{person.user}/{request}-{at}.png" for at in range(3)]
    for path in paths:
        service.call("saved_add", p_request=request, p_path=path, p_media_type="image/png", p_bytes=9)
    assert {row["path"] for row in person.call("saved_mine")} == set(paths)
    assert other.call("saved_mine") == []
    assert other.call("saved_remove", p_path=paths[0]) is False
    assert other.call("saved_keep", p_path=paths[0], p_days=5) is False
    assert person.call("saved_remove", p_path=paths[0]) is True
    assert person.call("saved_keep", p_path=paths[1], p_days=None) is True
    db.admin("update public.saved_results set expires_at = now() where path = %s", paths[2])
    assert [row["path"] for row in person.call("saved_mine")] == [paths[1]]
    assert set(service.call("saved_expired")) == {paths[0], paths[2]}
    assert service.call("saved_forget", p_paths=[paths[0], paths[2]]) == 2
    assert service.call("saved_expired") == []
