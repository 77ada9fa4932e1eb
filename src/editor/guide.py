"""Guides: lines to lay things along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Axis = Literal["x", "y"]


@dataclass(frozen=True, slots=True)
class Guide:
    """A line across the canvas: upright at x = `at` for "x", level at y = `at` for "y". Canvas pixels."""

    axis: Axis
    at: float
