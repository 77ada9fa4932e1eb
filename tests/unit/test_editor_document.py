"""Documents: their layers, what is seen of them, what each change makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editor.document import BACKDROP, CUTOUT, NONE, PHOTO, Backdrop, Document, Photo, can_toggle, kind_of
from imaging.adjustments import Adjustments
from imaging.layers import NEUTRAL, Blur, Fill, Layer, Placement, Raster, Shadow, Shape, Stroke, Text, Touch, centred
from imaging.options import Region

from .editor_fakes import BOX, cut, photo

RED = Backdrop("colour", "#ff0000")
BEACH = Photo("photo-2", "beach.jpg", 500, 300, 100, "JPEG", "sRGB")
STAR = Layer("shape-1", Shape("star", 40, 40), Placement(50, 60))
STROKE = Stroke((1.0, 2.0, 3.0, 4.0), 5.0)


def plain() -> Document:
    return Document.of(photo())


def shown(document: Document) -> list[str]:
    return [layer.id for layer in document.scene.layers]


def ids(document: Document) -> list[str]:
    return [layer.id for layer in document.layers]


def with_beach(document: Document) -> Document:
    return replace(document, pictures=(BEACH,))


# the cut-out


def test_a_photo_alone_is_one_layer_that_cannot_be_hidden() -> None:
    document = plain()
    assert (document.width, document.height) == (600, 400)
    assert document.layers == (Layer(PHOTO, Raster("photo-1", 600, 400), centred(600, 400)),)
    assert not can_toggle(document, document.layers[0])
    assert document.toggled(PHOTO) == document


def test_a_cut_out_lies_over_the_photo_and_hides_it() -> None:
    document = cut(plain())
    assert ids(document) == [PHOTO, CUTOUT]
    assert shown(document) == [CUTOUT]
    assert document.shows_cutout
    layer = document.layer(CUTOUT)
    assert layer is not None and layer.box == (600, 400)
    assert layer.outline == (BOX.x, BOX.y, BOX.x + BOX.width, BOX.y + BOX.height)


def test_a_cut_out_takes_the_place_the_light_and_the_retouching_of_its_photo() -> None:
    touched = Raster("photo-1", 600, 400, touches=(Touch("heal", STROKE),))
    place, light = Placement(100, 50, 0.5, 0.5, 20), Adjustments(exposure=1.0)
    old = Layer(PHOTO, touched, place, adjustments=light, mask=(STROKE,), name="Cup")
    layer = cut(plain().with_layer(old)).layer(CUTOUT)
    assert layer is not None and isinstance(layer.content, Raster)
    assert (layer.placement, layer.adjustments, layer.content.touches) == (place, light, touched.touches)
    assert (layer.mask, layer.name) == ((), "")


def test_another_cut_out_takes_the_place_of_the_first_without_what_was_painted_on_it() -> None:
    document = cut(plain())
    first = document.layer(CUTOUT)
    assert first is not None
    moved = replace(first, placement=Placement(10, 10, 2, 2), mask=(STROKE,), opacity=0.5, visible=False)
    again = cut(document.with_layer(moved).with_added(STAR))
    layer = again.layer(CUTOUT)
    assert layer is not None
    assert (layer.placement, layer.opacity, layer.mask, layer.visible) == (moved.placement, 0.5, (), True)
    assert ids(again) == [PHOTO, CUTOUT, "shape-1"]


def test_a_cut_out_without_a_subject_has_no_tight_box() -> None:
    document = plain().with_cutout(replace(cut(plain()).cutout, box=Region(0, 0, 0, 0)))  # type: ignore[type-var]
    layer = document.layer(CUTOUT)
    assert layer is not None and layer.outline == (0, 0, 600, 400)


def test_a_cut_out_comes_back_also_when_the_photo_was_deleted() -> None:
    document = plain().with_added(STAR).without([PHOTO])
    assert shown(cut(document)) == ["shape-1", CUTOUT]


@pytest.mark.parametrize("id", [CUTOUT, PHOTO])
def test_cut_out_and_photo_take_turns(id: str) -> None:
    document = cut(plain())
    other = document.toggled(id)
    assert not other.shows_cutout
    assert shown(other) == [PHOTO]
    assert other.toggled(id) == document


def test_another_layer_is_hidden_by_itself() -> None:
    document = cut(plain()).with_added(STAR)
    hidden = document.toggled("shape-1")
    assert shown(hidden) == [CUTOUT]
    assert hidden.toggled("shape-1") == document


def test_an_eye_of_a_layer_that_is_not_there_does_nothing() -> None:
    assert plain().toggled(CUTOUT) == plain()


# the backdrop

BACKDROPS = [
    (RED, Fill("colour", "#ff0000", "#d4d4d4", 90)),
    (Backdrop("linear", "#112233", second="#445566", angle=30), Fill("linear", "#112233", "#445566", 30)),
    (Backdrop("radial", "#112233", second="#445566"), Fill("radial", "#112233", "#445566", 90)),
    (Backdrop("blur", blur=0.25), Blur("photo-1", 600, 400, 0.25)),
    (Backdrop("picture", picture="photo-2"), Raster("photo-2", 300, 100, "picture")),
]


@pytest.mark.parametrize(("backdrop", "content"), BACKDROPS, ids=lambda value: getattr(value, "kind", ""))
def test_a_backdrop_lies_below_everything(backdrop: Backdrop, content: object) -> None:
    document = with_beach(cut(plain())).with_backdrop(backdrop)
    assert ids(document) == [BACKDROP, PHOTO, CUTOUT]
    assert shown(document) == [BACKDROP, CUTOUT]
    assert document.layers[0].content == content
    assert document.backdrop == backdrop
    assert kind_of(document.layers[0]) == "backdrop"
    assert not document.transparent


@pytest.mark.parametrize(("backdrop", "content"), BACKDROPS, ids=lambda value: getattr(value, "kind", ""))
def test_a_backdrop_waits_for_a_cut_out(backdrop: Backdrop, content: object) -> None:
    waiting = with_beach(plain()).with_backdrop(backdrop)
    assert ids(waiting) == [PHOTO]
    assert cut(waiting).layers[0].content == content


def test_no_backdrop_takes_the_layer_away() -> None:
    document = cut(plain()).with_backdrop(RED).with_backdrop(NONE)
    assert ids(document) == [PHOTO, CUTOUT]
    assert document.transparent


def test_a_backdrop_of_a_picture_that_is_not_there_is_none() -> None:
    assert ids(cut(plain()).with_backdrop(Backdrop("picture", picture="photo-9"))) == [PHOTO, CUTOUT]


def test_a_picture_behind_covers_the_canvas_in_its_own_proportions() -> None:
    layer = with_beach(cut(plain())).with_backdrop(Backdrop("picture", picture="photo-2")).layers[0]
    assert layer.placement == Placement(300, 200, 4, 4)


def test_a_blur_lies_where_the_photo_lies_and_stays_there_when_it_gets_stronger() -> None:
    document = cut(plain())
    moved = document.with_layer(replace(document.layers[0], placement=Placement(10, 20, 2, 2)))
    blurred = moved.with_backdrop(Backdrop("blur", blur=0.1))
    assert blurred.layers[0].placement == Placement(10, 20, 2, 2)
    aside = blurred.with_layer(replace(blurred.layers[0], placement=Placement(5, 5)))
    assert aside.with_backdrop(Backdrop("blur", blur=0.9)).layers[0].placement == Placement(5, 5)


def test_another_backdrop_keeps_its_place_in_the_stack_and_is_seen() -> None:
    document = cut(plain()).with_backdrop(RED)
    back, *others = document.layers
    hidden = document.with_layers((*others, replace(back, visible=False, opacity=0.5)))
    changed = hidden.with_backdrop(Backdrop("colour", "#00ff00"))
    assert ids(changed) == [PHOTO, CUTOUT, BACKDROP]
    assert (changed.layers[2].visible, changed.layers[2].opacity) == (True, 0.5)


def test_a_hidden_backdrop_is_transparent_and_comes_back() -> None:
    document = cut(plain()).with_backdrop(RED)
    hidden = document.toggled(BACKDROP)
    assert (document.transparent, hidden.transparent) == (False, True)
    assert hidden.toggled(BACKDROP) == document


# what is seen


def test_a_photo_with_alpha_is_transparent_by_itself() -> None:
    assert Document.of(photo(has_alpha=True)).transparent
    assert not plain().transparent


@pytest.mark.parametrize(
    "change",
    [
        {"opacity": 0.99},
        {"mask": (STROKE,)},
        {"placement": Placement(301, 200)},
        {"placement": Placement(300, 200, 1, 1, 5)},
        {"placement": Placement(300, 200, warp=(0.1, 0, 1, 0, 1, 1, 0, 1))},
        {"visible": False},
    ],
    ids=str,
)
def test_what_no_longer_covers_the_canvas_lets_through(change: dict[str, object]) -> None:
    document = plain()
    assert document.with_layer(replace(document.layers[0], **change)).transparent  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "place", [Placement(310, 190, 1.2, 1.2), Placement(300, 200, -1, 1), Placement(300, 200, 2, 2, 90)]
)
def test_a_photo_that_covers_the_canvas_is_opaque_however_it_lies(place: Placement) -> None:
    document = plain()
    assert not document.with_layer(replace(document.layers[0], placement=place)).transparent


def test_what_only_the_editor_knows_is_no_other_picture() -> None:
    document = plain()
    noted = document.with_layer(replace(document.layers[0], locked=True, name="Cup"))
    assert noted.scene == document.scene
    assert not noted.differs


def test_before_is_the_photo_as_it_was_where_it_lies_now() -> None:
    document = cut(plain()).with_backdrop(RED).with_adjustments(Adjustments(exposure=1.0))
    assert document.differs
    before = document.before
    assert before == plain().scene
    moved = document.with_layer(replace(document.layer(PHOTO), placement=Placement(1, 2)))  # type: ignore[type-var]
    assert moved.before.layers[0].placement == Placement(1, 2)
    assert document.with_added(STAR).without([PHOTO]).before == before


def test_a_photo_that_is_toggled_back_does_not_differ() -> None:
    document = cut(plain())
    assert document.differs and not document.toggled(CUTOUT).differs


def test_layers_that_leave_no_trace_are_not_in_the_scene() -> None:
    faded = replace(STAR, opacity=0.0)
    assert plain().with_added(faded).scene == plain().scene


# changes of layers


def test_adjustments_are_shared_by_photo_and_cut_out() -> None:
    light = Adjustments(contrast=20.0)
    document = cut(plain()).with_added(STAR).with_adjustments(light)
    assert [layer.adjustments for layer in document.layers] == [light, light, NEUTRAL]
    assert document.adjustments == light
    assert [x.adjustments for x in document.with_adjustments(NEUTRAL, PHOTO).layers] == [NEUTRAL] * 3


def test_adjustments_of_another_layer_are_its_own() -> None:
    light = Adjustments(exposure=-1.0)
    document = cut(plain()).with_added(STAR).with_adjustments(light, "shape-1")
    assert [layer.adjustments for layer in document.layers] == [NEUTRAL, NEUTRAL, light]


def test_the_subject_is_what_is_seen_of_the_photo() -> None:
    document = cut(plain()).with_added(STAR)
    assert document.subject.id == CUTOUT
    assert document.toggled(CUTOUT).subject.id == PHOTO
    assert document.without([PHOTO, CUTOUT]).subject.id == "shape-1"


def test_without_the_cut_out_the_photo_is_seen_again() -> None:
    document = cut(plain()).with_backdrop(RED).without([CUTOUT])
    assert shown(document) == [BACKDROP, PHOTO]
    assert document.cutout is None
    assert document.backdrop == RED


def test_without_the_backdrop_none_is_chosen() -> None:
    document = cut(plain()).with_backdrop(RED).without([BACKDROP])
    assert document == cut(plain())


def test_a_layer_takes_its_shadow_along() -> None:
    document = plain().with_added(Layer("shadow-1", Shadow("shape-1"))).with_added(STAR)
    assert ids(document.without(["shape-1"])) == [PHOTO]
    assert ids(document.without(["shadow-1"])) == [PHOTO, "shape-1"]


def test_the_last_layer_stays() -> None:
    assert plain().without([PHOTO]) == plain()
    assert plain().with_added(STAR).without([PHOTO, "shape-1"]) == plain().with_added(STAR)


def test_a_layer_is_added_above_another_or_on_top() -> None:
    document = cut(plain())
    assert ids(document.with_added(STAR, PHOTO)) == [PHOTO, "shape-1", CUTOUT]
    assert ids(document.with_added(STAR, "nobody")) == ids(document.with_added(STAR)) == [PHOTO, CUTOUT, "shape-1"]


def test_fresh_ids_are_free() -> None:
    document = plain().with_added(STAR).with_added(replace(STAR, id="shape-3"))
    assert (document.fresh("shape"), document.fresh("text")) == ("shape-2", "text-1")


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        (Layer("a", Raster("p", 1, 1)), "photo"),
        (Layer("a", Raster("p", 1, 1, "cutout")), "cutout"),
        (Layer("a", Raster("p", 1, 1, "picture")), "picture"),
        (Layer(BACKDROP, Raster("p", 1, 1, "picture")), "backdrop"),
        (Layer("a", Fill()), "backdrop"),
        (Layer("a", Blur("p", 1, 1)), "backdrop"),
        (Layer("a", Text("A", 1, 1)), "text"),
        (STAR, "shape"),
        (Layer("a", Shadow("b")), "shadow"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_what_a_layer_is_to_a_person(layer: Layer, kind: str) -> None:
    assert kind_of(layer) == kind


def test_files_are_found_by_their_ids() -> None:
    document = with_beach(plain())
    assert document.files == (document.photo, BEACH)
    assert document.file("photo-2") == BEACH
    assert document.file("photo-3") is None


@pytest.mark.parametrize(("name", "stem"), [("a.b.jpg", "a.b"), ("cup", "cup"), (".jpg", ".jpg")])
def test_the_stem_of_a_name(name: str, stem: str) -> None:
    assert photo(name).stem == stem
