"""The ledger in the drawer Privacy: every request that left this browser for the backend, as egress/ledger.py has it.
Adapter."""

from __future__ import annotations

from typing import Any

from js import Date

import words
from account.desk import AccountDesk
from account.values import AccountState
from editor import dom
from editor.state import State
from egress.ledger import Entry
from texts import Texts, spoken, t

SENT = Texts(
    {
        "sign-in": "Sign-in",
        "account": "Account",
        "profile": "Profile",
        "consent": "Consents",
        "credits": "Credits and prices",
        "notices": "Notices",
        "usage": "Usage count",
        "saved": "Saved scenes",
        "prompt": "Words for a scene",
        "billing": "Payment page",
        "export": "Your data",
        "delete": "Deletion",
        "report": "Report",
    }
)
"""What a request of the egress thread is for."""
SHOWN = 12
"""Rows at first; the rest on demand."""


class LedgerPart:
    """rooms.Panel."""

    def __init__(self, desk: AccountDesk, host: str) -> None:
        self._desk, self._host = desk, host
        self._part = dom.make("div", class_="body ruled", translate="no", id="ledger")
        dom.by_id("privacy").querySelector(".scroll").insertBefore(
            self._part, dom.by_id("proofs").parentElement
        )  # fmt: skip
        self._open = self._all = False
        self._drawn: tuple[Any, ...] = ()
        spoken(self._again)
        desk.watch(lambda state: self._draw())

    def draw(self, state: State) -> None:
        """The ledger, while the drawer is open."""
        self._open = state.desk.drawer == "privacy"
        self._draw()

    def _again(self) -> None:
        self._drawn = ()
        self._draw()

    def _more(self, event: Any) -> None:
        self._all = True
        self._again()

    def _draw(self) -> None:
        state = self._desk.state
        seen = (state.sent, state.stage == "none", self._all)
        if not self._open or seen == self._drawn:
            return
        self._drawn = seen
        head = dom.make("p", class_="sum")
        head.append(
            dom.make("b", t("What left this browser"), class_="label"), dom.make("span", _sum(state), class_="note")
        )
        self._part.replaceChildren(head, *self._rows(state))

    def _rows(self, state: AccountState) -> list[Any]:
        if state.stage == "none":
            return [
                dom.make("p", t("This site has no backend: there is nowhere that anything could go."), class_="note")
            ]
        if not state.sent:
            told = t("Nothing yet. Only account and scenes send anything, and only to {host}.", host=self._host)
            return [dom.make("p", told, class_="note")]
        table, rows = dom.make("table", class_="kept"), dom.make("tbody")
        shown = state.sent if self._all else state.sent[:SHOWN]
        rows.append(*(_row(entry) for entry in shown))
        table.append(rows)
        if len(shown) == len(state.sent):
            return [table]
        more = dom.make("button", t("Show all {count}", count=len(state.sent)), class_="link", type="button")
        dom.on(more, "click", self._more)
        return [table, more]


def _sum(state: AccountState) -> str:
    size = words.size(state.sent_bytes)
    return t("{count} requests, {size}, no pixels", count=state.sent_count, size=size)


def _row(entry: Entry) -> Any:
    line = dom.make("tr")
    time = str(Date.new(entry.at).toLocaleTimeString("en-GB"))
    what = SENT.get(entry.kind) or entry.kind
    line.append(
        dom.make("td", time),
        dom.make("td", what),
        dom.make("td", f"{entry.method} {entry.host}{entry.path}"),
        dom.make("td", words.size(entry.bytes), class_="num"),
    )
    return line
