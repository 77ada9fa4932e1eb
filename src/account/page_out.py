"""The account while nobody can use it: no backend, nobody signed in, no age confirmed, a closed account. Adapter."""

from __future__ import annotations

from typing import Any

from account import pieces
from account.values import AccountState
from editor import dom
from texts import t


def build(state: AccountState, actions: Any) -> list[Any]:
    """What stands on every page of the account then."""
    makers = {"none": _none, "out": _out, "code": _code, "age": _age, "closed": _closed}
    body = dom.make("div", class_="body")
    title, *rest = makers[state.stage](state, actions)
    body.append(title, pieces.outcome(state), *rest)
    return [body]


def _none(state: AccountState, actions: Any) -> list[Any]:
    return [
        pieces.title(t("Account")),
        pieces.words(t("This site has no backend, so there is nothing to sign in to and no scenes can be drawn.")),
        pieces.words(t("Everything else works: nothing in the editor needs an account.")),
    ]  # fmt: skip


def _out(state: AccountState, actions: Any) -> list[Any]:
    desk, spawn, busy = actions.desk, actions.spawn, bool(state.busy)
    made = dom.make("p", class_="text2 account-lead")
    made.append(
        t("Only scenes need an account: they are drawn by image models elsewhere, from words. Your photos stay here.")
    )

    def send() -> None:
        spawn(desk.send_code(pieces.typed("account-email")))

    def enter(new: bool) -> None:
        spawn(desk.password(pieces.typed("account-email"), pieces.typed("account-password"), new))

    email = pieces.field(
        "account-email", t("Email"), state.asking, "email", autocomplete="email", inputmode="email", maxlength="254"
    )
    password = pieces.field(
        "account-password", t("Password"), kind="password", autocomplete="current-password", maxlength="200"
    )
    code = pieces.button(t("Send me a code"), send, "primary", "account-send", busy)
    with_password = dom.make("div", class_="row")
    with_password.append(
        pieces.button(t("Sign in"), lambda: enter(False), "", "account-enter", busy),
        pieces.button(t("Make an account"), lambda: enter(True), "quiet", "account-new", busy),
    )
    return [
        pieces.title(t("Sign in")),
        made,
        pieces.form(send, email, code),
        pieces.words(t("Or with a password of 10 characters or more:")),
        pieces.form(lambda: enter(False), password, with_password),
        dom.make("p", t("Sent to {host}: your email, and the code or password.", host=actions.host), class_="note"),
        _report(actions, busy),
    ]  # fmt: skip


def _report(actions: Any, busy: bool) -> Any:
    """The way to report a child's account, for anybody."""

    def send() -> None:
        actions.spawn(actions.desk.report_child(pieces.typed("account-child")))

    part = dom.make("details", class_="account-report")
    part.append(dom.make("summary", t("Report a child's account")))
    field = pieces.field(
        "account-child", t("Address of that account"), kind="email", inputmode="email", maxlength="254"
    )
    said = pieces.words(
        t("An account needs an age of 16. A reported one is limited at once, and a person looks at it.")
    )
    part.append(said, pieces.form(send, field, pieces.button(t("Report"), send, "", "account-report", busy)))
    return part


def _code(state: AccountState, actions: Any) -> list[Any]:
    desk, spawn = actions.desk, actions.spawn

    def enter() -> None:
        spawn(desk.verify(pieces.typed("account-code")))

    field = pieces.field(
        "account-code", t("Code"), inputmode="numeric", autocomplete="one-time-code", maxlength="12"
    )  # fmt: skip
    buttons = dom.make("div", class_="row")
    buttons.append(
        pieces.button(t("Sign in"), enter, "primary", "account-verify", bool(state.busy)),
        pieces.button(
            t("Send another"), lambda: spawn(desk.send_code(state.asking)), "quiet", "account-send", bool(state.busy)
        ),
        pieces.button(t("Another address"), desk.other_way, "quiet", "account-other"),
    )
    return [
        pieces.title(t("Your code")),
        pieces.words(t("A code is on its way to {email}. It is good for 10 minutes.", email=state.asking)),
        pieces.form(enter, field, buttons),
    ]  # fmt: skip


def _age(state: AccountState, actions: Any) -> list[Any]:
    desk, spawn = actions.desk, actions.spawn

    def answer(turned: str = "") -> None:
        year = "".join(pieces.typed("account-year").split())
        spawn(desk.confirm_age(int(year) if year.isdigit() and len(year) == 4 else 0, turned))

    year = pieces.field(
        "account-year", t("Year of birth"), inputmode="numeric", maxlength="4", autocomplete="bday-year"
    )
    buttons = dom.make("div", class_="row")
    asked = [dom.make("p", t("Has your 16th birthday been?"), class_="strong")] if state.turned else []
    if state.turned:
        buttons.append(
            pieces.button(t("Yes, I am 16"), lambda: answer("yes"), "", "account-yes", bool(state.busy)),
            pieces.button(t("Not yet"), lambda: answer("no"), "", "account-no", bool(state.busy)),
        )
    else:
        buttons.append(pieces.button(t("Go on"), answer, "primary", "account-age", bool(state.busy)))
    return [
        pieces.title(t("One question first")),
        pieces.words(t("An account needs an age of 16 or more. The year is asked once and not kept.")),
        pieces.form(answer, year, *asked, buttons),
        pieces.button(t("Sign out"), lambda: spawn(desk.sign_out()), "quiet", "account-out"),
    ]  # fmt: skip


def _closed(state: AccountState, actions: Any) -> list[Any]:
    return [
        pieces.title(t("Account")),
        pieces.words(t("This account is closed: it is being deleted, or its owner is younger than 16.")),
        pieces.words(t("Nothing in the editor needs an account; only scenes do.")),
        pieces.button(t("Sign out"), lambda: actions.spawn(actions.desk.sign_out()), "", "account-out"),
    ]  # fmt: skip
