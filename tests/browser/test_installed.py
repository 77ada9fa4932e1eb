"""The app as a system installs it: what the manifest promises, and what happens when the system uses it."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, Visit
from tests.browser.studio import BOOT, Studio, payload
from tests.browser.test_cache import Home, home  # noqa: F401

NO_LAUNCHES = "delete window.launchQueue;"
LAUNCHES = """Object.defineProperty(window, "launchQueue", { value: {
  setConsumer(consumer) { window.launch = consumer; },
} });"""
"""Headless browsers install nothing: the system's part is played here, with a real file and its real handle."""
HANDLE = """async ([name, bytes]) => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle(name, { create: true });
  const stream = await handle.createWritable();
  await stream.write(new Uint8Array(bytes));
  await stream.close();
  window.launch({ files: [handle], targetURL: location.href });
}"""
FORM = """<form method="post" enctype="multipart/form-data" action="{site}share">
  <input type="file" name="pictures" multiple><button>Share</button></form>"""
"""What the system's share sheet sends."""


def test_the_browser_finds_it_installable(home: Home) -> None:  # noqa: F811
    here = home.open().ready()
    session = here.page.context.new_cdp_session(here.page)
    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = json.loads(told["data"])
    for icon in manifest["icons"]:
        size = here.page.evaluate(
            "async (src) => { const image = new Image(); image.src = src; await image.decode(); return image.width; }",
            icon["src"],
        )
        assert icon["sizes"] in {"any", f"{size}x{size}"}


def test_a_shared_picture_is_opened_and_never_leaves(visit: Visit, jar: bytes) -> None:
    here = visit().visit().ready()
    other, sent = share(here, jar, "jar.jpg")
    other.wait("open", 1)
    assert "jar" in other.title()
    assert not other.page.url.endswith("#shared")
    assert sent == [here.address + "share"], "the one that the service worker answered"
    assert not any("share" in name for name in other.page.evaluate("caches.keys()"))
    other.page.reload()
    other.ready()
    assert other.html.get_attribute("data-photo") == "none", "it is given once"


def share(here: Studio, data: bytes, name: str) -> tuple[Studio, list[str]]:
    """A page of nobody posts a form, as the system does. The page that comes, and what was sent that was no GET."""
    other = Studio(here.page.context.new_page(), here.address, here.watch)
    other.page.set_content(FORM.format(site=here.address))
    sent: list[str] = []
    other.page.on("request", lambda request: request.method != "GET" and sent.append(request.url))
    other.page.locator("input").set_input_files(payload(name, data, "image/jpeg"))
    other.page.get_by_role("button", name="Share").click()
    expect(other.html).to_have_attribute("data-app", "ready", timeout=BOOT)
    return other, sent


def test_a_file_that_the_system_opens_is_opened_and_can_be_saved_back(visit: Visit, jar: bytes) -> None:
    here = visit(script=LAUNCHES).visit().ready()
    here.page.wait_for_function("() => window.launch")
    here.page.evaluate(HANDLE, ["mug.jpg", list(jar)])
    here.wait("open", 1)
    assert "mug" in here.title()
    before = here.page.evaluate(SIZE)
    here.page.keyboard.press("ControlOrMeta+s")
    here.says("mug.jpg")
    here.page.wait_for_function(f"async (before) => await ({SIZE})() !== before", arg=before)


SIZE = (
    """async () => (await (await (await navigator.storage.getDirectory()).getFileHandle("mug.jpg")).getFile()).size"""
)


def test_a_shortcut_opens_what_it_names_and_nothing_else(visit: Visit) -> None:
    here = visit()
    here.page.goto(here.address + "#privacy")
    expect(here.region("Privacy")).to_be_visible(timeout=BOOT)
    assert "#" not in here.page.url
    other = visit()
    other.page.goto(other.address + "#clear")
    other.ready()
    expect(other.button("Clear")).to_be_hidden()


def test_a_browser_without_any_of_it_starts_without_a_word(visit: Visit, jar: bytes) -> None:
    here = visit(script=NO_LAUNCHES, **DESKTOP)
    here.visit().ready()
    here.open("jar.jpg", jar)
    assert here.alert.is_hidden()
