"""A quantised network whose Resizes work in groups of channels."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from tools.channels import in_groups

CHANNELS, SIDE = 12, 9


def network(by_size: bool) -> Any:
    """What was quantised, doubled in float and quantised again, and the same once more for another reader."""
    shape, large = (1, CHANNELS, SIDE, SIDE), (1, CHANNELS, 2 * SIDE, 2 * SIDE)
    constants = {
        "scale": np.float32(0.03),
        "zero": np.uint8(7),
        "double": np.array([1, 1, 2, 2], np.float32),
        "size": np.array(large, np.int64),
    }
    wanted = ["", "", "size"] if by_size else ["", "double"]
    mode = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
    nodes = [
        helper.make_node("QuantizeLinear", ["in", "scale", "zero"], ["small"]),
        helper.make_node("DequantizeLinear", ["small", "scale", "zero"], ["float"]),
        helper.make_node("Resize", ["float", *wanted], ["large"], "resize", **mode),
        helper.make_node("QuantizeLinear", ["large", "scale", "zero"], ["bytes"]),
        helper.make_node("DequantizeLinear", ["bytes", "scale", "zero"], ["out"]),
    ]
    ends = [helper.make_tensor_value_info("in", TensorProto.FLOAT, shape)]
    outs = [helper.make_tensor_value_info("out", TensorProto.FLOAT, large)]
    initial = [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "small", ends, outs, initial)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def result(model: Any) -> Any:
    photo = np.random.default_rng(3).normal(size=(1, CHANNELS, SIDE, SIDE)).astype(np.float32)
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"in": photo})[0]


def count(model: Any) -> int:
    return sum(node.op_type == "Resize" for node in model.graph.node)


@pytest.mark.parametrize("by_size", [False, True])
@pytest.mark.parametrize("groups", [2, 5])
def test_groups_change_no_value(by_size: bool, groups: int) -> None:
    whole = network(by_size)
    most = -(-4 * CHANNELS * (2 * SIDE) ** 2 // groups)
    split = in_groups(network(by_size), most)
    assert count(split) == groups
    assert np.array_equal(result(whole), result(split))


def test_what_is_small_stays_whole() -> None:
    assert count(in_groups(network(False), 10_000_000)) == 1
