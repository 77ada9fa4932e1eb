"""What a layer is called where the person gave it no name, and the note beside it."""

from __future__ import annotations

import words
from editor.document import BACKDROP, Document, kind_of
from imaging.layers import Blur, Fill, Layer, Raster, Shape, Text
from texts import t

LONGEST = 40


def named(layer: Layer, document: Document | None) -> str:
    """The person's own name for it, else one from what it shows, in the language that is spoken."""
    name = titled(layer, document)
    return t(name) if isinstance(name, words.Term) else name


def titled(layer: Layer, document: Document | None) -> str:
    """The same as a detail for words.step: a Term where it is a text of ours."""
    if layer.name:
        return layer.name
    content = layer.content
    if isinstance(content, Text):
        first = content.text.strip().split("\n")[0]
        return (first[:LONGEST] + "…" if len(first) > LONGEST else first) or words.Term(words.LAYERS.english("text"))
    if isinstance(content, Raster):
        file = document.file(content.source) if document else None
        if file is None:
            return words.Term(words.LAYERS.english(kind_of(layer)))
        return file.stem if content.kind == "cutout" else file.name
    if isinstance(content, Fill) and content.kind == "colour":
        return words.Term("White") if content.colour == "#ffffff" else content.colour
    if isinstance(content, Fill):
        return words.Term("Gradient")
    if isinstance(content, Blur):
        return words.Term("Blurred photo")
    if isinstance(content, Shape):
        return words.Term(words.SHAPES.english(content.kind))
    return words.Term(words.SHADOWS.english(content.kind))


def noted(layer: Layer, document: Document) -> str:
    """The kind of the layer with the one number that matters."""
    content, kind = layer.content, words.LAYERS[kind_of(layer)]
    if isinstance(content, Fill):
        if content.kind == "colour":
            return t("{layer}, one colour", layer=kind)
        return t("{layer}, {first} to {second}", layer=kind, first=content.colour, second=content.second)
    if isinstance(content, Blur):
        return f"{kind}, {content.strength * 100:.0f} %"
    if isinstance(content, Raster) and content.kind == "cutout" and document.cutout is not None:
        return t("Cut-out, {share} % of the photo", share=f"{document.cutout.coverage * 100:.0f}")
    if isinstance(content, Raster):
        return f"{kind}, {content.width} × {content.height}"
    if isinstance(content, Text):
        return f"{kind}, {content.font} {content.size:.0f}"
    if isinstance(content, Shape):
        return f"{kind}, {content.width:.0f} × {content.height:.0f}"
    cast = document.layer(content.of)
    if cast is None or layer.id == BACKDROP:
        return kind
    return t("{layer} of {other}", layer=kind, other=named(cast, document))
