"""Guides by hand: what a click, a drag and the ruler do to them."""

from __future__ import annotations

from dataclasses import replace

from editor.guide import Guide
from editor.tools.port import Pointer
from tests.unit.test_editor_arrange_tool import Bench


def guided() -> Bench:
    bench = Bench()
    bench.desk.store.arrange(rulers=True)
    guides = (Guide("x", 100.0), Guide("y", 50.0), Guide("x", 300.0))
    bench.desk.session.edits.record(replace(bench.document, guides=guides), "guides")
    return bench


def on(x: float, y: float) -> Pointer:
    """A pointer whose place on the screen is as far from the rulers as on the picture."""
    return Pointer(x, y, screen_x=x + 40, screen_y=y + 40)


def test_a_click_on_a_guide_changes_nothing() -> None:
    bench = guided()
    before, steps = bench.document, bench.steps
    assert bench.click(on(100, 200))
    assert bench.click(Pointer(-30, 200, screen_x=10, screen_y=240)), "nor does one on a ruler"
    assert bench.document is before
    assert bench.steps == steps


def test_a_guide_keeps_its_place_among_the_others_when_it_is_moved() -> None:
    bench = guided()
    bench.drag(on(100, 200), on(150, 200))
    assert bench.document.guides == (Guide("x", 150.0), Guide("y", 50.0), Guide("x", 300.0))
    bench.drag(on(200, 50), on(200, 80), Pointer(200, -30, screen_x=240, screen_y=10))
    assert bench.document.guides == (Guide("x", 150.0), Guide("x", 300.0))
    bench.drag(Pointer(-30, 200, screen_x=10, screen_y=240), on(220, 200))
    assert bench.document.guides == (Guide("x", 150.0), Guide("x", 300.0), Guide("x", 220.0))
