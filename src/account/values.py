"""What the pages of the account show: the backend's JSON as values. Plain; a field that is missing gets its default."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from egress.ledger import Entry
from words import Sentence

Stage = Literal["none", "out", "code", "in", "age", "closed"]
"""This site has no backend; nobody is signed in; a code was sent; somebody is; their age is not confirmed; they are too
young or leaving, and nothing more can be done."""

CONSENTS = ("usage", "news")
"""What is asked for, apart from using the service at all. Off until it is given."""
VERSION = "2026-11"
"""Of the texts that a consent is given to."""


@dataclass(frozen=True, slots=True)
class Credits:
    """`monthly` renew at `renews` (ISO date), `bought` stay, `held` wait for scenes on their way; `low_at` is 0 for no
    notice."""

    balance: int = 0
    monthly: int = 0
    bought: int = 0
    held: int = 0
    plan: str = "free"
    renews: str = ""
    low_at: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: `kind` is system, policy, low_credit, account or billing; `key` names its text."""

    id: int
    kind: str
    key: str
    published: str
    effective: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry of the ledger of credits."""

    at: str
    kind: str
    reason: str
    pool: str
    amount: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A scene that was saved to the account; `until` is "" when it stays until it is removed."""

    path: str
    kind: str
    bytes: int
    at: str
    until: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The newest word on a kind of consent, and when it was said."""

    kind: str
    granted: bool
    at: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the pages show at first. `standing` is normal, limited or blocked, `reasons` are rules of the
    backend, `until` when that ends; `appeal` is an address."""

    email: str = ""
    name: str = ""
    avatar_url: str = ""
    locale: str = ""
    since: str = ""
    age_confirmed: bool = False
    closing: bool = False
    standing: str = "normal"
    reasons: tuple[str, ...] = ()
    until: str = ""
    appeal: str = ""
    credits: Credits = field(default_factory=Credits)
    subscribed: bool = False
    ends: str = ""
    notices: tuple[Notice, ...] = ()
    consents: tuple[Consent, ...] = ()
    plans: tuple[tuple[str, int], ...] = ()

    def agreed(self, kind: str) -> bool:
        """Whether the newest word on `kind` is yes."""
        return any(one.granted for one in self.consents if one.kind == kind)

    @property
    def unseen(self) -> int:
        """Notices that were not seen yet."""
        return sum(not one.seen for one in self.notices)


@dataclass(frozen=True, slots=True)
class AccountState:
    """`busy` names the operation that is under way. `wrong` is why the last one failed, `done` what it did; `asking` is
    the address that a code was sent to; `link` an address to go on to. `sent` are the newest requests that left."""

    stage: Stage = "out"
    busy: str = ""
    wrong: Sentence | None = None
    done: str = ""
    asking: str = ""
    turned: bool = False
    link: str = ""
    overview: Overview | None = None
    movements: tuple[Movement, ...] | None = None
    saved: tuple[Saved, ...] | None = None
    sent: tuple[Entry, ...] = ()
    sent_count: int = 0
    sent_bytes: int = 0


def overview_of(text: str) -> Overview:
    """The answer of the operation `overview`."""
    said = json.loads(text)
    profile, standing, billing = said["profile"], said["standing"], said["billing"]
    alive = [one for one in billing.get("subscriptions", ()) if one.get("status") in ("active", "trialing", "past_due")]
    ending = [str(one.get("period_end") or "") for one in alive if one.get("ends_at_period_end")]
    plans = sorted(said["plans"], key=lambda row: int(row["rank"]))
    return Overview(
        email=str(profile["email"] or ""),
        name=str(profile["name"] or ""),
        avatar_url=str(profile["avatar_url"] or ""),
        locale=str(profile["locale"] or ""),
        since=str(profile["created_at"] or ""),
        age_confirmed=bool(profile["age_confirmed"]),
        closing=bool(profile["closing"]),
        standing=str(standing.get("state") or "normal"),
        reasons=tuple(str(reason) for reason in standing.get("reasons") or ()),
        until=str(standing.get("until") or ""),
        appeal=str(standing.get("appeal") or ""),
        credits=_credits(said["credits"]),
        subscribed=bool(alive),
        ends=ending[0] if ending else "",
        notices=tuple(_notice(row) for row in said["notices"]),
        consents=_newest(said["consents"]),
        plans=tuple((str(row["plan"]), int(row["monthly_credits"])) for row in plans),
    )


def movements_of(text: str) -> tuple[Movement, ...]:
    """The answer of the operation `movements`, the newest first."""
    return tuple(
        Movement(str(row["created_at"]), str(row["kind"]), str(row["reason"]), str(row["pool"]), int(row["amount"]))
        for row in json.loads(text)
    )


def saved_of(text: str) -> tuple[Saved, ...]:
    """The answer of the operation `saved`, the newest first."""
    return tuple(
        Saved(
            str(row["path"]),
            str(row["media_type"]),
            int(row["bytes"]),
            str(row["created_at"]),
            str(row.get("expires_at") or ""),
        )
        for row in json.loads(text)
    )


def _credits(row: dict[str, Any]) -> Credits:
    numbers = {name: int(row.get(name) or 0) for name in ("balance", "monthly", "bought", "held", "low_at")}
    return Credits(**numbers, plan=str(row.get("plan") or "free"), renews=str(row.get("period_ends") or ""))


def _notice(row: dict[str, Any]) -> Notice:
    published, effective = str(row["published_at"]), str(row["effective_at"])
    return Notice(int(row["id"]), str(row["kind"]), str(row["text_key"]), published, effective, bool(row["seen"]))


def _newest(rows: Iterable[dict[str, Any]]) -> tuple[Consent, ...]:
    """Rows come the newest first; the first of each kind counts."""
    found: dict[str, Consent] = {}
    for row in rows:
        kind = str(row["kind"])
        found.setdefault(kind, Consent(kind, bool(row["granted"]), str(row["created_at"])))
    return tuple(found.values())
