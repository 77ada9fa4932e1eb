"""The edge functions as they are deployed: real Deno, one process each, with no right that they do not need."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tools.environment import deno
from tools.paths import CACHE, ROOT
from tools.report import ToolError

FOLDER = ROOT / "edge_functions"
NAMES = ("generate", "billing", "account")
READY_SECONDS = 30.0
STOP_SECONDS = 5.0

EARLY = "--v8-flags=--max-semi-space-size=1"
"""Pieces of pictures that were handed on are collected early: a third less memory under load, for 1 ms of CPU each."""
COMMON = ("SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY", "ALUO_ORIGINS", "ALUO_LISTEN")
VENDORS = ("OPENAI", "BFL", "STABILITY")
LIMITS = ("GENERATE_FIRST_MS", "GENERATE_STALL_MS", "GENERATE_WHOLE_MS", "GENERATE_BEAT_MS")
OPTIONAL = ("SUPABASE_PUBLISHABLE_KEYS", "SUPABASE_SECRET_KEYS")
SETTINGS: dict[str, tuple[str, ...]] = {
    "generate": (
        *(f"{vendor}_{what}" for vendor in VENDORS for what in ("URL", "API_KEY")),
        *("BFL_HOSTS", "BFL_POLL_MS", *LIMITS),
    ),
    "billing": ("STRIPE_URL", "STRIPE_API_KEY", "STRIPE_PRICES", "STRIPE_WEBHOOK_SECRET", "ALUO_SITE"),
    "account": ("STRIPE_URL", "STRIPE_API_KEY", "ALUO_SWEEP_KEY", "ALUO_HOOK_SECRET"),
}
"""The variables that each function may read, besides those that all may."""


def command(name: str, settings: dict[str, str], listen: str) -> list[str]:
    """How a function is run: it may read its settings and reach the hosts that they name. No files, no programs."""
    hosts = sorted({urlsplit(settings[key]).netloc for key in settings if key.endswith("_URL")} | {listen})
    allowed = (*COMMON, *OPTIONAL, *SETTINGS[name])
    return [
        *(str(deno()), "run", "--quiet", "--no-prompt", "--cached-only", "--no-remote", "--no-npm"),
        EARLY,
        *("--config", str(FOLDER / "deno.json"), "--no-lock", "--ignore-env"),
        *(f"--allow-net={','.join(hosts)}", f"--allow-env={','.join(allowed)}"),
        str(FOLDER / name / "index.ts"),
    ]


@dataclass(slots=True)
class Function:
    """A running function; `url` is where it listens. `lines` is what it has said."""

    name: str
    url: str
    process: asyncio.subprocess.Process
    reading: asyncio.Task[None]
    lines: list[str]

    async def stop(self) -> None:
        """End the process."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()
        await self.reading


async def start(name: str, settings: dict[str, str], port: int, log: Callable[[str], None]) -> Function:
    """Start a function and wait until it answers. Raises ToolError with what it said."""
    listen = f"127.0.0.1:{port}"
    own = {key: value for key, value in settings.items() if key in (*COMMON, *SETTINGS[name])}
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", ""), "NO_COLOR": "1"}
    environment["DENO_DIR"] = os.environ.get("DENO_DIR", str(CACHE / "deno"))
    process = await asyncio.create_subprocess_exec(
        *command(name, own, listen),
        env=environment | own | {"ALUO_LISTEN": listen},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    lines: list[str] = []
    reading = asyncio.ensure_future(_read(name, process, lines, log))
    function = Function(name, f"http://{listen}", process, reading, lines)
    try:
        await asyncio.wait_for(_until_listening(process, port), READY_SECONDS)
    except (TimeoutError, ToolError) as error:
        await function.stop()
        raise ToolError(f"the function {name} did not start: {' '.join(lines[:3]) or 'it said nothing'}") from error
    return function


async def _read(name: str, process: asyncio.subprocess.Process, lines: list[str], log: Callable[[str], None]) -> None:
    assert process.stdout is not None
    async for raw in process.stdout:
        line = raw.decode(errors="replace").rstrip()
        lines.append(line)
        log(f"{name}: {line}")
    await process.wait()


async def _until_listening(process: asyncio.subprocess.Process, port: int) -> None:
    while True:
        if process.returncode is not None:
            raise ToolError("it ended")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.02)
            continue
        writer.close()
        return
