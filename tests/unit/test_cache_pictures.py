"""What is kept, for how long, and what becomes of it when a tab is killed, the clock jumps or the disk is full."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from cache.store import Blob, Steps
from cache.values import DAY, HOUR, TAB
from errors import StoreError

from .cache_fakes import Killed, Tab, World, draft

T = TypeVar("T")
MS = 1000
STEPS = Steps({"": "[]"}, bytes=2, afresh=True)


def run(job: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(job)


async def started(world: World, **more: Any) -> Tab:
    tab = world.tab(**more)
    await tab.pictures.start()
    return tab


async def ids(tab: Tab) -> set[str]:
    return {header.id for header in (await tab.pictures.held()).headers}


def test_a_picture_comes_back_as_it_was_saved() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        saved = await tab.pictures.save(draft("a", b"photo", b"mask", document='{"layers":1}', steps=STEPS))
        assert saved.written == 5 + 4 + 12 + 2
        tab.kill()
        record = await (await started(world)).pictures.read("a")
        assert record is not None
        assert sorted(record.blobs.values()) == [b"mask", b"photo"]
        assert (record.document, record.header.name) == ('{"layers":1}', "cup.jpg")

    run(story())


def test_a_second_save_writes_what_changed_only() -> None:
    async def story() -> None:
        tab = await started(World())
        await tab.pictures.save(draft("a", b"photo" * 1000))
        saved = await tab.pictures.save(draft("a", b"photo" * 1000, document='{"stroke":1}'))
        assert (saved.written, saved.header.revision) == (12, 2)

    run(story())


def test_two_pictures_share_a_file_until_the_last_of_them_goes() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("a", b"photo"))
        await tab.pictures.save(draft("b", b"photo"))
        assert (await tab.pictures.held()).bytes == world.disk.bytes() == 5 + 2 + 2
        await tab.pictures.drop("a")
        assert len(world.disk.tables["blobs"]) == 1
        await tab.pictures.drop("b")
        assert not world.disk.tables["blobs"]

    run(story())


def test_a_day_later_it_is_gone_before_anything_is_read() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("a", b"photo"))
        tab.kill()
        world.now += (DAY - 1) * MS
        assert await ids(await started(world)) == {"a"}
        world.now += MS
        world.tabs[-1].kill()
        later = await started(world)
        assert await later.pictures.read("a") is None
        assert world.disk.bytes() == 0
        (line,) = (await later.pictures.held()).log
        assert (line.reason, line.count, line.bytes) == ("time", 1, 7)

    run(story())


def test_an_open_picture_is_in_use_and_its_time_begins_when_it_is_left() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("a", b"photo"))
        assert await tab.pictures.take("a")
        world.now += 2 * DAY * MS
        await tab.pictures.purge()
        assert await ids(tab) == {"a"}
        tab.kill()
        world.now += (DAY - 1) * MS
        assert await ids(await started(world)) == {"a"}

    run(story())


def test_a_pin_keeps_that_picture_only_and_asks_the_browser_to_persist() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("a", b"1"))
        await tab.pictures.save(draft("b", b"2"))
        assert not tab.persisted
        await tab.pictures.pin("a", True)
        assert tab.persisted
        world.now += 90 * DAY * MS
        await tab.pictures.purge()
        assert await ids(tab) == {"a"}
        await tab.pictures.pin("a", False)
        await tab.pictures.purge()
        assert await ids(tab) == {"a"}, "its time counts from now"

    run(story())


def test_another_time_to_live_is_for_all_that_is_not_pinned() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("a", b"1"))
        world.now += 2 * HOUR * MS
        await tab.pictures.keep_for(HOUR)
        assert await ids(tab) == set()

    run(story())


def test_when_the_tab_closes_means_the_tab_and_not_a_reload() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world, keep=TAB)
        await tab.pictures.save(draft("a", b"1"))
        other = await started(world, keep=TAB)
        assert await ids(other) == {"a"}
        tab.kill()
        again = await started(world, name=tab.name, keep=TAB)
        assert await ids(again) == {"a"}
        again.kill()
        await other.pictures.purge()
        assert await ids(other) == set()

    run(story())


def test_a_private_picture_is_unreadable_on_the_disk_and_ends_with_its_page() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world, private=True)
        await tab.pictures.save(
            draft(
                "a",
                b"photo",
                name="secret.jpg",
                document='{"name":"secret.jpg"}',
                steps=STEPS,
            )
        )
        stored = repr(world.disk.tables)
        assert "photo" not in stored
        assert "secret" not in stored
        assert "[1]" not in stored
        record = await tab.pictures.read("a")
        assert record is not None
        assert (record.document, list(record.blobs.values())) == (b'{"name":"secret.jpg"}', [b"photo"])
        assert (await tab.pictures.held()).headers[0].name == "secret.jpg"
        await tab.pictures.pin("a", True)
        tab.kill()
        again = await started(world, name=tab.name)  # the same tab, loaded again
        assert await ids(again) == set()
        assert world.disk.bytes() == 0

    run(story())


def test_what_another_tab_cleared_is_sealed_again() -> None:
    async def story() -> None:
        world = World()
        tab, other = await started(world, private=True), await started(world)
        await tab.pictures.save(draft("a", b"photo"))
        world.disk.tables = {name: {} for name in world.disk.tables}
        await tab.pictures.save(draft("a", b"photo"))
        assert await ids(other) == {"a"}

    run(story())


@pytest.mark.parametrize("year_ms", [0.0, 4_102_444_800_000.0])
def test_a_clock_of_1970_or_2100_keeps_nothing_longer_than_its_time(year_ms: float) -> None:
    async def story() -> None:
        world = World()
        right = world.now
        world.now = year_ms
        tab = await started(world)
        await tab.pictures.save(draft("a", b"1"))
        world.now = right
        await tab.pictures.purge()
        world.now += DAY * MS
        await tab.pictures.purge()
        assert await ids(tab) == set()

    run(story())


def test_a_clock_that_was_put_back_does_not_purge() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("a", b"1"))
        world.now -= 300 * DAY * MS
        await tab.pictures.purge()
        assert await ids(tab) == {"a"}

    run(story())


def test_clearing_empties_the_disk_and_tells_the_other_tabs() -> None:
    async def story() -> None:
        world = World()
        tab, other = await started(world), await started(world)
        told: list[str] = []
        other.pictures.cleared = lambda: told.append("cleared")
        await other.pictures.save(draft("a", b"1"))
        await other.pictures.pin("a", True)
        line = await tab.pictures.clear()
        assert (line.count, line.bytes) == (1, 3)
        assert (world.disk.bytes(), told) == (0, ["cleared"])
        assert [line.reason for line in (await other.pictures.held()).log] == ["cleared"]

    run(story())


def test_the_same_picture_in_two_tabs_is_noticed_and_neither_save_is_lost() -> None:
    async def story() -> None:
        world = World()
        tab, other = await started(world), await started(world)
        await tab.pictures.save(draft("a", b"1"))
        assert await tab.pictures.take("a")
        assert not await other.pictures.take("a")
        saved = await other.pictures.save(draft("a", b"2", document='{"other":1}'))
        assert saved.conflict
        record = await tab.pictures.read("a")
        assert record is not None
        assert record.document == "{}"

    run(story())


def test_a_full_disk_drops_the_least_recently_used_and_never_a_pinned_or_open_one() -> None:
    async def story() -> None:
        world = World()
        world.disk.quota = 1000
        tab = await started(world)
        for name, byte in (("pinned", b"p"), ("old", b"o"), ("open", b"n"), ("young", b"y")):
            await tab.pictures.save(draft(name, byte * 200))
            world.now += MS
        await tab.pictures.pin("pinned", True)
        await tab.pictures.take("open")
        world.now += MS
        await tab.pictures.save(draft("new", b"x" * 200))
        assert await ids(tab) == {"pinned", "open", "young", "new"}
        assert (await tab.pictures.held()).log[-1].reason == "room"

    run(story())


def test_what_does_not_fit_at_all_is_said_before_it_is_written() -> None:
    async def story() -> None:
        world = World()
        world.disk.quota = 1000
        tab = await started(world)
        with pytest.raises(StoreError) as caught:
            await tab.pictures.save(draft("a", b"x" * 2000))
        assert caught.value.code == "store/full"
        assert world.disk.bytes() == 0

    run(story())


@pytest.mark.parametrize("operations", range(12))
def test_a_save_that_is_killed_half_way_leaves_the_one_before(operations: int) -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("a", b"1", document="before"))
        world.disk.kill_after = operations
        try:
            await tab.pictures.save(draft("a", b"2", document="after"))
            expected = {"before", "after"}
        except Killed:
            expected = {"before"}
        world.disk.kill_after = -1
        tab.kill()
        record = await (await started(world)).pictures.read("a")
        assert record is not None
        assert record.document in expected

    run(story())


@pytest.mark.parametrize("row", ["{", '{"id":"a"}', 7, '{"id":"other"}', "[" * 100_000])
def test_a_damaged_record_goes_and_the_others_stay(row: object) -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("a", b"1"))
        await tab.pictures.save(draft("b", b"2"))
        tab.kill()
        world.disk.tables["pictures"]["a"] = row
        again = await started(world)
        assert await ids(again) == {"b"}
        held = await again.pictures.held()
        assert held.log[-1].reason == "damaged"
        assert held.bytes == world.disk.bytes()

    run(story())


@pytest.mark.parametrize(("table", "left"), [("blobs", {"b"}), ("documents", {"b"}), ("index", {"a", "b"})])
def test_a_missing_part_is_put_right_at_the_start(table: str, left: set[str]) -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("a", b"1234"))
        a = set(world.disk.tables[table])
        await tab.pictures.save(draft("b", b"5678"))
        tab.kill()
        for key in a:
            del world.disk.tables[table][key]
        again = await started(world)
        held = await again.pictures.held()
        assert {header.id for header in held.headers} == left
        assert held.bytes == world.disk.bytes()
        assert len(world.disk.tables["blobs"]) == len(world.disk.tables["index"]) == len(left)

    run(story())


def test_orphans_go_at_the_start() -> None:
    async def story() -> None:
        world = World()
        world.disk.tables["blobs"]["f" * 64] = b"nobody's"
        world.disk.tables["views"]["gone/small"] = b"view"
        world.disk.tables["steps"] |= {"gone": "[]", "gone/1": "[]"}
        world.disk.tables["documents"]["gone"] = "{}"
        await started(world)
        assert world.disk.bytes() == 0

    run(story())


@pytest.mark.parametrize("code", ["store/refused", "store/newer"])
def test_a_store_that_does_not_open_is_said_and_clearing_still_works(code: str) -> None:
    async def story() -> None:
        world = World()
        world.disk.refuses = StoreError(code)
        tab = await started(world)
        assert tab.pictures.trouble is not None
        assert tab.pictures.trouble.code == code
        with pytest.raises(StoreError, match=code):
            await tab.pictures.save(draft("a", b"1"))
        await tab.pictures.clear()
        assert tab.pictures.trouble is None
        await tab.pictures.save(draft("a", b"1"))

    run(story())


def test_views_go_with_their_picture_and_are_counted() -> None:
    async def story() -> None:
        world = World()
        tab = await started(world)
        await tab.pictures.save(draft("a", b"1"))
        await tab.pictures.set_views("a", Blob(b"small", 5), Blob(b"larger", 6))
        await tab.pictures.set_views("gone", Blob(b"small", 5), None)
        assert (await tab.pictures.view("a"), await tab.pictures.view("a", small=False)) == (b"small", b"larger")
        assert (await tab.pictures.held()).bytes == world.disk.bytes() == 1 + 2 + 11
        await tab.pictures.set_views("a", Blob(b"small", 5), None)
        assert await tab.pictures.view("a", small=False) is None
        assert (await tab.pictures.held()).bytes == world.disk.bytes()
        await tab.pictures.drop("a")
        assert world.disk.bytes() == 0

    run(story())
