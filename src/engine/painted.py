"""What brushes made of pictures, as long as it fits a budget: layers of one photo with masks of their own are all kept.

One stroke more on a picture costs that stroke alone: the picture of the strokes before it is found here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from imaging.layers import Raster, Stroke
from imaging.resample import Pyramid

BUDGET = 200_000_000
"""Bytes of all pictures that are kept: three of 12 megapixels. The one that was used last stays in any case."""
MOST = 16
"""Pictures that are kept at most: they are compared one by one."""


@dataclass(frozen=True, slots=True)
class Painted:
    """A picture that was retouched (by its content's touches) and masked."""

    content: Raster
    mask: tuple[Stroke, ...]
    pyramid: Pyramid

    @property
    def bytes(self) -> int:
        """Its pixels, with the halves and quarters that are made of them sooner or later."""
        image = self.pyramid.image
        return image.width * image.height * len(image.getbands()) * 4 // 3


@dataclass(slots=True)
class Paintings:
    """The pictures that were used last."""

    budget: int = BUDGET
    _kept: list[Painted] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, content: Raster, mask: tuple[Stroke, ...]) -> Painted | None:
        """What is kept of exactly these touches and this mask; it counts as used now."""
        for index, painted in enumerate(self._kept):
            if (painted.content, painted.mask) == (content, mask):
                self._kept.append(self._kept.pop(index))
                return painted
        return None

    def begun(self, content: Raster, mask: tuple[Stroke, ...]) -> Painted | None:
        """The one that has most of the strokes of `mask` already, from the first on."""
        fits = (p for p in self._kept if p.content == content and p.mask and p.mask == mask[: len(p.mask)])
        return max(fits, key=lambda painted: len(painted.mask), default=None)

    def keep(self, painted: Painted) -> None:
        """Keep one more; those that were not used for longest go when all are too many."""
        self._kept.append(painted)
        held = sum(each.bytes for each in self._kept)
        while len(self._kept) > 1 and (held > self.budget or len(self._kept) > MOST):
            held -= self._kept.pop(0).bytes

    def drop(self, source: str) -> None:
        """Forget what was made of a file."""
        self._kept = [painted for painted in self._kept if painted.content.source != source]

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
