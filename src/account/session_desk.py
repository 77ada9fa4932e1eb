"""Who is signed in, in this tab as in the others, and the one way to ask for anything. Plain: thread and browser are
behind ports.

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
from account.values import AccountState, Overview, overview_of
from egress import protocol as say
from egress.client import EgressClient, Host
from egress.ledger import KEPT, Entry
from errors import AluoError, Cancelled, OnlineError
from threads.wire import Message

SESSION = "session"
"""The name among the choices."""


class Kept(Protocol):
    """Where choices are kept."""

    def get(self, name: str, default: str = "") -> str: ...
    def put(self, name: str, value: str) -> None: ...
    def reread(self, name: str) -> None: ...


class SessionDesk:
    """`scenes` hears the events of scenes; `tell` tells other tabs that something of the account is different."""

    def __init__(self, host: Host, kept: Kept) -> None:
        self.client = EgressClient(host, self._heard)
        self.state = AccountState(stage="out" if host.there else "none")
        self.scenes: Callable[[str, Message], None] = lambda name, message: None
        self.tell: Callable[[], None] = lambda: None
        self._kept = kept
        self._watchers: list[Callable[[AccountState], None]] = []
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
