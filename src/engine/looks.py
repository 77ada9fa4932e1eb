"""What networks said of a photo is kept with it: a more thorough look goes on from there, and a second one at the same
photo costs nothing. One network runs at a time."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from segmentation.inference import Inference

KEPT = 6
"""Answers of one photo: the looks of the best tier, and two at a part of it. 4 MB at most for one."""

Key = tuple[str, tuple[int, ...], int]


@dataclass(slots=True)
class Answers:
    """By network, shape and checksum of what it was given: its answer."""

    _kept: dict[Key, NDArray[np.float32]] = field(default_factory=dict)

    async def ask(self, inference: Inference, model: str, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        """The answer of `model` to `tensor`, from before or from `inference`."""
        key = model, tensor.shape, zlib.crc32(tensor.data.cast("B"))
        if key not in self._kept:
            answer = await inference.run(model, tensor)
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = answer
        return self._kept[key]

    def forget(self, model: str) -> None:
        """Another network has this name now."""
        for key in [key for key in self._kept if key[0] == model]:
            del self._kept[key]


@dataclass(frozen=True, slots=True)
class Remembering:
    """segmentation.inference.Inference that remembers into `answers`."""

    inference: Inference
    answers: Answers

    async def run(self, model: str, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        """See Inference."""
        return await self.answers.ask(self.inference, model, tensor)
