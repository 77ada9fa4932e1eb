"""Makes a network fit for eight bits where one channel is a large constant and a little more: the constant goes.

In u2netp one channel of 16 lies between 226 and 228.1 for every photo, beside channels below 75: with one scale for
all, the little that it says is lost in int8, and its convolution needs float. What the constant does behind the next
convolution is known beforehand: it adds to the bias, but for the outermost rows and columns, where the kernel reaches
beyond the picture. What is left of the channel, and what others have too much, is then brought to one range
(cross-layer equalisation, Nagel et al. 2019). In float the network computes what it did before.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import helper, numpy_helper, shape_inference

Numbers = NDArray[np.float64]


def levelled(model: Any, first: str, then: str, less: dict[int, float], times: dict[int, float]) -> Any:
    """`model` (an onnx ModelProto, changed in place), in whose convolution `first` each channel of `less` is that much
    smaller and is then multiplied by its factor in `times`; the convolution `then` (kernel 3, padding 1) makes up for
    it.

    Between the two there may be what passes channels on: a Relu that the channels of `less` never meet, a Resize, a
    Concat that puts them first. The edge of the picture gets its own from an Add of the constant `{then}_edge`.
    """
    nodes = {node.name: node for node in model.graph.node}
    constants = {constant.name: constant for constant in model.graph.initializer}
    before, after = ([constants[name] for name in nodes[conv].input[1:3]] for conv in (first, then))
    (weight, bias), (next_weight, next_bias) = ([_read(constant) for constant in both] for both in (before, after))
    edge = np.zeros((1, len(next_bias), *_size(model, nodes[then].output[0])))
    for channel, amount in less.items():
        bias[channel] -= amount
        next_bias += amount * next_weight[:, channel].sum((1, 2))
        edge -= amount * _outside(next_weight[:, channel], *edge.shape[2:])
    for channel, factor in times.items():
        weight[channel] *= factor
        bias[channel] *= factor
        next_weight[:, channel] /= factor
    for constant, values in zip((*before, *after), (weight, bias, next_weight, next_bias), strict=True):
        constant.CopyFrom(_constant(values, constant.name))
    _add(model.graph, nodes[then], edge)
    return model


def rows_apart(model: Any, name: str) -> Any:
    """`model` (changed in place), whose constant `name` (1, C, H, W), all of whose rows but the first and the last are
    the same, is put together from these three when the model is loaded."""
    graph = model.graph
    (whole,) = [constant for constant in graph.initializer if constant.name == name]
    values = numpy_helper.to_array(whole)
    high = values.shape[2] - 2
    assert (values[:, :, 1:-1] == values[:, :, 1:2]).all(), "the rows between differ"
    rows = {f"{name}_{row}": values[:, :, [at]] for row, at in (("first", 0), ("between", 1), ("last", -1))}
    graph.initializer.remove(whole)
    graph.initializer.extend(numpy_helper.from_array(np.ascontiguousarray(row), key) for key, row in rows.items())
    shape = np.array([*values.shape[:2], high, values.shape[3]], np.int64)
    graph.initializer.append(numpy_helper.from_array(shape, f"{name}_shape"))
    first, between, last = rows
    made = [
        helper.make_node("Expand", [between, f"{name}_shape"], [f"{name}_rows"], f"{name}_rows"),
        helper.make_node("Concat", [first, f"{name}_rows", last], [name], f"{name}_all", axis=2),
    ]
    kept = list(graph.node)
    del graph.node[:]
    graph.node.extend([*made, *kept])
    return model


def _add(graph: Any, conv: Any, values: Numbers) -> None:
    """Add `values` to what `conv` makes."""
    name, result = f"{conv.name}_edge", conv.output[0]
    conv.output[0] = f"{conv.name}_inner"
    graph.initializer.append(_constant(values, name))
    added = helper.make_node("Add", [conv.output[0], name], [result], f"{conv.name}_with_edge")
    graph.node.insert([node.name for node in graph.node].index(conv.name) + 1, added)


def _outside(kernel: Numbers, height: int, width: int) -> Numbers:
    """For each place of a picture and each (3, 3) of `kernel` (C, 3, 3) the sum of what lies beyond the picture."""
    beyond = np.pad(np.zeros((height, width)), 1, constant_values=1.0)
    total = np.zeros((len(kernel), height, width))
    for row in range(3):
        for column in range(3):
            total += kernel[:, row, column, None, None] * beyond[row : row + height, column : column + width]
    return total


def _size(model: Any, tensor: str) -> list[int]:
    known = shape_inference.infer_shapes(model).graph.value_info
    (shape,) = [value.type.tensor_type.shape for value in known if value.name == tensor]
    return [axis.dim_value for axis in shape.dim[2:]]


def _read(constant: Any) -> Numbers:
    return numpy_helper.to_array(constant).astype(np.float64)


def _constant(values: Numbers, name: str) -> Any:
    return numpy_helper.from_array(values.astype(np.float32), name)
