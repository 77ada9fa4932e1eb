"""The memory of a Python that has started: from their second visit on a page and its threads start from it.

Starting Python takes a third of a start, importing the editor a tenth; laying down the memory that comes of it takes a
twentieth. There are two: `python.snap`, of an interpreter, for every thread, and `ui.snap`, what importing the editor
has changed in it since, for the page. Both are what the page's own interpreter makes of the page's own files
(snapshot.mjs), so they hold nothing else. The service worker keeps them; a first visit goes without.

Form: the length of the head (4 bytes, little-endian), the head as JSON, then the bytes of all runs. In the head are
`objects` (what Pyodide notes of the objects of JavaScript that the memory refers to), `runs` (pairs of offset and
length in bytes) and `sha256` (of the whole memory, for a test). src/threads/restore.js lays them down.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.bytecode import CLOSED
from tools.environment import deno
from tools.pack import Files, read_pack, write_pack
from tools.paths import CACHE, ROOT, digest, write_atomically
from tools.report import ToolError

RUNNER = ROOT / "tools" / "snapshot.mjs"
MODULE = "app"
PAGE, BLOCK = 4096, 256
"""Bytes that are in a snapshot or left out together: in that of the interpreter, and in what came since. Interpreters
that have not begun are not quite the same everywhere (seeds, surroundings): large pieces take all of that with them."""
KEPT = 4
"""Pairs of snapshots that stay in the cache of the checkout."""


def snapshots(interpreter: Files, archive: bytes) -> Files:
    """python.snap and ui.snap for a page whose `interpreter` (its group of files) imports the editor out of `archive`
    (ui.zip). Cached by content. Raises ToolError when a module asks something of the page while it is imported."""
    parts = [part for name in sorted(interpreter) for part in (name.encode(), interpreter[name])]
    kept = CACHE / "snapshot" / f"{digest(*parts, archive, RUNNER.read_bytes(), Path(__file__).read_bytes())}.pack"
    if not kept.is_file():
        made = sorted(kept.parent.glob("*.pack"), key=lambda file: file.stat().st_mtime)
        for older in made[: 1 - KEPT]:
            older.unlink()
        write_atomically(kept, write_pack(_made(interpreter, archive)))
    return read_pack(kept.read_bytes())


def _made(interpreter: Files, archive: bytes) -> Files:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in {**interpreter, "ui.zip": archive}.items():
            (folder / file).write_bytes(data)
        command = [str(deno()), "run", *CLOSED, "--allow-read", "--allow-env", f"--allow-write={name}"]
        done = subprocess.run([*command, str(RUNNER), name, MODULE], capture_output=True, text=True, check=False)
        if done.returncode:
            raise ToolError(f"no snapshot of the page's Python: {_reason(done.stderr)}")
        fresh, python, ui = ((folder / f"{step}.bin").read_bytes() for step in ("fresh", "python", "ui"))
        objects = {step: json.loads((folder / f"{step}.json").read_text()) for step in ("python", "ui")}
        return {
            "python.snap": packed(python, fresh, objects["python"], PAGE),
            "ui.snap": packed(ui, python, objects["ui"], BLOCK),
        }


def packed(heap: bytes, before: bytes, objects: object, block: int) -> bytes:
    """What differs in the memory `heap` from what it was `before`, in whole blocks, as a file. Raises ToolError when
    the memory has grown: a page has only what it starts with."""
    if len(heap) != len(before):
        raise ToolError("the page's Python needs more memory to import the editor than it starts with")
    runs = list(_runs(heap, before, block))
    facts = {"objects": objects, "runs": runs, "sha256": hashlib.sha256(heap).hexdigest()}
    head = json.dumps(facts, separators=(",", ":")).encode()
    return b"".join([len(head).to_bytes(4, "little"), head, *(heap[at : at + size] for at, size in runs)])


def _runs(heap: bytes, before: bytes, block: int) -> Iterator[tuple[int, int]]:
    """Offset and length of the stretches of whole blocks that differ."""
    start = None
    for at in range(0, len(heap), block):
        differs = heap[at : at + block] != before[at : at + block]
        if differs and start is None:
            start = at
        if not differs and start is not None:
            yield start, at - start
            start = None
    if start is not None:
        yield start, len(heap) - start


def _reason(stderr: str) -> str:
    """The last line that names an error."""
    lines = [line.strip() for line in stderr.splitlines() if "Error" in line and len(line) < 400]
    return lines[-1] if lines else "no reason given"
