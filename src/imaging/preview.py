"""Sixth step of the road: what the screen shows of a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imaging.compositor import Sources, draw
from imaging.layers import Scene
from imaging.memo import Memo
from imaging.options import Region


def render_preview(
    sources: Sources, scene: Scene, region: Region, size: tuple[int, int], memo: Memo | None = None
) -> NDArray[np.uint8]:
    """`region` of `scene` at `size` (width, height) as (height, width, 4) uint8, straight RGBA, C-contiguous, for
    ImageData. What `memo` holds of the layers is not drawn again."""
    view = draw(sources, scene, region, size, memo)
    return np.asarray(view if view.mode == "RGBA" else view.convert("RGBA"))
