"""Which Supabase project the built site talks to: its address and its publishable key, or none.

    ALUO_SUPABASE_URL=https://REF.supabase.co ALUO_SUPABASE_KEY=sb_publishable_… make build

Without both the site has no backend: account and scenes say so, everything else works. `make run` takes the stack of
`make stack` while that runs, which leaves its address in .cache/stack.json.
"""

from __future__ import annotations

import json
import os
import re
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tools.paths import CACHE, write_atomically
from tools.report import ToolError

LOCAL = CACHE / "stack.json"
ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?::\d+)?|http://(?:127\.0\.0\.1|localhost)(?::\d+)?")
KEY = re.compile(r"[A-Za-z0-9._-]{10,300}")


@dataclass(frozen=True, slots=True)
class Backend:
    """`url` is an origin without a path, `key` the publishable key; both "" for a site without a backend.

    Raises ToolError for an address that is no origin, and for a key that must not stand in a page.
    """

    url: str = ""
    key: str = ""

    def __post_init__(self) -> None:
        if not self.url and not self.key:
            return
        if not ADDRESS.fullmatch(self.url):
            raise ToolError("ALUO_SUPABASE_URL is https://HOST, without a path (http only on this machine)")
        if not KEY.fullmatch(self.key) or self.key.startswith("sb_secret_"):
            raise ToolError("ALUO_SUPABASE_KEY is the project's publishable key, which begins with sb_publishable_")


def configured() -> Backend:
    """What the environment says."""
    return Backend(os.environ.get("ALUO_SUPABASE_URL", "").rstrip("/"), os.environ.get("ALUO_SUPABASE_KEY", ""))


def local(file: Path = LOCAL) -> Backend:
    """The same, or else the stack that runs on this machine. One that was killed has left its address, but is gone."""
    chosen = configured()
    if chosen.url or not file.is_file():
        return chosen
    found = Backend(**json.loads(file.read_text()))
    place = urlsplit(found.url)
    try:
        socket.create_connection((place.hostname or "", place.port or 80), timeout=1).close()
    except OSError:
        return chosen
    return found


def announce(backend: Backend, file: Path = LOCAL) -> None:
    """Leave the address of a running stack for `local`; an empty one takes it away."""
    if backend.url:
        write_atomically(file, json.dumps(asdict(backend)).encode())
    else:
        file.unlink(missing_ok=True)
