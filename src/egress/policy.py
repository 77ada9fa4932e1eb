"""What may leave the egress thread: to which path of the one host, by which method, with how many bytes.

Every request passes here before the browser sees it, whoever made it: supabase-py, or our own code for functions. What
has no row does not leave. A path that carries an id has a pattern, and the ledger shows the pattern's name instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from errors import OnlineError

MAX_BODY = 8_192
"""Bytes of a body, the backend's own limit."""
MAX_QUERY = 400
MAX_HEADERS = 7_000
"""Bytes of all headers: a token has up to 5,000."""
HEADERS = frozenset(
    {
        *(
            "accept",
            "accept-encoding",
            "accept-profile",
            "apikey",
            "authorization",
            "content-length",
            "content-profile",
        ),
        *("content-type", "prefer", "user-agent", "x-client-info", "x-supabase-api-version", "connection", "host"),
        *("x-http-method-override", "x-region", "x-retry-count"),
    }
)
"""Names that supabase-py and our own code set; the browser drops those that are its own."""


@dataclass(frozen=True, slots=True)
class Route:
    """Requests that may leave. `kind` is a key of account.ledger_part.SENT, `shown` what the ledger calls the path,
    `body` the cap in bytes."""

    method: str
    path: str
    kind: str
    body: int = 0
    shown: str = ""


def _rpc(name: str, kind: str, body: int = 100) -> Route:
    return Route("POST", f"/rest/v1/rpc/{name}", kind, body)


ROUTES = (
    Route("POST", "/auth/v1/otp", "sign-in", 1_000),
    Route("POST", "/auth/v1/verify", "sign-in", 1_000),
    Route("POST", "/auth/v1/signup", "sign-in", 1_500),
    Route("POST", "/auth/v1/token", "sign-in", 1_500),
    Route("POST", "/auth/v1/logout", "sign-in", 100),
    Route("GET", "/auth/v1/user", "sign-in"),
    _rpc("profile_get", "account"),
    _rpc("profile_put", "profile", 1_000),
    _rpc("age_confirm", "profile"),
    _rpc("consent_put", "consent", 300),
    _rpc("credits_mine", "credits"),
    _rpc("credits_low_put", "credits"),
    _rpc("billing_mine", "credits"),
    _rpc("notices_mine", "notices"),
    _rpc("notice_seen", "notices"),
    _rpc("standing_mine", "account"),
    _rpc("usage_count", "usage"),
    _rpc("saved_mine", "saved"),
    _rpc("saved_keep", "saved", 300),
    _rpc("saved_remove", "saved", 300),
    Route("GET", "/rest/v1/prices", "credits"),
    Route("GET", "/rest/v1/plans", "credits"),
    Route("GET", "/rest/v1/consents", "consent"),
    Route("GET", "/rest/v1/credit_entries", "credits"),
    Route("POST", "/functions/v1/generate", "prompt", MAX_BODY),
    Route("POST", "/functions/v1/billing/checkout", "billing", 100),
    Route("POST", "/functions/v1/billing/portal", "billing", 100),
    Route("POST", "/functions/v1/account/export", "export", 100),
    Route("POST", "/functions/v1/account/delete", "delete", 400),
    Route("POST", "/functions/v1/account/report", "report", 400),
    Route(
        "GET",
        r"/storage/v1/object/authenticated/results/[0-9a-f-]{36}/[0-9A-Za-z._/-]{1,120}",
        "saved",
        0,
        "/storage/v1/object/authenticated/results/…",
    ),
)


@dataclass(frozen=True, slots=True)
class Passed:
    """A request that may leave: what it is for, where to (as the ledger shows it), bytes of body, query and headers."""

    kind: str
    method: str
    path: str
    bytes: int


def passed(origin: str, method: str, url: str, headers: Sequence[tuple[str, str]] = (), body: int = 0) -> Passed:
    """The request, if it may leave. `origin` is the one host, "https://ref.supabase.co"; `body` its length in bytes.

    Raises OnlineError egress/blocked.
    """
    parts = urlsplit(url)
    route = next((row for row in ROUTES if row.method == method and re.fullmatch(row.path, parts.path)), None)
    kind = route.kind if route else "unknown"
    weight = sum(len(name.encode()) + len(value.encode()) for name, value in headers)
    fits = (
        route is not None
        and bool(origin)
        and f"{parts.scheme}://{parts.netloc}" == origin
        and not parts.fragment
        and len(parts.query) <= MAX_QUERY
        and 0 <= body <= route.body
        and weight <= MAX_HEADERS
        and all(name.lower() in HEADERS for name, _ in headers)
    )
    if route is None or not fits:
        raise OnlineError("egress/blocked", kind=kind)
    return Passed(kind, method, route.shown or parts.path, body + weight + len(parts.query))
