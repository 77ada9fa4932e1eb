"""What layers are called, and the note beside the name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editor.document import BACKDROP, CUTOUT, PHOTO, Document
from editor.layer_names import LONGEST, named, noted
from imaging.layers import Blur, Content, Fill, Layer, Raster, Shadow, Shape, Text

from .editor_fakes import cut, photo

DOCUMENT = cut(Document.of(photo("cup.jpg")))


def layer(content: Content, id: str = "one", **more: str) -> Layer:
    return Layer(id, content, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "name"),
    [
        (layer(Fill(), name="Sky"), "Sky"),
        (DOCUMENT.layer(PHOTO), "cup.jpg"),
        (DOCUMENT.layer(CUTOUT), "cup"),
        (layer(Raster("gone", 1, 1, "picture")), "Picture"),
        (layer(Fill(colour="#ffffff")), "White"),
        (layer(Fill(colour="#c0ffee")), "#c0ffee"),
        (layer(Fill("radial")), "Gradient"),
        (layer(Blur("photo-1", 1, 1)), "Blurred photo"),
        (layer(Text("Sale\nnow", 1, 1)), "Sale"),
        (layer(Text("  ", 1, 1)), "Text"),
        (layer(Shape("arrow", 1, 1)), "Arrow"),
        (layer(Shadow("one", "contact")), "Contact shadow"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_layer_is_called_after_what_it_shows(one: Layer, name: str) -> None:
    assert named(one, DOCUMENT) == name


def test_a_long_text_is_cut_short() -> None:
    name = named(layer(Text("word " * 50, 1, 1)), DOCUMENT)
    assert len(name) == LONGEST + 1 and name.endswith("…")


def test_without_a_document_a_picture_has_its_kind() -> None:
    assert named(layer(Raster("photo-1", 1, 1)), None) == "Photo"


@pytest.mark.parametrize(
    ("one", "note"),
    [
        (DOCUMENT.layer(PHOTO), "Photo, 600 × 400"),
        (DOCUMENT.layer(CUTOUT), "Cut-out, 25 % of the photo"),
        (layer(Fill(colour="#ff0000"), BACKDROP), "Backdrop, one colour"),
        (layer(Fill("linear", "#ff0000", "#00ff00"), BACKDROP), "Backdrop, #ff0000 to #00ff00"),
        (layer(Blur("photo-1", 1, 1, 0.25), BACKDROP), "Backdrop, 25 %"),
        (layer(Text("A", 1, 1, size=48.4)), "Text, Geist 48"),
        (layer(Shape("star", 40.4, 30)), "Shape, 40 × 30"),
        (layer(Shadow(CUTOUT)), "Shadow of cup"),
        (layer(Shadow("gone")), "Shadow"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_note_has_the_number_that_matters(one: Layer, note: str) -> None:
    assert noted(one, DOCUMENT) == note


def test_every_kind_of_content_has_a_name_and_a_note() -> None:
    contents: list[Content] = [
        *(Shape(kind, 1, 1) for kind in ("rectangle", "ellipse", "line", "arrow", "triangle", "star")),
        *(Shadow("one", kind) for kind in ("drop", "contact", "reflection")),
    ]
    for content in contents:
        one = replace(layer(content), id="other")
        assert named(one, DOCUMENT) and noted(one, DOCUMENT)
