"""Makes a quantised network frugal: its large convolutions work strip by strip, and the values stay the same.

onnxruntime unrolls the whole input of a quantised convolution (im2col) before it multiplies: 118 MB for 128 channels of
320x320 pixels. WebAssembly memory never shrinks, so that one moment would stay with the page for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, prod
from typing import Any

import numpy as np
from onnx import helper, numpy_helper, shape_inference
from onnxruntime.quantization.onnx_model import ONNXModel

END = 1 << 30  # rows that no tensor has: up to the last one
HEIGHT = 2  # the axis of rows in a tensor of (batch, channels, rows, columns)


def in_strips(model: Any, most: int, side: int = 0, step: int = 0) -> Any:
    """`model` (an onnx ModelProto, quantised as QDQ), whose convolutions each need at most about `most` bytes to work.

    Exact: each strip sees the rows around it that its kernel reaches, so every value comes out as before. Only
    convolutions that begin or end in uint8 (a DequantizeLinear before, or a QuantizeLinear after with at most a Relu
    between) are split, of stride 1; of stride 2 as well where the model takes any size.
    A model that takes any size in multiples of `step` is measured at `side` x `side`; the rows of its strips are then
    worked out when it runs, from the height of its input.
    """
    graph = Graph.of(model, side, step)
    for conv in [node for node in model.graph.node if node.op_type == "Conv"]:
        chain = graph.chain(conv)
        count = ceil(graph.working_bytes(conv) / most)
        if count > 1 and graph.in_bytes(chain) and _stride(conv) in ((1, 2) if side else (1,)):
            graph.split(chain, count)
    sorter = ONNXModel(model)
    sorter.topological_sort()
    return sorter.model


@dataclass(frozen=True, slots=True)
class Rows:
    """A strip: the rows [first, end) of the input that it reads, and the rows of padding above and below them."""

    first: int
    end: int
    above: int
    below: int


def strips(height: int, count: int, reach: int, above: int, below: int) -> list[Rows]:
    """About `count` strips that cover the output rows of a convolution once, for an input of `height` rows.

    `reach` is how many rows below its first one a kernel touches; `above` and `below` is the convolution's padding.
    """
    rows = height + above + below - reach
    step = ceil(rows / count)
    found = []
    for start in range(0, rows, step):
        first, end = start - above, min(start + step, rows) - above + reach
        found.append(Rows(max(first, 0), min(end, height), max(-first, 0), max(end - height, 0)))
    return found


@dataclass(slots=True)
class Graph:
    """An onnx graph that is being rewritten, with its tensors' shapes, their makers and the sizes of its constants."""

    proto: Any
    shapes: dict[str, list[int]]
    makers: dict[str, Any]
    constants: dict[str, list[int]]
    side: int = 0
    step: int = 0

    @classmethod
    def of(cls, model: Any, side: int = 0, step: int = 0) -> Graph:
        """The graph of `model`, whose shapes are fixed, or become so when its input is `side` x `side`."""
        known = shape_inference.infer_shapes(_fixed(model, side) if side else model).graph
        tensors = [*known.value_info, *known.input, *known.output]
        return cls(
            model.graph,
            {tensor.name: [axis.dim_value for axis in tensor.type.tensor_type.shape.dim] for tensor in tensors},
            {output: node for node in model.graph.node for output in node.output},
            {constant.name: list(constant.dims) for constant in model.graph.initializer},
            side,
            step,
        )

    def chain(self, conv: Any) -> list[Any]:
        """The convolution and what only works on its result, up to the QuantizeLinear if there is one."""
        chain = [conv]
        while chain[-1].op_type != "QuantizeLinear":
            users = self._users(chain[-1].output[0])
            if len(users) != 1 or users[0].op_type not in ("Relu", "QuantizeLinear"):
                break
            chain.append(users[0])
        return chain

    def in_bytes(self, chain: list[Any]) -> bool:
        """Whether what goes into `chain`, or what comes out of it, is in uint8."""
        maker = self.makers.get(chain[0].input[0])
        return chain[-1].op_type == "QuantizeLinear" or (maker is not None and maker.op_type == "DequantizeLinear")

    def working_bytes(self, conv: Any) -> int:
        """What onnxruntime allocates for it at least: the unrolled uint8 input and int32 sums of a quantised one, the
        input and output of one in float."""
        quantised = conv.input[1] not in self.constants
        outputs, *kernel = self._weight(conv)
        pixels = prod(self.shapes[conv.output[0]][HEIGHT:])
        return pixels * (prod(kernel) + 4 * outputs if quantised else 4 * (kernel[0] + outputs))

    def split(self, chain: list[Any], count: int) -> None:
        """Put about `count` strips and their Concat in the place of `chain` (of a Conv to its QuantizeLinear)."""
        conv, result = chain[0], chain[-1].output[0]
        above, left, below, right = _attributes(conv)["pads"]
        reach = (self._weight(conv)[HEIGHT] - 1) * _attributes(conv).get("dilations", [1, 1])[0]
        height, parts = self.shapes[conv.input[0]][HEIGHT], []
        if self.side:
            # A power of two divides the rows at every size; at the lowest a strip still has those that padding takes.
            least = self.step * height // self.side // max(1, above, _stride(conv))
            count = 1 << min((count - 1).bit_length(), max(least, 1).bit_length() - 1)
            assert above + below == reach, "each row, or each pair of rows, gives one"
            reach, below = reach + 1 - _stride(conv), below + 1 - _stride(conv)  # the last rows are those of no window
            if count == 1:
                return
        for number, rows in enumerate(strips(height, count, reach, above, below)):
            tensor, name = conv.input[0], f"{conv.name}_{number}"
            bounds = self._moving(height, number, count, above, reach) if self.side else self._standing(rows)
            for node in [*self._reading(conv, bounds), *chain]:
                changed = {"pads": [rows.above, left, rows.below, right]} if node is conv else {}
                tensor = self._again(node, tensor, name, changed)
            parts.append(tensor)
        for node in chain:
            self.proto.node.remove(node)
        self.proto.node.append(helper.make_node("Concat", parts, [result], f"{conv.name}_all", axis=HEIGHT))
        self._drop_unused(conv.input[0])

    def _reading(self, conv: Any, bounds: list[str]) -> Iterator[Any]:
        """The nodes, as patterns for _again, that cut the rows within `bounds` out of the input: in uint8 where it was
        quantised."""
        maker = self.makers.get(conv.input[0])
        before = [maker] if maker is not None and maker.op_type == "DequantizeLinear" else []
        yield helper.make_node("Slice", [(before or [conv])[0].input[0], *bounds], ["rows"])
        yield from before

    def _again(self, node: Any, tensor: str, name: str, changed: dict[str, Any]) -> str:
        """Add a copy of `node` that works on `tensor` (a Slice: on its own input); the name of its output."""
        first = node.input[0] if node.op_type == "Slice" else tensor
        output = f"{name}_{node.op_type}"
        attributes = _attributes(node) | changed
        self.proto.node.append(helper.make_node(node.op_type, [first, *node.input[1:]], [output], output, **attributes))
        return output

    def _standing(self, rows: Rows) -> list[str]:
        """A Slice's starts, ends and axes for the same rows each time."""
        return [self._constant(value) for value in (rows.first, rows.end, HEIGHT)]

    def _moving(self, height: int, number: int, count: int, above: int, reach: int) -> list[str]:
        """A Slice's starts, ends and axes for strip `number` of `count` of a tensor of `height` rows at `side`."""
        part = self._part(self.side // height * count)
        first = self._line(part, number, -above) if number else self._constant(0)
        end = self._line(part, number + 1, reach - above) if number + 1 < count else self._constant(END)
        return [first, end, self._constant(HEIGHT)]

    def _part(self, divisor: int) -> str:
        """The input's height divided by `divisor`, when the model runs."""
        if "input_height" not in self.shapes:
            asked = [self._constant(value) for value in (HEIGHT, HEIGHT + 1)]
            self._add("Shape", [self.proto.input[0].name], "input_shape")
            self._add("Slice", ["input_shape", *asked], "input_height")
        return self._add("Div", ["input_height", self._constant(divisor)], f"height_{divisor}th")

    def _line(self, part: str, times: int, plus: int) -> str:
        product = self._add("Mul", [part, self._constant(times)], f"{part}_times_{times}")
        return self._add("Add", [product, self._constant(plus)], f"{product}_plus_{plus}")

    def _add(self, kind: str, inputs: list[str], output: str) -> str:
        """A node, unless there is one already that makes `output`."""
        if output not in self.shapes:
            self.shapes[output] = [1]
            self.proto.node.append(helper.make_node(kind, inputs, [output], output))
        return output

    def _constant(self, value: int) -> str:
        name = f"row_{value}"
        if name not in self.constants:
            self.constants[name] = [1]
            self.proto.initializer.append(numpy_helper.from_array(np.array([value], np.int64), name))
        return name

    def _weight(self, conv: Any) -> list[int]:
        name = conv.input[1]
        return self.constants[name if name in self.constants else self.makers[name].input[0]]

    def _users(self, tensor: str) -> list[Any]:
        return [node for node in self.proto.node if tensor in node.input]

    def _drop_unused(self, tensor: str) -> None:
        maker = self.makers.get(tensor)
        if maker is not None and maker.op_type == "DequantizeLinear" and not self._users(tensor):
            self.proto.node.remove(maker)


def _fixed(model: Any, side: int) -> Any:
    """A copy of `model` with an input of `side` x `side`."""
    copy = type(model)()
    copy.CopyFrom(model)
    del copy.graph.value_info[:]
    for axis in copy.graph.input[0].type.tensor_type.shape.dim[HEIGHT:]:
        axis.dim_value = side
    for end in copy.graph.output:
        end.type.tensor_type.ClearField("shape")
    sorter = ONNXModel(copy)
    sorter.topological_sort()
    return sorter.model


def _attributes(node: Any) -> dict[str, Any]:
    return {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}


def _stride(conv: Any) -> int:
    """The rows from one place of the kernel to the next; 0 where it cannot be split."""
    attributes = _attributes(conv)
    rows, columns = attributes.get("strides", [1, 1])
    return int(rows) if rows == columns and "pads" in attributes else 0
