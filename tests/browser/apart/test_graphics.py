"""The graphics processor: used where it proves itself, and it says what WebAssembly says."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper
from playwright.sync_api import Playwright

from tests.browser.conftest import DESKTOP, enter, launch
from tests.browser.studio import Studio
from tests.browser.test_models import choose, cut
from tests.browser.watch import Watch
from tools import models

pytestmark = pytest.mark.skipif("isnet" not in models.carried(), reason="set-up made no IS-Net on this platform")


SOFTWARE_GRAPHICS = (
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
    "--enable-features=Vulkan,WebGPU",
    "--ignore-gpu-blocklist",
)
"""Flags of a Chromium that computes on a graphics processor which is none."""


@pytest.fixture(scope="module")
def page(playwright: Playwright, site: str) -> Iterator[Studio]:
    """A page that may try the processor."""
    with closing(launch(playwright, *SOFTWARE_GRAPHICS)) as browser:
        context = browser.new_context(**DESKTOP)
        context.add_init_script("try { localStorage.setItem('aluo.graphics', 'try'); } catch {}")
        here = enter(context, site, Watch(context), service_worker=False).visit().ready()
        if not here.page.evaluate("async () => Boolean(await navigator.gpu?.requestAdapter())"):
            pytest.skip("this Chromium has no software adapter")
        yield here


def test_a_graphics_processor_that_is_no_quicker_is_measured_once_and_left_alone(page: Studio, jar: bytes) -> None:
    page.open("jar.jpg", jar)
    choose(page, "Balanced")
    cut(page)
    assert any("webgpu" in url for url in page.watch.requests)
    assert page.page.evaluate("() => localStorage.getItem('aluo.graphics.found')").endswith(": wasm")
    page.watch.check()


ANSWERS = """async ([network, shape, ways]) => {
  const { static: at } = window.aluo.site;
  const answers = [];
  for (const [group, script, provider] of ways) {
    const bytes = Uint8Array.from(atob(network), (letter) => letter.charCodeAt(0)).buffer;
    const worker = new Worker(new URL(at.inference + "worker.js", document.baseURI), { type: "module" });
    const said = (wanted) => new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }) => data.kind === wanted ? resolve(data) : reject(new Error(data.code));
    });
    worker.postMessage({ kind: "boot", base: document.baseURI, runtime: at[group], script, provider, threads: 1 });
    const loaded = said("loaded");
    worker.postMessage({ kind: "load", model: "tried", bytes, sha256: "" }, [bytes]);
    await loaded;
    const probed = said("probed");
    worker.postMessage({ kind: "probe", model: "tried", shape, fill: 0.5 });
    answers.push(Array.from((await probed).values));
    worker.terminate();
  }
  return answers;
}"""
"""What a network answers in each way to run it, in the thread that the editor uses."""


def small_network() -> bytes:
    """What our networks are made of, small enough for a graphics processor that is none: convolutions, also dilated
    ones and in eight bits, pooling, enlarging, joining."""
    rng = np.random.default_rng(1)
    constants = {
        "w1": rng.normal(0, 0.3, (8, 3, 3, 3)),
        "w2": rng.normal(0, 0.2, (8, 8, 3, 3)),
        "w3": rng.normal(0, 0.2, (1, 16, 1, 1)),
        "scales": np.array([1, 1, 2, 2]),
        "scale": np.array(0.03),
    }
    made = [numpy_helper.from_array(np.asarray(value, np.float32), name) for name, value in constants.items()]
    made.append(numpy_helper.from_array(np.array(7, np.uint8), "zero"))
    nodes = [
        helper.make_node("Conv", ["x", "w1"], ["a"], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("QuantizeLinear", ["b", "scale", "zero"], ["q"]),
        helper.make_node("DequantizeLinear", ["q", "scale", "zero"], ["c"]),
        helper.make_node("MaxPool", ["c"], ["d"], kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1),
        helper.make_node("Conv", ["d", "w2"], ["e"], pads=[2, 2, 2, 2], dilations=[2, 2]),
        helper.make_node("Resize", ["e", "", "scales"], ["f"], mode="linear"),
        helper.make_node("Concat", ["f", "c"], ["g"], axis=1),
        helper.make_node("Conv", ["g", "w3"], ["h"]),
        helper.make_node("Sigmoid", ["h"], ["y"]),
    ]
    given, answer = (
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, count, 64, 64])
        for name, count in (("x", 3), ("y", 1))
    )
    graph = helper.make_graph(nodes, "small", [given], [answer], made)
    data: bytes = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8
    ).SerializeToString()
    return data


def test_a_graphics_processor_says_what_webassembly_says(page: Studio) -> None:
    """The whole path on a software adapter. U-2-Net's small form does not finish there within minutes."""
    ways = [["inference", "ort.wasm.min.mjs", "wasm"], ["webgpu", "ort.jspi.min.mjs", "webgpu"]]
    network = base64.b64encode(small_network()).decode()
    wasm, graphics = (np.array(one) for one in page.page.evaluate(ANSWERS, [network, [1, 3, 64, 64], ways]))
    assert wasm.shape == graphics.shape == (64 * 64,)
    assert wasm.std() > 0.02  # an answer, not a constant
    assert np.abs(wasm - graphics).max() < 0.02 and np.abs(wasm - graphics).mean() < 0.001
    page.watch.check()
