"""Masks on layers: what strokes do to a cut-out, which can also get back parts of its photo, and to any other picture.

Alpha is straight. Outside of the strokes' boxes no pixel is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

import numpy as np
from PIL import Image, ImageChops

from imaging.layers import Stroke
from imaging.strokes import Coverage, coverage, mask, pieces, within

ANY = [0] + [255] * 255
BEYOND = 0.6
"""How far around a stroke the photo is looked at, in radii."""
MIDDLE = 0.4
"""The share of a brush's radius that always counts, whatever its colours."""


Solver = Callable[[Image.Image, Image.Image, Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class Solvers:
    """What brushes need that look at the photo. `snap` gets a stroke's coverage and that of its middle ("L" both) and
    the photo (RGB), and gives the coverage that ends at edges. `hair` gets a part of the cut-out (RGBA), the photo and
    the coverage, and gives the part again."""

    snap: Solver
    hair: Solver


def edit(
    cutout: Image.Image,
    photo: Image.Image,
    strokes: tuple[Stroke, ...],
    start: Image.Image | None = None,
    done: int = 0,
    *,
    in_place: bool = False,
    solvers: Callable[[], Solvers] | None = None,
) -> Image.Image:
    """`cutout` (RGBA) after `strokes` in its own pixels, RGBA. `photo` (RGB or RGBA, same size) is what it is of.

    Erasing lowers alpha and leaves the colours. Keeping raises alpha to the photo's own; what is added has the photo's
    colours and what was there keeps its own. `start` is what came out for the first `done` strokes: only the others are
    drawn then. Strokes that snap or are for hair need `solvers`; without, they are plain strokes. The result is a copy,
    or with `in_place` the `start` (else the `cutout`) itself.
    """
    base, rest = (cutout, strokes) if start is None else (start, strokes[done:])
    result = base if in_place else base.copy()
    for stroke in rest:
        if solvers is not None and stroke.kind == "hair":
            _matted(result, photo, stroke, solvers().hair)
            continue
        covered = coverage(stroke, result.size)
        if covered is not None and solvers is not None and stroke.snap and stroke.kind == "paint":
            covered = _snapped(covered, photo, stroke, solvers().snap)
        if covered is not None:
            part = result.crop(covered.box)
            after = _erased(part, covered) if stroke.erase else _kept(part, photo.crop(covered.box), covered)
            result.paste(after, covered.box)
    return result


def _snapped(covered: Coverage, photo: Image.Image, stroke: Stroke, snap: Solver) -> Coverage:
    """What a stroke covers, piece by piece cut along the photo's edges."""
    levels = Image.new("L", covered.levels.size)
    left, top = covered.box[:2]
    for piece in pieces(stroke, photo.size, 2 * stroke.radius):
        own = coverage(piece, photo.size)
        if own is None:
            continue
        middle = within(replace(piece, radius=piece.radius * MIDDLE, hardness=0.9, strength=1.0), own.box)
        cut = snap(own.levels, middle, photo.crop(own.box).convert("RGB"))
        place = own.box[0] - left, own.box[1] - top, own.box[2] - left, own.box[3] - top
        levels.paste(ImageChops.lighter(levels.crop(place), cut), place)
    return Coverage(covered.box, levels)


def _matted(result: Image.Image, photo: Image.Image, stroke: Stroke, hair: Solver) -> None:
    """Solves what a stroke covers again, piece by piece, in place."""
    for piece in pieces(stroke, photo.size, 2 * stroke.radius):
        own = coverage(piece, photo.size)
        if own is None:
            continue
        beyond = ceil(BEYOND * stroke.radius) + 4
        left, top = max(own.box[0] - beyond, 0), max(own.box[1] - beyond, 0)
        right, bottom = min(own.box[2] + beyond, photo.width), min(own.box[3] + beyond, photo.height)
        levels = Image.new("L", (right - left, bottom - top))
        levels.paste(own.levels, (own.box[0] - left, own.box[1] - top))
        box = left, top, right, bottom
        below = photo.crop(box)
        part = hair(result.crop(box), below.convert("RGB"), levels)
        if below.mode == "RGBA":
            part.putalpha(ImageChops.darker(part.getchannel("A"), below.getchannel("A")))
        result.paste(part, box)


def apply_mask(image: Image.Image, strokes: tuple[Stroke, ...], scale: float = 1.0) -> Image.Image:
    """`image` (RGB or RGBA) with its alpha times the strokes' mask: RGBA, a copy. `scale` is pixels of the image for
    one of the layer's box."""
    result = image.convert("RGBA")
    shown = mask(strokes, image.size, scale)
    result.putalpha(ImageChops.multiply(result.getchannel("A"), shown) if image.mode == "RGBA" else shown)
    return result


def _erased(part: Image.Image, covered: Coverage) -> Image.Image:
    alpha = part.getchannel("A")
    alpha.paste(0, mask=covered.levels)
    part.putalpha(alpha)
    return part


def _kept(part: Image.Image, photo: Image.Image, covered: Coverage) -> Image.Image:
    """The photo laid under the cut-out: so nothing of the cut-out changes but where the photo shows through it."""
    below = photo.convert("RGBA")
    if photo.mode == "RGBA" and photo.getchannel("A").getextrema() != (255, 255):
        below.putalpha(_missing(part.getchannel("A"), photo.getchannel("A"), covered.levels))
    else:
        below.putalpha(covered.levels)
    part.paste(Image.alpha_composite(below, part), mask=covered.levels.point(ANY))
    return part


def _missing(alpha: Image.Image, own: Image.Image, levels: Image.Image) -> Image.Image:
    """The alpha that has to lie under `alpha` so that both together get as near to `own` as `levels` says, all "L"."""
    there, wanted, share = (np.asarray(plane, np.float32) for plane in (alpha, own, levels))
    under = share * np.maximum(wanted - there, 0) / np.maximum(255 - there, 1)
    return Image.fromarray((under + np.float32(0.5)).astype(np.uint8))
