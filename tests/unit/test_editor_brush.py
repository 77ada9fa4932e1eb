"""Painting: strokes from the canvas into layers, the two brushes as state machines, and what is done to brushes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import words
from editor import brush_state, painting
from editor.brushes import LARGEST, Brush, Paint
from editor.brushing import Brushing
from editor.document import CUTOUT, PHOTO, CutOut, Document, Photo
from editor.edits import Edits
from editor.history import History
from editor.store import Store
from editor.tools.brush import EdgeBrush
from editor.tools.brushwork import Brushwork
from editor.tools.port import Context, Marks, Pointer
from editor.tools.retouch import Retouch
from imaging import matrix
from imaging.layers import Layer, Placement, Raster, Stroke, Touch
from imaging.options import Region


class Canvas:
    """tools.port.Surface and engine_port.View: remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[Document] = []

    def show(self, document: Document, unveil: bool = False) -> None:
        self.shown.append(document)

    def __getattr__(self, name: str) -> Any:
        return lambda *_: 1.0


class Room:
    """A photo with a cut-out, and a tool."""

    def __init__(self, make: type[Brushwork], task: str = "cutout", cut: bool = True) -> None:
        self.canvas, self.store = Canvas(), Store()
        document = Document.of(Photo("p", "cup.jpg", 1, 600, 400, "JPEG", "sRGB"))
        if cut:
            document = document.with_cutout(CutOut("m", Region(100, 100, 200, 150), 0.2, 1, 1, 1))
        self.store.change(history=History.of(document, "Opened"))
        self.store.arrange(task=task)
        edits = Edits(self.store, self.canvas)  # type: ignore[arg-type]
        self.brushing = Brushing(self.store, edits)
        self.tool = make(Context(self.store, edits, self.canvas))  # type: ignore[arg-type]
        self.store.watch(lambda state: self.tool.changed())

    @property
    def document(self) -> Document:
        return self.store.document

    def layer(self, id: str = CUTOUT) -> Layer:
        found = self.document.layer(id)
        assert found is not None
        return found

    def drag(self, *points: tuple[float, float], **more: Any) -> None:
        self.tool.down(Pointer(*points[0], **more))
        for point in points[1:]:
            self.tool.move(Pointer(*point, **more))
        self.tool.up(Pointer(*points[-1], **more))


@pytest.fixture
def edge() -> Room:
    room = Room(EdgeBrush)
    room.brushing.arm("erase")
    return room


@pytest.fixture
def touching() -> Room:
    return Room(Retouch, "retouch")


# strokes in layers


def test_a_path_leaves_out_what_lies_too_near_and_keeps_its_ends() -> None:
    assert painting.spaced((0, 0, 1, 0, 2, 0, 3, 0, 10, 0, 10.5, 0), 16) == (0, 0, 2, 0, 10.5, 0)
    assert painting.spaced((5, 5), 16) == (5, 5)


def test_a_stroke_lies_in_the_box_of_a_moved_turned_and_mirrored_layer() -> None:
    layer = Layer("a", Raster("p", 200, 100), Placement(300, 200, -2, 2, 30))
    stroke = painting.stroke_in(layer, (310, 220, 290.123, 180), 20, 0.5, 1, True)
    assert stroke is not None
    assert stroke.radius == 10
    assert layer.box is not None
    there = matrix.apply(matrix.placed(layer.placement, layer.box), *stroke.points[2:4])
    assert there == pytest.approx((290.123, 180), abs=0.15)
    assert all(value == round(value, 1) for value in stroke.points)


def test_layers_without_a_way_in_are_not_painted() -> None:
    folded = Layer("a", Raster("p", 10, 10), Placement(warp=(0, 0, 1, 0, 2, 0, 3, 0)))
    assert painting.way_in(folded) is None
    assert painting.stroke_in(folded, (1, 1), 5, 1, 1, True) is None


def test_what_is_kept_beyond_the_frame_makes_it_grow_as_far_as_the_photo() -> None:
    room = Room(EdgeBrush)
    layer = room.layer()
    made = painting.masked(room.document, layer, Stroke((590, 150), 20, erase=False)).layer(CUTOUT)
    assert made is not None
    assert isinstance(made.content, Raster)
    assert made.content.tight == (100, 100, 500, 150)
    erased = painting.masked(room.document, layer, Stroke((590, 150), 20)).layer(CUTOUT)
    assert erased is not None
    assert erased.content == layer.content


def test_every_layer_of_a_file_shows_its_touches() -> None:
    room = Room(Retouch)
    copy = replace(room.layer(), id="copy", placement=Placement(1, 2))
    other = Layer("other", Raster("q", 5, 5))
    document = room.document.with_added(copy).with_added(other)
    made = painting.retouched(document, room.layer(), Touch("heal", Stroke((1, 1), 2)))
    assert [len(brush_state.touches_of(layer)) for layer in made.layers] == [1, 1, 1, 0]
    assert painting.untouched(made, copy) == document


# keep and erase


def test_before_the_brush_is_taken_the_view_pans() -> None:
    room = Room(EdgeBrush)
    assert not room.tool.down(Pointer(200, 150))
    assert room.tool.marks() == Marks()
    assert not Room(EdgeBrush, cut=False).tool.armed


def test_one_stroke_is_one_step_and_is_drawn_until_the_engine_has_it(edge: Room) -> None:
    edge.drag((200, 150), (220, 150), (260, 180))
    (stroke,) = edge.layer().mask
    assert (stroke.points, stroke.radius, stroke.erase) == ((200, 150, 220, 150, 260, 180), 10, True)
    history = edge.store.state.history
    assert history is not None
    assert (len(history.past), words.step_said(history.present.label)) == (1, "Erase")
    assert [trail.look for trail in edge.tool.marks().past] == ["erase"]
    edge.tool.shown()
    assert edge.tool.marks().past == ()


def test_undo_takes_the_drawn_stroke_away(edge: Room) -> None:
    edge.drag((200, 150), (220, 150))
    edge.brushing._edits.undo()
    assert edge.tool.marks().past == ()
    assert edge.layer().mask == ()


@pytest.mark.parametrize(
    ("mode", "more", "erases"),
    [
        ("keep", {}, False),
        ("erase", {}, True),
        ("keep", {"button": 2}, True),
        ("erase", {"button": 2}, True),
        ("keep", {"alt": True}, True),
        ("erase", {"alt": True}, False),
    ],
)
def test_what_a_press_does(mode: Any, more: dict[str, Any], erases: bool) -> None:
    room = Room(EdgeBrush)
    room.brushing.arm(mode)
    room.drag((200, 150), **more)
    assert room.layer().mask[0].erase is erases


def test_shift_draws_a_line_from_the_last_point(edge: Room) -> None:
    edge.drag((100, 100))
    edge.drag((200, 150), shift=True)
    assert edge.layer().mask[1].points == (100, 100, 200, 150)


def test_a_second_finger_leaves_no_stroke(edge: Room) -> None:
    edge.tool.down(Pointer(200, 150, kind="touch"))
    edge.tool.move(Pointer(230, 150, kind="touch"))
    assert edge.tool.marks().loupe == (230, 150)
    assert edge.tool.cancel()
    assert edge.layer().mask == ()
    assert edge.tool.marks().trail is None


def test_the_chosen_layer_is_painted_and_a_hidden_one_is_not(edge: Room) -> None:
    edge.store.arrange(selected=(PHOTO,))
    edge.drag((200, 150))
    assert edge.layer(PHOTO).mask == ()
    assert "not seen" in edge.store.state.said
    edge.brushing._edits.toggle(PHOTO)
    edge.drag((200, 150))
    assert len(edge.layer(PHOTO).mask) == 1


def test_reset_brings_mask_and_frame_back(edge: Room) -> None:
    before = edge.layer()
    edge.brushing.swap()
    edge.drag((20, 20))
    assert edge.layer() != before
    edge.brushing.reset_strokes()
    assert edge.layer() == before


def test_the_photo_shows_faintly_only_while_parts_are_brought_back(edge: Room) -> None:
    assert brush_state.ghost(edge.store.state) is None
    edge.brushing.swap()
    scene = brush_state.ghost(edge.store.state)
    assert scene is not None
    edge.drag((200, 150))
    assert brush_state.ghost(edge.store.state) == scene
    edge.brushing.ghost(False)
    assert brush_state.ghost(edge.store.state) is None


# keys


def test_the_brush_paints_without_a_pointer(edge: Room) -> None:
    tool = edge.tool
    assert not tool.claims(" ")
    assert tool.key("ArrowRight", False, False)
    assert tool.marks().brush == (300, 200, 10)
    tool.key("ArrowRight", True, False)
    assert "325, 200" in edge.store.state.said
    assert tool.claims(" ")
    tool.key(" ", False, False)
    assert edge.store.state.said == "Erased at 325, 200 px."
    tool.key("ArrowDown", True, False)
    tool.key("Enter", True, False)
    assert [stroke.points for stroke in edge.layer().mask] == [(325, 200), (325, 200, 325, 225)]
    tool.hover(Pointer(1, 1))
    assert not tool.claims(" ")


def test_digits_set_the_strength(edge: Room) -> None:
    for key, strength in (("3", 0.3), ("0", 1.0)):
        assert edge.tool.claims(key)
        edge.tool.key(key, False, False)
        assert edge.store.state.desk.paint.edge_brush.strength == strength
    assert not edge.tool.key("a", False, False)


# retouching


def test_healing_touches_the_photo_and_its_cut_out_alike(touching: Room) -> None:
    touching.drag((200, 150), (230, 150))
    assert brush_state.touches_of(touching.layer()) == brush_state.touches_of(touching.layer(PHOTO))
    (touch,) = brush_state.touches_of(touching.layer())
    assert (touch.kind, touch.dx, touch.dy, touch.stroke.erase) == ("heal", 0, 0, False)
    touching.brushing.reset_touches()
    assert brush_state.touches_of(touching.layer()) == ()


def test_clone_needs_a_source_and_keeps_its_distance(touching: Room) -> None:
    touching.brushing.touch("clone")
    touching.drag((200, 150))
    assert brush_state.touches_of(touching.layer()) == ()
    touching.drag((120, 90), alt=True)
    assert touching.tool.marks().source == (120, 90)
    touching.drag((200, 150), (210, 150))
    touching.drag((300, 200))
    touches = brush_state.touches_of(touching.layer())
    assert [(touch.dx, touch.dy) for touch in touches] == [(-80, -60), (-80, -60)]
    touching.tool.hover(Pointer(400, 300))
    assert touching.tool.marks().source == (320, 240)


def test_the_button_marks_a_source_by_the_next_press(touching: Room) -> None:
    touching.brushing.ask_source()
    touching.drag((120, 90))
    paint = touching.store.state.desk.paint
    assert (paint.touch, paint.source, paint.sourcing) == ("clone", (120, 90), False)


def test_the_offset_is_counted_in_the_layer_s_own_pixels(touching: Room) -> None:
    turned = [replace(x, placement=Placement(300, 200, 2, 2, 90)) for x in touching.document.layers]
    touching.store.change(history=History.of(touching.document.with_layers(turned), "Opened"))
    touching.drag((300, 260), alt=True)
    touching.drag((300, 200))
    (touch,) = brush_state.touches_of(touching.layer())
    assert (touch.dx, touch.dy) == (30, 0)


# the brush


def test_sizes_follow_the_canvas_until_one_is_chosen() -> None:
    brush = Brush()
    assert brush.diameter(600, 400) == 20
    assert brush.grown(1, 600, 400).size == 24
    assert brush.grown(-1, 600, 400).size == 17
    assert Brush(1).grown(-1, 600, 400).size == 1
    assert Brush(1).grown(1, 600, 400).size == 2
    assert Brush(LARGEST).grown(1, 600, 400).size == LARGEST
    assert Brush(hardness=0.95).harder(1).hardness == 1


def test_each_task_has_its_own_brush(touching: Room) -> None:
    touching.brushing.size(1)
    touching.brushing.hardness(-1)
    paint = touching.store.state.desk.paint
    assert paint.touch_brush == Brush(24, 0.5)
    assert paint.edge_brush == Brush()
    assert replace(paint, edge="keep", source=(1.0, 2.0)).rested() == Paint(touch_brush=Brush(0, 0.5))
