"""A network that was made for one size takes others, and computes what it computed before."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from tools.resizable import LARGE, in_half, resizable

SIDE = 16


def published() -> Any:
    """In the manner of the published file: half precision between casts, a Resize to a size that is written down, and
    a second output that nobody needs."""
    numbers = np.random.default_rng(4)
    weights = {"first": (64, 3, 3, 3), "last": (1, 64, 3, 3), "side": (2, 64, 1, 1)}
    constants = [
        numpy_helper.from_array(numbers.normal(size=size).astype(np.float16), name) for name, size in weights.items()
    ]
    constants.append(numpy_helper.from_array(np.array([1, 64, SIDE, SIDE], np.int64), "size"))
    half, full = TensorProto.FLOAT16, TensorProto.FLOAT
    nodes = [
        helper.make_node("Cast", ["input"], ["x"], "in", to=half),
        helper.make_node("Conv", ["x", "first"], ["a"], "c1", pads=[1] * 4, strides=[2, 2]),
        helper.make_node("Cast", ["a"], ["a_full"], "up", to=full),
        helper.make_node("Resize", ["a_full", "", "", "size"], ["b_full"], "resize", mode="linear"),
        helper.make_node("Cast", ["b_full"], ["b"], "down", to=half),
        helper.make_node("Conv", ["b", "last"], ["c"], "c2", pads=[1] * 4),
        helper.make_node("Cast", ["c"], ["output"], "out", to=full),
        helper.make_node("Conv", ["b", "side"], ["d"], "c3"),
        helper.make_node("Cast", ["d"], ["other"], "out2", to=full),
    ]
    ends = [("input", 3), ("output", 1), ("other", 2)]
    values = [helper.make_tensor_value_info(name, full, [1, channels, SIDE, SIDE]) for name, channels in ends]
    graph = helper.make_graph(nodes, "small", values[:1], values[1:], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)


def run(model: Any, height: int, width: int) -> Any:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    picture = np.random.default_rng(9).random((1, 3, height, width), dtype=np.float32)
    return session.run(None, {"input": picture})


def test_it_computes_what_it_did_and_more_finely() -> None:
    (mine,) = run(resizable(published()), SIDE, SIDE)
    before = run(published(), SIDE, SIDE)[0]
    assert np.abs(mine - before).max() < 0.01 * np.abs(before).max()


@pytest.mark.parametrize("size", [(8, 8), (32, 12), (6, 64)])
def test_it_takes_other_sizes(size: tuple[int, int]) -> None:
    model = resizable(published())
    onnx.checker.check_model(model, full_check=True)
    (answer,) = run(model, *size)
    assert answer.shape == (1, 1, *size)


def test_nothing_is_left_that_the_first_output_does_not_need() -> None:
    graph = resizable(published()).graph
    assert [output.name for output in graph.output] == ["output"]
    assert not {"Cast", "Shape"} & {node.op_type for node in graph.node}
    assert {tensor.name for tensor in graph.initializer} == {"first", "last", "whole", "double"}


def test_weights_in_half_precision_are_the_same_weights() -> None:
    small = in_half(resizable(published()))
    kinds = {tensor.name: tensor.data_type for tensor in small.graph.initializer}
    assert kinds["first_half"] == TensorProto.FLOAT16
    assert LARGE > 64 * 9 and kinds["last"] == TensorProto.FLOAT
    np.testing.assert_array_equal(run(small, 8, 8)[0], run(resizable(published()), 8, 8)[0])


def test_the_same_bytes_come_out_twice() -> None:
    first, second = (resizable(published()).SerializeToString(deterministic=True) for _ in range(2))
    assert first == second
