"""The hand and the zoom: lent over any task, put away by their key or Esc."""

from __future__ import annotations

import asyncio

import pytest

from editor.tools.hand import Hand
from editor.tools.port import NO_MARKS, Context, Pointer, Tool
from editor.tools.toolbox import Toolbox
from editor.tools.zoom import NEARER, Zoom
from editor.view.viewport import Viewport
from imaging.options import Region

from .editor_fakes import Desk, FakeSurface


class Bench:
    def __init__(self, kind: type[Tool]) -> None:
        self.desk, self.surface = asyncio.run(Desk().opened()), FakeSurface()
        self.box = Toolbox({}, lambda name: None)
        context = Context(self.desk.store, self.desk.session.edits, self.surface)
        self.box.connect(context)
        self.desk.store.watch(self.box.draw)
        self.box.lend(kind(context))


def test_the_hand_leaves_every_gesture_to_the_view() -> None:
    bench = Bench(Hand)
    assert "Hand" in bench.desk.store.state.said
    assert not bench.box.down(Pointer(5, 5))
    assert bench.box.key("ArrowLeft", True, False)
    assert bench.surface.viewed == ("pan", 400.0, 0.0)
    assert not bench.box.key("q", False, False)


@pytest.mark.parametrize("kind", [Hand, Zoom])
def test_escape_gives_the_canvas_back(kind: type[Tool]) -> None:
    bench = Bench(kind)
    assert bench.box.cancel()
    assert bench.box.tool is None
    assert not bench.box.cancel()


@pytest.mark.parametrize(("alt", "factor"), [(False, NEARER), (True, 1 / NEARER)])
def test_a_click_goes_nearer_or_further(alt: bool, factor: float) -> None:
    bench = Bench(Zoom)
    at = Pointer(30, 40, alt=alt)
    bench.box.hover(at)
    assert bench.box.down(at)
    bench.box.up(at)
    assert bench.surface.viewed == ("zoom", 30, 40, factor)


def test_a_drag_fills_the_view_and_shows_its_frame() -> None:
    bench = Bench(Zoom)
    assert bench.box.down(Pointer(300, 200))
    bench.box.move(Pointer(100, 50))
    assert bench.box.marks().band == (300, 200, -200, -150)
    bench.box.up(Pointer(100, 50))
    assert bench.surface.viewed == ("part", 100, 50, 200, 150)
    assert bench.box.marks() == NO_MARKS


def test_other_buttons_are_the_views() -> None:
    assert not Bench(Zoom).box.down(Pointer(1, 1, button=2))


def test_a_part_is_shown_whole_and_in_the_middle() -> None:
    view = Viewport(4000, 3000, 1000, 800).fitted().filled(Region(1000, 600, 500, 200))
    left, top = view.at(1000, 600)
    right, bottom = view.at(1500, 800)
    assert (left, right) == pytest.approx((0, 1000))
    assert (top + bottom) / 2 == pytest.approx(400)
