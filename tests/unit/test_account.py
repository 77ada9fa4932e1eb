"""The account on the page: what the backend says as values, and its errors as sentences of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest

import words
from account.trouble import OURS, trouble
from account.values import movements_of, overview_of
from errors import CODES

SAID: dict[str, Any] = {
    "profile": {
        "email": "a@b.example",
        "name": None,
        "avatar_url": None,
        "locale": "de",
        "age_confirmed": True,
        "closing": False,
        "created_at": "2026-11-25T10:00:00+00:00",
    },
    "credits": {
        "balance": 122,
        "monthly": 50,
        "bought": 72,
        "held": 4,
        "plan": "pro",
        "period_ends": "2026-12-01",
        "low_at": None,
    },
    "billing": {
        "plan": "pro",
        "subscriptions": [{"status": "active", "period_end": "2026-12-01", "ends_at_period_end": True}],
    },
    "notices": [
        {"id": 2, "kind": "policy", "text_key": "terms", "published_at": "a", "effective_at": "b", "seen": False},
        {"id": 1, "kind": "system", "text_key": "maintenance", "published_at": "a", "effective_at": "a", "seen": True},
    ],
    "standing": {"state": "normal", "reasons": [], "until": None, "appeal": None},
    "consents": [
        {"kind": "usage", "version": "1", "granted": False, "created_at": "2026-11-02"},
        {"kind": "usage", "version": "1", "granted": True, "created_at": "2026-11-01"},
    ],
    "plans": [{"plan": "pro", "rank": 1, "monthly_credits": 1500}, {"plan": "free", "rank": 0, "monthly_credits": 60}],
}


def test_an_overview_is_read() -> None:
    found = overview_of(json.dumps(SAID))
    assert (found.email, found.name, found.locale, found.unseen) == ("a@b.example", "", "de", 1)
    assert (found.credits.balance, found.credits.held, found.credits.low_at) == (122, 4, 0)
    assert (found.subscribed, found.ends) == (True, "2026-12-01")
    assert found.plans == (("free", 60), ("pro", 1500))


def test_the_newest_word_on_a_consent_counts() -> None:
    found = overview_of(json.dumps(SAID))
    assert not found.agreed("usage")
    assert not found.agreed("news")
    found = overview_of(json.dumps(SAID | {"consents": SAID["consents"][1:]}))
    assert found.agreed("usage")


def test_movements_are_read() -> None:
    row = {
        "id": 3,
        "pool": "bought",
        "kind": "reserve",
        "amount": -5,
        "reason": "held",
        "request_id": None,
        "created_at": "x",
    }
    (found,) = movements_of(json.dumps([row]))
    assert (found.kind, found.pool, found.amount) == ("reserve", "bought", -5)


@pytest.mark.parametrize("code", sorted(OURS))
def test_every_trouble_of_the_backend_has_its_sentence(code: str) -> None:
    error = trouble(code, {"retry_after": 12.0, "price": 5, "balance": 3})
    assert error.code in CODES
    assert "?" not in words.sentence(error).rest


def test_an_unknown_trouble_is_said_too() -> None:
    assert trouble("never/heard").code == "account/unavailable"
    assert trouble("rate/limited", {"retry_after": "soon"}).details == {"seconds": 60}
