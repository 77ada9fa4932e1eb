"""Scenes as text, for the way between the threads and for files: JSON in which every content says its kind.

Only what differs from a value's default is written. Reading trusts the text, as messages between our own threads may
be trusted; files from outside go through editor.saving, which checks them first. Plain Python.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from typing import Any

from imaging.layers import Blur, Fill, Raster, Scene, Shadow, Shape, Text

KINDS: dict[str, type] = {kind.__name__.lower(): kind for kind in (Raster, Fill, Blur, Text, Shape, Shadow)}
CONTENT = object()
"""Stands for the type of a content, which only its own text tells."""
TAG = "is"
"""The key under which a content says its kind."""


def dumps(scene: Scene) -> str:
    """`scene` as text."""
    return json.dumps(plain(scene), separators=(",", ":"))


def loads(text: str) -> Scene:
    """The scene that `dumps` wrote. Raises TypeError, ValueError or KeyError when it did not."""
    scene: Scene = made(Scene, json.loads(text))
    return scene


def plain(value: Any) -> Any:
    """`value` (one of ours, or a tuple of them) as dicts, lists, strings and numbers."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = type(value).__name__.lower()
        fields = {TAG: kind} if kind in KINDS else {}
        for name, default in _defaults(type(value)):
            item = getattr(value, name)
            if item is not default and item != default:
                fields[name] = plain(item)
        return fields
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def made(kind: Any, data: Any) -> Any:
    """What `plain` took apart, as a `kind`."""
    if kind is CONTENT:
        data = dict(data)
        kind = KINDS[data.pop(TAG)]
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: made(hints[name], item) for name, item in data.items()})
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        return tuple(made(inner, item) for item in data)
    return float(data) if kind is float else data


@functools.cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in dataclasses.fields(kind))


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {name: CONTENT if isinstance(hint, types.UnionType) else hint for name, hint in hints.items()}
