"""Third step of the road: where is the subject, roughly?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from errors import ModelError
from segmentation.inference import Inference
from segmentation.models import ModelSpec
from segmentation.preparation import prepare

MIN_CONTRAST = 0.3
"""Between the lowest and the highest answer of a network that saw anything. Measured with u2netp: at least .99 on all
56 evaluation photos and .84 on a dot of 8 pixels, at most .17 on blank walls, skies, gradients, noise and stripes.
IS-Net: at least .47 where it saw the subject (at 512 one of the 56 is nothing to it: .02), at most .27 on blanks."""

MIN_SHARE = 0.0005
"""Of the picture: a smaller subject (50 pixels of 320 x 320) is noise. The evaluation photos' smallest is .05."""


async def segment(
    image: Image.Image, spec: ModelSpec, inference: Inference, size: tuple[int, int] | None = None
) -> NDArray[np.float32]:
    """The coarse mask of the subject of `image`: (H, W) float32, 0..1, of the network's own size, stretched over the
    photo. `size` (width, height) is the input's, `spec.size` squared when it is None.

    Raises:
        ModelError: model/no-subject when the network points at nothing, model/shape when it answers something else
            than a mask; whatever `inference` raises.
    """
    answer = await inference.run(spec.name, prepare(image, spec, size))
    return read_answer(answer, spec)


def read_answer(answer: NDArray[np.float32], spec: ModelSpec) -> NDArray[np.float32]:
    """The network's output (…, H, W), one plane, as a mask (H, W) in 0..1. Raises ModelError model/no-subject and
    model/shape."""
    if answer.ndim < 2 or 0 in answer.shape or answer.size != answer.shape[-2] * answer.shape[-1]:
        raise ModelError("model/shape", model=spec.label)
    plane = np.asarray(answer, np.float32).reshape(answer.shape[-2:])
    low, high = float(plane.min()), float(plane.max())
    if not high - low >= MIN_CONTRAST:  # also true for NaN
        raise ModelError("model/no-subject")
    mask = (plane - low) / (high - low) if spec.output == "min-max" else np.clip(plane, 0.0, 1.0)
    if float((mask > 0.5).mean()) < MIN_SHARE:
        raise ModelError("model/no-subject")
    return np.ascontiguousarray(mask, np.float32)
