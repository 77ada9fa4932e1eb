"""The thread that may send, attacked: code in it, in the page and in the engine tries what it must not be able to."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import Visit
from tests.browser.online import Online, furnished, signed_in
from tests.browser.studio import Studio
from tests.browser.test_walls import Listener, listener

__all__ = ["listener"]

TRY = """(url) => fetch(url, { mode: "no-cors" }).then(() => "sent", (error) => error.name)"""
ASK = "(url) => fetch(url).then(() => 'sent', (error) => error.name)"
BARE = """() => { window.bare = new Worker(window.aluo.site.static.egress + "worker.js", { type: "module" }); }"""
IMPORT = "(url) => import(url).then(() => 'sent', (error) => error.name)"
POST = """(url) => fetch(url, { method: "POST", body: new Blob(["x"]) }).then(() => "sent", (error) => error.name)"""
GONE = (
    *("XMLHttpRequest", "WebSocket", "EventSource", "importScripts", "Worker", "SharedWorker", "caches", "indexedDB"),
    *("WebTransport", "BroadcastChannel", "Request", "document", "localStorage"),
)


def egress(here: Studio) -> Any:
    return next(worker for worker in here.page.workers if "/egress-" in worker.url)


def test_the_thread_that_sends_reaches_one_host_and_has_no_page(visit: Visit, calm: Online, listener: Listener) -> None:
    here = signed_in(furnished(visit(calm.address)), calm.backend.person())
    here.watch.allow("Content Security Policy", "egress/blocked")
    thread = egress(here)
    assert thread.evaluate("(names) => names.filter((name) => typeof self[name] !== 'undefined')", list(GONE)) == []
    assert thread.evaluate(TRY, f"{listener.address}/gate") != "sent"
    assert thread.evaluate(TRY, f"{calm.gateway}/rest/v1/unlisted") != "sent"
    assert (
        thread.evaluate("(url) => import(url).then(() => 'sent', (error) => error.name)", f"{listener.address}/x.js")
        != "sent"
    )
    assert thread.evaluate(POST, f"{calm.gateway}/functions/v1/generate") != "sent"
    with here.page.expect_worker() as started:
        here.page.evaluate(BARE)
    unbooted = started.value
    assert unbooted.evaluate(TRY, f"{listener.address}/policy") != "sent", "its own policy holds without our code"
    assert unbooted.evaluate(ASK, f"{calm.gateway}/auth/v1/.well-known/jwks.json") == "sent", "and lets the one host be"
    assert listener.came == []


def test_page_and_engine_cannot_reach_the_backend(visit: Visit, calm: Online) -> None:
    here = furnished(visit(calm.address))
    here.watch.allow("Content Security Policy")
    assert here.page.evaluate(TRY, f"{calm.gateway}/rest/v1/prices") == "TypeError"
    assert here.engine().evaluate("typeof fetch") == "undefined"


def test_a_picture_in_a_message_is_refused(customer: Studio, calm: Online) -> None:
    here = signed_in(customer, calm.backend.person())
    count = len(calm.backend.lines)
    send = """(argument) => new Promise((resolve) => {
      const worker = new Worker(window.aluo.site.static.egress + "worker.js", { type: "module" });
      const { static: { pyodide, egress }, backend } = window.aluo.site;
      const bytes = new Uint8Array(200000).fill(7);
      const tries = [
        { email: bytes }, { email: bytes.buffer }, { email: new Blob([bytes]) }, { email: "x".repeat(200000) },
        { email: [1, 2, 3] }, { email: "a@b.example", file: bytes },
      ];
      const codes = [];
      worker.onmessage = ({ data }) => {
        if (data.kind === "event" && data.name === "ready")
          tries.forEach((argument, id) => worker.postMessage({ kind: "request", id, operation: "code", argument }));
        if (data.kind === "failure") codes.push(data.code);
        if (data.kind === "reply") codes.push("taken");
        if (codes.length === tries.length) resolve(codes);
      };
      worker.postMessage({ kind: "boot", base: document.baseURI, pyodide, egress, ...backend });
      window.aluo.give(worker);
    })"""
    codes = here.page.evaluate(send, None)
    assert set(codes) <= {"egress/too-large", "engine/fault"}
    assert not [line for line in calm.backend.lines[count:] if "/otp" in line]
