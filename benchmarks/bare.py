"""A Chromium with no inspector at work, for weighing.

Playwright switches on the inspector's network log, which keeps the body of every response in the renderer (some
hundred megabytes here, ours and the peer's alike): good for finding out, wrong for weighing. This speaks the same
protocol over the browser's own pipe and asks for nothing but to load a page, to choose a file and to run a script.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools import chromium

FLAGS = ("--headless=new", "--remote-debugging-pipe", "--no-first-run", "--window-size=1440,900", "--hide-scrollbars")
LIMIT_S = 120.0


class BareError(RuntimeError):
    """The browser or the page answered with an error, or not at all."""


class Page:
    """One page of a browser; `browser` runs it."""

    def __init__(self, browser: subprocess.Popen[bytes], to_browser: int, from_browser: int) -> None:
        self._browser = browser
        self._to, self._from = to_browser, from_browser
        self._count = 0
        self._rest = b""
        self._session: str | None = None
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    @property
    def process(self) -> int:
        """The browser's process id."""
        return self._browser.pid

    def goto(self, address: str) -> None:
        """Start to load a page."""
        self._ask("Page.navigate", url=address)

    def run(self, script: str) -> Any:
        """The value of an expression, awaited when it is a promise."""
        found = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise BareError(found["exceptionDetails"]["exception"].get("description", "the script failed"))
        return found["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait until an expression is true, asking ten times a second."""
        limit = time.monotonic() + LIMIT_S
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > limit:
                raise BareError(f"never came true: {condition}")
            time.sleep(0.1)

    def choose(self, field: str, file: Path) -> None:
        """Give `file` to the file input that a selector names."""
        root = self._ask("DOM.getDocument", depth=0)["root"]["nodeId"]
        node = self._ask("DOM.querySelector", nodeId=root, selector=field)["nodeId"]
        self._ask("DOM.setFileInputFiles", nodeId=node, files=[str(file)])
        self._ask("DOM.disable")

    def _ask(self, method: str, **params: Any) -> Any:
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._count:
            pass
        if "error" in answer:
            raise BareError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._from, 1 << 16)
            if not part:
                raise BareError("the browser has ended")
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


@contextmanager
def page() -> Iterator[Page]:
    """A page in a browser of its own with a fresh profile."""
    in_read, in_write = os.pipe()
    out_read, out_write = os.pipe()

    def at_three_and_four() -> None:
        os.dup2(in_read, 103), os.dup2(out_write, 104)
        os.dup2(103, 3), os.dup2(104, 4)

    with TemporaryDirectory(prefix="bench-bare-", ignore_cleanup_errors=True) as profile:
        command = [str(chromium.ensure()), *FLAGS, *chromium.arguments(), f"--user-data-dir={profile}"]
        browser = subprocess.Popen(
            command, preexec_fn=at_three_and_four, close_fds=False, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        os.close(in_read)
        os.close(out_write)
        try:
            yield Page(browser, in_write, out_read)
        finally:
            browser.terminate()
            browser.wait()
            os.close(in_write)
            os.close(out_read)
