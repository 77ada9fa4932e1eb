"""A scene of layers drawn at any region and scale. The view and the export are both made here.

Every layer is drawn in the pixels of the view, and only the part of it that is seen: what is held is bounded by the
size of the view, however large the layers are.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from PIL import Image

from imaging import blend
from imaging.edges import with_edges
from imaging.layers import Fill, Layer, Scene
from imaging.memo import Memo
from imaging.options import Region
from imaging.placing import Tile
from imaging.sources import Sources
from imaging.texture import meet, outer
from imaging.tiles import Tiles, View

__all__ = ["Sources", "draw"]


def draw(
    sources: Sources, scene: Scene, region: Region, size: tuple[int, int], memo: Memo | None = None
) -> Image.Image:
    """`region` of `scene`, in canvas pixels, at `size` (width, height), both at least 1: RGB where an opaque layer
    covers all of it, else RGBA with straight alpha.

    What lies outside of the canvas is transparent. Layers that cannot be drawn (a warp that folds, a colour that is
    none) are left out. Tiles of layers come out of `memo` and are kept there. The result may be a source's own picture
    and is not to be drawn on.
    """
    numbers = (region.x, region.y, region.width, region.height)
    if not all(map(isfinite, numbers)) or min(region.width, region.height) <= 0:
        return Image.new("RGBA", size)
    view = View.of(region, size)
    edges = view.edges((0.0, 0.0, float(scene.width), float(scene.height)))
    if not all(map(isfinite, edges)):
        return Image.new("RGBA", size)
    rect = meet(outer(edges), (0, 0, *size))
    if rect is None:
        return Image.new("RGBA", size)
    picture = with_edges(_drawn(scene, Tiles(sources, scene, view.part(rect), memo)), rect, edges)
    if rect == (0, 0, *size):
        return picture
    sheet = Image.new("RGBA", size)
    sheet.paste(picture, rect[:2])
    return sheet


def _drawn(scene: Scene, tiles: Tiles) -> Image.Image:
    """The view, filled: RGB or RGBA, maybe a source's own picture."""
    size = tiles.view.size
    ground: Image.Image | None = None
    own = False
    for layer, (picture, at) in _seen(scene.seen, tiles):
        if ground is None and at == (0, 0) and picture.size == size:
            ground = blend.faded(picture, layer.opacity)
            own = ground is not picture or isinstance(layer.content, Fill)  # all else may be a source's picture
            continue
        if ground is None:
            ground, own = Image.new("RGBA", size), True
        elif not own:
            ground, own = ground.copy(), True
        blend.over(ground, picture, at, layer.blend, layer.opacity)
    return ground or Image.new("RGBA", size)


def _seen(layers: tuple[Layer, ...], tiles: Tiles) -> Iterator[tuple[Layer, Tile]]:
    """What is seen of the layers, the lowest first: nothing below an opaque one that covers the view."""
    first = 0
    for i in reversed(range(len(layers))):
        if tiles.may_hide(layers[i]) and (tile := tiles.tile(layers[i])) and tile[0].mode == "RGB":
            yield layers[i], tile
            first = i + 1
            break
    for layer in layers[first:]:
        if tile := tiles.tile(layer):
            yield layer, tile
