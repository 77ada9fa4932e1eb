"""The crop that is being made: its arithmetic, its tool with a fake canvas, how it ends and what undo makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from editor import ground
from editor.crop import Crop
from editor.document import Backdrop, CutOut, Document, Photo
from editor.edits import Edits
from editor.frames import Frame
from editor.framing import Framing
from editor.history import History
from editor.snapping import Guide
from editor.store import Store
from editor.tools.crop import CropTool
from editor.tools.port import Context, Pointer
from imaging import matrix
from imaging.layers import Layer, Placement, Shape
from imaging.options import Region


def photo(width: int = 600, height: int = 400) -> Document:
    return Document.of(Photo("photo-1", "cup.jpg", 1000, width, height, "JPEG", "sRGB"))


def framed(document: Document, left: float, top: float, width: float, height: float) -> Document:
    crop = Crop.of(document)
    return crop.framed(Frame(left + width / 2, top + height / 2, width, height)).result()


def corners(document: Document) -> list[tuple[float, float]]:
    layer = document.layers[0]
    assert layer.box is not None
    return [(round(x, 3), round(y, 3)) for x, y in matrix.corners(layer.placement, layer.box)]


# arithmetic


def test_a_crop_that_was_not_touched_changes_nothing() -> None:
    document = replace(photo(), guides=(Guide("x", 30.0),))
    assert Crop.of(document).result() == document


def test_a_crop_keeps_what_is_outside_and_can_be_taken_back() -> None:
    document = replace(photo(), guides=(Guide("x", 150.0),))
    small = framed(document, 100, 50, 300, 200)
    assert (small.width, small.height) == (300, 200)
    assert corners(small)[0] == (-100, -50)
    assert small.guides == (Guide("x", 50.0),)
    again = Crop.of(small)
    assert again.size == (600, 400)
    assert again.frame == Frame(250, 150, 300, 200)
    assert again.framed(Frame(300, 200, 600, 400)).result() == document


def test_straightening_keeps_the_frame_inside_and_grows_back() -> None:
    crop = Crop.of(photo())
    tilted = crop.straightened(10)
    assert tilted.straighten == 10
    assert tilted.frame.width < 600
    assert crop.holds(tilted.frame)
    assert tilted.straightened(0).frame == crop.frame
    assert replace(tilted, loose=True).frame.width == 600


def test_a_straightened_picture_can_be_laid_straight_again() -> None:
    tilted = Crop.of(photo()).straightened(7).result()
    assert tilted.layers[0].placement.rotation == pytest.approx(7)
    again = Crop.of(tilted)
    assert again.straighten == pytest.approx(7)
    assert again.size == (600, 400)
    assert not again.loose
    whole = Frame(300, 200, 600, 400)
    assert corners(again.straightened(0).framed(whole).result()) == corners(photo())


@pytest.mark.parametrize("quarters", [1, 2, 3, -1, 5])
def test_quarter_turns_take_the_frame_along(quarters: int) -> None:
    crop = Crop.of(photo()).framed(Frame(150, 100, 200, 120))
    turned = crop.turned(quarters)
    width, height = (120, 200) if quarters % 2 else (200, 120)
    assert (turned.frame.width, turned.frame.height) == (width, height)
    back = turned.turned(-quarters)
    assert back.frame == crop.frame
    assert corners(back.result()) == corners(crop.result())


def test_a_turned_frame_shows_the_same_part() -> None:
    crop = Crop.of(photo()).framed(Frame(100, 50, 200, 100))
    assert crop.turned(1).result().layers == crop.turned(1).result().layers
    assert crop.turned(1).frame == Frame(350, 100, 100, 200)


def test_mirroring_turns_the_straightening_round() -> None:
    crop = Crop.of(photo()).straightened(8).framed(Frame(200, 150, 200, 100, -8))
    mirrored = crop.mirrored("x")
    assert mirrored.straighten == -8
    assert mirrored.frame == Frame(400, 150, 200, 100, 8)
    assert mirrored.mirrored("x") == crop


def test_a_ratio_is_the_largest_in_what_was_framed_by_hand() -> None:
    crop = Crop.of(photo()).with_ratio("1:1")
    assert crop.frame == Frame(300, 200, 400, 400)
    assert crop.with_ratio("4:5").frame == Frame(300, 200, 320, 400)
    assert crop.with_ratio("Original").frame == Frame(300, 200, 600, 400)
    assert crop.with_ratio("Free").frame == Frame(300, 200, 600, 400)


def test_width_and_height_change_places() -> None:
    crop = Crop.of(photo()).with_ratio("4:5").swap()
    assert (crop.ratio, crop.frame) == ("5:4", Frame(300, 200, 500, 400))
    tall = Crop.of(photo()).with_ratio("1.91:1").swap()
    assert tall.swapped
    assert tall.frame.height > tall.frame.width
    free = Crop.of(photo()).framed(Frame(300, 200, 300, 100)).swap()
    assert (free.frame.width, free.frame.height) == (100, 300)


def test_a_size_in_numbers_stays_inside() -> None:
    crop = Crop.of(photo()).framed(Frame(100, 100, 100, 100))
    assert crop.sized(width=180).frame == Frame(100, 100, 180, 100)
    assert crop.sized(width=300).frame == Frame(150, 100, 300, 100)
    assert crop.sized(width=5000).frame == Frame(300, 100, 600, 100)
    kept = crop.with_ratio("1:1").sized(height=5000)
    assert (kept.frame.width, kept.frame.height) == (400, 400)
    assert crop.put(x=20, y=-50).frame == Frame(70, 50, 100, 100)


def test_a_canvas_may_grow_where_corners_may_be_empty() -> None:
    crop = replace(Crop.of(photo()), loose=True).sized(width=1000)
    result = crop.result()
    assert result.width == 1000
    assert Crop.of(result).loose
    with pytest.raises(ValueError, match="too large"):
        crop.sized(width=20_000).result()


def test_a_backdrop_that_covers_leaves_no_limits() -> None:
    cut = photo().with_cutout(CutOut("u2netp", Region(10, 20, 300, 200), 0.25, 1.2, 0.3, 2))
    assert Crop.of(cut).limits == (600, 400)
    on_white = Crop.of(cut.with_backdrop(Backdrop("colour")))
    assert on_white.limits is None
    assert on_white.sized(width=1000).result().width == 1000


def test_a_linear_gradient_turns_with_its_choice() -> None:
    cut = photo().with_cutout(CutOut("u2netp", Region(10, 20, 300, 200), 0.25, 1.2, 0.3, 2))
    turned = Crop.of(cut.with_backdrop(Backdrop("linear", angle=90.0))).turned(1).result()
    assert turned.backdrop.angle == pytest.approx(180.0)


def test_a_marked_rectangle_becomes_upright() -> None:
    quad = (150.0, 100.0), (450.0, 60.0), (450.0, 340.0), (150.0, 300.0)
    crop = Crop.of(photo()).rectified(quad)
    assert crop.straighten == 0
    assert crop.document.layers[0].placement.warp
    assert crop.holds(crop.frame)
    with pytest.raises(ValueError, match="folded"):
        Crop.of(photo()).rectified((quad[0], quad[2], quad[1], quad[3]))


def test_what_is_seen_holds_all_layers_and_the_frame() -> None:
    beside = Layer("shape-1", Shape("rectangle", 100, 100), Placement(620, 200))
    document = photo().with_added(beside)
    assert ground.extent(document, Frame(300, 200, 600, 400)) == Frame(335, 200, 670, 400)
    far = replace(beside, placement=Placement(90_000, 200))
    assert ground.extent(photo().with_added(far), Frame(300, 200, 600, 400)).width == 600
    assert ground.view(photo(), Frame(300, 200, 600, 400)).layers == photo().layers


# the tool


class FakeSurface:
    """A canvas that remembers what it was shown; also the view that edits draw on."""

    bytes = 0

    def __init__(self) -> None:
        self.previews: list[Document | None] = []
        self.marked = 0

    def lift(self, ids: tuple[str, ...]) -> None: ...

    def carry(self, layers: tuple[Layer, ...]) -> None: ...

    def preview(self, document: Document | None, origin: tuple[float, float] = (0.0, 0.0)) -> None:
        self.previews.append(document)

    def mark(self) -> None:
        self.marked += 1

    def colour_at(self, x: float, y: float) -> str:
        return ""

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
    assert [step.label for step in history.steps] == ["Opened", "Crop"]


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
