"""What is done to whole layers: each is one step with a name, and nothing moves that is locked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

import words
from editor.document import CUTOUT, PHOTO, Document
from editor.guide import Guide
from editor.layering import Layering
from imaging.layers import BLEND_MODES, Layer, Placement, Shadow, Shape

from .editor_fakes import Desk, cut

BOX = Layer("box", Shape("rectangle", 100, 80), Placement(150, 100))
STAR = Layer("star", Shape("star", 60, 60), Placement(400, 300))
DOT = Layer("dot", Shape("ellipse", 20, 20), Placement(500, 50))


class Bench:
    """A photo of 600 x 400 with a box, a star and a dot over it."""

    def __init__(self, *selected: str, cutout: bool = False, **box: object) -> None:
        self.desk = asyncio.run(Desk().opened())
        document = cut(self.desk.document) if cutout else self.desk.document
        for layer in (replace(BOX, **box), STAR, DOT):  # type: ignore[arg-type]
            document = document.with_added(layer)
        self.desk.session.edits.record(document, "start")
        self.layering = Layering(self.desk.store, self.desk.session.edits)
        self.desk.store.arrange(selected=selected)

    @property
    def document(self) -> Document:
        return self.desk.document

    @property
    def selected(self) -> tuple[str, ...]:
        return self.desk.store.state.desk.selected

    @property
    def ids(self) -> list[str]:
        return [layer.id for layer in self.document.layers]

    @property
    def said(self) -> str:
        return self.desk.store.state.said

    @property
    def steps(self) -> list[str]:
        history = self.desk.store.state.history
        assert history is not None
        return [words.step_said(step.label) for step in history.steps[2:]]

    def layer(self, id: str) -> Layer:
        layer = self.document.layer(id)
        assert layer is not None
        return layer

    def place(self, id: str) -> Placement:
        return self.layer(id).placement


# choosing


def test_one_is_chosen_several_or_none() -> None:
    bench = Bench()
    bench.layering.choose("box")
    bench.layering.choose("star", add=True)
    assert bench.selected == ("box", "star")
    bench.layering.choose("box", add=True)
    assert bench.selected == ("star",)
    bench.layering.choose("")
    assert bench.selected == ()
    assert bench.steps == []


def test_all_are_all_that_are_seen_and_can_move() -> None:
    bench = Bench(cutout=True, locked=True)
    bench.layering.choose_all()
    assert bench.selected == (CUTOUT, "star", "dot")


def test_the_next_one_up_and_down_goes_round_and_is_said() -> None:
    bench = Bench("star")
    bench.layering.choose_next(1)
    assert bench.selected == ("dot",)
    bench.layering.choose_next(1)
    assert bench.selected == (PHOTO,)
    bench.layering.choose_next(-1)
    assert bench.selected == ("dot",)
    assert bench.said == "Chosen: Ellipse."


# one layer


def test_a_layer_is_locked_and_unlocked() -> None:
    bench = Bench()
    bench.layering.lock("box")
    assert bench.layer("box").locked
    bench.layering.lock("box")
    assert not bench.layer("box").locked
    assert bench.steps == ["Lock Rectangle", "Unlock Rectangle"]
    bench.layering.lock("nobody")
    assert len(bench.steps) == 2


def test_a_layer_gets_a_name_of_some_length() -> None:
    bench = Bench()
    bench.layering.rename("box", "Frame")
    assert bench.layer("box").name == "Frame"
    assert bench.steps == ["Rename to Frame"]
    bench.layering.rename("box", "x" * 500)
    assert len(bench.layer("box").name) == 80
    bench.layering.rename("nobody", "Frame")


def test_the_eye_hides_and_shows() -> None:
    bench = Bench()
    bench.layering.toggle("box")
    assert not bench.layer("box").visible
    bench.layering.toggle("box")
    assert bench.layer("box").visible


@pytest.mark.parametrize("mode", BLEND_MODES)
def test_all_chosen_layers_are_blended(mode: str) -> None:
    bench = Bench("box", "star", blend="darken" if mode == "normal" else "normal")
    bench.layering.blend(mode)
    assert [bench.layer(name).blend for name in ("box", "star", "dot")] == [mode, mode, "normal"]
    assert len(bench.steps) == 1


def test_a_blend_mode_that_there_is_none_of_changes_nothing() -> None:
    bench = Bench("box")
    bench.layering.blend("dissolve")
    assert bench.steps == []


def test_fading_is_one_step_until_it_settles_and_has_limits() -> None:
    bench = Bench("box")
    for opacity in (0.9, 0.5, -3.0):
        bench.layering.fade(opacity)
    assert bench.layer("box").opacity == 0
    bench.layering.fade(7.0)
    bench.layering.settle()
    assert (bench.layer("box").opacity, bench.steps) == (1.0, [])
    bench.layering.fade(0.4)
    bench.layering.settle()
    bench.layering.fade(0.3)
    assert bench.steps == ["Opacity", "Opacity"]


def test_without_a_choice_the_subject_is_acted_on() -> None:
    bench = Bench(cutout=True)
    bench.layering.fade(0.5)
    assert [layer.opacity for layer in bench.document.layers] == [1.0, 0.5, 1.0, 1.0, 1.0]


def test_changes_with_one_mark_are_one_step() -> None:
    bench = Bench()
    for radius in (1.0, 2.0, 3.0):
        changed = replace(bench.layer("box"), content=Shape("rectangle", 100, 80, radius=radius))
        bench.layering.change(changed, "add-shape", "radius")
    assert len(bench.steps) == 1
    bench.layering.change(replace(bench.layer("box"), opacity=0.5), "add-shape")
    assert len(bench.steps) == 2


# adding and removing


@pytest.mark.parametrize(
    ("kind", "size", "line"),
    [("rectangle", (133, 133), 0), ("star", (133, 133), 0), ("line", (133, 40), 8), ("arrow", (133, 40), 8)],
)
def test_a_shape_comes_into_the_middle_on_top_and_is_chosen(kind: str, size: tuple[int, int], line: int) -> None:
    bench = Bench()
    bench.layering.add_shape(kind)
    layer = bench.document.layers[-1]
    assert isinstance(layer.content, Shape)
    assert (layer.id, layer.placement, layer.box, layer.content.line) == ("shape-1", Placement(300, 200), size, line)
    assert bench.selected == ("shape-1",)
    assert bench.steps == ["Add a shape"]


def test_a_shadow_lies_below_what_casts_it_and_changes_its_kind_there() -> None:
    bench = Bench("star")
    bench.layering.shadow("drop")
    assert bench.ids == [PHOTO, "box", "shadow-1", "star", "dot"]
    assert bench.layer("shadow-1").content == Shadow("star", "drop")
    bench.layering.shadow("reflection")
    assert bench.ids == [PHOTO, "box", "shadow-1", "star", "dot"]
    assert bench.layer("shadow-1").content == Shadow("star", "reflection")


def test_what_cannot_cast_a_shadow_says_so() -> None:
    bench = Bench("star")
    bench.layering.shadow("drop")
    bench.layering.choose("shadow-1")
    bench.layering.shadow("drop")
    assert "cannot cast a shadow" in bench.said
    bench.layering.choose("")
    bench.layering.shadow("drop")
    assert "Remove the background first" in bench.said
    assert len(bench.ids) == 5


def test_the_cut_out_casts_a_shadow() -> None:
    bench = Bench(cutout=True)
    bench.layering.shadow("contact")
    assert bench.ids[:3] == [PHOTO, "shadow-1", CUTOUT]


def test_copies_lie_aside_and_are_chosen() -> None:
    bench = Bench("box", "star")
    bench.layering.duplicate()
    assert bench.ids == [PHOTO, "box", "star", "copy-1", "copy-2", "dot"]
    assert bench.selected == ("copy-1", "copy-2")
    assert bench.place("copy-1") == Placement(162, 112)  # 3 % of the shorter side
    assert bench.steps == ["Duplicate"]
    bench.layering.duplicate()
    assert {"copy-3", "copy-4"} <= set(bench.ids)


def test_chosen_layers_go_and_locked_ones_stay() -> None:
    bench = Bench("box", "star", locked=True)
    bench.layering.remove()
    assert bench.ids == [PHOTO, "box", "dot"]
    assert (bench.selected, bench.steps) == ((), ["Delete"])
    bench.layering.choose("box")
    bench.layering.remove()
    assert "locked layers and the last layer stay" in bench.said
    assert bench.ids == [PHOTO, "box", "dot"]


def test_the_last_layer_cannot_be_deleted() -> None:
    bench = Bench("box", "star", "dot", PHOTO)
    bench.layering.remove()
    assert bench.ids == [PHOTO, "box", "star", "dot"]
    assert "last layer" in bench.said


# order


@pytest.mark.parametrize(
    ("way", "ids"),
    [
        ("front", ["photo", "star", "dot", "box"]),
        ("back", ["box", "photo", "star", "dot"]),
        ("forward", ["photo", "star", "box", "dot"]),
        ("backward", ["box", "photo", "star", "dot"]),
    ],
)
def test_layers_go_through_the_stack(way: str, ids: list[str]) -> None:
    bench = Bench("box")
    bench.layering.order(way)
    assert bench.ids == ids
    assert len(bench.steps) == 1
    other = Bench()
    other.layering.order(way, "box")
    assert (other.ids, other.selected) == (ids, ())


def test_what_lies_in_front_already_makes_no_step_and_says_so() -> None:
    bench = Bench("dot")
    bench.layering.order("front")
    assert bench.steps == []
    assert "already" in bench.said


@pytest.mark.parametrize(
    ("index", "ids"), [(0, ["star", "photo", "box", "dot"]), (99, ["photo", "box", "dot", "star"])]
)
def test_a_layer_is_put_at_a_place_of_the_stack(index: int, ids: list[str]) -> None:
    bench = Bench()
    bench.layering.place("star", index)
    assert bench.ids == ids
    bench.layering.place("nobody", 0)
    assert bench.ids == ids


# place


@pytest.mark.parametrize(
    ("edge", "place"),
    [
        ("left", Placement(50, 100)),
        ("centre", Placement(300, 100)),
        ("right", Placement(550, 100)),
        ("top", Placement(150, 40)),
        ("middle", Placement(150, 200)),
        ("bottom", Placement(150, 360)),
    ],
)
def test_one_layer_is_aligned_to_the_canvas(edge: str, place: Placement) -> None:
    bench = Bench("box")
    bench.layering.align(edge)
    assert bench.place("box") == place


def test_several_layers_are_aligned_to_each_other() -> None:
    bench = Bench("box", "star")
    bench.layering.align("left")
    assert (bench.place("box").x, bench.place("star").x) == (150, 130)
    assert bench.steps == ["Align left edges"]


def test_three_layers_are_spread_evenly() -> None:
    bench = Bench("box", "star", "dot")
    bench.layering.distribute("x")
    assert (bench.place("box").x, bench.place("star").x, bench.place("dot").x) == (150, 345, 500)
    bench.layering.distribute("x")
    assert len(bench.steps) == 1
    assert "already" in bench.said


def test_mirrored_and_turned_about_their_middle() -> None:
    bench = Bench("box")
    bench.layering.flip("x")
    assert bench.place("box") == Placement(150, 100, -1, 1)
    bench.layering.flip("x")
    bench.layering.turn(90)
    assert bench.place("box") == Placement(150, 100, 1, 1, 90)
    assert bench.steps == ["Flip sideways", "Flip sideways", "Turn"]


def test_a_row_of_nudges_is_one_step() -> None:
    bench = Bench("box")
    for _ in range(10):
        bench.layering.nudge(1, -1)
    assert bench.place("box") == Placement(160, 90)
    assert bench.steps == ["Move"]


def test_a_place_in_numbers() -> None:
    bench = Bench("box")
    bench.layering.put(Placement(1, 2, 3, 4, 5), "x")
    assert bench.place("box") == Placement(1, 2, 3, 4, 5)


@pytest.mark.parametrize(("cover", "scale"), [(False, 5.0), (True, 6.0)])
def test_a_layer_is_fitted_into_the_canvas_or_covers_it(cover: bool, scale: float) -> None:
    bench = Bench("box")
    bench.layering.fit(cover)
    assert bench.place("box") == Placement(300, 200, scale, scale)


MOVES: dict[str, Callable[[Layering], None]] = {
    "align": lambda layering: layering.align("right"),
    "flip": lambda layering: layering.flip("x"),
    "turn": lambda layering: layering.turn(90),
    "nudge": lambda layering: layering.nudge(1, 1),
    "put": lambda layering: layering.put(Placement(1, 1)),
    "fit": lambda layering: layering.fit(True),
    "order": lambda layering: layering.order("front"),
}


@pytest.mark.parametrize("name", MOVES)
def test_what_is_locked_stays_and_says_why(name: str) -> None:
    bench = Bench("box", locked=True)
    MOVES[name](bench.layering)
    assert bench.steps == []
    assert (bench.place("box"), bench.ids) == (BOX.placement, [PHOTO, "box", "star", "dot"])
    assert bench.said == "The layer is locked. Unlock it in the list of layers to move it."


# guides


def test_guides_go_through_the_middle_once_and_go() -> None:
    bench = Bench()
    for axis in ("x", "y", "x"):
        bench.layering.guide(axis)
    assert bench.document.guides == (Guide("x", 300), Guide("y", 200))
    bench.layering.clear_guides()
    assert bench.document.guides == ()
    assert len(bench.steps) == 3
