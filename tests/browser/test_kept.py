"""What is kept in this browser: compared with the table of docs/privacy.md, and shown in a list."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_cache import LISTED, privacy, stored_jar
from tools.paths import ROOT

LAID_DOWN = r"""async () => {
  const found = [];
  for (const [where, storage] of [["local storage", localStorage], ["session storage", sessionStorage]])
    for (const key of Object.keys(storage)) found.push([where, key]);
  for (const { name } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    const base = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
    for (const store of base.objectStoreNames) found.push([`database \`${name}\``, store]);
    base.close();
  }
  for (const name of await caches.keys()) found.push(["cache storage", name]);
  return found;
}"""
ROW = re.compile(r"^\| ([^|]+?) \| (`[^|]+?) \|", re.MULTILINE)
DRAWN_OFTEN = """() => {
  const get = IDBObjectStore.prototype.get, make = URL.createObjectURL;
  IDBObjectStore.prototype.get = function (key) {
    const request = get.call(this, key), tx = this.transaction, complete = tx.oncomplete;
    if (this.name !== "views") return request;
    const set = (success) => request.addEventListener("success", (event) => setTimeout(success, 600, event));
    Object.defineProperty(request, "onsuccess", { set });
    tx.oncomplete = (event) => setTimeout(complete, 700, event);
    return request;
  };
  window.made = 0;
  URL.createObjectURL = (blob) => { window.made += 1; return make.call(URL, blob); };
  const list = document.getElementById("kept-pictures");
  window.drawn = 0;
  const watching = new MutationObserver(() => {
    document.dispatchEvent(new Event("visibilitychange"));
    if (++window.drawn === 8) watching.disconnect();
  });
  watching.observe(list, { childList: true });
}"""
"""From here on views are slow to read, and whenever the list is drawn the page is told that the person is back, which
has it drawn again. Counts the addresses."""


def documented() -> set[tuple[str, str]]:
    """Where and under which key docs/privacy.md says that something is kept."""
    text = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    return {(match[1], key) for match in ROW.finditer(text) for key in re.findall(r"`([^`]+)`", match[2])}


def test_the_table_of_what_is_kept_is_what_is_there(visit: Visit, plain_site: str, jar: bytes) -> None:
    here = visit(plain_site, worker="new")
    stored_jar(here.visit(), jar)
    here.page.get_by_role("checkbox", name="Auto-remove background").check()
    here.page.get_by_role("button", name="Settings").first.click()
    here.page.get_by_role("radio", name="Dark").check(force=True)
    here.page.get_by_role("radio", name="Black").last.check(force=True)
    here.page.get_by_role("switch", name="Single-letter keys").click()
    here.select("Keep pictures for").select_option(label="7 days")
    here.page.get_by_role("switch", name="Private session").click()
    here.says("Private session")
    here.page.get_by_role("switch", name="Private session").click()
    here.says("session is over")
    here.page.get_by_role("switch", name="Private session").click()
    here.says("Private session: pictures")
    here.select("Language").select_option("de")
    expect(here.html).to_have_attribute("lang", "de")
    found = {(where, key) for where, key in here.page.evaluate(LAID_DOWN)}
    known = documented()
    unknown = {
        (where, key) for where, key in found if (where, key if where != "cache storage" else "aluo-…") not in known
    }
    assert unknown == set(), "kept, and not in docs/privacy.md"
    absent = {key for where, key in known if (where, key) not in found} - {"aluo-…", "aluo.recents", "aluo.session"}
    assert absent == set(), "in docs/privacy.md, and not there (a private session empties recents; nobody signed in)"


def test_a_list_that_is_drawn_again_meanwhile_reads_each_picture_once(visit: Visit, jar: bytes) -> None:
    here = stored_jar(visit().visit(), jar)
    here.page.wait_for_function(LISTED)
    here.page.evaluate(DRAWN_OFTEN)
    privacy(here)
    here.page.wait_for_function("() => window.drawn === 8")
    expect(privacy(here).locator("img").first).to_have_js_property("naturalWidth", 192)
    assert here.page.evaluate("window.made") <= 2, "one for the picture, one more when it has grown meanwhile"
    here.watch.check()
