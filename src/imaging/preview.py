"""Sixth step of the road: what the screen shows of a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imaging.compositor import Sources, draw
from imaging.layers import Scene
from imaging.options import Region


def render_preview(sources: Sources, scene: Scene, region: Region, size: tuple[int, int]) -> NDArray[np.uint8]:
    """`region` of `scene` at `size` (width, height) as (height, width, 4) uint8, straight RGBA, C-contiguous, for
    ImageData."""
    view = draw(sources, scene, region, size)
    return np.asarray(view if view.mode == "RGBA" else view.convert("RGBA"))
