"""The networks we know, as records: what differs between them is data, not code.

U-2-Net and its small form u2netp: Qin et al., Pattern Recognition 2020. IS-Net: Qin et al., ECCV 2022.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from errors import ModelError

Scale = Literal["max", "255"]
Output = Literal["min-max", "plain"]


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """How to feed a network and how to read it.

    `size` is the side of the square input in pixels. A channel value v in 0..255 becomes (v / s - mean) / std, where
    s is 255, or the brightest value in the picture (`scale` "max"). `output` "min-max" stretches the answer to 0..1.
    `files` are names under the models folder, the preferred one first; all take the same input.
    """

    name: str
    label: str
    files: tuple[str, ...]
    size: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    scale: Scale
    output: Output
    licence: str


MODELS: dict[str, ModelSpec] = {
    spec.name: spec
    for spec in (
        ModelSpec(
            name="u2netp",
            label="Instant",
            files=("u2netp-int8.onnx", "u2netp.onnx"),
            size=320,
            mean=(0.485, 0.456, 0.406),
            std=(0.229, 0.224, 0.225),
            scale="max",
            output="min-max",
            licence="Apache-2.0",
        ),
    )
}


def model(name: str) -> ModelSpec:
    """The record called `name`. Raises ModelError model/unknown."""
    if name not in MODELS:
        raise ModelError("model/unknown", model=name)
    return MODELS[name]
