"""Many rows at once: read as one text, deleted in runs; the rows of a history."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cache.operations import Clear, Delete, DeleteRange, Operation
from cache.policy import Rows, plan
from cache.store import Steps
from cache.values import DAY, TAB, Alive, Entry, Header, header_of, header_text, headers_of
from errors import StoreError

from .cache_fakes import World, draft
from .test_cache_pictures import MS, ids, run, started


def test_many_rows_are_read_as_each_alone() -> None:
    good = header_text(Header("a", 'cup [[[{"\\"[".jpg', 1.0, 1.0, 1.0, DAY))
    for rows in (
        [],
        [good],
        [good, "{"],
        [good, '{"id":"b"}'],
        ["{},{}", good],
        [None, good],
        ["1],[2", good, "[]"],
        [good, "[" * 99],
    ):
        assert headers_of(rows) == list(map(header_of, rows))


def test_a_purge_deletes_runs_of_keys_at_once_and_only_them() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        for number in range(40):
            await tab.pictures.save(draft(f"{number:02}", b"file %d" % number))
        for number in (7, 8, 23):
            await tab.pictures.pin(f"{number:02}", True)
        tab.kill()
        world.now += 2 * DAY * MS
        operations: list[Operation] = []
        world.disk.spy = operations.append
        assert await ids(await started(world)) == {"07", "08", "23"}
        assert [len(world.disk.tables[name]) for name in ("pictures", "documents", "blobs", "index")] == [3, 3, 3, 3]
        assert sum(isinstance(one, DeleteRange) for one in operations) >= 2 * 3
        deletions = [one for one in operations if isinstance(one, Delete | DeleteRange | Clear)]
        assert len(deletions) < 40, "not one by one"

    run(story())


def test_a_history_is_written_row_by_row_and_read_as_a_whole_or_not_at_all() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        named = lambda listing: tuple(listing)  # noqa: E731
        await tab.pictures.save(draft("a", steps=Steps({"": "01", "0": "zero", "1": "one"}, bytes=9, afresh=True)))
        await tab.pictures.save(draft("ab", steps=Steps({"": "0", "0": "other"}, bytes=6, afresh=True)))
        saved = await tab.pictures.save(draft("a", steps=Steps({"": "12", "2": "two"}, ("0",), 8)))
        assert (saved.header.steps, saved.written) == (8, len("{}") + len("12") + len("two"))
        assert await tab.pictures.steps("a", named) == ("12", "one", "two")
        assert (await tab.pictures.held()).bytes == world.disk.bytes()
        await tab.pictures.save(draft("a", steps=Steps({"": "7", "7": "new"}, bytes=4, afresh=True)))
        assert sorted(world.disk.tables["steps"]) == ["a", "a/7", "ab", "ab/0"], "only its own rows were of no use"
        del world.disk.tables["steps"]["a/7"]
        assert await tab.pictures.steps("a", named) == ()
        await tab.pictures.drop("ab")
        assert sorted(world.disk.tables["steps"]) == ["a"]

    run(story())


def test_a_full_disk_offers_what_is_pinned_and_takes_it_when_told() -> None:
    async def story() -> None:
        world = World()
        world.disk.quota, world.usage = 1000, 0  # the browser promises more than it has
        tab = await started(world)
        await tab.pictures.save(draft("old", b"o" * 300))
        await tab.pictures.save(draft("kept", b"k" * 600))
        await tab.pictures.pin("kept", True)
        world.now += MS
        with pytest.raises(StoreError) as caught:
            await tab.pictures.save(draft("new", b"n" * 700))
        assert caught.value.code == "store/full-pinned"
        assert caught.value.details == {"count": 1, "bytes": 602}
        assert await ids(tab) == {"kept"}, "what is not pinned went by itself"
        assert await tab.pictures.make_room() == 1
        await tab.pictures.save(draft("new", b"n" * 700))
        assert await ids(tab) == {"new"}
        assert [line.reason for line in (await tab.pictures.held()).log] == ["room", "room"]

    run(story())


def test_a_picture_larger_than_the_disk_offers_nothing() -> None:
    async def story() -> None:
        world = World()
        world.disk.quota, world.usage = 1000, 0
        tab = await started(world)
        with pytest.raises(StoreError) as caught:
            await tab.pictures.save(draft("new", b"n" * 1700))
        assert caught.value.code == "store/full"
        assert await tab.pictures.make_room() == 0

    run(story())


def test_the_browser_is_asked_to_persist_with_the_first_pin_or_a_longer_time() -> None:
    async def story() -> None:
        for decide in (
            lambda pictures: pictures.pin("a", True),
            lambda pictures: pictures.keep_for(7 * DAY),
        ):
            tab = await started(World())
            await tab.pictures.save(draft("a"))
            await tab.pictures.keep_for(DAY)
            await tab.pictures.pin("a", False)
            assert not tab.persisted
            await decide(tab.pictures)
            assert tab.persisted

    run(story())


def test_what_the_browser_says_will_not_fit_is_not_tried() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("kept", b"k" * 600))
        await tab.pictures.pin("kept", True)
        world.disk.quota = 1000
        with pytest.raises(StoreError) as caught:
            await tab.pictures.save(draft("new", b"n" * 700))
        assert caught.value.code == "store/full-pinned"
        assert await ids(tab) == {"kept"}

    run(story())


HEADERS = st.builds(
    Header,
    id=st.sampled_from("abcd"),
    name=st.just("cup.jpg"),
    made=st.just(0.0),
    used=st.integers(0, 4).map(lambda days: days * DAY * 1000.0),
    saved=st.just(0.0),
    keep=st.sampled_from((TAB, DAY)),
    blobs=st.sampled_from(((), ("x",), ("x", "y"))),
    pinned=st.booleans(),
    tab=st.sampled_from(("mine", "other", "gone")),
    sealed=st.booleans(),
)


@given(
    st.lists(HEADERS, max_size=4, unique_by=lambda header: header.id),
    st.integers(0, 4),
    st.sets(st.sampled_from("abcd")),
    st.booleans(),
)
def test_what_stays_where_nobody_else_is_stays_all_the_more_where_somebody_is(
    headers: list[Header], days: int, opened: set[str], other: bool
) -> None:
    names = {name for header in headers for name in header.blobs}
    rows = Rows(
        headers={header.id: header for header in headers},
        documents=frozenset(header.id for header in headers),
        blobs=frozenset(names),
        index={name: Entry(1, sum(name in header.blobs for header in headers)) for name in names},
    )
    mine = frozenset(["mine"])
    lonely = plan(rows, days * DAY * 1000.0, Alive(mine))
    real = plan(rows, days * DAY * 1000.0, Alive(mine | ({"other"} if other else frozenset()), frozenset(opened)))
    assert set(real.headers) <= set(lonely.headers)
    assert not lonely.empty or not (real.headers or real.blobs or real.documents or real.entries or real.counted)
