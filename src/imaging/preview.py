"""Sixth step of the road: what the screen shows of a picture."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imaging.backdrop import blurred
from imaging.compose import compose
from imaging.options import Backdrop, Region


@dataclass(slots=True)
class Previewer:
    """Draws views of one photo and its cut-out, and keeps what the next view needs again."""

    photo: Image.Image
    cutout: Image.Image | None = None
    _behind: tuple[float, Image.Image] | None = field(default=None, init=False, repr=False)

    def draw(self, cutout: bool, backdrop: Backdrop, region: Region, size: tuple[int, int]) -> NDArray[np.uint8]:
        """`region` at `size` (width, height) as (height, width, 4) uint8, straight RGBA, C-contiguous, for ImageData.

        With `cutout` false, or before there is one, it is the photo as it was.
        """
        subject = self.cutout if cutout else None
        behind = self._blurred(backdrop.blur) if subject is not None and backdrop.kind == "blur" else None
        return pixels(compose(self.photo, subject, backdrop, region, size, behind))

    def _blurred(self, strength: float) -> Image.Image:
        if self._behind is None or self._behind[0] != strength:
            self._behind = strength, blurred(self.photo, self.cutout, strength)
        return self._behind[1]


def pixels(image: Image.Image) -> NDArray[np.uint8]:
    """An RGB or RGBA picture as (H, W, 4) uint8 RGBA, C-contiguous."""
    return np.asarray(image if image.mode == "RGBA" else image.convert("RGBA"))
