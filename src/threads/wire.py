"""Dataclasses to plain messages and back.

A message is a dict of strings, numbers, booleans, tuples, dicts and handles (browser objects, passed by
reference). No None: a field that may be absent has a default and is left out.
"""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

Message = dict[str, Any]
T = TypeVar("T")


def to_wire(value: Any) -> Any:
    """`value` with every dataclass in it as a dict; anything else stays as it is."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_wire(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return tuple(to_wire(item) for item in value)
    return value


def from_wire(kind: type[T], message: Mapping[str, Any]) -> T:
    """The dataclass `kind` made of `message`.

    Raises TypeError when a field is missing, unknown, or a nested one has the wrong shape: a message is written by
    our own other side, so a mismatch is a fault to find at once and not an input to forgive.
    """
    known = _types(kind)  # type: ignore[arg-type]  # a type is hashable
    unknown = set(message) - set(known)
    if unknown:
        raise TypeError(f"{kind.__name__} has no field {', '.join(sorted(unknown))}")
    return kind(**{name: _restore(known[name], item) for name, item in message.items()})


@functools.cache
def _types(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _restore(hint: Any, item: Any) -> Any:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return from_wire(hint, item)
    if hint is float and isinstance(item, int):
        return float(item)  # JavaScript has one kind of number: 2.0 arrives as 2
    if hint is int and isinstance(item, float):
        return int(item)
    if typing.get_origin(hint) is tuple:
        return tuple(item)
    return item
