"""The tool Arrange by its gestures: choosing, moving, sizing, turning, and what each leaves in the history."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

import words
from editor.document import Document
from editor.tools.arrange import ALL, CORNERS, Arrange
from editor.tools.port import Context, Frame, Pointer
from imaging.layers import Layer, Placement, Shape, Text

from .editor_fakes import Desk, FakeSurface

BOX = Layer("box", Shape("rectangle", 100, 80), Placement(150, 100))
STAR = Layer("star", Shape("star", 60, 60), Placement(400, 300))
NEAR, FAR = Pointer(150, 100), Pointer(400, 300)
"""On the box, and on the star."""


class Bench:
    """An open photo (600 x 400, locked) with a box and a star on it, and the tool."""

    def __init__(self, *layers: Layer, selected: tuple[str, ...] = ()) -> None:
        self.desk = asyncio.run(Desk().opened())
        photo = replace(self.desk.document.layers[0], locked=True)
        document = self.desk.document.with_layers((photo, *(layers or (BOX, STAR))))
        self.desk.session.edits.record(document, "start")
        self.surface = FakeSurface()
        self.ran: list[str] = []
        context = Context(self.desk.store, self.desk.session.edits, self.surface, self.ran.append)
        self.tool = Arrange(context)
        self.desk.store.arrange(selected=selected)
        self.tool.enter()

    @property
    def document(self) -> Document:
        return self.desk.document

    @property
    def selected(self) -> tuple[str, ...]:
        return self.desk.store.state.desk.selected

    @property
    def steps(self) -> list[str]:
        history = self.desk.store.state.history
        assert history is not None
        return [words.step_said(step.label) for step in history.steps[2:]]

    def place(self, id: str) -> Placement:
        layer = self.document.layer(id)
        assert layer is not None
        return layer.placement

    def carried(self, id: str) -> Placement:
        """Where the layer is shown while it is dragged."""
        return next(layer.placement for layer in self.surface.carried[-1] if layer.id == id)

    def click(self, at: Pointer) -> bool:
        taken = self.tool.down(at)
        self.tool.up(at)
        return taken

    def drag(self, start: Pointer, *ways: Pointer) -> None:
        """From `start` over all of `ways`; the last is where it ends."""
        self.tool.down(start)
        for way in ways:
            self.tool.move(way)
        self.tool.up(ways[-1])

    @property
    def frame(self) -> Frame:
        return self.tool.marks().frames[-1]


def at(x: float, y: float, **held: object) -> Pointer:
    return Pointer(x, y, **{"mod": True, **held})  # type: ignore[arg-type]  # without snapping


# choosing


def test_a_click_chooses_what_lies_under_it_and_is_no_step() -> None:
    bench = Bench()
    assert bench.click(NEAR)
    assert bench.selected == ("box",)
    bench.click(FAR)
    assert bench.selected == ("star",)
    assert bench.steps == []
    assert bench.surface.lifted[-1] == ("star",)


def test_a_click_beside_everything_chooses_nothing() -> None:
    bench = Bench(selected=("box",))
    bench.click(Pointer(550, 20))
    assert bench.selected == ()


def test_each_of_several_is_framed_and_all_together_last() -> None:
    bench = Bench(selected=("box", "star"))
    frames = bench.tool.marks().frames
    assert [frame.handles for frame in frames] == [(), (), CORNERS]


@pytest.mark.parametrize("held", ["shift", "mod"])
def test_with_shift_or_ctrl_several_are_chosen_and_left(held: str) -> None:
    bench = Bench(selected=("box",))
    bench.click(replace(FAR, **{held: True}))
    assert bench.selected == ("box", "star")
    bench.click(replace(NEAR, **{held: True}))
    assert bench.selected == ("star",)


def test_a_click_into_a_frame_chooses_what_lies_highest_there() -> None:
    big = Layer("big", Shape("rectangle", 500, 350), Placement(300, 200))
    bench = Bench(big, BOX, selected=("big",))
    bench.click(NEAR)
    assert bench.selected == ("box",)


def test_a_band_chooses_all_that_lies_within_it() -> None:
    bench = Bench()
    bench.drag(Pointer(460, 360), Pointer(300, 200), Pointer(90, 50))
    assert bench.selected == ("box", "star")
    bench.drag(Pointer(90, 50), Pointer(210, 150))
    assert bench.selected == ("box",)
    assert bench.steps == []


def test_a_band_is_drawn_while_it_is_dragged() -> None:
    bench = Bench()
    bench.tool.down(Pointer(50, 50))
    assert bench.tool.marks().band == ()
    bench.tool.move(Pointer(80, 90))
    assert bench.tool.marks().band == (50, 50, 30, 40)
    bench.tool.cancel()
    assert bench.tool.marks().band == ()


def test_a_finger_beside_everything_pans() -> None:
    bench = Bench()
    assert not bench.tool.down(Pointer(550, 20, kind="touch"))
    assert bench.tool.down(replace(NEAR, kind="touch"))


def test_another_button_is_not_the_tools() -> None:
    bench = Bench()
    assert not bench.tool.down(replace(NEAR, button=1))


@pytest.mark.parametrize("change", [{"locked": True}, {"visible": False}])
def test_what_is_locked_or_hidden_is_not_hit_by_a_click(change: dict[str, bool]) -> None:
    bench = Bench(replace(BOX, **change), STAR)  # type: ignore[arg-type]
    bench.click(NEAR)
    assert bench.selected == ()


# moving


def test_a_drag_moves_the_layer_as_one_step_and_only_shows_it_until_then() -> None:
    bench = Bench()
    bench.tool.down(NEAR)
    for x in range(160, 251, 10):
        bench.tool.move(at(x, 120))
        assert bench.document.layer("box") == BOX
        assert bench.carried("box") == Placement(x, 120)
    bench.tool.up(at(250, 120))
    assert bench.place("box") == Placement(250, 120)
    assert bench.selected == ("box",)
    assert bench.steps == ["Move"]
    bench.desk.session.edits.undo()
    assert bench.document.layer("box") == BOX


def test_a_press_that_hardly_moves_is_a_click() -> None:
    bench = Bench()
    bench.drag(NEAR, at(152, 101))
    assert bench.place("box") == BOX.placement
    assert bench.steps == []
    far_out = Pointer(150, 100, reach=10)
    bench.drag(far_out, replace(far_out, x=175))  # 2.5 CSS pixels
    assert bench.steps == []


def test_chosen_layers_move_together() -> None:
    bench = Bench(selected=("box", "star"))
    bench.drag(NEAR, at(160, 130))
    assert (bench.place("box"), bench.place("star")) == (Placement(160, 130), Placement(410, 330))


def test_a_drag_on_another_layer_moves_that_one_alone() -> None:
    bench = Bench(selected=("box",))
    bench.drag(FAR, at(410, 310))
    assert (bench.place("box"), bench.place("star")) == (BOX.placement, Placement(410, 310))


def test_near_a_line_a_layer_snaps_and_the_line_is_shown() -> None:
    bench = Bench()
    bench.tool.down(NEAR)
    bench.tool.move(Pointer(296, 160))  # the middle of the canvas is at 300, 200
    assert bench.carried("box").x == 300
    assert (300.0, 0.0, 300.0, 400.0) in bench.tool.marks().lines
    bench.tool.move(Pointer(296, 160, mod=True))
    assert bench.carried("box").x == 296
    assert bench.tool.marks().lines == ()
    bench.tool.up(Pointer(296, 160, mod=True))
    assert bench.tool.marks().lines == ()


def test_snapping_reaches_as_far_on_the_screen_at_every_zoom() -> None:
    bench = Bench()
    bench.drag(Pointer(150, 100, reach=0.1), Pointer(296, 155, reach=0.1))
    assert bench.place("box").x == 296


def test_with_shift_a_layer_moves_along_one_axis() -> None:
    bench = Bench(selected=("box",))
    bench.tool.down(NEAR)
    bench.tool.move(at(190, 120, shift=True))
    assert bench.carried("box") == Placement(190, 100)
    bench.tool.move(at(160, 190, shift=True))
    assert bench.carried("box") == Placement(150, 190)


def test_with_shift_snapping_does_not_leave_the_axis() -> None:
    bench = Bench(selected=("box",))
    bench.tool.down(NEAR)
    bench.tool.move(Pointer(297, 103, shift=True))
    assert bench.carried("box") == Placement(300, 100)


def test_a_locked_layer_does_not_move_and_has_no_handles() -> None:
    bench = Bench(replace(BOX, locked=True), STAR, selected=("box",))
    assert bench.frame.handles == ()
    bench.drag(NEAR, at(250, 120))
    assert bench.place("box") == BOX.placement
    assert bench.steps == []


def test_of_several_the_locked_one_stays() -> None:
    bench = Bench(replace(BOX, locked=True), STAR, selected=("box", "star"))
    bench.drag(FAR, at(410, 320))
    assert (bench.place("box"), bench.place("star")) == (BOX.placement, Placement(410, 320))


# sizing and turning


def test_a_corner_keeps_the_ratio_and_the_corner_across() -> None:
    bench = Bench(selected=("box",))
    assert bench.frame.handles == ALL
    bench.drag(Pointer(200, 140), at(300, 220))
    assert bench.place("box") == Placement(200, 140, 2, 2)
    assert bench.steps == ["Resize"]


def test_with_shift_a_corner_is_free_and_a_side_keeps_the_ratio() -> None:
    bench = Bench(selected=("box",))
    bench.drag(Pointer(200, 140), at(300, 140, shift=True))
    assert bench.place("box") == Placement(200, 100, 2, 1)
    bench.desk.session.edits.undo()
    bench.drag(Pointer(200, 100), at(300, 100, shift=True))
    assert (bench.place("box").scale_x, bench.place("box").scale_y) == (2, 2)


def test_a_side_stretches_and_with_alt_the_middle_stays() -> None:
    bench = Bench(selected=("box",))
    bench.drag(Pointer(200, 100), at(250, 100))
    assert bench.place("box") == Placement(175, 100, 1.5, 1)
    bench.desk.session.edits.undo()
    bench.drag(Pointer(200, 100), at(250, 100, alt=True))
    assert bench.place("box") == Placement(150, 100, 2, 1)


def test_the_size_is_told_while_it_changes() -> None:
    bench = Bench(selected=("box",))
    bench.tool.down(Pointer(200, 140))
    bench.tool.move(at(300, 220))
    assert bench.frame.tag == "200 × 160"
    bench.tool.up(at(300, 220))
    assert bench.frame.tag == ""


def test_the_stalk_turns_and_with_shift_by_steps() -> None:
    bench = Bench(selected=("box",))
    stalk = Pointer(150, 34)
    bench.drag(stalk, at(216, 100))
    assert bench.place("box") == Placement(150, 100, rotation=90)
    assert bench.steps == ["Turn"]
    bench.desk.session.edits.undo()
    bench.tool.down(stalk)
    bench.tool.move(at(175, 40, shift=True))
    assert bench.carried("box").rotation in (15, 30)
    bench.tool.cancel()


def test_a_group_is_sized_and_turned_as_one() -> None:
    bench = Bench(selected=("box", "star"))
    assert bench.frame.handles == CORNERS
    assert bench.frame.quad == ((100, 60), (430, 60), (430, 330), (100, 330))
    bench.drag(Pointer(430, 330), at(760, 600))
    assert bench.place("box") == Placement(200, 140, 2, 2)
    assert bench.place("star") == Placement(700, 540, 2, 2)
    bench.desk.session.edits.undo()
    bench.drag(Pointer(265, 34), at(426, 195))
    assert bench.place("star").rotation == pytest.approx(90)
    assert bench.steps == ["Turn"]


# giving up, hovering, keys


@pytest.mark.parametrize("start", [NEAR, Pointer(200, 140), Pointer(150, 34)], ids=["move", "size", "turn"])
def test_a_gesture_that_is_given_up_leaves_nothing(start: Pointer) -> None:
    bench = Bench(selected=("box",))
    bench.tool.down(start)
    bench.tool.move(at(start.x + 70, start.y + 50))
    assert bench.tool.cancel()
    assert bench.surface.carried[-1] == ()
    bench.tool.up(at(start.x + 70, start.y + 50))
    assert (bench.document.layer("box"), bench.steps) == (BOX, [])
    assert not bench.tool.cancel()


def test_leaving_gives_up_what_was_begun() -> None:
    bench = Bench()
    bench.tool.down(NEAR)
    bench.tool.move(at(250, 200))
    bench.tool.leave()
    assert bench.surface.carried[-1] == ()


def test_a_gesture_that_comes_back_is_no_step() -> None:
    bench = Bench()
    bench.drag(NEAR, at(250, 200), at(150, 100))
    assert bench.steps == []
    assert bench.surface.carried[-1] == ()


def test_the_pointer_tells_what_a_press_would_do() -> None:
    bench = Bench(selected=("box",))
    looks = {(150, 100): "move", (200, 140): "nwse-resize", (150, 34): "grab", (400, 300): "move", (550, 20): "default"}
    for (x, y), look in looks.items():
        bench.tool.hover(Pointer(x, y))
        assert bench.tool.cursor == look, (x, y)


def test_what_lies_under_the_pointer_is_framed_until_the_pointer_goes() -> None:
    bench = Bench(selected=("box",))
    bench.tool.hover(FAR)
    assert [frame.handles for frame in bench.tool.marks().frames] == [(), ALL]
    bench.tool.out()
    assert [frame.handles for frame in bench.tool.marks().frames] == [ALL]


@pytest.mark.parametrize(
    ("key", "shift", "place"),
    [
        ("ArrowLeft", False, Placement(149, 100)),
        ("ArrowRight", True, Placement(160, 100)),
        ("ArrowUp", True, Placement(150, 90)),
        ("ArrowDown", False, Placement(150, 101)),
    ],
)
def test_arrows_move_by_pixels(key: str, shift: bool, place: Placement) -> None:
    bench = Bench(selected=("box",))
    assert bench.tool.key(key, shift, False)
    assert bench.place("box") == place


def test_a_row_of_arrows_is_one_step() -> None:
    bench = Bench(selected=("box",))
    for _ in range(5):
        bench.tool.key("ArrowRight", True, False)
    assert bench.place("box") == Placement(200, 100)
    assert bench.steps == ["Move"]


def test_keys_that_are_not_its_own_go_on() -> None:
    assert not Bench(selected=("box",)).tool.key("x", False, False)
    assert not Bench(selected=("box",)).tool.key("ArrowLeft", False, True)
    assert not Bench().tool.key("ArrowLeft", False, False)
    assert not Bench(replace(BOX, locked=True), selected=("box",)).tool.key("ArrowLeft", False, False)


def test_a_double_click_on_a_text_opens_it() -> None:
    text = Layer("text", Text("Sale", 200, 60), Placement(300, 100))
    bench = Bench(text, STAR)
    assert bench.tool.double(Pointer(300, 100))
    assert (bench.selected, bench.ran) == (("text",), ["task-text"])
    assert not bench.tool.double(FAR)
