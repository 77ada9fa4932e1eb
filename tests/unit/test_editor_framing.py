"""The crop in work: its tool with a fake canvas, how it ends, and what undo makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

import words
from editor.document import Document
from editor.edits import Edits
from editor.frames import Frame
from editor.framing import Framing
from editor.history import History
from editor.store import Store
from editor.tools.crop import CropTool
from editor.tools.port import Context, Pointer
from imaging.layers import Fill, Layer
from tests.unit.test_editor_crop import framed, photo


class FakeSurface:
    """A canvas that remembers what it was shown; also the view that edits draw on."""

    bytes = 0

    def __init__(self) -> None:
        self.viewed: tuple[object, ...] = ()
        self.previews: list[Document | None] = []
        self.marked = 0

    def lift(self, ids: tuple[str, ...]) -> None: ...

    def carry(self, layers: tuple[Layer, ...]) -> None: ...

    def preview(
        self,
        document: Document | None,
        origin: tuple[float, float] = (0.0, 0.0),
        turn: tuple[float, float, float] = (0.0, 0.0, 0.0),
    ) -> None:
        self.previews.append(document)

    def mark(self) -> None:
        self.marked += 1

    def colour_at(self, x: float, y: float) -> str:
        return ""

    def pan(self, dx: float, dy: float) -> None:
        self.viewed = ("pan", dx, dy)

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        self.viewed = ("zoom", x, y, factor)

    def show_part(self, x: float, y: float, width: float, height: float) -> None:
        self.viewed = ("part", x, y, width, height)

    def view_scale(self) -> float:
        return 1.0

    def show(self, document: Document, unveil: bool = False) -> None: ...

    async def drawn(self) -> None: ...

    def forget(self) -> None: ...


class Bench:
    """A photo, the tool, and the toolbox's part of the work."""

    def __init__(self, document: Document | None = None) -> None:
        self.surface, self.store = FakeSurface(), Store()
        self.store.change(history=History.of(document or photo(), "Opened"))
        edits = Edits(self.store, self.surface)
        self.jobs: list[Any] = []
        self.framing = Framing(self.store, edits, self.surface, self.run, self.jobs.append)
        self.store.watch(self.framing.follow)
        self.tool = CropTool(Context(self.store, edits, self.surface), self.framing)
        self.store.arrange(task="crop")
        self.tool.enter()

    def run(self, command: str) -> None:
        if command.startswith("task-"):
            self.store.arrange(task=command.removeprefix("task-"))
            self.tool.leave()

    def drag(self, start: tuple[float, float], end: tuple[float, float], kind: str = "mouse", **held: bool) -> bool:
        if not self.tool.down(Pointer(*start, kind=kind)):
            return False
        for share in (0.5, 1.0):
            x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            self.tool.move(Pointer(x, y, kind=kind, **held))
        self.tool.up(Pointer(*end, kind=kind))
        return True

    @property
    def frame(self) -> Frame:
        assert self.framing.crop is not None
        return self.framing.crop.frame

    @property
    def document(self) -> Document:
        return self.store.document

    def size(self) -> tuple[int, int]:
        return self.document.width, self.document.height


def test_a_handle_is_dragged_and_enter_applies_one_step() -> None:
    bench = Bench()
    assert bench.drag((600, 400), (500, 300))
    assert bench.frame == Frame(250, 150, 500, 300)
    assert bench.size() == (600, 400)
    assert bench.tool.key("Enter", False, False)
    assert bench.size() == (500, 300)
    assert bench.store.state.desk.task == "cutout"
    assert "500 × 300" in bench.store.state.said
    history = bench.store.state.history
    assert history is not None
    assert [words.step_said(step.label) for step in history.steps] == ["Opened", "Crop"]


def test_the_whole_side_is_a_handle_and_shift_keeps_the_ratio() -> None:
    bench = Bench()
    bench.drag((600, 130), (450, 130))
    assert bench.frame == Frame(225, 200, 450, 400)
    bench.drag((450, 400), (360, 400), shift=True)
    assert bench.frame.width / bench.frame.height == pytest.approx(450 / 400, abs=0.01)


def test_inside_the_frame_is_moved_and_on_the_whole_picture_drawn() -> None:
    bench = Bench()
    bench.drag((100, 100), (300, 250))
    assert bench.frame == Frame(200, 175, 200, 150)
    bench.drag((200, 175), (250, 175))
    assert bench.frame == Frame(250, 175, 200, 150)
    bench.drag((250, 175), (2000, 175))
    assert bench.frame == Frame(500, 175, 200, 150)


def test_outside_the_picture_is_straightened_live() -> None:
    bench = Bench()
    bench.drag((600, 400), (450, 300))
    shown = len(bench.surface.previews)
    bench.drag((560, 150), (560, 190))
    assert bench.framing.crop is not None
    assert 0 < bench.framing.crop.straighten < 10
    assert len(bench.surface.previews) > shown


def test_a_finger_pans_outside_unless_it_is_near_a_corner() -> None:
    bench = Bench()
    bench.drag((600, 400), (300, 200))
    assert not bench.drag((500, 100), (500, 200), kind="touch")
    assert bench.drag((340, 230), (330, 250), kind="touch")


def test_a_second_finger_gives_the_gesture_up_and_nothing_else() -> None:
    bench = Bench()
    bench.drag((600, 400), (500, 300))
    before = bench.frame
    bench.tool.down(Pointer(500, 300))
    bench.tool.move(Pointer(400, 200))
    assert bench.tool.cancel()
    assert bench.frame == before


def test_keys_move_and_size_the_frame() -> None:
    bench = Bench()
    bench.drag((600, 400), (400, 200))
    for key, shift, alt in (("ArrowRight", False, False), ("ArrowDown", True, False), ("ArrowLeft", False, True)):
        assert bench.tool.key(key, shift, alt)
    assert bench.frame == Frame(200.5, 110, 399, 200)
    assert not bench.tool.key("x", False, False)


def test_undo_goes_back_change_by_change() -> None:
    bench = Bench()
    bench.drag((600, 400), (500, 300))
    bench.framing.ratio("1:1")
    assert bench.framing.undo()
    assert bench.frame == Frame(250, 150, 500, 300)
    assert bench.framing.undo()
    assert bench.frame == Frame(300, 200, 600, 400)
    assert not bench.framing.undo()
    assert bench.framing.redo()
    assert bench.frame == Frame(250, 150, 500, 300)


def test_cancel_gives_the_crop_up() -> None:
    bench = Bench()
    bench.drag((600, 400), (500, 300))
    assert bench.tool.cancel()
    assert bench.size() == (600, 400)
    assert bench.store.state.desk.task == "cutout"
    assert bench.framing.crop is None
    assert not bench.jobs


@pytest.mark.parametrize("closed", [False, True])
def test_another_task_applies_what_was_framed_unless_the_photo_went(closed: bool) -> None:
    bench = Bench()
    bench.drag((600, 400), (500, 300))
    bench.run("task-adjust")
    assert bench.size() == (600, 400)
    if closed:
        bench.store.change(history=None)
    asyncio.run(bench.jobs.pop())
    if not closed:
        assert bench.size() == (500, 300)
        assert bench.store.state.desk.task == "adjust"
        assert bench.framing.crop is None


def test_a_size_of_nothing_is_refused_with_a_sentence() -> None:
    bench = Bench()
    bench.framing.size(width=0)
    assert "at least one pixel" in bench.store.state.said
    assert bench.frame == Frame(300, 200, 600, 400)


def test_a_canvas_that_is_too_large_is_refused_and_the_frame_stays() -> None:
    bench = Bench()
    bench.framing.loosen(True)
    bench.framing.size(width=20_000)
    bench.framing.apply()
    assert "20000 × 400" in bench.store.state.said
    assert bench.framing.crop is not None
    assert bench.size() == (600, 400)


def test_perspective_is_marked_by_four_corners() -> None:
    bench = Bench()
    bench.framing.mark(True)
    assert bench.framing.quad is not None
    corner = bench.framing.quad[0]
    bench.drag(corner, (corner[0] + 40, corner[1] + 30))
    bench.tool.key("Enter", False, False)
    assert bench.framing.quad is None
    assert bench.framing.is_changed
    bench.framing.apply()
    assert bench.document.layers[0].placement.warp


def test_escape_puts_the_corners_away_first() -> None:
    bench = Bench()
    bench.framing.mark(True)
    assert bench.tool.cancel()
    assert bench.framing.crop is not None
    assert bench.framing.quad is None


def test_turning_without_a_crop_is_one_step() -> None:
    bench = Bench()
    bench.run("task-arrange")
    bench.framing.turn(1)
    assert bench.size() == (400, 600)


def test_reset_brings_the_whole_picture_back() -> None:
    bench = Bench(framed(photo(), 100, 50, 300, 200))
    assert bench.frame == Frame(250, 150, 300, 200)
    bench.framing.reset()
    bench.framing.apply()
    assert bench.document == photo()


def test_the_corners_of_perspective_are_chosen_and_moved_by_keys() -> None:
    bench = Bench()
    assert not bench.tool.claims("3")
    bench.framing.mark(True)
    before = bench.framing.quad
    assert before is not None
    assert bench.tool.marks().source == ()
    for key, shift in (("3", False), ("ArrowLeft", False), ("ArrowUp", True)):
        assert bench.tool.key(key, shift, False)
    assert bench.tool.claims("3")
    assert bench.framing.quad == (*before[:2], (before[2][0] - 1, before[2][1] - 10), before[3])
    assert bench.tool.marks().source == bench.framing.quad[2]
    bench.framing.mark(True)
    assert bench.tool.marks().source == ()
    bench.tool.key("ArrowRight", False, False)
    assert bench.framing.quad[0] == (before[0][0] + 1, before[0][1])


def test_marks_are_the_frame_its_size_and_the_shade() -> None:
    bench = Bench()
    bench.drag((600, 400), (500, 300))
    marks = bench.tool.marks()
    assert marks.shade == (0, 0, 500, 300)
    assert marks.frames[0].tag == "500 × 300"
    assert marks.picture == ((0, 0), (600, 0), (600, 400), (0, 400))


@pytest.mark.parametrize(
    "change", [lambda f: f.swap(), lambda f: f.mirror("y"), lambda f: f.put(x=5), lambda f: f.reset()]
)
def test_nothing_happens_without_a_crop(change: Callable[[Framing], None]) -> None:
    bench = Bench()
    bench.store.change(history=None)
    bench.tool.leave()
    change(bench.framing)
    assert bench.framing.crop is None


def test_undoing_the_picture_begins_anew() -> None:
    bench = Bench()
    bench.drag((600, 400), (500, 300))
    bench.framing.settle()
    assert bench.size() == (500, 300)
    assert not bench.framing.is_changed
    Edits(bench.store, bench.surface).undo()
    bench.tool.changed()
    assert bench.frame == Frame(300, 200, 600, 400)


def test_gradients_are_shown_as_they_will_be_once_the_frame_is_the_canvas() -> None:
    photo_and_gradient = photo().with_added(Layer("fill-1", Fill("linear", angle=30)))
    bench = Bench(photo_and_gradient)

    def area() -> tuple[float, ...]:
        shown = bench.surface.previews[-1]
        assert shown is not None
        content = shown.layers[-1].content
        assert isinstance(content, Fill)
        return content.area

    assert area() == (0, 0, 600, 400)
    bench.drag((600, 400), (500, 300))
    assert area() == bench.framing.box == (0, 0, 500, 300)
    seen = len(bench.surface.previews)
    bench.framing.drag(bench.framing.crop.framed(Frame(250, 150, 300, 300)))  # type: ignore[union-attr]
    assert len(bench.surface.previews) == seen, "a gesture does not draw the picture anew"
    bench.framing.drop()
    assert area() == bench.framing.box
    assert bench.framing.undo()
    assert area() == (0, 0, 500, 300)
    bench.framing.apply()
    assert bench.document.layers[-1].content == Fill("linear", angle=30)


def test_a_frame_over_no_gradient_does_not_draw_the_picture_anew() -> None:
    bench = Bench()
    seen = len(bench.surface.previews)
    bench.drag((600, 400), (500, 300))
    assert len(bench.surface.previews) == seen
