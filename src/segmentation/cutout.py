"""Finding the subject of a photo with a tier: each look at it gives a better result.

What cannot be known is said: a `Finding` tells how far the networks agree, whether it looks unsure, and what else they
saw, so that a person can pick. Which of several things is the subject only the person knows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from errors import ModelError
from imaging.options import Region
from segmentation.boxed import TIMES, Frame
from segmentation.inference import Inference
from segmentation.merge import grow, merge
from segmentation.models import model
from segmentation.segment import segment
from segmentation.tiers import AGREED, Look, Stage, Tier

Mask = NDArray[np.float32]

COMPARED = 320
"""Side of the square on which masks are compared."""

SOFT = 0.2
"""Share of soft pixels from which a result is unsure: it flags 15 of the 56 evaluation photos, and 12 of the 16 that
are worse than IoU .8."""

UNLIKE = 0.9
"""IoU of two networks' masks below which they do not mean the same, and a person is asked. As a sign of a bad result it
is weaker than the soft share (area under the curve .82 against .90), but then there is something to choose from."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one network, or all together, take for the subject. `name` is a look's ("isnet-512") or "together"; `mask`
    (h, w) float32 0..1 is of any size, stretched over the photo."""

    name: str
    mask: Mask


@dataclass(frozen=True, slots=True)
class Finding:
    """A subject. `mask` (h, w) float32 0..1, stretched over the photo, is what refine() takes.

    `stage` names how far the work has come ("instant", "quick", "balanced", "best", or a network's name); `final` is
    True for the last. `soft` is the share of half transparent pixels, 0..; `agreement` the smallest IoU of any two of
    the networks, 1 for a single one, 0 when one of them saw nothing. `unsure` asks for a person's eye; `readings` are
    the different answers to pick from, the first being `mask`.
    """

    mask: Mask
    stage: str
    final: bool
    soft: float
    agreement: float
    unsure: bool
    readings: tuple[Reading, ...]


Found = Callable[[Finding], Awaitable[None]]
"""Called with each result, the last one too."""

Step = Callable[[int, int], Awaitable[None]]
"""Called before each look with its number from 0 and how many there are at most. May raise, to stop."""


async def _on(number: int, count: int) -> None:
    """No step is asked for."""


async def find_subject(
    image: Image.Image,
    tier: Tier,
    inference: Inference,
    found: Found,
    *,
    within: Region | None = None,
    widen: bool = True,
    step: Step = _on,
) -> Finding:
    """The subject of `image` (RGB or RGBA), as thoroughly as `tier` says; `found` gets each better result on the way.

    `within` (in the photo's pixels) lets the networks see that box alone, with a margin: what lies outside it is not
    part of the subject then. With `widen` they see more where the subject goes on beyond; where it does still, it
    fades. Only one network runs at a time; a raise out of `found` or `step` ends the work.

    Raises:
        ModelError: model/no-subject when no network sees anything; whatever `inference` raises.
    """
    frame = Frame.around(within, image.size) if within else None
    if frame and widen:
        frame = await _widened(frame, image, tier.stages[0].look, inference)
    seen = _Seen(frame.size if frame else image.size)
    view = image.crop(frame.box) if frame else image
    finding: Finding | None = None
    for number, stage in enumerate(tier.stages):
        await step(number, len(tier.stages))
        await seen.look(view, stage.look, inference)
        if not seen.masks:
            continue
        final = number + 1 == len(tier.stages)
        finding = seen.finding(stage, final)
        if frame:
            finding = _framed(finding, frame)
        await found(finding)
    if finding is None:
        raise ModelError("model/no-subject")
    return finding


async def _widened(frame: Frame, image: Image.Image, look: Look, inference: Inference) -> Frame:
    """`frame`, grown towards where a quick look says that the subject goes on."""
    for _ in range(TIMES):
        try:
            mask = await segment(image.crop(frame.box), model(look.model), inference, look.size(frame.size))
        except ModelError as error:
            if error.code != "model/no-subject":
                raise
            break
        sides = frame.cuts(mask)
        if not any(sides):
            break
        frame = frame.grown(sides)
    return frame


class _Seen:
    """What the looks at one view have given so far."""

    def __init__(self, photo: tuple[int, int]) -> None:
        self.photo = photo
        self.masks: dict[int, Reading] = {}  # by the number of the look
        self.looks = 0
        self.agreement = 1.0
        self._small: list[NDArray[np.bool_]] = []

    async def look(self, view: Image.Image, look: Look, inference: Inference) -> None:
        """One more. A network that sees nothing leaves no mask, and the others disagree with it."""
        number, self.looks = self.looks, self.looks + 1
        try:
            mask = await segment(view, model(look.model), inference, look.size(self.photo))
        except ModelError as error:
            if error.code != "model/no-subject":
                raise
            self.agreement = 0.0
            return
        small = outline(mask)
        self.agreement = min([self.agreement, *(overlap(small, other) for other in self._small)])
        self._small.append(small)
        self.masks[number] = Reading(look.name, mask)

    def finding(self, stage: Stage, final: bool) -> Finding:
        """The result of all looks together."""
        mask = self._together(stage)
        soft = softness(mask)
        alone = [reading for reading in self.masks.values() if reading.name != "isnet-768"]
        readings = different([Reading("together", mask), *alone])
        unsure = soft > SOFT or self.agreement < UNLIKE
        return Finding(mask, stage.name, final, soft, self.agreement, unsure, readings)

    def _together(self, stage: Stage) -> Mask:
        if len(self.masks) == 1:
            return next(iter(self.masks.values())).mask
        fine = [self.masks[number].mask for number in stage.edge if number in self.masks]
        everything = [reading.mask for reading in self.masks.values()]
        return merge(everything, fine or everything[-1:], self.photo)


def softness(mask: Mask) -> float:
    """How many half transparent pixels (.1 to .9) there are for one that is more than half opaque."""
    half = int(((mask > 0.1) & (mask < 0.9)).sum())
    return half / max(int((mask > 0.5).sum()), 1)


def outline(mask: Mask) -> NDArray[np.bool_]:
    """Which pixels of a square of COMPARED belong to the subject."""
    return grow(mask, (COMPARED, COMPARED)) > 0.5


def overlap(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Intersection over union, 1 for two empty ones."""
    union = int((one | other).sum())
    return int((one & other).sum()) / union if union else 1.0


def different(readings: list[Reading]) -> tuple[Reading, ...]:
    """Those that are no look-alikes of one before them, in order."""
    kept: list[tuple[Reading, NDArray[np.bool_]]] = []
    for reading in readings:
        small = outline(reading.mask)
        if small.any() and all(overlap(small, other) < AGREED for _, other in kept):
            kept.append((reading, small))
    return tuple(reading for reading, _ in kept)


def _framed(finding: Finding, frame: Frame) -> Finding:
    """`finding`, whose masks cover `frame`, with masks that cover the whole photo and are 0 outside."""
    readings = tuple(Reading(reading.name, frame.placed(reading.mask)) for reading in finding.readings)
    return replace(finding, mask=frame.placed(finding.mask), readings=readings)
