"""Draws the bitmaps of one side on its canvas. Adapter.

The canvas covers the stage at device resolution. Bitmaps are laid on whole device pixels, so that a picture which was
rendered for this size is not resampled again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, radians
from typing import Any

from editor import dom
from editor.view.renderer import Shot, Slot
from editor.view.viewport import Viewport
from imaging.matrix import Point

NEAREST_FROM = 4.0
"""From this zoom on photo pixels are shown as squares."""


@dataclass(slots=True)
class Picture:
    """A bitmap and what it shows. `angle` is how far the canvas' content was turned when it was asked for."""

    shot: Shot
    bitmap: Any
    angle: float = 0.0


class Painter:
    """One canvas with at most two bitmaps."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self.context = canvas.getContext("2d")
        self._pictures: dict[Slot, Picture] = {}
        self._probe: Any = None

    @property
    def bytes(self) -> int:
        """Memory of the canvas and its bitmaps."""
        areas = [self.canvas.width * self.canvas.height]
        areas += [picture.shot.width * picture.shot.height for picture in self._pictures.values()]
        return int(sum(areas)) * 4

    @property
    def base(self) -> Any:
        """The bitmap of the whole picture, or None."""
        picture = self._pictures.get("base")
        return picture.bitmap if picture else None

    def put(self, slot: Slot, shot: Shot, bitmap: Any, angle: float = 0.0) -> None:
        """Take a new bitmap; older ones with other content go."""
        self._close(slot)
        self._pictures[slot] = Picture(shot, bitmap, angle)
        other: Slot = "base" if slot == "sharp" else "sharp"
        if other in self._pictures and self._pictures[other].shot.content != shot.content:
            self._close(other)

    def colour_at(self, x: float, y: float) -> str:
        """The colour on the screen at a point of the stage, in device pixels; "" where it is see-through."""
        density = self.canvas.width / max(self.canvas.clientWidth, 1)
        if self._probe is None:  # one pixel of its own: reading the canvas itself would take it off the graphics card
            self._probe = dom.make("canvas", width="1", height="1").getContext(
                "2d", dom.options(willReadFrequently=True)
            )
        self._probe.clearRect(0, 0, 1, 1)
        self._probe.drawImage(self.canvas, floor(x * density), floor(y * density), 1, 1, 0, 0, 1, 1)
        red, green, blue, alpha = self._probe.getImageData(0, 0, 1, 1).data.to_py()
        return f"#{red:02x}{green:02x}{blue:02x}" if alpha else ""

    def shift(self, x: float, y: float) -> None:
        """The canvas has another origin: what is drawn already lies so much further right and down on it."""
        for slot, picture in self._pictures.items():
            region = picture.shot.region
            moved = replace(region, x=region.x + x, y=region.y + y)
            self._pictures[slot] = replace(picture, shot=replace(picture.shot, region=moved))

    def clear(self) -> None:
        """Drop every pixel."""
        for slot in list(self._pictures):
            self._close(slot)
        self.canvas.width = self.canvas.height = 1

    def fit(self, viewport: Viewport, seen: bool = True) -> None:
        """Give the canvas the stage's size in device pixels; one pixel while there is nothing to draw or to see."""
        width, height = (round(side * viewport.density) for side in (viewport.stage_width, viewport.stage_height))
        if not (seen and self._pictures):
            width = height = 1
        if self.canvas.width != width or self.canvas.height != height:
            self.canvas.width, self.canvas.height = width, height

    def draw(self, viewport: Viewport, angle: float = 0.0, about: Point = (0.0, 0.0)) -> None:
        """Draw what there is, as `viewport` lays it; turned as far as the content was turned since, around a point."""
        context = self.context
        context.clearRect(0, 0, self.canvas.width, self.canvas.height)
        context.imageSmoothingEnabled = viewport.zoom < NEAREST_FROM
        context.imageSmoothingQuality = "high"
        for slot in ("base", "sharp"):
            picture = self._pictures.get(slot)
            if picture is not None:
                self._lay_turned(picture, viewport, angle - picture.angle, about)

    def _lay_turned(self, picture: Picture, viewport: Viewport, angle: float, about: Point) -> None:
        if abs(angle) < 1e-6:
            self._lay(picture, viewport)
            return
        x, y = (at * viewport.density for at in viewport.at(*about))
        paper, density = viewport.paper, viewport.density
        self.context.save()
        self.context.beginPath()
        self.context.rect(paper.x * density, paper.y * density, paper.width * density, paper.height * density)
        self.context.clip()
        self.context.translate(x, y)
        self.context.rotate(radians(angle))
        self.context.translate(-x, -y)
        self._lay(picture, viewport)
        self.context.restore()

    def _lay(self, picture: Picture, viewport: Viewport) -> None:
        rect = viewport.placed(picture.shot.region)
        density = viewport.density
        x, y = round(rect.x * density), round(rect.y * density)
        width = _snapped(rect.width * density, picture.shot.width)
        height = _snapped(rect.height * density, picture.shot.height)
        self.context.clearRect(x, y, width, height)
        self.context.drawImage(picture.bitmap, x, y, width, height)

    def _close(self, slot: Slot) -> None:
        picture = self._pictures.pop(slot, None)
        if picture is not None:
            picture.bitmap.close()


def _snapped(length: float, pixels: int) -> float:
    """The bitmap's own size when that is what was meant."""
    return pixels if abs(length - pixels) <= 1 else length
