"""What the engine holds: strokes one after the other give what all at once give, and nothing stays that should not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from engine.painted import Painted, Paintings
from engine.pixels import KEPT, Held, Pixels
from errors import EngineError
from imaging import cutmask, matrix, retouch
from imaging.decode import Photo
from imaging.layers import Blur, Raster, Stroke, Text, Touch
from imaging.matrix import IDENTITY
from imaging.options import Region
from imaging.resample import Pyramid
from segmentation.refine import CutOutPixels
from tests.unit import scenes

PHOTO, CUTOUT = scenes.studio(160, 120)
SIZE = PHOTO.size
STROKES = (
    Stroke((80.0, 60.0), 12.0),
    Stroke((20.0, 20.0, 60.0, 50.0), 8.0, hardness=0.2, erase=False),
    Stroke((75.0, 55.0, 95.0, 70.0), 10.0, strength=0.5),
)
TOUCHES = (
    Touch("clone", Stroke((40.0, 40.0), 10.0), 30.0, 5.0),
    Touch("heal", Stroke((80.0, 60.0, 90.0, 62.0), 6.0), 20.0, 0.0),
    Touch("clone", Stroke((82.0, 60.0), 8.0, hardness=0.1), -30.0, 0.0),
)
KINDS = ["photo", "cutout", "picture"]
OTHERS = (STROKES[:1], STROKES[1:2])


def pixels(cut: bool = True) -> Pixels:
    """With one photo, cut out or not."""
    made = Pixels(lambda text, m, size: Image.new("RGBA", size))
    held = Held(Photo(PHOTO.copy(), "p.png", *SIZE, "PNG", "sRGB"))
    if cut:
        held.keep(CutOutPixels(CUTOUT.copy(), Region(0, 0, *SIZE), 0.3))
    made.held["p"] = held
    return made


def raster(kind: str = "photo", touches: tuple[Touch, ...] = ()) -> Raster:
    return Raster("p", *SIZE, kind, touches)  # type: ignore[arg-type]


def drawn(of: Pixels, content: Raster, mask: tuple[Stroke, ...] = ()) -> bytes:
    return of.raster(content, mask).image.tobytes()


def test_untouched_pixels_are_those_that_are_held() -> None:
    held = pixels()
    assert held.raster(raster(), ()).image is held.held["p"].photo.image
    assert drawn(held, raster("cutout")) == CUTOUT.tobytes()


def test_a_cut_out_that_there_is_none_of_yet_is_the_photo() -> None:
    assert drawn(pixels(cut=False), raster("cutout")) == PHOTO.tobytes()


def test_a_file_that_is_not_held_is_refused() -> None:
    with pytest.raises(EngineError) as caught:
        pixels().raster(replace(raster(), source="q"), ())
    assert caught.value.code == "engine/unknown-photo"


@pytest.mark.parametrize("kind", KINDS)
def test_strokes_one_by_one_are_the_strokes_at_once(kind: str) -> None:
    step, once = pixels(), pixels()
    for count in range(len(STROKES) + 1):
        drawn(step, raster(kind), STROKES[:count])
    assert drawn(step, raster(kind), STROKES) == drawn(once, raster(kind), STROKES)
    assert drawn(step, raster(kind), STROKES) != drawn(step, raster(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_touches_one_by_one_are_the_touches_at_once(kind: str) -> None:
    step, once = pixels(), pixels()
    for count in range(len(TOUCHES) + 1):
        drawn(step, raster(kind, TOUCHES[:count]))
    assert drawn(step, raster(kind, TOUCHES)) == drawn(once, raster(kind, TOUCHES))
    assert drawn(step, raster(kind, TOUCHES)) != drawn(step, raster(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_strokes_and_touches_mixed_in_any_order_give_the_same(kind: str) -> None:
    step = pixels()
    for touches, strokes in ((1, 0), (1, 1), (2, 1), (2, 3), (3, 3)):
        mixed = drawn(step, raster(kind, TOUCHES[:touches]), STROKES[:strokes])
        assert mixed == drawn(pixels(), raster(kind, TOUCHES[:touches]), STROKES[:strokes])


@pytest.mark.parametrize("kind", KINDS)
def test_undo_brings_back_what_was(kind: str) -> None:
    held = pixels()
    states = [(TOUCHES[:1], STROKES[:1]), (TOUCHES[:1], STROKES[:2]), (TOUCHES, STROKES)]
    seen = [drawn(held, raster(kind, touches), strokes) for touches, strokes in states]
    for (touches, strokes), before in reversed(list(zip(states, seen, strict=True))):
        assert drawn(held, raster(kind, touches), strokes) == before
    assert drawn(held, raster(kind)) == (CUTOUT if kind == "cutout" else PHOTO).tobytes()


def test_a_stroke_in_place_of_another_starts_anew() -> None:
    held, other = pixels(), replace(STROKES[0], radius=20.0)
    drawn(held, raster("cutout"), STROKES)
    assert drawn(held, raster("cutout"), (other, *STROKES[1:])) == drawn(
        pixels(), raster("cutout"), (other, *STROKES[1:])
    )


def test_one_stroke_more_costs_that_stroke_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []

    def edit(
        cutout: Image.Image, photo: Image.Image, strokes: object, start: object, count: int, solvers: object
    ) -> Image.Image:
        done.append(count)
        assert (start is not None) == (count > 0)
        return cutout.copy()

    monkeypatch.setattr(cutmask, "edit", edit)
    held = pixels()
    for count in (1, 2, 3, 3, 1):
        drawn(held, raster("cutout"), STROKES[:count])
    assert done == [0, 1, 2]
    drawn(held, raster("cutout"), (replace(STROKES[0], radius=3.0),))
    assert done == [0, 1, 2, 0]


def test_layers_of_one_photo_with_masks_of_their_own_are_not_painted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    held = pixels()
    layers = [(raster(kind, touches), mask) for kind in KINDS for touches in ((), TOUCHES) for mask in OTHERS]
    first = [drawn(held, *layer) for layer in layers]
    for module, name in ((cutmask, "edit"), (cutmask, "apply_mask"), (retouch, "apply")):
        monkeypatch.setattr(module, name, None)  # whatever paints now fails
    assert [drawn(held, *layer) for layer in layers] == first
    assert [drawn(held, replace(content, tight=(1.0, 2.0, 3.0, 4.0)), mask) for content, mask in layers] == first


def test_what_is_painted_is_kept_within_a_budget_and_the_last_one_in_any_case() -> None:
    each = SIZE[0] * SIZE[1] * 4 * 4 // 3
    held = Paintings(budget=2 * each)
    made = [Painted(raster("cutout"), (stroke,), Pyramid(CUTOUT)) for stroke in STROKES]
    for painted in made[:2]:
        held.keep(painted)
    assert held.find(raster("cutout"), STROKES[:1]) is made[0]
    held.keep(made[2])
    assert [held.find(raster("cutout"), (stroke,)) for stroke in STROKES] == [made[0], None, made[2]]
    tiny = Paintings(budget=1)
    for painted in made:
        tiny.keep(painted)
    assert (len(tiny), tiny.find(raster("cutout"), STROKES[2:])) == (1, made[2])


def test_one_touch_more_costs_that_touch_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []

    def apply(image: Image.Image, touches: tuple[Touch, ...]) -> Image.Image:
        done.append(len(touches))
        return image.copy()

    monkeypatch.setattr(retouch, "apply", apply)
    held = pixels()
    for count in (1, 2, 3):
        drawn(held, raster("photo", TOUCHES[:count]))
        drawn(held, raster("cutout", TOUCHES[:count]))  # the same retouched photo
    drawn(held, raster("photo", TOUCHES[:1]))
    assert done == [1, 1, 1]


def test_retouching_a_cut_out_changes_its_colours_and_not_its_alpha() -> None:
    plain, touched = (pixels().raster(raster("cutout", touches), ()).image for touches in ((), TOUCHES))
    assert touched.getchannel("A").tobytes() == plain.getchannel("A").tobytes()
    assert touched.convert("RGB").tobytes() != plain.convert("RGB").tobytes()


def test_what_is_kept_of_the_photo_shows_its_retouched_pixels() -> None:
    keep = (Stroke((40.0, 40.0), 6.0, hardness=1.0, erase=False),)
    photo = np.asarray(pixels().raster(raster("photo", TOUCHES), ()).image)
    cutout = np.asarray(pixels().raster(raster("cutout", TOUCHES), keep).image)
    assert cutout[40, 40].tolist() == [*photo[40, 40].tolist(), 255]


def test_another_subject_is_painted_on_anew() -> None:
    held = pixels()
    blur = Blur("p", *SIZE, 0.5)
    before, behind = drawn(held, raster("cutout"), STROKES), held.blurred(blur)
    smaller = scenes.cut(PHOTO, scenes.disc(*SIZE, share=0.1))
    held.held["p"].keep(CutOutPixels(smaller, Region(0, 0, *SIZE), 0.1))
    held.changed("p")
    fresh = pixels()
    fresh.held["p"].keep(CutOutPixels(smaller, Region(0, 0, *SIZE), 0.1))
    assert drawn(held, raster("cutout"), STROKES) == drawn(fresh, raster("cutout"), STROKES) != before
    assert held.blurred(blur).tobytes() == fresh.blurred(blur).tobytes() != behind.tobytes()


def test_forgetting_a_file_forgets_what_was_made_of_it() -> None:
    held = pixels()
    held.held["q"] = held.held["p"]
    fill_caches(held)
    held.forget("p")
    assert list(held.held) == ["q"]
    assert caches(held) == [0] * 5
    with pytest.raises(EngineError):
        held.raster(raster(), ())


def test_forgetting_all_leaves_nothing() -> None:
    held = pixels()
    fill_caches(held)
    assert min(caches(held)) > 0
    held.forget()
    assert (held.held, caches(held)) == ({}, [0] * 5)


def test_caches_have_an_end_and_answer_again_with_the_same_picture() -> None:
    held = pixels()
    first = held.text(Text("A", 20, 10), IDENTITY, (20, 10))
    assert held.text(Text("A", 20, 10), IDENTITY, (20, 10)) is first
    for scale in range(1, 40):
        held.text(Text("A", 20, 10), matrix.scale(scale, scale), (20 * scale, 10 * scale))
        held.mask(STROKES, (160, 120), scale / 10)
        held.blurred(Blur("p", *SIZE, scale / 40))
    assert max(caches(held)) <= KEPT
    assert held.mask(STROKES, (160.0, 120.0), 0.5).size == (80, 60)


def fill_caches(held: Pixels) -> None:
    drawn(held, raster("cutout", TOUCHES), STROKES)
    held.text(Text("A", 20, 10), IDENTITY, (20, 10))
    held.mask(STROKES, (160, 120), 1.0)
    held.blurred(Blur("p", *SIZE, 0.5))


def caches(held: Pixels) -> list[int]:
    return [len(cache) for cache in (held._touched, held._painted, held._blurred, held._texts, held._masks)]
