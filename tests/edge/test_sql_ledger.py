"""The ledger under 10 000 random operations in parallel: the invariants hold, whatever runs twice, dies or races.

The seed is printed and can be given: ALUO_SEED=123 pytest tests/edge/test_sql_ledger.py. Threads interleave as they
like, so a seed repeats the operations, not their order; the sequential test repeats exactly.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from tests.edge.database import Caller, Database, Person

SEED = int(os.environ.get("ALUO_SEED") or random.SystemRandom().randrange(1 << 32))
OPERATIONS = 10_000
WORKERS = 6
PEOPLE = 24
FREE = 60
WEIGHTS = {
    "reserve": 30, "reserve_again": 8, "capture": 18, "release": 10, "crash": 2, "sweep": 3, "webhook": 8,
    "refund": 3, "balance": 8, "new_period": 2, "delete": 1,
}  # fmt: skip

INVARIANTS = {
    "an account is the sum of its entries": """
        select a.account_id from public.credit_accounts a left join public.credit_entries e using (account_id)
        group by a.account_id, a.monthly, a.bought
        having coalesce(sum(e.amount) filter (where e.pool = 'monthly'), 0) <> a.monthly
            or coalesce(sum(e.amount) filter (where e.pool = 'bought'), 0) <> a.bought""",
    "no balance was ever negative": """
        select id from (select id, sum(amount) over (partition by account_id, pool order by id) as balance
            from public.credit_entries) as run where balance < 0""",
    "what is held is the sum of the held reservations": """
        select a.account_id from public.credit_accounts a left join private.credit_reservations r
            on r.account_id = a.account_id and r.state = 'held'
        group by a.account_id, a.held having coalesce(sum(r.amount), 0) <> a.held""",
    "a request is debited once and settled once": """
        select request_id from public.credit_entries where request_id is not null
        group by request_id, kind, pool having count(*) > 1""",
    "a captured request costs what was charged, a released one nothing, a held one all of it": """
        select r.request_id from private.credit_reservations r
        left join public.credit_entries e on e.request_id = r.request_id and e.kind <> 'expire'
        group by r.request_id, r.state, r.charged, r.amount
        having -coalesce(sum(e.amount), 0) <> case r.state
            when 'held' then r.amount when 'captured' then r.charged else 0 end""",
    "every request has one end": """
        select request_id from public.credit_entries where kind = 'capture' intersect
        select request_id from private.credit_reservations where state = 'released'""",
    "an order gave what it says": """
        select o.order_id from private.orders o left join public.credit_entries e on e.order_id = o.order_id
        group by o.order_id, o.granted, o.credits
        having coalesce(sum(e.amount), 0) <> o.granted or o.granted > o.credits""",
    "nobody who is gone has left a record": """
        select user_id from public.generations union all select user_id from public.notices where user_id is not null
        union all select user_id from private.abuse_signals except select user_id from private.people""",
    "every movement has its reason": "select id from public.credit_entries where reason is null or reason = ''",
    "the entries of who is gone add up to nothing": """
        select account_id from public.credit_entries e where not exists (
            select from public.credit_accounts a where a.account_id = e.account_id)
        group by account_id having sum(amount) <> 0""",
}
"""Each gives the rows that break it."""


def broken(db: Database) -> dict[str, list[Any]]:
    """The invariants that do not hold, with some of the rows that break them."""
    found = {name: db.admin(f"{query} limit 3") for name, query in INVARIANTS.items()}
    return {name: rows for name, rows in found.items() if rows}


@dataclass(slots=True)
class Play:
    """One worker's operations on persons that all workers share."""

    db: Database
    people: list[Person]
    service: Caller
    rng: random.Random
    requests: list[tuple[Person, str, str, int]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def run(self, count: int, gate: threading.Barrier) -> dict[str, int]:
        """Do `count` random operations, from the moment all workers are there; returns how often what happened."""
        gate.wait()
        names, weights = list(WEIGHTS), list(WEIGHTS.values())
        for name in self.rng.choices(names, weights, k=count):
            try:
                said = getattr(self, name)()
            except psycopg.errors.QueryCanceled:
                raise
            except psycopg.Error as error:
                said = error.diag.message_primary or type(error).__name__
                allowed = {"account/closing", "auth/invalid", "request/repeated", "account/blocked", "AdminShutdown",
                           "request/unknown", "terminating connection due to administrator command"}  # fmt: skip
                if said not in allowed:
                    raise
            self.counts[f"{name}:{said}"] = self.counts.get(f"{name}:{said}", 0) + 1
        return self.counts

    def person(self) -> Person:
        """Few persons get most of the traffic, so that it meets."""
        return self.people[min(int(self.rng.expovariate(0.2)), len(self.people) - 1)]

    def reserve(self) -> str:
        person, amount = self.person(), self.rng.randint(1, 12)
        request, key = str(uuid.UUID(int=self.rng.getrandbits(128), version=4)), f"key-{self.rng.getrandbits(64)}"
        said = person.reserve(amount, key, uuid.UUID(request))
        if said["state"] == "reserved":
            self.requests.append((person, request, key, amount))
            person.call("generation_start", p_request=request, p_model="sdxl", p_settings={"save": True})
        assert said["balance"] >= 0
        return str(said["state"])

    def reserve_again(self) -> str:
        if not self.requests:
            return "none"
        person, request, key, amount = self.rng.choice(self.requests)
        said = person.reserve(amount, key)
        assert said["state"] != "repeated" or said["request"] == request
        return str(said["state"])

    def _settle(self, function: str, **arguments: Any) -> str:
        if not self.requests:
            return "none"
        chosen = self.rng.randrange(len(self.requests))
        _, request, _, amount = self.requests[chosen]
        if self.rng.random() < 0.6:  # most are settled once, some twice or both ways
            self.requests.pop(chosen)
        if arguments.get("p_details") is not None:
            arguments["p_details"] = {"credits": self.rng.randint(0, amount)}
        said = self.service.call(function, p_request=request, **arguments)
        self.service.call("generation_end", p_request=request, p_state=self.rng.choice(["done", "failed", "aborted"]))
        return str(said["state"])

    def capture(self) -> str:
        partial: dict[str, Any] = {"p_details": {}} if self.rng.random() < 0.3 else {}
        return self._settle("credits_capture", **partial)

    def release(self) -> str:
        return self._settle("credits_release", p_reason="vendor/failed")

    def crash(self) -> str:
        """The connection dies after the reservation, before the commit."""
        with self.person().transaction() as connection:
            connection.execute("select public.credits_reserve(gen_random_uuid(), 5, 'dies', '{}')")
            self.db.admin("select pg_terminate_backend(%s)", connection.info.backend_pid)
            connection.execute("select 1")
        return "survived"

    def sweep(self) -> str:
        age = self.rng.choice(["0 seconds", "1 second", "15 minutes"])
        return "some" if self.service.call("credits_sweep", p_older=age) else "none"

    def webhook(self) -> str:
        """A pack is paid; half of the time it is told twice."""
        person, number = self.person(), self.rng.randrange(400)
        payload = {"id": f"cs_{person.user.hex}_{number}", "mode": "payment", "payment_status": "paid",
                   "customer": f"cus_{person.user.hex}", "client_reference_id": str(person.user),
                   "metadata": {"pack": "pack_500"}, "payment_intent": f"pi_{person.user.hex}_{number}"}  # fmt: skip
        said = [self._event(f"evt_{person.user.hex}_{number}", "checkout.session.completed", payload)
                for _ in range(self.rng.randint(1, 2))]  # fmt: skip
        return said[-1]

    def refund(self) -> str:
        person, number = self.person(), self.rng.randrange(400)
        payload = {"payment_intent": f"pi_{person.user.hex}_{number}", "amount": 10,
                   "amount_refunded": self.rng.randint(1, 10)}  # fmt: skip
        return self._event(f"evt_r_{self.rng.getrandbits(64)}", "charge.refunded", payload)

    def _event(self, number: str, kind: str, payload: dict[str, Any]) -> str:
        now = dt.datetime.now(dt.UTC)
        said = self.service.call("billing_event", p_event_id=number, p_type=kind, p_created=now, p_payload=payload)
        return str(said["state"])

    def balance(self) -> str:
        assert self.person().call("credits_balance") >= 0
        return "read"

    def new_period(self) -> str:
        self.db.admin(
            "update public.credit_accounts set period_ends = now() where period_ends < 'infinity' and account_id ="
            " (select account_id from private.people where user_id = %s)", self.person().user)  # fmt: skip
        return "over"

    def delete(self) -> str:
        """Somebody of the quieter half goes, in the middle of everything."""
        if self.rng.random() < 0.8:
            return "not now"
        person = self.rng.choice(self.people[PEOPLE // 2 :])
        person.call("delete_me", p_email=person.email)
        self.service.call("account_delete_finish", p_user=person.user)
        self.db.admin("delete from auth.users where id = %s", person.user)
        return str(self.service.call("account_delete_finish", p_user=person.user)["state"])


def test_ten_thousand_operations_in_parallel_keep_the_invariants(fresh: Database) -> None:
    print(f"ALUO_SEED={SEED}")
    people = [fresh.person(bought=200) for _ in range(PEOPLE)]
    gate = threading.Barrier(WORKERS)
    plays = [Play(fresh, people, fresh.service(), random.Random(SEED + at)) for at in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        counts = list(pool.map(lambda play: play.run(-(-OPERATIONS // WORKERS), gate), plays))
    happened: dict[str, int] = {}
    for one in counts:
        for name, count in one.items():
            happened[name] = happened.get(name, 0) + count
    assert sum(happened.values()) >= OPERATIONS
    assert broken(fresh) == {}, f"ALUO_SEED={SEED}"
    for wanted in ("reserve:reserved", "reserve_again:repeated", "capture:captured", "capture:repeated",
                   "capture:released", "release:released", "release:captured", "sweep:some", "webhook:applied",
                   "webhook:repeated", "delete:finished"):  # fmt: skip
        assert happened.get(wanted), f"{wanted} never happened (ALUO_SEED={SEED}): {happened}"
    assert "crash:survived" not in happened


def test_nothing_is_left_held_after_the_last_sweep(fresh: Database) -> None:
    people = [fresh.person() for _ in range(3)]
    play = Play(fresh, people, fresh.service(), random.Random(SEED))
    for _ in range(60):
        play.reserve()
    play.service.call("credits_sweep", p_older="0 seconds")
    assert fresh.value("select sum(held) from public.credit_accounts") == 0
    assert [person.call("credits_balance") for person in people] == [FREE] * 3
    assert broken(fresh) == {}


@pytest.mark.parametrize("seed", range(3))
def test_one_after_another_the_ledger_does_what_a_small_model_says(fresh: Database, seed: int) -> None:
    """A model of a page in Python, and the database, step by step."""
    rng = random.Random(seed)
    person, service = fresh.person(bought=300), fresh.service()
    monthly, bought = FREE, 300
    held: dict[str, tuple[int, int]] = {}
    for _ in range(150):
        turn = rng.random()
        if turn < 0.5:
            amount = rng.randint(1, 40)
            said = person.reserve(amount)
            assert said["state"] == ("reserved" if amount <= monthly + bought else "refused")
            if said["state"] == "reserved":
                part = min(monthly, amount)
                monthly, bought = monthly - part, bought - (amount - part)
                held[said["request"]] = (part, amount - part)
        elif held:
            request = rng.choice(list(held))
            part, rest = held.pop(request)
            due = rng.randint(0, part + rest) if turn < 0.8 else 0
            if turn < 0.8:
                service.call("credits_capture", p_request=request, p_details={"credits": due})
            else:
                service.call("credits_release", p_request=request)
            back = part + rest - due
            bought += min(back, rest)
            monthly += back - min(back, rest)
        mine = person.call("credits_mine")
        assert (mine["monthly"], mine["bought"]) == (monthly, bought)
        assert mine["held"] == sum(map(sum, held.values()))


@pytest.mark.parametrize("harm", [
    "update public.credit_accounts set bought = bought + 1",
    "update public.credit_accounts set held = held + 1",
    "update private.credit_reservations set charged = 1, state = 'captured', settled_at = now()",
    "insert into public.credit_entries (account_id, pool, kind, amount, reason)"
    " select account_id, 'bought', 'reversal', -1000, 'x' from public.credit_accounts",
])  # fmt: skip
def test_the_invariants_see_harm(fresh: Database, harm: str) -> None:
    fresh.person(bought=10).reserve(5)
    assert broken(fresh) == {}
    fresh.admin(harm)
    assert broken(fresh) != {}
