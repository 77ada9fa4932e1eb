"""Retouching: copying through a soft brush, and healing, which keeps the texture of one place and the light of another.

Healing is seamless cloning (Pérez, Gangnet and Blake, "Poisson Image Editing", SIGGRAPH 2003): the Poisson equation
with the source's gradients and the target's border has the solution source + membrane, where the membrane is the
smooth continuation into the stroke of what target and source differ by around it. It is made on a picture of limited
size, for little of it is fine, and by a cascade of grids.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from imaging.layers import Stroke, Touch
from imaging.patches import find_source
from imaging.strokes import Box, Coverage, coverage, pieces, within

Plane = NDArray[np.float32]

__all__ = ["apply", "find_source"]

MOST = 200_000
"""Pixels at most of the picture on which the membrane is made."""
FARTHEST = 1e6
"""Offsets in pixels are held within this."""
RIM = 0.15
"""Width of what is looked at around a stroke, as a share of its radius."""
PIECE, SHORT = 16.0, 384.0
"""Longest side of the pieces of a stroke that are healed one by one: in radii, and in pixels at least."""
RELAXED = 12
"""Relaxations of the membrane at each scale."""
FAINT = 0.004
"""Weight from which on a value is known."""
ANY = [0] + [255] * 255


def apply(
    image: Image.Image, touches: tuple[Touch, ...], start: Image.Image | None = None, done: int = 0
) -> Image.Image:
    """`image` (RGB or RGBA) after `touches` in its own pixels: a copy of the same mode. Alpha stays as it is.

    `start` is what came out for the first `done` touches: only the others are worked out then. What lies outside of the
    picture, or where it is transparent, lends nothing. Offsets are rounded to whole pixels.
    """
    result, rest = (image, touches) if start is None else (start, touches[done:])
    result = result.copy()
    for touch in rest:
        covered = coverage(touch.stroke, result.size)
        if covered is None or not np.isfinite((touch.dx, touch.dy)).all():
            continue
        if touch.kind == "clone":
            _clone(result, covered, _whole(touch.dx, touch.dy))
        else:
            _heal(result, touch)
    return result


def _clone(image: Image.Image, covered: Coverage, offset: tuple[int, int]) -> None:
    source, there = _source(image, covered.box, offset)
    _lay(image, source, covered.box, ImageChops.multiply(covered.levels, there))


def _heal(image: Image.Image, touch: Touch) -> None:
    """Long strokes are healed piece by piece: each finds its own source, and its box stays small."""
    stroke, offset = touch.stroke, _whole(touch.dx, touch.dy)
    for piece in pieces(stroke, image.size, max(PIECE * stroke.radius, SHORT)):
        found = offset if touch.dx or touch.dy else find_source(image, piece, stroke)
        heal_piece(image, piece, stroke, found)


def heal_piece(image: Image.Image, piece: Stroke, stroke: Stroke, offset: tuple[int, int]) -> None:
    """Heals a piece of a stroke in place with the texture from `offset` away. Nothing under the whole stroke counts as
    known. Without an offset (0, 0) the piece becomes the membrane alone."""
    rim = max(2.0, RIM * stroke.radius)
    wide = coverage(_solid(piece, stroke.radius + rim), image.size)
    if wide is None:
        return
    box, target = wide.box, image.crop(wide.box)
    source, there = _source(image, box, offset) if any(offset) else (Image.new("RGB", target.size), None)
    cover = within(piece, box)
    known = ImageChops.subtract(wide.levels.point(ANY), within(_solid(stroke, stroke.radius + 1), box).point(ANY))
    if target.mode == "RGBA":
        known = ImageChops.multiply(known, target.getchannel("A"))
    if there is not None:
        known, cover = ImageChops.multiply(known, there), ImageChops.multiply(cover, there)
    if known.getbbox() is None:  # nothing around says what the light is
        return
    up, down = _membrane(target.convert("RGB"), source, known)
    _lay(image, ImageChops.subtract(ImageChops.add(source, up), down), box, cover)


def _solid(stroke: Stroke, radius: float) -> Stroke:
    return replace(stroke, radius=radius, hardness=1.0, strength=1.0)


def _membrane(target: Image.Image, source: Image.Image, known: Image.Image) -> tuple[Image.Image, Image.Image]:
    """What has to be added to `source` and taken off it (RGB both), so that it meets `target` where it is `known` and
    changes smoothly elsewhere."""
    size = _small(target.size)
    (there, weight), (here, _) = (_known(image, known, size) for image in (target, source))
    membrane = continued(there - here, weight)
    up, down = (
        Image.fromarray((np.clip(part, 0, 255) + np.float32(0.5)).astype(np.uint8)) for part in (membrane, -membrane)
    )
    return up.resize(target.size, Image.Resampling.BICUBIC), down.resize(target.size, Image.Resampling.BICUBIC)


def continued(values: Plane, weight: Plane) -> Plane:
    """`values` (H, W, 3) where their `weight` (H, W) is above 0, and between them the membrane that they span: the
    solution of Laplace's equation, from coarse to fine with a few relaxations each (Bornemann and Deuflhard, "The
    Cascadic Multigrid Method for Elliptic Problems", 1996). Borders are free."""
    known = weight > FAINT
    height, width = weight.shape
    if known.all() or max(height, width) <= 2:
        mean = (values * weight[..., None]).sum(axis=(0, 1)) / max(float(weight.sum()), FAINT)
        return np.where(known[..., None], values, mean.astype(np.float32))
    whole = np.concatenate((values * weight[..., None], weight[..., None]), axis=2)
    even = np.pad(whole, ((0, height % 2), (0, width % 2), (0, 0)))
    sums = even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]
    coarse = continued(sums[..., :3] / np.maximum(sums[..., 3:], FAINT), np.minimum(sums[..., 3] / 4, 1))
    sheet = 0, 0, width / 2, height / 2
    planes = [Image.fromarray(np.ascontiguousarray(coarse[..., i])) for i in range(3)]
    grown = [np.asarray(plane.resize((width, height), Image.Resampling.BILINEAR, sheet)) for plane in planes]
    membrane: Plane = np.stack(grown, axis=2)
    np.copyto(membrane, values, where=known[..., None])
    for _ in range(RELAXED):
        padded = np.pad(membrane, ((1, 1), (1, 1), (0, 0)), mode="edge")
        around = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]
        np.copyto(membrane, around * np.float32(0.25), where=~known[..., None])
    return membrane


def _small(size: tuple[int, int]) -> tuple[int, int]:
    share = min(1.0, (MOST / (size[0] * size[1])) ** 0.5)
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _known(image: Image.Image, known: Image.Image, size: tuple[int, int]) -> tuple[Plane, Plane]:
    """Means of the known colours (H, W, 3) in 0..255, and how much of each pixel is known (H, W) in 0..1."""
    whole = image.copy()
    whole.putalpha(known)
    values = np.asarray(whole.resize(size, Image.Resampling.BOX), np.float32)
    return values[..., :3], values[..., 3] * np.float32(1 / 255)


def _source(image: Image.Image, box: Box, offset: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """The colours (RGB) that lie `offset` away from a box, and how much is there ("L")."""
    left, top, right, bottom = (side + offset[i % 2] for i, side in enumerate(box))
    there = Image.new("L", (right - left, bottom - top))
    inside = max(left, 0), max(top, 0), min(right, image.width), min(bottom, image.height)
    if inside[0] >= inside[2] or inside[1] >= inside[3]:
        return Image.new("RGB", there.size), there
    part, at = image.crop(inside), (inside[0] - left, inside[1] - top)
    there.paste(part.getchannel("A") if part.mode == "RGBA" else 255, (*at, at[0] + part.width, at[1] + part.height))
    source = Image.new("RGB", there.size)
    source.paste(part.convert("RGB"), at)
    return source, there


def _lay(image: Image.Image, colours: Image.Image, box: Box, cover: Image.Image) -> None:
    """`colours` (RGB) over a box of `image` in place, as far as `cover` says; alpha stays."""
    part = image.crop(box)
    mixed = Image.composite(colours, part.convert("RGB"), cover)
    if part.mode == "RGBA":
        mixed.putalpha(part.getchannel("A"))
    image.paste(mixed, box)


def _whole(dx: float, dy: float) -> tuple[int, int]:
    return round(min(max(dx, -FARTHEST), FARTHEST)), round(min(max(dy, -FARTHEST), FARTHEST))
