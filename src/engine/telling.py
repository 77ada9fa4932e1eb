"""What the engine finds about a cut-out, told as text and as a picture."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from engine.pixels import Pixels
from imaging.layers import Layer, Raster
from segmentation.doubt import Spot
from segmentation.doubt import doubts as seek

LITTLE, MUCH = (255, 170, 20), (255, 70, 20)
"""The colours of doubt, from where it begins to where it is certain."""
SEEN = 0.15
"""Doubt below this is not shown."""


def doubts(pixels: Pixels, layer: Layer) -> tuple[str, NDArray[np.uint8]]:
    """The doubtful spots of a cut-out as JSON, and the doubt as (H, W, 4) RGBA of its box."""
    content = layer.content
    assert isinstance(content, Raster), "only files can be cut out"
    alpha = pixels.raster(content, layer.mask).image.getchannel("A")
    found = seek(alpha, pixels.of(content.source).photo.image, content.checked)
    shown = np.clip((found.map - SEEN) / (1 - SEEN), 0, 1)[..., None]
    colours = np.array(LITTLE, np.float32) + shown * (np.array(MUCH, np.float32) - np.array(LITTLE, np.float32))
    levels = np.concatenate((colours, np.minimum(shown * 3, 0.92) * 255), axis=2)
    return json.dumps([_plain(spot) for spot in found.spots]), levels.astype(np.uint8)


def _plain(spot: Spot) -> dict[str, object]:
    box = spot.box
    return {
        "kind": spot.kind, "box": (box.x, box.y, box.width, box.height), "area": spot.area,
        "cell": spot.cell, "share": spot.share, "doubt": spot.doubt,
    }  # fmt: skip
