"""The subject's own colours where it is half transparent: blur-fusion in two passes (Forte and Pitié, ICIP 2021).

A soft edge pixel shows old backdrop and subject mixed. Its subject colour is taken from subject pixels around it,
its backdrop colour from backdrop pixels, and what the mixture of both leaves unexplained goes to the subject.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segmentation.matting import box, unit

Plane = NDArray[np.float32]

_TINY = np.float32(1e-4)

DISTINCT = np.float32(0.1)
"""Squared distance of subject and backdrop colour at which a pixel's colour is half trusted to tell its alpha."""


def surroundings(image: Plane, alpha: Plane, wide: int, near: int) -> tuple[Plane, Plane]:
    """The smooth colours of subject and backdrop around each pixel, (3, H, W) each, 0..1.

    `image` (3, H, W) and `alpha` (H, W) are float32 in 0..1; `wide` and `near` are the radii of the two passes.
    """
    subject, backdrop = _blurred(image, image, alpha, wide)
    return _blurred(fuse(image, alpha, subject, backdrop), backdrop, alpha, near)


def fuse(image: Plane, alpha: Plane, subject: Plane, backdrop: Plane) -> Plane:
    """The subject's colours (3, ...) in 0..1 of pixels `image` with `alpha`, given the smooth colours around them."""
    unexplained = image - alpha * subject - (1 - alpha) * backdrop
    return unit(subject + alpha * unexplained)


def unmix(image: Plane, subject: Plane, backdrop: Plane) -> tuple[Plane, Plane]:
    """The alpha that the colour of each pixel speaks for, by its place on the line from backdrop to subject, and how
    far to trust it: nearly 1 where the two differ strongly, nearly 0 where they are alike. (N,) each, from (3, N)."""
    line = subject - backdrop
    length = (line * line).sum(axis=0)
    along = ((image - backdrop) * line).sum(axis=0)
    return unit(along / (length + _TINY)), length / (length + DISTINCT)


def _blurred(subject: Plane, backdrop: Plane, alpha: Plane, radius: int) -> tuple[Plane, Plane]:
    rest = 1 - alpha
    sums = box(np.concatenate([subject * alpha, backdrop * rest, alpha[None]]), radius)
    level = sums[6]
    return sums[:3] / (level + _TINY), sums[3:6] / (1 - level + _TINY)
