"""Where the site may be served from: with headers, without any, and from nowhere once the network is gone."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import JAR, Visit
from tests.browser.hosting import lay_out
from tests.browser.studio import BOOT, PRECACHED, Studio, image
from tests.browser.test_bad_input import is_clear
from tools.paths import DIST, ROOT

PROCESS = """
import sys, threading
from pathlib import Path
from tools import serve
print(serve.start(Path(sys.argv[2]), plain=sys.argv[1] == "plain").address, flush=True)
threading.Event().wait()
"""


class Host:
    """A server in a process of its own, so that it can be gone at once and altogether."""

    def __init__(self, kind: str, root: Path) -> None:
        command = [sys.executable, "-c", PROCESS, kind, str(root)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.stop()
        if self.process.stdout is not None:
            self.process.stdout.close()


def test_with_the_cable_pulled_the_whole_journey_works_again(visit: Visit, jar: bytes) -> None:
    with closing(Host("with headers", DIST)) as host:
        here = visit(host.address, worker="new", alone=True)
        here.visit().ready()
        here.page.evaluate(PRECACHED)
        host.stop()
        here.page.reload()
        here.ready()
    journey(here, jar)


def test_under_a_path_of_a_host_without_headers_it_works_the_same_after_one_reload(
    visit: Visit, tmp_path: Path, jar: bytes
) -> None:
    """All its addresses are relative, also those in scripts and styles and of the service worker."""
    (tmp_path / "index.html").write_text("Somebody else's page.")
    lay_out(tmp_path / "shop" / "studio")
    with closing(Host("plain", tmp_path)) as host:
        here = visit(f"{host.address}shop/studio/index.html", worker="new", alone=True)
        loads: list[str] = []
        here.page.on("domcontentloaded", lambda page: loads.append(page.url))
        here.visit().ready()
        assert len(loads) == 2
        isolated(here)
        here.open("jar.jpg", jar)
        here.remove_background()
        assert image(here.export("PNG")).mode == "RGBA"
        here.page.evaluate(PRECACHED)
        assert all("/shop/studio/" in url for url in here.watch.requests if url.startswith(host.address))
        host.stop()
        here.page.reload()
        here.ready()
    journey(here, jar)


def isolated(here: Studio) -> None:
    assert here.page.evaluate("crossOriginIsolated") is True
    assert here.engine().evaluate("crossOriginIsolated") is True


def journey(here: Studio, jar: bytes) -> None:
    """Without a network, and walled in as with one."""
    here.open("jar.jpg", jar)
    here.remove_background()
    here.backdrop("White")
    assert image(here.export("PNG")).size == JAR
    isolated(here)


def test_without_headers_and_without_a_service_worker_no_pixel_is_taken(
    visit: Visit, plain_site: str, jar: bytes
) -> None:
    here = visit(plain_site, worker="none")
    here.watch.allow(r"self-test\.invalid", r"ERR_NAME_NOT_RESOLVED")
    here.visit()
    expect(here.html).to_have_attribute("data-app", "ready", timeout=BOOT)
    here.choose("jar.jpg", jar)
    is_clear(here.alerts())
    expect(here.alert).to_contain_text("does not open photos here")
    assert here.count("open") == 0
    expect(here.html).to_have_attribute("data-engine", "failed")


def test_the_service_worker_answers_for_known_files_only(visit: Visit, plain_site: str) -> None:
    here = visit(plain_site, worker="new")
    here.watch.allow(r"status of 403")
    here.visit().ready()
    ask = "([path, options]) => fetch(path, options).then((answer) => answer.status)"
    known = here.page.evaluate("() => document.querySelector('link[rel=manifest]').href")
    assert here.page.evaluate(ask, [known, {}]) == 200
    for path, options in (
        (known + "?pixels=1234", {}),
        ("index.html?x=1", {}),
        ("upload", {"method": "POST", "body": "pixels"}),
        (known, {"method": "POST", "body": "pixels"}),
        (known, {"method": "PUT", "body": "pixels"}),
        ("static/unknown.js", {}),
    ):
        assert here.page.evaluate(ask, [path, options]) == 403
