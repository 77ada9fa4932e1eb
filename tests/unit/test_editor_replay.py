"""Undo and redo of long mixed work give the same pixels again, whatever the engine's caches hold by then."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from editor import arranging
from editor.cropping import cropped
from editor.document import CUTOUT, PHOTO, Backdrop, CutOut, Document, Photo
from editor.frames import Frame
from editor.history import BUDGET, History
from editor.weights import cost
from engine.pixels import Held, Pixels
from imaging import decode
from imaging.adjustments import LOOKS
from imaging.layers import BLEND_MODES, Layer, Placement, Raster, Shadow, Shape, Stroke, Touch
from imaging.options import Region
from imaging.preview import render_preview
from segmentation.refine import CutOutPixels
from tests.unit import scenes

WIDTH, HEIGHT = 48, 32
STEPS = 500
Change = Callable[[random.Random, Document], Document]


def opened() -> tuple[Document, Pixels]:
    """A small photo with its subject, in the document and in the engine."""
    picture, cut = scenes.studio(WIDTH, HEIGHT)
    held = Held(decode.Photo(picture, "cup.png", WIDTH, HEIGHT, "PNG", "sRGB"))
    held.keep(CutOutPixels(cut, Region(10, 5, 28, 22), 0.3))
    pixels = Pixels(lambda text, scale: Image.new("RGBA", (1, 1)))
    pixels.held["photo-1"] = held
    document = Document.of(Photo("photo-1", "cup.png", 10, WIDTH, HEIGHT, "PNG", "sRGB"))
    return document.with_cutout(CutOut("u2netp", Region(10, 5, 28, 22), 0.3, 0.1, 0.1, 1)), pixels


def stroke(dice: random.Random, erase: bool) -> Stroke:
    points = tuple(round(dice.uniform(0, limit), 1) for _ in range(3) for limit in (WIDTH, HEIGHT))
    return Stroke(points, dice.uniform(1, 6), dice.random(), 1.0, erase)


def some(dice: random.Random, document: Document) -> Layer:
    return dice.choice(document.layers)


def painted(dice: random.Random, document: Document) -> Document:
    layer = document.layer(CUTOUT) or some(dice, document)
    return document.with_layer(replace(layer, mask=(*layer.mask, stroke(dice, dice.random() < 0.5))))


def retouched(dice: random.Random, document: Document) -> Document:
    touch = Touch(dice.choice(("heal", "clone")), stroke(dice, False), 7.0, -4.0)
    layers = []
    for layer in document.layers:
        content = layer.content
        if layer.id in (PHOTO, CUTOUT) and isinstance(content, Raster):
            layer = replace(layer, content=replace(content, touches=(*content.touches, touch)))
        layers.append(layer)
    return document.with_layers(layers)


def adjusted(dice: random.Random, document: Document) -> Document:
    values = replace(
        document.adjustments,
        exposure=dice.uniform(-1, 1),
        look=dice.choice(["", *LOOKS]),
        blur=dice.choice((0.0, 20.0)),
    )
    return document.with_adjustments(values)


def moved(dice: random.Random, document: Document) -> Document:
    return document.with_layers(arranging.moved(document.layers, (some(dice, document).id,), dice.uniform(-9, 9), 3.0))


def turned(dice: random.Random, document: Document) -> Document:
    change = arranging.turning(dice.uniform(-40, 40), (WIDTH / 2, HEIGHT / 2))
    return document.with_layers(arranging.transformed(document.layers, (some(dice, document).id,), change))


def mixed(dice: random.Random, document: Document) -> Document:
    layer = some(dice, document)
    return document.with_layer(replace(layer, blend=dice.choice(BLEND_MODES), opacity=dice.uniform(0.2, 1)))


def added(dice: random.Random, document: Document) -> Document:
    if len(document.layers) > 8:
        return document.without((document.layers[-1].id,))
    shape = Shape(dice.choice(("rectangle", "ellipse", "star")), 12, 9, "#c04020", 1.0)
    return document.with_added(Layer(document.fresh("shape"), shape, Placement(dice.uniform(0, WIDTH), 12.0)))


def shaded(dice: random.Random, document: Document) -> Document:
    shadow = Layer(document.fresh("shadow"), Shadow(CUTOUT, dice.choice(("drop", "contact"))), opacity=0.5)
    return document if len(document.layers) > 8 else document.with_added(shadow, above=PHOTO)


def backed(dice: random.Random, document: Document) -> Document:
    kind = dice.choice(("transparent", "colour", "linear", "radial", "blur"))
    return document.with_backdrop(Backdrop(kind, "#20a040", dice.random()))


def framed(dice: random.Random, document: Document) -> Document:
    frame = Frame(document.width / 2 + 1, document.height / 2, WIDTH - 4, HEIGHT - 2, dice.choice((0.0, 5.0)))
    sheet = cropped(document.layers, document.guides, frame)
    return replace(document, layers=sheet.layers, width=sheet.width, height=sheet.height)


def toggled(dice: random.Random, document: Document) -> Document:
    return document.toggled(some(dice, document).id)


CHANGES: tuple[Change, ...] = (
    *(painted, retouched, adjusted, moved, turned, mixed, added, shaded, backed, framed, toggled),
)


def drawn(document: Document, pixels: Pixels) -> bytes:
    whole = Region(0, 0, document.width, document.height)
    view = render_preview(pixels, document.scene, whole, (document.width, document.height), pixels.memo)
    return view.tobytes()


@pytest.mark.parametrize("seed", [1, 2])
def test_500_mixed_commands_are_undone_and_done_again_to_the_same_pixels(seed: int) -> None:
    dice = random.Random(seed)
    document, pixels = opened()
    history = History.of(document, "opened", weigh=lambda new, old: cost(new.layers, old.layers if old else ()))
    seen = {id(document): drawn(document, pixels)}
    kept = [document]
    for step in range(STEPS):
        change = dice.choice(CHANGES)
        history = history.record(change(dice, history.value), f"{step} {change.__name__}")
        if id(history.value) not in seen:
            kept.append(history.value)  # so that no id is given out twice
            seen[id(history.value)] = drawn(history.value, pixels)
    assert history.held <= BUDGET
    assert len(history.past) > STEPS // 2
    for move in (History.undo, History.redo):
        while (following := move(history)) is not history:
            history = following
            assert drawn(history.value, pixels) == seen[id(history.value)], history.present.label
