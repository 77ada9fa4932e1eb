"""A convolution in strips gives what it gave in one piece, for any kernel, padding and number of strips."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from tools.strips import Rows, in_strips, strips

SIDE = 24
WHOLE = 10**9


def network(kernel: int = 3, dilation: int = 1, stride: int = 1, relu: bool = True) -> Any:
    """DequantizeLinear, Conv, perhaps Relu, QuantizeLinear: uint8 (1, 4, SIDE, SIDE) to uint8 with 5 channels."""
    numbers = np.random.default_rng(7)
    constants: dict[str, Any] = {
        "scale": np.array(0.02, np.float32),
        "zero": np.array(101, np.uint8),
        "bias": numbers.normal(size=5).astype(np.float32),
        "weight": numbers.integers(-127, 128, (5, 4, kernel, kernel)).astype(np.int8),
        "weight_scale": np.array(0.01, np.float32),
        "weight_zero": np.array(0, np.int8),
    }
    pads = [dilation * (kernel // 2)] * 4
    nodes = [
        helper.make_node("DequantizeLinear", ["weight", "weight_scale", "weight_zero"], ["w"], "dequantise weight"),
        helper.make_node("DequantizeLinear", ["in", "scale", "zero"], ["x"], "dequantise"),
        helper.make_node(
            "Conv", ["x", "w", "bias"], ["y"], "conv", pads=pads, dilations=[dilation] * 2, strides=[stride] * 2
        ),
        *([helper.make_node("Relu", ["y"], ["z"], "relu")] if relu else []),
        helper.make_node("QuantizeLinear", ["z" if relu else "y", "scale", "zero"], ["out"], "quantise"),
    ]
    graph = helper.make_graph(
        nodes,
        "one convolution",
        [helper.make_tensor_value_info("in", TensorProto.UINT8, [1, 4, SIDE, SIDE])],
        [helper.make_tensor_value_info("out", TensorProto.UINT8, [1, 5, SIDE // stride, SIDE // stride])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def in_float(model: Any) -> Any:
    """The same with weights and result in float."""
    graph = model.graph
    weight = next(node for node in graph.node if node.output[0] == "w")
    end = next(node for node in graph.node if node.op_type == "QuantizeLinear")
    for node in (weight, end):
        graph.node.remove(node)
    values = np.random.default_rng(9).normal(size=(5, 4, 3, 3)).astype(np.float32)
    graph.initializer.append(numpy_helper.from_array(values, "w"))
    graph.output[0].name = end.input[0]
    graph.output[0].type.tensor_type.elem_type = TensorProto.FLOAT
    return model


def of_any_size(model: Any) -> Any:
    for end in (*model.graph.input, *model.graph.output):
        for axis, name in zip(end.type.tensor_type.shape.dim[2:], ("height", "width"), strict=True):
            axis.dim_param = name
    return model


def result(model: Any, height: int = SIDE, width: int = SIDE) -> Any:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    picture = np.random.default_rng(8).integers(0, 256, (1, 4, height, width)).astype(np.uint8)
    return session.run(None, {"in": picture})[0]


def count(model: Any, kind: str) -> int:
    return sum(node.op_type == kind for node in model.graph.node)


@pytest.mark.parametrize("relu", [True, False])
@pytest.mark.parametrize(("kernel", "dilation"), [(1, 1), (3, 1), (3, 4), (5, 2)])
@pytest.mark.parametrize("most", [10_000, 4_000, 1])
def test_strips_change_no_value(kernel: int, dilation: int, relu: bool, most: int) -> None:
    whole = result(network(kernel, dilation, relu=relu))
    split = in_strips(network(kernel, dilation, relu=relu), most)
    onnx.checker.check_model(split, full_check=True)
    assert count(split, "Conv") > 1
    np.testing.assert_array_equal(result(split), whole)


@pytest.mark.parametrize(("kernel", "dilation"), [(1, 1), (3, 1), (3, 2)])
@pytest.mark.parametrize("most", [10_000, 1])
@pytest.mark.parametrize("size", [(24, 24), (8, 40), (64, 16)])
def test_strips_follow_the_height_of_what_comes(kernel: int, dilation: int, most: int, size: tuple[int, int]) -> None:
    whole = result(of_any_size(network(kernel, dilation)), *size)
    split = in_strips(of_any_size(network(kernel, dilation)), most, side=SIDE, step=8)
    onnx.checker.check_model(split, full_check=True)
    assert count(split, "Conv") > 1
    np.testing.assert_array_equal(result(split, *size), whole)


@pytest.mark.parametrize("most", [4_000, 1])
@pytest.mark.parametrize("size", [(24, 24), (8, 40), (64, 16)])
def test_every_other_row_comes_out_in_strips_too(most: int, size: tuple[int, int]) -> None:
    whole = result(of_any_size(network(stride=2)), *size)
    split = in_strips(of_any_size(network(stride=2)), most, side=SIDE, step=8)
    onnx.checker.check_model(split, full_check=True)
    assert count(split, "Conv") > 1
    np.testing.assert_array_equal(result(split, *size), whole)


@pytest.mark.parametrize("any_size", [False, True])
def test_a_convolution_in_float_is_fed_strips_in_bytes(any_size: bool) -> None:
    made = [of_any_size(in_float(network(relu=False))) if any_size else in_float(network(relu=False)) for _ in range(2)]
    split = in_strips(made[1], 1, **({"side": SIDE, "step": 8} if any_size else {}))
    onnx.checker.check_model(split, full_check=True)
    assert count(split, "Conv") == count(split, "DequantizeLinear") > 1
    np.testing.assert_allclose(result(split), result(made[0]), rtol=1e-5, atol=1e-5)


def test_what_is_small_or_in_float_on_both_sides_stays_whole() -> None:
    assert count(in_strips(network(), WHOLE), "Conv") == 1
    assert count(in_strips(network(stride=2), 1), "Conv") == 1
    alone = in_float(network(relu=False))
    (reading,) = [node for node in alone.graph.node if node.op_type == "DequantizeLinear"]
    alone.graph.node.remove(reading)
    alone.graph.node[0].input[0] = "in"
    alone.graph.input[0].type.tensor_type.elem_type = TensorProto.FLOAT
    assert count(in_strips(alone, 1), "Conv") == 1


def test_strips_read_the_rows_around_them_and_pad_only_at_the_ends() -> None:
    assert strips(height=8, count=2, reach=2, above=1, below=1) == [Rows(0, 5, 1, 0), Rows(3, 8, 0, 1)]


def test_rows_that_do_not_divide_evenly_leave_a_lower_last_strip() -> None:
    *_, last = strips(height=10, count=3, reach=0, above=0, below=0)
    assert last == Rows(8, 10, 0, 0)
