"""Scenes on the page: a request, its variants as they arrive, and the way of one into the picture. Plain.

Nothing of it is stored: the words and the scenes live in this object. A scene that is put into the picture is a part of
that from then on, as any picture that was opened.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import words
from account.desk import AccountDesk
from account.trouble import trouble
from editor.arranging import bounds
from editor.document import Document
from editor.intake import Incoming
from editor.session import Session
from editor.store import Store
from egress import protocol as say
from errors import AluoError, Cancelled
from generation.pricing import Cost, cost, prices_of
from generation.values import Route, ScenesState, Sent, Variant, Wish
from generation.words_added import Room, added, together
from threads.channel import Call
from threads.wire import Message


class Files(Protocol):
    """The browser's files."""

    def blob(self, file: Any, kind: str) -> Any:
        """An ArrayBuffer as a file."""

    def bytes(self, file: Any) -> int:
        """How many bytes an ArrayBuffer has."""

    def save(self, file: Any, kind: str, name: str) -> None:
        """Let the person save it."""


class Scenes:
    """What can be done in the panel Scene."""

    def __init__(
        self, account: AccountDesk, session: Session, store: Store, files: Files, came: Callable[[], None]
    ) -> None:
        """`came` is called for each scene that arrived."""
        self.state = ScenesState()
        self.account = account
        self._session, self._store, self._files, self._came = session, store, files, came
        self._watchers: list[Callable[[ScenesState], None]] = []
        self._call: Call | None = None
        self._key = _fresh_key()
        self._asking = False
        account.scenes = self._heard

    def watch(self, watcher: Callable[[ScenesState], None]) -> None:
        """Call `watcher` with the state now and after every change."""
        self._watchers.append(watcher)
        watcher(self.state)

    def change(self, **changes: Any) -> None:
        """Replace fields of the state."""
        self.state = replace(self.state, **changes)
        for watcher in self._watchers:
            watcher(self.state)

    def wish(self, **changes: Any) -> None:
        """Ask for something else. Another wish is another request, with another key."""
        if not self.state.working:
            self._key = _fresh_key()
        self.change(wish=replace(self.state.wish, **changes))

    # what is sent, and what it costs

    def sent(self, document: Document | None) -> Sent:
        """What would be sent now, whole."""
        wish = self.state.wish
        own, more = wish.prompt.strip(), added(wish.style, _room(document)) if wish.add else ""
        body = {
            "prompt": together(own, more),
            "aspect": wish.aspect,
            "quality": wish.quality,
            "count": wish.count,
            "model": wish.model,
            "save": wish.save,
            "idempotency_key": self._key,
        }
        text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
        fields = tuple((name, json.dumps(value).strip('"')) for name, value in body.items() if name != "prompt")
        return Sent(fields, own, more, len(text.encode()))

    @property
    def cost(self) -> Cost | None:
        """What the wish costs."""
        overview, wish = self.account.state.overview, self.state.wish
        plan = overview.credits.plan if overview else "free"
        return cost(self.state.prices, wish.model, wish.quality, wish.aspect, plan, wish.count)

    async def look(self) -> None:
        """Take up the session and ask for the prices, when the panel is seen and somebody is signed in."""
        await self.account.open()
        if not self.state.prices and not self._asking and self.account.state.stage == "in":
            self._asking = True
            try:
                self.change(prices=prices_of((await self.account.client.ask("prices", say.Nothing())).text))
            finally:
                self._asking = False

    # a request

    async def draw(self) -> None:
        """Have the scenes drawn."""
        if self.state.working or not self.state.wish.prompt.strip():
            return
        wish, number = self.state.wish, self.state.number + 1
        sent = self.sent(self._store.state.document)
        variants = tuple(Variant(index) for index in range(wish.count))
        self.change(
            working=True, stopping=False, number=number, variants=variants, route=None, wrong=None, charged=-1,
            missing="",
        )  # fmt: skip
        self._store.say(words.said("scene-asking"), "busy")
        try:
            await self.account.ready()
            answer = await self.account.client.call("scene", _ask(wish, sent, number, self._key), self._begun)
            self._done(json.loads(answer.text))
        except Cancelled:
            self._store.say(words.said("scene-stopped"), "still")
        except AluoError as error:
            self._fail(error)
        finally:
            self._call, self._key = None, _fresh_key()
            left = [
                one if one.phase == "ready" else replace(one, phase="failed", file=None) for one in self.state.variants
            ]
            self.change(working=False, stopping=False, variants=tuple(left))
        await self._count_again()
        await self._first()

    async def _first(self) -> None:
        """Show the first scene behind the product, unless one was put there already."""
        ready = [one for one in self.state.variants if one.phase == "ready"]
        document = self._store.state.document
        if ready and document is not None and document.cutout is not None and not any(map(self.placed, ready)):
            await self.place(ready[0].number)

    def stop(self) -> None:
        """Cancel: what has arrived stays and is charged, the rest is not."""
        if self._call is not None:
            self.change(stopping=True)
            self._call.cancel()

    def _begun(self, call: Call) -> None:
        self._call = call

    def _done(self, said: dict[str, Any]) -> None:
        charged, balance = int(said.get("charged", 0)), int(said.get("balance", -1))
        missing = words.sentence(trouble(str(said.get("code", "")), said)).what if said.get("missing") else ""
        self.change(charged=charged, balance=balance, missing=missing)
        count = sum(one.phase == "ready" for one in self.state.variants)
        self._store.say(words.said("scene-done", count=count, credits=charged))

    def _fail(self, error: AluoError) -> None:
        self.change(wrong=words.sentence(error))
        self._store.complain(error)
        self._store.say(words.sentence(error).what, "still")
        if error.code == "account/signed-out":
            self.account.fail(error)

    async def _count_again(self) -> None:
        if self.account.signed_in:
            await self.account.refresh()
            self.account.tell()

    # what the thread tells

    def _heard(self, name: str, message: Message) -> None:
        if int(message.get("tag", 0)) != self.state.number or not self.state.working:
            return
        data = json.loads(str(message.get("text", "{}")))
        if name == "route":
            self.change(route=Route(str(data["model"]), str(data["because"]), int(data["credits"])))
        elif name == "progress":
            self._variant(int(data["image"]), phase="drawing" if data["stage"] == "drawing" else "waiting")
        elif name == "arriving" and not message["partial"]:
            self._variant(int(message["image"]), phase="arriving", bytes=int(message["bytes"]))
        elif name == "picture":
            self._picture(int(message["image"]), bool(message["partial"]), message["file"], str(data["type"]))

    def _picture(self, number: int, partial: bool, file: Any, kind: str) -> None:
        size = self._files.bytes(file)
        self._variant(number, phase="preview" if partial else "ready", file=file, kind=kind, bytes=size)
        if not partial:
            self._came()
            self._store.say(words.said("scene-arrived", number=number + 1, count=len(self.state.variants)), "busy")

    def _variant(self, number: int, **changes: Any) -> None:
        changed = [replace(one, **changes) if one.number == number else one for one in self.state.variants]
        self.change(variants=tuple(changed))

    # into the picture, and out of it

    async def place(self, number: int) -> None:
        """Put a scene behind the product: one step that can be undone."""
        variant = next((one for one in self.state.variants if one.number == number), None)
        document = self._store.state.document
        if variant is None or variant.phase != "ready" or document is None or not self._store.state.idle:
            return
        known = any(file.id == variant.photo for file in document.pictures)
        if known:
            self._session.edits.backdrop(replace(document.backdrop, kind="picture", picture=variant.photo))
        else:
            await self._session.add_picture(self._incoming(variant), as_backdrop=True)
            placed = self._store.document.backdrop.picture if self._store.state.document else ""
            if placed != document.backdrop.picture:
                self._variant(number, photo=placed)
        key = "scene-placed" if document.cutout else "needs-cutout"
        self._store.say(words.said(key, number=number + 1))

    def placed(self, variant: Variant) -> bool:
        """Whether a scene is what stands behind the product now."""
        document = self._store.state.document
        backdrop = document.backdrop if document else None
        return bool(variant.photo) and backdrop is not None and (backdrop.kind, backdrop.picture) == (
            "picture", variant.photo
        )  # fmt: skip

    def blob(self, variant: Variant) -> Any:
        """The picture of a scene as a file."""
        return self._files.blob(variant.file, variant.kind)

    def save(self, number: int) -> None:
        """*Download scene*: as it came, without the product."""
        for one in self.state.variants:
            if one.number == number and one.phase == "ready":
                self._files.save(one.file, one.kind, self._name(one))

    def _incoming(self, variant: Variant) -> Incoming:
        blob = self._files.blob(variant.file, variant.kind)
        return Incoming(self._name(variant), variant.bytes, blob)

    def _name(self, variant: Variant) -> str:
        ending = {"image/jpeg": "jpg", "image/webp": "webp"}.get(variant.kind, "png")
        return f"scene-{self.state.number}-{variant.number + 1}.{ending}"


def _ask(wish: Wish, sent: Sent, number: int, key: str) -> say.Scene:
    return say.Scene(
        number, wish.count, together(sent.own, sent.added), wish.aspect, wish.quality, wish.model, key, wish.save
    )


def _room(document: Document | None) -> Room | None:
    """Where the product stands, once it is cut out."""
    if document is None or document.cutout is None:
        return None
    try:
        box = bounds(document.subject)
    except ValueError:
        return None
    return Room.of(box, document.width, document.height)


def _fresh_key() -> str:
    return secrets.token_hex(12)
