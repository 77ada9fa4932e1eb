"""Credits: reserve, capture, release, sweep; once each, never below zero, every movement with its reason."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.edge.database import Database, refusal

FREE = 60


def test_a_new_person_gets_the_free_plan_once_the_age_is_confirmed(db: Database) -> None:
    person = db.person(age=False)
    assert person.call("credits_balance") == 0
    with pytest.raises(psycopg.Error) as refused:
        person.reserve(1)
    assert refusal(refused.value) == ("403", "account/age")
    person.call("age_confirm", year=1990)
    assert person.call("credits_balance") == FREE


def test_reserve_then_capture_charges_once(db: Database) -> None:
    person, service = db.person(), db.service()
    reserved = person.reserve(10)
    assert (reserved["state"], reserved["balance"]) == ("reserved", FREE - 10)
    first = service.call("credits_capture", p_request=reserved["request"], p_state="done", p_details={"images": 1})
    again = service.call("credits_capture", p_request=reserved["request"], p_state="done")
    late = service.call("credits_release", p_request=reserved["request"], p_reason="aborted")
    assert first == {"state": "captured", "charged": 10, "balance": FREE - 10}
    assert again == {"state": "repeated", "charged": 10, "balance": FREE - 10}
    assert late == {"state": "captured", "charged": 10, "balance": FREE - 10}
    assert person.call("credits_mine")["held"] == 0


def test_release_gives_all_back_and_a_late_capture_charges_nothing(db: Database) -> None:
    person, service = db.person(), db.service()
    request = person.reserve(10)["request"]
    assert service.call("credits_release", p_request=request, p_reason="vendor/timeout")["balance"] == FREE
    assert service.call("credits_release", p_request=request, p_reason="again")["state"] == "repeated"
    assert service.call("credits_capture", p_request=request) == {"state": "released", "charged": 0, "balance": FREE}


def test_what_is_not_delivered_is_not_charged(db: Database) -> None:
    person, service = db.person(bought=30), db.service()
    request = person.reserve(80)["request"]  # 60 monthly and 20 bought
    service.call("credits_capture", p_request=request, p_state="partial", p_details={"credits": 50, "images": 2})
    mine = person.call("credits_mine")
    assert (mine["monthly"], mine["bought"], mine["balance"]) == (10, 30, 40)


def test_no_more_can_be_charged_than_was_reserved(db: Database) -> None:
    person, service = db.person(), db.service()
    request = person.reserve(10)["request"]
    with pytest.raises(psycopg.Error) as refused:
        service.call("credits_capture", p_request=request, p_details={"credits": 11})
    assert refusal(refused.value)[0] == "422"


def test_too_little_is_refused_and_takes_nothing(db: Database) -> None:
    person = db.person()
    assert person.reserve(FREE + 1)["state"] == "refused"
    assert person.call("credits_balance") == FREE


def test_a_key_is_used_once_a_person(db: Database) -> None:
    person, other = db.person(), db.person()
    first = person.reserve(10, "a-key")
    again = person.reserve(10, "a-key")
    assert (again["state"], again["request"], again["outcome"]) == ("repeated", first["request"], "held")
    assert person.call("credits_balance") == FREE - 10
    assert other.reserve(10, "a-key")["state"] == "reserved"
    with pytest.raises(psycopg.Error) as refused:
        person.reserve(11, "a-key")
    assert refusal(refused.value) == ("422", "request/repeated")
    with pytest.raises(psycopg.Error) as refused:
        other.reserve(10, "", uuid.UUID(first["request"]))
    assert refusal(refused.value) == ("409", "request/repeated")


@pytest.mark.parametrize("amount", [0, -5, 40_001, None])
def test_an_impossible_amount_is_refused(db: Database, amount: int | None) -> None:
    person = db.person()
    with pytest.raises(psycopg.Error) as refused:
        person.call("credits_reserve", p_request=uuid.uuid4(), p_amount=amount, p_key="k")
    assert refusal(refused.value)[0] == "422"
    assert person.call("credits_balance") == FREE


@pytest.mark.parametrize(
    "details",
    [
        {"prompt": "x"},
        {"model": "a red shoe on sand"},
        {"model": {"deep": 1}},
        {"seed": [1]},
        {"reason": "a" * 65},
        {"style": "рыба"},
    ],
)
def test_details_take_codes_and_numbers_only(db: Database, details: dict[str, object]) -> None:
    person = db.person()
    with pytest.raises(psycopg.Error) as refused:
        person.call("credits_reserve", p_request=uuid.uuid4(), p_amount=1, p_key="k", p_details=details)
    assert refusal(refused.value) == ("422", "request/field")


def test_fifty_at_once_spend_what_is_there_and_no_more(db: Database) -> None:
    person = db.person()
    with ThreadPoolExecutor(10) as pool:
        states = [said["state"] for said in pool.map(lambda _: person.reserve(3), range(50))]
    assert states.count("reserved") == FREE // 3
    assert person.call("credits_balance") == 0


def test_one_key_sent_fifty_times_at_once_is_one_reservation(db: Database) -> None:
    person = db.person()
    with ThreadPoolExecutor(10) as pool:
        said = list(pool.map(lambda _: person.reserve(3, "same"), range(50)))
    assert [one["state"] for one in said].count("reserved") == 1
    assert len({one["request"] for one in said}) == 1
    assert person.call("credits_balance") == FREE - 3


def test_capture_and_release_race_and_one_wins(db: Database) -> None:
    person = db.person()
    services = [db.service() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            request = person.reserve(1)["request"]
            names = ["credits_capture", "credits_release"] * 4
            said = list(
                pool.map(lambda one, r=request: one[0].call(one[1], p_request=r), zip(services, names, strict=True))
            )
            assert len({one["charged"] for one in said}) == 1
    spent = db.value("select sum(charged) from private.credit_reservations where account_id = %s", db.account(person))
    assert person.call("credits_balance") == FREE - spent


def test_the_sweep_releases_what_crashed_and_leaves_what_is_young(db: Database) -> None:
    person, service = db.person(), db.service()
    old, young = person.reserve(10)["request"], person.reserve(7)["request"]
    person.call("generation_start", p_request=old, p_model="sdxl")
    db.admin(
        "update private.credit_reservations set created_at = now() - interval '20 minutes' where request_id = %s", old
    )
    assert service.call("credits_sweep") == 1
    assert service.call("credits_sweep") == 0
    assert person.call("credits_balance") == FREE - 7
    assert person.call("my_generations")[0]["state"] == "crashed"
    assert service.call("credits_capture", p_request=young)["state"] == "captured"


def test_sweeps_at_once_release_each_once(fresh: Database) -> None:
    people = [fresh.person() for _ in range(5)]
    for person in people * 8:
        person.reserve(1)
    services = [fresh.service() for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        counts = list(pool.map(lambda one: one.call("credits_sweep", p_older="0 seconds"), services))
    counts.append(services[0].call("credits_sweep", p_older="0 seconds"))
    assert sum(counts) == 40
    assert {person.call("credits_balance") for person in people} == {FREE}


def test_monthly_credits_do_not_pile_up(db: Database) -> None:
    person, service = db.person(bought=5), db.service()
    held = person.reserve(10)["request"]
    for _ in range(3):
        db.admin("update public.credit_accounts set period_ends = now() - interval '1 second'")
        assert person.call("credits_balance") == FREE + 5
    # Ten of a period that is over come back, and end at once.
    assert service.call("credits_release", p_request=held)["balance"] == FREE + 5


def test_a_notice_comes_when_the_balance_falls_below_the_chosen_threshold(db: Database) -> None:
    person = db.person()
    person.call("credits_low_put", p_at=50)
    person.reserve(9)
    assert person.call("notices_mine") == []
    person.reserve(9)
    person.reserve(9)
    assert [note["kind"] for note in person.call("notices_mine")] == ["low_credit"]


def test_the_ledger_is_append_only_even_for_its_owner(db: Database) -> None:
    person = db.person()
    person.reserve(5)
    for statement in (
        "update public.credit_entries set amount = 1",
        "delete from public.credit_entries",
        "truncate public.credit_entries",
    ):
        with pytest.raises(psycopg.Error, match="append-only"):
            db.admin(statement)


def test_subscribers_pay_less_for_everything_that_has_a_price(db: Database) -> None:
    rows = db.admin("select model, quality, size, jsonb_object_agg(plan, credits) from public.prices group by 1, 2, 3")
    assert len(rows) == 15
    for *what, by_plan in rows:
        assert by_plan["max"] < by_plan["pro"] < by_plan["free"], what


def test_a_price_is_that_of_the_plan_and_of_the_size(db: Database) -> None:
    person, nobody = db.person(), db.caller("anon")
    for caller in (person, nobody):
        assert caller.call("price_of", p_model="gpt-image-1", p_quality="standard", p_size="1536x1024") == 20
        assert caller.call("price_of", p_model="gpt-image-1", p_quality="standard", p_size="1024x1024") == 14
    with pytest.raises(psycopg.Error) as refused:
        person.call("price_of", p_model="unheard-of", p_quality="standard")
    assert refusal(refused.value)[0] == "422"


def test_a_connection_that_dies_half_way_takes_nothing(db: Database) -> None:
    person = db.person()

    def cut() -> None:
        with person.transaction() as connection:
            connection.execute("select public.credits_reserve(gen_random_uuid(), 10, 'cut', '{}')")
            db.admin("select pg_terminate_backend(%s)", connection.info.backend_pid)
            connection.execute("select 1")

    with pytest.raises(psycopg.OperationalError):
        cut()
    assert person.call("credits_balance") == FREE
    assert person.reserve(10, "cut")["state"] == "reserved"
