"""The eyedropper: one press takes a colour, and the canvas is the task's again."""

from __future__ import annotations

from editor.tools.eyedropper import Eyedropper
from editor.tools.port import Marks

from .drawing_bench import Bench, at


class Hand:
    """A bench with an eyedropper at work."""

    def __init__(self) -> None:
        self.bench = Bench()
        self.bench.screen.colour = "#aa5500"
        self.taken: list[str] = []
        self.ended = 0
        self.tool = Eyedropper(self.bench.context, self.taken.append, self.end)
        self.tool.enter()

    def end(self) -> None:
        self.ended += 1


def test_a_press_takes_the_colour_and_says_it() -> None:
    hand = Hand()
    assert hand.tool.down(at(10, 20))
    hand.tool.up(at(12, 20))
    assert (hand.taken, hand.ended) == (["#aa5500"], 1)
    assert hand.bench.store.state.said == "Colour #aa5500, RGB 170,85,0."


def test_the_colour_under_the_pointer_is_shown() -> None:
    hand = Hand()
    hand.tool.hover(at(10, 20))
    assert hand.tool.marks() == Marks(sample=(10, 20, "#aa5500"))
    hand.tool.hover(at(-10, 20))
    assert hand.tool.marks().sample[2] == ""


def test_where_nothing_is_nothing_is_taken_and_it_goes_on() -> None:
    hand = Hand()
    hand.bench.screen.colour = ""
    hand.tool.down(at(10, 20))
    hand.tool.up(at(10, 20))
    assert (hand.taken, hand.ended) == ([], 0)
    assert "see-through" in hand.bench.store.state.said


def test_by_keys_alone() -> None:
    hand = Hand()
    assert hand.tool.key("ArrowLeft", False, False)
    assert hand.tool.key("ArrowDown", True, False)
    assert hand.tool.marks().sample[:2] == (299.5, 205.0)  # two CSS pixels are one of the canvas
    assert hand.tool.key("Enter", False, False)
    assert (hand.taken, hand.ended) == (["#aa5500"], 1)


def test_giving_up_takes_nothing_and_ends_once() -> None:
    hand = Hand()
    assert hand.tool.cancel()
    assert not hand.tool.cancel()
    assert (hand.taken, hand.ended) == ([], 1)
