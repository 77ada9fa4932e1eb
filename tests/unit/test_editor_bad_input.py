"""What makes no sense to an editor: it is told in a sentence, nothing is lost, and undo works afterwards."""

from __future__ import annotations

from math import inf, isfinite

import numpy as np
import pytest

from editor import handles
from imaging.compositor import draw
from imaging.layers import Layer, Placement, Scene
from imaging.matrix import inverse, placed
from imaging.options import Region
from tests.unit.drawing_bench import Bench
from tests.unit.layered import BOX, GIVEN, TEXT, fill, soft
from tests.unit.test_editor_framing import Bench as Cropping

SCALES = [0.0, 1e-9, 1e-6, 1e6, -1e6, 0.0005]


@pytest.mark.parametrize(
    ("width", "height", "told"),
    [
        (0.2, 0, "at least one pixel"),
        (0, -5, "at least one pixel"),
        (0, 0, "at least one pixel"),
        (10_000, 10_000, "more than a picture may have"),
        (16_385, 10, "more than a picture may have"),
    ],
)
def test_a_crop_to_nothing_or_to_too_much_is_refused_in_words(width: float, height: float, told: str) -> None:
    bench = Cropping()
    before = bench.document
    bench.framing.loosen(True)
    bench.framing.size(width)
    if height:
        bench.framing.size(height=height)
    if width >= 1:
        bench.tool.key("Enter", False, False)
    assert told in bench.store.state.said
    assert bench.document is before
    bench.framing.reset()
    assert bench.drag((600, 400), (500, 300)) and bench.tool.key("Enter", False, False)
    assert bench.size() == (500, 300)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("content", [soft().content, TEXT, BOX], ids=["picture", "text", "shape"])
def test_a_layer_of_any_scale_is_drawn_chosen_and_undone(scale: float, content: object) -> None:
    bench = Bench()
    layer = Layer("layer-1", content, Placement(300, 200))  # type: ignore[arg-type]
    bench.edits.record(bench.document.with_added(layer), "add")
    before = bench.document
    bench.store.arrange(selected=("layer-1",))
    bench.layering.put(Placement(300, 200, scale, scale, 30))
    made = bench.document.layer("layer-1")
    assert made is not None and all(map(isfinite, handles.frame(made)))
    assert made.box is not None and all(map(isfinite, inverse(placed(made.placement, made.box))))
    for handle in ("nw", "e"):
        handles.resized(made, handle, 10, 10)  # type: ignore[arg-type]
    view = draw(GIVEN, Scene(640, 480, (fill("#ffffff"), made)), Region(0, 0, 640, 480), (160, 120))
    assert view.size == (160, 120)
    bench.layering.align("left")
    bench.edits.undo()
    while bench.document != before:
        bench.edits.undo()


@pytest.mark.parametrize("x", [-1e5, 1e9, 700])
def test_a_layer_off_the_canvas_is_not_lost(x: float) -> None:
    bench = Bench()
    layer = Layer("layer-1", BOX, Placement(300, 200))
    bench.edits.record(bench.document.with_added(layer), "add")
    bench.store.arrange(selected=("layer-1",))
    bench.layering.put(Placement(x, 200))
    scene = bench.document.layers[-1]
    view = np.asarray(draw(GIVEN, Scene(600, 400, (fill("#ffffff"), scene)), Region(0, 0, 600, 400), (60, 40)))
    assert x < 690 or view.min() == 255
    bench.layering.align("centre")
    back = bench.document.layer("layer-1")
    assert back is not None and back.placement.x == pytest.approx(300)
    bench.edits.undo()
    bench.edits.undo()
    assert bench.document.layer("layer-1") == layer


def test_ten_thousand_letters_are_drawn_on_time_and_undone() -> None:
    bench = Bench()
    bench.texting.add(10, 10, 400)
    short = bench.text
    bench.texting.settle()
    bench.texting.change("words", text="word " * 2000)
    assert len(bench.text.text) == 10_000
    seen = draw(GIVEN, Scene(600, 400, (fill("#ffffff"), bench.top)), Region(0, 0, 600, 400), (600, 400))
    assert seen.size == (600, 400)
    bench.edits.undo()
    assert bench.text == short


@pytest.mark.parametrize("number", [inf, -inf, float("nan")])
def test_a_place_that_is_none_changes_no_other_layer(number: float) -> None:
    scene = Scene(640, 480, (fill("#ffffff"), soft(Placement(number, 200)), soft(Placement(200, 200, number, 1))))
    view = np.asarray(draw(GIVEN, scene, Region(0, 0, 640, 480), (64, 48)))
    assert view.min() == 255
