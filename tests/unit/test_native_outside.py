"""A network's graph apart from its weights, as the thread with networks reads it (src/engine/outside.js)."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from tools.paths import ROOT

MODELS = ROOT / "models"
SPLIT = """
import { readFileSync, writeFileSync } from "node:fs";
import { outside } from "%s";
const { file, externalData } = outside(new Uint8Array(readFileSync("whole.onnx")));
writeFileSync("graph.onnx", file);
writeFileSync(externalData[0].path, externalData[0].data);
"""


def split(whole: bytes, folder: Path) -> Path:
    """The graph of a file, beside its weights. Raises CalledProcessError when it cannot be read."""
    (folder / "whole.onnx").write_bytes(whole)
    script = SPLIT % (ROOT / "src" / "engine" / "outside.js").as_uri()
    command = ["node", "--input-type=module"]
    subprocess.run(command, input=script.encode(), cwd=folder, check=True, capture_output=True)
    return folder / "graph.onnx"


def network() -> Any:
    """A convolution with many weights, a bias with few, and weights written down as numbers instead of as bytes."""
    random = np.random.default_rng(0)
    kernel = numpy_helper.from_array(random.normal(size=(64, 3, 3, 3)).astype(np.float32), "kernel")
    bias = numpy_helper.from_array(random.normal(size=64).astype(np.float32), "bias")
    scale = helper.make_tensor("scale", TensorProto.FLOAT, (1, 64, 6, 6), random.normal(size=64 * 36).tolist())
    nodes = [
        helper.make_node("Conv", ["in", "kernel", "bias"], ["wide"]),
        helper.make_node("Mul", ["wide", "scale"], ["out"]),
    ]
    sides = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in SHAPES.items()]
    graph = helper.make_graph(nodes, "small", sides[:1], sides[1:], [kernel, bias, scale])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


SHAPES = {"in": (1, 3, 8, 8), "out": (1, 64, 6, 6)}


def test_a_graph_without_its_weights_computes_the_same(tmp_path: Path) -> None:
    whole = network().SerializeToString()
    graph = split(whole, tmp_path)
    photo = {"in": np.random.default_rng(1).normal(size=SHAPES["in"]).astype(np.float32)}
    expected, found = (onnxruntime.InferenceSession(file).run(None, photo)[0] for file in (whole, str(graph)))
    assert np.array_equal(expected, found)
    assert [
        tensor.name for tensor in onnx.load(graph, load_external_data=False).graph.initializer if is_out(tensor)
    ] == ["kernel"]


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        split(network().SerializeToString()[:-7], tmp_path)
    assert b"cut off" in caught.value.stderr


@pytest.mark.parametrize("name", ["u2netp-int8.onnx", "isnet-int8.onnx"])
def test_our_networks_have_nothing_but_the_same_tensors(name: str, tmp_path: Path) -> None:
    if not (MODELS / name).is_file():
        pytest.skip("set-up has not made the weights yet")
    whole = (MODELS / name).read_bytes()
    found = onnx.load(split(whole, tmp_path))  # with what lies outside
    expected = onnx.load_from_string(whole)
    for tensor in (*found.graph.initializer, *expected.graph.initializer):
        tensor.ClearField("data_location")
    assert found == expected
    assert (tmp_path / "graph.onnx").stat().st_size < len(whole) / 4  # the nodes


def is_out(tensor: Any) -> bool:
    return bool(tensor.data_location == TensorProto.EXTERNAL)
