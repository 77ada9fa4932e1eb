"""What a person can do with their account, and what is known of it. Plain: the thread and the browser are behind ports.

Nothing is asked of the backend before somebody opens the account, signs in, or has a scene drawn. The session lies
beside the other choices in local storage, and the egress thread, which has no storage, gets it from here.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Protocol

import words
from account.values import VERSION, AccountState, Overview, Saved, movements_of, overview_of, saved_of
from egress import protocol as say
from egress.client import EgressClient, Host
from egress.ledger import KEPT, Entry
from errors import AluoError, Cancelled, OnlineError
from texts import t
from threads.wire import Message

SESSION = "session"
"""The name among the choices."""
SAFE = ("https://", "http://127.0.0.1:", "http://localhost:")
"""What a page for payments may begin with; the latter two are this machine's own stack."""


class Kept(Protocol):
    """Where choices are kept."""

    def get(self, name: str, default: str = "") -> str: ...
    def put(self, name: str, value: str) -> None: ...
    def reread(self, name: str) -> None: ...


class Outside(Protocol):
    """What leaves the page."""

    def save(self, text: str, media_type: str, name: str) -> None:
        """Let the person save a text as a file."""

    def save_picture(self, file: Any, media_type: str, name: str) -> None:
        """Let the person save an ArrayBuffer as a file."""

    def open(self, address: str) -> None:
        """Open an address in another tab."""


class AccountDesk:
    """`scenes` hears the events of scenes; `tell` tells other tabs that something of the account is different."""

    def __init__(self, host: Host, kept: Kept, outside: Outside) -> None:
        self.client = EgressClient(host, self._heard)
        self.state = AccountState(stage="out" if host.there else "none")
        self.scenes: Callable[[str, Message], None] = lambda name, message: None
        self._kept, self._outside = kept, outside
        self._watchers: list[Callable[[AccountState], None]] = []
        self.tell: Callable[[], None] = lambda: None
        self._begun = self._wanted = False
        self._person = 0

    def watch(self, watcher: Callable[[AccountState], None]) -> None:
        """Call `watcher` with the state now and after every change."""
        self._watchers.append(watcher)
        watcher(self.state)

    def change(self, **changes: Any) -> None:
        """Replace fields of the state."""
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            for watcher in self._watchers:
                watcher(state)

    @property
    def signed_in(self) -> bool:
        """Whether there is a session, as far as this browser knows."""
        return bool(self._kept.get(SESSION)) and self.state.stage not in ("none", "out", "code")

    # the session

    async def open(self) -> None:
        """Take up the session that was kept, if there is one and nobody has yet."""
        self._wanted = True
        if self.state.stage == "out" and self._kept.get(SESSION) and not self.state.busy:
            await self._do("open", self._take_up())

    async def ready(self) -> None:
        """The same, for work that cannot go on without. Raises OnlineError."""
        if not self._begun or not self.client.running:
            await self._take_up()

    async def _take_up(self) -> None:
        self._kept.reread(SESSION)  # another tab may have renewed it
        said = await self._ask("begin", self._begin())
        self._begun = True
        if said.text == "in" and self.state.overview is None:
            await self._look()

    def _begin(self) -> say.Begin:
        kept = json.loads(self._kept.get(SESSION) or "{}")
        return say.Begin(str(kept.get("access", "")), str(kept.get("refresh", "")))

    async def _ask(self, operation: str, argument: Any) -> Any:
        """The thread's answer, while who asked is still the one that is here. Raises OnlineError, Cancelled."""
        person = self._person
        try:
            answer = await self.client.ask(operation, argument)
        except OnlineError:
            if person != self._person:
                raise Cancelled from None
            raise
        if person != self._person:
            raise Cancelled
        return answer

    async def send_code(self, email: str) -> None:
        """Have a code sent."""

        async def work() -> None:
            await self.client.ask("code", say.Email(email.strip()))
            self.change(stage="code", asking=email.strip())

        await self._do("code", work())

    async def verify(self, code: str) -> None:
        """Sign in with the code that was sent."""
        await self._enter("verify", say.Code(self.state.asking, "".join(code.split())))

    async def password(self, email: str, password: str, new: bool) -> None:
        """Sign in with a password, or make an account with one."""
        await self._enter("password", say.Password(email.strip(), password, new))

    async def _enter(self, operation: str, argument: Any) -> None:
        async def work() -> None:
            await self.client.ask(operation, argument)
            self._begun = True
            await self._look()

        await self._do(operation, work())

    def other_way(self) -> None:
        """Back to the form: no code, another address."""
        self.change(stage="out", wrong=None)

    async def sign_out(self) -> None:
        """End the session."""

        async def work() -> None:
            await self.ready()
            await self.client.ask("sign-out", say.Nothing())

        await self._do("sign-out", work())
        self._left()

    def _left(self) -> None:
        self._kept.put(SESSION, "")
        self.forget()

    # what other tabs do (account/elsewhere.py)

    def forget(self, done: str = "") -> None:
        """Nobody is signed in here any more, and nothing of who was is shown. What is still on its way to them is
        dropped when it comes."""
        if self.state.stage == "none":
            return
        self._person += 1
        self._begun = False
        self.change(
            stage="out", overview=None, movements=None, saved=None, asking="", link="", turned=False, done=done
        )  # fmt: skip

    async def let_go(self) -> None:
        """The thread forgets its session, too."""
        if self.client.running:
            with contextlib.suppress(AluoError):
                await self.client.ask("begin", say.Begin())

    async def taken_over(self) -> None:
        """Somebody signed in elsewhere: here, too, at once where anybody has looked for the account."""
        await self.let_go()
        if self._wanted:
            await self.open()

    async def renewed(self) -> None:
        """Another tab has other tokens for the same person; those of this one would soon be worth nothing."""
        if self._begun:
            with contextlib.suppress(AluoError):
                await self.client.ask("begin", self._begin())

    async def look_again(self) -> None:
        """Something was changed elsewhere: until it is known what, no consent is taken for given."""
        if self.state.overview is None:
            return
        self.change(overview=replace(self.state.overview, consents=()))
        with contextlib.suppress(AluoError):
            await self.ready()
            await self._look()

    async def _look(self) -> None:
        overview = overview_of((await self._ask("overview", say.Nothing())).text)
        self.change(overview=overview, stage=_stage(overview))

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

    # helpers

    async def _do(self, busy: str, work: Awaitable[None]) -> None:
        self.change(busy=busy, wrong=None, done="", link="")
        try:
            await work
        except Cancelled:
            pass
        except AluoError as error:
            self.fail(error)
        finally:
            self.change(busy="")

    def fail(self, error: AluoError) -> None:
        """Say why something did not work; a session that is over is over here too."""
        if error.code == "account/signed-out":
            self._left()
        self.change(wrong=words.sentence(error, picture_open=False))

    def _heard(self, name: str, message: Message) -> None:
        if name == "session":
            self._keep(str(message["access"]), str(message["refresh"]))
        elif name == "sent":
            entry = Entry(**json.loads(str(message["text"])))
            sent = (entry, *self.state.sent)[:KEPT]
            self.change(sent=sent, sent_count=self.state.sent_count + 1, sent_bytes=self.state.sent_bytes + entry.bytes)
        else:
            self.scenes(name, message)

    def _keep(self, access: str, refresh: str) -> None:
        text = json.dumps({"access": access, "refresh": refresh}) if refresh else ""
        self._kept.put(SESSION, text)


def _stage(overview: Overview) -> Any:
    if overview.closing:
        return "closed"
    return "in" if overview.age_confirmed else "age"
