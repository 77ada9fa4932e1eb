"""Colours as a person writes them."""

from __future__ import annotations

import re

_NAMES = {
    "white": "#ffffff",
    "black": "#000000",
    "grey": "#808080",
    "gray": "#808080",
    "red": "#ff0000",
    "green": "#008000",
    "blue": "#0000ff",
    "yellow": "#ffff00",
    "orange": "#ffa500",
    "pink": "#ffc0cb",
    "beige": "#f5f5dc",
}

SWATCHES: tuple[tuple[str, str], ...] = (
    ("#ffffff", "White"),
    ("#f4f2ee", "Paper"),
    ("#e3ddd3", "Linen"),
    ("#cfd6d8", "Mist"),
    ("#d9c7b0", "Sand"),
    ("#e9c9bd", "Blush"),
    ("#c4cfb6", "Sage"),
    ("#aebfce", "Sky"),
    ("#8d8d8d", "Grey"),
    ("#4a4a4a", "Graphite"),
    ("#000000", "Black"),
    ("#7a2f1d", "Brick"),
    ("#c9892b", "Ochre"),
    ("#3d5a45", "Forest"),
    ("#22405c", "Navy"),
    ("#5b3a5e", "Plum"),
)
"""Colour and name, as the panel shows them: 2 rows of 8."""


def parse_colour(text: str) -> str | None:
    """ "#rrggbb" for "#rgb", "rrggbb", "255,128,0", "rgb(255 128 0)" or a plain name; None for anything else."""
    plain = text.strip().lower()
    if plain in _NAMES:
        return _NAMES[plain]
    digits = plain.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3}", digits):
        return "#" + "".join(digit * 2 for digit in digits)
    if re.fullmatch(r"[0-9a-f]{6}", digits):
        return "#" + digits
    parts = re.fullmatch(r"(?:rgb\()?\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)?", plain)
    values = [int(part) for part in parts.groups()] if parts else []
    return to_hex(values[0], values[1], values[2]) if values and max(values) <= 255 else None


def to_hex(red: int, green: int, blue: int) -> str:
    """Channels 0..255 as "#rrggbb"."""
    return f"#{red:02x}{green:02x}{blue:02x}"


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0..255, of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def rgb_text(colour: str) -> str:
    """ "255,128,0"."""
    return ",".join(str(channel) for channel in channels(colour))
