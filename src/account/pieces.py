"""What the pages of the account are built of: rows, fields, buttons, and the line that says how it went. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from account.values import AccountState
from editor import dom
from texts import language, t

Element = Any


def title(text: str, *more: Element) -> Element:
    """The heading of a page."""
    head = dom.make("header", class_="page-head")
    head.append(dom.make("h2", text, class_="page-title", tabindex="-1"), *more)
    return head


def words(text: str) -> Element:
    """A paragraph."""
    return dom.make("p", text, class_="text2")


def row(label: str, *parts: Element) -> Element:
    """A line of facts: what it is, what it says, what can be done."""
    line = dom.make("div", class_="account-row")
    line.append(dom.make("span", label, class_="account-label"))
    line.append(*parts)
    return line


def fact(text: str, kind: str = "") -> Element:
    """What a row says."""
    return dom.make("span", text, class_=f"account-fact {kind}".strip())


def field(id: str, label: str, value: str = "", kind: str = "text", **attributes: str) -> Element:
    """A labelled field; the label stands above it."""
    holder = dom.make("label", class_="account-field")
    given = {"autocomplete": "off", "spellcheck": "false", **attributes}
    entry = dom.make("input", type=kind, class_="well", id=id, value=value, **given)
    holder.append(dom.make("span", label, class_="label"), entry)
    return holder


def typed(id: str) -> str:
    """What a field says now."""
    return str(dom.by_id(id).value)


def button(text: str, pressed: Callable[[], None], kind: str = "", id: str = "", off: bool = False) -> Element:
    """A button. It stays where the focus is when the page is built again, if it has an id."""
    made = dom.make("button", text, class_=f"btn {kind}".strip(), type="button")
    if id:
        made.id = id
    made.disabled = off
    dom.on(made, "click", lambda event: pressed())
    return made


def form(pressed: Callable[[], None], *parts: Element) -> Element:
    """Fields whose Enter does the same as their button. (The page's policy forbids sending forms; nothing is sent.)"""
    made = dom.make("div", class_="account-form")
    made.append(*parts)

    def key(event: Any) -> None:
        if str(event.key) == "Enter" and str(event.target.tagName) == "INPUT":
            event.preventDefault()
            pressed()

    dom.on(made, "keydown", key, passive=False)
    return made


def switch(text: str, on: bool, turned: Callable[[bool], None], id: str) -> Element:
    """A switch that acts at once."""
    made = dom.make("label", class_="switch")
    entry = dom.make("input", type="checkbox", role="switch", id=id)
    entry.checked = on
    dom.on(entry, "change", lambda event: turned(bool(event.target.checked)))
    made.append(entry, dom.make("span", text))
    return made


def outcome(state: AccountState) -> Element:
    """How the last thing went, read out when it changes."""
    made = dom.make("div", class_="account-outcome", aria_live="polite")
    if state.wrong is not None:
        line = dom.make("p", class_="wrong")
        line.append(dom.make("b", state.wrong.what), " " + state.wrong.rest)
        made.append(line)
    elif state.busy:
        made.append(dom.make("p", t("One moment."), class_="text2"))
    elif state.done:
        made.append(dom.make("p", state.done, class_="text2 ok"))
    if state.link:
        link = dom.make(
            "a", t("Go on to the payment page"), href=state.link, target="_blank", rel="noopener noreferrer"
        )
        link.className = "link"
        line = dom.make("p", class_="text2")
        line.append(link, " " + t("It opens in another tab. What you bought is here when you come back."))
        made.append(line)
    return made


def day(moment: str) -> str:
    """A date of the backend (ISO 8601) for a reader."""
    from js import Date

    if not moment:
        return "–"
    options = dom.options(day="numeric", month="long", year="numeric")
    return str(Date.new(moment).toLocaleDateString("de-DE" if language() == "de" else "en-GB", options))
