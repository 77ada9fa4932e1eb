"""Sixth step of the road: what the screen shows of a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imaging.compose import Picture
from imaging.options import Region, Scene


class Previewer:
    """Draws views of one photo and its cut-out, and keeps what the next view needs again."""

    __slots__ = ("_picture",)

    def __init__(self, photo: Image.Image, cutout: Image.Image | None = None) -> None:
        self._picture = Picture(photo, cutout)

    def draw(self, scene: Scene, region: Region, size: tuple[int, int]) -> NDArray[np.uint8]:
        """`region` at `size` (width, height) as (height, width, 4) uint8, straight RGBA, C-contiguous, for ImageData.

        Before there is a cut-out, it is the whole photo.
        """
        view = self._picture.compose(scene, region, size)
        return np.asarray(view if view.mode == "RGBA" else view.convert("RGBA"))
