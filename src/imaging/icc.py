"""Reading ICC profiles (ICC.1:2022) and PNG's colour fields into one small model: a matrix and three tone curves."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Curve = NDArray[np.float64]

GRID: NDArray[np.float64] = np.linspace(0.0, 1.0, 4096)
"""The stored values at which every tone curve is sampled."""

XYZ_TO_SRGB: NDArray[np.float64] = np.linalg.inv(
    np.array(
        [
            [0.43606567, 0.38514709, 0.14307785],
            [0.22248840, 0.71687317, 0.06060791],
            [0.01391602, 0.09707642, 0.71409607],
        ]
    )
)
"""XYZ under D50 to linear sRGB: the inverse of sRGB's primaries as ICC profiles state them."""

_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_D50 = np.array([0.9642, 1.0, 0.8249])
_MAX_TAGS = 200


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`curves`: three arrays (or one, when grey) of linear light 0..1 at GRID. `matrix` (3, 3): linear device colours
    to XYZ under D50."""

    curves: tuple[Curve, ...]
    matrix: NDArray[np.float64] = field(default_factory=lambda: np.eye(3))

    @property
    def is_grey(self) -> bool:
        """True for a profile of one channel."""
        return len(self.curves) == 1


@dataclass(frozen=True, slots=True)
class Source:
    """A colour space: its name for people, and its model, or None when we cannot convert from it."""

    name: str
    model: Model | None


def read(profile: bytes) -> Source:
    """The colour space that an ICC profile describes. Never raises: what cannot be read has no model."""
    try:
        tags = _tags(profile)
        return Source(_description(tags.get(b"desc", b"")) or "ICC", _model(profile, tags))
    except (struct.error, ValueError, IndexError, KeyError):
        return Source("ICC", None)


def from_png(gamma: float | None, chromaticity: Sequence[float] | None) -> Source | None:
    """The colour space of a PNG's gAMA (file gamma, such as 1/2.2) and cHRM (white, red, green, blue as x, y pairs).

    None when they say sRGB or nothing: a gamma of 1/2.2 without primaries stands for sRGB by convention.
    """
    usual = gamma is None or abs(gamma - 1 / 2.2) < 0.01
    if chromaticity is None and usual:
        return None
    exponent = 2.2 if gamma is None or not 0.1 <= gamma <= 10 else 1 / gamma
    curve = GRID**exponent
    primaries = chromaticity or (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
    try:
        matrix = matrix_of(primaries)
    except (ValueError, ZeroDivisionError, np.linalg.LinAlgError):
        return None
    if usual and np.abs(matrix - np.linalg.inv(XYZ_TO_SRGB)).max() < 0.01:
        return None
    return Source("PNG gamma and primaries", Model((curve, curve, curve), matrix))


def matrix_of(primaries: Sequence[float]) -> NDArray[np.float64]:
    """Linear RGB to XYZ under D50 for chromaticities (white x, y, red x, y, green x, y, blue x, y), adapted by
    Bradford's method. Raises ValueError when they span no colours."""
    xy = np.asarray(primaries, np.float64).reshape(4, 2)
    if not np.all(xy[:, 1] > 1e-6):
        raise ValueError("chromaticities with y = 0")
    xyz = np.stack([xy[:, 0] / xy[:, 1], np.ones(4), (1 - xy.sum(axis=1)) / xy[:, 1]])
    white, columns = xyz[:, 0], xyz[:, 1:]
    if abs(float(np.linalg.det(columns))) < 1e-6:
        raise ValueError("primaries on one line")
    to_white = columns * np.linalg.solve(columns, white)
    cones = (_BRADFORD @ _D50) / (_BRADFORD @ white)
    result: NDArray[np.float64] = np.linalg.inv(_BRADFORD) @ np.diag(cones) @ _BRADFORD @ to_white
    return result


def _tags(profile: bytes) -> dict[bytes, bytes]:
    if len(profile) < 132 or profile[36:40] != b"acsp":
        raise ValueError("not an ICC profile")
    (count,) = struct.unpack_from(">I", profile, 128)
    tags = {}
    for at in range(132, 132 + 12 * min(count, _MAX_TAGS), 12):
        kind, offset, size = struct.unpack_from(">4sII", profile, at)
        tags[kind] = profile[offset : offset + size]
    return tags


def _model(profile: bytes, tags: dict[bytes, bytes]) -> Model | None:
    space, connection = profile[16:20], profile[20:24]
    if space == b"GRAY" and b"kTRC" in tags:
        return Model((_curve(tags[b"kTRC"]),))
    if space != b"RGB " or connection != b"XYZ " or b"rXYZ" not in tags:
        return None
    matrix = np.stack([_xyz(tags[kind]) for kind in (b"rXYZ", b"gXYZ", b"bXYZ")], axis=1)
    if abs(float(np.linalg.det(matrix))) < 1e-6:
        return None
    return Model(tuple(_curve(tags[kind]) for kind in (b"rTRC", b"gTRC", b"bTRC")), matrix)


def _xyz(tag: bytes) -> NDArray[np.float64]:
    return np.array(struct.unpack_from(">3i", tag, 8)) / 65536


def _curve(tag: bytes) -> Curve:
    """A 'curv' or 'para' element at GRID, clipped to 0..1."""
    if tag[:4] == b"para":
        return np.clip(_parametric(tag), 0.0, 1.0)
    if tag[:4] != b"curv":
        raise ValueError("unknown curve")
    (count,) = struct.unpack_from(">I", tag, 8)
    if count == 0:
        return GRID.copy()
    stored = np.frombuffer(tag, ">u2", count, 12)
    if count == 1:
        return np.asarray(GRID ** (float(stored[0]) / 256), np.float64)
    return np.interp(GRID, np.linspace(0, 1, count), stored / 65535)


def _parametric(tag: bytes) -> Curve:
    """ICC.1 table 68: Y = (aX + b)^g + e above d, cX + f below."""
    (function,) = struct.unpack_from(">H", tag, 8)
    count = (1, 3, 4, 5, 7)[function]
    values = [value / 65536 for value in struct.unpack_from(f">{count}i", tag, 12)]
    g, a, b, c, d, e, f = _seven(function, values)
    power: NDArray[Any] = np.maximum(a * GRID + b, 0.0) ** g + e
    return np.asarray(np.where(d <= GRID, power, c * GRID + f), np.float64)


def _seven(function: int, values: list[float]) -> list[float]:
    """The parameters g a b c d e f of the general function for any of the five types."""
    if function == 0:
        return [values[0], 1, 0, 0, 0, 0, 0]
    g, a, b = values[:3]
    if function in (1, 2):
        offset = values[3] if function == 2 else 0.0
        return [g, a, b, 0, -b / a if a else 0.0, offset, offset]
    return values + [0.0, 0.0] if function == 3 else values


def _description(tag: bytes) -> str:
    """The profile's name: plain in version 2, a table of languages in version 4 (the first one is taken)."""
    if tag[:4] == b"mluc":
        length, offset = struct.unpack_from(">II", tag, 20)
        text = tag[offset : offset + min(length, 400)].decode("utf-16-be", "replace")
    else:
        text = tag[12 : 12 + 200].partition(b"\x00")[0].decode("latin-1")
    return "".join(char for char in text if char.isprintable()).strip()[:80]
