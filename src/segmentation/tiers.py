"""How thoroughly a subject is looked for: which networks look at the photo, in which order.

No single network is best: the small one finds people and simple scenes, the large one products, fur and thin things.
So they look in turn, the quick ones first. All of them decide what the subject is; the sharpest draw its edge. All look
also where they agree: to leave the rest out cost .006 and .003 of boundary IoU (docs/cutout.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from segmentation.models import MODELS, model

AGREED = 0.95
"""Smallest IoU of two masks that are taken for one, and not offered as two readings."""

LEAST, MOST = 128, 2
"""An input that keeps the photo's aspect: its shortest side in pixels, and its longest in multiples of `side`."""


@dataclass(frozen=True, slots=True)
class Look:
    """One run of a network: `model` at `side` x `side` pixels, or at about that many with the photo's `aspect`."""

    model: str
    side: int
    aspect: bool = False

    @property
    def name(self) -> str:
        """As in "isnet-512"."""
        return f"{self.model}-{self.side}"

    def size(self, photo: tuple[int, int]) -> tuple[int, int]:
        """(width, height) of the input for a photo of (width, height)."""
        step = model(self.model).step
        if not (self.aspect and step):
            return self.side, self.side
        scale = self.side / sqrt(photo[0] * photo[1])
        width, height = (min(max(LEAST, round(side * scale / step) * step), MOST * self.side) for side in photo)
        return width, height


@dataclass(frozen=True, slots=True)
class Stage:
    """The result after one more look. `edge` are the numbers of the tier's looks that draw the edge."""

    name: str
    look: Look
    edge: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tier:
    """A choice that a person has. `label` is English and the key of its translations."""

    name: str
    label: str
    stages: tuple[Stage, ...]

    @property
    def models(self) -> tuple[str, ...]:
        """The names of the networks it needs, each once, in the order of their use."""
        return tuple(dict.fromkeys(stage.look.model for stage in self.stages))


SMALL = Look("u2netp", 320)
SQUARE = Look("isnet", 512)
WIDE = Look("isnet", 768, aspect=True)
LARGE = Look("isnet", 1024)

INSTANT = Stage("instant", SMALL, edge=(0,))
QUICK = Stage("quick", SQUARE, edge=(1,))
BALANCED = Stage("balanced", WIDE, edge=(2,))
BEST = Stage("best", LARGE, edge=(2, 3))

TIERS: dict[str, Tier] = {
    tier.name: tier
    for tier in (
        Tier("instant", "Instant", (INSTANT,)),
        Tier("balanced", "Balanced", (INSTANT, QUICK, BALANCED)),
        Tier("best", "Best", (INSTANT, QUICK, BALANCED, BEST)),
    )
}
"""The tiers by name, from the quickest to the most thorough."""


def tier(name: str) -> Tier:
    """The tier called `name`; for the name of a network, that network alone. Raises ModelError model/unknown."""
    if name in TIERS:
        return TIERS[name]
    spec = model(name)
    return Tier(name, spec.label, (Stage(name, Look(name, spec.size), edge=(0,)),))


def own(name: str) -> bool:
    """Whether `name` is neither a tier nor one of our networks: a person's own."""
    return name not in TIERS and name not in MODELS
