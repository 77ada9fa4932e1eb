"""What the compositor asks for pixels."""

from __future__ import annotations

from typing import Protocol

from PIL import Image

from imaging.layers import Blur, Raster, Stroke, Text
from imaging.matrix import Matrix
from imaging.resample import Pyramid


class Sources(Protocol):
    """What the compositor asks for pixels. Whoever answers keeps what is costly; nothing here is kept."""

    def raster(self, content: Raster, mask: tuple[Stroke, ...]) -> Pyramid:
        """RGB or RGBA of the size of the content's box, with its touches and the mask applied."""
        ...

    def blurred(self, content: Blur) -> Image.Image:
        """A small RGB picture for the whole box; see backdrop.blurred."""
        ...

    def text(self, content: Text, m: Matrix, size: tuple[int, int]) -> Image.Image:
        """RGBA of `size`: what `m`, which has no perspective, maps the box to. Not to be drawn on."""
        ...

    def mask(self, strokes: tuple[Stroke, ...], size: tuple[float, float], scale: float) -> Image.Image:
        """L, 255 where the layer is shown: a box of `size` at `scale`, rounded to whole pixels, at least one. It is the
        box of a text or a shape, and the canvas for all else that is not a raster."""
        ...
