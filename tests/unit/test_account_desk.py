"""The account on the page: signing in and out, in one tab and in the others; counts that need a consent."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest

from account.counting import Counting, happened
from account.desk import AccountDesk
from account.elsewhere import Elsewhere, owner
from editor.document import Document
from editor.history import History
from editor.state import Alert, State, Work
from egress.protocol import OPERATIONS, Answer, Begin, Nothing, Usage
from errors import OnlineError
from tests.unit.editor_fakes import cut, photo
from tests.unit.egress_fakes import Answering
from tests.unit.test_account import SAID
from threads import channel
from words import Sentence


def token(person: str, number: int = 0) -> str:
    """An access token as far as the page reads it."""
    payload = base64.urlsafe_b64encode(json.dumps({"sub": person, "n": number}).encode()).decode().rstrip("=")
    return f"e30.{payload}.c2ln"


class Browser:
    """Local storage and the channel of all tabs."""

    def __init__(self) -> None:
        self.stored: dict[str, str] = {}
        self.tabs: list[Tab] = []


class Tab:
    """A tab: choices, the other tabs, and a desk whose thread answers as the backend would."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.values = browser, dict(browser.stored)
        self.heard: tuple[Callable[[], None], ...] = ()
        self.begun: list[Begin] = []
        self.asked: list[str] = []
        self.counted: list[str] = []
        self.agreed: set[str] = set()
        self.bought = 0
        self.gate: dict[str, asyncio.Event] = {}
        self.jobs: set[asyncio.Future[Any]] = set()
        self.thread = Answering({name: self._handler(name) for name in OPERATIONS})
        self.desk = AccountDesk(self.thread, self, self)
        Elsewhere(self.desk, self, self, self.spawn)
        browser.tabs.append(self)

    # desk.Kept
    def get(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def put(self, name: str, value: str) -> None:
        self.values[name] = value
        if self.browser.stored.get(name, "") != value:
            self.browser.stored[name] = value
            for other in self.others():
                other.heard[0]()

    def reread(self, name: str) -> None:
        self.values[name] = self.browser.stored.get(name, "")

    # desk.Outside
    def save(self, text: str, media_type: str, name: str) -> None: ...
    def save_picture(self, file: Any, media_type: str, name: str) -> None: ...
    def open(self, address: str) -> None: ...

    # elsewhere.Tabs
    def listen(self, session: Callable[[], None], changed: Callable[[], None], back: Callable[[], None]) -> None:
        self.heard = session, changed, back

    def tell(self) -> None:
        for other in self.others():
            other.heard[1]()

    def others(self) -> list[Tab]:
        return [tab for tab in self.browser.tabs if tab is not self]

    def spawn(self, job: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(job)
        self.jobs.add(task)
        task.add_done_callback(self.jobs.discard)

    def _handler(self, name: str) -> channel.Handler:
        async def handle(argument: Any, work: channel.Work) -> Any:
            self.asked.append(name)
            if name in self.gate:
                await self.gate[name].wait()
            return await self._answer(name, argument)

        return handle

    async def _answer(self, name: str, argument: Any) -> Any:
        if name == "begin":
            self.begun.append(argument)
            return Answer("in" if argument.refresh else "")
        if name == "password":
            self.session(argument.email)
        elif name == "overview":
            rows = [{"kind": one, "version": "1", "granted": True, "created_at": "x"} for one in sorted(self.agreed)]
            left = SAID["credits"] | {"bought": self.bought}
            return Answer(json.dumps(SAID | {"consents": rows, "credits": left}))
        elif name == "usage":
            self.counted.append(argument.event)
        elif name == "consent":
            for tab in self.browser.tabs:
                (tab.agreed.add if argument.granted else tab.agreed.discard)(argument.kind)
        elif name == "buy":
            return Answer("https://pay.example/1")
        elif name in ("movements", "saved"):
            return Answer("[]")
        elif name in ("sign-out", "delete"):
            self.thread.emit("session", access="", refresh="")
        return Answer('{"state": "finished"}') if OPERATIONS[name].result is Answer else Nothing()

    def session(self, person: str, number: int = 0) -> None:
        """The thread has a session."""
        self.thread.emit("session", access=token(person, number), refresh=f"r-{person}-{number}")


async def settled(*tabs: Tab) -> None:
    """Until nothing is on its way."""
    for _ in range(200):
        await asyncio.sleep(0)
    assert not [job for tab in tabs for job in tab.jobs]


def two(test: Callable[[Tab, Tab], Coroutine[Any, Any, None]]) -> None:
    browser = Browser()

    async def work() -> None:
        await test(Tab(browser), Tab(browser))

    asyncio.run(work())


async def sign_in(tab: Tab, person: str = "ada") -> None:
    await tab.desk.password(person, "a-long-password", new=False)
    await settled()


def test_a_sign_in_is_taken_over_where_somebody_looks_and_else_costs_nothing() -> None:
    async def test(one: Tab, other: Tab) -> None:
        await sign_in(one)
        assert (other.desk.state.stage, other.thread.started) == ("out", 0), "nothing is asked before it is needed"
        await other.desk.open()
        assert other.desk.state.stage == "in"
        await one.desk.sign_out()
        await settled(one, other)
        await sign_in(one)
        await settled(one, other)
        assert other.desk.state.stage == "in"
        assert other.begun[-1].refresh == "r-ada-0"

    two(test)


@pytest.mark.parametrize("way", ["sign-out", "delete"])
def test_who_leaves_in_one_tab_has_left_in_all(way: str) -> None:
    async def test(one: Tab, other: Tab) -> None:
        await sign_in(one)
        await other.desk.open()
        await other.desk.movements()
        await (one.desk.sign_out() if way == "sign-out" else one.desk.delete("a@b.example"))
        await settled(one, other)
        for tab in (one, other):
            state = tab.desk.state
            assert (state.stage, state.overview, state.movements, state.saved) == ("out", None, None, None)
            assert not tab.desk.signed_in
        assert other.begun[-1] == Begin(), "its thread has forgotten the session, too"
        assert other.desk.state.done == "You signed out in another tab."
        assert one.browser.stored == {"session": ""}

    two(test)


def test_what_was_on_its_way_to_who_left_is_dropped() -> None:
    async def test(one: Tab, other: Tab) -> None:
        await sign_in(one)
        await other.desk.open()
        other.gate["movements"] = asyncio.Event()
        late = asyncio.ensure_future(other.desk.movements())
        await settled()
        await one.desk.sign_out()
        other.gate["movements"].set()
        await late
        await settled(one, other)
        assert (other.desk.state.movements, other.desk.state.wrong) == (None, None)

    two(test)


def test_another_person_who_signs_in_sees_nothing_of_the_first() -> None:
    async def test(one: Tab, other: Tab) -> None:
        await sign_in(one)
        await other.desk.open()
        await other.desk.saved()
        one.session("bob")
        await settled(one, other)
        assert other.desk.state.saved is None
        assert other.begun[-1].refresh == "r-bob-0"
        assert other.desk.state.stage == "in"

    two(test)


def test_tokens_that_another_tab_renewed_are_taken_without_asking_for_anything_else() -> None:
    async def test(one: Tab, other: Tab) -> None:
        await sign_in(one)
        await other.desk.open()
        other.asked.clear()
        one.session("ada", 1)
        await settled(one, other)
        assert other.asked == ["begin"]
        assert other.begun[-1].refresh == "r-ada-1"

    two(test)


def test_who_comes_back_from_paying_sees_it_without_asking() -> None:
    async def test(one: Tab, other: Tab) -> None:
        await sign_in(one)
        one.asked.clear()
        one.heard[2]()
        await settled(one)
        assert one.asked == [], "coming back from anywhere else asks nothing"
        await one.desk.buy("pack_500")
        one.heard[2]()
        await settled(one)
        assert one.desk.state.link == "https://pay.example/1", "not paid yet: the way there stays"
        one.bought = 500
        one.heard[2]()
        await settled(one)
        assert one.desk.state.overview is not None
        assert (one.desk.state.overview.credits.bought, one.desk.state.link) == (500, "")

    two(test)


def test_an_owner_is_read_from_a_token_and_nonsense_has_none() -> None:
    assert owner(json.dumps({"access": token("ada"), "refresh": "r"})) == "ada"
    for nonsense in (
        "",
        "{}",
        "[]",
        '{"access": "a"}',
        '{"access": "a.b.c"}',
        '{"access": 1}',
        '{"access": "a.e30.c"}',
    ):
        assert owner(nonsense) == ""


# counts


def counting(tab: Tab) -> Counting:
    return Counting(tab.desk, lambda: "desktop", tab.spawn)


def of(document: Document | None = None, **more: Any) -> State:
    return State(history=History.of(document, "Opened") if document else None, **more)


OPENED = Document.of(photo())
CUT = cut(OPENED)
DONE = {"tone": "done"}


def looked(state: State, look: str) -> State:
    """The subject has another look, as a new step."""
    document, history = state.document, state.history
    assert document is not None
    assert history is not None
    layers = [replace(layer, adjustments=replace(layer.adjustments, look=look)) for layer in document.layers]
    return replace(state, history=history.record(replace(document, layers=tuple(layers)), "Look"))


OTHER = Document.of(replace(photo(), id="photo-2"))
FAULT = Alert("x", Sentence("a", "b"))
BEFORE_LOOK = of(OPENED)
AFTER_LOOK = looked(BEFORE_LOOK, "warm")


@pytest.mark.parametrize(
    ("before", "after", "events"),
    [
        (State(), of(OPENED), ["image_opened"]),
        (of(OPENED), of(OTHER), ["image_opened"]),
        (of(OPENED), of(OPENED), []),
        (of(OPENED), State(), []),
        (of(OPENED, work=Work("cutout", "")), of(CUT, work=Work("cutout", "")), ["cutout_made"]),
        (of(OPENED), of(CUT), []),
        (of(OPENED, work=Work("export", "a.png"), **DONE), of(OPENED, **DONE), ["image_exported"]),
        (of(OPENED, work=Work("export", "a.png"), tone="still"), of(OPENED, tone="still"), []),
        (of(OPENED, work=Work("save", "a.aluo"), **DONE), of(OPENED, **DONE), ["project_saved"]),
        (of(OPENED, work=Work("save", "a.jpg"), **DONE), of(OPENED, **DONE), ["image_exported"]),
        (BEFORE_LOOK, AFTER_LOOK, ["preset_used"]),
        (AFTER_LOOK, looked(AFTER_LOOK, ""), []),
        (State(), State(alert=FAULT), ["error_shown"]),
        (State(alert=FAULT), State(alert=FAULT, said="x"), []),
    ],
)
def test_what_happened_is_told_from_two_states(before: State, after: State, events: list[str]) -> None:
    assert list(happened(before, after)) == events


def test_a_look_that_undo_brings_back_is_not_counted() -> None:
    assert AFTER_LOOK.history is not None
    undone = replace(AFTER_LOOK, history=AFTER_LOOK.history.undo())
    assert undone.history is not None
    again = replace(undone, history=undone.history.redo())
    assert list(happened(undone, again)) == list(happened(AFTER_LOOK, undone)) == []


def test_nothing_is_counted_without_a_consent_and_nothing_after_it_was_taken_back() -> None:
    async def test(one: Tab, other: Tab) -> None:
        counts = [counting(tab) for tab in (one, other)]

        def both() -> None:
            for each in counts:
                each.draw(State())
                each.draw(of(OPENED))
                each.count("scene_generated")

        both()
        await sign_in(one)
        await other.desk.open()
        both()
        await settled(one, other)
        assert "usage" not in one.asked + other.asked, "neither without an account nor without a consent"
        await one.desk.consent("usage", True)
        await settled(one, other)
        both()
        await settled(one, other)
        assert one.counted == other.counted == ["image_opened", "scene_generated"]
        one.gate["consent"] = asyncio.Event()
        taking = asyncio.ensure_future(one.desk.consent("usage", False))
        await asyncio.sleep(0)
        counts[0].draw(State())
        counts[0].draw(of(OPENED))
        await settled(one)
        assert len(one.counted) == 2, "from the click on, before the backend has heard of it"
        one.gate["consent"].set()
        other.gate["overview"] = asyncio.Event()
        await taking
        await settled(one)
        both()
        other.gate["overview"].set()
        await settled(one, other)
        both()
        await settled(one, other)
        assert len(one.counted) == len(other.counted) == 2, "in the other tab, too"

    two(test)


def test_who_had_agreed_is_counted_once_for_a_page() -> None:
    async def test(one: Tab, other: Tab) -> None:
        one.agreed.add("usage")
        counting(one)
        await sign_in(one)
        await one.desk.refresh()
        await settled(one, other)
        assert one.counted == ["app_opened"]

    two(test)


def test_a_count_that_fails_is_no_news() -> None:
    async def test(one: Tab, other: Tab) -> None:
        one.agreed.add("usage")

        async def away(argument: Usage, work: channel.Work) -> Nothing:
            raise OnlineError("egress/offline")

        one.thread.handlers = {**one.thread.handlers, "usage": away}
        counting(one)
        await sign_in(one)
        await settled(one, other)
        assert one.desk.state.wrong is None

    two(test)
