"""Runs inside Pyodide, from compile.mjs: /in.pack of .py files becomes /out.pack of .pyc files.

Optimised once more than asserts need (docstrings go too: the page shows none), marked as never to be checked
against a source, so that the bytes depend on nothing but the source, its path and the Python.
"""

import importlib._bootstrap_external
import importlib.util
import json
from pathlib import Path

OPTIMISE = 2


def compiled(path: str, source: bytes) -> bytes:
    """The .pyc of one module."""
    code = compile(source, path, "exec", dont_inherit=True, optimize=OPTIMISE)
    to_pyc = importlib._bootstrap_external._code_to_hash_pyc  # type: ignore[attr-defined]
    return bytes(to_pyc(code, importlib.util.source_hash(source), False))


pack = Path("/in.pack").read_bytes()
offset = 4 + int.from_bytes(pack[:4], "little")
index, parts = [], []
for path, size in json.loads(pack[4:offset]):
    part = compiled(path, pack[offset : offset + size])
    offset += size
    index.append([path + "c", len(part)])
    parts.append(part)
head = json.dumps(index, separators=(",", ":")).encode()
Path("/out.pack").write_bytes(len(head).to_bytes(4, "little") + head + b"".join(parts))
