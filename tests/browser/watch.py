"""Watches a browser context and remembers whatever a finished product must not do: errors in the console, requests
to foreign hosts, crashes. Every browser test ends by asking it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

SELF_TEST = "self-test.invalid"
"""The engine asks this host, which cannot exist, to see its own policy refuse the request."""


class Watch:
    """Problems of one context, in the order in which they came up. `allow` takes patterns that a test expects."""

    def __init__(self, context: BrowserContext) -> None:
        self.problems: list[str]
        self.requests: list[str]
        self._allowed: list[re.Pattern[str]] = []
        self.begin()
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("page", self._page)

    def begin(self) -> None:
        """Forget everything: the context has a new visitor."""
        self.problems, self.requests = [], []
        self._allowed = [re.compile(rf"{re.escape(SELF_TEST)}.*Content Security Policy", re.DOTALL)]

    def allow(self, *patterns: str) -> None:
        """From here on a problem that one of these patterns finds is part of the test."""
        self._allowed += [re.compile(pattern, re.DOTALL) for pattern in patterns]

    def check(self) -> None:
        """Fails with everything that went wrong since the last check."""
        problems, self.problems = self.problems, []
        wrong = [text for text in problems if not any(pattern.search(text) for pattern in self._allowed)]
        assert not wrong, "the page misbehaved:\n" + "\n".join(wrong)

    def _page(self, page: Page) -> None:
        page.on("crash", lambda _: self.problems.append("the page crashed"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            self.problems.append(f"console: {message.text} ({place})")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"uncaught: {error.error.stack or error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if request.service_worker is None:  # what it asks for in its turn was asked of it before
            self.requests.append(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {"127.0.0.1", SELF_TEST}:
            self.problems.append(f"foreign request: {request.url}")

    def _response(self, response: object) -> None:
        url = getattr(response, "url", "")
        if urlsplit(url).hostname == SELF_TEST:
            self.problems.append("the self-test's request was answered")
