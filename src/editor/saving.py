"""A document as JSON and back, for project files and for what the browser keeps between visits.

    {"app": "aluo", "schema": 2, "canvas": {"width": …, "height": …}, "layers": […], "guides": […],
     "sources": {id: sha256 of the file}, "facts": {…}}

Layers are told in coding.py. `facts` are the caller's own: names and notes, any JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from editor import checks, coding
from editor.arranging import Layers
from editor.cropping import Guides, checked
from editor.guide import Guide
from errors import InputError
from imaging.layers import Blur, Layer, Raster

APP = "aluo"
SCHEMA = 2
"""Goes up with every change that an older version would misread; then UPGRADERS gets a row."""
HASH = re.compile(r"[0-9a-f]{64}")
"""The name of a source file: the SHA-256 of its bytes."""

DEEPEST = 40
"""A browser's stack does not hold a parser some thousand levels down: the page's Python would end for good."""
BRACKETS = re.compile(r"[\[{]+|[\]}]+")

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Project:
    """What is saved: a canvas of `width` x `height` pixels with its layers and guides; by the id of each source the
    SHA-256 of its file, in hex; and further facts."""

    layers: Layers
    width: int
    height: int
    guides: Guides = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def to_json(project: Project) -> str:
    """The project as JSON of the present schema. Raises ValueError for a number that is not finite."""
    data = {
        "app": APP,
        "schema": SCHEMA,
        "canvas": {"width": project.width, "height": project.height},
        "layers": [coding.plain(layer) for layer in project.layers],
        "guides": [coding.plain(guide) for guide in project.guides],
        "sources": dict(project.sources),
        "facts": dict(project.facts),
    }
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def from_json(text: str, files: Collection[str] | None = None, name: str = "") -> Project:
    """The project that was saved as `text`, by this version or an earlier one. `files` are the hashes of the source
    files that are there, None where that is not asked; `name` is for the error. Raises InputError: "project/newer" for
    a newer schema, "project/damaged" for anything that is no whole project."""
    details = {"name": name} if name else {}
    try:
        data = _upgraded(_parsed(text))
        if data is not None:
            return _project(data, files)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError("project/damaged", **details) from error
    raise InputError("project/newer", **details)


def _parsed(text: str) -> Data:
    if _depth(text) > DEEPEST:
        raise ValueError("nested too deeply")
    data = json.loads(text, parse_constant=_no_constant)
    if not isinstance(data, dict) or data.get("app") != APP:
        raise ValueError("not a project")
    return data


def _depth(text: str) -> int:
    """How deeply lists and objects are nested, or at least how deeply some are where `text` is no JSON."""
    outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    depth = deepest = 0
    for run in BRACKETS.findall(outside):
        depth += len(run) if run[0] in "[{" else -len(run)
        deepest = max(deepest, depth)
    return deepest


def _upgraded(data: Data) -> Data | None:
    """The data in the present schema; None for a newer one."""
    schema = checks.whole(data.get("schema"))
    if schema > SCHEMA:
        return None
    while schema < SCHEMA:
        data = UPGRADERS[schema](data)
        schema += 1
    return data


def _with_guides(data: Data) -> Data:
    """Schema 0 had neither guides nor facts."""
    return {**data, "guides": [], "facts": {}}


def _as_it_is(data: Data) -> Data:
    """Schema 1 had no edges of cut-outs, one kind of stroke and one subject a file; what it has reads the same."""
    return data


UPGRADERS: dict[int, Callable[[Data], Data]] = {0: _with_guides, 1: _as_it_is}
"""By schema, how it becomes the next one."""


def _project(data: Data, files: Collection[str] | None) -> Project:
    canvas = data["canvas"]
    width, height = checked(checks.whole(canvas["width"]), checks.whole(canvas["height"]))
    layers = tuple(coding.read(Layer, layer) for layer in _list(data["layers"]))
    guides = tuple(coding.read(Guide, guide) for guide in _list(data["guides"]))
    sources = _sources(data["sources"], files)
    if len({layer.id for layer in layers}) < len(layers):
        raise ValueError("two layers with one id")
    if not {layer.content.source for layer in layers if isinstance(layer.content, Raster | Blur)} <= sources.keys():
        raise ValueError("a layer without its source")
    return Project(layers, width, height, guides, sources, _facts(data["facts"]))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("not an array")
    return value


def _sources(value: object, files: Collection[str] | None) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    for name, digest in value.items():
        checks.text(name)
        if not isinstance(digest, str) or not HASH.fullmatch(digest) or (files is not None and digest not in files):
            raise ValueError("a source without its file")
    return value


def _facts(value: object) -> Data:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    json.dumps(value, allow_nan=False)  # 1e999 is read as infinity
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
