"""Fixtures of the browser tests: the built site on a free port, one Chromium for all, a watched page for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests import pictures
from tests.browser.guests import (
    ARGUMENTS,
    NETWORKS,
    NO_SERVICE_WORKER,
    PERSONAL,
    Guests,
    Worker,
    dress,
    forget,
    keep,
    let_keep,
    resident,
)
from tests.browser.hosting import Served
from tests.browser.studio import PATIENCE, Studio
from tests.browser.watch import Watch
from tools import chromium
from tools.report import ToolError
from tools.stack.postgres import binaries

if TYPE_CHECKING:
    from tests.browser.online import Online

DESKTOP: dict[str, Any] = {
    "locale": "en-US",
    "viewport": {"width": 1440, "height": 900},
    "color_scheme": "light",
    "reduced_motion": "reduce",
}
PHONE: dict[str, Any] = {
    "locale": "en-US",
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "color_scheme": "light",
    "reduced_motion": "reduce",
}

JAR = 400, 300
"""Width and height of the photo that most tests open."""

expect.set_options(timeout=PATIENCE)  # Playwright's own five seconds are short on a busy machine

Visit = Callable[..., Studio]
Drop = Callable[[Studio, dict[str, bytes]], None]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


def launch(playwright: Playwright, *more: str) -> Browser:
    """A Chromium without a profile."""
    return playwright.chromium.launch(executable_path=chromium.ensure_for_tests(), args=[*ARGUMENTS, *more])


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with closing(launch(playwright)) as running:
        yield running


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the built site, served with all headers."""
    with closing(Served(plain=False)) as served:
        yield served.address


@pytest.fixture(scope="session")
def plain_site() -> Iterator[str]:
    """The same files from a host that sets no header of its own."""
    with closing(Served(plain=True)) as served:
        yield served.address


def enter(context: BrowserContext, address: str, watch: Watch, service_worker: bool) -> Studio:
    """A new page in a context of a test's own browser."""
    if not service_worker:
        context.add_init_script(NO_SERVICE_WORKER)
    context.set_default_timeout(PATIENCE)
    return Studio(context.new_page(), address, watch)


@pytest.fixture(scope="session")
def known_profile(playwright: Playwright, site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a browser has on the disk that was at the site before, kept all of it, worked there and was closed."""
    profile = tmp_path_factory.mktemp("known")
    with closing(resident(playwright, profile, DESKTOP)) as context:
        watch = Watch(context)
        keep(context, site, watch)
        here = Studio(context.new_page(), site, watch)
        for _ in range(3):  # what is done in one visit is what its code is compiled for
            here.visit().ready()
            here.open("jar.jpg", small_jar())
            here.remove_background()
            here.export("PNG")
            for task in ("Adjust", "Text", "Crop"):
                here.task(task)
            here.page.evaluate(NETWORKS)
            if let_keep(here.page, profile):
                break
        forget(context.new_cdp_session(here.page), watch, PERSONAL)
    return profile


@pytest.fixture
def profile(known_profile: Path, tmp_path: Path) -> Path:
    """The same for one test, to be changed and damaged."""
    return shutil.copytree(known_profile, tmp_path / "profile", symlinks=True)


@pytest.fixture(scope="session")
def guests(
    playwright: Playwright, browser: Browser, known_profile: Path, site: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Guests]:
    with closing(Guests(playwright, browser, known_profile, site, tmp_path_factory.mktemp("guests"))) as running:
        yield running


@pytest.fixture
def visit(guests: Guests, site: str) -> Iterator[Visit]:
    """A stranger comes, with Playwright's options for a context; `script` runs in the page first. Watched to the
    end of the test."""
    here: list[tuple[BrowserContext, Watch]] = []

    def visit(
        address: str = site, worker: Worker = "kept", script: str = "", alone: bool = False, **options: Any
    ) -> Studio:
        wanted = {**DESKTOP, **options}
        context, watch = guests.enter(worker, address, wanted, alone)
        here.append((context, watch))
        context.set_default_timeout(PATIENCE)
        page = dress(context.new_page(), wanted)
        if script:
            page.add_init_script(script)
        return Studio(page, address, watch)

    yield visit
    for context, _ in here:
        guests.leave(context)
    for _, watch in here:
        watch.check()


@pytest.fixture(scope="session")
def room(
    playwright: Playwright, known_profile: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser that knows the site: its pages start from what is kept, as a person's do."""
    profile = shutil.copytree(known_profile, tmp_path_factory.mktemp("room") / "profile", symlinks=True)
    with closing(resident(playwright, profile, DESKTOP)) as context:
        context.set_default_timeout(PATIENCE)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context


@pytest.fixture(scope="session")
def room_watch(room: BrowserContext) -> Watch:
    return Watch(room)


class Desk:
    """A page that photo after photo is opened in, as a person's is; a new one after a test that failed."""

    def __init__(self, room: BrowserContext, watch: Watch, address: str) -> None:
        self._room, self._watch, self._address = room, watch, address
        self._here: Studio | None = None

    @contextmanager
    def used(self, session: pytest.Session) -> Iterator[Studio]:
        """The page, in front (a tab behind another is drawn once a second) and, if it is not new, its User Timing begun
        anew."""
        new = self._here is None
        if self._here is None:
            self._here = Studio(self._room.new_page(), self._address, self._watch)
            self._here.visit().ready()
        self._here.page.bring_to_front()
        if not new:
            self._here.page.evaluate("() => { performance.clearMarks(); performance.clearMeasures(); }")
        failed, passed = session.testsfailed, False
        try:
            yield self._here
            passed = session.testsfailed == failed
        finally:
            if not passed:
                self.close()

    def tidy(self) -> None:
        """Go back to where a page begins, and forget what it has kept for a person."""
        if self._here is not None:
            for _ in range(2):  # a dialog over a panel
                self._here.page.keyboard.press("Escape")
            if self._here.html.get_attribute("data-photo") != "none":
                self._here.task("Cut out")
                self._here.select("Model").select_option("auto")
            self._forget(self._here)

    def close(self) -> None:
        """Close the page, and forget the same."""
        here, self._here = self._here, None
        if here is not None:
            self._forget(here)
            here.page.close()

    @staticmethod
    def _forget(here: Studio) -> None:
        here.page.evaluate("localStorage.clear()")
        here.page.evaluate(NETWORKS)  # Auto runs the larger one for every photo once it is here: five times as long


@pytest.fixture
def studio(room: BrowserContext, room_watch: Watch, site: str, request: pytest.FixtureRequest) -> Iterator[Studio]:
    """A page that is ready for a photo; what it remembers is forgotten afterwards."""
    with closing(Desk(room, room_watch, site)) as own, own.used(request.session) as here:
        yield here
    room_watch.check()


@pytest.fixture(scope="module")
def room_studio(room: BrowserContext, room_watch: Watch, site: str, request: pytest.FixtureRequest) -> Iterator[Studio]:
    """One page for all tests of a module."""
    with closing(Desk(room, room_watch, site)) as own, own.used(request.session) as here:
        yield here


@pytest.fixture(scope="session")
def desks(room: BrowserContext, room_watch: Watch, site: str) -> Iterator[tuple[Desk, Desk]]:
    """Two pages of the room that stay open for as long as tests run."""
    both = Desk(room, room_watch, site), Desk(room, room_watch, site)
    yield both
    for desk in both:
        desk.close()


@pytest.fixture(scope="module")
def standing(desks: tuple[Desk, Desk], request: pytest.FixtureRequest) -> Iterator[Studio]:
    """A page with a photo open, for all tests of a module."""
    with desks[0].used(request.session) as here:
        here.open("jar.jpg", small_jar())
        yield here
    desks[0].tidy()


@pytest.fixture(scope="module")
def desk(desks: tuple[Desk, Desk]) -> Iterator[Desk]:
    """For tests that open photo after photo in one page."""
    yield desks[1]
    desks[1].tidy()


@pytest.fixture
def another(desk: Desk, request: pytest.FixtureRequest) -> Iterator[Studio]:
    """A page in which something was done before; checked after each test."""
    with desk.used(request.session) as here:
        yield here
        here.watch.check()


@pytest.fixture(scope="session")
def phone_desk(
    playwright: Playwright, known_profile: Path, site: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    profile = shutil.copytree(known_profile, tmp_path_factory.mktemp("phone") / "profile", symlinks=True)
    with closing(resident(playwright, profile, PHONE)) as context:
        context.set_default_timeout(PATIENCE)
        yield Desk(context, Watch(context), site)


@pytest.fixture
def phone(phone_desk: Desk, request: pytest.FixtureRequest) -> Iterator[Studio]:
    """A page on a phone in which something was done before; checked after each test."""
    with phone_desk.used(request.session) as here:
        yield here
        here.watch.check()
    phone_desk.tidy()


@pytest.fixture
def open_studio(standing: Studio) -> Iterator[Studio]:
    """The module's page; checked after each test."""
    standing.page.bring_to_front()
    yield standing
    standing.watch.check()


def small_jar() -> bytes:
    """A product photo, as JPEG: small, and cut out as a large one is."""
    return pictures.jpeg(pictures.product(*JAR), 92)


@pytest.fixture(scope="session")
def jar() -> bytes:
    return small_jar()


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    """Drops files on the canvas as a file manager does; a name with a slash at its end is a folder."""

    def drop(studio: Studio, files: dict[str, bytes]) -> None:
        paths = []
        for name, data in files.items():
            path = tmp_path / name
            if name.endswith("/"):
                path.mkdir()
            else:
                path.write_bytes(data)
            paths.append(str(path))
        box = studio.region("Canvas").bounding_box()
        assert box is not None
        place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        data_carried = {"items": [], "files": paths, "dragOperationsMask": 1}
        session = studio.page.context.new_cdp_session(studio.page)
        for step in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": step, **place, "data": data_carried})
        session.detach()

    return drop


@pytest.fixture(scope="session")
def online(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Online]:
    """The whole backend and the site that was built for it, started once. Skips where there is no PostgreSQL."""
    from tests.browser.online import Online

    try:
        binaries()
    except ToolError as error:
        pytest.skip(f"the backend needs PostgreSQL: {error}")
    with closing(Online(tmp_path_factory.mktemp("online"))) as running:
        yield running


@pytest.fixture
def calm(online: Online) -> Online:
    """The same, with stand-ins that do as the real ones."""
    online.backend.calm()
    return online


@pytest.fixture(scope="session")
def online_desk(room: BrowserContext, room_watch: Watch, online: Online) -> Iterator[Desk]:
    with closing(Desk(room, room_watch, online.address)) as desk:
        yield desk


@pytest.fixture
def customer(online_desk: Desk, calm: Online, request: pytest.FixtureRequest) -> Iterator[Studio]:
    """A page of that site in which people sign in one after another; checked after each test."""
    from tests.browser.online import sign_out

    with online_desk.used(request.session) as here:
        expect(here.page.locator(".pages-nav")).to_be_attached()
        yield here
        here.watch.check()
        sign_out(here)
    online_desk.tidy()
