"""Masks on layers: what strokes do to a cut-out, which can also get back parts of its photo, and to any other picture.

Alpha is straight. Outside of the strokes' boxes no pixel is touched.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops

from imaging.layers import Stroke
from imaging.strokes import Coverage, coverage, mask

ANY = [0] + [255] * 255


def edit(
    cutout: Image.Image,
    photo: Image.Image,
    strokes: tuple[Stroke, ...],
    start: Image.Image | None = None,
    done: int = 0,
    *,
    in_place: bool = False,
) -> Image.Image:
    """`cutout` (RGBA) after `strokes` in its own pixels, RGBA. `photo` (RGB or RGBA, same size) is what it is of.

    Erasing lowers alpha and leaves the colours. Keeping raises alpha to the photo's own; what is added has the photo's
    colours and what was there keeps its own. `start` is what came out for the first `done` strokes: only the others are
    drawn then. The result is a copy, or with `in_place` the `start` (else the `cutout`) itself.
    """
    base, rest = (cutout, strokes) if start is None else (start, strokes[done:])
    result = base if in_place else base.copy()
    for stroke in rest:
        covered = coverage(stroke, result.size)
        if covered is not None:
            part = result.crop(covered.box)
            after = _erased(part, covered) if stroke.erase else _kept(part, photo.crop(covered.box), covered)
            result.paste(after, covered.box)
    return result


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
