"""Clocks that stand elsewhere, and tabs that purge at the same moment."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.kills import FILL, READY, SOUND
from tests.browser.studio import BOOT, Studio
from tests.browser.test_cache import (  # noqa: F401
    DAY_MS,
    Home,
    elsewhere,
    files_with,
    home,
    is_stored,
    kept,
    later_on,
    now,
    recent,
    stored_jar,
)

HOUR_MS = DAY_MS / 24
IN_1970 = 10 * DAY_MS
IN_2100 = 4_102_444_800_000.0


def test_a_clock_of_1970_keeps_a_picture_no_longer_than_its_time(visit: Visit, jar: bytes) -> None:
    here = later_on(stored_jar(visit().visit(), jar), IN_1970)
    expect(here.page.get_by_text("Purged in 23 h 59 min").or_(here.page.get_by_text("Purged in 24 h"))).to_be_visible(
        timeout=BOOT
    )
    later = later_on(here, IN_1970 + 25 * HOUR_MS).ready()
    later.wait("purge")
    expect(recent(later, "jar.jpg")).to_have_count(0)
    assert kept(later.page)["blobs"] == []


def test_a_clock_of_2100_purges_early_and_its_pictures_do_not_stay_for_ever(visit: Visit, jar: bytes) -> None:
    here = stored_jar(visit().visit(), jar)
    today = now(here)
    here = later_on(here, IN_2100).ready()
    expect(recent(here, "jar.jpg")).to_have_count(0)
    here.open("mug.jpg", jar)
    is_stored(here)
    here = later_on(here, today)
    expect(recent(here, "mug.jpg")).to_be_visible(timeout=BOOT)
    later = later_on(here, today + 25 * HOUR_MS).ready()
    later.wait("purge")
    expect(recent(later, "mug.jpg")).to_have_count(0)
    assert kept(later.page)["blobs"] == []


def test_a_private_picture_25_hours_later_is_gone_and_was_never_on_the_disk(home: Home, jar: bytes) -> None:  # noqa: F811
    here = home.open().ready()
    here.page.get_by_role("button", name="Settings").first.click()
    here.page.get_by_role("switch", name="Private session").click()
    here.says("Private session")
    here.page.keyboard.press("Escape")
    here.open("very-secret-jar.jpg", jar)
    here.remove_background()
    is_stored(here)
    start = now(here)
    home.close()
    assert files_with(home.profile, jar[100:4000]) == []
    later = home.open(start + 25 * HOUR_MS).ready()
    later.wait("purge")
    expect(later.page.get_by_role("button", name="Open again")).to_have_count(0)
    assert {name: keys for name, keys in kept(later.page).items() if keys and name != "log"} == {}
    home.close()
    for needle in (jar[100:4000], b"very-secret-jar"):
        assert files_with(home.profile, needle) == []


def test_two_tabs_that_purge_at_once_count_every_picture_once(visit: Visit) -> None:
    here = visit()
    elsewhere(here.page, here)
    other = Studio(here.page.context.new_page(), here.address, here.watch)
    here.page.evaluate(READY)
    due, fresh = [f"d{number:03}" for number in range(80)], [f"f{number:03}" for number in range(20)]
    here.page.evaluate(FILL, [0, [], due, fresh])
    for one in (here, other):
        one.page.goto(here.address, wait_until="commit")
    for one in (here, other):
        one.wait("purge", limit=BOOT)
    rows = here.page.evaluate(SOUND)
    assert list(rows["pictures"]) == fresh
    assert len(rows["blobs"]) == len(fresh)
    assert [json.loads(line)["count"] for line in rows["log"].values()] == [80]
