"""The shadows that layers cast: dropped behind them, in contact with the ground, or mirrored in it.

All lengths are shares of the layer's bounds, which are given in the pixels of the view, so that a shadow at half the
scale is half of the shadow. The view must show the layer whole, and as much around it as `reach` says. Where the foot
of a layer is, is told and not looked for here: in a small view it would be another row.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, floor, isfinite, radians, sin, sqrt

import numpy as np
from PIL import Image, ImageChops, ImageColor, ImageFilter

from imaging.edges import times_alpha
from imaging.layers import Shadow

Bounds = tuple[float, float, float, float]

FLAT = 0.08
"""Height of a contact shadow as a share of the layer's."""
BEFORE = 0.35
"""Share of a contact shadow that lies before the foot."""
WIDER = 1.04
"""Width of a contact shadow as a multiple of the layer's."""
FAINT = 0.35
"""Density that the top of the layer leaves in its contact shadow, where its foot leaves 1."""
UPWARDS = 0.45
"""Blur of a contact shadow from front to back, as a share of the one sideways."""
FADING = 0.4
"""Share of the layer's height that is seen in a reflection."""
COARSE = 3.0
"""Standard deviation in pixels that a blur keeps at least when it is made on a smaller picture."""
SLIGHT = 1e-3
"""What is smaller than this many pixels is nothing."""
MOST = 64.0
"""Standard deviation in cells of that smaller picture at most: only what is narrower than a cell asks for more."""
FINE = 0.25
"""Side in pixels of that picture's pixels for a contact shadow, which is only a few pixels high in a small view."""
GAP = 3.0
"""How much larger than needed a picture must stay when whole pixels are averaged before the filter runs."""
LEAST = 0.7
"""Standard deviation in canvas pixels that a contact shadow has at least."""


def reach(shadow: Shadow, box: Bounds, scale: float) -> int:
    """How many pixels a shadow may go beyond its layer. `box` (left, top, right, bottom) are the layer's bounds in
    pixels of a view of `scale` pixels for one of the canvas."""
    longer, height = _longer(box), max(box[3] - box[1], 0.0)
    if shadow.kind == "drop":
        return ceil(_held(shadow.distance) * longer + 3 * _held(shadow.softness) * longer) + 1
    if shadow.kind == "contact":
        wider = (WIDER - 1) / 2 * max(box[2] - box[0], 0.0)
        return ceil(max(wider, BEFORE * FLAT * height) + 3 * _sideways(shadow, box, scale)) + 1
    return ceil(FADING * height) + 1


def cast(shadow: Shadow, alpha: Image.Image, box: Bounds, scale: float, foot: float | None = None) -> Image.Image:
    """The shadow, dropped or in contact, of a layer of which `alpha` ("L") shows the coverage: RGBA of the same size,
    straight alpha, in the shadow's colour throughout.

    `box` and `scale` are as for `reach`; `foot` is how far down the layer goes, in rows (None: as far as its bounds).
    The shadow of nothing is nothing.
    """
    colour = ImageColor.getrgb(shadow.colour)[:3]
    result = Image.new("RGBA", alpha.size, (*colour, 0))
    if not alpha.getbbox() or not all(map(isfinite, box)) or not _longer(box) > SLIGHT:
        return result
    if shadow.kind == "drop":
        result.putalpha(_dropped(shadow, alpha, box))
    else:
        result.putalpha(_contact(shadow, alpha, box, scale, box[3] if foot is None else foot))
    return result


def reflected(mirrored: Image.Image, box: Bounds, foot: float) -> Image.Image:
    """A layer that was drawn upside down below its foot (`mirrored`, RGBA), fading downwards. `box` are its bounds when
    it stands, `foot` the row at which it ends and the reflection begins."""
    y, height = np.arange(mirrored.height), FADING * (box[3] - box[1])
    if not height > SLIGHT:
        return Image.new("RGBA", mirrored.size)
    fade = np.clip(1 - (y + 0.5 - foot) / height, 0, 1) ** 1.5 * np.clip(y + 1 - foot, 0, 1)
    rows = Image.fromarray((255 * fade + 0.5).astype(np.uint8)[:, None])
    return times_alpha(mirrored, rows.resize(mirrored.size, Image.Resampling.NEAREST))


def foot_of(alpha: Image.Image) -> float | None:
    """How far down a layer of this `alpha` ("L") goes, in fractions of a row: the end of the last row with more than
    half of alpha, None where there is none."""
    solid = alpha.point([0] * 128 + [255] * 128).getbbox()
    if solid is None:
        return None
    row = solid[3] - 1
    rows = np.asarray(alpha.crop((0, row, alpha.width, min(row + 2, alpha.height))))
    return row + float(rows.max(axis=1).sum(dtype=np.int64)) / 255


def _dropped(shadow: Shadow, alpha: Image.Image, box: Bounds) -> Image.Image:
    """The layer's alpha away from the light, blurred."""
    longer, angle = _longer(box), radians(shadow.angle if isfinite(shadow.angle) else 0.0)
    away = -_held(shadow.distance) * longer
    sigma = _held(shadow.softness) * longer
    whole = 0.0, 0.0, float(alpha.width), float(alpha.height)
    to = away * cos(angle), away * sin(angle)
    return _drawn(alpha, whole, (*to, to[0] + alpha.width, to[1] + alpha.height), (sigma, sigma))


def _contact(shadow: Shadow, alpha: Image.Image, box: Bounds, scale: float, foot: float) -> Image.Image:
    """The layer pressed flat at its foot, where its lower parts are the denser ones."""
    left, top, right, _ = box
    if foot - top < SLIGHT:
        return Image.new("L", alpha.size)
    height, wider = FLAT * (foot - top), (WIDER - 1) / 2 * (right - left)
    # Rows count by how near they are to the foot.
    rows = (np.arange(alpha.height) + 0.5 - top) / (foot - top)
    near = (255 * (FAINT + (1 - FAINT) * np.clip(rows, 0, 1)) + 0.5).astype(np.uint8)
    weighted = ImageChops.multiply(alpha, Image.fromarray(near[:, None]).resize(alpha.size, Image.Resampling.NEAREST))
    front = foot + BEFORE * height
    to = left - wider, front - height, right + wider, front
    sigma = _sideways(shadow, box, scale)
    return _drawn(weighted, (left, top, right, foot), to, (sigma, min(sigma * UPWARDS, height / 2)), FINE)


def _drawn(
    plane: Image.Image, source: Bounds, to: Bounds, sigma: tuple[float, float], cell: float = 1.0
) -> Image.Image:
    """What lies in `source` of `plane` ("L"), stretched to `to` and blurred by `sigma` (across, down) in pixels, on
    nothing: "L" of the same size. The blur is made on pixels of `cell` of ours, on larger ones where it is wide."""
    result = Image.new("L", plane.size)
    spans = [_span(plane.size[i], (source[i], source[i + 2]), (to[i], to[i + 2]), sigma[i], cell) for i in (0, 1)]
    if any(span is None for span in spans):
        return result
    x, y = (span for span in spans if span is not None)
    small = plane.resize((x.cells, y.cells), Image.Resampling.BILINEAR, (x.start, y.start, x.end, y.end), GAP)
    sheet = Image.new("L", (x.cells + 2 * x.border, y.cells + 2 * y.border))
    sheet.paste(small, (x.border, y.border))
    if x.sigma > 0 or y.sigma > 0:
        sheet = sheet.filter(ImageFilter.GaussianBlur((x.sigma, y.sigma)))
    (left, right, from_x, to_x), (top, bottom, from_y, to_y) = x.shown, y.shown
    if left < right and top < bottom:
        size = right - left, bottom - top
        filtered = Image.Resampling.BICUBIC if x.sigma > 0 else Image.Resampling.BILINEAR
        result.paste(sheet.resize(size, filtered, (from_x, from_y, to_x, to_y)), (left, top))
    return result


@dataclass(frozen=True, slots=True)
class Span:
    """One axis of a drawing: `start`..`end` of the source becomes `cells` cells with `border` empty ones on each side,
    blurred by `sigma` cells, and those are `shown` in pixels from, to and in cells from, to."""

    start: float
    end: float
    cells: int
    border: int
    sigma: float
    shown: tuple[int, int, float, float]


def _span(size: int, source: tuple[float, float], to: tuple[float, float], sigma: float, least: float) -> Span | None:
    """How to draw one axis of a plane of `size` pixels; None where nothing of it is left."""
    start, end = max(source[0], 0.0), min(source[1], float(size))
    if not source[0] < source[1] or to[1] - to[0] < SLIGHT or end - start < SLIGHT:
        return None
    pace = (to[1] - to[0]) / (source[1] - source[0])
    low, high = to[0] + (start - source[0]) * pace, to[0] + (end - source[0]) * pace
    factor = least
    while sigma >= 2 * factor * COARSE:
        factor *= 2
    cells = max(1, round((high - low) / factor))
    cell = (high - low) / cells
    # What the reduction blurs already (a triangle of two cells) is taken off.
    rest = min(sqrt(max(sigma * sigma - max(cell * cell - 1, 0) / 6, 0.0)) / cell, MOST)
    border = ceil(3 * rest) + 2
    first, last = max(0, ceil(low - border * cell)), min(size, floor(high + border * cell))
    shown = (
        first,
        last,
        max((first - low) / cell + border, 0.0),
        min((last - low) / cell + border, cells + 2.0 * border),
    )
    return Span(start, end, cells, border, rest, shown)


def _sideways(shadow: Shadow, box: Bounds, scale: float) -> float:
    """The blur of a contact shadow, as a standard deviation in pixels."""
    return max(_held(shadow.softness) * _longer(box), LEAST * _held(scale))


def _longer(box: Bounds) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _held(share: float) -> float:
    return min(max(share, 0.0), 100.0) if isfinite(share) else 0.0
