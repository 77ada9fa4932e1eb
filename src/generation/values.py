"""What the panel Scene shows, as values. Plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from generation.pricing import Price
from words import Sentence

ASPECTS = ("1:1", "4:5", "5:4", "3:4", "4:3", "2:3", "3:2", "9:16", "16:9", "21:9")
COUNTS = (1, 2, 3, 4)
Phase = Literal["waiting", "drawing", "preview", "arriving", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for. `save` keeps the results in the account, too."""

    prompt: str = ""
    style: str = "none"
    aspect: str = "1:1"
    quality: str = "standard"
    count: int = 1
    model: str = "auto"
    save: bool = False
    add: bool = True


@dataclass(frozen=True, slots=True)
class Variant:
    """One scene: `file` is an ArrayBuffer of type `kind`, also of a preview, before it is ready. `photo` is the
    engine's name for it once it was in the picture."""

    number: int
    phase: Phase = "waiting"
    bytes: int = 0
    file: Any = None
    kind: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """Which model draws, and the backend's sentence why; `credits` are those held."""

    model: str
    because: str
    credits: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The body of the request, whole: its prompt in two parts, the other (name, value) pairs, and its bytes."""

    fields: tuple[tuple[str, str], ...]
    own: str
    added: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ScenesState:
    """`number` counts the requests; `charged` and `balance` are what the last came to, -1 when that is not known, and
    `missing` says why some of its scenes did not come."""

    wish: Wish = Wish()
    working: bool = False
    stopping: bool = False
    number: int = 0
    variants: tuple[Variant, ...] = ()
    route: Route | None = None
    wrong: Sentence | None = None
    charged: int = -1
    balance: int = -1
    missing: str = ""
    prices: tuple[Price, ...] = ()
