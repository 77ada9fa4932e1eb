"""The function `billing`: Checkout and portal at Stripe, and webhooks, which are believed only when Stripe signed."""

from __future__ import annotations

import http.client
import json
import random
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.edge.backend import PATIENCE, Backend, Person, until
from tools.stack.stripe import signature


def bought(backend: Backend, person: Person, product: str) -> list[dict[str, Any]]:
    """Go through Checkout up to payment; the events that Stripe would send, not yet sent."""
    status, said = backend.call("billing/checkout", {"product": product}, person.token)
    assert status == 200, said
    name = said["url"].rpartition("/")[2]
    return backend.stack.stripe.paid(backend.stack.stripe.sessions[name])


def send(backend: Backend, body: bytes, header: str | None) -> tuple[int, dict[str, Any]]:
    """A body to the webhook, with a header of one's own."""
    place = urlsplit(backend.stack.stripe.webhook)
    connection = http.client.HTTPConnection(place.netloc, timeout=PATIENCE)
    connection.request("POST", place.path, body, {"Stripe-Signature": header} if header is not None else {})
    response = connection.getresponse()
    said = json.loads(response.read())
    connection.close()
    return response.status, said


def test_a_pack_is_bought_on_stripes_page_and_credited_once(backend: Backend) -> None:
    person = backend.person(credits=0)
    before = backend.balance(person)
    status, said = backend.call("billing/checkout", {"product": "pack_500"}, person.token)
    assert (status, said["url"].startswith(backend.stack.urls["stripe"])) == (200, True)
    assert backend.balance(person) == before, "a link is no payment"
    urllib.request.build_opener(NoRedirect).open(urllib.request.Request(said["url"], b""), timeout=PATIENCE).close()
    assert backend.balance(person) == before + 500


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The page to come back to is not served here."""

    def http_error_303(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        """The answer as it is."""
        return fp


def test_a_subscription_gives_its_months_credits_and_cheaper_images(backend: Backend) -> None:
    person = backend.person(credits=0)
    dear = backend.rpc("price_of", person, p_model="gpt-image-1", p_quality="high", p_size="1024x1024")
    for event in bought(backend, person, "pro"):
        assert backend.stack.stripe.deliver(event) == 200
    assert backend.balance(person) == 1500
    assert backend.rpc("billing_mine", person)["plan"] == "pro"
    assert backend.rpc("price_of", person, p_model="gpt-image-1", p_quality="high", p_size="1024x1024") < dear


@pytest.mark.parametrize("seed", range(6))
def test_events_may_come_in_any_order_and_again(backend: Backend, seed: int) -> None:
    person = backend.person(credits=0)
    events = [*bought(backend, person, "max"), *bought(backend, person, "pack_2000")]
    events = [*events, *events]
    random.Random(seed).shuffle(events)
    for event in events:
        assert backend.stack.stripe.deliver(event) == 200
    assert backend.balance(person) == 6000 + 2000


def test_one_customer_at_stripe_for_a_person(backend: Backend) -> None:
    person = backend.person(credits=0)
    known = len(backend.stack.stripe.customers)
    for product in ("pro", "pack_500", "pack_2000"):
        bought(backend, person, product)
    assert len(backend.stack.stripe.customers) == known + 1


def test_a_double_click_opens_one_session(backend: Backend) -> None:
    person = backend.person(credits=0)
    for _ in range(20):
        began = time.time()
        urls = {backend.call("billing/checkout", {"product": "pro"}, person.token)[1]["url"] for _ in range(2)}
        if began // 5 == time.time() // 5:  # as the function counts
            break
    assert len(urls) == 1


def test_a_session_is_paid_once_and_the_same_can_be_bought_again(backend: Backend) -> None:
    person = backend.person(credits=0)
    before = backend.balance(person)
    opener = urllib.request.build_opener(NoRedirect)

    def link() -> str:
        return str(backend.call("billing/checkout", {"product": "pack_500"}, person.token)[1]["url"])

    first = link()
    opener.open(urllib.request.Request(first, b""), timeout=PATIENCE).close()
    with pytest.raises(urllib.error.HTTPError):
        opener.open(urllib.request.Request(first, b""), timeout=PATIENCE)
    assert until(lambda: (backend.unlimited(person), link() != first)[1]), "another session, a few seconds later"
    opener.open(urllib.request.Request(link(), b""), timeout=PATIENCE).close()
    assert backend.balance(person) == before + 1000


def test_the_portal_is_for_who_has_bought_something(backend: Backend) -> None:
    person = backend.person(credits=0)
    assert backend.call("billing/portal", {}, person.token)[1]["code"] == "billing/none"
    bought(backend, person, "pro")
    status, said = backend.call("billing/portal", {}, person.token)
    assert (status, "/portal/" in said["url"]) == (200, True)


def test_what_does_not_exist_cannot_be_bought(backend: Backend) -> None:
    person = backend.person(credits=0)
    for body in ({"product": "gold"}, {"product": "constructor"}, {}, {"product": "pro", "price": 1}):
        status, said = backend.call("billing/checkout", body, person.token)
        assert (status, said["code"]) == (422, "request/field")


def test_stripe_that_is_away_is_said_so(backend: Backend) -> None:
    backend.stack.stripe.away = True
    status, said = backend.call("billing/checkout", {"product": "pro"}, backend.person().token)
    assert (status, said["code"]) == (503, "billing/unavailable")


def test_forged_and_replayed_events_are_refused(backend: Backend) -> None:
    person = backend.person(credits=0)
    before = backend.balance(person)
    [event] = bought(backend, person, "pack_2000")
    body, secret = json.dumps(event).encode(), backend.stack.signing
    now = time.time()
    good = signature(secret, body)
    wrong = {
        "no header": None,
        "empty": "",
        "another secret": signature("whsec_other", body),
        "another body": signature(secret, body.replace(b"pack_2000", b"pack_2001")),
        "another scheme": good.replace("v1=", "v0="),
        "a digit less": good[:-1],
        "no time": good.partition(",")[2],
        "another time": good.replace("t=", "t=1"),
        "rubbish": "t=now,v1=yes",
    }
    for name, header in wrong.items():
        status, said = send(backend, body, header)
        assert (status, said["code"]) == (400, "event/signature"), name
    for name, at in {"old": now - 301, "of the future": now + 310}.items():
        status, said = send(backend, body, signature(secret, body, at))
        assert (status, said["code"]) == (400, "event/replayed"), name
    assert backend.balance(person) == before
    assert send(backend, body, f"{good},v1={'0' * 64}")[0] == 200, (
        "a second signature is there while a secret is changed"
    )
    assert backend.balance(person) == before + 2000


def test_signed_rubbish_is_refused_and_harms_nothing(backend: Backend) -> None:
    secret = backend.stack.signing
    for body, code in [(b"{", "request/malformed"), (b"{}", "billing/payload"), (b'{"id": 1}', "billing/payload")]:
        assert send(backend, body, signature(secret, body))[1]["code"] == code
    large = b" " * 1_100_000
    assert send(backend, large, signature(secret, large))[1]["code"] == "request/large"


def test_an_event_that_the_database_cannot_take_is_sent_again(backend: Backend) -> None:
    person = backend.person(credits=0)
    before = backend.balance(person)
    [event] = bought(backend, person, "pack_500")
    backend.run(backend.stack.database.close())
    backend.stack.database.away = True
    assert backend.stack.stripe.deliver(event) == 503
    backend.stack.database.away = False
    assert backend.stack.stripe.deliver(event) == 200
    assert backend.balance(person) == before + 500


def test_a_refund_takes_back_and_a_dispute_blocks(backend: Backend) -> None:
    person = backend.person(credits=0)
    before = backend.balance(person)
    [event] = bought(backend, person, "pack_500")
    stripe = backend.stack.stripe
    assert stripe.deliver(event) == 200
    intent = event["data"]["object"]["payment_intent"]
    charge = {"object": "charge", "id": "ch_1", "payment_intent": intent, "amount": 1000, "amount_refunded": 1000}
    assert stripe.deliver(stripe.event("charge.refunded", charge)) == 200
    assert backend.balance(person) == before
    [event] = bought(backend, person, "pack_2000")
    stripe.deliver(event)
    dispute = {
        "object": "dispute",
        "id": "dp_1",
        "payment_intent": event["data"]["object"]["payment_intent"],
        "status": "needs_response",
    }
    assert stripe.deliver(stripe.event("charge.dispute.created", dispute)) == 200
    status, said = backend.call("generate", {"prompt": "A table", "idempotency_key": "after-a-dispute"}, person.token)
    assert (status, said["code"]) == (403, "account/blocked")
    assert backend.rpc("standing_mine", person)["reasons"] == ["dispute"]


def test_nothing_of_a_card_or_an_address_gets_past_the_function(backend: Backend) -> None:
    person = backend.person(credits=0)
    trace = backend.stack.services["gateway"].trace
    assert trace is not None
    seen = len(trace)
    for event in [*bought(backend, person, "pro"), *bought(backend, person, "pack_500")]:
        thing = event["data"]["object"]
        thing["payment_method_details"] = {"card": {"brand": "visa", "last4": "4242", "exp_year": 2031}}
        thing["customer_details"] = {"email": "hidden@example.invalid", "address": {"line1": "Hiddenstreet 1"}}
        thing["charges"] = {"data": [{"billing_details": {"name": "Hidden Name"}}]}
        assert backend.stack.stripe.deliver(event) == 200
    bodies = b" ".join(request.body for request in trace[seen:] if request.path.endswith("/billing_event"))
    assert b"evt_" in bodies
    for secret in (b"4242", b"visa", b"2031", b"hidden@", b"Hiddenstreet", b"Hidden Name"):
        assert secret not in bodies
