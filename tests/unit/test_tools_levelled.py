"""A channel that is a large constant and a little more: without the constant the network computes what it did."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from tools.levelled import levelled, rows_apart

SIDE, CONSTANT = 7, 200.0


def network() -> Any:
    """Convolution, Relu, doubled, and together with another tensor through the next one, which cancels the constant."""
    numbers = np.random.default_rng(5)
    first, then = (numbers.normal(size=shape).astype(np.float32) for shape in ((3, 2, 3, 3), (4, 5, 3, 3)))
    bias, next_bias = np.zeros(3, np.float32), np.zeros(4, np.float32)
    first[1] *= 0.01
    bias[1] = CONSTANT + 1
    next_bias -= CONSTANT * then[:, 1].sum((1, 2))
    constants = {
        "first weight": first, "first bias": bias, "then weight": then, "then bias": next_bias,
        "double": np.array([1, 1, 2, 2], np.float32),
    }  # fmt: skip
    kernel = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}
    nodes = [
        helper.make_node("Conv", ["in", "first weight", "first bias"], ["a"], "first", **kernel),
        helper.make_node("Relu", ["a"], ["b"], "relu"),
        helper.make_node("Resize", ["b", "", "double"], ["c"], "resize", mode="linear"),
        helper.make_node("Concat", ["c", "more"], ["d"], "concat", axis=1),
        helper.make_node("Conv", ["d", "then weight", "then bias"], ["e"], "then", **kernel),
        helper.make_node("Relu", ["e"], ["out"], "last"),
    ]
    shapes = {"in": (1, 2, SIDE, SIDE), "more": (1, 2, 2 * SIDE, 2 * SIDE), "out": (1, 4, 2 * SIDE, 2 * SIDE)}
    ends = {name: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()}
    initial = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "small", [ends["in"], ends["more"]], [ends["out"]], initial)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def result(model: Any, tensor: str = "out") -> Any:
    onnx.checker.check_model(model, full_check=True)
    if tensor != "out":
        model.graph.output.append(helper.make_tensor_value_info(tensor, TensorProto.FLOAT, None))
    numbers = np.random.default_rng(6)
    fed = {"in": numbers.normal(size=(1, 2, SIDE, SIDE)), "more": numbers.normal(size=(1, 2, 2 * SIDE, 2 * SIDE))}
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run([tensor], {name: value.astype(np.float32) for name, value in fed.items()})[0]


def level(model: Any) -> Any:
    return levelled(model, "first", "then", {1: CONSTANT}, {0: 0.25, 1: 8.0})


def test_nothing_else_comes_out() -> None:
    np.testing.assert_allclose(result(level(network())), result(network()), atol=2e-3)  # it was 200 times that


def test_the_channels_are_of_one_size_then() -> None:
    before, after = result(network(), "b")[0], result(level(network()), "b")[0]
    assert before[1].min() > CONSTANT
    assert after.max() < 20
    np.testing.assert_allclose(after[1] / 8 + CONSTANT, before[1], rtol=1e-5)
    np.testing.assert_array_equal(after[0] * 4, before[0])
    np.testing.assert_array_equal(after[2], before[2])


def test_a_constant_in_three_rows_is_the_same_constant() -> None:
    whole, apart = level(network()), rows_apart(level(network()), "then_edge")
    assert sum(tensor.name.startswith("then_edge") for tensor in apart.graph.initializer) == 4
    np.testing.assert_array_equal(result(apart, "then_edge"), edge_of(whole))
    np.testing.assert_array_equal(result(rows_apart(level(network()), "then_edge")), result(whole))


def test_rows_that_differ_are_refused() -> None:
    model = level(network())
    (edge,) = [tensor for tensor in model.graph.initializer if tensor.name == "then_edge"]
    values = edge_of(model).copy()
    values[0, 0, 5, 5] += 1
    edge.CopyFrom(numpy_helper.from_array(values, "then_edge"))
    with pytest.raises(AssertionError, match="differ"):
        rows_apart(model, "then_edge")


def edge_of(model: Any) -> Any:
    return numpy_helper.to_array(next(tensor for tensor in model.graph.initializer if tensor.name == "then_edge"))
