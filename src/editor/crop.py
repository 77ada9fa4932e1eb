"""A crop that is being made: the picture laid upright, and the frame on it. Nothing is cut until `result`.

The picture's own rectangle is the canvas of `document`, from (0, 0) on, with all layers where they lie on it. A crop
that was straightened before is laid straight again, so that its angle can be taken back. The frame is turned against
the picture: a person sees it upright, and the picture turned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

from editor import cropping, frames, perspective
from editor.arranging import Axis
from editor.cropping import Sheet
from editor.document import BACKDROP, CUTOUT, PHOTO, Document
from editor.frames import Frame, Limits
from editor.ground import NEAR, covers, ground_of, picture_of, tilt_of
from editor.perspective import Quad
from editor.snapping import Guide
from imaging import matrix
from imaging.layers import Fill

STEEPEST = 45.0
"""Degrees that a picture can be straightened by, either way."""
OTHER_WAY = {"4:5": "5:4", "3:4": "4:3", "2:3": "3:2", "9:16": "16:9"}
OTHER_WAY |= {other: name for name, other in OTHER_WAY.items()}


@dataclass(frozen=True, slots=True)
class Crop:
    """`wish` is the frame that was asked for; `frame` is what the picture has room for. `hand` is the last frame that
    was not made by choosing a ratio. `loose` lets corners be empty; what covers every canvas leaves none `bounded`."""

    document: Document
    wish: Frame
    hand: Frame
    ratio: str = "Free"
    swapped: bool = False
    loose: bool = False
    bounded: bool = True

    @classmethod
    def of(cls, document: Document) -> Crop:
        """The crop that a document has now."""
        ground = ground_of(document)
        tilt = tilt_of(ground)
        place = picture_of(document, ground, tilt)
        layers = cropping.seen_from(document.layers, place)
        middle = matrix.apply(matrix.turn(-tilt), document.width / 2 - place.x, document.height / 2 - place.y)
        x, y = middle[0] + place.width / 2, middle[1] + place.height / 2
        if not tilt:
            x, y = round(x * 2) / 2, round(y * 2) / 2
        guides = _moved(document.guides, x - document.width / 2, y - document.height / 2)
        size = round(place.width), round(place.height)
        flat = replace(document, width=size[0], height=size[1], layers=layers, guides=guides)
        frame = Frame(x, y, document.width, document.height, -tilt)
        bounded = ground is not None and not any(map(covers, document.layers))
        crop = cls(flat, frame, frame, bounded=bounded)
        return crop if not bounded or crop.holds(frame) else replace(crop, loose=True)

    # what it is

    @property
    def size(self) -> Limits:
        """Width and height of the picture."""
        return float(self.document.width), float(self.document.height)

    @property
    def limits(self) -> Limits | None:
        """What the frame stays inside of."""
        return self.size if self.bounded and not self.loose else None

    @property
    def frame(self) -> Frame:
        """What will be the canvas, in whole pixels."""
        limits = self.limits
        return _whole(frames.fitted(self.wish, limits) if limits else self.wish, limits)

    @property
    def straighten(self) -> float:
        """Degrees by which the picture is turned, clockwise."""
        return -self.wish.angle or 0.0

    @property
    def proportion(self) -> float | None:
        """Width over height that the frame keeps, None for any."""
        ratio = frames.ratio_of(self.ratio, *self.size)
        return 1 / ratio if ratio and self.swapped else ratio

    @property
    def is_whole(self) -> bool:
        """Whether the frame holds all of the picture and nothing else."""
        frame, (width, height) = self.frame, self.size
        return not frame.angle and (frame.width, frame.height) == (width, height) and 2 * frame.x == width

    def holds(self, frame: Frame) -> bool:
        """Whether the picture has something in all of a frame."""
        slack = 1.0
        return all(
            -slack <= x <= self.size[0] + slack and -slack <= y <= self.size[1] + slack for x, y in frame.corners
        )

    def result(self) -> Document:
        """The document with the frame as its canvas. Raises ValueError for a canvas of nothing or too large."""
        document, frame = self.document, self.frame
        return _on(document, cropping.cropped(document.layers, document.guides, frame))

    # the frame

    def framed(self, frame: Frame) -> Crop:
        """With a frame that was made by hand."""
        return replace(self, wish=frame, hand=frame)

    def with_ratio(self, name: str, swapped: bool = False) -> Crop:
        """Another ratio: the largest frame of it in the one that was made by hand."""
        chosen = replace(self, ratio=name, swapped=swapped)
        if chosen.proportion is None:
            return replace(chosen, wish=self.hand)
        return replace(chosen, wish=frames.with_ratio(self.hand, chosen.proportion))

    def swap(self) -> Crop:
        """Upright instead of lying, or the other way."""
        if self.ratio in OTHER_WAY:
            return self.with_ratio(OTHER_WAY[self.ratio], False)
        if self.proportion is not None:
            return self.with_ratio(self.ratio, not self.swapped)
        frame = self.frame
        return self.framed(self._placed(replace(frame, width=frame.height, height=frame.width)))

    def sized(self, width: float = 0.0, height: float = 0.0) -> Crop:
        """The frame with one side as given, around its middle; the other follows where a ratio is kept."""
        frame, ratio = self.frame, self.proportion
        if ratio is not None:
            width, height = (width, width / ratio) if width else (height * ratio, height)
        wide, high = width or frame.width, height or frame.height
        if self.limits and not frame.angle:
            share = min(1.0, self.limits[0] / wide, self.limits[1] / high) if ratio else 1.0
            wide, high = min(wide * share, self.limits[0]), min(high * share, self.limits[1])
        return self.framed(self._placed(replace(frame, width=wide, height=high)))

    def put(self, x: float | None = None, y: float | None = None) -> Crop:
        """The frame with its left or top edge elsewhere on the picture."""
        frame = self.frame
        dx = 0.0 if x is None else x - (frame.x - frame.width / 2)
        dy = 0.0 if y is None else y - (frame.y - frame.height / 2)
        return self.framed(frames.shifted(frame, dx, dy, self.limits))

    def _placed(self, frame: Frame) -> Frame:
        return frames.shifted(frame, 0, 0, self.limits) if self.limits else frame

    # the picture under it

    def straightened(self, angle: float) -> Crop:
        """The picture turned by `angle` degrees in all; the frame keeps its middle and grows back where it can."""
        angle = min(max(angle, -STEEPEST), STEEPEST)
        return replace(self, wish=replace(self.wish, angle=-angle), hand=replace(self.hand, angle=-angle))

    def turned(self, quarters: int) -> Crop:
        """Everything turned by quarter turns, clockwise, the frame too."""

        def one(frame: Frame) -> Frame:
            width, height = self.size
            for _ in range(quarters % 4):
                frame = Frame(height - frame.y, frame.x, frame.height, frame.width, frame.angle)
                width, height = height, width
            return frame

        document = self.document
        sheet = cropping.turned(document.layers, document.guides, document.width, document.height, quarters)
        changed = replace(self, document=_on(document, sheet), wish=one(self.wish), hand=one(self.hand))
        if quarters % 2 == 0 or self.ratio in ("Free", "Original", "1:1"):
            return changed
        if self.ratio in OTHER_WAY:
            return replace(changed, ratio=OTHER_WAY[self.ratio])
        return replace(changed, swapped=not self.swapped)

    def mirrored(self, axis: Axis) -> Crop:
        """Everything mirrored as it is seen: left and right change places along "x"."""
        document, (width, height) = self.document, self.size
        sheet = cropping.mirrored(document.layers, document.guides, document.width, document.height, axis)

        def one(frame: Frame) -> Frame:
            x, y = (width - frame.x, frame.y) if axis == "x" else (frame.x, height - frame.y)
            return replace(frame, x=x, y=y, angle=-frame.angle or 0.0)

        return replace(self, document=_on(document, sheet), wish=one(self.wish), hand=one(self.hand))

    def rectified(self, quad: Quad) -> Crop:
        """The photo warped so that `quad`, marked on the picture, becomes an upright rectangle. Raises ValueError where
        that is not possible."""
        ground = ground_of(self.document)
        if ground is None:
            raise ValueError("no photo to warp")
        together = {PHOTO, CUTOUT} if ground.id in (PHOTO, CUTOUT) else {ground.id}
        layers = (
            perspective.rectify(layer, quad, self.size) if layer.id in together else layer
            for layer in self.document.layers
        )
        crop = Crop.of(self.document.with_layers(layers))
        left, top, right, bottom = _upright(crop.wish)
        if crop.bounded:
            left, top = max(left, 0.0), max(top, 0.0)
            right, bottom = min(right, crop.size[0]), min(bottom, crop.size[1])
        frame = Frame((left + right) / 2, (top + bottom) / 2, max(right - left, 1.0), max(bottom - top, 1.0))
        return replace(crop, loose=self.loose).framed(frame)


def _on(document: Document, sheet: Sheet) -> Document:
    """The document with another canvas."""
    backdrop = next((layer.content for layer in sheet.layers if layer.id == BACKDROP), None)
    chosen = document.backdrop
    if isinstance(backdrop, Fill) and backdrop.angle != chosen.angle:
        chosen = replace(chosen, angle=backdrop.angle)
    return replace(
        document, width=sheet.width, height=sheet.height, layers=sheet.layers, guides=sheet.guides, backdrop=chosen
    )


def _whole(frame: Frame, limits: Limits | None) -> Frame:
    """The frame in whole pixels. A turned one gets no larger, so that its corners stay in the picture."""
    if frame.angle:
        return replace(frame, width=max(floor(frame.width + NEAR), 1), height=max(floor(frame.height + NEAR), 1))
    width, height = max(round(frame.width), 1), max(round(frame.height), 1)
    left, top = round(frame.x - frame.width / 2), round(frame.y - frame.height / 2)
    if limits is not None:
        left, top = min(left, int(limits[0]) - width), min(top, int(limits[1]) - height)
    return Frame(left + width / 2, top + height / 2, float(width), float(height))


def _upright(frame: Frame) -> tuple[float, float, float, float]:
    return (
        frame.x - frame.width / 2,
        frame.y - frame.height / 2,
        frame.x + frame.width / 2,
        frame.y + frame.height / 2,
    )


def _moved(guides: tuple[Guide, ...], dx: float, dy: float) -> tuple[Guide, ...]:
    return tuple(Guide(guide.axis, guide.at + (dx if guide.axis == "x" else dy)) for guide in guides)
