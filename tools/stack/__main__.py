"""Starts the whole backend on this machine and says how to use it.

    python -m tools.stack [--log FILE] [--port 54321] [--site http://127.0.0.1:8000] [--seconds N]

All data is thrown away at the end. One log for everything, in FILE or on the screen.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tools.backend import Backend, announce
from tools.report import main, say
from tools.stack.http import Answer, Request
from tools.stack.stack import SITE, Stack

DEMO = ("demo@example.invalid", "demo-password")


async def serve(path: Path | None, port: int, site: str, seconds: float | None) -> None:
    """Run until interrupted, or for `seconds`. `site` is the page that may call."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Stack(port, Log(path), {"ALUO_ORIGINS": site, "ALUO_SITE": f"{site}/"}) as stack:
        await demo(stack)
        if port:  # one on free ports is a test's, and leaves `make run` alone
            announce(Backend(stack.gateway_url, stack.publishable))
        say(f"Supabase (stand-in, PostgreSQL and functions real)  {stack.gateway_url}")
        for name in ("openai", "bfl", "stability", "stripe"):
            say(f"  {name:10} stand-in                             {stack.urls[name]}")
        say(f"  postgres   real                                 {stack.postgres.url()}")
        say(f"Publishable key  {stack.publishable}")
        say(f"Demo account     {DEMO[0]}  {DEMO[1]}  (500 credits)")
        say("Ctrl-C ends it")
        say(f"`make run` beside it serves the site with this backend on {site} (reload it when it is open already)")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)
        if port:
            announce(Backend())
    say("stopped")


async def demo(stack: Stack) -> None:
    """Make the demo account, with an age and a credit pack that is bought as a person buys one, unless it is there."""
    email, password = DEMO
    async with stack.admin.transaction() as connection:
        rows = await connection.execute("select 1 from auth.users where email = %s", (email,))
        if await rows.fetchone():
            return
    user = await stack.auth.create(email, password)
    token = stack.auth.access_token(user)
    headers = {"apikey": stack.publishable, "authorization": f"Bearer {token}", "content-type": "application/json"}
    await stack.gateway.handle(Request("POST", "/rest/v1/rpc/age_confirm", (), headers, b'{"year": 1990}'))
    order = Request("POST", "/functions/v1/billing/checkout", (), headers, b'{"product": "pack_500"}')
    session = json.loads(await whole(await stack.gateway.handle(order)))
    await stack.stripe.handle(Request("POST", urlsplit(session["url"]).path, (), {}, b""))


async def whole(answer: Answer) -> bytes:
    """The body of an answer, streamed or not."""
    return answer.body if isinstance(answer.body, bytes) else b"".join([piece async for piece in answer.body])


class Log:
    """One log for everything: to a file, or to the screen."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)

    def __call__(self, line: str) -> None:
        """Write one line."""
        if self.path:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        else:
            print(line, file=sys.stderr, flush=True)


def run() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Run the backend on this machine.")
    parser.add_argument("--log", type=Path, help="write the log to this file")
    parser.add_argument("--port", type=int, default=54321, help="the first of nine; 0 for free ones")
    parser.add_argument("--site", default=SITE, help="where the site is served")
    parser.add_argument("--seconds", type=float, help="end by itself")
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.log, chosen.port, chosen.site, chosen.seconds))


if __name__ == "__main__":
    main(run)
