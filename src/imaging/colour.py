"""Colours to sRGB without littleCMS, which the browser's Pillow does not have.

Profiles made of three primaries and tone curves (all cameras, screens and phones: Display P3, Adobe RGB, ProPhoto, …)
and grey profiles with one curve are converted exactly, through a table that Pillow interpolates in C. Profiles made of
measured tables (printers, scanners) are not: the picture is then taken as sRGB and a note says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from imaging import icc

TABLE = 49
"""Nodes along each side of the table. With 49, 998 of 1 000 results are within 2 of 255 levels of the exact ones;
the rest are dark channels (below 64) of colours at the rim of sRGB, at most 6 levels off for Display P3, 12 for Adobe
RGB. 33 nodes have four times as many of those, 65 half as many for three times the time to fill."""

SAME = 1.0
"""A profile that moves no colour by more than this many levels is sRGB under another name."""


def source_of(profile: bytes | None, info: Mapping[Any, Any]) -> icc.Source | None:
    """The colour space of a file: from its ICC `profile`, else from the PNG fields of Pillow's `info`, else None,
    which means sRGB."""
    if profile:
        return icc.read(profile)
    if "srgb" in info:
        return None
    return icc.from_png(info.get("gamma"), info.get("chromaticity"))


def to_srgb(image: Image.Image, source: icc.Source | None, grey: bool = False) -> tuple[Image.Image, str, bool]:
    """`image` (RGB or RGBA) in sRGB, the name of the space it was in, and whether the conversion is complete.

    The same image comes back when there is nothing to do. `grey` says that the file had one channel: only then does a
    grey profile fit.
    """
    if source is None:
        return image, "sRGB", True
    if source.model is None or (source.model.is_grey and not grey):
        return image, source.name, False
    if source.model.is_grey:
        return image.point(_grey_lut(source.model, image.mode)), source.name, True
    if is_srgb(source.model):
        return image, "sRGB", True
    return image.filter(_table(source.model)), source.name, True


def is_srgb(model: icc.Model) -> bool:
    """True when `model` moves no colour of a coarse grid by more than SAME levels."""
    grid = _grid(9)
    return float(np.abs(np.clip(convert(grid, model), 0, 1) - grid).max()) <= SAME / 255


def convert(colours: NDArray[np.floating[Any]], model: icc.Model) -> NDArray[np.float64]:
    """The exact conversion: `colours` (N, 3), 0..1 as stored, to sRGB (N, 3). What sRGB cannot show lies outside of
    0..1 and is left there: a table that is clipped only after interpolation has no kink at the border."""
    linear = np.stack([np.interp(colours[:, i], icc.GRID, model.curves[i]) for i in range(3)], axis=1)
    return encode(linear @ model.matrix.T @ icc.XYZ_TO_SRGB.T)


def encode(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """Linear light to sRGB (IEC 61966-2-1), 0..1; below 0 the curve is mirrored."""
    size = np.abs(linear)
    curve = np.where(size <= 0.0031308, 12.92 * size, 1.055 * np.maximum(size, 0.0031308) ** (1 / 2.4) - 0.055)
    return np.copysign(curve, linear)


def _grid(side: int) -> NDArray[np.float64]:
    """(side³, 3), the first channel changing fastest, as Color3DLUT wants it."""
    steps = np.linspace(0.0, 1.0, side)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    return np.stack([red.ravel(), green.ravel(), blue.ravel()], axis=1)


def _table(model: icc.Model) -> ImageFilter.Color3DLUT:
    values = convert(_grid(TABLE), model).astype(np.float32)
    return ImageFilter.Color3DLUT(TABLE, values.ravel(), _copy_table=False)


def _grey_lut(model: icc.Model, mode: str) -> list[int]:
    levels = encode(np.interp(np.arange(256) / 255, icc.GRID, model.curves[0]))
    lut = [round(float(level) * 255) for level in levels]
    return lut * 3 + (list(range(256)) if mode == "RGBA" else [])
