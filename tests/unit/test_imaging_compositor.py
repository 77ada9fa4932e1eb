"""A scene drawn at any region and scale: exact where pixels match, the same in the view and in the file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from imaging.adjustments import Adjustments
from imaging.compositor import draw
from imaging.layers import (
    Blur,
    Fill,
    Layer,
    Placement,
    Raster,
    Scene,
    Shadow,
    Shape,
    Stroke,
    centred,
    plain_photo,
)
from imaging.options import Region
from tests.unit.layered import (
    BLOT,
    BOX,
    GIVEN,
    PHOTO,
    SIZE,
    TEXT,
    TILTED,
    WARPED,
    WHOLE,
    apart,
    fill,
    photo,
    soft,
)

REGIONS = [
    (WHOLE, SIZE),
    (WHOLE, (120, 80)),
    (WHOLE, (77, 51)),
    (WHOLE, (500, 333)),
    (Region(13, 7, 100, 90), (100, 90)),
    (Region(13.37, 7.91, 100.5, 90.25), (100, 90)),
    (Region(60.2, 33.3, 41.7, 20.9), (417, 209)),
    (Region(200, 100, 40, 60), (13, 20)),
    (Region(100, 100, 1, 1), (1, 1)),
]
EVEN = [REGIONS[i] for i in (0, 1, 4, 6, 8)]
"""Those with the same scale on both axes, as views and files have it but for a rounded size. For the others, the one
scale that filters know was their mean; now it belongs to a picture that is stretched in the same way."""


# Exact where pixels match.


def test_a_photo_at_its_own_size_is_its_own_pixels() -> None:
    assert draw(GIVEN, plain_photo("photo", *SIZE), WHOLE, SIZE).tobytes() == PHOTO.tobytes()


# The view and the file, the part and the whole.

SCENES = {
    "whole": (soft(),),
    "small": (fill(), soft(Placement(300.3, 200.7, 0.61, 0.47))),
    "turned": (fill(), soft(TILTED, opacity=0.7)),
    "turned on nothing": (soft(TILTED),),
    "turned and close": (soft(Placement(320, 240, 2, 2, 30)),),
    "mirrored": (fill(), soft(Placement(333.3, 222.2, -0.8, 0.9, 90), "softcut")),
    "warped": (fill(), soft(WARPED, opacity=0.9)),
    "cut-out turned": (fill("#f0f0f0"), soft(TILTED, "softcut")),
    "multiplied": (soft(), soft(TILTED, "softcut", blend="multiply", opacity=0.8)),
    "soft light": (soft(), soft(Placement(320, 240, -1, 1), blend="soft-light")),
    "colour": (soft(), Layer("f", Fill("linear", "#ff2020", "#2020ff", 30), blend="colour", opacity=0.5)),
    "adjusted": (fill(), soft(TILTED, adjustments=Adjustments(exposure=0.5, contrast=30, blur=30, sharpen=40))),
    "text": (soft(), Layer("t", TEXT, Placement(300, 200, 1.3, 1.3, -12), opacity=0.9)),
    "text in perspective": (soft(), Layer("t", TEXT, replace(WARPED, scale_x=1.3, scale_y=1.3))),
    "blurred text": (soft(), Layer("t", TEXT, Placement(300, 200), adjustments=Adjustments(blur=20))),
    "shape": (soft(), Layer("s", BOX, Placement(400, 300, 1, 1, 33), opacity=0.8)),
    "masked fill": (soft(), Layer("f", Fill("radial", "#ffff80", "#204080"), mask=BLOT)),
    "masked shape": (soft(), Layer("s", BOX, Placement(320, 240, 2, 2, 10), mask=(Stroke((90.0, 50.0), 30.0),))),
    "masked text": (soft(), Layer("t", TEXT, Placement(320, 240, 2, 2, 0), mask=(Stroke((90.0, 50.0), 30.0),))),
    "blur": (Layer("b", Blur("soft", 640, 480, 0.3), Placement(320, 240, 0.5, 0.5)), soft(TILTED, "softcut")),
    "blur turned": (Layer("b", Blur("soft", 640, 480, 0.3), Placement(300, 240, 0.6, 0.5, 40)),),
    "shadow": (
        fill("#f0f0f0"),
        Layer("w", Shadow("softcut", distance=0.1, softness=0.05), opacity=0.5),
        soft(TILTED, "softcut", opacity=0.9),
    ),
}


def scene_of(layers: tuple[Layer, ...]) -> Scene:
    return Scene(640, 480, layers)


@pytest.mark.parametrize("factor", [2, 4])
@pytest.mark.parametrize("name", SCENES)
def test_the_view_is_the_file_scaled_down(name: str, factor: int) -> None:
    scene, whole, size = scene_of(SCENES[name]), Region(0, 0, 640, 480), (640 // factor, 480 // factor)
    file, view = draw(GIVEN, scene, whole, (640, 480)), draw(GIVEN, scene, whole, size)
    difference = apart(view, file.resize(size, Image.Resampling.BOX))
    assert difference.mean() <= 0.5
    # The rest are pixels on an outline: of letters and masks, the file has more samples to average.
    assert np.percentile(difference, 99) <= 2.01
    assert difference.max() <= 8


@pytest.mark.parametrize("scale", [1.0, 0.5, 1.7])
@pytest.mark.parametrize("name", SCENES)
def test_a_part_is_drawn_as_in_the_whole(name: str, scale: float) -> None:
    scene, size = scene_of(SCENES[name]), (round(640 * scale), round(480 * scale))
    whole = draw(GIVEN, scene, Region(0, 0, size[0] / scale, size[1] / scale), size)
    for left, top, width, height in ((0, 0, 90, 70), (101, 83, 120, 77), (size[0] - 60, 40, 60, 150), (140, 117, 1, 1)):
        region = Region(left / scale, top / scale, width / scale, height / scale)
        part = draw(GIVEN, scene, region, (width, height))
        difference = apart(part, whole.crop((left, top, left + width, top + height)))
        # Ties of rounding fall this way or that; the bicubic filter and a steeper curve can make more of them.
        assert difference.max() <= 3.01
        assert np.percentile(difference, 99) <= 1.01
        assert difference.mean() <= 0.25 or part.size == (1, 1)


# What is left out.


@pytest.mark.parametrize(
    "broken", [Layer("s", Shape("star", 50, 50, colour="?"), centred(*SIZE)), Layer("f", Fill("colour", "?"))]
)
def test_a_layer_that_cannot_be_drawn_takes_nothing_else_with_it(broken: Layer) -> None:
    folded = photo(replace(centred(*SIZE), warp=(0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0)))
    whole = draw(GIVEN, Scene(*SIZE, (fill(), photo(source="cutout"))), WHOLE, SIZE)
    with_broken = draw(GIVEN, Scene(*SIZE, (fill(), folded, broken, photo(source="cutout"), broken)), WHOLE, SIZE)
    assert with_broken.tobytes() == whole.tobytes()


def test_what_an_opaque_layer_covers_is_not_even_asked_for() -> None:
    missing = Layer("x", Raster("not there", *SIZE), centred(*SIZE))
    scene = Scene(*SIZE, (missing, photo(Placement(120, 80, 2, 2, 20)), photo(source="cutout")))
    assert draw(GIVEN, scene, WHOLE, SIZE).mode == "RGB"
    with pytest.raises(KeyError):
        draw(GIVEN, replace(scene, layers=(missing, photo(source="cutout"))), WHOLE, SIZE)


def test_outside_of_the_canvas_nothing_is_seen() -> None:
    scene = Scene(*SIZE, (fill("#ff0000"), photo(Placement(0, 0, 3, 3, 30))))
    result = draw(GIVEN, scene, Region(-20.5, -10, 100, 100), (100, 100))
    alpha = np.asarray(result.getchannel("A"))
    assert (alpha[:10] == 0).all()
    assert (alpha[:, :20] == 0).all()
    assert (np.abs(alpha[10:, 20].astype(int) - 128) <= 1).all()
    assert (alpha[10:, 21:] == 255).all()
    inside = draw(GIVEN, scene, Region(-0.5, 0, 80, 90), (80, 90))
    assert apart(result.crop((21, 10, 100, 100)), inside.crop((1, 0, 80, 90))).max() <= 1.01
    assert draw(GIVEN, scene, Region(500, 0, 10, 10), (5, 5)).getextrema()[3] == (0, 0)


def test_a_shadow_falls_into_the_view_from_outside_of_it() -> None:
    layers = (
        fill("#ffffff"),
        Layer("w", Shadow("softcut", angle=-90, distance=0.3, softness=0.02)),
        soft(source="softcut"),
    )
    scene = Scene(640, 900, layers)
    whole = draw(GIVEN, scene, Region(0, 0, 640, 900), (640, 900))
    part = draw(GIVEN, scene, Region(200, 490, 240, 100), (240, 100))
    assert apart(part, whole.crop((200, 490, 440, 590))).max() <= 2.01
    assert np.asarray(part).min() < 40
    hidden = replace(scene, layers=(*layers[:2], replace(layers[2], visible=False)))
    assert draw(GIVEN, hidden, Region(0, 0, 640, 900), (64, 90)).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("rotation", [0.0, 30.0])
def test_a_reflection_is_the_layer_upside_down_below_its_foot(rotation: float) -> None:
    turned = Placement(320, 150, 0.5, 0.5, rotation)
    layers = (fill("#ffffff"), Layer("w", Shadow("softcut", "reflection")), soft(turned, "softcut"))
    alone = np.asarray(draw(GIVEN, Scene(640, 480, layers[2:]), Region(0, 0, 640, 480), (640, 480)), float)
    view = np.asarray(draw(GIVEN, Scene(640, 480, layers), Region(0, 0, 640, 480), (640, 480)), float)
    last = int(np.flatnonzero((alone[..., 3] > 128).any(1))[-1])
    for down in (12, 30):
        above, below = alone[last - down, 310:330, :3].mean(0), view[last + 1 + down, 310:330, :3].mean(0)
        ink = (255 - below) / (255 - above)  # what fading leaves of each colour
        assert ink.min() > 0.1 and ink.max() - ink.min() < 0.05
