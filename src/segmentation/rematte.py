"""A brush for hair: alpha and colours under it are solved again from the photo.

What is certain around the stroke says which colours the subject and the backdrop have there. Each pixel under the
stroke lies somewhere on the line between the two: that is its alpha, as far as the colours differ, and a guided filter
fills in where they do not. Colours and alpha are solved in turns, as alpha that is found makes better colours
(blur-fusion, Forte and Pitié, ICIP 2021, in a loop). The smooth part is found on a small grid, the result is computed
at full resolution for what the stroke covers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segmentation.foreground import fuse, unmix
from segmentation.matting import Plane, box, guided_coefficients, unit

GRID = 144
"""Long side of the small grid."""
TURNS = 4
RADII = (3, 9, 36)
"""Reach of the known colours, in cells: near ones count most."""
INNER = np.float32(0.02)
"""Weight of what the stroke covers, against what is known, when colours are gathered in the first turn."""
EPSILON = np.float32(3e-5)
SURE = np.float32(0.9)
"""Alpha at which a known pixel is the subject's own colour."""


def rematted(part: Image.Image, photo: Image.Image, levels: Image.Image) -> Image.Image:
    """`part` of a cut-out (RGBA) with what `levels` ("L", same size) covers solved again from the `photo` (RGB): RGBA.
    Outside of the stroke alpha is taken as known; `part` should reach beyond it on all sides."""
    alpha = part.getchannel("A")
    solved = _solve(photo, alpha, levels)
    if solved is None:
        return part
    found = np.flatnonzero(np.asarray(levels))
    pixels = np.asarray(part).reshape(-1, 4).copy()
    grown = [np.asarray(Image.fromarray(plane).resize(photo.size, Image.Resampling.BILINEAR)).reshape(-1)[found]
             for plane in solved]  # fmt: skip
    colour = np.asarray(photo, np.float32).reshape(-1, 3)[found].T * np.float32(1 / 255)
    share = np.asarray(levels, np.float32).reshape(-1)[found] * np.float32(1 / 255)
    pixels[found] = _mixed(pixels[found], *_finished(colour, np.stack(grown)), share)
    return Image.fromarray(pixels.reshape(part.height, part.width, 4))


def _solve(photo: Image.Image, alpha: Image.Image, levels: Image.Image) -> Plane | None:
    """(10, H, W) on the small grid: subject and backdrop colours, and the guided filter's four coefficients. None where
    only one of the two is known: there is nothing to tell apart."""
    scale = min(1.0, GRID / max(photo.size))
    size = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    colour = np.ascontiguousarray(np.asarray(_shrunk(photo, size), np.float32).transpose(2, 0, 1)) * np.float32(1 / 255)
    level = np.asarray(_shrunk(alpha, size), np.float32) * np.float32(1 / 255)
    inside = np.asarray(_shrunk(levels, size), np.float32) * np.float32(1 / 255)
    open_ = (inside > 0.02).astype(np.float32)
    known = 1 - open_
    subject_known, backdrop_known = known * (level > SURE), known * (level < 1 - SURE)
    if subject_known.sum() < 4 or backdrop_known.sum() < 4:
        return None
    coefficients = np.empty(0, np.float32)
    for turn in range(TURNS):
        inner = open_ * (INNER if turn == 0 else np.float32(0.3))
        subject = _gathered(colour, subject_known + inner * unit((level - SURE) * 10) ** 2)
        backdrop = _gathered(colour, backdrop_known + inner * unit((1 - SURE - level) * 10) ** 2)
        place, trust = unmix(colour, subject, backdrop)
        # In the first turn the old alpha says little: it is what the person paints over.
        prior = level if turn else box(level, 4)
        fresh = trust * place + (1 - trust) * prior
        level = known * level + open_ * fresh
        coefficients = guided_coefficients(colour, level, 2, EPSILON)
        guided = unit((coefficients[:3] * colour).sum(axis=0) + coefficients[3])
        level = known * level + open_ * (np.float32(0.5) * (level + guided))
    return np.concatenate([subject, backdrop, coefficients])


def _gathered(colour: Plane, weight: Plane) -> Plane:
    """The mean colour around each cell, weighted; cells that are near count most."""
    total, share = colour * weight * 4, weight * 4
    for radius in RADII:
        sums = box(np.concatenate([colour * weight, weight[None]]), radius)
        left = 1 - unit(share * 20)
        total, share = total + left * sums[:3], share + left * sums[3]
    # One box's blocks would show: what was gathered is evened out.
    sums = box(np.concatenate([total, share[None]]), 2)
    gathered: Plane = sums[:3] / (sums[3] + np.float32(1e-6))
    return gathered


def _finished(colour: Plane, solved: Plane) -> tuple[Plane, Plane]:
    """Colours (3, N) and alpha (N,) of pixels, from what is smooth around them."""
    subject, backdrop, a, b = solved[:3], solved[3:6], solved[6:9], solved[9]
    guided = unit((a * colour).sum(axis=0) + b)
    place, trust = unmix(colour, subject, backdrop)
    alpha = guided + np.float32(0.8) * trust * (place - guided)
    alpha = unit((alpha - np.float32(0.06)) * np.float32(1 / 0.88))
    return fuse(colour, alpha, subject, backdrop), alpha


def _mixed(old: NDArray[np.uint8], colour: Plane, alpha: Plane, share: Plane) -> NDArray[np.uint8]:
    """Old pixels (N, 4) and new ones by `share`, premultiplied; where nothing is seen there is no colour."""
    before = old.astype(np.float32).T * np.float32(1 / 255)
    new, kept = share * alpha, (1 - share) * before[3]
    whole = new + kept
    mixed = (colour * new + before[:3] * kept) / np.clip(whole, 1e-6, None)
    levels = (np.concatenate([unit(mixed), whole[None]]) * 255 + np.float32(0.5)).astype(np.uint8)
    levels[:3, levels[3] == 0] = 0
    return np.ascontiguousarray(levels.T)


def _shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
