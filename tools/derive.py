"""Makes a model from another one: u2netp and IS-Net in int8, smaller and quicker in WebAssembly.

    .venv/bin/python -m tools.derive u2netp-int8

Static quantisation (QDQ, per channel, int8 weights, uint8 activations) with ranges measured once and kept as JSON, so
that no photo is needed and the same bytes come out wherever the pinned onnx and onnxruntime give the same graph. The
large convolutions are then split into strips (tools/strips.py), which changes what they take of memory and no value.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import version_converter
from onnxruntime.quantization import CalibrationMethod, QuantType
from onnxruntime.quantization.calibrate import TensorData, TensorsData
from onnxruntime.quantization.qdq_quantizer import QDQQuantizer

from tools.channels import in_groups
from tools.levelled import levelled, rows_apart
from tools.models import Model, manifest
from tools.paths import MODELS, write_atomically
from tools.report import ToolError, main, say
from tools.resizable import in_half, resizable
from tools.strips import in_strips

OPSET = 13  # the first whose DequantizeLinear has an axis, which per-channel weights need
OPERATORS = ["Conv", "Add", "Concat", "Resize", "MaxPool", "Relu"]


def derive(model: Model) -> bytes:
    """The bytes of a derived `model`. Raises ToolError when its recipe is not known."""
    source = model.source
    recipe = RECIPES.get(source.get("recipe", ""))
    if recipe is None:
        raise ToolError(f"models/manifest.toml: {model.name} has the unknown recipe {source.get('recipe')!r}")
    original = onnx.load(str(MODELS / manifest()[source["derived"]].file))
    made: bytes = recipe(original, source).SerializeToString(deterministic=True)
    return made


def _resizable(original: Any, source: dict[str, Any]) -> Any:
    return in_half(resizable(original))


def _static_int8(original: Any, source: dict[str, Any]) -> Any:
    """In int8, in groups of channels and in strips; one of any size (`side`, `step`) is made resizable first, and one
    channel that would spoil it is levelled."""
    ranges = json.loads((MODELS / source["ranges"]).read_text())
    side, step = source.get("side", 0), source.get("step", 0)
    simple = simplified(_in_opset(resizable(original) if step else original))
    level = source.get("level")
    if level:
        names = {node.name for node in simple.graph.node}
        if missing := [level[key] for key in ("first", "then") if level[key] not in names]:
            raise ToolError(f"the optimised graph has no node {missing[0]}: another onnx or onnxruntime made it")
        less, times = ({int(at): value for at, value in level[key].items()} for key in ("less", "times"))
        simple = levelled(simple, level["first"], level["then"], less, times)
    quantised = quantise(simple, ranges, source["float_first"], source["float_last"])
    if level:
        quantised = rows_apart(quantised, f"{level['then']}_edge_quantized")
    return in_strips(in_groups(quantised, source["group_bytes"], side), source["strip_bytes"], side, step)


RECIPES = {"static-int8": _static_int8, "resizable": _resizable}


def _in_opset(model: Any) -> Any:
    old = model.opset_import[0].version < OPSET
    return version_converter.convert_version(model, OPSET) if old else model


def simplified(model: Any) -> Any:
    """`model` as onnxruntime's basic optimisation leaves it: constants folded, batch norms merged into convolutions."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "basic.onnx")
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(target)
        onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        return onnx.load(str(target))


def quantise(model: Any, ranges: dict[str, list[float]], float_first: int, float_last: int) -> Any:
    """`model` (a simplified onnx ModelProto) in int8, another ModelProto.

    `ranges` maps each tensor to its [lowest, highest] value. The first `float_first` convolutions and the last
    `float_last` stay in float: the edges of the mask need the precision. All others are in whole numbers, which every
    processor computes alike.
    """

    def value(number: float) -> Any:
        return np.array(number, dtype=np.float32)

    convolutions = [node.name for node in model.graph.node if node.op_type == "Conv"]
    data = {name: TensorData(lowest=value(low), highest=value(high)) for name, (low, high) in ranges.items()}
    quantizer = QDQQuantizer(
        model,
        per_channel=True,
        reduce_range=False,
        weight_qType=QuantType.QInt8,
        activation_qType=QuantType.QUInt8,
        tensors_range=TensorsData(CalibrationMethod.MinMax, data),
        nodes_to_quantize=[],
        nodes_to_exclude=[*convolutions[:float_first], *convolutions[len(convolutions) - float_last :]],
        op_types_to_quantize=OPERATORS,
        extra_options={"ActivationSymmetric": False, "WeightSymmetric": True},
    )
    quantizer.quantize_model()
    return quantizer.model.model


def run() -> None:
    """Derive the model named on the command line into models/."""
    onnxruntime.set_default_logger_severity(3)
    model = manifest()[sys.argv[1]]
    write_atomically(MODELS / model.file, derive(model))
    say(f"models/{model.file}")


if __name__ == "__main__":
    main(run)
