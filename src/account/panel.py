"""The pages of Settings: what was there before as *General*, and the account beside it. Adapter.

A page of the account is built when it is first seen, and again whenever what it shows has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import document, window

from account import page_account, page_credits, page_more, page_out
from account.desk import AccountDesk
from account.values import AccountState
from editor import dom
from editor.state import State
from texts import spoken, t

Build = Callable[[AccountState], list[Any]]
NAMES = ("general", "account", "credits", "consents", "notices")


class Actions:
    """What the pages need besides the desk. `spawn` runs a job, `clear` forgets all pictures, `host` is where the
    backend is."""

    def __init__(self, desk: AccountDesk, spawn: Callable[[Any], None], clear: Callable[[], Any], host: str) -> None:
        self.desk, self.spawn, self.clear, self.host = desk, spawn, clear, host


class SettingsPages:
    """rooms.Panel: the column of pages in the drawer Settings."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._drawer = dom.by_id("settings")
        self._drawer.dataset.page = "general"
        _style("account.css")
        self._builders: dict[str, Build] = {
            "account": lambda state: page_account.build(state, actions),
            "credits": lambda state: page_credits.build(state, actions),
            "consents": lambda state: page_more.consents(state, actions),
            "notices": lambda state: page_more.notices(state, actions),
        }
        self._buttons: dict[str, Any] = {}
        self._pages: dict[str, Any] = {}
        self._drawn: tuple[Any, ...] = ()
        self._open = False
        self._arrange()
        spoken(self._again)
        actions.desk.watch(lambda state: self._draw())

    def draw(self, state: State) -> None:
        """The page that is chosen, when the drawer is open."""
        came, self._open = state.desk.drawer == "settings" and not self._open, state.desk.drawer == "settings"
        if self._open:
            self._draw()
        if came and self._drawer.dataset.page != "general":
            self._actions.spawn(self._actions.desk.open())

    def show(self, name: str) -> None:
        """Choose a page."""
        self._drawer.dataset.page = name
        self._draw()
        if name != "general":
            self._actions.spawn(self._actions.desk.open())

    def _arrange(self) -> None:
        general = self._drawer.querySelector(".scroll")
        general.dataset.name = "general"
        nav = dom.make("nav", class_="pages-nav", translate="no")
        pages = dom.make("div", class_="pages")
        for name in NAMES:
            button = dom.make("button", type="button", class_="page-pick")
            button.dataset.name = name
            dom.on(button, "click", lambda event: self.show(str(event.currentTarget.dataset.name)))
            nav.append(button)
            self._buttons[name] = button
        general.replaceWith(pages)
        pages.append(general)
        for name in self._builders:
            page = dom.make("div", class_="scroll account-page", role="group", tabindex="0", translate="no")
            page.dataset.name = name
            pages.append(page)
            self._pages[name] = page
        holder = dom.make("div", class_="paged")
        self._drawer.append(holder)
        holder.append(nav, pages)
        self._nav = nav

    def _again(self) -> None:
        """In another language."""
        self._nav.setAttribute("aria-label", t("Pages of the settings"))
        self._drawn = ()
        self._draw()

    def _draw(self) -> None:
        chosen, state = str(self._drawer.dataset.page), self._actions.desk.state
        for name, button in self._buttons.items():
            dom.set_text(button, self._label(name, state))
            if name == chosen:
                dom.set_attribute(button, "aria-current", "page")
            else:
                button.removeAttribute("aria-current")
        if chosen == "general" or self._drawer.hidden or self._drawn == (chosen, state):
            return
        self._drawn = (chosen, state)
        page = self._pages[chosen]
        page.setAttribute("aria-label", self._label(chosen, state))
        build = self._builders[chosen] if state.stage == "in" else lambda one: page_out.build(one, self._actions)
        rebuilt(page, build(state))

    def _label(self, name: str, state: AccountState) -> str:
        unseen = state.overview.unseen if state.overview else 0
        if name == "notices" and unseen:
            return t("Notices ({count})", count=unseen)
        labels = {
            "general": t("General"),
            "account": t("Account"),
            "credits": t("Credits and plan"),
            "consents": t("Consents"),
            "notices": t("Notices"),
        }
        return labels[name]


def rebuilt(page: Any, children: list[Any]) -> None:
    """Put `children` into `page` instead of what is there; what was typed and where the focus was stay."""
    kept = {str(field.id): field for field in dom.every("input[id], select[id]", page)}
    focus = document.activeElement
    was = str(focus.id) if focus and page.contains(focus) else ""
    inside = bool(focus and page.contains(focus))
    unfolded = bool(page.querySelector("details[open]"))
    page.replaceChildren(*children)
    if unfolded and (part := page.querySelector("details")):
        part.open = True
    for name, old in kept.items():
        new = page.querySelector("#" + name)
        if new and str(old.value) != str(old.defaultValue if old.type != "select-one" else old.value):
            new.value = old.value
            new.dispatchEvent(window.Event.new("input"))
    again = page.querySelector("#" + was) if was else None
    if again and not again.disabled:
        again.focus(dom.options(preventScroll=True))
    elif inside and (head := page.querySelector(".page-title")):
        head.focus(dom.options(preventScroll=True))


def _style(name: str) -> None:
    """A style sheet that the first paint does without."""
    link = dom.make("link", rel="stylesheet", href=str(window.aluo.site.static.page) + name)
    document.head.append(link)
