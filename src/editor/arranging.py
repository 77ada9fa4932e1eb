"""Where layers lie and in which order: moving, turning, aligning, stacking, and what is under the pointer.

Every function takes the layers from the lowest to the highest and returns new ones. Locked layers and those without a
box (a fill, a blur, a shadow) never move; a layer that does not change stays the same object. A shadow goes with the
layer that casts it, through the stack and out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from math import atan2, degrees, hypot, remainder
from typing import Literal

from editor.handles import Bounds, around, centre
from imaging import matrix
from imaging.layers import Layer, Placement, Raster, Shadow
from imaging.matrix import Matrix

Layers = tuple[Layer, ...]
Ids = Collection[str]
Axis = Literal["x", "y"]
Edge = Literal["left", "centre", "right", "top", "middle", "bottom"]
Order = Literal["front", "back", "forward", "backward"]

EDGES: dict[Edge, tuple[Axis, float]] = {
    "left": ("x", 0.0),
    "centre": ("x", 0.5),
    "right": ("x", 1.0),
    "top": ("y", 0.0),
    "middle": ("y", 0.5),
    "bottom": ("y", 1.0),
}
"""The axis along which an edge is aligned, and its place on it, 0..1."""


def bounds(layer: Layer) -> Bounds:
    """Left, top, right, bottom on the canvas, in pixels. Raises ValueError for a layer without a box."""
    box, outline = layer.box, layer.outline
    if box is None or outline is None:
        raise ValueError("a layer without a box")
    return matrix.bounds(matrix.outlined(layer.placement, box, outline))


def bounds_of(layers: Layers, ids: Ids) -> Bounds | None:
    """What holds all layers of `ids` that have a box; None when there are none."""
    return _union([bounds(layer) for layer in layers if layer.id in ids and layer.box is not None])


def moved(layers: Layers, ids: Ids, dx: float, dy: float) -> Layers:
    """The layers of `ids` shifted by (`dx`, `dy`) canvas pixels."""
    if dx == dy == 0:
        return layers
    return tuple(_shifted(layer, dx, dy) if layer.id in ids and layer.can_move else layer for layer in layers)


def scaling(x: float, y: float, about: matrix.Point) -> Matrix:
    """A change for `transformed`: growing by `x` and `y` around a point."""
    return around(matrix.scale(x, y), about)


def turning(angle: float, about: matrix.Point) -> Matrix:
    """A change for `transformed`: turning by `angle` degrees, clockwise, around a point."""
    return around(matrix.turn(angle), about)


def transformed(layers: Layers, ids: Ids, change: Matrix) -> Layers:
    """The layers of `ids` after an affine map of the canvas. Turning, shifting, mirroring and growing by one factor
    are exact, and so is growing by two factors for layers that stand upright or on their side. Others cannot hold the
    skew that follows: they keep their area and the direction of their upper edge."""
    return tuple(
        replace(layer, placement=changed(layer.placement, change)) if layer.id in ids and layer.can_move else layer
        for layer in layers
    )


def changed(place: Placement, change: Matrix) -> Placement:
    """A placement after an affine map of the canvas, as `transformed` says."""
    a, b, _, c, d, _, _, _, _ = change
    along = matrix.apply(matrix.turn(place.rotation), 1, 0)
    right = (a * along[0] + b * along[1], c * along[0] + d * along[1])
    length = hypot(*right) or matrix.SMALLEST
    area = a * d - b * c
    turned = degrees(atan2(along[0] * right[1] - along[1] * right[0], along[0] * right[0] + along[1] * right[1]))
    mirror_x = area < 0 and abs(turned) > 90  # the mirror that needs the smaller turn
    if mirror_x:
        turned = remainder(turned + 180, 360)
    x, y = matrix.apply(change, place.x, place.y)
    return replace(
        place,
        x=x,
        y=y,
        scale_x=place.scale_x * (-length if mirror_x else length),
        scale_y=place.scale_y * (area / length) * (-1 if mirror_x else 1),
        rotation=remainder(place.rotation + round(turned, 9), 360),
    )


def aligned(layers: Layers, ids: Ids, edge: Edge, canvas: tuple[float, float] | None = None) -> Layers:
    """Each layer of `ids` with its edge (or middle) at that of the canvas, given as width and height, or at that of
    all of them together when there is none."""
    axis, share = EDGES[edge]
    boxes = _boxes(layers, ids)
    whole = (0.0, 0.0, *canvas) if canvas else _union(list(boxes.values()))
    if whole is None:
        return layers
    at = _at(whole, axis, share)
    return _pushed(layers, axis, {name: at - _at(box, axis, share) for name, box in boxes.items()})


def distributed(layers: Layers, ids: Ids, axis: Axis) -> Layers:
    """The layers of `ids` with equal gaps between neighbours along `axis`. The first and the last stay; with fewer
    than three nothing changes. Where they are too large for the room the gaps are negative."""
    boxes = sorted(_boxes(layers, ids).items(), key=lambda item: _at(item[1], axis, 0.5))
    if len(boxes) < 3:
        return layers
    sizes = [_at(box, axis, 1) - _at(box, axis, 0) for _, box in boxes]
    room = _at(boxes[-1][1], axis, 1) - _at(boxes[0][1], axis, 0)
    gap = (room - sum(sizes)) / (len(boxes) - 1)
    at, push = _at(boxes[0][1], axis, 0), {}
    for (name, box), size in zip(boxes[:-1], sizes, strict=False):
        push[name] = at - _at(box, axis, 0)
        at += size + gap
    return _pushed(layers, axis, push)


def flipped(layers: Layers, ids: Ids, axis: Axis) -> Layers:
    """The layers of `ids` mirrored about their common middle: left and right change places along "x"."""
    box = _union(list(_boxes(layers, ids).values()))
    if box is None:
        return layers
    return transformed(layers, ids, scaling(-1 if axis == "x" else 1, -1 if axis == "y" else 1, centre(box)))


def ordered(layers: Layers, ids: Ids, order: Order) -> Layers:
    """The layers of `ids` at the top or the bottom of the stack, or one layer further; their own order stays. Locked
    ones stay behind."""
    going = _with_shadows(layers, {layer.id for layer in layers if layer.id in ids and not layer.locked})
    if order in ("front", "back"):
        chosen = tuple(layer for layer in layers if layer.id in going)
        others = tuple(layer for layer in layers if layer.id not in going)
        return (*others, *chosen) if order == "front" else (*chosen, *others)
    stack = list(layers) if order == "backward" else list(reversed(layers))
    for at in range(1, len(stack)):
        if stack[at].id in going and stack[at - 1].id not in going:
            stack[at - 1], stack[at] = stack[at], stack[at - 1]
    return tuple(stack) if order == "backward" else tuple(reversed(stack))


def hit(
    layers: Layers, x: float, y: float, canvas: tuple[float, float] | None = None, reach: float = 0.0
) -> str | None:
    """The id of the highest layer that is seen, can move, and whose box holds the point or comes within `reach` pixels
    of it. A cut-out that covers all of `canvas` (width, height) is empty for the most part: what lies under the point
    below it goes first, unless that covers the canvas too."""
    covering: str | None = None
    for layer in reversed(layers):
        if not (layer.visible and layer.can_move and holds(layer, x, y, reach)):
            continue
        if canvas is None or not _covers(bounds(layer), canvas):
            return layer.id
        covering = covering or layer.id
        if not (isinstance(layer.content, Raster) and layer.content.kind == "cutout"):
            break
    return covering


def holds(layer: Layer, x: float, y: float, reach: float = 0.0) -> bool:
    """Whether the layer's box, turned and warped as it is, holds the point or comes within `reach` pixels of it."""
    if layer.box is None or layer.outline is None:
        return False
    (width, height), place = layer.box, layer.placement
    if not place.warp and 2 * (hypot(x - place.x, y - place.y) - reach) > 1 + hypot(
        width * place.scale_x, height * place.scale_y
    ):
        return False  # outside of the circle around the box: most layers, most of the time
    m, (left, top, right, bottom) = matrix.placed(place, layer.box), layer.outline
    own_x, own_y = matrix.apply(matrix.inverse(m), x, y)
    near_x, near_y = min(max(own_x, left), right), min(max(own_y, top), bottom)
    if (near_x, near_y) == (own_x, own_y):
        return True
    there = matrix.apply(m, near_x, near_y)
    return hypot(there[0] - x, there[1] - y) <= reach


def duplicated(
    layers: Layers, ids: Ids, new_id: Callable[[], str], dx: float = 0.0, dy: float = 0.0
) -> tuple[Layers, tuple[str, ...]]:
    """The layers with copies of those of `ids` above the highest of them, shifted by (`dx`, `dy`); and the ids of the
    copies of `ids`, lowest first. Copies are not locked."""
    going = _with_shadows(layers, set(ids))
    names = {layer.id: new_id() for layer in layers if layer.id in going}
    if not names:
        return layers, ()
    copies = [_copy(layer, names) for layer in layers if layer.id in names]
    at = max(index for index, layer in enumerate(layers) if layer.id in names) + 1
    new = moved(tuple(copies), set(names.values()), dx, dy)
    return (*layers[:at], *new, *layers[at:]), tuple(names[layer.id] for layer in layers if layer.id in ids)


def removed(layers: Layers, ids: Ids) -> Layers:
    """The layers without those of `ids` and their shadows. Locked ones stay."""
    going = _with_shadows(layers, {layer.id for layer in layers if layer.id in ids and not layer.locked})
    return tuple(layer for layer in layers if layer.id not in going)


def _copy(layer: Layer, names: dict[str, str]) -> Layer:
    content = layer.content
    if isinstance(content, Shadow):
        content = replace(content, of=names.get(content.of, content.of))
    return replace(layer, id=names[layer.id], content=content, locked=False)


def _with_shadows(layers: Layers, ids: set[str]) -> set[str]:
    return ids | {layer.id for layer in layers if isinstance(layer.content, Shadow) and layer.content.of in ids}


def _shifted(layer: Layer, dx: float, dy: float) -> Layer:
    place = layer.placement
    return replace(layer, placement=replace(place, x=place.x + dx, y=place.y + dy))


def _pushed(layers: Layers, axis: Axis, push: dict[str, float]) -> Layers:
    def one(layer: Layer) -> Layer:
        by = push.get(layer.id, 0.0)
        return _shifted(layer, by if axis == "x" else 0.0, by if axis == "y" else 0.0) if by else layer

    return tuple(map(one, layers))


def _boxes(layers: Layers, ids: Ids) -> dict[str, Bounds]:
    """The bounds of the layers of `ids` that can move."""
    return {layer.id: bounds(layer) for layer in layers if layer.id in ids and layer.can_move}


def _union(boxes: list[Bounds]) -> Bounds | None:
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _at(box: Bounds, axis: Axis, share: float) -> float:
    low, high = (box[0], box[2]) if axis == "x" else (box[1], box[3])
    return low + (high - low) * share


def _covers(box: Bounds, canvas: tuple[float, float]) -> bool:
    slack = 0.5
    return box[0] <= slack and box[1] <= slack and box[2] >= canvas[0] - slack and box[3] >= canvas[1] - slack
