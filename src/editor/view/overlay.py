"""What is drawn over the picture: frames with handles, guides, the crop's shade, brushes, rulers. Adapter."""

from __future__ import annotations

from math import hypot, pi
from typing import Any

from js import Path2D, document, window

from editor.guide import Guide
from editor.tools.grips import STALK, on_quad, stalk
from editor.tools.port import Frame, Marks, Quad, Trail
from editor.view import pen
from editor.view import rulers as ruler
from editor.view.viewport import AIR, Viewport
from imaging.matrix import Point

LINE, HALO = "#0A7F9B", "rgba(0,0,0,.6)"
COLOURS = {
    "keep": "rgba(20,160,192,.55)",
    "erase": "rgba(224,69,123,.55)",
    "hair": "rgba(255,170,20,.55)",
    "heal": "rgba(255,255,255,.45)",
}
"""Of strokes; other ones look as healing does."""
RULER = 20.0
GHOST = 0.36
"""How much is seen of what shows faintly; brush.css says the same."""
LOUPE, MAGNIFIED = 108.0, 2.0
"""Width of the loupe in CSS pixels, and how much larger it shows things."""


MARK = 14.0
"""Length of crop marks in CSS pixels; a third of a side at most."""

Points = tuple[Point, ...]
Doubt = tuple[Any, Points, Points] | None
"""A bitmap, its top left, top right and bottom left, and the corners of a spot, in canvas pixels."""


class Overlay:
    """One canvas over the stage."""

    def __init__(self, canvas: Any, picture: Any, ghost: Any) -> None:
        self._canvas = canvas
        self._picture, self._ghost = picture, ghost
        self._stripes: Any = None
        self._context = canvas.getContext("2d")
        self._blank = True

    def draw(
        self, viewport: Viewport, marks: Marks, guides: tuple[Guide, ...], rulers: bool, doubt: Doubt = None
    ) -> None:
        """Everything anew; nothing at all costs nothing."""
        blank = marks == Marks() and not guides and not rulers and doubt is None
        if blank and self._blank:
            return
        if blank:
            self.clear()  # its pixels are given back
            return
        self._blank = False
        self._fit(viewport)
        context = self._context
        context.setTransform(1, 0, 0, 1, 0, 0)
        context.clearRect(0, 0, self._canvas.width, self._canvas.height)
        context.scale(viewport.density, viewport.density)
        if doubt is not None:
            self._doubt(viewport, *doubt)
        for guide in guides:
            self._guide(viewport, guide)
        self._marks(viewport, marks)
        if rulers:
            self._rulers(viewport)

    def _marks(self, viewport: Viewport, marks: Marks) -> None:
        if marks.shade:
            self._shade(viewport, marks.shade, marks.picture)
        self._strokes(viewport, marks)
        for line in marks.lines:
            self._stroke([viewport.at(*line[:2]), viewport.at(*line[2:])], LINE, 1.0, halo=False)
        for frame in marks.frames:
            self._frame(viewport, frame)
        if marks.band:
            x, y, width, height = marks.band
            corners = [viewport.at(*p) for p in ((x, y), (x + width, y), (x + width, y + height), (x, y + height))]
            self._stroke([*corners, corners[0]], LINE, 1.0)
        if marks.brush:
            self._circle(viewport, *marks.brush)
        if marks.source:
            self._cross(viewport, *marks.source)
        if marks.sample:
            self._sample(viewport, *marks.sample)
        if marks.loupe:
            self._loupe(viewport, marks)

    def _strokes(self, viewport: Viewport, marks: Marks) -> None:
        for trail in (*marks.past, *((marks.trail,) if marks.trail is not None else ())):
            self._trail(viewport, trail)

    def clear(self) -> None:
        self._canvas.width = self._canvas.height = 1
        self._blank = True

    def _fit(self, viewport: Viewport) -> None:
        width, height = (round(side * viewport.density) for side in (viewport.stage_width, viewport.stage_height))
        if self._canvas.width != width or self._canvas.height != height:
            self._canvas.width, self._canvas.height = width, height

    # pieces, in CSS pixels of the stage

    def _path(self, points: list[tuple[float, float]]) -> None:
        self._context.beginPath()
        self._context.moveTo(*points[0])
        for point in points[1:]:
            self._context.lineTo(*point)

    def _stroke(self, points: list[tuple[float, float]], colour: str, width: float = 1.5, halo: bool = True) -> None:
        self._path(points)
        if halo:
            self._context.strokeStyle, self._context.lineWidth = HALO, width + 1.5
            self._context.stroke()
        self._context.strokeStyle, self._context.lineWidth = colour, width
        self._context.stroke()

    def _frame(self, viewport: Viewport, frame: Frame) -> None:
        quad: Quad = tuple(viewport.at(*point) for point in frame.quad)  # type: ignore[assignment]
        self._stroke([*quad, quad[0]], "#fff")
        for name in frame.handles:
            if name == "rotate":
                foot, knob = stalk(quad, STALK)
                self._stroke([foot, knob], "#fff")
                self._dot(knob)
            else:
                self._square(on_quad(quad, name))
        if frame.tag:
            self._tag(quad, frame.tag, viewport)

    def _square(self, at: tuple[float, float]) -> None:
        context, half = self._context, 5.0
        context.fillStyle, context.strokeStyle, context.lineWidth = "#fff", HALO, 1.0
        context.fillRect(at[0] - half, at[1] - half, 2 * half, 2 * half)
        context.strokeRect(at[0] - half, at[1] - half, 2 * half, 2 * half)

    def _dot(self, at: tuple[float, float]) -> None:
        context = self._context
        context.beginPath()
        context.arc(at[0], at[1], 5.5, 0, 2 * pi)
        context.fillStyle, context.strokeStyle, context.lineWidth = "#fff", HALO, 1.0
        context.fill()
        context.stroke()

    def _tag(self, quad: Quad, text: str, viewport: Viewport) -> None:
        context = self._context
        x = sum(point[0] for point in quad) / 4
        foot = viewport.stage_height - (24 if viewport.air_x == AIR else 40)  # on a phone a sheet lies over the edge
        y = min(max(point[1] for point in quad) + 12, foot)
        context.font = "500 11px Geist, system-ui, sans-serif"
        width = float(context.measureText(text).width) + 16
        context.fillStyle = "rgba(18,18,18,.78)"
        context.beginPath()
        context.roundRect(x - width / 2, y, width, 20, 4)
        context.fill()
        context.fillStyle = "#fff"
        context.textBaseline, context.textAlign = "middle", "center"
        context.fillText(text, x, y + 10.5)

    def _shade(self, viewport: Viewport, shade: tuple[float, float, float, float], picture: Quad) -> None:
        context = self._context
        x, y = viewport.at(shade[0], shade[1])
        width, height = shade[2] * viewport.scale, shade[3] * viewport.scale
        context.save()
        context.beginPath()
        context.rect(0, 0, viewport.stage_width, viewport.stage_height)
        context.rect(x, y, width, height)
        context.clip("evenodd")
        paper = viewport.paper
        context.beginPath()
        context.rect(paper.x, paper.y, paper.width, paper.height)
        context.clip()  # while it is turned, the corners of the picture are not drawn yet
        if picture:
            self._path([viewport.at(*corner) for corner in picture])
        context.fillStyle = "rgba(18,18,18,.62)"
        context.fill()
        context.restore()
        for share in (1 / 3, 2 / 3):
            for ends in ([(x + width * share, y), (x + width * share, y + height)],
                         [(x, y + height * share), (x + width, y + height * share)]):  # fmt: skip
                self._stroke(ends, "rgba(255,255,255,.55)", 1.0, halo=False)

    def _pressed(self, viewport: Viewport, trail: Trail) -> None:
        """A stroke of a pen: discs and the bands between them, filled as one shape so that nothing shows twice."""
        context, path = self._context, Path2D.new()
        points = [viewport.at(x, y) for x, y in zip(trail.points[::2], trail.points[1::2], strict=False)]
        line = pen.discs(points, trail.radius * viewport.scale, trail.sizes)
        for x, y, radius in line:
            path.moveTo(x + radius, y)
            path.arc(x, y, radius, 0, 2 * pi)
        for first, *others in pen.bands(line):
            path.moveTo(*first)
            for point in others:
                path.lineTo(*point)
            path.closePath()
        context.fillStyle = COLOURS.get(trail.look, COLOURS["heal"])
        context.fill(path)
        if trail.look == "erase":
            context.fillStyle = self._striped()
            context.fill(path)

    def _trail(self, viewport: Viewport, trail: Trail) -> None:
        if trail.sizes:
            self._pressed(viewport, trail)
            return
        pairs = zip(trail.points[::2], trail.points[1::2], strict=False)
        points = [viewport.at(x, y) for x, y in pairs]
        if len(points) == 1:
            points.append((points[0][0] + 0.01, points[0][1]))
        context = self._context
        context.lineCap = context.lineJoin = "round"
        self._path(points)
        context.strokeStyle, context.lineWidth = (
            COLOURS.get(trail.look, COLOURS["heal"]),
            2 * trail.radius * viewport.scale,
        )
        context.stroke()
        if trail.look == "erase":
            context.strokeStyle = self._striped()
            context.stroke()
        context.lineCap, context.lineJoin = "butt", "miter"

    def _doubt(self, viewport: Viewport, bitmap: Any, corners: Points, spot: Points) -> None:
        """The map of doubt over the cut-out, and crop marks round the spot that is looked at."""
        context = self._context
        origin, right, down = (viewport.at(*corner) for corner in corners)
        across, along = (((end[0] - origin[0]), (end[1] - origin[1])) for end in (right, down))
        context.save()
        context.transform(
            across[0] / bitmap.width, across[1] / bitmap.width, along[0] / bitmap.height, along[1] / bitmap.height,
            *origin,
        )  # fmt: skip
        context.drawImage(bitmap, 0, 0)
        context.restore()
        if spot:
            quad = [viewport.at(*corner) for corner in spot]
            for at, corner in enumerate(quad):
                ends = [_towards(corner, quad[(at + step) % 4], MARK) for step in (-1, 1)]
                self._stroke([ends[0], corner, ends[1]], "#fff", 2.0)

    def _circle(self, viewport: Viewport, x: float, y: float, radius: float) -> None:
        at = viewport.at(x, y)
        for colour, width in ((HALO, 3.0), ("#fff", 1.5)):
            self._context.beginPath()
            self._context.arc(at[0], at[1], max(radius * viewport.scale, 1.5), 0, 2 * pi)
            self._context.strokeStyle, self._context.lineWidth = colour, width
            self._context.stroke()

    def _striped(self) -> Any:
        """Thin slanted lines, so that erasing does not differ by its colour alone."""
        if self._stripes is None:
            tile = document.createElement("canvas")
            tile.width = tile.height = 8
            drawn = tile.getContext("2d")
            drawn.strokeStyle, drawn.lineWidth = "rgba(255,255,255,.4)", 1.5
            for start in (-8, 0, 8):
                drawn.moveTo(start - 1, 9)
                drawn.lineTo(start + 9, -1)
            drawn.stroke()
            self._stripes = self._context.createPattern(tile, "repeat")
        return self._stripes

    def _loupe(self, viewport: Viewport, marks: Marks) -> None:
        """What lies under the finger, larger, in the corner that the finger is not in."""
        context, radius = self._context, LOUPE / 2
        x, y = viewport.at(*marks.loupe)
        left = x > LOUPE * 1.5 or y > LOUPE * 1.5
        middle = (radius + 12 if left else viewport.stage_width - radius - 12, radius + 12)
        context.save()
        context.beginPath()
        context.arc(*middle, radius, 0, 2 * pi)
        context.fillStyle = str(window.getComputedStyle(self._canvas).outlineColor)
        context.fill()
        context.clip()
        context.translate(*middle)
        context.scale(MAGNIFIED, MAGNIFIED)
        context.translate(-x, -y)
        context.drawImage(self._picture, 0, 0, viewport.stage_width, viewport.stage_height)
        if not self._ghost.hidden:
            context.globalAlpha = GHOST
            context.drawImage(self._ghost, 0, 0, viewport.stage_width, viewport.stage_height)
            context.globalAlpha = 1.0
        self._strokes(viewport, marks)
        if marks.brush:
            self._circle(viewport, *marks.brush)
        context.restore()
        for colour, width in ((HALO, 4.0), ("#fff", 2.0)):
            context.beginPath()
            context.arc(*middle, radius, 0, 2 * pi)
            context.strokeStyle, context.lineWidth = colour, width
            context.stroke()

    def _cross(self, viewport: Viewport, x: float, y: float) -> None:
        a, b = viewport.at(x, y)
        self._stroke([(a - 7, b), (a + 7, b)], "#fff")
        self._stroke([(a, b - 7), (a, b + 7)], "#fff")

    def _sample(self, viewport: Viewport, x: float, y: float, colour: str) -> None:
        """A cross at the point, and the colour beside it with its name."""
        a, b = viewport.at(x, y)
        self._cross(viewport, x, y)
        context, wide, high, gap = self._context, 92.0, 28.0, 20.0  # above, where no finger covers it
        left = a + gap if a + gap + wide < viewport.stage_width else a - gap - wide
        top = b - gap - high if b - gap - high > 0 else b + gap
        context.fillStyle = "rgba(18,18,18,.78)"
        context.beginPath()
        context.roundRect(left, top, wide, high, 4)
        context.fill()
        if colour:
            context.fillStyle, context.strokeStyle, context.lineWidth = colour, "#fff", 1.0
            context.beginPath()
            context.roundRect(left + 5, top + 5, 18, 18, 3)
            context.fill()
            context.stroke()
        context.fillStyle, context.font = "#fff", "500 11px Geist, system-ui, sans-serif"
        context.textBaseline, context.textAlign = "middle", "left"
        context.fillText(colour or "Nothing", left + 30, top + high / 2 + 0.5)

    def _guide(self, viewport: Viewport, guide: Guide) -> None:
        if guide.axis == "x":
            x = viewport.at(guide.at, 0)[0]
            ends = [(x, 0.0), (x, viewport.stage_height)]
        else:
            y = viewport.at(0, guide.at)[1]
            ends = [(0.0, y), (viewport.stage_width, y)]
        self._stroke(ends, LINE, 1.0, halo=False)

    def _rulers(self, viewport: Viewport) -> None:
        context = self._context
        style = window.getComputedStyle(self._canvas)
        panel, ink, line = (str(value) for value in (style.outlineColor, style.color, style.borderTopColor))
        width, height = viewport.stage_width, viewport.stage_height
        context.fillStyle = panel
        context.fillRect(0, 0, width, RULER)
        context.fillRect(0, 0, RULER, height)
        context.fillStyle, context.strokeStyle, context.lineWidth = ink, line, 1.0
        context.font = "9px Geist, system-ui, sans-serif"
        context.textBaseline, context.textAlign = "alphabetic", "left"
        for at in ruler.numbers(viewport.x, width, viewport.scale):
            x = viewport.at(at, 0)[0]
            self._tick(x, RULER - 6, x, RULER)
            context.fillText(f"{at:g}", x + 3, 10)
        for at in ruler.numbers(viewport.y, height, viewport.scale):
            y = viewport.at(0, at)[1]
            self._tick(RULER - 6, y, RULER, y)
            context.save()
            context.translate(9, y + 3)
            context.rotate(pi / 2)
            context.fillText(f"{at:g}", 0, 0)
            context.restore()
        context.fillStyle = panel
        context.fillRect(0, 0, RULER, RULER)

    def _tick(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._context.beginPath()
        self._context.moveTo(x1, y1)
        self._context.lineTo(x2, y2)
        self._context.stroke()


def _towards(start: Point, end: Point, length: float) -> Point:
    """A point on the way, `length` from the start or a third of the way."""
    far = hypot(end[0] - start[0], end[1] - start[1])
    share = min(length / max(far, 1e-6), 1 / 3)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
