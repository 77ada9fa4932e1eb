"""Scenes survive the way through text."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from imaging import layer_text
from imaging.adjustments import Adjustments
from imaging.layers import (
    BLEND_MODES,
    Blur,
    Fill,
    Layer,
    Placement,
    Raster,
    Scene,
    Shadow,
    Shape,
    Stroke,
    Text,
    Touch,
    plain_photo,
)

numbers = st.floats(-1e5, 1e5)
strokes = st.builds(Stroke, points=st.lists(numbers, max_size=6).map(tuple), radius=numbers, erase=st.booleans())
touches = st.builds(Touch, kind=st.sampled_from(["heal", "clone"]), stroke=strokes, dx=numbers)
sides = st.integers(1, 9)
contents = st.one_of(
    st.builds(Raster, st.text(), sides, sides, touches=st.lists(touches, max_size=2).map(tuple)),
    st.builds(Fill, colour=st.text(), angle=numbers),
    st.builds(Blur, st.text(), st.integers(1, 9), st.integers(1, 9), numbers),
    st.builds(Text, st.text(), numbers, numbers, size=numbers, italic=st.booleans()),
    st.builds(Shape, st.sampled_from(["rectangle", "star"]), numbers, numbers, line=numbers),
    st.builds(Shadow, st.text(), softness=numbers),
)  # fmt: skip
layers = st.builds(
    Layer,
    id=st.text(),
    content=contents,
    placement=st.builds(Placement, numbers, numbers, warp=st.sampled_from([(), (0.0,) * 8])),
    blend=st.sampled_from(BLEND_MODES),
    mask=st.lists(strokes, max_size=2).map(tuple),
    adjustments=st.builds(Adjustments, exposure=numbers, curve=st.sampled_from([(), ((0.0, 5.0), (255.0, 250.0))])),
    locked=st.booleans(),
)  # fmt: skip


@given(st.builds(Scene, st.integers(1, 9000), st.integers(1, 9000), st.lists(layers, max_size=4).map(tuple)))
def test_a_scene_comes_back_as_it_was(scene: Scene) -> None:
    assert layer_text.loads(layer_text.dumps(scene)) == scene


def test_defaults_are_not_written() -> None:
    text = layer_text.dumps(plain_photo("p", 60, 40))
    assert json.loads(text)["layers"] == [
        {
            "id": "photo",
            "content": {"is": "raster", "source": "p", "width": 60, "height": 40},
            "placement": {"x": 30, "y": 20},
        }
    ]


def test_whole_numbers_come_back_as_floats_where_floats_belong() -> None:
    text = '{"width":2,"height":2,"layers":[{"id":"a","content":{"is":"fill"},"placement":{"x":3}}]}'
    assert isinstance(layer_text.loads(text).layers[0].placement.x, float)
