"""What is kept in this browser, compared with the table of docs/privacy.md."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_cache import stored_jar
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
