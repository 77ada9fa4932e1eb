"""Sets up the peer, `@imgly/background-removal`, from its own package.json and lock: for the benchmark alone.

The peer is under the AGPL. Nothing of it is part of the product: it is fetched when somebody runs `make bench`,
it lives in ignored folders, and no other part of the repository reads them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PEER = HERE / "peer"
MODULES = PEER / "node_modules"
DATA = MODULES / "@imgly" / "background-removal-data" / "dist"
ORT = MODULES / "onnxruntime-web" / "dist"

# The keys that 1.7.0 asks for, and those under which the 1.4.5 data package has the same weights.
MODELS = {"/models/isnet_fp16": "/models/medium"}
RUNTIME = ("ort-wasm-simd-threaded.wasm", "ort-wasm-simd-threaded.mjs")


def prepare(out: Path) -> Path:
    """Fetches and bundles what is not there yet, into `out`; gives the folder to serve."""
    lock = hashlib.sha256((PEER / "package-lock.json").read_bytes()).hexdigest()
    stamp = out / "stamp"
    if stamp.is_file() and stamp.read_text() == lock:
        return out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    print("bench: fetching the peer with npm (about 230 MB, once)", flush=True)
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    _bundle(out / "peer.js")
    _resources(out / "data")
    stamp.write_text(lock)
    return out


def _bundle(target: Path) -> None:
    binary = next((MODULES / "@esbuild").glob("*/bin/esbuild"))
    _run(str(binary), "entry.js", "--bundle", "--format=esm", "--log-level=error", f"--outfile={target}")


def _resources(folder: Path) -> None:
    """Rewrites the data package's table into the form that the newer code reads; the chunks are linked, not copied."""
    folder.mkdir()
    known: dict[str, Any] = json.loads((DATA / "resources.json").read_text())
    table = {key: _chunked(known[old], folder) for key, old in MODELS.items()}
    for name in RUNTIME:
        table[f"/onnxruntime-web/{name}"] = _whole(ORT / name, folder)
    (folder / "resources.json").write_text(json.dumps(table))


def _chunked(entry: dict[str, Any], folder: Path) -> dict[str, Any]:
    chunks = [{"name": c["hash"], "hash": c["hash"], "offsets": c["offsets"]} for c in entry["chunks"]]
    for chunk in chunks:
        _link(DATA / chunk["hash"], folder / chunk["hash"])
    return {"chunks": chunks, "size": entry["size"], "mime": entry["mime"]}


def _whole(source: Path, folder: Path) -> dict[str, Any]:
    size = source.stat().st_size
    mime = "application/wasm" if source.suffix == ".wasm" else "text/javascript"
    _link(source, folder / source.name)
    return {"chunks": [{"name": source.name, "hash": source.name, "offsets": [0, size]}], "size": size, "mime": mime}


def _link(source: Path, target: Path) -> None:
    if not target.exists():
        os.link(source, target)


def _run(*command: str) -> None:
    subprocess.run(command, cwd=PEER, check=True)
