"""Any sequence of saving, opening, pinning, waiting, killing, purging and clearing, against a model of a few lines."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cache import policy
from cache.values import DAY, HOUR, KEEPS, TAB, Alive, entry_of, header_of

from .cache_fakes import Killed, Tab, World, draft

T = TypeVar("T")
IDS = st.sampled_from("abcd")
FILES = st.sets(st.sampled_from([b"photo", b"mask", b"backdrop"]), max_size=3)
KILLED = st.one_of(st.just(-1), st.just(-1), st.integers(0, 15))
"""After how many operations of its transaction the tab dies; -1 is never."""
JUMPS = st.sampled_from([-400 * DAY, -DAY, -60, 1, 3600, HOUR - 1, DAY - 1, DAY, DAY + 1, 31 * DAY])


class Browser(RuleBasedStateMachine):
    """One disk, up to three tabs. `pinned` are the pictures that may never go by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.world = World()
        self.pinned: set[str] = set()
        self.purged = False

    def teardown(self) -> None:
        self.loop.close()

    def do(self, job: Coroutine[Any, Any, T], killed: int = -1) -> T | None:
        """Run `job`; when its tab is killed in the middle, the tab is gone."""
        self.purged = False
        self.world.disk.kill_after = killed
        try:
            return self.loop.run_until_complete(job)
        except Killed:
            self.world.tabs[0].kill()
            return None
        finally:
            self.world.disk.kill_after = -1

    @property
    def tab(self) -> Tab:
        """The tab that acts: the first one, which is opened when there is none."""
        if not self.world.tabs:
            self.loop.run_until_complete(self.world.tab().pictures.start())
        return self.world.tabs[0]

    @initialize(pinned=IDS, keep=st.sampled_from(KEEPS))
    def begin(self, pinned: str, keep: int) -> None:
        """A browser that keeps something already."""
        self.open_tab(False, keep)
        for key in "abc":
            self.do(self.tab.pictures.save(draft(key, b"photo", key.encode())))
        self.pin(pinned, True)

    @rule(private=st.booleans(), keep=st.sampled_from(KEEPS))
    def open_tab(self, private: bool, keep: int) -> None:
        if len(self.world.tabs) < 3:
            tab = self.world.tab(private=private, keep=keep)
            self.world.tabs.insert(0, self.world.tabs.pop())
            self.do(tab.pictures.start())
            self.purged = tab in self.world.tabs

    @rule()
    def turn(self) -> None:
        if self.world.tabs:
            self.world.tabs.append(self.world.tabs.pop(0))

    @rule(id=IDS, files=FILES, killed=KILLED)
    def save(self, id: str, files: set[bytes], killed: int) -> None:
        self.do(self.tab.pictures.save(draft(id, *files)), killed)

    @rule(id=IDS)
    def take(self, id: str) -> None:
        self.do(self.tab.pictures.take(id))

    @rule(id=IDS)
    def leave(self, id: str) -> None:
        self.tab.pictures.leave(id)

    @rule(id=IDS, on=st.booleans())
    def pin(self, id: str, on: bool) -> None:
        self.do(self.tab.pictures.pin(id, on))
        header = self.headers().get(id)
        if header is not None and not header.sealed:  # a private picture ends with its page, pinned or not
            (self.pinned.add if on else self.pinned.discard)(id)

    @rule(keep=st.sampled_from(KEEPS))
    def keep_for(self, keep: int) -> None:
        self.do(self.tab.pictures.keep_for(keep))

    @rule(seconds=JUMPS, then=st.sampled_from(["nothing", "purge", "purge", "start"]))
    def wait(self, seconds: int, then: str) -> None:
        self.world.now += seconds * 1000
        self.purged = False
        if then == "purge":
            self.purge(-1)
        elif then == "start":
            self.open_tab(False, DAY)

    @rule()
    def kill(self) -> None:
        self.tab.kill()
        self.purged = False

    @rule(killed=KILLED)
    def purge(self, killed: int) -> None:
        self.purged = self.do(self.tab.pictures.purge(), killed) is not None

    @rule(id=IDS)
    def drop(self, id: str) -> None:
        self.do(self.tab.pictures.drop(id))
        self.pinned.discard(id)

    @rule(killed=KILLED)
    def clear(self, killed: int) -> None:
        if self.do(self.tab.pictures.clear(), killed) is not None:
            assert self.world.disk.bytes() == 0
            self.pinned.clear()

    def headers(self) -> dict[str, Any]:
        return {key: header_of(row) for key, row in self.world.disk.tables["pictures"].items()}

    @invariant()
    def every_picture_is_whole_and_no_file_is_an_orphan(self) -> None:
        tables, counts = self.world.disk.tables, dict[str, int]()
        for key, header in self.headers().items():
            assert header is not None
            assert key in tables["documents"]
            for name in header.blobs:
                counts[name] = counts.get(name, 0) + 1
        assert counts.keys() == tables["blobs"].keys() == tables["index"].keys()
        assert {name: entry_of(row).count for name, row in tables["index"].items()} == counts  # type: ignore[union-attr]

    @invariant()
    def nothing_pinned_was_purged(self) -> None:
        assert self.pinned <= self.headers().keys()

    @invariant()
    def nothing_expired_is_readable_after_a_purge(self) -> None:
        if not self.purged:
            return
        tabs = {name for tab in self.world.tabs for name in (tab.name, tab.page)}
        is_open = {name.removeprefix("aluo.open:") for name, count in self.world.held.items() if count}
        for header in self.headers().values():
            assert policy.why_due(header, self.world.now, Alive(frozenset(tabs), frozenset(is_open))) is None
            timeless = header.pinned or header.sealed or header.keep == TAB or header.id in is_open
            assert timeless or self.world.now - header.used < header.keep * 1000
            assert header.used <= self.world.now + policy.SLACK_MS

    @invariant()
    def bytes_are_counted_right(self) -> None:
        if self.world.tabs:
            held = self.loop.run_until_complete(self.world.tabs[0].pictures.held())
            assert held.bytes == self.world.disk.bytes()


TestBrowser = Browser.TestCase
TestBrowser.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
