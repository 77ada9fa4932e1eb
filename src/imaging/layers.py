"""Layers as plain values, shared by the editor and the engine: what is on the canvas, where, and how it is blended.

No numpy and no Pillow here: the UI thread imports this file too. What the values do to pixels is said in compositor.py.

A content has an own box: a rectangle from (0, 0) to its width and height, in its own pixels. A Placement puts the box
on the canvas (matrix.py). A Fill covers the canvas and a Shadow follows its layer: their placement says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from imaging.adjustments import Adjustments

BlendMode = Literal["normal", "multiply", "screen", "overlay", "soft-light", "darken", "lighten", "colour"]
BLEND_MODES: tuple[BlendMode, ...] = (
    *("normal", "multiply", "screen", "overlay", "soft-light", "darken", "lighten", "colour"),
)
RasterKind = Literal["photo", "cutout", "picture"]
FillKind = Literal["colour", "linear", "radial"]
ShapeKind = Literal["rectangle", "ellipse", "line", "arrow", "triangle", "star"]
ShadowKind = Literal["drop", "contact", "reflection"]
Align = Literal["left", "centre", "right"]
StrokeKind = Literal["paint", "hair", "area"]
Numbers = tuple[float, ...]

NEUTRAL = Adjustments()
"""A photo's own light and colours."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The centre of the box lies at (`x`, `y`) in canvas pixels, from the top left; the box is first warped, then
    scaled (a negative scale mirrors), then turned by `rotation` degrees, clockwise.

    `warp` is empty or holds eight numbers: where the corners go (top left, top right, bottom right, bottom left; x and
    y of each), in shares of the box, so that 0, 0, 1, 0, 1, 1, 0, 1 changes nothing.
    """

    x: float = 0.0
    y: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    rotation: float = 0.0
    warp: Numbers = ()


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of a round brush. `points` are x, y, x, y, … and `radius` lengths in pixels of the layer's box;
    `hardness` 0..1 is the share of the radius that is fully covered, `strength` 0..1 how much is covered there.
    `erase` hides; otherwise the stroke brings back. On a cut-out, `snap` stops it at the photo's edges, and a "hair"
    stroke finds anew how much of each pixel is the subject. An "area" has no line: its `points` are the corners of
    rectangles (left, top, right, bottom, …) and `radius` is the width over which its border fades. `sizes` is empty, or
    holds for each point the share of the radius that the brush has there: a pen that is pressed more or less."""

    points: Numbers
    radius: float
    hardness: float = 0.8
    strength: float = 1.0
    erase: bool = True
    snap: bool = False
    kind: StrokeKind = "paint"
    sizes: Numbers = ()


@dataclass(frozen=True, slots=True)
class Touch:
    """One stroke of retouching. A "clone" copies what lies (`dx`, `dy`) away from each point; a "heal" takes the
    texture from there and the light from around the stroke. For "heal" with no offset (0, 0) the engine finds the
    place itself."""

    kind: Literal["heal", "clone"]
    stroke: Stroke
    dx: float = 0.0
    dy: float = 0.0


@dataclass(frozen=True, slots=True)
class Edge:
    """How the edge of a cut-out differs from what was found. It lies `shift` pixels of the file further out, or in
    where that is below 0. `soft` from 0 to 1 blurs it, down to -1 makes it crisp. `rim` from 0 to 1 gives it more of
    the subject's inner colours, down to -1 the photo's own."""

    shift: float = 0.0
    soft: float = 0.0
    rim: float = 0.0


FOUND = Edge()
"""The edge as it was found."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels of an opened file: all of it ("photo", "picture") or its subject alone ("cutout"). `source` is the id
    under which the engine holds it; the box is `width` x `height` of its pixels. `tight` is empty or holds x, y, width
    and height of the part of the box that is not see-through, for frames and snapping; drawing does not look at it.
    `matte` says which of the subjects that were found in the file a cut-out shows; "" is the one that there is.
    `edge` is for cut-outs. `checked` holds boxes (x, y, width, height, …) that a person has looked at and settled."""

    source: str
    width: int
    height: int
    kind: RasterKind = "photo"
    touches: tuple[Touch, ...] = ()
    tight: Numbers = ()
    matte: str = ""
    edge: Edge = FOUND
    checked: Numbers = ()


@dataclass(frozen=True, slots=True)
class Fill:
    """One colour ("#rrggbb"), or a gradient from `colour` to `second`: along `angle` (degrees, 0 is to the right, 90
    down) or from the middle to the corners. Covers the canvas. `area` is empty, or the part of the canvas (left, top,
    width, height) whose corners a gradient reaches in place of the canvas' own: for views of more than the picture."""

    kind: FillKind = "colour"
    colour: str = "#ffffff"
    second: str = "#d0d0d0"
    angle: float = 90.0
    area: Numbers = ()


@dataclass(frozen=True, slots=True)
class Blur:
    """The opened photo `source` without its subject, blurred by `strength` 0..1, lying where `placement` of its layer
    says and continued to the edges of the canvas."""

    source: str
    width: int
    height: int
    strength: float = 0.5


@dataclass(frozen=True, slots=True)
class Text:
    """`text` in lines; the box is what it was measured to need. `wrap` is the width in pixels at which lines are broken
    (0: never). `size` is the height of the letters' em in pixels, `line_height` a multiple of it, `outline` the width
    of the line around the letters in pixels, `shadow` 0..1 its strength."""

    text: str
    width: float
    height: float
    font: str = "Geist"
    size: float = 64.0
    weight: int = 600
    italic: bool = False
    colour: str = "#171717"
    align: Align = "left"
    line_height: float = 1.2
    wrap: float = 0.0
    outline: float = 0.0
    outline_colour: str = "#ffffff"
    shadow: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that fills its box of `width` x `height`. "" is no colour. `line` is the width of its outline, drawn
    inside of the edge; `radius` rounds the corners of a rectangle. A line or an arrow goes from the left middle to the
    right middle and is `line` wide."""

    kind: ShapeKind
    width: float
    height: float
    colour: str = "#171717"
    line: float = 0.0
    line_colour: str = "#171717"
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Shadow:
    """The shadow that the layer `of` casts. `angle` (degrees) is where the light comes from, `distance` and `softness`
    are shares of the layer's longer side. A "contact" shadow lies flat under the foot of the layer; a "reflection" is
    the layer itself, mirrored at its foot and fading."""

    of: str
    kind: ShadowKind = "drop"
    angle: float = -60.0
    distance: float = 0.03
    softness: float = 0.03
    colour: str = "#000000"


Content = Raster | Fill | Blur | Text | Shape | Shadow


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer. `opacity` is 0..1. `mask` hides and brings back parts: on a cut-out it also brings back parts of the
    photo around the subject. `locked` layers do not move. `name` is the person's own, "" for none."""

    id: str
    content: Content
    placement: Placement = Placement()
    opacity: float = 1.0
    blend: BlendMode = "normal"
    mask: tuple[Stroke, ...] = ()
    adjustments: Adjustments = NEUTRAL
    visible: bool = True
    locked: bool = False
    name: str = ""

    @property
    def box(self) -> tuple[float, float] | None:
        """Width and height of the own box; None where the layer has none and covers the canvas."""
        content = self.content
        if isinstance(content, Raster | Text | Shape):
            return float(content.width), float(content.height)
        return None

    @property
    def outline(self) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom of what a person sees of the own box, in its pixels; None without a box."""
        content, box = self.content, self.box
        if isinstance(content, Raster) and content.tight:
            x, y, width, height = content.tight
            return x, y, x + width, y + height
        return (0.0, 0.0, *box) if box is not None else None

    @property
    def can_move(self) -> bool:
        """Whether its placement says where it is."""
        return self.box is not None and not self.locked


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is seen: a canvas of `width` x `height` pixels and its layers, the lowest first. What lies outside of
    the canvas is not seen; where no layer is, the picture is transparent."""

    width: int
    height: int
    layers: tuple[Layer, ...] = ()

    @property
    def seen(self) -> tuple[Layer, ...]:
        """The layers that leave a trace."""
        return tuple(layer for layer in self.layers if layer.visible and layer.opacity > 0)

    def layer(self, id: str) -> Layer | None:
        """The layer with this id."""
        return next((layer for layer in self.layers if layer.id == id), None)


def centred(width: float, height: float) -> Placement:
    """Lying with its own size on a canvas of its own size."""
    return Placement(width / 2, height / 2)


def plain_photo(source: str, width: int, height: int) -> Scene:
    """A photo as it was opened."""
    return Scene(width, height, (Layer("photo", Raster(source, width, height), centred(width, height)),))


def only(scene: Scene, *ids: str) -> Scene:
    """The scene with these layers alone, seen or not before."""
    return replace(scene, layers=tuple(replace(layer, visible=layer.id in ids) for layer in scene.layers))
