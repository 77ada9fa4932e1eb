"""Set-up of what the edge functions need on this machine: Deno and PostgreSQL, pinned with all other packages.

Deno comes with requirements.lock, PostgreSQL with package-lock.json, each checked by its hash there. Here it is seen to
that both are the ones that are meant, and run.
"""

from __future__ import annotations

import re
import subprocess

from tools.environment import deno
from tools.paths import PYTHON, ROOT, digest, stamp, stamped
from tools.report import ToolError, say


def ensure() -> None:
    """Try both once after each change of the pins. Raises ToolError."""
    locks = [(ROOT / name).read_bytes() for name in ("requirements.lock", "package-lock.json")]
    key = digest(*locks)
    if stamped("edge", key):
        return
    say("Deno and PostgreSQL …")
    wanted = _pinned()
    if not _said([str(deno()), "--version"]).startswith(f"deno {wanted} "):
        raise ToolError(f"Deno {wanted} is pinned, but .venv has another; run make setup")
    find = "from tools.stack.postgres import binaries; print(binaries() / 'postgres')"
    program = _said([str(PYTHON), "-c", find]).strip()
    if not program or "PostgreSQL" not in _said([program, "--version"]):
        raise ToolError("PostgreSQL does not run; run make setup, or install postgresql (15 or newer)")
    stamp("edge", key)


def _pinned() -> str:
    found = re.search(r"^deno==(\S+)", (ROOT / "requirements.in").read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise ToolError("requirements.in pins no Deno")
    return found[1]


def _said(command: list[str]) -> str:
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
