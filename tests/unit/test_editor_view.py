"""Zoom and pan as arithmetic, and the order in which the stage asks for pictures."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from editor.view.renderer import Content, Renderer, Shot, Wish
from editor.view.viewport import MAX_ZOOM, MIN_ZOOM, STEPS, Viewport
from errors import AluoError, EngineError
from imaging.layers import Fill, Layer, Scene
from imaging.options import Region

from .editor_fakes import FakeClock, FakeEngine


def viewport(photo: tuple[int, int] = (3000, 2000), stage: tuple[float, float] = (1000, 800)) -> Viewport:
    return Viewport(*photo, *stage).fitted()


def test_fit_keeps_air_and_centres() -> None:
    view = viewport()
    paper = view.paper
    assert (paper.x, paper.width) == pytest.approx((40, 920))
    assert paper.y == pytest.approx((800 - paper.height) / 2)


def test_a_small_photo_is_not_blown_up_without_end() -> None:
    assert viewport((10, 10)).zoom == pytest.approx(4)


@pytest.mark.parametrize("zoom", [0.5, 1.0, 3.7])
def test_zoom_keeps_the_point_under_the_pointer(zoom: float) -> None:
    view = viewport().zoomed(1.0)
    at = (view.x + 1500 * view.scale, view.y + 1000 * view.scale)
    zoomed = view.zoomed(zoom, *at)
    if zoomed.paper.width > 1000 and zoomed.paper.height > 800:
        assert zoomed.x + 1500 * zoomed.scale == pytest.approx(at[0])
        assert zoomed.y + 1000 * zoomed.scale == pytest.approx(at[1])
    assert not zoomed.fits


def test_zoom_has_limits() -> None:
    assert viewport().zoomed(1e9).zoom == pytest.approx(MAX_ZOOM)
    assert viewport().zoomed(0).zoom == pytest.approx(MIN_ZOOM)


def test_steps_go_up_and_down_through_round_numbers() -> None:
    view, seen = viewport().zoomed(MIN_ZOOM), []
    for _ in STEPS[1:]:
        view = view.stepped(1)
        seen.append(round(view.zoom, 4))
    assert seen == list(STEPS[1:])
    assert view.stepped(1).zoom == pytest.approx(MAX_ZOOM)
    assert view.stepped(-1).zoom == pytest.approx(STEPS[-2])


def test_panning_never_loses_the_photo() -> None:
    view = viewport().zoomed(1.0).moved(1e6, -1e6)
    assert view.x == 40
    assert view.y + view.paper.height == 800 - 40


def test_a_photo_smaller_than_the_stage_stays_centred() -> None:
    view = viewport().zoomed(0.1)
    assert view.moved(300, 300).paper == view.paper
    assert not view.can_pan


def test_a_fitted_view_stays_fitted_when_the_stage_changes() -> None:
    view = viewport().resized(500, 400, 2.0)
    assert view == Viewport(3000, 2000, 500, 400, 2.0).fitted()


def test_a_zoomed_view_keeps_its_middle() -> None:
    view = viewport().zoomed(1.0)
    middle = (500 - view.x) / view.scale
    assert (400 - view.resized(800, 800, 1.0).x) / view.scale == pytest.approx(middle)


def test_what_is_visible_is_whole_pixels_inside_the_photo() -> None:
    assert viewport().visible() == Region(0, 0, 3000, 2000)
    view = viewport().zoomed(2.0)
    seen = view.visible()
    assert 500 <= seen.width <= 502 and 400 <= seen.height <= 402


def test_no_more_pixels_are_asked_for_than_the_photo_has() -> None:
    view = viewport().zoomed(8.0)
    assert view.pixels(view.visible()) == (view.visible().width, view.visible().height)
    assert viewport().pixels(viewport().whole()) == (920, 613)


def test_density_is_in_the_zoom() -> None:
    view = Viewport(3000, 2000, 1000, 800, 2.0).fitted()
    assert view.zoom == pytest.approx(2 * 920 / 3000)
    assert view.pixels(view.whole())[0] == 1840


WHOLE, PART = Region(0, 0, 600, 400), Region(0, 0, 60, 40)
PLAIN = Content("photo-1", Scene(600, 400))


def filled(colour: str) -> Content:
    return Content("photo-1", Scene(600, 400, (Layer("fill", Fill(colour=colour)),)))


RED = filled("#ff0000")


class Wall:
    """A renderer and what it delivered."""

    def __init__(self) -> None:
        self.engine, self.clock = FakeEngine(), FakeClock()
        self.got: list[tuple[str, str, Content]] = []
        self.errors: list[AluoError] = []
        self.renderer = Renderer(self.engine, self.clock, self._take, self.errors.append)

    def _take(self, side: str, slot: str, shot: Shot, bitmap: Any) -> None:
        self.got.append((side, slot, shot.content))


def wish(content: Content, sharp: bool = False) -> Wish:
    return Wish(Shot(content, WHOLE, 300, 200), Shot(content, PART, 60, 40) if sharp else None)


def test_the_visible_part_comes_first() -> None:
    async def journey() -> Wall:
        wall = Wall()
        wall.renderer.want("after", wish(PLAIN, sharp=True))
        await wall.renderer.settled()
        return wall

    wall = asyncio.run(journey())
    assert [slot for _, slot, _ in wall.got] == ["sharp", "base"]
    assert wall.clock.measured == ["preview", "render"] * 2


def test_what_is_there_is_not_asked_for_again() -> None:
    async def journey() -> Wall:
        wall = Wall()
        for _ in range(3):
            wall.renderer.want("after", wish(PLAIN))
            await wall.renderer.settled()
        return wall

    assert len(asyncio.run(journey()).got) == 1


def test_only_the_newest_of_many_wishes_is_drawn_in_the_end() -> None:
    async def journey() -> Wall:
        wall = Wall()
        for level in range(20):
            wall.renderer.want("after", wish(filled(f"#0000{level:02x}")))
        wall.renderer.want("after", wish(RED))
        await wall.renderer.settled()
        return wall

    wall = asyncio.run(journey())
    assert wall.got[-1][2] == RED
    assert len(wall.got) <= 2


def test_a_failing_request_is_told_once_and_not_repeated() -> None:
    async def journey() -> Wall:
        wall = Wall()
        wall.engine.failing["render"] = EngineError("engine/memory", megapixels=50)
        wall.renderer.want("after", wish(PLAIN))
        await wall.renderer.settled()
        return wall

    wall = asyncio.run(journey())
    assert [error.code for error in wall.errors] == ["engine/memory"]
    assert wall.engine.names() == ["render"]


def test_a_bitmap_of_a_photo_that_is_gone_is_not_delivered() -> None:
    async def journey() -> Wall:
        wall = Wall()
        wall.engine.gate = asyncio.Event()
        wall.renderer.want("after", wish(PLAIN))
        await asyncio.sleep(0)
        wall.renderer.want("after", None)
        wall.engine.gate.set()
        await wall.renderer.settled()
        return wall

    assert asyncio.run(journey()).got == []
