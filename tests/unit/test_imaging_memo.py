"""What is kept between two drawings changes no pixel."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imaging.adjustments import Adjustments
from imaging.compositor import draw
from imaging.layers import Fill, Layer, Placement, Scene, Shadow, Shape
from imaging.memo import BUDGET, LARGEST, Memo
from imaging.options import Region
from tests.unit.layered import GIVEN, SIZE, photo

WHOLE = Region(0, 0, *SIZE)
LAYERS = (
    Layer("ground", Fill("linear", "#204060", "#f0e0c0")),
    Layer("shadow", Shadow("cutout"), opacity=0.5),
    photo(source="cutout"),
    Layer("star", Shape("star", 60, 60, "#20c040"), Placement(80, 60, rotation=12), 0.7, "multiply"),
    Layer("box", Shape("rectangle", 50, 20, "#c02040"), Placement(150, 90)),
)


@st.composite
def scenes(draws: st.DrawFn) -> Scene:
    """The layers with some of them changed, hidden or moved in the stack."""
    layers = list(LAYERS)
    for i in draws(st.lists(st.integers(0, len(layers) - 1), max_size=3)):
        layers[i] = draws(
            st.sampled_from(
                [
                    replace(layers[i], opacity=0.3),
                    replace(layers[i], visible=False),
                    replace(layers[i], blend="screen"),
                    replace(layers[i], adjustments=Adjustments(exposure=1.0)),
                    replace(layers[i], placement=replace(layers[i].placement, x=60.0, rotation=5.0)),
                ]
            )
        )
    return Scene(*SIZE, tuple(draws(st.sampled_from([layers, layers[::-1], layers[1:], layers[:3]]))))


@settings(deadline=None)
@given(st.lists(scenes(), min_size=2, max_size=6), st.sampled_from([SIZE, (120, 80)]))
def test_drawing_on_from_what_was_kept_is_drawing_anew(given: list[Scene], size: tuple[int, int]) -> None:
    memo = Memo()
    for scene in (*given, *given):
        kept, fresh = draw(GIVEN, scene, WHOLE, size, memo), draw(GIVEN, scene, WHOLE, size)
        assert kept.mode == fresh.mode
        assert kept.tobytes() == fresh.tobytes()


def test_a_layer_that_changes_is_drawn_on_what_lies_below() -> None:
    memo = Memo()
    for exposure in (0.1, 0.2, 0.3):
        changed = replace(LAYERS[2], adjustments=Adjustments(exposure=exposure))
        draw(GIVEN, Scene(*SIZE, (*LAYERS[:2], changed, *LAYERS[3:])), WHOLE, SIZE, memo)
    assert memo._ground is not None
    assert len(memo._ground[0]) == 2


def test_the_tiles_have_a_budget_and_files_are_not_kept() -> None:
    memo = Memo()
    tile = (photo_of(2000), (0, 0))
    for number in range(20):
        memo.once(number, lambda: tile)
    assert memo._held <= BUDGET
    huge = (photo_of(round((LARGEST / 4) ** 0.5) + 10), (0, 0))
    before = memo._held
    assert memo.once("huge", lambda: huge) is huge
    assert memo._held == before
    memo.clear()
    assert memo._held == 0


def photo_of(side: int) -> Image.Image:
    return Image.new("RGBA", (side, side))
