"""New versions, hosts that answer with something else, the way out: what the service worker keeps and lets go of."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import JAR, Visit
from tests.browser.hosting import Served, lay_out
from tests.browser.studio import BOOT, PRECACHED, WORK, Studio, image
from tests.browser.test_cache import is_stored, recent

CACHES = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("aluo-")), found = {};
  for (const name of names)
    found[name] = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname).sort();
  return found;
}"""
GONE = """async () => !(await caches.keys()).some((name) => /^aluo-|weights/.test(name))
  && !(await navigator.serviceWorker.getRegistrations()).length"""
UPDATE = "() => navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => null)"
WAITING = """() => navigator.serviceWorker.ready.then((registration) => new Promise((resolve) => {
  const look = () => registration.waiting ? resolve() : setTimeout(look, 20);
  look();
}))"""
FORGET = """async () => {
  for (const name of await caches.keys()) await (await caches.open(name)).delete(new URL("index.html", location));
}"""
"""As when the person left before the page itself, which comes last, was kept."""
PORTAL = b"<!doctype html><title>Free WiFi</title><p>Please accept our terms.</p>"

LISTEN = (
    "() => { const real = self.fetch; self.asked = []; self.fetch = (url, how) => (asked.push(url), real(url, how)); }"
)
"""Lets the service worker note what it fetches."""
KEEP_TWICE = """async () => {
  const name = (await caches.keys()).find((name) => name.startsWith("aluo-")), cache = await caches.open(name);
  const gone = (await cache.keys()).map(({ url }) => url).filter((url) => url.includes("/static/fonts-")).slice(0, 3);
  await Promise.all(gone.map((url) => cache.delete(url)));
  let left = 2;
  const done = new Promise((resolve) => navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.kind === "precached" && !--left) resolve();
  }));
  for (const _ of "12") navigator.serviceWorker.controller.postMessage({ kind: "precache" });
  await done;
  return gone;
}"""
"""Takes three files away, has what is missing kept, and again before that is done. The addresses."""


class Host(Served):
    """A host of its own whose files change."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.restore()
        super().__init__(plain=False, root=root)

    def restore(self) -> None:
        """Have the site there again as it was built."""
        shutil.rmtree(self.root, ignore_errors=True)
        lay_out(self.root)

    def put(self, path: str, data: bytes) -> None:
        """Another content for a file; the built site stays as it is."""
        for name in (path, path + ".br", path + ".gz"):
            (self.root / name).unlink(missing_ok=True)
        (self.root / path).write_bytes(data)

    def version(self) -> str:
        table = (self.root / "index.html").read_text().split('id="site">')[1].split("</script>")[0]
        return str(json.loads(table)["version"])

    def publish(self) -> str:
        """Upload a next version, which differs in its name only. Its name."""
        old, new = self.version(), "0123456789ab"
        for path in ("sw.js", "index.html"):
            self.put(path, (self.root / path).read_bytes().replace(old.encode(), new.encode()))
        return new

    def move(self, group: str) -> str:
        """Have a group of files lie in another folder, as it does when one of them has changed. The folder's name."""
        (old,) = (self.root / "static").glob(f"{group}-*")
        new = old.rename(old.with_name(f"{group}-0123456789ab"))
        for path in ("sw.js", "index.html"):
            self.put(path, (self.root / path).read_bytes().replace(old.name.encode(), new.name.encode()))
        return new.name


@pytest.fixture(scope="module")
def standing_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with closing(Host(tmp_path_factory.mktemp("hosts") / "host")) as running:
        yield running


@pytest.fixture
def host(standing_host: Host) -> Host:
    """The module's host with the site as it was built: browsers have compiled its programs after the first test."""
    standing_host.restore()
    return standing_host


@pytest.fixture
def own_host(tmp_path: Path) -> Iterator[Host]:
    """A host for one test, that ends or whose files are not what they were under their names."""
    with closing(Host(tmp_path / "host")) as running:
        yield running


def caches(page: Page) -> dict[str, list[str]]:
    return dict(page.evaluate(CACHES))


def settled(here: Studio) -> Studio:
    """A first visit, all of it kept for offline use."""
    here.visit().ready()
    here.page.evaluate(PRECACHED)
    return here


def test_who_comes_back_finds_the_old_version_whole_and_is_offered_the_new_one(
    visit: Visit, host: Host, jar: bytes
) -> None:
    here = settled(visit(host.address, worker="new"))
    old, old_folder = host.version(), here.page.evaluate("window.aluo.site.static.app")
    here.open("jar.jpg", jar)
    here.remove_background()
    is_stored(here)
    folder = f"static/{host.move('app')}/"
    new = host.publish()
    here.page.on("dialog", lambda dialog: pytest.fail("who has a stored picture needs not be asked"))
    here.page.reload()
    here.ready()
    assert here.page.evaluate("window.aluo.site.version") == old, "the new one's files are not here yet"
    assert "new version is ready" in here.alerts()
    here.page.evaluate(PRECACHED)  # as a start asks for that was slower than the new version's way here
    kept = caches(here.page)
    assert kept.keys() == {f"aluo-{old}", f"aluo-{new}"}
    renamed = {path.replace(folder, old_folder) for path in kept[f"aluo-{new}"]}
    assert renamed == set(kept[f"aluo-{old}"]), "the new one is whole before anybody hears of it"
    assert here.page.evaluate("window.aluo.site.version") == old, "nothing reloads by itself"
    here.button("Reload now").click()
    here.page.wait_for_function("version => window.aluo?.site.version === version", arg=new)
    here.ready()
    assert here.page.evaluate("window.aluo.site.static.app") == folder
    recent(here, "jar.jpg").click()
    here.says("opened from this device")
    here.page.evaluate(PRECACHED)
    assert caches(here.page).keys() == {f"aluo-{new}"}


def test_who_left_before_all_was_kept_gets_the_new_version_at_once(visit: Visit, host: Host, jar: bytes) -> None:
    here = visit(host.address, worker="new")
    here.visit().ready()
    here.page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    here.page.evaluate(FORGET)
    host.move("app")
    new = host.publish()
    here.page.reload()
    here.ready()
    assert here.page.evaluate("window.aluo.site.version") == new
    here.open("jar.jpg", jar)
    here.remove_background()


def test_a_version_that_is_not_whole_on_the_host_changes_nothing(visit: Visit, own_host: Host) -> None:
    here = settled(visit(own_host.address, worker="new", alone=True))
    here.watch.allow(r"404")
    before = caches(here.page)
    own_host.publish()
    script, missing = (own_host.root / "sw.js").read_text(), '["static/page-0/missing.js","page",false,""]'
    own_host.put("sw.js", script.replace('"files":[', f'"files":[{missing},', 1).encode())
    here.page.evaluate(UPDATE)
    here.page.wait_for_function(
        "() => navigator.serviceWorker.ready.then(({ installing, waiting }) => !installing && !waiting)"
    )
    assert here.alert.is_hidden()
    (name,) = before
    assert caches(here.page)[name] == before[name]
    own_host.close()
    here.page.reload()
    here.ready()


def test_another_tab_of_the_old_version_goes_on_working(visit: Visit, host: Host, jar: bytes) -> None:
    here = settled(visit(host.address, worker="new"))
    other = Studio(here.page.context.new_page(), here.address, here.watch)
    other.visit().ready()
    host.publish()
    here.page.evaluate(UPDATE)
    here.alerts()
    here.button("Reload now").click()
    here.ready()
    shutil.rmtree(host.root / "static")  # as a host does that holds one version only
    other.page.bring_to_front()
    other.open("jar.jpg", jar)
    other.remove_background()
    other.task("Text")  # brought in now
    assert image(other.export("PNG")).size == JAR


def test_the_browser_asks_before_a_picture_goes_that_is_in_the_tab_only(visit: Visit, jar: bytes) -> None:
    here = visit(script='indexedDB.open = () => { throw new DOMException("refused", "SecurityError"); };')
    here.visit().ready()
    here.open("jar.jpg", jar)
    here.remove_background()
    expect(here.page.get_by_text("Held in this tab only", exact=True)).to_be_visible()
    asked: list[str] = []
    here.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    here.page.evaluate("() => { location.reload(); }")
    here.page.wait_for_function("() => document.documentElement.dataset.photo === 'none'", timeout=BOOT)
    assert asked == ["beforeunload"]


PRECACHE_FAILS = PRECACHED.replace("resolve(data.bytes)", "reject(new Error('it was kept'))").replace(
    'reject(new Error("not everything could be kept"))', "resolve()"
)


OTHERWISE: list[Callable[[bytes], bytes]] = [lambda _: PORTAL, lambda data: data[:-1], lambda data: data + b" "]
"""What may come instead of a file: a page, less of it, more of it."""


def test_what_is_not_as_the_build_wrote_it_is_not_kept(visit: Visit, own_host: Host) -> None:
    """Files that only the cache asks for: the page itself runs."""
    samples = [path.relative_to(own_host.root).as_posix() for path in own_host.root.glob("static/fonts-*/*.woff2")]
    assert len(samples) >= len(OTHERWISE)
    sound = {path: (own_host.root / path).read_bytes() for path in samples}
    for number, path in enumerate(samples):
        own_host.put(path, OTHERWISE[number % len(OTHERWISE)](sound[path]))
    here = visit(own_host.address, worker="new", alone=True).visit().ready()
    here.page.evaluate(PRECACHE_FAILS)
    (kept,) = caches(here.page).values()
    assert not {"/" + path for path in samples} & set(kept)
    assert "/index.html" not in kept, "the page comes last: one that is there has all its files"
    for path in samples:
        own_host.put(path, sound[path])
    with suppress(Error):  # the page asked as well, and may be told only now of the files as they were
        here.page.evaluate(PRECACHED)
    here.page.evaluate(PRECACHED)
    (kept,) = caches(here.page).values()
    assert {"/" + path for path in samples} | {"/index.html"} <= set(kept)


def test_who_asks_to_keep_all_while_that_goes_on_causes_no_second_fetch(visit: Visit) -> None:
    here = settled(visit())
    (worker,) = [one for one in here.page.context.service_workers if one.url.startswith(here.address)]
    worker.evaluate(LISTEN)
    gone = here.page.evaluate(KEEP_TWICE)
    assert len(gone) == 3
    assert sorted(worker.evaluate("() => asked")) == sorted(gone)


def test_somebody_elses_page_changes_nothing_and_the_way_out_leaves_the_pictures_alone(
    visit: Visit, host: Host, jar: bytes
) -> None:
    here = settled(visit(host.address, worker="new"))
    before = caches(here.page)
    for answer in (PORTAL, b""):
        host.put("index.html", answer)
        here.page.reload()
        here.ready()
        here.page.evaluate(PRECACHED)
        assert caches(here.page) == before
    host.restore()
    here.open("jar.jpg", jar)
    is_stored(here)
    host.put("sw.js", (host.root / "sw-off.js").read_bytes())
    here.page.evaluate(UPDATE)
    here.page.wait_for_function(
        GONE,
        timeout=WORK,
    )
    here.page.reload()
    here.ready()
    recent(here, "jar.jpg").click()
    here.says("opened from this device")
    assert caches(here.page) == {}
