"""The view and the file are one picture at two scales: whatever the layers are and however they lie."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imaging.adjustments import Adjustments
from imaging.compositor import draw
from imaging.layers import (
    BLEND_MODES,
    Blur,
    Content,
    Fill,
    Layer,
    Placement,
    Raster,
    Scene,
    Shadow,
    Shape,
    Stroke,
    Text,
)
from imaging.options import Region
from tests.unit.layered import GIVEN, apart

SIZE = WIDTH, HEIGHT = 640, 480
COLOURS = st.sampled_from(["#ffffff", "#101010", "#d02060", "#2060d0", "#f0c040"])

placements = st.builds(
    Placement,
    st.floats(0, WIDTH),
    st.floats(0, HEIGHT),
    st.floats(0.3, 2) | st.floats(-2, -0.3),
    st.floats(0.3, 2),
    st.floats(-180, 180),
    st.just(()) | st.just((0.05, 0.1, 0.9, 0.0, 1.0, 0.95, 0.0, 0.85)),
)
shapes = st.builds(
    Shape,
    st.sampled_from(["rectangle", "ellipse", "line", "arrow", "triangle", "star"]),
    st.floats(20, 300),
    st.floats(20, 300),
    colour=COLOURS,
    line=st.floats(4, 20),
    radius=st.floats(0, 40),
)
contents: st.SearchStrategy[Content] = st.one_of(
    st.just(Raster("soft", *SIZE)),
    st.just(Raster("softcut", *SIZE)),
    st.builds(Fill, st.sampled_from(["colour", "linear", "radial"]), COLOURS, COLOURS, st.floats(0, 360)),
    st.builds(Blur, st.just("soft"), st.just(WIDTH), st.just(HEIGHT), st.floats(0.1, 1)),
    st.builds(Text, st.just("O"), st.floats(80, 300), st.floats(60, 200), colour=COLOURS),
    shapes,
)
masks = st.just(()) | st.tuples(st.builds(Stroke, st.tuples(st.floats(0, 300), st.floats(0, 300)), st.floats(20, 90)))
lights = st.just(Adjustments()) | st.builds(Adjustments, exposure=st.floats(-0.5, 0.5), saturation=st.floats(-80, 40))
"""What changes colours a little: a curve that is steep makes more levels of one."""


@st.composite
def scenes(draws: st.DrawFn) -> Scene:
    """Some layers over a ground, the last perhaps with its shadow."""
    layers = [Layer("ground", Fill(colour=draws(COLOURS)))]
    for number in range(draws(st.integers(1, 3))):
        content = draws(contents)
        layer = Layer(
            f"layer-{number}",
            content,
            draws(placements),
            opacity=draws(st.floats(0.3, 1)),
            blend=draws(st.sampled_from(BLEND_MODES)) if number else "normal",
            mask=draws(masks),
            adjustments=draws(lights),
        )
        if not isinstance(content, Fill | Blur) and draws(st.booleans()):
            kind = draws(st.sampled_from(["drop", "contact", "reflection"]))
            layers.append(Layer(f"shadow-{number}", Shadow(layer.id, kind), opacity=0.4))
        layers.append(layer)
    return Scene(*SIZE, tuple(layers))


@settings(max_examples=30, deadline=None)
@given(scenes(), st.sampled_from([2, 4, 5]))
def test_the_view_shows_what_the_file_averages_to(scene: Scene, factor: int) -> None:
    whole, size = Region(0, 0, *SIZE), (WIDTH // factor, HEIGHT // factor)
    view = draw(GIVEN, scene, whole, size)
    off = apart(view, draw(GIVEN, scene, whole, SIZE).resize(size, Image.Resampling.BOX))
    assert off.mean() <= 0.5
    assert np.percentile(off, 99) <= 2.01
    # The rest lies on outlines. A blend mode that bends makes another colour of an average than it averages colours to.
    if all(layer.blend == "normal" for layer in scene.layers):
        assert np.percentile(off, 99.9) <= 8.01
