"""The one door to a network: tensor in, tensor out."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Inference(Protocol):
    """Runs networks by name. Adapters: ort_native.py (CPython), engine/ort_web.py (the browser)."""

    async def run(self, model: str, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        """The first output of `model` for `tensor` (1, 3, S, S) float32. Raises ModelError."""
