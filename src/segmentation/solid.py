"""Bodies that networks leave half transparent made solid: a backdrop that shines through a book or a moon is worse than
a part too many. Edges and holes stay as they are."""

from __future__ import annotations

from math import hypot

from PIL import Image, ImageChops

from segmentation.merge import blur, ramp

REACH = 0.012
"""Of the diagonal: what is further than this from anything less than half opaque lies inside."""

INSIDE = (0.95, 1.0)
"""Share of the neighbourhood that is more than half opaque, from which a pixel begins to be solid, and is."""


def solid(level: Image.Image) -> Image.Image:
    """`level` (L) with 255 inside its bodies, falling to what it is towards their edges."""
    half = level.point([0] * 128 + [255] * 128)
    radius = max(1, round(REACH * hypot(*level.size)))
    return ImageChops.lighter(level, blur(half, radius).point(ramp(*INSIDE)))
