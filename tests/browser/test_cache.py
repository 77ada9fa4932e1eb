"""Pictures that this browser keeps, on its real database: a killed tab, a day later, two tabs, no storage, damage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.browser.conftest import DESKTOP, JAR, Visit
from tests.browser.guests import resident
from tests.browser.studio import BOOT, PATIENCE, WORK, Studio, image
from tests.browser.watch import Watch

KEPT = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("aluo");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const base = opening.result, names = [...base.objectStoreNames], kept = {};
    const tx = base.transaction(names);
    for (const name of names) {
      tx.objectStore(name).getAllKeys().onsuccess = ({ target }) => { kept[name] = target.result; };
    }
    tx.oncomplete = () => { base.close(); resolve(kept); };
  };
})"""
"""The keys of every store."""


def kept(page: Page) -> dict[str, list[str]]:
    return dict(page.evaluate(KEPT))


def is_stored(here: Studio) -> None:
    """Waits until the open picture is stored as it is."""
    expect(here.page.get_by_text("Saved on this device", exact=True)).to_be_visible(timeout=WORK)


def recent(here: Studio, name: str) -> Any:
    return here.page.get_by_role("button", name=f"Open again: {name}")


class Home:
    """A browser with a profile on the disk, which can be closed and opened again."""

    def __init__(self, playwright: Playwright, profile: Path, site: str) -> None:
        self._playwright, self.profile, self._site = playwright, profile, site
        self._context: BrowserContext | None = None

    def open(self, at_ms: float = 0.0, script: str = "", path: str = "") -> Studio:
        """Start the browser; with `at_ms` its pages think that it is then."""
        context = self._context = resident(self._playwright, self.profile, DESKTOP)
        clock = f"Date.now = () => {at_ms};" if at_ms else ""  # Playwright's own clock takes User Timing away
        context.add_init_script(clock + script)
        context.set_default_timeout(PATIENCE)
        here = Studio(context.new_page(), self._site, Watch(context))
        if path:  # a page of the same site on which the program does not run
            here.page.goto(self._site + path)
        else:
            here.visit()
        return here

    def close(self) -> None:
        if self._context is not None:
            self._context.close()
            self._context = None


@pytest.fixture
def home(playwright: Playwright, profile: Path, site: str) -> Iterator[Home]:
    with closing(Home(playwright, profile, site)) as home:
        yield home


def later_on(here: Studio, at_ms: float) -> Studio:
    """The tab is closed, and the site is opened in another, which thinks that it is then."""
    page = here.page.context.new_page()
    page.add_init_script(f"Date.now = () => {at_ms};")
    here.page.close()
    return Studio(page, here.address, here.watch).visit()


def crash(page: Page) -> None:
    """End the page's process at once, as a system does that runs out of memory. Returns when it is gone."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash", wait_until="commit")


def test_a_killed_tab_loses_nothing_that_was_stored(home: Home, jar: bytes) -> None:
    here = home.open().ready()
    here.open("jar.jpg", jar)
    here.remove_background()
    here.backdrop("White")
    is_stored(here)
    before = image(here.export("PNG"))
    crash(here.page)
    again = Studio(here.page.context.new_page(), here.address, here.watch)
    again.visit().ready()
    recent(again, "jar.jpg").click()
    again.says("opened from this device")
    assert "jar" in again.title()
    assert image(again.export("PNG")).tobytes() == before.tobytes()


DAY_MS = 24 * 3600 * 1000
PRESSED_AT_THE_HANDOVER = """let aluo, own;
const press = () => document.querySelector("[data-recent]").click();
const handover = { get: () => () => { own(); queueMicrotask(press); }, set(value) { own = value; } };
const wrap = (value) => { aluo = Object.defineProperty(value, "handover", handover); };
Object.defineProperty(window, "aluo", { get: () => aluo, set: wrap });"""
"""Python has just taken over and has made none of its later panels."""

LISTED = """() => localStorage.getItem("aluo.recents")?.includes("jar.jpg")"""

NO_DATABASE = """indexedDB.open = () => { throw new DOMException("refused in this test", "SecurityError"); };"""
NO_LOCAL_STORAGE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("refused in this test", "SecurityError"); },
});"""

PRESS = """(key) => {
  const button = Object.assign(document.createElement("button"), { id: "pressed" });
  button.dataset.recent = key;
  document.getElementById("recent-list").append(button);
  button.click();
}"""
"""A button that was there before the other tab opened the picture."""

WRITE = """([store, key, value, version]) => new Promise((resolve, reject) => {
  const opening = version ? indexedDB.open("aluo", version) : indexedDB.open("aluo");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const base = opening.result;
    if (!store) { base.close(); return resolve(); }
    const tx = base.transaction(store, "readwrite");
    if (value === null) tx.objectStore(store).delete(key); else tx.objectStore(store).put(value, key);
    tx.oncomplete = () => { base.close(); resolve(); };
  };
})"""
"""Change one record behind the program's back, or bring the database to a later schema."""


def now(here: Studio) -> float:
    return float(here.page.evaluate("Date.now()"))


def stored_jar(here: Studio, jar: bytes, name: str = "jar.jpg") -> Studio:
    """Opens a photo and waits until it is stored."""
    here.ready()
    here.open(name, jar)
    is_stored(here)
    return here


def elsewhere(page: Page, here: Studio) -> None:
    """A page of the same site on which the program does not run."""
    here.watch.allow("favicon.ico")
    page.goto(f"{here.address}licences.txt")


def privacy(here: Studio) -> Any:
    """The open Privacy drawer."""
    region = here.region("Privacy")
    if not region.is_visible():
        here.page.get_by_role("button", name="On this device: privacy").click()
    return region


def files_with(profile: Path, needle: bytes) -> list[str]:
    """Files under the browser's profile that hold these bytes."""
    found = [path for path in profile.rglob("*") if path.is_file() and needle in path.read_bytes()]
    return [path.relative_to(profile).as_posix() for path in found]


def test_a_photo_opened_and_25_hours_later_it_is_gone(home: Home, jar: bytes) -> None:
    here = stored_jar(home.open(), jar)
    start = now(here)
    expect(privacy(here).get_by_text("Purged in 23 h 59 min")).to_be_visible()
    home.close()
    assert files_with(home.profile, jar[100:4000]), "it lies on the disk as it came"
    later = home.open(start + 25 * DAY_MS / 24)
    expect(recent(later, "jar.jpg")).to_have_count(0)
    later.ready()
    expect(privacy(later).get_by_text("1 picture, time was up")).to_be_visible()
    assert {name: keys for name, keys in kept(later.page).items() if name != "log"} == {
        name: [] for name in ("pictures", "documents", "steps", "views", "blobs", "index")
    }


def test_23_hours_later_it_is_there_and_a_pinned_one_for_ever(home: Home, jar: bytes) -> None:
    here = stored_jar(home.open(), jar)
    start = now(here)
    home.close()
    later = home.open(start + 23 * DAY_MS / 24)
    expect(recent(later, "jar.jpg")).to_be_visible(timeout=BOOT)
    recent(later, "jar.jpg").click()
    later.says("opened from this device")
    privacy(later).get_by_role("button", name="Keep jar.jpg until you unpin it").click()
    later.says("Only this picture is")
    much_later = later_on(later, start + 400 * DAY_MS)
    expect(much_later.page.get_by_text("Kept by you")).to_be_visible(timeout=BOOT)


def test_a_private_session_leaves_nothing_readable(home: Home, jar: bytes) -> None:
    here = home.open()
    here.ready()
    here.page.get_by_role("button", name="Settings").first.click()
    here.page.get_by_role("switch", name="Private session").click()
    here.says("Private session")
    here.page.keyboard.press("Escape")
    here.open("very-secret-jar.jpg", jar)
    is_stored(here)
    assert len(kept(here.page)["blobs"]) == 1
    expect(privacy(here).get_by_text("very-secret-jar.jpg")).to_be_visible()
    home.close()
    assert files_with(home.profile, jar[100:4000]) == []
    assert files_with(home.profile, b"very-secret-jar") == []
    again = home.open()
    again.ready().wait("purge")
    expect(again.page.get_by_role("button", name="Open again")).to_have_count(0)
    assert kept(again.page)["blobs"] == []


def test_clearing_in_one_tab_clears_the_other_and_the_disk(visit: Visit, jar: bytes) -> None:
    here = stored_jar(visit().visit(), jar)
    other = Studio(here.page.context.new_page(), here.address, here.watch)
    other.visit().ready()
    region = privacy(other)
    expect(region.get_by_text("open in another tab")).to_be_visible()
    other.button("Clear all images now").click()
    other.button("Clear").click()
    expect(other.status).to_contain_text("On the disk, before:", timeout=WORK)
    expect(other.status).to_contain_text("After: 0 B.")
    expect(here.button("Remove background")).to_be_hidden()
    here.says("cleared in another tab")
    assert kept(here.page)["blobs"] == []
    assert here.page.evaluate("localStorage.getItem('aluo.recents')") is None


def test_the_same_picture_in_two_tabs_becomes_two(visit: Visit, jar: bytes) -> None:
    here = stored_jar(visit().visit(), jar)
    other = Studio(here.page.context.new_page(), here.address, here.watch)
    key = kept(here.page)["pictures"][0]
    other.visit().ready()
    assert recent(other, "jar.jpg").count() == 0, "what is open in another tab is not offered"
    other.page.evaluate(
        "key => { document.getElementById('recent-list').innerHTML = `<button data-recent=${key} id=x>`; }", key
    )
    other.page.evaluate("document.getElementById('x').click()")
    other.says("a picture of its own")
    is_stored(other)
    other.button("Remove background").click()
    other.wait("cutout", 1)
    is_stored(other)
    assert len(kept(here.page)["pictures"]) == 2
    assert len(kept(here.page)["blobs"]) == 2, "the photo once, the mask of one of them"
    here.page.bring_to_front()
    here.button("Remove background").click()
    here.wait("cutout", 1)
    is_stored(here)
    assert len(kept(here.page)["pictures"]) == 2


def test_a_recent_picture_is_seen_before_the_engine_is_up(visit: Visit, jar: bytes) -> None:
    here = stored_jar(visit(worker="none").visit(), jar)
    expect(privacy(here).locator("img").first).to_have_attribute("src", re.compile("^blob:"))
    again = Studio(here.page.context.new_page(), here.address, here.watch)
    here.page.close()
    with again.held("**/engine.pack"):
        again.visit()
        recent_early = again.page.get_by_role("button", name="jar.jpg")
        recent_early.click()
        expect(again.page.get_by_role("img", name="The picture as it was saved")).to_be_visible(timeout=BOOT)
        assert again.html.get_attribute("data-engine") == "booting"
    again.says("opened from this device")
    expect(again.page.get_by_role("img", name="The picture as it was saved")).to_be_hidden()
    assert again.count("recent:shown") == 1


def test_a_press_on_a_recent_picture_is_not_lost_while_the_page_gets_ready(visit: Visit, jar: bytes) -> None:
    here = stored_jar(visit().visit(), jar)
    here.page.wait_for_function(LISTED)  # a moment after it is stored
    again = Studio(here.page.context.new_page(), here.address, here.watch)
    here.page.close()
    again.page.add_init_script(PRESSED_AT_THE_HANDOVER)
    again.visit()
    again.says("opened from this device")


def test_without_a_database_everything_works_in_the_tab_and_it_is_said(visit: Visit, jar: bytes) -> None:
    here = visit(script=NO_DATABASE)
    here.visit().ready()
    here.open("jar.jpg", jar)
    here.remove_background()
    expect(here.page.get_by_text("Held in this tab only", exact=True)).to_be_visible()
    expect(privacy(here).get_by_text("This browser allows no storage here")).to_be_visible()
    assert image(here.export("PNG")).size == JAR


def test_without_local_storage_pictures_are_stored_all_the_same(visit: Visit, jar: bytes) -> None:
    here = stored_jar(visit(script=NO_LOCAL_STORAGE).visit(), jar)
    assert len(kept(here.page)["pictures"]) == 1


def test_damaged_pictures_go_and_the_others_stay(visit: Visit, jar: bytes) -> None:
    here = visit().visit().ready()
    harm = {"pictures": "{", "documents": None, "blobs": None}
    keys: dict[str, str] = {}
    for number, store in enumerate(harm):
        before = set(kept(here.page)[store]) if keys else set()
        here.open(f"{store}.jpg", jar + b"\0" * number)
        is_stored(here)
        (keys[store],) = set(kept(here.page)[store]) - before
    here.open("sound.jpg", jar + b"\1")
    is_stored(here)
    page = here.page.context.new_page()
    elsewhere(page, here)
    here.page.close()
    for store, value in harm.items():
        page.evaluate(WRITE, [store, keys[store], value, None])
    again = Studio(page, here.address, here.watch)
    again.visit().ready()
    expect(recent(again, "sound.jpg")).to_be_visible()
    for store in harm:
        expect(recent(again, f"{store}.jpg")).to_have_count(0)
    expect(privacy(again).get_by_text("1 picture, record damaged")).to_be_visible()
    expect(privacy(again).get_by_text("2 pictures, part missing")).to_be_visible()
    assert len(kept(again.page)["blobs"]) == len(kept(again.page)["index"]) == 1


def test_a_database_of_a_newer_version_is_left_alone_and_can_be_cleared(visit: Visit, jar: bytes) -> None:
    here = visit()
    elsewhere(here.page, here)
    here.page.evaluate(WRITE, ["", "", None, 99])
    here.visit().ready()
    here.open("jar.jpg", jar)
    expect(privacy(here).get_by_text("A newer version of this editor keeps pictures here")).to_be_visible()
    here.button("Clear all images now").click()
    here.button("Clear").click()
    here.says("Cleared.")
    here.page.keyboard.press("Escape")
    here.open("jar.jpg", jar)
    is_stored(here)


def test_a_database_of_the_first_schema_is_brought_to_this_one(visit: Visit, jar: bytes) -> None:
    here = visit()
    elsewhere(here.page, here)
    here.page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("aluo", 1);
          opening.onupgradeneeded = () => {
            const names = ["pictures", "documents", "views", "blobs", "index", "log"];
            for (const name of names) opening.result.createObjectStore(name);
            const row = { time: 1, reason: "time", count: 3, bytes: 5000 };
            opening.transaction.objectStore("log").put(JSON.stringify(row), "000000000001");
          };
          opening.onsuccess = () => { opening.result.close(); resolve(); };
        })"""
    )
    stored_jar(here.visit(), jar)
    assert len(kept(here.page)["pictures"]) == 1
    expect(privacy(here).get_by_text("3 pictures, time was up")).to_be_visible()


def test_how_long_pictures_are_kept_is_chosen_once_for_all_tabs(visit: Visit, jar: bytes) -> None:
    here = stored_jar(visit().visit(), jar)
    privacy(here)
    here.select("Keep for").select_option(label="7 days")
    expect(here.region("Privacy").get_by_text("Purged in 6 d 23 h")).to_be_visible()
    other = Studio(here.page.context.new_page(), here.address, here.watch)
    other.visit().ready()
    expect(other.page.get_by_text("Stored on this device only, purged after 7 days.")).to_be_visible()
    here.page.bring_to_front()
    here.select("Keep for").select_option(label="Until the tab closes")
    here.says("Until the tab closes")
    here.page.close()
    privacy(other)
    purged = other.region("Privacy").get_by_text("1 picture, tab closed")
    for _ in range(60):  # the browser says a little later that the tab is gone
        other.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        with suppress(AssertionError):
            expect(purged).to_be_visible(timeout=500)
            break
    expect(purged).to_be_visible()
    assert kept(other.page)["blobs"] == []
