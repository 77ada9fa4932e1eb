"""Pictures that this browser keeps, on its real database: a killed tab, a day later, two tabs, no storage, damage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.conftest import ARGUMENTS, DESKTOP, NO_SERVICE_WORKER, Visit
from tests.browser.studio import BOOT, PATIENCE, WORK, Studio, image
from tests.browser.watch import Watch
from tools import chromium

Come = Callable[..., Studio]

KEPT = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("aluo");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const base = opening.result, names = [...base.objectStoreNames], kept = {};
    const tx = base.transaction(names);
    for (const name of names) tx.objectStore(name).getAllKeys().onsuccess = ({ target }) => { kept[name] = target.result; };
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

    def open(self, at_ms: float = 0.0, script: str = "") -> Studio:
        """Start the browser; with `at_ms` its pages think that it is then."""
        context = self._context = self._playwright.chromium.launch_persistent_context(
            self.profile, executable_path=chromium.ensure(), args=ARGUMENTS, **DESKTOP
        )
        context.add_init_script(NO_SERVICE_WORKER + script)
        context.set_default_timeout(PATIENCE)
        if at_ms:
            context.clock.set_fixed_time(at_ms)
        here = Studio(context.new_page(), self._site, Watch(context))
        here.visit()
        return here

    def close(self) -> None:
        if self._context is not None:
            self._context.close()
            self._context = None


@pytest.fixture
def home(playwright: Playwright, tmp_path: Path, site: str) -> Iterator[Home]:
    with closing(Home(playwright, tmp_path / "profile", site)) as home:
        yield home


def test_a_killed_tab_loses_nothing_that_was_stored(visit: Visit, jar: bytes) -> None:
    here = visit()
    here.visit().ready()
    here.open("jar.jpg", jar)
    here.remove_background()
    here.backdrop("White")
    is_stored(here)
    before = image(here.export("PNG"))
    context = here.page.context
    killed = here.page
    context.new_page()
    session = context.new_cdp_session(killed)
    here.watch.allow("the page crashed")
    try:
        session.send("Page.crash")
    except Exception:
        pass
    again = Studio(context.new_page(), here.address, here.watch)
    again.visit().ready()
    recent(again, "jar.jpg").click()
    again.says("opened from this device")
    assert "jar" in again.title()
    assert image(again.export("PNG")).tobytes() == before.tobytes()
