"""The networks we know, as records: what differs between them is data, not code.

U-2-Net and its small form u2netp: Qin et al., Pattern Recognition 2020. IS-Net: Qin et al., ECCV 2022.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal

from errors import ModelError

Scale = Literal["max", "255"]
Output = Literal["min-max", "plain"]

MIN_SIDE, MAX_SIDE = 32, 2048
"""Of a network's input, in pixels: more than 2048 x 2048 does not fit beside the editor in a tab."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """How to feed a network and how to read it.

    `size` is the side of the square input in pixels, the usual one where `step` is not 0: then both sides may be any
    multiple of `step`. A channel value v in 0..255 becomes (v / s - mean) / std, where s is 255, or the brightest value
    in the picture (`scale` "max"). `output` "min-max" stretches the answer to 0..1.
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
    step: int = 0


MODELS: dict[str, ModelSpec] = {
    spec.name: spec
    for spec in (
        ModelSpec(
            name="u2netp",
            label="U-2-Net, small",
            files=("u2netp-int8.onnx", "u2netp.onnx"),
            size=320,
            mean=(0.485, 0.456, 0.406),
            std=(0.229, 0.224, 0.225),
            scale="max",
            output="min-max",
            licence="Apache-2.0",
        ),
        ModelSpec(
            name="isnet",
            label="IS-Net",
            files=("isnet-int8.onnx", "isnet.onnx"),
            size=512,
            mean=(128 / 255, 128 / 255, 128 / 255),
            std=(256 / 255, 256 / 255, 256 / 255),
            scale="255",
            output="min-max",  # what it sees rightly can be faint: its highest answer is then below .5
            licence="Apache-2.0",
            step=64,
        ),
    )
}
"""The networks that come with us, by name."""

_added: dict[str, ModelSpec] = {}


def model(name: str) -> ModelSpec:
    """The record called `name`, one of ours or one that was registered. Raises ModelError model/unknown."""
    found = MODELS.get(name) or _added.get(name)
    if found is None:
        raise ModelError("model/unknown", model=name)
    return found


def register(spec: ModelSpec) -> ModelSpec:
    """Makes a person's own network known under its name until `unregister`; the same name again replaces it.

    Raises ModelError model/settings when the name is one of ours or a value cannot be: a side outside 32..2048 or no
    multiple of `step`, a mean that is not finite, a std that is not above 0.
    """
    if spec.name in MODELS or not spec.name or not spec.files or not _sound(spec):
        raise ModelError("model/settings", model=spec.label or spec.name)
    _added[spec.name] = spec
    return spec


def unregister(name: str) -> None:
    """Forgets a registered network; nothing happens when there is none of that name."""
    _added.pop(name, None)


def registered() -> tuple[ModelSpec, ...]:
    """The networks that were registered, in order."""
    return tuple(_added.values())


def _sound(spec: ModelSpec) -> bool:
    fits = MIN_SIDE <= spec.size <= MAX_SIDE and spec.step >= 0 and (not spec.step or spec.size % spec.step == 0)
    means = all(isfinite(value) for value in spec.mean)
    return fits and means and all(isfinite(value) and value > 0 for value in spec.std)
