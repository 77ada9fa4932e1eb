"""A stand-in for Stripe: customers, Checkout, the customer portal, and webhooks that are signed as Stripe signs them.

Wire format: Stripe's API reference, version 2026-10-28.endive. Nothing is paid: the Checkout page has a button that
says so, and then the events are sent that Stripe would send. It is told nothing of a card, since nobody asks.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from tools.stack.http import Answer, Refused, Request, as_json, page

MONTH = 30 * 86_400
HTML = "text/html; charset=utf-8"
PRICES = {"pro": "price_pro", "max": "price_max", "pack_500": "price_pack_500", "pack_2000": "price_pack_2000"}
PLANS = {PRICES["pro"]: "pro", PRICES["max"]: "max"}


def error(status: int, message: str, code: str | None = None) -> Refused:
    """An error in Stripe's form."""
    body: dict[str, Any] = {"type": "invalid_request_error", "message": message}
    return Refused(status, {"error": body | ({"code": code} if code else {})})


def signature(secret: str, body: bytes, at: float | None = None) -> str:
    """The header Stripe-Signature for `body`."""
    moment = int(time.time() if at is None else at)
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


class Stripe:
    """The service. `webhook` is where events go; `base` its own address, which Checkout's links carry."""

    def __init__(self, key: str, secret: str, log: Callable[[str], None] = print) -> None:
        self.key, self.secret, self.log = key, secret, log
        self.base = self.webhook = ""
        self.customers: dict[str, dict[str, Any]] = {}
        self.sessions: dict[str, dict[str, Any]] = {}
        self.subscriptions: dict[str, dict[str, Any]] = {}
        self.once: dict[str, dict[str, Any]] = {}
        self.away = False
        """Set by a test: every call fails."""

    async def handle(self, request: Request) -> Answer:
        """Answer as Stripe would."""
        if request.path == "/":
            return page("Stripe", "<p>Takes no money and no card. Links to Checkout come from the product.")
        if request.path.startswith("/pay/"):
            return await self._pay(request)
        if request.path.startswith("/portal/"):
            return page("Stripe's customer portal", "<p>Here invoices and cards would be.")
        if request.path == "/favicon.ico":
            return Answer(204)
        if request.bearer() != self.key:
            raise error(401, "Invalid API Key provided")
        if self.away:
            raise error(503, "The stand-in was told to be away")
        if not request.headers.get("stripe-version"):
            raise error(400, "The stand-in wants a pinned Stripe-Version")
        return as_json(self._api(request))

    def _api(self, request: Request) -> dict[str, Any]:
        path = request.path.removeprefix("/v1/")
        if request.method == "DELETE" and path.startswith("customers/"):
            return self._forget(path.removeprefix("customers/"))
        if request.method != "POST":
            raise error(404, "Unrecognized request URL")
        once = request.headers.get("idempotency-key", "")
        if once in self.once:
            return self.once[once]
        makers = {
            "customers": self._customer,
            "checkout/sessions": self._session,
            "billing_portal/sessions": self._portal,
        }
        if path not in makers:
            raise error(404, "Unrecognized request URL")
        made = makers[path](request.form())
        self.once[once or secrets.token_hex(8)] = made
        return made

    def _customer(self, form: dict[str, str]) -> dict[str, Any]:
        name = f"cus_{secrets.token_hex(7)}"
        one = {"id": name, "object": "customer", "email": form.get("email")}
        self.customers[name] = one | {"metadata": {"user_id": form.get("metadata[user_id]")}}
        return self.customers[name]

    def _forget(self, name: str) -> dict[str, Any]:
        if not self.customers.pop(name, None):
            raise error(404, f"No such customer: '{name}'", "resource_missing")
        for subscription in self.subscriptions.values():
            if subscription["customer"] == name:
                subscription["status"] = "canceled"
        return {"id": name, "object": "customer", "deleted": True}

    def _session(self, form: dict[str, str]) -> dict[str, Any]:
        price, mode = form.get("line_items[0][price]", ""), form.get("mode")
        if form.get("customer") not in self.customers:
            raise error(400, "No such customer", "resource_missing")
        if price not in PRICES.values():
            raise error(400, f"No such price: '{price}'", "resource_missing")
        if (mode == "subscription") != (price in PLANS):
            raise error(400, "You must provide at least one recurring price in `subscription` mode")
        name = f"cs_test_{secrets.token_hex(12)}"
        one = {
            "id": name,
            "object": "checkout.session",
            "mode": mode,
            "payment_status": "unpaid",
            "status": "open",
            "url": f"{self.base}/pay/{name}",
            "customer": form["customer"],
            "price": price,
            "client_reference_id": form.get("client_reference_id"),
            "success_url": form.get("success_url"),
            "metadata": {key[9:-1]: value for key, value in form.items() if key.startswith("metadata[")},
        }
        inner = "subscription_data[metadata]["
        one["subscription_metadata"] = {
            key[len(inner) : -1]: value for key, value in form.items() if key.startswith(inner)
        }
        self.sessions[name] = one
        return one

    def _portal(self, form: dict[str, str]) -> dict[str, Any]:
        if form.get("customer") not in self.customers:
            raise error(400, "No such customer", "resource_missing")
        name = f"bps_{secrets.token_hex(12)}"
        return {"id": name, "object": "billing_portal.session", "url": f"{self.base}/portal/{name}"}

    async def _pay(self, request: Request) -> Answer:
        session = self.sessions.get(request.path.removeprefix("/pay/"))
        if session is None:
            raise error(404, "No such session")
        if session["status"] == "complete":
            return Answer(410, page("Stripe Checkout", "<p>This was paid already.").body, {"Content-Type": HTML})
        if request.method != "POST":
            return page(
                "Stripe Checkout", "<p>Nothing is paid here.<form method=post><button>Pay nothing</button></form>"
            )
        for event in self.paid(session):
            await asyncio.to_thread(self.deliver, event)
        return Answer(303, b"", {"Location": session["success_url"] or "/"})

    def paid(self, session: dict[str, Any]) -> list[dict[str, Any]]:
        """The events of a paid session, in the order in which Stripe usually sends them."""
        session |= {"payment_status": "paid", "status": "complete"}
        intent = f"pi_{secrets.token_hex(8)}"
        details = {"card": {"brand": "visa", "last4": "4242"}}
        if session["mode"] == "payment":
            session["payment_intent"] = intent
            return [self.event("checkout.session.completed", session | {"payment_method_details": details})]
        now = int(time.time())
        name = f"sub_{secrets.token_hex(8)}"
        price = {"id": session["price"], "lookup_key": PLANS[session["price"]]}
        subscription = {
            "id": name,
            "object": "subscription",
            "customer": session["customer"],
            "status": "active",
            "cancel_at_period_end": False,
            "metadata": session["subscription_metadata"],
            "items": {"data": [{"price": price, "current_period_end": now + MONTH}]},
        }
        self.subscriptions[name] = subscription
        invoice = {
            "id": f"in_{secrets.token_hex(8)}",
            "object": "invoice",
            "customer": session["customer"],
            "billing_reason": "subscription_create",
            "customer_email": "hidden@example.invalid",
            "parent": {"subscription_details": {"subscription": name, "metadata": session["subscription_metadata"]}},
            "lines": {
                "data": [
                    {
                        "amount": 1200,
                        "period": {"end": now + MONTH},
                        "pricing": {"price_details": {"price": price["id"]}},
                    }
                ]
            },
            "payments": {"data": [{"payment": {"payment_intent": intent}}]},
        }
        return [
            self.event("customer.subscription.created", subscription),
            self.event("invoice.paid", invoice),
            self.event("checkout.session.completed", session),
        ]

    def event(self, kind: str, thing: dict[str, Any]) -> dict[str, Any]:
        """An event as Stripe sends it."""
        return {
            "id": f"evt_{secrets.token_hex(10)}",
            "object": "event",
            "type": kind,
            "created": int(time.time()),
            "api_version": "2026-10-28.endive",
            "livemode": False,
            "data": {"object": thing},
        }

    def deliver(self, event: dict[str, Any], at: float | None = None, secret: str | None = None) -> int:
        """Send an event to the webhook; returns the HTTP status. Blocks."""
        body = json.dumps(event).encode()
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature(secret or self.secret, body, at)}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.webhook, body, headers), timeout=20) as answer:
                status = int(answer.status)
        except urllib.error.HTTPError as failed:
            status = failed.code
        self.log(f"stripe: {event['type']} delivered: {status}")
        return status
