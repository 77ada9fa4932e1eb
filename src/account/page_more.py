"""The pages Consents and Notices. Adapter."""

from __future__ import annotations

from functools import partial
from typing import Any

from account import pieces
from account.values import CONSENTS, AccountState, Notice
from editor import dom
from texts import Texts, t

TITLES = Texts({"usage": "Usage counts", "news": "News by mail"})
EXPLAINED = Texts(
    {
        "usage": "How often something is done on a day, say a picture opened, and on which device. Nobody is named.",
        "news": "A mail when something new is there. You can take this back at any time.",
    }
)  # fmt: skip
KINDS = Texts(
    {
        "system": "System",
        "policy": "Change of policy",
        "low_credit": "Low credits",
        "account": "Your account",
        "billing": "Payments",
    }
)
SAID = Texts(
    {
        "low_credit": "Fewer credits are left than you wanted to be told at.",
        "standing_limited": "Your account is limited for a while.",
        "standing_blocked": "Your account is blocked. The page Account says where to write.",
        "standing_normal": "Your account is in good standing again.",
        "payment_failed": "A payment failed. Look at your card in Invoices and card.",
        "maintenance": "The backend is looked after on that day. Scenes may wait; editing goes on.",
    }
)
"""Texts of notices by their key; a key that is not known is shown as it is."""


def consents(state: AccountState, actions: Any) -> list[Any]:
    """What was agreed to, each with its switch."""
    overview = state.overview
    assert overview is not None
    body = dom.make("div", class_="body")
    body.append(pieces.title(t("Consents")), pieces.outcome(state))
    for kind in CONSENTS:
        said = next((one for one in overview.consents if one.kind == kind), None)
        line = dom.make("div", class_="account-consent")
        turned = pieces.switch(TITLES[kind], overview.agreed(kind), partial(_turned, actions, kind), f"consent-{kind}")
        line.append(turned, dom.make("p", EXPLAINED[kind], class_="text2"))
        if said is not None:
            when = (
                t("Given on {day}.", day=pieces.day(said.at))
                if said.granted
                else t("Taken back on {day}.", day=pieces.day(said.at))
            )
            line.append(dom.make("p", when, class_="note"))
        else:
            line.append(dom.make("p", t("Never given."), class_="note"))
        body.append(line)
    body.append(dom.make("p", t("Without a consent nothing is counted and nothing is mailed."), class_="note"))
    return [body]


def _turned(actions: Any, kind: str, on: bool) -> None:
    actions.spawn(actions.desk.consent(kind, on))


def notices(state: AccountState, actions: Any) -> list[Any]:
    """Notices, the newest first."""
    overview = state.overview
    assert overview is not None
    body = dom.make("div", class_="body")
    body.append(pieces.title(t("Notices")), pieces.outcome(state))
    if not overview.notices:
        body.append(pieces.words(t("There are none. Changes of policy stand here at least 7 days ahead.")))
    items = dom.make("ul", class_="account-notices")
    for notice in overview.notices:
        items.append(_notice(notice, state, actions))
    body.append(items)
    return [body]


def _notice(notice: Notice, state: AccountState, actions: Any) -> Any:
    item = dom.make("li", class_="account-notice" + ("" if notice.seen else " new"))
    words = dom.make("div", class_="grow")
    head = dom.make("p", class_="strong")
    head.append(KINDS.get(notice.kind) or notice.kind)
    said = SAID.get(notice.key) or notice.key.replace("_", " ")
    when = pieces.day(notice.published)
    if notice.kind in ("policy", "system") and notice.effective != notice.published:
        when = t("{day}, takes effect on {effective}", day=when, effective=pieces.day(notice.effective))
    words.append(head, dom.make("p", said, class_="text2"), dom.make("p", when, class_="note"))
    item.append(words)
    if not notice.seen:
        item.append(
            pieces.button(t("Seen"), partial(_seen, actions, notice.id), "quiet", f"seen-{notice.id}", bool(state.busy))
        )  # fmt: skip
    return item


def _seen(actions: Any, id: int) -> None:
    actions.spawn(actions.desk.seen(id))
