"""segmentation.inference.Inference over onnxruntime on CPython, for tests and benchmarks. Adapter."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from errors import ModelError
from segmentation.models import model as spec_of


@dataclass(slots=True)
class OrtNative:
    """Networks from the files in `folder`; a session is made once and kept."""

    folder: Path
    threads: int = 1  # a second one waits for the first by running in circles
    sessions: dict[str, Any] = field(default_factory=dict)

    async def run(self, model: str, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        """See Inference."""
        session = self.sessions.get(model) or self._start(model)
        try:
            (first, *_) = session.run(None, {session.get_inputs()[0].name: tensor})
        except Exception as error:
            raise ModelError("model/run", model=model) from error
        return np.asarray(first, np.float32)

    def _start(self, model: str) -> Any:
        file = next((self.folder / name for name in spec_of(model).files if (self.folder / name).exists()), None)
        if file is None:
            raise ModelError("model/session", model=model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        try:
            session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ModelError("model/session", model=model) from error
        return self.sessions.setdefault(model, session)
