"""Icons of the installed app as PNG, for the systems that take no SVG: icon.svg drawn again, four times as large and
then reduced."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

GRID, OVER = 64, 4
INK, PAPER = "#171717", "#ffffff"
SAFE = 0.8
"""A maskable icon may lose all that is outside a circle of this diameter."""


def app_icons() -> dict[str, bytes]:
    """File name -> PNG."""
    return {
        "icon-180.png": draw(180, whole=True),
        "icon-192.png": draw(192),
        "icon-512.png": draw(512),
        "icon-maskable-512.png": draw(512, whole=True),
    }


def draw(side: int, whole: bool = False) -> bytes:
    """The icon `side` pixels wide; `whole`: its ground fills the square, and the system cuts the corners."""
    large = side * OVER
    picture = Image.new("RGBA", (large, large), INK if whole else (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    if not whole:
        pen.rounded_rectangle((0, 0, large - 1, large - 1), round(14 / GRID * large), fill=INK)
    scale = large / GRID * (SAFE if whole else 1.0)
    edge = (large - GRID * scale) / 2

    def at(*numbers: float) -> tuple[int, ...]:
        return tuple(round(edge + number * scale) for number in numbers)

    for bar in ((11.5, 11.5, 16.5, 27), (11.5, 11.5, 27, 16.5), (47.5, 37, 52.5, 52.5), (37, 47.5, 52.5, 52.5)):
        pen.rectangle(at(*bar), fill=PAPER)
    pen.ellipse(at(22, 22, 42, 42), fill=PAPER)
    out = io.BytesIO()
    picture.resize((side, side), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
