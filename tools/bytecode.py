"""Python source to .pyc, ahead of time: Pyodide and the wheels ship source only and would compile it on every start."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tools.environment import deno
from tools.pack import Files, read_pack, write_pack
from tools.paths import CACHE, PYODIDE, ROOT, digest, write_atomically
from tools.report import ToolError

RUNNER = ROOT / "tools" / "compile.mjs"
COMPILE = ROOT / "tools" / "compile_inside.py"
CLOSED = ["--quiet", "--no-remote", "--no-config", "--no-lock"]


def compile_python(files: Files) -> Files:
    """Replace every .py of `files` by its .pyc (same name with a c); other files stay. Cached by content.

    Raises ToolError naming the file and line that does not compile.
    """
    sources = {name: data for name, data in files.items() if name.endswith(".py")}
    others = {name: data for name, data in files.items() if name not in sources}
    return others | (run_inside(COMPILE, sources) if sources else {})


def run_inside(script: Path, files: Files) -> Files:
    """Run `script` in the browser's Python: it makes a pack out of the pack of `files`. Cached by content."""
    pack, version = write_pack(files), (PYODIDE / "package.json").read_bytes()
    kept = CACHE / "bytecode" / f"{digest(pack, version, RUNNER.read_bytes(), script.read_bytes())}.pack"
    if not kept.is_file():
        write_atomically(kept, _run(script, pack))
    return read_pack(kept.read_bytes())


def _run(script: Path, pack: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.pack"), Path(folder, "out.pack")
        source.write_bytes(pack)
        command = [str(deno()), "run", *CLOSED, "--allow-read", "--allow-env", f"--allow-write={folder}"]
        command += [str(RUNNER), str(PYODIDE), str(script), str(source), str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not target.is_file():
            raise ToolError(f"a Python file does not compile for the page: {_reason(done.stderr)}")
        return target.read_bytes()


def _reason(stderr: str) -> str:
    """The last file and line, and the error, of a traceback."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    place = [line for line in lines if line.startswith("File ")]
    error = [line for line in lines if "Error" in line and not line.startswith("at ")]
    return " ".join([*error[-1:], *place[-1:]]) or "no reason given"
