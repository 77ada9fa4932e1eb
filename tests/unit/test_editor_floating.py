"""Layers under the hand: what the engine is asked for, and where its bitmaps are drawn; and the numbers of a ruler."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor import arranging
from editor.document import Document
from editor.view import rulers
from editor.view.floating import LARGEST, Floating
from editor.view.viewport import Viewport
from errors import EngineError
from imaging.layers import Layer, Placement, Scene, Shadow, Shape
from imaging.options import Region

from .editor_fakes import FakeBitmap, FakeEngine, photo

BOX = Layer("box", Shape("rectangle", 100, 80), Placement(150, 100))
STAR = Layer("star", Shape("star", 60, 60), Placement(400, 300), blend="multiply")
SHADE = Layer("shade", Shadow("star"))


class Paper:
    """A canvas' context that notes where bitmaps are drawn, in device pixels."""

    def __init__(self) -> None:
        self.canvas = SimpleNamespace(width=1000, height=800)
        self.drawn: list[tuple[FakeBitmap, tuple[float, float, float, float], str]] = []
        self.globalCompositeOperation = "source-over"
        self._matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    def setTransform(self, *matrix: float) -> None:
        self._matrix = matrix  # type: ignore[assignment]

    def drawImage(self, bitmap: FakeBitmap, x: float, y: float, width: float, height: float) -> None:
        a, b, c, d, e, f = self._matrix
        left, top = a * x + c * y + e, b * x + d * y + f
        right, bottom = a * (x + width) + c * (y + height) + e, b * (x + width) + d * (y + height) + f
        self.drawn.append((bitmap, (left, top, right, bottom), self.globalCompositeOperation))

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args: None


class Sky:
    """A photo of 600 x 400 with a box below a star, seen at half its size."""

    def __init__(self, *layers: Layer) -> None:
        plain = Document.of(photo())
        self.document = plain.with_layers((*plain.layers, *(layers or (BOX, STAR))))
        self.engine = FakeEngine()
        self.arrived = 0
        self.floating = Floating(self.engine, self._arrive)
        self.view = Viewport(600, 400, 1000, 800, scale=0.5, x=200, y=100, fits=False)

    def _arrive(self) -> None:
        self.arrived += 1

    async def lift(self, *ids: str) -> None:
        self.floating.lift(self.document, ids, self.view)
        await self.settled()

    async def settled(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    @property
    def asked(self) -> list[tuple[list[str], Region]]:
        """The layers and the region of each request."""
        return [
            ([layer.id for layer in scene.layers], region)
            for name, (scene, region) in self.engine.asked
            if name == "render"
        ]

    def scenes(self) -> list[Scene]:
        return [bitmap.scene for bitmap in self.engine.bitmaps]


def play(journey: Callable[[Sky], Coroutine[Any, Any, None]], *layers: Layer) -> Sky:
    sky = Sky(*layers)
    asyncio.run(journey(sky))
    return sky


def test_the_picture_is_asked_for_in_three_parts_once() -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift("box")
        await sky.lift("box")

    sky = play(journey)
    assert [ids for ids, _ in sky.asked] == [["photo"], ["star"], ["box"]]
    assert sky.arrived == 1
    assert sky.floating.bytes == sum(bitmap.width * bitmap.height * 4 for bitmap in sky.engine.bitmaps)


def test_without_anything_below_or_above_less_is_asked_for() -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift("photo", "box", "star")

    assert [ids for ids, _ in play(journey).asked] == [["photo", "box", "star"]]


def test_nothing_is_lifted_for_no_layers() -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift()
        await sky.lift("nobody")

    assert play(journey).asked == []


def test_a_hidden_layer_is_in_no_part() -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift("box")

    sky = play(journey, BOX, replace(STAR, visible=False))
    assert [ids for ids, _ in sky.asked] == [["photo"], ["box"]]


def test_a_lifted_layer_is_drawn_alone_plainly_and_whole() -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift("star")

    sky = play(journey, BOX, replace(STAR, placement=Placement(590, 390, rotation=45)))
    scene, (_, region) = sky.scenes()[-1], sky.asked[-1]
    star = scene.layers[0]
    assert star.blend == "normal"
    assert (region.width, region.height) == (scene.width, scene.height)
    left, top, right, bottom = arranging.bounds(star)
    assert left >= 1 and top >= 1 and right <= scene.width - 1 and bottom <= scene.height - 1


def test_a_shadow_flies_with_what_casts_it_and_has_air() -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift("star")

    sky = play(journey, BOX, SHADE, STAR)
    assert [ids for ids, _ in sky.asked] == [["photo", "box"], ["shade", "star"]]
    assert sky.scenes()[-1].width >= 60 * 1.5


def test_a_lifted_picture_has_no_more_pixels_than_some_stages() -> None:
    async def journey(sky: Sky) -> None:
        sky.view = sky.view.zoomed(8.0)
        await sky.lift("big")

    big = Layer("big", Shape("rectangle", 9000, 9000), Placement(300, 200))
    bitmap = play(journey, big).engine.bitmaps[-1]
    assert bitmap.width * bitmap.height <= LARGEST * 1000 * 800 * 1.01


def test_what_does_not_move_is_drawn_where_it_is() -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift("box")

    sky, paper = play(journey), Paper()
    sky.floating.carry(sky.document.layers)
    assert sky.floating.flies
    sky.floating.draw(paper, sky.view)
    order = [[layer.id for layer in bitmap.scene.layers] for bitmap, _, _ in paper.drawn]
    assert order == [["photo"], ["box"], ["star"]]
    assert paper.drawn[0][1] == (200, 100, 500, 300)
    left, top, right, bottom = arranging.bounds(BOX)
    air = (-1, -1, 1, 1)  # two pixels of the canvas
    wanted = [200 + left / 2, 100 + top / 2, 200 + right / 2, 100 + bottom / 2]
    assert paper.drawn[1][1] == pytest.approx([edge + more for edge, more in zip(wanted, air, strict=True)])


@pytest.mark.parametrize("density", [1.0, 2.0])
def test_what_is_carried_is_drawn_where_it_went(density: float) -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift("box")

    sky, still, moved = play(journey), Paper(), Paper()
    view = replace(sky.view, density=density)
    sky.floating.carry(sky.document.layers)
    sky.floating.draw(still, view)
    sky.floating.carry(arranging.moved(sky.document.layers, ("box",), 40, -20))
    sky.floating.draw(moved, view)
    shift = (20 * density, -10 * density) * 2
    assert moved.drawn[1][1] == pytest.approx([at + by for at, by in zip(still.drawn[1][1], shift, strict=True)])
    assert [place for _, place, _ in moved.drawn[::2]] == [place for _, place, _ in still.drawn[::2]]


def test_what_is_made_larger_grows_about_its_place() -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift("box")

    sky, paper = play(journey), Paper()
    grown = replace(BOX, placement=Placement(150, 100, 2, 2))
    sky.floating.carry(sky.document.with_layer(grown).layers)
    sky.floating.draw(paper, sky.view)
    left, top, right, bottom = paper.drawn[1][1]
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((275, 150), abs=1)
    assert right - left == pytest.approx(sky.asked[-1][1].width)


def test_blend_modes_have_the_names_of_the_canvas() -> None:
    for mode, name in (("multiply", "multiply"), ("normal", "source-over"), ("colour", "color")):

        async def journey(sky: Sky) -> None:
            await sky.lift("star")

        sky, paper = play(journey, replace(STAR, blend=mode)), Paper()  # type: ignore[arg-type]
        sky.floating.carry(sky.document.layers)
        sky.floating.draw(paper, sky.view)
        assert [operation for _, _, operation in paper.drawn] == ["source-over", name]


def test_a_photo_that_is_dragged_aside_leaves_what_is_seen_through() -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift("photo")

    sky = play(journey)
    assert sky.floating.laid(sky.document) is sky.document
    sky.floating.carry(arranging.moved(sky.document.layers, ("photo",), 40, 0))
    assert not sky.document.transparent
    assert sky.floating.laid(sky.document).transparent


def test_landed_and_dropped_nothing_flies_and_nothing_is_held() -> None:
    async def journey(sky: Sky) -> None:
        await sky.lift("box")

    sky = play(journey)
    sky.floating.carry(sky.document.layers)
    sky.floating.land()
    assert not sky.floating.flies
    assert sky.floating.bytes > 0
    sky.floating.drop()
    assert sky.floating.bytes == 0
    assert all(bitmap.closed for bitmap in sky.engine.bitmaps)


def test_bitmaps_of_an_earlier_wish_are_closed() -> None:
    async def journey(sky: Sky) -> None:
        sky.engine.gate = asyncio.Event()
        sky.floating.lift(sky.document, ("box",), sky.view)
        await sky.settled()
        sky.engine.gate.set()
        sky.engine.gate = None
        sky.floating.lift(sky.document, ("star",), sky.view)
        await sky.settled()
        await sky.settled()

    sky = play(journey)
    assert sky.arrived == 1
    held = [bitmap for bitmap in sky.engine.bitmaps if not bitmap.closed]
    assert [[layer.id for layer in bitmap.scene.layers] for bitmap in held] == [["photo", "box"], ["star"]]


def test_an_engine_that_fails_leaves_the_drag_to_the_frame() -> None:
    async def journey(sky: Sky) -> None:
        sky.engine.failing["render"] = EngineError("engine/memory", megapixels=50)
        await sky.lift("box")
        sky.floating.carry(sky.document.layers)

    sky = play(journey)
    assert not sky.floating.flies
    assert sky.arrived == 0


def test_after_a_failure_it_is_asked_for_again() -> None:
    async def journey(sky: Sky) -> None:
        sky.engine.failing["render"] = EngineError("engine/restarted")
        await sky.lift("box")
        sky.engine.failing.clear()
        await sky.lift("box")

    assert play(journey).arrived == 1


def test_after_the_view_moved_it_is_asked_for_again_and_does_not_fly_in_parts_until_then() -> None:
    async def journey(sky: Sky) -> None:
        sky.view = sky.view.zoomed(4.0, 500, 400)
        await sky.lift("box")
        sky.view = sky.view.fitted()
        sky.engine.gate = asyncio.Event()
        await sky.lift("box")
        sky.floating.carry(sky.document.layers)
        assert not sky.floating.flies
        sky.engine.gate.set()
        await sky.settled()
        assert sky.floating.flies

    sky = play(journey)
    assert sky.arrived == 2
    assert sky.asked[-2][1] == Region(0, 0, 600, 400)
    assert sum(not bitmap.closed for bitmap in sky.engine.bitmaps) == 3


# rulers


@pytest.mark.parametrize(
    ("scale", "step"), [(1.0, 100), (2.0, 50), (0.5, 200), (0.1, 1000), (32.0, 2), (100.0, 1), (0.02, 5000)]
)
def test_a_ruler_counts_in_round_numbers(scale: float, step: float) -> None:
    assert rulers.step(scale) == step


@given(st.floats(0.01, 64), st.floats(-5000, 5000), st.floats(50, 3000))
def test_numbers_stand_apart_and_on_the_ruler(scale: float, origin: float, room: float) -> None:
    numbers = rulers.numbers(origin, room, scale)
    places = [origin + number * scale for number in numbers]
    step = rulers.step(scale) * scale
    assert step >= rulers.APART
    assert all(b - a == pytest.approx(step) for a, b in pairwise(places))
    assert all(place >= -step - 1e-6 and place <= room + 1e-6 for place in places)
    assert len(places) >= int(room / step)


def test_the_numbers_begin_at_the_canvas() -> None:
    assert rulers.numbers(0, 250, 1.0) == [0, 100, 200]
    assert rulers.numbers(150, 400, 1.0) == [-200, -100, 0, 100, 200]
