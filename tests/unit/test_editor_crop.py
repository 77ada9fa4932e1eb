"""The crop that is being made: its arithmetic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editor import ground
from editor.crop import Crop
from editor.document import Backdrop, CutOut, Document, Photo
from editor.frames import Frame
from editor.guide import Guide
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
    assert ground.view(photo(), Frame(300, 200, 600, 400), (0, 0, 600, 400)).layers == photo().layers
