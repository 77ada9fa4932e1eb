"""Mending in the editor: the edge by sliders, spots settled one by one, the box that picks; each one step."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

import words
from editor.commands import visiting
from editor.cut_state import Reading
from editor.document import CUTOUT, CutOut, Document, Photo
from editor.doubts import Doubting
from editor.edits import Edits
from editor.history import History
from editor.mending import Mending, edge_of, shown
from editor.picking import Picking
from editor.state import Work
from editor.store import Store
from editor.tools.pick import PickTool
from editor.tools.port import Context, Pointer
from engine.protocol import CutOutDone, DoubtsFound
from errors import ModelError
from imaging.layers import FOUND, Edge, Layer, Placement, Raster
from imaging.options import Region

SPOTS = (
    {"kind": "soft", "box": (10, 20, 30, 40), "area": (10, 20, 40, 60), "cell": 2.0, "share": 0.01, "doubt": 0.8},
    {"kind": "hole", "box": (90, 90, 20, 20), "area": (90, 90, 110, 110), "cell": 2.0, "share": 0.002, "doubt": 0.3},
    {"kind": "hole", "box": (150, 90, 9, 9), "area": (150, 90, 159, 99), "cell": 2.0, "share": 0.001, "doubt": 0.9},
)


class Canvas:
    """Where the document and doubt are seen: remembers both."""

    def __init__(self) -> None:
        self.doubts: list[tuple[Any, Any, Any]] = []
        self.parts: list[tuple[float, ...]] = []

    def doubt(self, bitmap: Any, corners: Any, spot: Any) -> None:
        self.doubts.append((bitmap, corners, spot))

    def show_part(self, *part: float) -> None:
        self.parts.append(part)

    async def drawn(self) -> None:
        """At once."""

    def __getattr__(self, name: str) -> Callable[..., float]:
        return lambda *_: 1.0


class Engine:
    """Knows three spots, and picks what it is told to."""

    loaded = ("u2netp",)

    def __init__(self) -> None:
        self.sought: list[Layer] = []
        self.picked: list[tuple[Any, ...]] = []
        self.error: ModelError | None = None

    async def doubts(self, layer: Layer) -> DoubtsFound:
        self.sought.append(layer)
        content = layer.content
        assert isinstance(content, Raster)
        left = [spot for at, spot in enumerate(SPOTS) if at >= len(content.checked) // 4]
        return DoubtsFound(json.dumps(left), f"map {len(self.sought)}", 48, 32)

    async def pick(self, *asked: Any) -> CutOutDone:
        self.picked.append(asked[:-1])
        if self.error is not None:
            raise self.error
        matte = f"m{len(self.picked) + 1}"
        return CutOutDone("p", "instant", b"", 4, 4, Region(1, 2, 3, 4), 0.1, 100, 50, 2, matte, stage="instant")


class Room:
    """A photo with its cut-out."""

    def __init__(self, cut: bool = True) -> None:
        self.store, self.canvas, self.engine = Store(), Canvas(), Engine()
        document = Document.of(Photo("p", "cup.jpg", 1, 600, 400, "JPEG", "sRGB"))
        if cut:
            document = document.with_cutout(CutOut("m", Region(100, 100, 200, 150), 0.2, 1, 1, 1), "m1")
        self.store.change(history=History.of(document, words.step("cutout")))
        self.edits = Edits(self.store, self.canvas)  # type: ignore[arg-type]
        self.jobs: list[Coroutine[Any, Any, None]] = []

    async def work(self, work: Work, sentence: str, job: Coroutine[Any, Any, None]) -> None:
        self.store.change(work=work, said=sentence)
        try:
            await job
        except ModelError as error:
            self.store.complain(error)
        finally:
            self.store.change(work=None)

    def progress(self, phase: str, share: float) -> None:
        """Nobody looks."""

    def run(self) -> None:
        """Do all that was begun."""
        while self.jobs:
            asyncio.run(self.jobs.pop(0))  # type: ignore[arg-type]

    @property
    def content(self) -> Raster:
        layer = self.store.document.layer(CUTOUT)
        assert layer is not None
        assert isinstance(layer.content, Raster)
        return layer.content

    @property
    def mask(self) -> tuple[Any, ...]:
        layer = self.store.document.layer(CUTOUT)
        assert layer is not None
        return layer.mask

    @property
    def steps(self) -> int:
        history = self.store.state.history
        return len(history.past) if history else 0


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    for job in made.jobs:
        job.close()


def doubting(room: Room) -> Doubting:
    made = Doubting(room.store, room.edits, room.engine, room.canvas, room.jobs.append)  # type: ignore[arg-type]
    room.store.watch(made.follow)
    return made


# the edge


def test_a_gesture_is_one_step_and_reset_another(room: Room) -> None:
    mending = Mending(room.store, room.edits)
    for value in (1, 2, 3.5):
        mending.move("shift", value)
    mending.settle()
    mending.move("rim", 60)
    mending.settle()
    assert room.content.edge == Edge(3.5, 0.0, 0.6)
    assert room.steps == 2
    assert shown("rim", room.content.edge) == 60
    mending.reset()
    assert room.content.edge == FOUND
    room.edits.undo()
    assert room.content.edge == Edge(3.5, 0.0, 0.6)


@pytest.mark.parametrize(("name", "value", "held"), [("shift", 99, 20), ("soft", -400, -100), ("rim", float("nan"), 0)])
def test_what_is_too_much_is_held(room: Room, name: str, value: float, held: float) -> None:
    mending = Mending(room.store, room.edits)
    mending.move(name, value)
    layer = room.store.document.layer(CUTOUT)
    assert layer is not None
    assert shown(name, edge_of(layer)) == held


# doubt


def test_after_a_cut_out_doubt_is_told(room: Room) -> None:
    doubting(room)
    room.store.change(work=Work("cutout", "cup.jpg"))
    room.store.change(work=None)
    room.run()
    assert room.store.state.said == "Background removed. 2 spots look doubtful: Doubtful spots (N) leads to them."
    assert not room.store.state.desk.doubt.on
    assert len(room.engine.sought) == 1


def test_doubt_that_comes_late_leaves_what_was_said_since(room: Room) -> None:
    """The person has gone on to a brush, say, and reads where it is."""
    doubting(room)
    room.store.change(work=Work("cutout", "cup.jpg"))
    room.store.change(work=None)
    room.store.say("Brush at 320, 240 px.")
    room.run()
    assert room.store.state.said == "Brush at 320, 240 px."
    assert room.store.state.desk.doubt.sought


def test_doubt_does_not_write_over_the_question_what_the_subject_is(room: Room) -> None:
    doubting(room)
    room.store.change(work=Work("cutout", "cup.jpg"), said="Choose what you meant.")
    room.store.cut(readings=(Reading("together", b""), Reading("u2netp", b"")))
    room.store.change(work=None)
    room.run()
    assert room.store.state.said == "Choose what you meant."
    assert room.store.state.desk.doubt.sought


def test_nothing_is_sought_before_it_is_wanted(room: Room) -> None:
    doubting(room)
    room.store.say("other things happen")
    assert room.engine.sought == []


def test_next_goes_round_and_shows_each(room: Room) -> None:
    doubts = doubting(room)
    doubts.next()
    room.run()
    seen = []
    for _ in range(4):
        seen.append(room.store.state.desk.doubt.at)
        doubts.next()
    assert seen == [0, 1, 2, 0]
    assert len(room.canvas.parts) == 5
    x, y, width, height = room.canvas.parts[0]
    assert x < 10 < 40 < x + width
    assert y < 20 < 60 < y + height
    bitmap, corners, spot = room.canvas.doubts[-1]
    assert bitmap == "map 1"
    assert corners == ((0, 0), (600, 0), (0, 400))
    assert spot[0] == (90, 90)


def test_each_answer_is_one_step_and_is_remembered(room: Room) -> None:
    doubts = doubting(room)
    doubts.next()
    room.run()
    doubts.erase()
    room.run()
    assert room.steps == 1
    assert (room.mask[-1].kind, room.mask[-1].erase, room.mask[-1].points) == ("area", True, (10, 20, 40, 60))
    assert room.content.checked == (6, 16, 38, 48)
    doubts.right()  # a clear hole stays as it is
    room.run()
    assert (room.steps, len(room.mask)) == (2, 1)
    doubts.right()  # a veiled one is opened
    room.run()
    assert (room.steps, len(room.mask), room.mask[-1].erase) == (3, 2, True)
    assert room.store.state.desk.doubt.spots == ()
    assert not visiting(room.store.state)
    room.edits.undo()
    room.run()
    assert len(room.store.state.desk.doubt.spots) == 1


def test_a_hole_is_filled(room: Room) -> None:
    doubts = doubting(room)
    doubts.next()
    room.run()
    doubts.visit(1)
    doubts.keep()
    assert not room.mask[-1].erase
    assert room.store.state.history is not None
    assert room.store.state.history.present.label == words.step("hole-keep")


def test_another_task_puts_the_map_away(room: Room) -> None:
    doubts = doubting(room)
    doubts.next()
    room.run()
    room.store.arrange(task="adjust")
    assert not room.store.state.desk.doubt.on
    assert room.canvas.doubts[-1][0] is None


# picking


def test_a_box_becomes_a_part_of_the_photo(room: Room) -> None:
    document = room.store.document
    layers = [_placed(layer) for layer in document.layers]
    room.store.change(history=History.of(document.with_layers(layers), "Opened"))
    picking = Picking(room, room.store, room.engine, room.canvas)  # type: ignore[arg-type]
    asyncio.run(picking.pick((0, 0, 150, 100), "instead"))
    photo, tier, region, how, base = room.engine.picked[0]
    assert (photo, tier, how, base) == ("p", "instant", "instead", "m1")
    assert (region.x, region.y, region.width, region.height) == pytest.approx((0, 0, 300, 200))
    assert room.content.matte == "m2"


def _placed(layer: Layer) -> Layer:
    """The photo at half its size in the top left corner."""
    return Layer(layer.id, layer.content, Placement(150, 100, 0.5, 0.5), visible=layer.visible)


def test_adding_keeps_what_was_painted_and_replacing_does_not(room: Room) -> None:
    picking = Picking(room, room.store, room.engine, room.canvas)  # type: ignore[arg-type]
    doubts = doubting(room)
    doubts.next()
    room.run()
    doubts.erase()
    room.store.arrange(doubt=type(room.store.state.desk.doubt)())
    asyncio.run(picking.pick((10, 10, 50, 50), "add"))
    assert (room.content.matte, len(room.mask)) == ("m2", 1)
    asyncio.run(picking.pick((10, 10, 50, 50), "instead"))
    assert (room.content.matte, len(room.mask)) == ("m3", 0)
    room.edits.undo()
    assert (room.content.matte, len(room.mask)) == ("m2", 1)


def test_a_box_with_nothing_in_it_changes_nothing(room: Room) -> None:
    room.engine.error = ModelError("model/no-subject")
    picking = Picking(room, room.store, room.engine, room.canvas)  # type: ignore[arg-type]
    before = room.store.document
    asyncio.run(picking.pick((10, 10, 50, 50), "instead"))
    assert room.store.document is before
    alert = room.store.state.alert
    assert alert is not None
    assert (alert.code, alert.action) == ("model/no-subject", "pick")


def test_without_a_cut_out_there_is_nothing_to_add_to() -> None:
    room = Room(cut=False)
    picking = Picking(room, room.store, room.engine, room.canvas)  # type: ignore[arg-type]
    picking.begin("add")
    assert room.store.state.desk.pick == "instead"
    asyncio.run(picking.pick((10, 10, 50, 50), "take"))
    assert room.engine.picked[0][3] == "instead"
    assert room.store.document.shows_cutout


class Asked:
    """Remembers the boxes that a tool gives."""

    def __init__(self) -> None:
        self.boxes: list[tuple[Any, str]] = []

    def pick(self, box: Any, how: str) -> None:
        self.boxes.append((box, how))


@pytest.fixture
def tool(room: Room) -> tuple[PickTool, Asked]:
    asked = Asked()
    context = Context(room.store, room.edits, room.canvas)  # type: ignore[arg-type]
    return PickTool(context, asked), asked  # type: ignore[arg-type]


def test_a_drag_is_a_box_and_modifiers_say_what_for(tool: tuple[PickTool, Asked]) -> None:
    pick, asked = tool
    for more in ({}, {"shift": True}, {"alt": True}):
        pick.down(Pointer(300, 200, **more))  # type: ignore[arg-type]
        pick.move(Pointer(100, 50, **more))  # type: ignore[arg-type]
        assert pick.marks().frames[0].tag == "200 × 150"
        pick.up(Pointer(-40, 50, **more))  # type: ignore[arg-type]
    assert asked.boxes == [((0, 50, 300, 150), how) for how in ("instead", "add", "take")]


def test_a_press_is_a_point(tool: tuple[PickTool, Asked]) -> None:
    pick, asked = tool
    pick.down(Pointer(300, 200))
    pick.up(Pointer(302, 201))
    assert asked.boxes == [((302, 201, 0, 0), "instead")]


def test_a_box_by_keys(tool: tuple[PickTool, Asked]) -> None:
    pick, asked = tool
    assert not pick.claims("Enter")
    for key, shift, alt in (("ArrowUp", False, False), ("ArrowLeft", False, False), ("ArrowRight", True, True)):
        assert pick.claims(key)
        assert pick.key(key, shift, alt)
    assert pick.claims("Enter")
    assert pick.key("Enter", False, False)
    assert asked.boxes == [((142, 100, 301, 200), "instead")]
    pick.key("ArrowUp", False, False)
    assert pick.cancel()
    assert not pick.cancel()
