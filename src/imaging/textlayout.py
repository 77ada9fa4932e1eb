"""Text in lines: where each line of a Text layer stands in its box. Plain Python; the widths come from outside.

The UI thread measures and the engine draws with this one function and the same fonts, so both have the same lines.
`align` is physical, as in other picture editors: "left" is the left side for Arabic and Hebrew too. What a paragraph's
first strong character decides is the order of its words (Unicode Standard Annex #9, rules P2 and P3).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

from imaging.fonts import family, stack
from imaging.layers import Align, Text
from imaging.linebreaks import Measure, paragraphs, rows_of

GENERIC = {"serif": "serif", "slab": "serif", "mono": "monospace", "script": "cursive"}
OVERHANG_X, OVERHANG_Y = 0.16, 0.08
"""How far letters may reach out of their own width and line, in ems: swashes, slanted capitals, marks."""
SHADOW_DROP, SHADOW_BLUR, SHADOW_ALPHA = 0.04, 0.12, 0.7
"""The shadow: how far below the letters and how soft, in ems (a canvas's shadowBlur is two standard deviations of its
Gaussian), and how dark at strength 1."""
LARGEST_SIDE, LARGEST_AREA = 16384, 40_000_000
"""What a canvas may have, in pixels."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its left end and its baseline in pixels from the top left of the box, its width, and whether its words
    run from right to left."""

    text: str
    x: float
    y: float
    width: float
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """All lines, and the box that they, their outline and their shadow need: whole pixels, 1 at least."""

    lines: tuple[Line, ...]
    width: float
    height: float


def layout(text: Text, measure: Measure) -> Layout:
    """Break `text` into lines and place them.

    A line ends at a newline, and with `wrap` above 0 also at the last space before `wrap` pixels, between two East
    Asian characters, or, in a word that is wider than a line, between two clusters. Spaces at the end of a line are
    not drawn. With `wrap` the lines are aligned in its width, else in that of the widest line.
    """
    widths = _remembered(measure)
    rows = [(row, rtl) for part, rtl in paragraphs(text.text) for row in rows_of(part, text.wrap, widths)]
    sizes = [widths(row) for row, _ in rows]
    inner = max(text.wrap, *sizes)
    own, step = family(text.font), text.size * text.line_height
    content = (own.ascent + own.descent) * text.size
    left, top = margins(text)
    first = top + (step - content) / 2 + own.ascent * text.size
    lines = tuple(
        Line(row, left + _indent(text.align, inner - size), first + index * step, size, rtl)
        for index, ((row, rtl), size) in enumerate(zip(rows, sizes, strict=True))
    )
    return Layout(lines, max(1, ceil(inner + 2 * left)), max(1, ceil(len(lines) * step + 2 * top)))


def margins(text: Text) -> tuple[float, float]:
    """How much the box is wider and higher than the lines, on either side, in pixels: room for letters that reach out,
    for the outline, the shadow, and for lines that stand closer than the letters are high."""
    own = family(text.font)
    around = max(text.outline, 0.0)
    below = 0.0
    if text.shadow > 0:
        around += 1.5 * SHADOW_BLUR * text.size
        below = SHADOW_DROP * text.size
    tight = max(0.0, (own.ascent + own.descent - text.line_height) * text.size / 2)
    return OVERHANG_X * text.size + around, OVERHANG_Y * text.size + around + max(below, tight)


def font_of(text: Text) -> str:
    """The CSS font shorthand: the family, those that stand in for letters it lacks, then the device's own."""
    own = family(text.font)
    names = ", ".join(f'"{name}"' for name in stack(text.font))
    slant = "italic " if text.italic else ""
    weight = min(max(text.weight, own.limits[0]), own.limits[1])
    return f"{slant}{weight} {text.size:.3f}px {names}, {GENERIC.get(own.kind, 'sans-serif')}"


def prepare(context: Any, text: Text) -> None:
    """Set a canvas's 2D context so that measuring and drawing agree, at any scale."""
    context.font = font_of(text)
    context.fontKerning = "normal"
    context.textRendering = "geometricPrecision"
    context.textAlign = "left"
    context.textBaseline = "alphabetic"


def measured_by(context: Any, text: Text) -> Measure:
    """Measures with a canvas's 2D context."""
    prepare(context, text)
    return lambda piece: float(context.measureText(piece).width)


def fitting(scale: float, width: float, height: float) -> float:
    """`scale`, or the largest one at which a canvas can hold `width` x `height`."""
    return min(scale, LARGEST_SIDE / max(width, height), sqrt(LARGEST_AREA / (width * height)))


def _remembered(measure: Measure) -> Measure:
    """Each word is measured once."""
    known: dict[str, float] = {"": 0.0}

    def width(piece: str) -> float:
        if piece not in known:
            known[piece] = measure(piece)
        return known[piece]

    return width


def _indent(align: Align, room: float) -> float:
    return {"left": 0.0, "centre": room / 2, "right": room}[align]
