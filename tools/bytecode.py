"""Python source to .pyc, ahead of time: Pyodide and the wheels ship source only and would compile it on every start."""

from __future__ import annotations

import atexit
import json
import subprocess
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Lock

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
        write_atomically(kept, _interpreter.run(script, pack))
    return read_pack(kept.read_bytes())


def stop() -> None:
    """End the interpreter that `run_inside` started, if it did; the next call starts another."""
    _interpreter.stop()


class _Interpreter:
    """The browser's Python, which starts with its first script and then runs one after another: of a whole build its
    start would else be three quarters. A script leaves behind what it found. For several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ends = ExitStack()
        self._process: subprocess.Popen[str] | None = None
        self._room = Path()

    def run(self, script: Path, pack: bytes) -> bytes:
        """The pack that `script` makes of `pack`. Raises ToolError with the script's error."""
        with self._lock:
            process = self._process or self._start()
            (self._room / "in.pack").write_bytes(pack)
            assert process.stdin is not None and process.stdout is not None
            with suppress(BrokenPipeError):  # it has ended: no answer comes
                print(script, file=process.stdin, flush=True)
            answer = process.stdout.readline()
            if not answer:
                reason = _reason((self._room / "errors").read_text())
                self._end()
                raise ToolError(f"the page's Python ended before its work: {reason}")
            if error := json.loads(answer):
                raise ToolError(f"a Python file does not compile for the page: {_reason(error)}")
            return (self._room / "out.pack").read_bytes()

    def _start(self) -> subprocess.Popen[str]:
        self._room = Path(self._ends.enter_context(tempfile.TemporaryDirectory()))
        errors = self._ends.enter_context((self._room / "errors").open("w"))
        command = [str(deno()), "run", *CLOSED, "--allow-read", "--allow-env", f"--allow-write={self._room}"]
        self._process = subprocess.Popen(
            [*command, str(RUNNER), str(PYODIDE), str(self._room)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        self._ends.enter_context(self._process)  # closes its input, with which it ends, and waits for that
        return self._process

    def stop(self) -> None:
        """End it; it need not run."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        self._process = None
        self._ends.close()


_interpreter = _Interpreter()
atexit.register(stop)


def _reason(stderr: str) -> str:
    """The last file and line, and the error, of a traceback."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    place = [line for line in lines if line.startswith("File ")]
    error = [line for line in lines if "Error" in line and not line.startswith("at ")]
    return " ".join([*error[-1:], *place[-1:]]) or "no reason given"
