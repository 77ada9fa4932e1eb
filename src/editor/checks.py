"""Checks of single values that were read from JSON. Each returns the value as its type, or raises ValueError."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from editor.perspective import is_convex
from imaging.options import MAX_SIDE

T = TypeVar("T")
Check = Callable[[object], Any]

LARGEST = 1e9
"""No number of a document is further from 0."""
LONGEST = 100_000
"""Letters of one text."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def number(value: object) -> float:
    """A finite number no larger than LARGEST."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST <= value <= LARGEST:
        raise ValueError("not a number")
    return float(value)


def whole(value: object) -> int:
    """A whole number no larger than LARGEST."""
    if isinstance(value, bool) or not isinstance(value, int) or not -LARGEST <= value <= LARGEST:
        raise ValueError("not a whole number")
    return value


def text(value: object) -> str:
    """A text of at most LONGEST letters that can be written down as UTF-8."""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError("not a text")
    value.encode()
    return value


def many(check: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    """The check of an array whose items pass `check`."""

    def all_of(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise ValueError("not an array")
        return tuple(map(check, value))

    return all_of


def truth(value: object) -> bool:
    """True or false, not 1 or 0."""
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def numbers(value: object) -> tuple[float, ...]:
    """An array of finite numbers no larger than LARGEST."""
    # A brush stroke holds thousands: types and sizes are checked by what runs in C.
    if not isinstance(value, list) or not {*map(type, value)} <= {int, float}:
        raise ValueError("not numbers")
    if value and not (min(value) >= -LARGEST and max(value) <= LARGEST):
        raise ValueError("numbers too large")
    return tuple(map(float, value))


def points(value: object) -> tuple[float, ...]:
    """x, y, x, y, …"""
    found = numbers(value)
    if len(found) % 2:
        raise ValueError("a point without its y")
    return found


def warp(value: object) -> tuple[float, ...]:
    """The warp of a placement: nothing, or the eight numbers of a quad that is not folded."""
    found = points(value)
    if found and (len(found) != 8 or not is_convex(tuple(zip(found[::2], found[1::2], strict=True)))):
        raise ValueError("a folded warp")
    return found


def curve(value: object) -> tuple[tuple[float, float], ...]:
    """Points of a curve, each an array of x and y."""
    return tuple((x, y) for x, y in many(numbers)(value))


def levels(value: object) -> tuple[float, float, float]:
    """Black, white and gamma."""
    black, white, gamma = numbers(value)
    return black, white, gamma


def one_of(names: tuple[str, ...]) -> Check:
    """The check of a text that is one of `names`."""

    def named(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise ValueError("not one of the names")
        return value

    return named


def between(low: float, high: float) -> Check:
    """The check of a number from `low` to `high`, both included."""

    def bounded(value: object) -> float:
        found = number(value)
        if not low <= found <= high:
            raise ValueError("out of range")
        return found

    return bounded


def colour(value: object) -> str:
    """A colour as "#rrggbb"."""
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise ValueError("not a colour")
    return value


def colour_or_none(value: object) -> str:
    """A colour as "#rrggbb", or "" for none."""
    return "" if value == "" else colour(value)


def side(value: object) -> int:
    """The width or height of a picture in pixels, 1..MAX_SIDE."""
    found = whole(value)
    if not 1 <= found <= MAX_SIDE:
        raise ValueError("not the side of a picture")
    return found


def identity(value: object) -> str:
    """An id: a text that is not empty."""
    if value == "":
        raise ValueError("no id")
    return text(value)
