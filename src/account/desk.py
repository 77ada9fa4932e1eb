"""What a person can do with their account once they are signed in. Plain: the browser is behind a port."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Protocol

import words
from account.session_desk import Kept, SessionDesk
from account.values import VERSION, Saved, movements_of, saved_of
from egress import protocol as say
from egress.client import Host
from texts import t

SAFE = ("https://", "http://127.0.0.1:", "http://localhost:")
"""What a page for payments may begin with; the latter two are this machine's own stack."""


class Outside(Protocol):
    """What leaves the page."""

    def save(self, text: str, media_type: str, name: str) -> None:
        """Let the person save a text as a file."""

    def save_picture(self, file: Any, media_type: str, name: str) -> None:
        """Let the person save an ArrayBuffer as a file."""

    def open(self, address: str) -> None:
        """Open an address in another tab."""


class AccountDesk(SessionDesk):
    """The account of who is signed in."""

    def __init__(self, host: Host, kept: Kept, outside: Outside) -> None:
        super().__init__(host, kept)
        self._outside = outside

    # what can be changed

    async def confirm_age(self, year: int, turned: str = "") -> None:
        """The age gate. Nothing of the date is kept anywhere."""

        async def work() -> None:
            said = json.loads((await self._ask("age", say.Age(year, turned))).text)
            self.change(turned=said["state"] == "ask")
            if said["state"] != "ask":
                await self._look()

        await self._do("age", work())

    async def put_profile(self, name: str, avatar_url: str, locale: str) -> None:
        """Another name, picture address or language of mails."""
        profile = say.Profile(name.strip(), avatar_url.strip(), locale)
        await self._then_look("profile", "profile", profile, t("Saved."))

    async def consent(self, kind: str, granted: bool) -> None:
        """Give a consent, or take it back."""
        overview = self.state.overview
        if overview is not None and not granted:  # it holds from here on, whenever the backend hears of it
            left = tuple(one for one in overview.consents if one.kind != kind)
            self.change(overview=replace(overview, consents=left))
        await self._then_look("consent", "consent", say.Consent(kind, VERSION, granted))

    async def low(self, at: int) -> None:
        """Be told when fewer credits than this are left; 0 for never."""
        await self._then_look("low", "low", say.Number(at), t("Saved."))

    async def seen(self, id: int) -> None:
        """A notice was read."""
        await self._then_look("seen", "seen", say.Number(id))

    async def _then_look(self, busy: str, operation: str, argument: Any, done: str = "") -> None:
        async def work() -> None:
            await self.ready()
            await self._ask(operation, argument)
            self.tell()
            await self._look()
            self.change(done=done)

        await self._do(busy, work())

    async def refresh(self) -> None:
        """Ask again, after a payment for example."""

        async def work() -> None:
            await self.ready()
            await self._look()
            if self.state.movements is not None:
                self.change(movements=movements_of((await self._ask("movements", say.Nothing())).text))

        await self._do("refresh", work())

    async def movements(self) -> None:
        """The ledger of credits."""

        async def work() -> None:
            await self.ready()
            self.change(movements=movements_of((await self._ask("movements", say.Nothing())).text))

        await self._do("movements", work())

    # files

    async def records(self, kind: str) -> None:
        """The records of scenes as a file, "json" or "csv"."""
        media = "application/json" if kind == "json" else "text/csv"
        await self._file("records", say.Name(kind), media, f"aluo-scenes.{kind}")

    async def everything(self) -> None:
        """All that is held about the person as a file."""
        await self._file("everything", say.Nothing(), "application/json", "aluo-account.json")

    async def _file(self, operation: str, argument: Any, media_type: str, name: str) -> None:
        async def work() -> None:
            await self.ready()
            text = (await self._ask(operation, argument)).text
            self._outside.save(text, media_type, name)
            self.change(
                done=t("{name} is ready: {size}. Your browser saves it.", name=name, size=words.size(len(text)))
            )

        await self._do(f"{operation}-{name[-4:]}", work())

    async def saved(self) -> None:
        """The scenes that were saved to the account."""

        async def work() -> None:
            await self.ready()
            await self._list()

        await self._do("saved", work())

    async def get_saved(self, one: Saved) -> None:
        """One of them as a file."""

        async def work() -> None:
            await self.ready()
            file = await self._ask("saved-get", say.Name(one.path))
            self._outside.save_picture(file.file, one.kind, one.path.rpartition("/")[2])

        await self._do("saved", work())

    async def keep_saved(self, one: Saved, days: int) -> None:
        """Keep one for so many days from now; 0 until it is removed."""

        async def work() -> None:
            await self.ready()
            await self._ask("saved-keep", say.SavedKeep(one.path, days))
            await self._list()

        await self._do("saved", work())

    async def remove_saved(self, one: Saved) -> None:
        """Take one away."""

        async def work() -> None:
            await self.ready()
            await self._ask("saved-remove", say.Name(one.path))
            await self._list()

        await self._do("saved", work())

    async def _list(self) -> None:
        self.change(saved=saved_of((await self._ask("saved", say.Nothing())).text))

    # money

    async def buy(self, product: str) -> None:
        """Go to the page where a product is paid."""
        await self._go("buy", say.Name(product))

    async def portal(self) -> None:
        """Go to the page with invoices, card and cancellation."""
        await self._go("portal", say.Nothing())

    async def back(self) -> None:
        """The person is back at this tab, perhaps from paying: look, and keep the way there while nothing has come."""
        link, before = self.state.link, self.state.overview
        if link and before is not None and not self.state.busy:
            await self.refresh()
            after = self.state.overview
            if after is not None and (after.credits, after.subscribed) == (before.credits, before.subscribed):
                self.change(link=link)

    async def _go(self, operation: str, argument: Any) -> None:
        async def work() -> None:
            await self.ready()
            address = (await self._ask(operation, argument)).text
            if address.startswith(SAFE):
                self.change(link=address)
                self._outside.open(address)

        await self._do(operation, work())

    # leaving

    async def report_child(self, email: str) -> None:
        """Say that an account belongs to a child; nobody has to be signed in for that."""

        async def work() -> None:
            await self.client.ask("report", say.Email(email.strip()))
            self.change(done=t("Thank you. If there is such an account, it is limited now and a person looks at it."))

        await self._do("report", work())

    async def delete(self, email: str) -> bool:
        """Delete the account; whether that was begun."""
        gone: list[bool] = []

        async def work() -> None:
            await self.ready()
            said = json.loads((await self.client.ask("delete", say.Email(email.strip()))).text)
            gone.append(True)
            self._left()
            later = said.get("code") == "account/unfinished"
            self.change(done=t("Your account is being deleted.") if later else t("Your account is deleted."))

        await self._do("delete", work())
        return bool(gone)
