"""Billing events: each once, in any order; refunds, disputes, failed payments; nothing of a card."""

from __future__ import annotations

import itertools
import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from tests.edge.database import Caller, Database, Person, refusal
from tests.edge.test_sql_walls import tables

T0 = 1_790_000_000
MONTH = 30 * 86_400
FREE, PRO, MAX = 60, 1500, 6000

Event = tuple[str, str, int, dict[str, Any]]


@dataclass(slots=True)
class Stripe:
    """What Stripe would send about one person: events with objects as in its API reference, cut to what matters."""

    user: uuid.UUID
    start: int
    tag: str = field(default_factory=lambda: uuid.uuid4().hex[:10])

    def _event(self, type_: str, created: int, payload: dict[str, Any]) -> Event:
        return (f"evt_{uuid.uuid4().hex}", type_, created, payload)

    def pack(self, name: str = "pack_500", payment: str = "pi_pack", status: str = "paid") -> Event:
        """A paid checkout session of a credit pack."""
        session = {
            "id": f"cs_{payment}_{self.tag}", "object": "checkout.session", "mode": "payment", "payment_status": status,
            "customer": f"cus_{self.tag}", "client_reference_id": str(self.user), "metadata": {"pack": name},
            "payment_intent": f"{payment}_{self.tag}", "subscription": None,
            "customer_details": {"email": "buyer@example.com", "name": "B. Uyer"}, "amount_total": 900,
        }  # fmt: skip
        return self._event("checkout.session.completed", self.start, session)

    def subscription(self, kind: str, at: int, plan: str = "pro", status: str = "active") -> Event:
        """customer.subscription.`kind`, `at` seconds after the start."""
        price = {"id": f"price_{plan}", "lookup_key": plan}
        item = {"price": price, "current_period_end": self.start + MONTH}
        body = {
            "id": f"sub_{self.tag}", "customer": f"cus_{self.tag}", "status": status, "cancel_at_period_end": False,
            "items": {"data": [item]}, "metadata": {"user_id": str(self.user)},
        }  # fmt: skip
        return self._event(f"customer.subscription.{kind}", self.start + at, body)

    def invoice(
        self, number: int = 0, plan: str = "pro", reason: str = "subscription_create", old: bool = False
    ) -> Event:
        """A paid invoice for the period `number`; `old` has the fields of API versions before 2025-03-31."""
        line: dict[str, Any] = {"period": {"end": self.start + MONTH * (number + 1)}, "amount": 1900}
        body: dict[str, Any] = {"id": f"in_{number}_{reason[-6:]}_{self.tag}", "customer": f"cus_{self.tag}",
                                "billing_reason": reason}  # fmt: skip
        if old:
            line["price"] = {"id": f"price_{plan}", "lookup_key": plan}
            body |= {"subscription": f"sub_{self.tag}", "payment_intent": f"pi_{number}_{self.tag}"}
        else:
            line["pricing"] = {"price_details": {"price": f"price_{plan}"}}
            details = {"subscription": f"sub_{self.tag}", "metadata": {"user_id": str(self.user)}}
            body["parent"] = {"subscription_details": details}
        body["lines"] = {"data": [line | {"amount": -100, "period": {"end": self.start + 5}}, line]}
        return self._event("invoice.paid", self.start + MONTH * number + 1, body)

    def invoice_payment(self, invoice: Event, payment: str) -> Event:
        """Which payment paid an invoice."""
        body = {
            "invoice": invoice[3]["id"],
            "payment": {"type": "payment_intent", "payment_intent": f"{payment}_{self.tag}"},
        }
        return self._event("invoice_payment.paid", invoice[2], body)

    def refund(self, payment: str = "pi_pack", refunded: int = 900, amount: int = 900) -> Event:
        """A charge of which `refunded` was paid back so far."""
        body = {"id": f"ch_{self.tag}", "payment_intent": f"{payment}_{self.tag}", "customer": f"cus_{self.tag}",
                "amount": amount, "amount_refunded": refunded,
                "payment_method_details": {"card": {"last4": "4242", "fingerprint": "Xt5EWLLDS7FJjR1c"}}}  # fmt: skip
        return self._event("charge.refunded", self.start + 50, body)

    def dispute(self, kind: str, status: str, payment: str = "pi_pack") -> Event:
        """charge.dispute.`kind`."""
        body = {"id": f"dp_{self.tag}", "payment_intent": f"{payment}_{self.tag}", "status": status}
        return self._event(f"charge.dispute.{kind}", self.start + 60, body)


@pytest.fixture
def person(db: Database) -> Person:
    return db.person()


@pytest.fixture
def stripe(db: Database, person: Person) -> Stripe:
    return Stripe(person.user, int(db.value("select extract(epoch from now())::bigint")))


def send(service: Caller, *events: Event) -> list[str]:
    """Deliver the events; returns their states."""
    return [
        service.call("billing_event", p_event_id=number, p_type=kind, p_payload=payload,
                     p_created=_moment(created))["state"]
        for number, kind, created, payload in events
    ]  # fmt: skip


def _moment(seconds: int) -> Any:
    import datetime as dt

    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def mine(person: Person) -> tuple[int, int, str]:
    """(monthly, bought, plan)"""
    said = person.call("credits_mine")
    return said["monthly"], said["bought"], said["plan"]


def test_a_pack_is_granted_once_however_often_it_is_said(db: Database, person: Person, stripe: Stripe) -> None:
    event, service = stripe.pack(), db.service()
    twin = ("evt_" + stripe.tag, "checkout.session.async_payment_succeeded", event[2], event[3])
    assert send(service, event, event, twin) == ["applied", "repeated", "applied"]
    assert mine(person) == (FREE, 500, "free")


def test_one_event_at_ten_doors_at_once_counts_once(db: Database, person: Person, stripe: Stripe) -> None:
    event = stripe.pack()
    services = [db.service() for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        states = [state for (state,) in pool.map(lambda one: send(one, event), services)]
    assert sorted(states) == ["applied"] + ["repeated"] * 9
    assert mine(person)[1] == 500


def test_an_unpaid_session_grants_nothing(db: Database, person: Person, stripe: Stripe) -> None:
    send(db.service(), stripe.pack(status="unpaid"))
    assert mine(person) == (FREE, 0, "free")


def test_a_paid_pack_that_nobody_knows_is_refused_so_that_stripe_sends_it_again(db: Database, stripe: Stripe) -> None:
    event, service = stripe.pack("pack_9"), db.service()
    for _ in range(2):
        with pytest.raises(psycopg.Error) as refused:
            send(service, event)
        assert refusal(refused.value) == ("422", "billing/payload")
    assert db.value("select count(*) from private.billing_events where event_id = %s", event[0]) == 0


def test_a_subscription_gives_the_plan_and_its_credits_which_do_not_pile_up(
    db: Database, person: Person, stripe: Stripe
) -> None:
    service = db.service()
    send(service, stripe.subscription("created", 0), stripe.invoice(0))
    assert mine(person) == (PRO, 0, "pro")
    assert person.call("price_of", p_model="sdxl", p_quality="draft") == 3
    person.reserve(100)
    send(service, stripe.invoice(1, reason="subscription_cycle"))
    assert mine(person)[0] == PRO
    send(service, stripe.subscription("deleted", 99, status="canceled"))
    assert mine(person) == (PRO, 0, "free")  # paid for until the period ends
    db.admin("update public.credit_accounts set period_ends = now() where account_id = %s", db.account(person))
    assert mine(person) == (FREE, 0, "free")


@pytest.mark.parametrize("old", [False, True])
def test_any_order_of_arrival_and_any_repetition_comes_to_the_same(db: Database, old: bool) -> None:
    rng = random.Random(7)
    service = db.service()
    start = int(db.value("select extract(epoch from now())::bigint"))
    for order in rng.sample(list(itertools.permutations(range(7))), 25):
        person = db.person()
        stripe = Stripe(person.user, start)
        invoice = stripe.invoice(0, old=old)
        events = [
            stripe.subscription("created", 0, status="incomplete"),
            stripe.subscription("updated", 0),
            invoice,
            stripe.invoice_payment(invoice, "pi_0"),
            stripe.pack(),
            stripe.refund("pi_pack", 300),
            stripe.refund("pi_0", 950, 1900),
        ]
        arriving = [events[at] for at in order] + [events[at] for at in rng.sample(order, 3)]
        assert send(service, *arriving)[7:] == ["repeated"] * 3
        assert mine(person) == (PRO // 2, 334, "pro"), f"order {order}, {stripe.tag}"
        assert _ledger_adds_up(db, person)


def test_going_up_and_down_within_a_period_earns_nothing(db: Database, person: Person, stripe: Stripe) -> None:
    service = db.service()
    send(service, stripe.subscription("created", 0), stripe.invoice(0))
    send(service, stripe.subscription("updated", 5, "max"), stripe.invoice(0, "max", "subscription_update"))
    assert mine(person) == (MAX, 0, "max")
    person.reserve(1000)
    send(service, stripe.subscription("updated", 6, "pro"), stripe.subscription("updated", 7, "max"))
    event = stripe.invoice(0, "max", "subscription_update")
    event[3]["id"] += "_again"
    send(service, event)
    assert mine(person)[0] == MAX - 1000


def test_an_older_state_of_a_subscription_changes_nothing(db: Database, person: Person, stripe: Stripe) -> None:
    service = db.service()
    send(service, stripe.subscription("deleted", 9, status="canceled"), stripe.subscription("updated", 8))
    assert mine(person)[2] == "free"


def test_a_refund_takes_credits_back_and_what_was_spent_is_noted(db: Database, person: Person, stripe: Stripe) -> None:
    service = db.service()
    send(service, stripe.pack())
    send(service, stripe.refund(refunded=450))
    assert mine(person)[1] == 250
    person.reserve(FREE + 200)
    send(service, stripe.refund(refunded=900), stripe.refund(refunded=450))
    assert mine(person) == (0, 0, "free")
    assert person.call("standing_mine")["reasons"] == ["refund_spent"]
    assert _ledger_adds_up(db, person)


def test_a_dispute_blocks_and_a_won_one_gives_back(db: Database, person: Person, stripe: Stripe) -> None:
    service = db.service()
    send(service, stripe.pack(), stripe.dispute("created", "warning_needs_response"))
    assert mine(person)[1] == 500
    send(service, stripe.dispute("created", "needs_response"))
    assert mine(person)[1] == 0
    assert person.call("standing_mine")["state"] == "blocked"
    send(service, stripe.dispute("closed", "won"))
    assert mine(person)[1] == 500
    assert person.call("standing_mine")["state"] == "normal"


def test_a_won_dispute_over_credits_that_were_spent_leaves_nothing_behind(
    db: Database, person: Person, stripe: Stripe
) -> None:
    service = db.service()
    send(service, stripe.pack())
    person.reserve(FREE + 300)
    send(service, stripe.dispute("created", "needs_response"))
    assert mine(person)[:2] == (0, 0)
    send(service, stripe.dispute("closed", "won"))
    assert mine(person)[:2] == (0, 200)
    assert person.call("standing_mine")["state"] == "normal"
    assert _ledger_adds_up(db, person)


def test_a_won_dispute_that_is_told_before_it_began(db: Database, person: Person, stripe: Stripe) -> None:
    send(db.service(), stripe.dispute("closed", "won"), stripe.dispute("created", "needs_response"), stripe.pack())
    assert mine(person)[1] == 500
    assert person.call("standing_mine")["state"] == "normal"


def test_failed_payments_are_told_and_many_limit(db: Database, person: Person, stripe: Stripe) -> None:
    service = db.service()
    send(service, stripe.subscription("created", 0))
    for at in range(5):
        body = {"id": f"pi_{at}", "customer": f"cus_{stripe.tag}"}
        send(service, (f"evt_{at}_{stripe.tag}", "payment_intent.payment_failed", stripe.start + at, body))
    send(service, (f"evt_i_{stripe.tag}", "invoice.payment_failed", stripe.start, {"customer": f"cus_{stripe.tag}"}))
    assert person.call("standing_mine")["reasons"] == ["payment_failed"]
    assert [n["kind"] for n in person.call("notices_mine")] == ["billing", "account"]


def test_an_event_of_no_interest_is_taken_and_ignored(db: Database) -> None:
    event: Event = (f"evt_{uuid.uuid4()}", "product.created", T0, {"id": "prod_1"})
    assert send(db.service(), event, event) == ["ignored", "repeated"]


@pytest.mark.parametrize("broken", [
    ("charge.refunded", {"amount": 5}), ("charge.dispute.created", {}), ("customer.subscription.created", {"id": "s"}),
    ("charge.refunded", {"payment_intent": "p", "amount": "many", "amount_refunded": "some"}),
])  # fmt: skip
def test_an_object_that_lacks_what_it_must_have_is_refused_and_not_marked(
    db: Database, broken: tuple[str, Any]
) -> None:
    event: Event = (f"evt_{uuid.uuid4()}", broken[0], T0, broken[1])
    with pytest.raises(psycopg.Error) as refused:
        send(db.service(), event)
    assert refusal(refused.value) == ("422", "billing/payload")
    assert db.value("select count(*) from private.billing_events where event_id = %s", event[0]) == 0


def test_nothing_of_a_card_or_a_buyer_is_kept(fresh: Database) -> None:
    person, service = fresh.person(), fresh.service()
    stripe = Stripe(person.user, T0)
    send(service, stripe.pack(), stripe.refund(), stripe.dispute("created", "needs_response"))
    for table in tables(fresh):
        kept = str(fresh.admin(f"select * from {table}"))
        for secret in ("4242", "Xt5EWLLDS7FJjR1c", "buyer@example.com", "Uyer"):
            assert secret not in kept, table


def test_a_customer_stays_with_the_first_person(db: Database, person: Person, stripe: Stripe) -> None:
    thief, service = db.person(), db.service()
    service.call("billing_customer_link", p_user=person.user, p_customer=f"cus_{stripe.tag}")
    service.call("billing_customer_link", p_user=thief.user, p_customer=f"cus_{stripe.tag}")
    assert service.call("billing_customers", p_user=thief.user) == []
    assert service.call("billing_customers", p_user=person.user) == [f"cus_{stripe.tag}"]


def _ledger_adds_up(db: Database, person: Person) -> bool:
    """Whether the entries add up to the account."""
    account = db.account(person)
    query = "select pool, sum(amount)::int from public.credit_entries where account_id = %s group by pool"
    sums = dict(db.admin(query, account))
    monthly, bought, _ = mine(person)
    return (sums.get("monthly", 0), sums.get("bought", 0)) == (monthly, bought)
