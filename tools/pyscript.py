"""PyScript's core, changed in three places at build time.

Its one use of eval on the UI thread goes, so that the page's policy can forbid eval. And its Python, which it carries
as source and writes to files on every start, is taken out and goes to the page compiled, with our own. And the two
databases that it opens on every start, for packages and for folders of the disk, are not: the page has neither, a
start need not wait for them, and a browser that refuses databases starts all the same.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from tools.pack import Files
from tools.paths import NODE_MODULES
from tools.report import ToolError

FOLDER = NODE_MODULES / "@pyscript" / "core" / "dist"
# Parts for code editors, terminals, MicroPython, TOML and packages. (The core asks for a few small ones in any case.)
WITHOUT = re.compile(r"(codemirror|xterm|mpy-|py-[A-Z]|index-|service-worker|storage|zip-|toml-|pyodide_graph)")
# Hooks for code that runs in PyScript's own workers are put together by eval; we have no such workers.
EVAL = re.compile(r"return Function\(`return\(w,x\)=>[^`]*`\)\(\)")
PACKAGES = re.compile(r"(?<==)new \w+\(`\$\{\w+\}@\$\{\w+\}`\)")
FOLDERS = re.compile(r'(?P<name>\w+="@pyscript\.fs",\w+="[^"]*",\w+=)new \w+\(\w+\)')
WRITER = '"from pathlib import Path as _Path"'
SOURCES = re.compile(r'(?<=\(".",)\{pyscript:\{')


def scripts() -> Files:
    """The files of PyScript that a page without workers, editors and terminals loads."""
    return {
        path.name: (
            without_sources(without_databases(without_eval(_core()))).encode()
            if path == _core_path()
            else path.read_bytes()
        )
        for path in sorted(FOLDER.glob("*.js"))
        if not WITHOUT.match(path.name)
    }


def python() -> Files:
    """PyScript's own Python: pyscript/*.py."""
    start, end = _literal(_core())
    # Only JavaScript reads a JavaScript literal reliably.
    program = f"process.stdout.write(JSON.stringify({_core()[start:end]}))"
    done = subprocess.run(["node", "-"], input=program, capture_output=True, text=True, check=True)
    files: dict[str, Any] = json.loads(done.stdout)["pyscript"]
    return {f"pyscript/{name}": source.encode() for name, source in files.items()}


def without_eval(core: str) -> str:
    """`core` without its one eval. Raises ToolError unless there is exactly one, as in the pinned version."""
    changed, count = EVAL.subn("return void 0", core)
    if count != 1:
        raise ToolError(f"PyScript has {count} places to keep from eval, not one: its version has changed")
    return changed


def without_databases(core: str) -> str:
    """`core` without its databases: a table in memory for packages (in the page and in its own workers' text), nothing
    for folders. Raises ToolError unless they stand where the pinned version has them."""
    changed, packages = PACKAGES.subn("Object.assign(new Map,{async sync(){},async close(){}})", core)
    changed, folders = FOLDERS.subn(r"\g<name>void 0", changed)
    if (packages, folders) != (2, 1):
        raise ToolError(
            f"PyScript opens databases in {packages} + {folders} places, not 2 + 1: its version has changed"
        )
    return changed


def without_sources(core: str) -> str:
    """`core` without the Python that it would write to files, and without the module it would do that by. Raises
    ToolError unless both stand where the pinned version has them."""
    start, end = _literal(core)
    if core.count(WRITER) != 1:
        raise ToolError("PyScript writes its Python in another way: its version has changed")
    return (core[:start] + "{}" + core[end:]).replace(WRITER, '"_Path = None"')


def _literal(core: str) -> tuple[int, int]:
    """Where the object that holds the Python sources starts and ends in `core`."""
    starts = [match.start() for match in SOURCES.finditer(core)]
    if len(starts) != 1:
        raise ToolError(f"PyScript has its Python in {len(starts)} places, not one: its version has changed")
    depth = 0
    for token in re.finditer(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|`(?:\\.|[^`\\])*`|[{}]', core[starts[0] :]):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return starts[0], starts[0] + token.end()
    raise ToolError("PyScript's Python does not end: its version has changed")


def _core_path() -> Path:
    return next(FOLDER.glob("core-*.js"))


def _core() -> str:
    return _core_path().read_text()
