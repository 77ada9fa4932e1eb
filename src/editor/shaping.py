"""Shapes as a person draws them: from one point to another, at a good size, and sized without a distorted outline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any

import words
from editor.layering import Layering
from editor.store import Store
from imaging import matrix
from imaging.layers import Layer, Placement, Shape, ShapeKind
from imaging.matrix import Point

LINES: tuple[ShapeKind, ...] = ("line", "arrow")
"""Shapes that go from one end to the other and have no inside."""
HEAD = 3.5
"""The height of an arrow as a multiple of its line."""
GOOD = 1 / 3
"""The side of a shape that a click puts, as a share of the canvas' shorter side."""
STEP = 15.0
"""Degrees between the directions that Shift holds a line to."""


DARK = "#171717"


@dataclass(frozen=True, slots=True)
class Style:
    """How the next shape looks. `line` 0 is no outline, and `thick` the width of the next line or arrow; lengths are
    in canvas pixels. "" is no colour."""

    colour: str = DARK
    line: float = 0.0
    line_colour: str = DARK
    radius: float = 0.0
    thick: float = 8.0


def is_line(kind: str) -> bool:
    return kind in LINES


def made(kind: ShapeKind, width: float, height: float, style: Style) -> Shape:
    """A shape of this size. A line is as high as it is thick, an arrow as high as its head."""
    if is_line(kind):
        colour = style.colour or style.line_colour
        return Shape(kind, max(width, 1.0), high(kind, style.thick), colour, style.thick, style.line_colour)
    radius = style.radius if kind == "rectangle" else 0.0
    return Shape(kind, max(width, 1.0), max(height, 1.0), style.colour, style.line, style.line_colour, radius)


def high(kind: str, line: float) -> float:
    """The height of the box of a line or an arrow."""
    return max(line * (HEAD if kind == "arrow" else 1.0), 1.0)


def drawn(
    kind: ShapeKind, style: Style, start: Point, end: Point, even: bool = False, centred: bool = False
) -> tuple[Shape, Placement]:
    """The shape between two points. `even` makes it as wide as high, or holds a line to some directions; `centred`
    takes the first point for its middle."""
    if is_line(kind):
        return _line(kind, style, start, held(start, end) if even else end, centred)
    dx, dy = end[0] - start[0], end[1] - start[1]
    if even:
        side = max(abs(dx), abs(dy))
        dx, dy = side if dx >= 0 else -side, side if dy >= 0 else -side
    if centred:
        return made(kind, abs(2 * dx), abs(2 * dy), style), Placement(*start)
    return made(kind, abs(dx), abs(dy), style), Placement(start[0] + dx / 2, start[1] + dy / 2)


def held(start: Point, end: Point) -> Point:
    """`end` at its distance from `start`, in the nearest of the directions that Shift holds to."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    far, angle = hypot(dx, dy), radians(round(degrees(atan2(dy, dx)) / STEP) * STEP)
    return start[0] + far * cos(angle), start[1] + far * sin(angle)


def put(kind: ShapeKind, style: Style, at: Point, canvas: tuple[float, float]) -> tuple[Shape, Placement]:
    """A shape of a good size around a point."""
    side = round(min(canvas) * GOOD)
    return made(kind, side, side, style), Placement(*at)


def ends(layer: Layer) -> tuple[Point, Point]:
    """Where a line or an arrow begins and ends on the canvas."""
    shape = layer.content
    assert isinstance(shape, Shape), "a shape's layer"
    m = matrix.placed(layer.placement, (shape.width, shape.height))
    return matrix.apply(m, 0, shape.height / 2), matrix.apply(m, shape.width, shape.height / 2)


def led(layer: Layer, handle: str, dx: float, dy: float, even: bool = False, both: bool = False) -> Layer:
    """A line or an arrow after one of its ends ("w" its beginning, "e" its end) went (`dx`, `dy`). The other end
    stays, or the middle with `both`."""
    layer = folded(layer)
    shape = layer.content
    assert isinstance(shape, Shape), "a shape's layer"
    tail, tip = ends(layer)
    moving, fixed = (tail, tip) if handle == "w" else (tip, tail)
    if both:
        fixed = (tail[0] + tip[0]) / 2, (tail[1] + tip[1]) / 2
    moving = moving[0] + dx, moving[1] + dy
    moving = held(fixed, moving) if even else moving
    if both:
        fixed = 2 * fixed[0] - moving[0], 2 * fixed[1] - moving[1]
    tail, tip = (moving, fixed) if handle == "w" else (fixed, moving)
    width, place = _between(tail, tip)
    return replace(layer, content=replace(shape, width=width), placement=place)


def folded(layer: Layer) -> Layer:
    """The layer as large as before by its own width and height, not by a scale: its outline and corners are not
    stretched with it. Where it is mirrored it stays so."""
    shape, place = layer.content, layer.placement
    if not isinstance(shape, Shape) or (abs(place.scale_x), abs(place.scale_y)) == (1.0, 1.0):
        return layer
    width, height = shape.width * abs(place.scale_x), shape.height * abs(place.scale_y)
    line = shape.line * abs(place.scale_y) if is_line(shape.kind) else shape.line
    signs = replace(place, scale_x=1.0 if place.scale_x > 0 else -1.0, scale_y=1.0 if place.scale_y > 0 else -1.0)
    return replace(layer, content=replace(shape, width=width, height=height, line=line), placement=signs)


def _line(kind: ShapeKind, style: Style, start: Point, end: Point, centred: bool) -> tuple[Shape, Placement]:
    if centred:
        start = 2 * start[0] - end[0], 2 * start[1] - end[1]
    width, place = _between(start, end)
    return made(kind, width, 0, style), place


def _between(tail: Point, tip: Point) -> tuple[float, Placement]:
    dx, dy = tip[0] - tail[0], tip[1] - tail[1]
    place = Placement((tail[0] + tip[0]) / 2, (tail[1] + tip[1]) / 2, rotation=degrees(atan2(dy, dx)))
    return max(hypot(dx, dy), 1.0), place


class Shaping:
    """What a person does to shapes. `kind` and `style` are those of the next one; who watches is told when they are
    others."""

    def __init__(self, store: Store, layering: Layering) -> None:
        self._store, self._layering = store, layering
        self.kind: ShapeKind = "rectangle"
        self._style: Style | None = None
        self._watchers: list[Callable[[], None]] = []

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` after each change of the next shape."""
        self._watchers.append(watcher)

    @property
    def style(self) -> Style:
        """The look of the next shape: that of the last one."""
        if self._style is None:
            document = self._store.document
            short = min(document.width, document.height)
            self._style = Style(thick=float(max(round(short / 80), 2)))
        return self._style

    @property
    def chosen(self) -> Layer | None:
        """The one layer that is chosen, when it is a shape."""
        layers = self._store.state.selected
        return layers[0] if len(layers) == 1 and isinstance(layers[0].content, Shape) else None

    def choose(self, kind: ShapeKind) -> None:
        """What the next drag draws. Nothing is chosen any more, so that it draws on top of everything."""
        self.kind = kind
        if self._store.state.desk.selected:
            self._layering.choose("")
        self._tell()

    def add(self, shape: Shape, placement: Placement) -> None:
        """A new shape, chosen."""
        self._layering.add(shape, placement, "shape")
        size = {"width": round(shape.width), "height": round(shape.height)}
        name = "line-added" if is_line(shape.kind) else "shape-added"
        self._store.say(words.said(name, shape=words.SHAPES[shape.kind], **size))

    def add_middle(self) -> None:
        """A shape of the chosen kind in the middle of the canvas."""
        size = self._store.document.width, self._store.document.height
        self.add(*put(self.kind, self.style, (size[0] / 2, size[1] / 2), size))

    def change(self, mark: str, **changes: Any) -> None:
        """Other values of the chosen shape and of the next one; of one `mark` they are one step until `settle`."""
        layer = self.chosen
        if layer is not None:
            folded_layer = folded(layer)
            shape = folded_layer.content
            assert isinstance(shape, Shape), "a shape's layer"
            shape = replace(shape, **changes)
            if is_line(shape.kind):
                shape = replace(shape, height=high(shape.kind, shape.line))
            self._layering.change(replace(folded_layer, content=shape), "shape", mark)
        self._remember(is_line(layer.content.kind if layer else self.kind), changes)  # type: ignore[union-attr]
        self._tell()

    @property
    def present(self) -> Shape:
        """The chosen shape, else the next one."""
        layer = self.chosen
        shape = layer.content if layer is not None else made(self.kind, 1, 1, self.style)
        assert isinstance(shape, Shape), "a shape's layer"
        return shape

    def fill(self, colour: str) -> None:
        """Another colour inside, or none: then there is an outline, so that the shape is seen."""
        shape = self.present
        if colour or is_line(shape.kind) or (shape.line and shape.line_colour):
            self.change("colour", colour=colour)
        else:
            self.change("colour", colour="", line=self._thin, line_colour=shape.colour or DARK)

    def edge(self, colour: str) -> None:
        """Another colour of the outline, or none; one that had no width gets one."""
        line = self.present.line
        self.change("line_colour", line_colour=colour, line=(line or self._thin) if colour else line)

    def thick(self, line: float) -> None:
        """Another width of the outline, or of a line; an outline that had no colour gets one."""
        colour = self.present.line_colour or DARK
        self.change("line", line=line, line_colour=colour)

    @property
    def _thin(self) -> float:
        return max(round(self.style.thick / 2), 1.0)

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()

    def settle(self) -> None:
        self._layering.settle()

    def _remember(self, line: bool, changes: dict[str, Any]) -> None:
        known = {"colour", "line", "line_colour", "radius"}
        new = {("thick" if key == "line" and line else key): value for key, value in changes.items() if key in known}
        self._style = replace(self.style, **new)
