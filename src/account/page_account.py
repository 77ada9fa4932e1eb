"""The page Account: who you are, what is held about you, and the way out. Adapter."""

from __future__ import annotations

from functools import partial
from typing import Any

import words
from account import pieces
from account.values import AccountState, Overview, Saved
from editor import dom
from texts import LANGUAGES, Texts, t

STANDING = Texts(
    {
        "moderation": "Several prompts were refused by the models' rules.",
        "moderation_many": "Very many prompts were refused by the models' rules.",
        "payment_failed": "Several payments failed.",
        "fraud_warning": "A payment was reported as fraud.",
        "refund_spent": "A payment was given back after its credits had been spent.",
        "dispute": "A payment is disputed.",
        "child_report": "Somebody reported that it belongs to a child.",
        "manual_limit": "A person of the team decided so.",
        "manual_block": "A person of the team decided so.",
    }
)
"""Rules of the backend (private.abuse_rules) as reasons."""
KEEP = Texts({"0": "until I remove it", "7": "7 days", "30": "30 days", "365": "a year"})
"""Days from now."""


def build(state: AccountState, actions: Any) -> list[Any]:
    """All of the page."""
    overview = state.overview
    assert overview is not None
    body = dom.make("div", class_="body")
    body.append(
        pieces.title(
            t("Account"),
            pieces.button(t("Sign out"), lambda: actions.spawn(actions.desk.sign_out()), "quiet", "account-out"),
        ),
        pieces.outcome(state),
        *_standing(overview),
        *_person(overview, state, actions),
        *_held(overview, state, actions),
    )  # fmt: skip
    return [body, _leave(overview, state, actions)]


def _standing(overview: Overview) -> list[Any]:
    if overview.standing == "normal":
        return []
    line = dom.make("p", class_="wrong")
    line.append(
        dom.make(
            "b", t("Your account is limited.") if overview.standing == "limited" else t("Your account is blocked.")
        )
    )
    line.append("".join(f" {STANDING.get(one) or one.replace('_', ' ')}" for one in overview.reasons))
    if overview.until:
        line.append(" " + t("It ends on {day}.", day=pieces.day(overview.until)))
    if overview.appeal:
        line.append(" " + t("If that is wrong, write to {address}.", address=overview.appeal))
    return [line]


def _person(overview: Overview, state: AccountState, actions: Any) -> list[Any]:
    def save() -> None:
        language = pieces.typed("account-locale")
        actions.spawn(actions.desk.put_profile(pieces.typed("account-name"), pieces.typed("account-avatar"), language))

    name = pieces.field("account-name", t("Name"), overview.name, maxlength="80", autocomplete="name")
    avatar = pieces.field(
        "account-avatar", t("Address of your picture (https)"), overview.avatar_url, "url", maxlength="500"
    )
    language = dom.make("label", class_="account-field")
    choice = dom.make("select", id="account-locale")
    for tag, label in {"": "–", **LANGUAGES}.items():
        choice.append(dom.make("option", label, value=tag))
    choice.value = overview.locale if overview.locale in LANGUAGES else ""
    holder = dom.make("span", class_="select")
    holder.append(choice, dom.icon("chevrons-up-down"))
    language.append(dom.make("span", t("Language of mails"), class_="label"), holder)
    fields = pieces.form(
        save, name, avatar, language, pieces.button(t("Save"), save, "", "account-save", bool(state.busy))
    )
    return [
        pieces.row(t("Email"), pieces.fact(overview.email), pieces.fact(t("confirmed"), "ok")),
        pieces.row(t("Since"), pieces.fact(pieces.day(overview.since))),
        pieces.row(t("Shown as"), fields),
    ]


def _held(overview: Overview, state: AccountState, actions: Any) -> list[Any]:
    desk, spawn, busy = actions.desk, actions.spawn, bool(state.busy)

    def records(kind: str) -> Any:
        return pieces.button(kind.upper(), lambda: spawn(desk.records(kind)), "", f"account-{kind}", busy)

    everything = pieces.button(t("Get file"), lambda: spawn(desk.everything()), "", "account-everything", busy)
    return [
        pieces.row(
            t("Scene records"),
            pieces.fact(t("Model, settings, credits, times; never the words")),
            records("csv"),
            records("json"),
        ),
        _saved(state, actions),
        pieces.row(t("Everything held about you"), pieces.fact(t("One file, made on request")), everything),
    ]  # fmt: skip


def _saved(state: AccountState, actions: Any) -> Any:
    """Scenes that were saved to the account, on demand."""
    if state.saved is None:
        show = pieces.button(t("Show"), partial(_run, actions, "saved"), "", "account-saved", bool(state.busy))
        return pieces.row(t("Saved scenes"), pieces.fact(t("Only those that you asked to be saved")), show)
    items = dom.make("ul", class_="account-saved")
    for index, one in enumerate(state.saved):
        item = dom.make("li", class_="row")
        until = t("until {day}", day=pieces.day(one.until)) if one.until else t("until you remove it")
        item.append(
            dom.make("span", f"{pieces.day(one.at)}, {words.size(one.bytes)}, {until}", class_="grow"),
            _keep(one, index, actions),
            pieces.button(t("Get file"), partial(_run, actions, "get_saved", one), "", f"saved-get-{index}"),
            pieces.button(t("Remove"), partial(_run, actions, "remove_saved", one), "danger", f"saved-remove-{index}"),
        )
        items.append(item)
    if not state.saved:
        items.append(dom.make("li", t("There are none."), class_="text2"))
    return pieces.row(t("Saved scenes"), items)


def _keep(one: Saved, index: int, actions: Any) -> Any:
    """For how long it stays from now on."""
    holder = dom.make("span", class_="select")
    choice = dom.make("select", id=f"saved-keep-{index}", aria_label=t("Keep for"))
    choice.append(dom.make("option", t("Keep for"), value="", disabled=""))
    choice.append(*(dom.make("option", KEEP[days], value=days) for days in KEEP))
    choice.value = ""
    dom.on(choice, "change", lambda event: _run(actions, "keep_saved", one, int(event.target.value)))
    holder.append(choice, dom.icon("chevrons-up-down"))
    return holder


def _run(actions: Any, name: str, *given: Any) -> None:
    actions.spawn(getattr(actions.desk, name)(*given))


def _leave(overview: Overview, state: AccountState, actions: Any) -> Any:
    box = dom.make("section", class_="account-leave", aria_label=t("Delete account"))
    head = dom.make("header", class_="page-head")
    head.append(
        dom.make("h3", t("Delete account"), class_="strong"), dom.make("span", t("Cannot be undone"), class_="note")
    )
    facts = dom.make("dl", class_="account-facts")
    left = overview.credits.balance
    for what, value in (
        (t("At once"), t("Profile, consents, scene records, saved scenes, credits left ({count})", count=left)),
        (t("Within a day"), t("Subscription ended, payment token forgotten")),
        (t("Kept by law"), t("Order numbers and amounts, without your name")),
        (t("Not touched"), t("Pictures on this device, unless you tick the box")),
    ):
        facts.append(dom.make("dt", what), dom.make("dd", value))
    also = dom.make("label", class_="tick")
    box_also = dom.make("input", type="checkbox", id="account-also")
    also.append(box_also, dom.make("span", t("Also clear all images on this device")))
    entry = pieces.field("account-confirm", t("Type your email to confirm"), kind="email", maxlength="254")
    gone = pieces.button(t("Delete account"), lambda: actions.spawn(_delete(actions)), "danger", "account-delete", True)

    def compare(event: Any) -> None:
        same = str(event.target.value).strip().lower() == overview.email.lower() and not state.busy
        gone.disabled = not same

    dom.on(entry.querySelector("input"), "input", compare)
    line = dom.make("div", class_="row account-confirm")
    line.append(entry, gone)
    box.append(head, facts, also, line)
    return box


async def _delete(actions: Any) -> None:
    """The account, and the pictures here if that was asked for."""
    also = bool(dom.by_id("account-also").checked)
    if await actions.desk.delete(pieces.typed("account-confirm")) and also:
        await actions.clear()
