"""The account in the egress thread: each operation of the table as calls of supabase-py or of our functions.

Adapter: it holds the client. Answers are the backend's JSON as text; account/values.py reads them on the page.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from account.supabase_py import tried
from account.trouble import trouble
from egress.fetch import Reply, Wire
from egress.protocol import (
    Age,
    Answer,
    Begin,
    Code,
    Consent,
    Email,
    File,
    Name,
    Nothing,
    Number,
    Password,
    Profile,
    SavedKeep,
    Usage,
)
from errors import OnlineError
from threads.channel import Handler, Work

MOVEMENTS = 50
"""Of the ledger of credits; all of it is in *Everything held about you*."""


class Account:
    """`connect` makes a client; `told` hears of each change of the session, ("", "") when it is over."""

    wire: Wire

    def __init__(self, connect: Callable[[], Awaitable[Any]], told: Callable[[str, str], None]) -> None:
        self._connect, self._told = connect, told
        self._client: Any = None
        self._access = ""

    def handlers(self) -> dict[str, Handler]:
        """One for each of its rows of the operation table."""
        return {
            "begin": self.begin,
            "code": self.send_code,
            "verify": self.verify,
            "password": self.password,
            "sign-out": self.sign_out,
            "overview": self.overview,
            "age": self.age,
            "profile": self.profile,
            "consent": self.consent,
            "low": self.low,
            "seen": self.seen,
            "movements": self.movements,
            "prices": self.prices,
            "records": self.records,
            "everything": self.everything,
            "buy": self.buy,
            "portal": self.portal,
            "delete": self.delete,
            "usage": self.usage,
            "saved": self.saved,
            "saved-get": self.saved_get,
            "saved-keep": self.saved_keep,
            "saved-remove": self.saved_remove,
            "report": self.report,
        }

    def token(self) -> str:
        """The access token of who is signed in. Raises OnlineError account/signed-out."""
        if not self._access:
            raise OnlineError("account/signed-out")
        return self._access

    # the session

    async def begin(self, ask: Begin, work: Work) -> Answer:
        """Take up a session that the browser kept, in place of whatever there was; says whether somebody is signed
        in."""
        self._client, self._access = None, ""
        if ask.refresh:
            client = await self._made()
            try:
                await tried(client.auth.set_session(ask.access, ask.refresh))
            except OnlineError as error:
                if error.code == "account/signed-out":
                    self._over()
                raise
        return Answer("in" if self._access else "")

    async def send_code(self, ask: Email, work: Work) -> Nothing:
        """Have a code sent to an address."""
        client = await self._made()
        await tried(client.auth.sign_in_with_otp({"email": ask.email}))
        return Nothing()

    async def verify(self, ask: Code, work: Work) -> Nothing:
        """Sign in with the code; an address without an account gets one."""
        client = await self._made()
        await tried(client.auth.verify_otp({"email": ask.email, "token": ask.code, "type": "email"}))
        return Nothing()

    async def password(self, ask: Password, work: Work) -> Nothing:
        """Sign in, or up, with a password."""
        client = await self._made()
        given = {"email": ask.email, "password": ask.password}
        done = await tried(client.auth.sign_up(given) if ask.new else client.auth.sign_in_with_password(given))
        if done.session is None:
            raise OnlineError("account/code")
        return Nothing()

    async def sign_out(self, ask: Nothing, work: Work) -> Nothing:
        """End the session, here and at the backend; it is over here also when the backend is away."""
        try:
            client = await self._made()
            await tried(client.auth.sign_out({"scope": "local"}))
        finally:
            self._over()
        return Nothing()

    async def _made(self) -> Any:
        if self._client is None:
            client = self._client = await self._connect()
            client.auth.on_auth_state_change(lambda event, session: self._changed(client, event, session))
        return self._client

    def _changed(self, client: Any, event: str, session: Any) -> None:
        if client is not self._client:  # of somebody who has left meanwhile
            return
        if session is not None:
            self._access = str(session.access_token)
            self._told(self._access, str(session.refresh_token))
        elif event == "SIGNED_OUT":
            self._over()

    def _over(self) -> None:
        self._access = ""
        self._told("", "")

    async def signed(self) -> Any:
        """The client with a token that is still good; an old one is renewed."""
        client = await self._made()
        try:
            session = await tried(client.auth.get_session())
        except OnlineError as error:
            if error.code == "account/signed-out":
                self._over()
            raise
        if session is None:
            raise OnlineError("account/signed-out")
        return client

    # what the database answers

    async def _rpc(self, name: str, /, **arguments: Any) -> Any:
        client = await self.signed()
        return (await tried(client.rpc(name, arguments).execute())).data

    async def overview(self, ask: Nothing, work: Work) -> Answer:
        """Everything that the pages of the account show at first."""
        client = await self.signed()
        found = {
            name: (await tried(client.rpc(call, {}).execute())).data
            for name, call in (
                ("profile", "profile_get"),
                ("credits", "credits_mine"),
                ("billing", "billing_mine"),
                ("notices", "notices_mine"),
                ("standing", "standing_mine"),
            )
        }
        rows = client.table("consents").select("kind,version,granted,created_at").order("id", desc=True).limit(50)
        plans = client.table("plans").select("plan,rank,monthly_credits")
        found |= {"consents": (await tried(rows.execute())).data, "plans": (await tried(plans.execute())).data}
        return _json(found)

    async def age(self, ask: Age, work: Work) -> Answer:
        """The age gate: {state}."""
        turned = {"yes": True, "no": False}.get(ask.turned)
        return _json(await self._rpc("age_confirm", year=ask.year, turned=turned))

    async def profile(self, ask: Profile, work: Work) -> Answer:
        """Replace the profile; what is "" is forgotten."""
        given = {"name": ask.name or None, "avatar_url": ask.avatar_url or None, "locale": ask.locale or None}
        return _json(await self._rpc("profile_put", **given))

    async def consent(self, ask: Consent, work: Work) -> Nothing:
        """Record a consent, or that it is taken back."""
        await self._rpc("consent_put", kind=ask.kind, version=ask.version, granted=ask.granted)
        return Nothing()

    async def low(self, ask: Number, work: Work) -> Nothing:
        """From which balance on a notice is wanted; 0 for none."""
        await self._rpc("credits_low_put", p_at=ask.value or None)
        return Nothing()

    async def seen(self, ask: Number, work: Work) -> Nothing:
        """A notice was seen."""
        await self._rpc("notice_seen", p_id=ask.value)
        return Nothing()

    async def movements(self, ask: Nothing, work: Work) -> Answer:
        """The newest entries of the ledger of credits."""
        client = await self.signed()
        rows = client.table("credit_entries").select("id,pool,kind,amount,reason,request_id,created_at")
        return _json((await tried(rows.order("id", desc=True).limit(MOVEMENTS).execute())).data)

    async def prices(self, ask: Nothing, work: Work) -> Answer:
        """Credits for one image by model, quality, size and plan."""
        client = await self._made()
        rows = client.table("prices").select("model,quality,size,plan,credits")
        return _json((await tried(rows.execute())).data)

    async def usage(self, ask: Usage, work: Work) -> Nothing:
        """Count an event without a person, which the database does only after a consent."""
        await self._rpc("usage_count", p_event=ask.event, p_device=ask.device)
        return Nothing()

    async def saved(self, ask: Nothing, work: Work) -> Answer:
        """Scenes that were saved to the account."""
        return _json(await self._rpc("saved_mine"))

    async def saved_keep(self, ask: SavedKeep, work: Work) -> Nothing:
        """How long one of them stays."""
        await self._rpc("saved_keep", p_path=ask.path, p_days=ask.days or None)
        return Nothing()

    async def saved_remove(self, ask: Name, work: Work) -> Nothing:
        """Take one of them away."""
        await self._rpc("saved_remove", p_path=ask.name)
        return Nothing()

    # what the functions answer

    async def _post(self, path: str, /, **body: Any) -> Reply:
        await self.signed()
        return await succeeded(await self.wire.post(f"/functions/v1/{path}", body))

    async def records(self, ask: Name, work: Work) -> Answer:
        """The records of generations, as "json" or "csv"."""
        return Answer(await (await self._post("account/export", what="generations", format=ask.name)).text())

    async def everything(self, ask: Nothing, work: Work) -> Answer:
        """All that is held about the person."""
        return Answer(await (await self._post("account/export", what="everything")).text())

    async def buy(self, ask: Name, work: Work) -> Answer:
        """The address of the page where a product is paid."""
        return await self._address("billing/checkout", product=ask.name)

    async def portal(self, ask: Nothing, work: Work) -> Answer:
        """The address of the page with invoices, card and cancellation."""
        return await self._address("billing/portal")

    async def _address(self, path: str, /, **body: Any) -> Answer:
        return Answer(str(json.loads(await (await self._post(path, **body)).text())["url"]))

    async def delete(self, ask: Email, work: Work) -> Answer:
        """Delete the account: {state}, or {code: account/unfinished} when the rest is done later. It is over here."""
        said = await (await self._post("account/delete", email=ask.email)).text()
        self._over()
        self._client = None
        return Answer(said)

    async def report(self, ask: Email, work: Work) -> Nothing:
        """Report a child's account; the answer is the same whether there is one."""
        await succeeded(await self.wire.post_as_nobody("/functions/v1/account/report", {"email": ask.email}))
        return Nothing()

    async def saved_get(self, ask: Name, work: Work) -> File:
        """The file of a saved scene."""
        await self.signed()
        reply = await succeeded(await self.wire.get(f"/storage/v1/object/authenticated/results/{ask.name}"))
        return File(await reply.buffer(), reply.kind)


async def succeeded(reply: Reply) -> Reply:
    """The same answer. Raises OnlineError for one that tells of a failure."""
    if reply.status < 300:
        return reply
    try:
        said = json.loads(await reply.text())
        code = str(said.get("code", ""))
    except ValueError:
        said, code = {}, ""
    raise trouble(code, said)


def _json(value: Any) -> Answer:
    return Answer(json.dumps(value))
