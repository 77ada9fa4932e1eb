"""Layers as JSON values and back. Reading trusts nothing: every value is checked against the type of its field.

A dataclass becomes an object with its fields, a tuple an array. A content says its class: {"kind": "raster", "values":
{…}}. Adjustments hold only what is not neutral. A field that is missing gets its default; an unknown one is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from editor import checks
from editor.checks import Check
from editor.guide import Guide
from imaging import layers as kinds
from imaging.adjustments import Adjustments
from imaging.layers import Blur, Edge, Fill, Layer, Placement, Raster, Shadow, Shape, Stroke, Text, Touch

T = TypeVar("T")

CONTENTS: Mapping[str, type] = MappingProxyType(
    {content.__name__.lower(): content for content in (Raster, Fill, Blur, Text, Shape, Shadow)}
)
"""The kinds of content by their name in JSON."""


def plain(value: Any) -> Any:
    """`value`, a dataclass of imaging.layers or anything in one, as what `json` writes."""
    name = type(value).__name__.lower()
    if name in CONTENTS:
        return {"kind": name, "values": _object(value)}
    if hasattr(value, "__dataclass_fields__"):
        return _object(value)
    if isinstance(value, tuple) and value and hasattr(value[0], "__dataclass_fields__"):
        return [plain(item) for item in value]
    return value


def read(cls: type[T], data: object) -> T:
    """The dataclass `cls` out of a parsed JSON object. Raises ValueError for anything that is not as it should be."""
    table, given = _CHECKS_OF[cls], _table(data)
    if not given.keys() <= table.keys():
        raise ValueError(f"unknown fields in {cls.__name__}")
    values = {}
    for name, (check, required) in table.items():
        if name in given:
            values[name] = check(given[name])
        elif required:
            raise ValueError(f"{cls.__name__} without {name}")
    return cls(**values)


def _object(value: Any) -> dict[str, Any]:
    """A dataclass by its fields."""
    bare = isinstance(value, Adjustments)
    found = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: plain(item) for name, item in found.items() if not (bare and item == getattr(kinds.NEUTRAL, name))}


def _table(data: object) -> dict[str, object]:
    if not isinstance(data, dict):
        raise ValueError("not an object")
    return data


def _content(value: object) -> Any:
    data = _table(value)
    kind = data.get("kind")
    if data.keys() != {"kind", "values"} or not isinstance(kind, str) or kind not in CONTENTS:
        raise ValueError("not a content")
    return read(CONTENTS[kind], data["values"])


def _adjustments(value: object) -> Adjustments:
    """What lies outside of the ranges of the panel is brought inside."""
    values = read(Adjustments, value).clamped()
    return kinds.NEUTRAL if values == kinds.NEUTRAL else values


def _reading(cls: type) -> Check:
    return lambda value: read(cls, value)


_NAMES = ("BlendMode", "RasterKind", "FillKind", "ShapeKind", "ShadowKind", "StrokeKind", "Align")
"""The types of imaging.layers that are a choice of names."""
_BY_TYPE: dict[str, Check] = {
    "float": checks.number,
    "int": checks.whole,
    "str": checks.text,
    "bool": checks.truth,
    "Numbers": checks.numbers,
    "Points": checks.curve,
    "Levels": checks.levels,
    "Order": checks.many(checks.text),
    "Placement": _reading(Placement),
    "Edge": _reading(Edge),
    "Stroke": _reading(Stroke),
    "tuple[Stroke, ...]": checks.many(_reading(Stroke)),
    "tuple[Touch, ...]": checks.many(_reading(Touch)),
    "Content": _content,
    "Adjustments": _adjustments,
    **{name: checks.one_of(get_args(getattr(kinds, name))) for name in _NAMES},
    "Literal['heal', 'clone']": checks.one_of(("heal", "clone")),
    "Axis": checks.one_of(("x", "y")),
}
"""The check of a field by its annotation."""

_SHARE, _LENGTH = checks.between(0, 1), checks.between(0, checks.LARGEST)
_BY_FIELD: dict[str, Check] = {
    "Layer.id": checks.identity,
    "Layer.opacity": _SHARE,
    "Placement.warp": checks.warp,
    "Stroke.points": checks.points,
    "Stroke.radius": _LENGTH,
    "Stroke.hardness": _SHARE,
    "Stroke.strength": _SHARE,
    "Edge.shift": checks.between(-100, 100),
    "Edge.soft": checks.between(-1, 1),
    "Edge.rim": checks.between(-1, 1),
    "Raster.source": checks.identity,
    "Raster.width": checks.side,
    "Raster.height": checks.side,
    "Fill.colour": checks.colour,
    "Fill.second": checks.colour,
    "Blur.source": checks.identity,
    "Blur.width": checks.side,
    "Blur.height": checks.side,
    "Blur.strength": _SHARE,
    "Text.width": _LENGTH,
    "Text.height": _LENGTH,
    "Text.size": _LENGTH,
    "Text.colour": checks.colour,
    "Text.wrap": _LENGTH,
    "Text.outline": _LENGTH,
    "Text.outline_colour": checks.colour,
    "Text.shadow": _SHARE,
    "Shape.width": _LENGTH,
    "Shape.height": _LENGTH,
    "Shape.colour": checks.colour_or_none,
    "Shape.line": _LENGTH,
    "Shape.line_colour": checks.colour_or_none,
    "Shape.radius": _LENGTH,
    "Shadow.of": checks.identity,
    "Shadow.colour": checks.colour,
}
"""The checks of fields that hold less than their type."""


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _checks(cls: type) -> dict[str, tuple[Check, bool]]:
    """By the name of each field its check, and whether it has to be there."""
    found = {f.name: _BY_FIELD.get(f"{cls.__name__}.{f.name}") or _BY_TYPE[str(f.type)] for f in fields(cls)}
    return {field.name: (found[field.name], _required(field)) for field in fields(cls)}


_CHECKS_OF: dict[type, dict[str, tuple[Check, bool]]] = {
    cls: _checks(cls) for cls in (Layer, Placement, Stroke, Touch, Edge, Adjustments, Guide, *CONTENTS.values())
}
