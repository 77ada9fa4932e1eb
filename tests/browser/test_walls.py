"""The walls, attacked: code in the engine, in the inference worker and in the page tries to get bytes out.

Each attempt is made by code that runs inside, against a listener on another port. What counts is what arrives there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Response, Route

from tests.browser.conftest import Visit
from tests.browser.studio import Studio

GONE = (
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "EventSource",
    "importScripts",
    "Worker",
    "SharedWorker",
    "caches",
    "indexedDB",
    "WebTransport",
    "BroadcastChannel",
)


class Listener:
    """A foreign host that lets everybody in and remembers who came."""

    def __init__(self) -> None:
        came: list[str] = []
        self.came = came

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                came.append(f"{self.command} {self.path}")
                self.send_response(200)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
                self.send_header("Content-Type", "text/javascript")
                self.end_headers()

            do_GET = do_POST = do_PUT = do_OPTIONS = do_HEAD = _answer

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    running = Listener()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture(scope="module")
def cut(room_studio: Studio, jar: bytes) -> Studio:
    """A page whose every thread is at its final rights: the model has run."""
    room_studio.open("jar.jpg", jar)
    room_studio.remove_background()
    return room_studio


def inference(studio: Studio) -> Any:
    return next(worker for worker in studio.page.workers if "/inference-" in worker.url and "worker.js" in worker.url)


def test_the_engine_has_lost_what_it_needs_no_more(cut: Studio) -> None:
    left = cut.engine().evaluate("names => names.filter((name) => typeof self[name] !== 'undefined')", list(GONE))
    assert left == []


def test_the_inference_worker_has_lost_it_too(cut: Studio) -> None:
    left = inference(cut).evaluate("names => names.filter((name) => typeof self[name] !== 'undefined')", list(GONE))
    assert left == []


def test_no_prototype_gives_it_back(cut: Studio) -> None:
    dig = """(names) => names.filter((name) => {
      for (let at = self; at; at = Object.getPrototypeOf(at)) if (Object.hasOwn(at, name)) return true;
      return false;
    })"""
    assert cut.engine().evaluate(dig, list(GONE)) == []


ATTACKS = (Path(__file__).resolve().parent / "attacks.js").read_text(encoding="utf-8")
IN_ANY_THREAD = (
    "a script from elsewhere",
    "a script from a data address",
    "a script from a blob",
    "words as code",
    "a function from words",
    "a font",
)
WITH_MEANS = ("fetch", "request", "beacon", "socket", "events", "a nested worker", "a worker from a blob")
IN_THE_PAGE = ("a picture", "a script element", "a style sheet", "an inline script", "a form")


def attack(thread: Any, name: str, listener: Listener) -> Any:
    """What became of one attempt from inside a page or a worker. The table is the script's last value."""
    table = ATTACKS.rstrip().removesuffix(";").rpartition("\n({")
    code = f"([name, to]) => {{ {table[0]}\nreturn ({{{table[2]}[name](to); }}"
    return thread.evaluate(code, [name, listener.address])


@pytest.mark.parametrize("name", IN_ANY_THREAD)
@pytest.mark.parametrize("thread", ["engine", "inference", "page"])
def test_no_code_from_outside_runs_in_any_thread(cut: Studio, listener: Listener, thread: str, name: str) -> None:
    place = {"engine": cut.engine(), "inference": inference(cut), "page": cut.page}[thread]
    assert attack(place, name, listener) == "refused"
    assert listener.came == []
    cut.watch.problems.clear()


@pytest.mark.parametrize("name", WITH_MEANS + IN_THE_PAGE)
def test_no_way_out_of_the_page(cut: Studio, listener: Listener, name: str) -> None:
    assert attack(cut.page, name, listener) == "refused"
    assert listener.came == []
    cut.watch.problems.clear()


def test_even_with_its_means_given_back_the_engine_gets_nowhere(visit: Visit, listener: Listener, jar: bytes) -> None:
    """Taking fetch away is the lock on the door; this is the wall: a thread that keeps its means and still fails."""
    here = visit(worker="none")
    here.page.route("**/confine.js", unlock)
    here.visit().ready()
    here.open("jar.jpg", jar)
    engine = here.engine()
    assert engine.evaluate("typeof fetch") == "function"
    assert {name: attack(engine, name, listener) for name in WITH_MEANS} == dict.fromkeys(WITH_MEANS, "refused")
    assert listener.came == []
    here.watch.problems.clear()


def unlock(route: Route) -> None:
    """confine.js whose drop() takes nothing away."""
    response = route.fetch()
    script = response.text()
    assert "delete holder[name]" in script
    route.fulfill(response=response, body=script.replace("delete holder[name]", "void 0"))


def test_each_thread_has_headers_of_its_own_and_the_journey_asks_nobody_else(visit: Visit, jar: bytes) -> None:
    here = visit(worker="none")
    policies: dict[str, str] = {}

    def keep(answer: Response) -> None:
        policies.setdefault(answer.url, answer.headers.get("content-security-policy", ""))

    here.page.on("response", keep)
    here.visit().ready()
    engine = next(policy for url, policy in policies.items() if "/engine-" in url and url.endswith("worker.js"))
    assert "default-src 'none'" in engine
    assert "worker-src 'none'" in engine
    assert "connect-src 'self'" in engine
    assert "unsafe-eval'" not in policies[here.address].replace("wasm-unsafe-eval'", "")
    here.open("jar.jpg", jar)
    before = len(here.watch.requests)
    here.remove_background()
    here.backdrop("Blur")
    here.export("PNG")
    later = [url for url in here.watch.requests[before:] if not url.startswith("blob:")]
    assert all(url.startswith(here.address) and "?" not in url for url in later), later
