"""Moving, turning, resizing, aligning and stacking layers, and what lies under the pointer."""

from __future__ import annotations

import itertools
from dataclasses import replace
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor import arranging as ar
from editor import handles as ha
from imaging import matrix
from imaging.layers import Blur, Fill, Layer, Placement, Raster, Shadow, Shape, Text, centred

WARP = (0.1, 0.0, 0.9, 0.1, 1.0, 1.0, 0.0, 0.9)
places = st.builds(
    Placement,
    x=st.floats(-500, 1500),
    y=st.floats(-500, 1500),
    scale_x=st.floats(0.2, 4) | st.floats(-4, -0.2),
    scale_y=st.floats(0.2, 4) | st.floats(-4, -0.2),
    rotation=st.floats(-180, 180),
    warp=st.sampled_from([(), WARP]),
)
contents = st.sampled_from([Shape("rectangle", 40, 30), Raster("p", 640, 480), Text("a", 120.5, 33.25)])
layers_one = st.builds(Layer, st.just("a"), contents, places)
handles = st.sampled_from(list(ha.SIDES))
drags = st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000))


def rectangle(name: str, left: float, top: float, width: float, height: float, **fields: object) -> Layer:
    place = Placement(left + width / 2, top + height / 2)
    return replace(Layer(name, Shape("rectangle", width, height), place), **fields)  # type: ignore[arg-type]


@st.composite
def stacks(draw: st.DrawFn) -> ar.Layers:
    """Up to six layers of all sorts, some locked."""
    count = draw(st.integers(0, 5))
    boxed = [Layer(f"l{at}", draw(contents), draw(places), locked=draw(st.booleans())) for at in range(count)]
    rest = [Layer("fill", Fill()), Layer("blur", Blur("p", 10, 10)), Layer("shadow", Shadow("l0"))]
    return tuple(draw(st.permutations([*boxed, *rest])))


chosen = st.sets(st.sampled_from(["l0", "l1", "l2", "l3", "l4", "fill", "blur", "shadow", "nobody"]))


def flat(layer: Layer) -> list[float]:
    assert layer.box is not None
    return [value for point in matrix.corners(layer.placement, layer.box) for value in point]


CHANGES = {
    "move": lambda layers, ids: ar.moved(layers, ids, 3, -4),
    "turn": lambda layers, ids: ar.transformed(layers, ids, ar.turning(30, (10, 10))),
    "scale": lambda layers, ids: ar.transformed(layers, ids, ar.scaling(2, 2, (0, 0))),
    "align": lambda layers, ids: ar.aligned(layers, ids, "left", (800, 600)),
    "distribute": lambda layers, ids: ar.distributed(layers, ids, "x"),
    "flip": lambda layers, ids: ar.flipped(layers, ids, "x"),
}


@pytest.mark.parametrize("change", CHANGES)
@given(layers=stacks(), ids=chosen)
def test_only_chosen_layers_that_can_move_change(change: str, layers: ar.Layers, ids: set[str]) -> None:
    after = CHANGES[change](layers, ids)
    assert [layer.id for layer in after] == [layer.id for layer in layers]
    for old, new in zip(layers, after, strict=True):
        if old.id not in ids or not old.can_move:
            assert new is old
        assert replace(new, placement=old.placement) == old


# where things are


def test_bounds_of_a_turned_layer() -> None:
    layer = replace(rectangle("a", 0, 0, 40, 20), placement=Placement(50, 50, rotation=90))
    assert ar.bounds(layer) == pytest.approx((40, 30, 60, 70))
    assert ar.bounds_of((layer, rectangle("b", 0, 0, 5, 5)), {"a", "b"}) == pytest.approx((0, 0, 60, 70))
    assert ar.bounds_of((layer, Layer("fill", Fill())), {"fill"}) is None
    with pytest.raises(ValueError, match="box"):
        ar.bounds(Layer("fill", Fill()))


def test_moving_by_nothing_is_the_same_tuple() -> None:
    layers = (rectangle("a", 0, 0, 5, 5),)
    assert ar.moved(layers, {"a"}, 0, 0) is layers


# maps of the canvas


@given(layers_one, st.floats(-720, 720), st.floats(0.1, 5), st.booleans(), st.floats(-500, 500), st.floats(-500, 500))
def test_a_similarity_moves_every_corner(
    layer: Layer, angle: float, size: float, mirror: bool, x: float, y: float
) -> None:
    change = matrix.times(ar.turning(angle, (x, y)), ar.scaling(-size if mirror else size, size, (y, x)))
    (after,) = ar.transformed((layer,), {"a"}, change)
    assert layer.box is not None
    want = [v for p in matrix.corners(layer.placement, layer.box) for v in matrix.apply(change, *p)]
    assert flat(after) == pytest.approx(want, abs=1e-3)
    assert abs(after.placement.rotation) <= 180


@given(layers_one, st.sampled_from([0, 90, 180, -90]), st.floats(0.1, 5), st.floats(0.1, 5))
def test_two_factors_are_exact_for_an_upright_layer(layer: Layer, rotation: float, fx: float, fy: float) -> None:
    layer = replace(layer, placement=replace(layer.placement, rotation=rotation))
    change = ar.scaling(fx, fy, (100, 200))
    (after,) = ar.transformed((layer,), {"a"}, change)
    assert layer.box is not None
    want = [v for p in matrix.corners(layer.placement, layer.box) for v in matrix.apply(change, *p)]
    assert flat(after) == pytest.approx(want, abs=1e-3)
    assert after.placement.rotation % 360 == rotation % 360


@given(layers_one, st.floats(0.2, 5), st.floats(0.2, 5))
def test_two_factors_keep_the_area_of_a_turned_layer(layer: Layer, fx: float, fy: float) -> None:
    (after,) = ar.transformed((layer,), {"a"}, ar.scaling(fx, fy, (0, 0)))
    old, new = layer.placement, after.placement
    assert new.scale_x * new.scale_y == pytest.approx(old.scale_x * old.scale_y * fx * fy)


def test_a_group_keeps_its_shape() -> None:
    group = (rectangle("a", 0, 0, 10, 10), rectangle("b", 30, 0, 10, 10))
    box = ar.bounds_of(group, {"a", "b"})
    assert box is not None
    bigger = ar.transformed(group, {"a", "b"}, ha.stretching(box, "se", 40, 0))
    assert [ar.bounds(layer) for layer in bigger] == [(0, 0, 20, 20), (60, 0, 80, 20)]
    turned = ar.transformed(group, {"a", "b"}, ar.turning(90, ha.centre(box)))
    assert [ar.bounds(layer) for layer in turned] == [
        pytest.approx((15, -15, 25, -5)),
        pytest.approx((15, 15, 25, 25)),
    ]


def test_a_flip_reads_as_a_flip() -> None:
    layer = rectangle("a", 0, 0, 10, 10)
    (flipped,) = ar.flipped((layer,), {"a"}, "x")
    assert flipped.placement == replace(layer.placement, scale_x=-1)
    (flipped,) = ar.flipped((layer,), {"a"}, "y")
    assert flipped.placement == replace(layer.placement, scale_y=-1)


@given(stacks(), chosen, st.sampled_from(["x", "y"]))
def test_two_flips_are_none(layers: ar.Layers, ids: set[str], axis: ar.Axis) -> None:
    twice = ar.flipped(ar.flipped(layers, ids, axis), ids, axis)
    for old, new in zip(layers, twice, strict=True):
        if old.box is not None:
            assert flat(new) == pytest.approx(flat(old), abs=1e-3)


# handles


@given(layers_one, handles, drags, st.booleans(), st.booleans())
def test_the_other_handle_stays(
    layer: Layer, handle: ha.Handle, drag: tuple[float, float], keep: bool, from_centre: bool
) -> None:
    after = ha.resized(layer, handle, *drag, keep, from_centre)
    before = ha.frame(layer)
    x, y = matrix.apply(
        matrix.turn(layer.placement.rotation),
        *(ha.centre(before) if from_centre else ha.opposite(before, handle)),
    )
    fixed = layer.placement.x + x, layer.placement.y + y
    spots = [ha.middle(after)] if from_centre else list(ha.handles(after).values())
    assert min(hypot(px - fixed[0], py - fixed[1]) for px, py in spots) < 1e-6 * 1e4
    left, top, right, bottom = ha.frame(after)
    assert right - left > 0.999 and bottom - top > 0.999
    assert after.placement.rotation == layer.placement.rotation
    if keep:
        grown_x = abs(after.placement.scale_x / layer.placement.scale_x)
        assert grown_x == pytest.approx(abs(after.placement.scale_y / layer.placement.scale_y))


@given(layers_one, handles, st.floats(0, 300), st.floats(0, 300))
def test_a_free_handle_follows_the_pointer(layer: Layer, handle: ha.Handle, right: float, down: float) -> None:
    side_x, side_y = ha.SIDES[handle]
    dx, dy = matrix.apply(matrix.turn(layer.placement.rotation), right * side_x, down * side_y)
    after = ha.resized(layer, handle, dx, dy)
    start, end = ha.handles(layer)[handle], ha.handles(after)[handle]
    assert end == pytest.approx((start[0] + dx, start[1] + dy), abs=1e-6)


def test_past_the_other_side_it_is_mirrored() -> None:
    layer = rectangle("a", 0, 0, 100, 50)
    after = ha.resized(layer, "e", -150, 0)
    assert ar.bounds(after) == pytest.approx((-50, 0, 0, 50))
    assert after.placement.scale_x == pytest.approx(-0.5)
    assert ar.bounds(ha.resized(layer, "e", -100, 0)) == pytest.approx((0, 0, 1, 50))
    assert ar.bounds(ha.resized(layer, "e", -100.2, 0)) == pytest.approx((-1, 0, 0, 50))


def test_keeping_the_ratio_and_the_middle() -> None:
    layer = rectangle("a", 0, 0, 100, 50)
    assert ar.bounds(ha.resized(layer, "se", 100, 0, keep_ratio=True)) == pytest.approx((0, 0, 200, 100))
    assert ar.bounds(ha.resized(layer, "e", 100, 0, keep_ratio=True)) == pytest.approx((0, -25, 200, 75))
    assert ar.bounds(ha.resized(layer, "nw", -10, -10, from_centre=True)) == pytest.approx((-10, -10, 110, 60))


def test_a_side_given_in_numbers_takes_the_other_with_it_or_not() -> None:
    layer = rectangle("a", 0, 0, 100, 50)

    def size(layer: Layer) -> tuple[float, float]:
        left, top, right, bottom = ha.frame(layer)
        return right - left, bottom - top

    for rotation, mirror in ((0, 1), (30, 1), (90, -1)):
        placement = replace(layer.placement, rotation=float(rotation), scale_x=float(mirror))
        turned = replace(layer, placement=placement)
        for values, wanted in (((200, 0, True), (200, 100)), ((0, 20, True), (40, 20)), ((200, 0, False), (200, 50))):
            after = ha.sized(turned, *values)
            assert size(replace(turned, placement=after)) == pytest.approx(wanted)
            assert replace(after, scale_x=0, scale_y=0) == replace(placement, scale_x=0, scale_y=0)
            assert after.scale_x * mirror > 0
    assert size(replace(layer, placement=ha.sized(layer, 0, 10, False))) == pytest.approx((100, 10))


def test_locked_layers_and_fills_have_no_handles() -> None:
    locked, fill = rectangle("a", 0, 0, 9, 9, locked=True), Layer("f", Fill())
    for layer in (locked, fill):
        assert ha.resized(layer, "se", 5, 5) is layer
        assert ha.rotated(layer, (1, 0), (0, 1)) is layer


@given(layers_one, st.tuples(st.floats(-99, 99), st.floats(-99, 99)), st.floats(-180, 180))
def test_turning_keeps_the_middle(layer: Layer, offset: tuple[float, float], angle: float) -> None:
    about = ha.middle(layer)
    start = about[0] + offset[0] + 200, about[1] + offset[1]
    after = ha.rotated(layer, start, matrix.apply(ar.turning(angle, about), *start))
    assert ha.middle(after) == pytest.approx(about, abs=1e-6)
    assert matrix.turn(after.placement.rotation) == pytest.approx(
        matrix.turn(layer.placement.rotation + angle), abs=1e-6
    )


def test_turning_in_steps() -> None:
    layer = replace(rectangle("a", 0, 0, 100, 100), placement=Placement(50, 50, rotation=4))
    assert ha.rotated(layer, (150, 50), (50, 151), snap=15).placement.rotation == 90
    assert ha.rotated(layer, (150, 50), (150, 51), snap=15).placement.rotation == 0


# aligning


@given(stacks(), chosen, st.sampled_from(list(ar.EDGES)), st.booleans())
def test_aligned_edges_are_one_line(layers: ar.Layers, ids: set[str], edge: ar.Edge, to_canvas: bool) -> None:
    after = ar.aligned(layers, ids, edge, (800, 600) if to_canvas else None)
    axis, share = ar.EDGES[edge]
    boxes = [ar.bounds(layer) for layer in after if layer.id in ids and layer.can_move]
    at = [b[0] + (b[2] - b[0]) * share if axis == "x" else b[1] + (b[3] - b[1]) * share for b in boxes]
    if at and to_canvas:
        assert at == pytest.approx([(800 if axis == "x" else 600) * share] * len(at), abs=1e-6)
    assert not at or max(at) - min(at) < 1e-6


@given(stacks(), chosen, st.sampled_from(["x", "y"]))
def test_gaps_become_equal_and_the_ends_stay(layers: ar.Layers, ids: set[str], axis: ar.Axis) -> None:
    after = ar.distributed(layers, ids, axis)
    low = 0 if axis == "x" else 1
    free = [layer.id for layer in layers if layer.id in ids and layer.can_move]
    old = {layer.id: ar.bounds(layer) for layer in layers if layer.id in free}
    new = {layer.id: ar.bounds(layer) for layer in after if layer.id in free}
    row = sorted(free, key=lambda name: old[name][low] + old[name][low + 2])
    gaps = [new[b][low] - new[a][low + 2] for a, b in itertools.pairwise(row)]
    if len(row) >= 3:
        assert gaps == pytest.approx([gaps[0]] * len(gaps), abs=1e-6)
        assert new[row[0]] == pytest.approx(old[row[0]]) and new[row[-1]] == pytest.approx(old[row[-1]], abs=1e-6)
    else:
        assert after == layers


# the stack


def names(layers: ar.Layers) -> str:
    return "".join(layer.id for layer in layers)


STACK = tuple(rectangle(name, 0, 0, 5, 5, locked=name == "c") for name in "abcde")


@pytest.mark.parametrize(
    ("ids", "order", "after"),
    [
        ("b", "front", "acdeb"),
        ("db", "front", "acebd"),
        ("bd", "back", "bdace"),
        ("b", "forward", "acbde"),
        ("de", "forward", "abcde"),
        ("ad", "forward", "baced"),
        ("de", "backward", "abdec"),
        ("ab", "backward", "abcde"),
        ("c", "front", "abcde"),
    ],
)
def test_the_order_of_the_stack(ids: str, order: ar.Order, after: str) -> None:
    assert names(ar.ordered(STACK, set(ids), order)) == after


@given(stacks(), chosen, st.sampled_from(["front", "back", "forward", "backward"]))
def test_ordering_loses_nothing(layers: ar.Layers, ids: set[str], order: ar.Order) -> None:
    after = ar.ordered(layers, ids, order)
    assert sorted(map(id, after)) == sorted(map(id, layers))
    still = [layer.id for layer in after if layer.id not in ids and layer.id != "shadow"]
    assert still == [layer.id for layer in layers if layer.id not in ids and layer.id != "shadow"]


def test_a_shadow_goes_with_its_layer() -> None:
    stack = (Layer("s", Shadow("a")), rectangle("a", 0, 0, 5, 5), rectangle("b", 0, 0, 5, 5))
    assert names(ar.ordered(stack, {"a"}, "front")) == "bsa"
    assert names(ar.removed(stack, {"a"})) == "b"
    fresh = iter(("t", "c"))
    copies, new = ar.duplicated(stack, {"a"}, lambda: next(fresh))
    assert (names(copies), new) == ("satcb", ("c",))
    assert copies[2].content == Shadow("c")


def test_locked_layers_are_not_removed_and_their_copies_are_free() -> None:
    assert names(ar.removed(STACK, set("abc"))) == "cde"
    copies, new = ar.duplicated(STACK, {"c"}, lambda: "f", 10, 20)
    assert names(copies) == "abcfde" and new == ("f",)
    assert not copies[3].locked and ar.bounds(copies[3]) == (10, 20, 15, 25)
    assert ar.duplicated(STACK, {"nobody"}, lambda: "f") == (STACK, ())


# the pointer


def test_the_highest_is_hit_if_it_is_seen_and_free() -> None:
    stack = (rectangle("a", 0, 0, 50, 50), rectangle("b", 0, 0, 20, 20), rectangle("c", 0, 0, 20, 20, visible=False))
    locked = rectangle("d", 0, 0, 20, 20, locked=True)
    assert ar.hit((*stack, locked, Layer("f", Fill())), 10, 10) == "b"
    assert ar.hit(stack, 30, 30) == "a"
    assert ar.hit(stack, 60, 60) is None
    assert ar.hit(stack, 53, 30, reach=4) == "a"
    assert ar.hit(stack, 53, 54, reach=4) is None


def test_a_turned_box_is_hit_where_it_is() -> None:
    layer = replace(rectangle("a", 0, 0, 100, 10), placement=Placement(50, 50, rotation=45))
    assert ar.hit((layer,), 80, 80) == "a"
    assert ar.hit((layer,), 80, 20) is None


def test_a_cut_out_over_all_lets_through_what_lies_under_it() -> None:
    photo, cutout = Layer("p", Raster("s", 200, 200), centred(200, 200)), Raster("s", 200, 200, "cutout")
    text = rectangle("t", 10, 10, 20, 20)
    stack = (photo, text, Layer("c", cutout, centred(200, 200)))
    assert ar.hit(stack, 15, 15, (200, 200)) == "t"
    assert ar.hit(stack, 100, 100, (200, 200)) == "c"
    assert ar.hit(stack, 15, 15) == "c"
    opaque = (text, photo)
    assert ar.hit(opaque, 15, 15, (200, 200)) == "p"


@given(layers_one, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_point_of_the_box_hits(layer: Layer, right: float, down: float) -> None:
    assert layer.box is not None
    x, y = matrix.apply(matrix.placed(layer.placement, layer.box), right * layer.box[0], down * layer.box[1])
    assert ar.hit((layer,), x, y) == "a"


@given(layers_one, st.floats(-300, 300), st.floats(-300, 300), st.floats(0, 40))
def test_a_point_beside_the_box_hits_within_reach(layer: Layer, right: float, down: float, reach: float) -> None:
    """Against the distance to the box's outline, walked step by step."""
    layer = replace(layer, placement=replace(layer.placement, warp=()))
    x, y = layer.placement.x + right, layer.placement.y + down
    corners = [*ha.handles(layer).values()][::2]
    walk = [
        (a[0] + (b[0] - a[0]) * step / 400, a[1] + (b[1] - a[1]) * step / 400)
        for a, b in itertools.pairwise([*corners, corners[0]])
        for step in range(400)
    ]
    away = min(hypot(px - x, py - y) for px, py in walk)
    step = max(hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(walk))
    if ar.holds(layer, x, y, reach):
        assert ar.holds(layer, x, y) or away <= reach + step
    else:
        assert away > reach - 1e-6
