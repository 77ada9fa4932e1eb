"""The choice *Model*, and how far a device can bear what it stands for. Plain values and rules.

Auto shows what the quickest tier finds and goes on to the most thorough one that the device can bear. Where that needs
a large download it asks first, except for a photo that the quick answer leaves in doubt, on a connection that costs
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

AUTO = "auto"
TIERS = ("instant", "balanced", "best")
"""From the quickest to the most thorough."""

PHONE_MB = 700
"""Megabytes of memory that a phone lets a tab have for certain."""
ROOMY_MB = 1200
"""What is assumed of a device that says nothing, or has 8 GB and more."""

NEEDS_MB = {"instant": 620, "balanced": 780, "best": 800}
"""Peak memory of the page with a photo of 2 megapixels, in megabytes, by tier (benchmarks/cutout.py)."""

TIMES = {"balanced": 5.0, "best": 10.0}
"""How much longer a tier takes than the quickest look alone."""
PATIENCE_S = {"balanced": 90.0, "best": 10.0}
"""Seconds that Auto takes for a tier at most."""


@dataclass(frozen=True, slots=True)
class Device:
    """`memory_gb` is 0 where the browser does not tell. `metered`: what is fetched may cost the person money.
    `budget_mb` is what the person allows the page to take, 0 for what the device can."""

    memory_gb: float = 0.0
    metered: bool = False
    budget_mb: int = 0

    @property
    def room_mb(self) -> int:
        """Megabytes that the page may take."""
        if self.budget_mb:
            return self.budget_mb
        if 0 < self.memory_gb <= 2:
            return PHONE_MB // 2
        return PHONE_MB if 0 < self.memory_gb <= 4 else ROOMY_MB

    @property
    def is_small(self) -> bool:
        """Whether memory is given back as soon as it is not used."""
        return self.room_mb <= PHONE_MB


def bearable(device: Device, first_seconds: float, pixel_bytes: int) -> str:
    """The most thorough tier for a device whose quickest look took so long, beside pictures of so many bytes."""
    left = device.room_mb - pixel_bytes / 1e6
    fitting = [
        tier
        for tier in TIERS[1:]
        if NEEDS_MB[tier] <= left and first_seconds * TIMES[tier] <= PATIENCE_S[tier]
    ]  # fmt: skip
    return fitting[-1] if fitting else TIERS[0]


@dataclass(frozen=True, slots=True)
class Reading:
    """Another answer to "what is the subject": its mask, an ArrayBuffer of the cut-out's size, by its name."""

    name: str
    mask: Any = field(compare=False)


@dataclass(frozen=True, slots=True)
class Own:
    """A person's own network in the list: `name` is ours, `label` theirs."""

    name: str
    label: str
    bytes: int = 0
    kept: bool = False


@dataclass(frozen=True, slots=True)
class CutState:
    """`model` is the choice. `offer` is a tier that Auto would go on to if its weights were here. `readings` belong to
    the photo of the id `photo`. `weights` are the networks that
    this browser keeps because they were needed, and their bytes; `runs` says on what a network runs."""

    model: str = AUTO
    offer: str = ""
    photo: str = ""
    readings: tuple[Reading, ...] = ()
    own: tuple[Own, ...] = ()
    weights: tuple[tuple[str, int], ...] = ()
    runs: tuple[tuple[str, str], ...] = ()
    budget_mb: int = 0

    def reading(self, model: str) -> str:
        """The name of the reading that a cut-out found by `model` shows."""
        names = [reading.name for reading in self.readings]
        return model if model in names else names[0] if names else ""
