"""What a person can adjust about a photo's light, colour and detail: plain values, shared by the editor and the engine.

No numpy and no Pillow here: the UI thread imports this file too. What the values do to pixels is said in tone.py and
filters.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType
from typing import Any, NamedTuple

from imaging.curves import Points, tidy

Levels = tuple[float, float, float]
NO_LEVELS: Levels = (0.0, 255.0, 1.0)
MIN_SPAN = 2.0
"""Levels that black and white stay apart."""
MIN_GAMMA, MAX_GAMMA = 0.1, 10.0
Order = tuple[str, ...]
ORDER: Order = ("tone", "denoise", "sharpen", "blur", "vignette", "grain")
"""The steps in the order in which they act, where none was chosen. "tone" is all that acts on each pixel alone."""


@dataclass(frozen=True, slots=True)
class Adjustments:
    """All values of the panel; the defaults change nothing. Ranges and steps stand in RANGES.

    `exposure` is in EV. `temperature` above 0 is warmer, `tint` above 0 more magenta. `vignette` below 0 darkens the
    corners, above 0 lightens them. `curve` holds (x, y) points in levels 0..255, empty for none. `levels` is
    (black, white, gamma): the levels that become 0 and 255, and a gamma above 1 that lightens the middle. `look` is a
    name in LOOKS or "", `look_strength` its share in 0..100. `order` is another order of ORDER, or empty.
    """

    exposure: float = 0.0
    contrast: float = 0.0
    highlights: float = 0.0
    shadows: float = 0.0
    whites: float = 0.0
    blacks: float = 0.0
    temperature: float = 0.0
    tint: float = 0.0
    vibrance: float = 0.0
    saturation: float = 0.0
    sharpen: float = 0.0
    denoise: float = 0.0
    blur: float = 0.0
    vignette: float = 0.0
    grain: float = 0.0
    monochrome: bool = False
    curve: Points = ()
    levels: Levels = NO_LEVELS
    look: str = ""
    look_strength: float = 100.0
    order: Order = ()

    @property
    def steps(self) -> Order:
        """The steps in the order in which they act."""
        return self.order or ORDER

    def clamped(self) -> Adjustments:
        """The nearest values that are allowed: numbers inside of RANGES (what is not a number becomes neutral), a tidy
        curve, levels in order, a look that exists. Lists, as they come out of a message, become tuples."""
        numbers: dict[str, Any] = {name: limits.clamp(getattr(self, name)) for name, limits in RANGES.items()}
        return replace(
            self,
            **numbers,
            monochrome=bool(self.monochrome),
            curve=tidy(self.curve),
            levels=_levels(self.levels),
            look=self.look if self.look in LOOKS else "",
            order=_ordered(self.order),
        )

    def effective(self) -> Adjustments:
        """Clamped, and one value for all that do the same: a look of strength 0 is none, and without a look its
        strength is the default."""
        values = self.clamped()
        if values.look and values.look_strength > 0:
            return values
        return replace(values, look="", look_strength=RANGES["look_strength"].neutral)

    def tone(self) -> Adjustments:
        """The effective values that act on each pixel alone, the rest neutral: the key of a tone table."""
        neutral: dict[str, Any] = {name: RANGES[name].neutral for name in SPATIAL}
        return replace(self.effective(), order=(), **neutral)

    @property
    def is_neutral(self) -> bool:
        """True when a photo stays as it is, bit for bit."""
        return replace(self.effective(), order=()) == Adjustments()

    @property
    def is_spatial(self) -> bool:
        """True when something acts beyond single pixels: detail, blur, vignette or grain."""
        values = self.effective()
        return any(getattr(values, name) != RANGES[name].neutral for name in SPATIAL)


class Range(NamedTuple):
    """The limits of one value, where it does nothing, and the step of its slider."""

    minimum: float
    maximum: float
    neutral: float
    step: float

    def clamp(self, number: float) -> float:
        """`number` inside of the limits, in thousandths; neutral when it is not finite."""
        return round(min(max(float(number), self.minimum), self.maximum), 3) if isfinite(number) else self.neutral


_BOTH, _UP = Range(-100.0, 100.0, 0.0, 1.0), Range(0.0, 100.0, 0.0, 1.0)

RANGES: Mapping[str, Range] = MappingProxyType(
    {
        "exposure": Range(-3.0, 3.0, 0.0, 0.05),
        "contrast": _BOTH,
        "highlights": _BOTH,
        "shadows": _BOTH,
        "whites": _BOTH,
        "blacks": _BOTH,
        "temperature": _BOTH,
        "tint": _BOTH,
        "vibrance": _BOTH,
        "saturation": _BOTH,
        "sharpen": _UP,
        "denoise": _UP,
        "blur": _UP,
        "vignette": _BOTH,
        "grain": _UP,
        "look_strength": Range(0.0, 100.0, 100.0, 1.0),
    }
)
"""The sliders by the name of their value, in the order of the panel."""

SPATIAL = ("sharpen", "denoise", "blur", "vignette", "grain")
"""The values that act beyond single pixels."""


@dataclass(frozen=True, slots=True)
class Look:
    """A look as data: `values` (tone only, without a look of its own), then one more curve for each channel."""

    values: Adjustments = Adjustments()
    red: Points = ()
    green: Points = ()
    blue: Points = ()


def _matte(black: float, white: float) -> Points:
    """A curve that lifts black to one level and lowers white to another."""
    return ((0.0, black), (64.0, 64.0 + black / 3), (192.0, 192.0 - (255 - white) / 3), (255.0, white))


def _bent(dark: float, light: float) -> Points:
    """A curve that moves the darker and the lighter middle by some levels; black and white stay."""
    return ((0.0, 0.0), (72.0, 72.0 + dark), (184.0, 184.0 + light), (255.0, 255.0))


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "Clean": Look(Adjustments(contrast=8, shadows=14, whites=8, vibrance=8)),
        "Airy": Look(Adjustments(contrast=-14, shadows=36, whites=12, saturation=-8), blue=_bent(5, 2)),
        "Warm studio": Look(Adjustments(contrast=8, vibrance=10), red=_bent(6, 7), blue=_bent(-6, -10)),
        "Cool studio": Look(Adjustments(contrast=8, vibrance=4), red=_bent(-7, -6), blue=_bent(9, 5)),
        "Soft matte": Look(Adjustments(contrast=-10, vibrance=-8, curve=_matte(26, 246))),
        "Punchy": Look(Adjustments(contrast=36, whites=6, blacks=-8, vibrance=30, saturation=6)),
        "Faded film": Look(
            Adjustments(contrast=-8, saturation=-18, curve=_matte(34, 236)), red=_bent(5, 4), blue=_matte(12, 232)
        ),
        "Late sun": Look(
            Adjustments(highlights=-14, shadows=12, vibrance=14),
            red=_bent(10, 12),
            green=_bent(1, 3),
            blue=_bent(-12, -18),
        ),
        "Quiet pastel": Look(Adjustments(contrast=-26, shadows=26, whites=6, saturation=-26), red=_bent(3, 2)),
        "Silver": Look(Adjustments(contrast=6, shadows=12, monochrome=True)),
        "Noir": Look(Adjustments(contrast=62, shadows=-20, blacks=-14, monochrome=True)),
        "Sepia": Look(
            Adjustments(monochrome=True, curve=_matte(14, 246)),
            red=_bent(20, 14),
            green=_bent(0, -4),
            blue=_bent(-20, -28),
        ),
    }
)
"""The looks by name, in the order in which they are offered."""


def _levels(levels: Levels) -> Levels:
    black, white, gamma = (float(n) if isfinite(n) else d for n, d in zip(levels, NO_LEVELS, strict=True))
    black = round(min(max(black, 0.0), 255.0 - MIN_SPAN), 2)
    white = round(min(max(white, black + MIN_SPAN), 255.0), 2)
    return black, white, round(min(max(gamma, MIN_GAMMA), MAX_GAMMA), 3)


def _ordered(order: Order) -> Order:
    """`order` where it is another order of all steps, else empty."""
    given = tuple(order)
    return given if sorted(given) == sorted(ORDER) and given != ORDER else ()
