"""What scenes cost, from the backend's own table of prices. Plain."""

from __future__ import annotations

import json
from dataclasses import dataclass

MODELS = ("gpt-image-1", "flux-kontext", "sdxl")
QUALITIES = ("draft", "standard", "high")
WIDE = frozenset({"3:2", "16:9", "4:3", "5:4", "21:9"})
TALL = frozenset({"2:3", "9:16", "3:4", "4:5"})
"""What gpt-image-1 draws 1536 pixels wide or high, at another price; the other models have one price for all."""


@dataclass(frozen=True, slots=True)
class Price:
    """Credits for one image."""

    model: str
    quality: str
    size: str
    plan: str
    credits: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Credits for a request: `most` is more than `least` while the model is still to be chosen."""

    least: int
    most: int


def prices_of(text: str) -> tuple[Price, ...]:
    """The answer of the operation `prices`."""
    return tuple(
        Price(str(row["model"]), str(row["quality"]), str(row["size"]), str(row["plan"]), int(row["credits"]))
        for row in json.loads(text)
    )


def cost(prices: tuple[Price, ...], model: str, quality: str, aspect: str, plan: str, count: int) -> Cost | None:
    """What `count` images cost; `model` may be "auto". None while a price is not known."""
    asked = MODELS if model == "auto" else (model,)
    found = [price for one in asked if (price := _one(prices, one, quality, aspect, plan)) is not None]
    return Cost(min(found) * count, max(found) * count) if found else None


def _one(prices: tuple[Price, ...], model: str, quality: str, aspect: str, plan: str) -> int | None:
    size = "1536x1024" if aspect in WIDE else "1024x1536" if aspect in TALL else "*"
    rows = [row for row in prices if (row.model, row.quality, row.plan) == (model, quality, plan)]
    exact = next((row.credits for row in rows if row.size == size), None)
    return exact if exact is not None else next((row.credits for row in rows if row.size == "*"), None)
