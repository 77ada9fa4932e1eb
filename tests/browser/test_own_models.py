"""A person's own network: one more choice, or a refusal that loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.studio import Studio
from tests.browser.test_models import FINE, cut


def network(folder: Path, body: list[Any], size: int = 64, name: str = "own.onnx") -> Path:
    """An ONNX file from "x" (1, 3, size, size) to "y"."""
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, size, size])
    answer = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    constants = [item for item in body if isinstance(item, TensorProto)]
    nodes = [item for item in body if not isinstance(item, TensorProto)]
    graph = helper.make_graph(nodes, "own", [given], [answer], constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(made, str(folder / name))
    return folder / name


def add_model(studio: Studio, file: Path, size: int) -> None:
    """Fills the form of *Add a model*, which is closed, and sends it."""
    rows = studio.page.get_by_role("group", name="Cut-out models")
    rows.get_by_role("button", name="Add a model").click()
    rows.get_by_label("Model file").set_input_files(file)
    rows.get_by_label("Name of the model").fill(file.stem)
    side = rows.get_by_role("textbox", name="Input size")
    side.fill(str(size))
    side.press("Tab")
    rows.get_by_role("button", name="Add this model").click()


def test_a_persons_own_network_is_one_more_choice(visit: Visit, jar: bytes, tmp_path: Path) -> None:
    here = visit().visit().ready()
    here.open("jar.jpg", jar)
    here.page.get_by_role("button", name="Settings", exact=True).first.click()
    # The brightness of red is its idea of a subject: (1, 3, 64, 64) -> (1, 1, 64, 64).
    first = helper.make_node("Slice", ["x", "from", "to", "axis"], ["y"])
    numbers = [helper.make_tensor(name, TensorProto.INT64, [1], [value]) for name, value in
               (("from", 0), ("to", 1), ("axis", 1))]  # fmt: skip
    add_model(here, network(tmp_path, [first, *numbers], name="reds.onnx"), 64)
    here.says("reds is one of the models now.")
    here.page.keyboard.press("Escape")
    expect(here.select("Model").locator("option:checked")).to_have_text("reds")
    cut(here)
    assert here.count("cutout:first") == 1
    here.page.reload()
    here.ready()
    here.open("jar.jpg", jar)
    expect(here.select("Model")).to_have_value("auto")  # nobody asked to keep it


def test_a_file_that_is_no_network_of_pictures_is_refused_and_nothing_is_lost(
    visit: Visit, jar: bytes, tmp_path: Path
) -> None:
    here = visit().visit().ready()
    here.open("jar.jpg", jar)
    here.page.get_by_role("button", name="Settings", exact=True).first.click()
    rows = here.page.get_by_role("group", name="Cut-out models")
    wrong = rows.locator(".wrong").last
    text = tmp_path / "text.onnx"
    text.write_text("not a network")
    add_model(here, text, 64)
    expect(wrong).to_contain_text("is no ONNX network that runs here", timeout=FINE)
    rows.get_by_role("button", name="Add a model").click()
    same = network(tmp_path, [helper.make_node("Identity", ["x"], ["y"])], name="same.onnx")
    add_model(here, same, 128)
    expect(wrong).to_contain_text("is not a mask of the photo", timeout=FINE)
    rows.get_by_role("button", name="Add a model").click()
    shape = helper.make_tensor("shape", TensorProto.INT64, [4], [1, 3, 12_000, 12_000])
    one = [helper.make_node("ReduceMax", ["x"], ["m"], keepdims=1), helper.make_node("Expand", ["m", "shape"], ["y"])]
    add_model(here, network(tmp_path, [*one, shape], name="eater.onnx"), 64)
    expect(wrong).to_contain_text("needs more memory", timeout=FINE)
    here.page.keyboard.press("Escape")
    cut(here)
    expect(here.select("Model")).to_have_value("auto")
