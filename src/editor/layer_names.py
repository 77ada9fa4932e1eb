"""What a layer is called where the person gave it no name, and the note beside it."""

from __future__ import annotations

import words
from editor.document import BACKDROP, Document, kind_of
from imaging.layers import Blur, Fill, Layer, Raster, Shape, Text

LONGEST = 40


def named(layer: Layer, document: Document | None) -> str:
    """The person's own name for it, else one from what it shows."""
    if layer.name:
        return layer.name
    content = layer.content
    if isinstance(content, Text):
        first = content.text.strip().split("\n")[0]
        return (first[:LONGEST] + "…" if len(first) > LONGEST else first) or words.LAYERS["text"]
    if isinstance(content, Raster):
        file = document.file(content.source) if document else None
        if file is None:
            return words.LAYERS[kind_of(layer)]
        return file.stem if content.kind == "cutout" else file.name
    if isinstance(content, Fill) and content.kind == "colour":
        return "White" if content.colour == "#ffffff" else content.colour
    if isinstance(content, Fill):
        return "Gradient"
    if isinstance(content, Blur):
        return "Blurred photo"
    if isinstance(content, Shape):
        return words.SHAPES[content.kind]
    return words.SHADOWS[content.kind]


def noted(layer: Layer, document: Document) -> str:
    """The kind of the layer with the one number that matters."""
    content, kind = layer.content, words.LAYERS[kind_of(layer)]
    if isinstance(content, Fill):
        return f"{kind}, one colour" if content.kind == "colour" else f"{kind}, {content.colour} to {content.second}"
    if isinstance(content, Blur):
        return f"{kind}, {content.strength * 100:.0f} %"
    if isinstance(content, Raster) and content.kind == "cutout" and document.cutout is not None:
        return f"{kind}, {document.cutout.coverage * 100:.0f} % of the photo"
    if isinstance(content, Raster):
        return f"{kind}, {content.width} × {content.height}"
    if isinstance(content, Text):
        return f"{kind}, {content.font} {content.size:.0f}"
    if isinstance(content, Shape):
        return f"{kind}, {content.width:.0f} × {content.height:.0f}"
    cast = document.layer(content.of)
    return f"{kind} of {named(cast, document)}" if cast is not None and layer.id != BACKDROP else kind
