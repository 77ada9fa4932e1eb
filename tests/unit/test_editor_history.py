"""Undo and redo within a budget of bytes, and what layers weigh in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor import arranging, weights
from editor.history import BARE, History
from imaging.layers import Layer, Raster, Shape, Stroke, Touch, centred

Layers = tuple[Layer, ...]
PHOTO = Layer("photo", Raster("p", 640, 480), centred(640, 480))


def weigh(value: Layers, before: Layers | None) -> int:
    return weights.cost(value, before or ())


def whole(history: History[Layers]) -> int:
    """What the history holds, weighed from the first step to the last."""
    values = [step.value for step in history.steps]
    befores = [None, *values[:-1]]
    return sum(BARE + weigh(value, before) for value, before in zip(values, befores, strict=True))


strokes = st.builds(Stroke, st.lists(st.floats(0, 600), max_size=40).map(tuple), st.floats(1, 50))


@st.composite
def commands(draw: st.DrawFn) -> list[tuple[str, object]]:
    kinds = ["add", "paint", "move", "remove", "order", "drag", "undo", "redo", "jump", "settle", "fact"]
    return [
        (kind, draw(strokes) if kind == "paint" else draw(st.integers(-40, 40)))
        for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=60))
    ]


def painted(layers: Layers, stroke: Stroke) -> Layers:
    return (replace(layers[0], mask=(*layers[0].mask, stroke)), *layers[1:]) if layers else layers


def done(history: History[Layers], kind: str, what: object) -> History[Layers]:
    """The history after one command."""
    layers = history.value
    if isinstance(what, Stroke):
        return history.record(painted(layers, what), "paint")
    assert isinstance(what, int)
    ids = {layer.id for layer in layers[-1:]}
    if kind == "add":
        return history.record((*layers, Layer(f"l{len(layers)}-{what}", Shape("star", 40, 40))), "add")
    if kind == "move":
        return history.record(arranging.moved(layers, ids, what, 1), "move")
    if kind == "drag":
        return history.record(arranging.moved(layers, ids, what, 0), "drag", "drag")
    if kind == "remove":
        return history.record(arranging.removed(layers, ids), "remove")
    if kind == "order":
        return history.record(arranging.ordered(layers, ids, "back"), "order")
    if kind == "fact":
        return history.amend(tuple(replace(layer, name=str(what)) for layer in layers))
    steps = {"undo": history.undo, "redo": history.redo, "settle": history.settle}
    return steps[kind]() if kind in steps else history.jump(what % len(history.steps))


@given(commands(), st.sampled_from([3_000, 20_000, 10**9]))
@settings(max_examples=60)
def test_the_running_sum_is_what_the_steps_hold(program: list[tuple[str, object]], budget: int) -> None:
    history: History[Layers] = History.of((PHOTO,), "Opened", weigh, budget)
    for kind, what in program:
        history = done(history, kind, what)
        assert history.held == whole(history) == sum(step.added for step in history.steps)


@given(
    st.lists(st.tuples(st.sampled_from(["add", "move", "remove", "order"]), st.integers(-9, 9)), min_size=1),
    st.lists(strokes, min_size=1, max_size=10),
)
@settings(max_examples=20)
def test_five_hundred_steps_there_and_back(program: list[tuple[str, int]], brush: list[Stroke]) -> None:
    history: History[Layers] = History.of((PHOTO,), "Opened", weigh)
    seen = [history.value]
    for at in range(500):
        kind, what = program[at % len(program)]
        history = done(history, kind, what + at) if at % 3 else done(history, "paint", brush[at % len(brush)])
        if history.value != seen[-1]:
            seen.append(history.value)
    assert [step.value for step in history.steps] == seen
    for value in reversed(seen):
        assert history.value == value
        history = history.undo()
    for value in seen:
        assert history.value == value
        history = history.redo()
    assert history.held <= history.budget


def test_memory_stays_within_the_budget() -> None:
    history: History[Layers] = History.of((PHOTO,), "Opened", weigh, 500_000)
    for at in range(300):
        history = history.record(painted(history.value, Stroke(tuple(float(n + at) for n in range(200)), 9)), "paint")
        shorter = replace(history.value[0], mask=history.value[0].mask[-20:])
        history = history.record((shorter,), "trim")
        assert history.held == whole(history) <= 500_000
    assert 20 < len(history.past) < 600
    assert history.undo().value == history.past[-1].value


def test_more_than_two_hundred_steps_are_kept() -> None:
    history = History.of(0, "start")
    for value in range(1, 1000):
        history = history.record(value, "count")
    assert len(history.past) == 999
    assert history.jump(0).value == 0


def test_what_a_dropped_step_shares_with_the_next_stays_weighed() -> None:
    heavy = Stroke(tuple(map(float, range(1000))), 5)
    history: History[Layers] = History.of((replace(PHOTO, mask=(heavy,)),), "Opened", weigh, 23_000)
    for at in range(1, 20):
        history = history.record(arranging.moved(history.value, {"photo"}, at, 0), "move")
    assert history.steps[0].label == "move"
    assert history.held > weights.NUMBER * 1000


def test_a_step_larger_than_the_budget_can_still_be_undone() -> None:
    history: History[Layers] = History.of((PHOTO,), "Opened", weigh, 1)
    for at in range(3):
        history = history.record(painted(history.value, Stroke((float(at), 1.0), 5)), "paint")
    assert len(history.past) == 1
    assert len(history.undo().value[0].mask) == 2


def test_what_could_be_redone_is_no_longer_weighed() -> None:
    history: History[Layers] = History.of((PHOTO,), "Opened", weigh)
    before = history.held
    history = history.record(painted(history.value, Stroke(tuple(map(float, range(100))), 5)), "paint").undo()
    assert history.held > before
    moved = history.record(arranging.moved(history.value, {"photo"}, 1, 0), "move")
    assert moved.held == whole(moved) < history.held


# weights


def test_shared_layers_cost_nothing() -> None:
    layers = (PHOTO, Layer("a", Shape("star", 5, 5)))
    assert weights.cost(layers, layers) == 0
    assert weights.cost((layers[0], layers[1]), layers) < 4 * weights.POINTER


@pytest.mark.parametrize("count", [0, 2, 1000])
def test_a_stroke_costs_its_numbers_once(count: int) -> None:
    old = replace(PHOTO, mask=tuple(Stroke((1.0, 2.0), at) for at in range(1, 50)))
    new = replace(old, mask=(*old.mask, Stroke(tuple(map(float, range(count))), 3)))
    own = weights.cost((new,), (old,)) - weights.cost((replace(old, mask=(*old.mask, old.mask[0])),), (old,))
    assert own == weights.STROKE + weights.NUMBER * count


def test_a_touch_costs_its_stroke_once() -> None:
    first, second = (Touch("heal", Stroke((1.0, 2.0, at, at), 5)) for at in (3.0, 4.0))
    one = replace(PHOTO, content=replace(PHOTO.content, touches=(first,)))  # type: ignore[type-var]
    two = replace(PHOTO, content=replace(PHOTO.content, touches=(first, second)))  # type: ignore[type-var]
    assert weights.cost((one,), (PHOTO,)) + weights.POINTER == weights.cost((two,), (one,))


def test_a_renamed_layer_costs_no_strokes() -> None:
    old = replace(PHOTO, mask=(Stroke(tuple(map(float, range(5000))), 3),))
    assert weights.cost((replace(old, name="sky"),), (old,)) < 1000


def test_a_revision_reaches_every_step_and_makes_none() -> None:
    history = History.of("a1", "one").record("b1", "two").record("c", "three").undo()
    revised = history.revise(lambda value: value.replace("1", "2"))
    assert [step.value for step in revised.steps] == ["a2", "b2", "c"]
    assert (revised.index, revised.held) == (history.index, history.held)
    assert revised.future[0] is history.future[0]
