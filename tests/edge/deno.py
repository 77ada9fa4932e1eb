"""Real Deno for tests of the functions' parts: no network, no environment, no files but the sources it imports."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tools.environment import deno
from tools.stack.functions import FOLDER

HERE = Path(__file__).parent


def run(script: str, given: Any) -> Any:
    """What the script of this folder answers to a JSON value on its standard input."""
    config = ["--config", str(FOLDER / "deno.json"), "--no-lock", "--no-remote", "--no-npm", "--no-prompt", "--quiet"]
    command = [str(deno()), "run", *config, str(HERE / script)]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def tool(*arguments: str) -> str:
    """What one of Deno's own tools complains about; empty when it does not."""
    command = [str(deno()), *arguments]
    done = subprocess.run(
        command,
        cwd=FOLDER,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"NO_COLOR": "1", "HOME": str(Path.home())},
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr
