"""Makes a quantised network more frugal still: what enlarges many channels in float does it for some of them at a time.

A Resize works in float, four times the bytes that come before and after it: 26 MB for 64 channels of 320x320 pixels,
the most that a network needs at any time once its convolutions work in strips (tools/strips.py).
"""

from __future__ import annotations

from math import ceil, prod
from typing import Any

import numpy as np
from onnx import helper, numpy_helper
from onnxruntime.quantization.onnx_model import ONNXModel

from tools.strips import Graph

CHANNELS = 1  # the axis of channels in a tensor of (batch, channels, rows, columns)


def in_groups(model: Any, most: int, side: int = 0) -> Any:
    """`model` (an onnx ModelProto, quantised as QDQ), whose Resizes each write at most about `most` bytes in float.

    Exact: a Resize and what quantises its result know nothing of other channels. Only those between a DequantizeLinear
    and a QuantizeLinear are split. A model that takes any size is measured at `side` x `side`.
    """
    graph = Graph.of(model, side)
    users: dict[str, list[Any]] = {}
    for node in model.graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    constants = {constant.name: constant for constant in model.graph.initializer}
    for resize in [node for node in model.graph.node if node.op_type == "Resize"]:
        before, after = graph.makers.get(resize.input[0]), users[resize.output[0]]
        shape = graph.shapes.get(resize.output[0], [])
        count = ceil(4 * prod(shape) / most)
        if count < 2 or before is None or before.op_type != "DequantizeLinear":
            continue
        if len(after) == 1 and after[0].op_type == "QuantizeLinear":
            _split(model.graph, [before, resize, after[0]], shape[CHANNELS], count, constants)
            if len(users[resize.input[0]]) == 1:
                model.graph.node.remove(before)
    sorter = ONNXModel(model)
    sorter.topological_sort()
    return sorter.model


def _split(graph: Any, chain: list[Any], channels: int, count: int, constants: dict[str, Any]) -> None:
    """Put `count` groups and their Concat in the place of `chain`; its first node stays for others."""
    parts = []
    for number in range(count):
        first, end = channels * number // count, channels * (number + 1) // count
        bounds = [_constant(graph, constants, f"channel_{value}", [value]) for value in (first, end, CHANNELS)]
        tensor = chain[0].input[0]
        for node in [helper.make_node("Slice", [tensor, *bounds], ["channels"]), *chain]:
            inputs = list(node.input[1:])
            if node.op_type == "Resize" and len(inputs) == 3:  # it says how large its result is, in all axes
                batch, _, *size = numpy_helper.to_array(constants[inputs[2]])
                wanted = [int(batch), end - first, *map(int, size)]
                inputs[2] = _constant(graph, constants, "size_" + "_".join(map(str, wanted)), wanted)
            output = f"{chain[1].name}_{number}_{node.op_type}"
            attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
            graph.node.append(helper.make_node(node.op_type, [tensor, *inputs], [output], output, **attributes))
            tensor = output
        parts.append(tensor)
    for node in chain[1:]:
        graph.node.remove(node)
    graph.node.append(helper.make_node("Concat", parts, [chain[-1].output[0]], f"{chain[1].name}_all", axis=CHANNELS))


def _constant(graph: Any, constants: dict[str, Any], name: str, values: list[int]) -> str:
    if name not in constants:
        constants[name] = numpy_helper.from_array(np.array(values, np.int64), name)
        graph.initializer.append(constants[name])
    return name
