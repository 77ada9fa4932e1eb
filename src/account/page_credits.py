"""The page Credits and plan: what is left, what can be bought, and where every credit went. Adapter."""

from __future__ import annotations

from functools import partial
from typing import Any

from account import pieces
from account.values import AccountState, Movement, Overview
from editor import dom
from texts import Texts, t

PACKS = (("pack_500", 500), ("pack_2000", 2000))
SUBSCRIPTIONS = ("pro", "max")
PLANS = Texts({"free": "Free§plan", "pro": "Pro", "max": "Max"})
KINDS = Texts(
    {
        "grant": "Monthly credits",
        "expire": "Month is over",
        "purchase": "Bought",
        "reserve": "Held for a scene",
        "capture": "Scene delivered",
        "release": "Came back",
        "reversal": "Payment reversed",
        "restore": "Payment restored",
        "forfeit": "Account closed",
    }
)


def build(state: AccountState, actions: Any) -> list[Any]:
    """All of the page."""
    overview = state.overview
    assert overview is not None
    desk, spawn, busy = actions.desk, actions.spawn, bool(state.busy)
    body = dom.make("div", class_="body")
    again = pieces.button(t("Ask again"), lambda: spawn(desk.refresh()), "quiet", "account-again", busy)
    body.append(
        pieces.title(t("Credits and plan"), again),
        pieces.outcome(state),
        *_left(overview),
        _plan(overview, state, actions),
        _packs(state, actions),
        _low(overview, state, actions),
    )
    return [body, _ledger(state, actions)]


def _left(overview: Overview) -> list[Any]:
    held = overview.credits
    figures = dom.make("div", class_="account-figures")
    for value, text in (
        (str(held.balance), t("credits left")),
        (str(held.monthly), t("renew on {day}", day=pieces.day(held.renews))),
        (str(held.held), t("held for scenes on their way")),
    ):
        part = dom.make("p")
        part.append(dom.make("b", value), dom.make("span", text))
        figures.append(part)
    return [figures]


def _plan(overview: Overview, state: AccountState, actions: Any) -> Any:
    desk, spawn, busy = actions.desk, actions.spawn, bool(state.busy)
    monthly = dict(overview.plans)
    said = PLANS.get(overview.credits.plan) or overview.credits.plan
    text = t("{plan}, {count} credits a month", plan=said, count=monthly.get(overview.credits.plan, 0))
    if overview.ends:
        text = t("{plan}, ends on {day}", plan=text, day=pieces.day(overview.ends))
    buttons = [
        pieces.button(
            t("{plan}: {count} a month", plan=PLANS[plan], count=monthly.get(plan, 0)),
            partial(_buy, actions, plan), "", f"account-buy-{plan}", busy,
        )
        for plan in SUBSCRIPTIONS if not overview.subscribed
    ]  # fmt: skip
    portal = pieces.button(t("Invoices and card"), lambda: spawn(desk.portal()), "", "account-portal", busy)
    return pieces.row(t("Plan"), pieces.fact(text), *buttons, *([portal] if overview.subscribed else []))


def _packs(state: AccountState, actions: Any) -> Any:
    buttons = [
        pieces.button(
            t("{count} credits", count=count), partial(_buy, actions, pack), "", f"account-buy-{pack}", bool(state.busy)
        )
        for pack, count in PACKS
    ]  # fmt: skip
    return pieces.row(t("Buy credits"), pieces.fact(t("They stay. The payment page says the price first")), *buttons)


def _movements(actions: Any) -> None:
    actions.spawn(actions.desk.movements())


def _buy(actions: Any, product: str) -> None:
    actions.spawn(actions.desk.buy(product))


def _low(overview: Overview, state: AccountState, actions: Any) -> Any:
    def save() -> None:
        typed = pieces.typed("account-low").strip()
        actions.spawn(actions.desk.low(int(typed) if typed.isdigit() else 0))

    low = overview.credits.low_at
    entry = pieces.field("account-low", t("Credits"), str(low or ""), inputmode="numeric", maxlength="6")
    fields = pieces.form(save, entry, pieces.button(t("Save"), save, "", "account-low-save", bool(state.busy)))
    fields.className += " beside"
    return pieces.row(t("Tell me below"), fields)


def _ledger(state: AccountState, actions: Any) -> Any:
    body = dom.make("div", class_="body ruled")
    head = dom.make("header", class_="page-head")
    head.append(dom.make("h3", t("Where every credit went"), class_="strong"))
    body.append(head)
    if state.movements is None:
        show = pieces.button(
            t("Show the ledger"), partial(_movements, actions), "", "account-ledger", bool(state.busy)
        )  # fmt: skip
        body.append(show)
    elif not state.movements:
        body.append(dom.make("p", t("Nothing yet."), class_="note"))
    else:
        table, rows = dom.make("table", class_="kept account-ledger"), dom.make("tbody")
        for movement in state.movements:
            rows.append(_movement(movement))
        table.append(rows)
        body.append(table)
    return body


def _movement(movement: Movement) -> Any:
    line = dom.make("tr")
    amount = f"{movement.amount:+d}".replace("-", "−") if movement.amount else "0"
    line.append(
        dom.make("td", KINDS.get(movement.kind) or movement.kind),
        dom.make("td", t("bought") if movement.pool == "bought" else t("of the month")),
        dom.make("td", pieces.day(movement.at)),
        dom.make("td", amount, class_="num"),
    )
    return line
