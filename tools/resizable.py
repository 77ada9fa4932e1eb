"""Makes IS-Net take a photo of any size: the file as published computes in half precision on 1024 x 1024 pixels alone.

Plain rewriting of the graph: no value is computed, so the result is the same wherever it is made.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

DOUBLE = np.array([1, 1, 2, 2], np.float32)
LARGE = 1024  # numbers; smaller weights are not worth a node


def resizable(model: Any) -> Any:
    """`model` (an onnx ModelProto, changed in place) in float32, for any size (multiples of 64), with its first output.

    Every Resize of the network doubles its input, to a size that was measured at 1024 and written down: it is told to
    double instead.
    """
    graph = model.graph
    del graph.output[1:]
    _without_casts(graph)
    for tensor in graph.initializer:
        _widen(tensor)
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.name == "value":
                _widen(attribute.t)
    graph.initializer.append(numpy_helper.from_array(DOUBLE, "double"))
    graph.initializer.append(numpy_helper.from_array(np.zeros(0, np.float32), "whole"))
    for node in graph.node:
        if node.op_type == "Resize":
            del node.input[1:]
            node.input.extend(["whole", "double"])
    _prune(graph)
    del graph.value_info[:]
    for end, channels in ((graph.input[0], 3), (graph.output[0], 1)):
        shape: list[int | str | None] = [1, channels, "height", "width"]
        end.CopyFrom(helper.make_tensor_value_info(end.name, TensorProto.FLOAT, shape))
    return model


def in_half(model: Any) -> Any:
    """`model` (changed in place) with its large weights stored in half precision, as they were published: half the
    bytes, and the same values once it is loaded. It still computes in float32."""
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and prod(tensor.dims) >= LARGE:
            name, half = tensor.name, numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(numpy_helper.from_array(half, f"{name}_half"))
            casts.append(helper.make_node("Cast", [f"{name}_half"], [name], f"{name}_cast", to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])
    return model


def _without_casts(graph: Any) -> None:
    """Every Cast only led in and out of half precision: who reads its output reads its input instead."""
    casts = [node for node in graph.node if node.op_type == "Cast"]
    instead = {node.output[0]: node.input[0] for node in casts}
    for node in casts:
        graph.node.remove(node)
    for node in graph.node:
        for at, name in enumerate(node.input):
            while name in instead:
                name = instead[name]
            node.input[at] = name
    (end,) = graph.output
    makers = {output: node for node in graph.node for output in node.output}
    last = makers[instead.get(end.name, end.name)]
    last.output[0] = end.name


def _widen(tensor: Any) -> None:
    if tensor.data_type == TensorProto.FLOAT16:
        tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float32), tensor.name))


def _prune(graph: Any) -> None:
    """Leave out what the output does not need."""
    makers = {output: node for node in graph.node for output in node.output}
    wanted, needed = [graph.output[0].name], set()
    while wanted:
        name = wanted.pop()
        if name not in needed:
            needed.add(name)
            wanted.extend(makers[name].input if name in makers else [])
    for node in [node for node in graph.node if node.output[0] not in needed]:
        graph.node.remove(node)
    for tensor in [tensor for tensor in graph.initializer if tensor.name not in needed]:
        graph.initializer.remove(tensor)
