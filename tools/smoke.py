"""A smoke test for a deployed backend, or for the local stack: tries what must hold, costs one draft image at most.

    python -m tools.smoke URL PUBLISHABLE_KEY                     what needs no account
    python -m tools.smoke URL PUBLISHABLE_KEY EMAIL PASSWORD      and signs in, asks for prices, and for one draft

Prints one line for each thing tried and ends with status 1 if any of them failed.
"""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tools.report import ToolError, main, say

SECONDS = 150


@dataclass(frozen=True, slots=True)
class Project:
    """Where the project is, and its publishable key."""

    url: str
    key: str

    def post(self, path: str, body: Any, token: str = "", kind: str = "application/json") -> tuple[int, str]:
        """Status and text of an answer."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"apikey": self.key, "Content-Type": kind} | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            with urllib.request.urlopen(
                urllib.request.Request(self.url + path, data, headers), timeout=SECONDS
            ) as answer:
                return int(answer.status), answer.read().decode()
        except urllib.error.HTTPError as failed:
            return failed.code, failed.read().decode(errors="replace")
        except OSError as failed:
            raise ToolError(f"{self.url} does not answer: {failed}") from failed


def without_account(project: Project) -> list[tuple[str, Callable[[], bool]]]:
    """What must hold for anybody."""
    order = {"prompt": "A table", "idempotency_key": uuid.uuid4().hex}
    forged = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."
    return [
        ("generate asks for a sign-in", lambda: project.post("/functions/v1/generate", order)[0] == 401),
        ("generate refuses a forged token", lambda: project.post("/functions/v1/generate", order, forged)[0] == 401),
        (
            "billing asks for a sign-in",
            lambda: project.post("/functions/v1/billing/checkout", {"product": "pro"})[0] == 401,
        ),
        ("the webhook wants a signature", lambda: project.post("/functions/v1/billing/webhook", {})[0] == 400),
        ("account asks for a sign-in", lambda: project.post("/functions/v1/account/export", {})[0] == 401),
        ("nobody but the scheduler sweeps", lambda: project.post("/functions/v1/account/sweep", {})[0] == 401),
        ("anybody may see a price", lambda: project.post("/rest/v1/rpc/price_of", PRICE)[0] == 200),
        (
            "the ledger is closed",
            lambda: (
                project.post("/rest/v1/rpc/credits_capture", {"p_request": str(uuid.uuid4())})[0] in (401, 403, 404)
            ),
        ),
    ]


PRICE = {"p_model": "sdxl", "p_quality": "draft"}


def with_account(project: Project, email: str, password: str) -> list[tuple[str, Callable[[], bool]]]:
    """What must hold for somebody with an account and a few credits."""
    status, text = project.post("/auth/v1/token?grant_type=password", {"email": email, "password": password})
    if status != 200:
        raise ToolError(f"signing in failed with status {status}")
    token = str(json.loads(text)["access_token"])
    order = {
        "prompt": "A plain grey backdrop",
        "model": "sdxl",
        "quality": "draft",
        "idempotency_key": uuid.uuid4().hex,
    }

    def draw() -> bool:
        status, text = project.post("/functions/v1/generate", order, token)
        return status == 200 and "event: image" in text and "event: done" in text

    def appeal() -> bool:
        return bool(json.loads(project.post("/rest/v1/rpc/standing_mine", {}, token)[1]).get("appeal"))

    return [
        ("there is an address for appeals", appeal),
        ("there is a balance", lambda: project.post("/rest/v1/rpc/credits_balance", {}, token)[0] == 200),
        (
            "a picture is refused",
            lambda: project.post("/functions/v1/generate", b"\x89PNG" * 9000, token, "image/png")[0] == 415,
        ),
        ("a large body is refused", lambda: project.post("/functions/v1/generate", b" " * 9000, token)[0] == 413),
        ("a draft is drawn", draw),
        ("the same key is not charged again", lambda: project.post("/functions/v1/generate", order, token)[0] == 409),
        ("what is held can be read", lambda: project.post("/functions/v1/account/export", {}, token)[0] == 200),
    ]


def run() -> None:
    """Try everything. Raises ToolError when something does not hold."""
    if len(sys.argv) not in (3, 5):
        raise ToolError("python -m tools.smoke URL PUBLISHABLE_KEY [EMAIL PASSWORD]")
    project = Project(sys.argv[1].rstrip("/"), sys.argv[2])
    tries = without_account(project) + (with_account(project, *sys.argv[3:5]) if len(sys.argv) == 5 else [])
    failed = 0
    for what, holds in tries:
        good = holds()
        failed += not good
        say(f"{'ok  ' if good else 'FAIL'}  {what}")
    if failed:
        raise ToolError(f"{failed} of {len(tries)} failed")


if __name__ == "__main__":
    main(run)
