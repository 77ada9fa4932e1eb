"""One layer of a scene in the pixels of a view."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from math import ceil, sqrt

from PIL import Image

from imaging import blend, placing
from imaging.edges import Edges, Rect, times_alpha
from imaging.gradient import filled
from imaging.layers import NEUTRAL, Blur, Fill, Layer, Raster, Scene, Shadow, Shape, Stroke, Text
from imaging.letters import length
from imaging.matrix import Matrix, bounds, corners, placed, shift, stretch, times
from imaging.matrix import scale as stretched
from imaging.memo import Memo
from imaging.options import Region
from imaging.placing import FINELY, Box, Tile
from imaging.resample import Pyramid
from imaging.sources import Sources
from imaging.texture import Grid, Texture, adjusted, meet, outer
from imaging.tone import toned

LEAST = 1 << 20
"""Pixels that a text, a mask or a shadow may have in every view; in larger ones, four times those of the view."""
MOST_FINE = 1 << 22
"""Pixels that a text's picture may have to be drawn finely: in a larger one each of them counts little."""
MOST_DIRECT = 30_000.0
"""Pixels of an em up to which letters are drawn where they lie: browsers hold outlines in single precision."""
MOST_MASKED = 1 << 22
"""Pixels that a view may have for its masks to be drawn finely."""
LOOKED_AT = 512
"""Pixels of a layer's longer side when its foot is looked for."""
FEWEST = 8
"""Pixels of the shorter side of a text's picture: rounded to whole ones, fewer would be too coarse a measure."""


@dataclass(frozen=True, slots=True)
class View:
    """Pixels over the canvas: `across` and `down` of them for one canvas pixel; the canvas begins at `x`, `y`."""

    across: float
    down: float
    x: float
    y: float
    size: tuple[int, int]

    @classmethod
    def of(cls, region: Region, size: tuple[int, int]) -> View:
        across, down = size[0] / region.width, size[1] / region.height
        return cls(across, down, -region.x * across, -region.y * down, size)

    @property
    def matrix(self) -> Matrix:
        """From the canvas to the view."""
        return (self.across, 0.0, self.x, 0.0, self.down, self.y, 0.0, 0.0, 1.0)

    @property
    def scale(self) -> float:
        return sqrt(self.across * self.down)

    @property
    def region(self) -> Region:
        """What it shows of the canvas."""
        return Region(-self.x / self.across, -self.y / self.down, self.size[0] / self.across, self.size[1] / self.down)

    def edges(self, box: Edges) -> Edges:
        """A rectangle of the canvas in pixels of the view."""
        left, right = (self.across * edge + self.x for edge in (box[0], box[2]))
        top, bottom = (self.down * edge + self.y for edge in (box[1], box[3]))
        return left, top, right, bottom

    def part(self, rect: Rect, factor: int = 1) -> View:
        """Some of the pixels as a view, `factor` times smaller, to whole pixels."""
        size = -(-(rect[2] - rect[0]) // factor), -(-(rect[3] - rect[1]) // factor)
        x, y = (self.x - rect[0]) / factor, (self.y - rect[1]) / factor
        return View(self.across / factor, self.down / factor, x, y, size)


@dataclass(frozen=True, slots=True)
class Tiles:
    """The layers of `scene` as pictures in a view."""

    sources: Sources
    scene: Scene
    view: View
    memo: Memo | None = None

    @property
    def canvas(self) -> Box:
        return float(self.scene.width), float(self.scene.height)

    def tile(self, layer: Layer) -> Tile | None:
        """The layer's pixels without its opacity; None where nothing of it is seen or it cannot be drawn."""
        if self.memo is None or isinstance(layer.content, Fill):  # a fill is drawn on, and quick to make
            return self._made(layer)
        return self.memo.once(self.key(layer), lambda: self._made(layer))

    def _made(self, layer: Layer) -> Tile | None:
        try:
            return self._tile(layer)
        except (ValueError, ArithmeticError):
            return None

    def key(self, layer: Layer) -> Hashable:
        """All that the tile depends on. A shadow also depends on what casts it, but not on that layer's colours unless
        it mirrors them."""
        bare = replace(layer, id="", opacity=1.0, blend="normal")
        content = layer.content
        if not isinstance(content, Shadow):
            return bare, self.view, self.canvas
        cast = self.scene.layer(content.of)
        if cast is not None and content.kind != "reflection":
            cast = replace(cast, adjustments=NEUTRAL, blend="normal")
        return bare, cast, self.view, self.canvas

    def may_hide(self, layer: Layer) -> bool:
        """Whether the layer, where it can be drawn, hides all that lies below it in the view."""
        content = layer.content
        if layer.blend != "normal" or layer.opacity < 1:
            return False
        if not isinstance(content, Raster):
            return isinstance(content, Fill | Blur) and not layer.mask
        try:
            covers = placing.covers(self._map(layer), _box(layer), self.view.size)
        except (ValueError, ArithmeticError):
            return False
        return covers and self.sources.raster(content, layer.mask).image.mode == "RGB"

    def _tile(self, layer: Layer) -> Tile | None:
        content = layer.content
        if isinstance(content, Shadow):
            return self._shadow(content, layer.mask)
        if isinstance(content, Fill):
            picture = filled(content, self.canvas, self.view.region, self.view.size)
            grid = Grid(self.view.across, self.view.down, self.view.x, self.view.y)
            picture = adjusted(picture, layer.adjustments, self.canvas, grid, (0, 0, *self.view.size))
            return self._over_canvas(picture, layer.mask), (0, 0)
        if isinstance(content, Blur):
            pixels = Pyramid(self.sources.blurred(content))
            box = float(content.width), float(content.height)
            m = times(self.view.matrix, placed(replace(layer.placement, warp=()), box))
            picture = placing.spread(Texture(pixels, box, layer.adjustments), m, self.view.size)
            return self._over_canvas(picture, layer.mask), (0, 0)
        m = placing.ahead(self._map(layer), _box(layer))
        if not placing.seen(m, _box(layer), self._around(layer, m)):
            return None
        if isinstance(content, Shape):
            return self._shape(content, layer, m)
        if isinstance(content, Text):
            return self._text(content, layer, m)
        pixels = self.sources.raster(content, layer.mask)
        return placing.draw(Texture(pixels, _box(layer), layer.adjustments), m, self.view.size)

    def _map(self, layer: Layer) -> Matrix:
        """From the layer's box to the view."""
        return times(self.view.matrix, placed(layer.placement, _box(layer)))

    def _around(self, layer: Layer, m: Matrix) -> Edges:
        """The view, and as much around it as a line that is wider than its box may reach."""
        wide = layer.content.line * stretch(m, _box(layer)) if isinstance(layer.content, Shape) else 0.0
        return -wide - 1, -wide - 1, self.view.size[0] + wide + 1, self.view.size[1] + wide + 1

    def _text(self, content: Text, layer: Layer, m: Matrix) -> Tile | None:
        """Drawn where it lies; perspective and filters, which that cannot do, take a picture of it."""
        box = _box(layer)
        if m[6] or m[7] or layer.adjustments.is_spatial or length(m) * content.size > MOST_DIRECT:
            return self._pictured(content, layer, m)
        rect = meet(outer(placing.reached(m, placing.corner_points(0, 0, *box))), (0, 0, *self.view.size))
        if rect is None:
            return None
        part, own = self._part(rect), times(shift(-rect[0], -rect[1]), _level(m))
        picture = toned(self.sources.text(content, own, part.view.size), layer.adjustments)
        return part._masked(picture, layer.mask, box, own), rect[:2]

    def _pictured(self, content: Text, layer: Layer, m: Matrix) -> Tile | None:
        """A text as a texture."""
        box = _box(layer)
        # Very small letters are drawn larger and scaled down: whole pixels would be too coarse a size for them.
        scale = max(stretch(m, box), FEWEST / max(min(box), 1e-6))
        fine = box[0] * box[1] * (FINELY * scale) ** 2 <= MOST_FINE
        scale = self._bounded(box, FINELY * scale if fine else scale)
        size = max(round(box[0] * scale), 1), max(round(box[1] * scale), 1)
        image = self.sources.text(content, stretched(size[0] / box[0], size[1] / box[1]), size)
        if layer.mask:
            mask = self.sources.mask(layer.mask, box, scale)
            image = times_alpha(image, mask if mask.size == image.size else mask.resize(image.size))
        texture = Texture(Pyramid(image), box, layer.adjustments)  # whatever whole pixels it has, they span the box
        return (placing.finely if fine else placing.draw)(texture, m, self.view.size)

    def _shape(self, shape: Shape, layer: Layer, m: Matrix) -> Tile | None:
        """Of its adjustments, a shape takes light and colour; the others would find nothing in it."""
        from imaging.shapes import draw_shape

        left, top, right, bottom = placing.reached(m, placing.corner_points(0, 0, *_box(layer)))
        wide = shape.line * stretch(m, _box(layer)) + 2
        rect = meet(outer((left - wide, top - wide, right + wide, bottom + wide)), (0, 0, *self.view.size))
        if rect is None:
            return None
        part = self._part(rect)
        m = times(shift(-rect[0], -rect[1]), m)
        picture = toned(draw_shape(shape, m, part.view.size), layer.adjustments)
        return part._masked(picture, layer.mask, _box(layer), m), rect[:2]

    def _shadow(self, shadow: Shadow, mask: tuple[Stroke, ...]) -> Tile | None:
        """What the layer casts, faded and cut as that layer is. Nothing where that layer is not seen itself."""
        from imaging.shadows import cast, reach, reflected

        layer = self.scene.layer(shadow.of)
        if layer is None or layer not in self.scene.seen:
            return None
        placing.ahead(self._map(layer), _box(layer))
        bounds_of = bounds(corners(layer.placement, _box(layer)))
        edges = self.view.edges(bounds_of)
        pad = reach(shadow, edges, self.view.scale)
        whole = _grown(outer(edges), pad)
        rect = meet(whole, (0, 0, *self.view.size))
        if rect is None:
            return None
        foot = self._foot(layer, bounds_of) if shadow.kind != "drop" else bounds_of[3]
        if shadow.kind == "reflection":
            part = self._part(rect)
            mirrored = blend.faded(part._on_sheet(_upside_down(layer, foot)), layer.opacity)
            result = reflected(mirrored, part.view.edges(bounds_of), part.view.down * foot + part.view.y)
            return part._over_canvas(result, mask), rect[:2]
        # A contact shadow is the whole layer, pressed flat; a dropped one comes from nearby.
        around = whole if shadow.kind == "contact" else meet(whole, _grown(rect, pad))
        if around is None:
            return None
        # In a close view that would be far more than is seen: the shadow, which is soft, is drawn smaller.
        factor = max(ceil(sqrt((around[2] - around[0]) * (around[3] - around[1]) / self._most)), 1)
        wide = self._part(around, factor)
        alpha = blend.faded(wide._on_sheet(layer), layer.opacity).getchannel("A")
        result = cast(shadow, alpha, wide.view.edges(bounds_of), wide.view.scale, wide.view.down * foot + wide.view.y)
        part = self._part(rect)
        return part._over_canvas(_taken(result, rect, around, factor), mask), rect[:2]

    def _foot(self, layer: Layer, edges: Edges) -> float:
        """How far down a layer goes on the canvas. It is looked at in one size, so that every view finds the same."""
        from imaging.shadows import foot_of

        left, top, right, bottom = edges
        scale = LOOKED_AT / max(right - left, bottom - top, 1e-6)
        size = max(ceil((right - left) * scale), 1), max(ceil((bottom - top) * scale), 1)
        alone = replace(self, view=View(scale, scale, -left * scale, -top * scale, size), memo=None)
        found = foot_of(alone._on_sheet(replace(layer, adjustments=NEUTRAL)).getchannel("A"))
        return bottom if found is None else top + found / scale

    def _on_sheet(self, layer: Layer) -> Image.Image:
        """A layer alone, as large as the view: RGBA."""
        sheet = Image.new("RGBA", self.view.size)
        if tile := self.tile(layer):
            sheet.paste(*tile)
        return sheet

    def _part(self, rect: Rect, factor: int = 1) -> Tiles:
        return replace(self, view=self.view.part(rect, factor), memo=None)

    def _bounded(self, box: Box, scale: float) -> float:
        """A scale at which all of a box has no more pixels than the view allows."""
        return min(scale, sqrt(self._most / max(box[0] * box[1], 1e-9)))

    @property
    def _most(self) -> int:
        return max(4 * self.view.size[0] * self.view.size[1], LEAST)

    def _over_canvas(self, picture: Image.Image, strokes: tuple[Stroke, ...]) -> Image.Image:
        return self._masked(picture, strokes, self.canvas, self.view.matrix)

    def _masked(self, picture: Image.Image, strokes: tuple[Stroke, ...], box: Box, m: Matrix) -> Image.Image:
        """`picture`, which fills the view, under the mask of a box that `m` maps to it."""
        if not strokes:
            return picture
        wanted, factor = self.view.size, FINELY if self.view.size[0] * self.view.size[1] <= MOST_MASKED else 1
        m, shape = times(stretched(factor, factor), m), (factor * wanted[0], factor * wanted[1])
        scale = self._bounded(box, stretch(m, box))
        mask = self.sources.mask(strokes, box, scale)
        size = (mask.width / scale, mask.height / scale)
        if not (m[6] or m[7]):
            shown = placing.spread(Texture(Pyramid(mask), size), m, shape)
        else:
            shown = Image.new("L", shape)
            if tile := placing.draw(Texture(Pyramid(Image.merge("RGBA", [mask] * 4)), size), m, shape):
                shown.paste(tile[0].getchannel("A"), tile[1])
        return times_alpha(picture, shown if factor == 1 else shown.reduce(factor))


def _box(layer: Layer) -> Box:
    if layer.box is None:
        raise ValueError("a layer without a box")
    return layer.box


def _level(m: Matrix) -> Matrix:
    """A map without perspective whose last number is 1."""
    a, b, x, c, d, y = (value / m[8] for value in m[:6])
    return a, b, x, c, d, y, 0.0, 0.0, 1.0


def _upside_down(layer: Layer, foot: float) -> Layer:
    """The layer mirrored in a level line of the canvas."""
    at = layer.placement
    mirrored = replace(at, y=2 * foot - at.y, scale_y=-at.scale_y, rotation=-at.rotation)
    return replace(layer, placement=mirrored)


def _taken(picture: Image.Image, rect: Rect, around: Rect, factor: int) -> Image.Image:
    """The pixels `rect` of a picture that shows `around`, `factor` times smaller."""
    x, y, size = around[0], around[1], (rect[2] - rect[0], rect[3] - rect[1])
    box = (rect[0] - x) / factor, (rect[1] - y) / factor, (rect[2] - x) / factor, (rect[3] - y) / factor
    return picture.crop(box) if factor == 1 else picture.resize(size, Image.Resampling.BICUBIC, box)


def _grown(rect: Rect, pixels: int) -> Rect:
    return rect[0] - pixels, rect[1] - pixels, rect[2] + pixels, rect[3] + pixels
