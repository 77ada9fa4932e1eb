"""From the second visit on the page's Python starts from its memory: the same as one that begins at its beginning."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import JAR, Visit
from tests.browser.studio import PRECACHED, Studio, image
from tests.browser.test_cache import Home, home  # noqa: F401

PYTHON = """async (source) => {
  const { loadPyodide } = await import(new URL(aluo.site.static.page + "python.js", document.baseURI));
  return (await loadPyodide({})).runPython(source);
}"""
"""Runs in the page's own Python: python.js gives everybody the one that it has started."""

KINDS = """
import json, sys, js
from pyodide.ffi import JsProxy
rows = [
    (f"{module.__name__}.{name}", type(value) is type(getattr(js, name)))
    for module in list(sys.modules.values()) if module is not js
    for name, value in list(getattr(module, "__dict__", {}).items()) if isinstance(value, JsProxy) and hasattr(js, name)
]
json.dumps([len(rows), sorted(name for name, same in rows if not same)])
"""
"""How many objects of the page the modules know by their names, and which of them Python takes for another kind than it
does when it looks now: with a length or not, to be called or not."""
DAMAGE = """async () => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys())
      if (request.url.endsWith(".snap")) await cache.put(request, new Response(new Uint8Array(1000)));
  }
}"""

LOADS = """(() => {
  const { postMessage } = Worker.prototype;
  window.loads = [];
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.kind === "load") window.loads.push(message.warm);
    return postMessage.call(this, message, ...rest);
  };
})()"""
"""Remembers for each network that the page has loaded whether it is to be run on nothing, before anybody asks it."""

LAID = """async () => {
  const at = (path) => new URL(path, document.baseURI).href;
  const { loadPyodide } = await import(at(aluo.site.static.pyodide + "pyodide.mjs"));
  const { restore } = await import(at(aluo.site.static.pyodide + "restore.js"));
  const snapshots = await Promise.all(["python.snap", "ui.snap"].map(async (name) =>
    (await fetch(at(aluo.site.static.snapshot + name))).arrayBuffer()));
  const found = [], wanted = snapshots.map((snapshot) => {
    const head = new Uint8Array(snapshot, 4, new DataView(snapshot).getUint32(0, true));
    return JSON.parse(new TextDecoder().decode(head)).sha256;
  });
  const digest = async (memory) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", memory)),
    (byte) => byte.toString(16).padStart(2, "0")).join("");
  const _restore = (module) => {
    for (const snapshot of snapshots) { restore(module, [snapshot]); found.push(digest(module.HEAPU8.slice())); }
    throw new Error("seen");
  };
  await loadPyodide({ indexURL: at(aluo.site.static.pyodide), _snapshots: [[]], _restore }).catch(() => {});
  return [await Promise.all(found), wanted];
}"""
"""The memory of another interpreter of this browser with the snapshots laid into it, and what it should be."""


def python(page: Page, source: str) -> Any:
    return page.evaluate(PYTHON, source)


@pytest.fixture
def known(visit: Visit) -> Studio:
    """A page whose service worker has kept everything, and that is there for the first time."""
    here = visit(worker="new", script=LOADS)
    here.visit().ready()
    here.page.evaluate(PRECACHED)
    return here


def test_the_second_visit_starts_from_the_snapshot_and_works_as_the_first(known: Studio, jar: bytes) -> None:
    assert not known.page.evaluate("aluo.restored"), "a first visit is quicker without"
    assert known.page.evaluate("loads") == [True]
    said: list[str] = []
    known.page.on("console", lambda message: said.append(message.text))
    known.page.reload()
    known.ready()
    assert known.page.evaluate("aluo.restored") is True
    assert not [text for text in said if "without the snapshot" in text], "nor has the engine begun anew"
    assert known.page.evaluate("loads") == [False], "what is compiled needs no run on nothing"
    known.open("jar.jpg", jar)
    known.remove_background()
    known.backdrop("White")
    assert image(known.export("PNG")).size == JAR
    count, wrong = json.loads(python(known.page, KINDS))
    assert count > 50
    assert wrong == []


def test_what_is_not_in_the_snapshot_is_in_the_interpreter_of_every_browser(another: Studio) -> None:
    found, wanted = another.page.evaluate(LAID)
    assert found == wanted


def test_a_damaged_snapshot_is_done_without(home: Home, jar: bytes) -> None:  # noqa: F811
    known = home.open().ready()
    assert known.page.evaluate("aluo.restored") is True
    known.page.evaluate(DAMAGE)
    said: list[str] = []
    known.page.on("console", lambda message: said.append(message.text))
    known.page.reload()
    known.ready()
    assert len([text for text in said if "without the snapshot" in text]) == 2, "both threads began anew"
    assert not known.page.evaluate("aluo.restored")
    known.open("jar.jpg", jar)
