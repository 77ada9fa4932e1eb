"""The memory of the page's Python, with the editor imported: from its second visit on a page starts from it.

Starting Python and importing seventy modules takes a third of a start; laying down the memory that comes of it takes a
twentieth. It is what the page's own interpreter makes of the page's own files (snapshot.mjs), so it holds nothing else,
and it is kept beside them: the first visit goes without.

Form: the length of the head (4 bytes, little-endian), the head as JSON, then the bytes of all runs. In the head are
`objects` (what Pyodide notes of the objects of JavaScript that the memory refers to), `runs` (pairs of offset and
length in bytes) and `sha256` (of the whole memory, for a test).
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
from tools.pack import Files
from tools.paths import CACHE, ROOT, digest, write_atomically
from tools.report import ToolError

RUNNER = ROOT / "tools" / "snapshot.mjs"
MODULE = "app"
PAGE = 4096
"""Bytes that are in it or left out together."""
KEPT = 4
"""Snapshots that stay in the cache of the checkout."""


def snapshot(interpreter: Files, archive: bytes) -> bytes:
    """The memory of a page whose `interpreter` (its group of files) has imported the editor out of `archive` (ui.zip).
    Cached by content. Raises ToolError when a module asks something of the page while it is imported."""
    parts = [part for name in sorted(interpreter) for part in (name.encode(), interpreter[name])]
    kept = CACHE / "snapshot" / f"{digest(*parts, archive, RUNNER.read_bytes(), Path(__file__).read_bytes())}.snap"
    if not kept.is_file():
        made = sorted(kept.parent.glob("*.snap"), key=lambda file: file.stat().st_mtime)
        for older in made[: 1 - KEPT]:
            older.unlink()
        write_atomically(kept, _made(interpreter, archive))
    return kept.read_bytes()


def _made(interpreter: Files, archive: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in {**interpreter, "ui.zip": archive}.items():
            (folder / file).write_bytes(data)
        command = [str(deno()), "run", *CLOSED, "--allow-read", "--allow-env", f"--allow-write={name}"]
        done = subprocess.run([*command, str(RUNNER), name, MODULE], capture_output=True, text=True, check=False)
        if done.returncode:
            raise ToolError(f"no snapshot of the page's Python: {_reason(done.stderr)}")
        heap, fresh = ((folder / file).read_bytes() for file in ("heap.bin", "fresh.bin"))
        return packed(heap, fresh, json.loads((folder / "objects.json").read_text()))


def packed(heap: bytes, fresh: bytes, objects: object) -> bytes:
    """`heap` as the file that the page gets: what differs from `fresh`, the memory before anything ran. Raises
    ToolError when the memory has grown: a page has only what it starts with."""
    if len(heap) != len(fresh):
        raise ToolError("the page's Python needs more memory to import the editor than it starts with")
    runs = list(_runs(heap, fresh))
    facts = {"objects": objects, "runs": runs, "sha256": hashlib.sha256(heap).hexdigest()}
    head = json.dumps(facts, separators=(",", ":")).encode()
    return b"".join([len(head).to_bytes(4, "little"), head, *(heap[at : at + size] for at, size in runs)])


def _runs(heap: bytes, fresh: bytes) -> Iterator[tuple[int, int]]:
    """Offset and length of the stretches of whole pages in which `heap` is something else than `fresh`."""
    start = None
    for at in range(0, len(heap), PAGE):
        differs = heap[at : at + PAGE] != fresh[at : at + PAGE]
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
