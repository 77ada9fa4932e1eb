"""Texts as a person writes them: adding, changing, measuring anew, and what stays where it is meanwhile.

A text's box is what its letters need, and its placement is the centre of the box. So a text that grows is moved as
well: its lines keep their left top corner, their top centre or their right top corner, as they are aligned.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, cast

import words
from editor.colours import channels
from editor.edits import Edits
from editor.handles import SIDES, Handle
from editor.layering import Layering
from editor.store import Store
from errors import FontError
from imaging import matrix
from imaging.fonts import family
from imaging.layers import Align, Layer, Placement, Text
from imaging.textlayout import margins
from texts import t

SHARE = 0.1
"""The size of a new text as a share of the canvas' shorter side."""
DARK, LIGHT = "#171717", "#ffffff"
SMALLEST = 4.0
"""Pixels of the smallest letters."""


class Measures(Protocol):
    """typeset.Typeset."""

    async def ready(self, text: Text) -> None: ...
    def is_ready(self, text: Text) -> bool: ...
    def measured(self, text: Text) -> Text: ...


def first() -> str:
    """What a new text says until the person has written theirs."""
    return t("Your text")


def inner(text: Text) -> float:
    """The width of the lines within the box."""
    return text.width - 2 * margins(text)[0]


def anchored(layer: Layer, text: Text, side: Align | None = None) -> Layer:
    """The layer with `text`, which is measured, in place of its own; the corner that `side` names stays, else the one
    of its alignment. That is a corner of the lines: an outline or a shadow grows around them."""
    old = layer.content
    assert isinstance(old, Text), "a text's layer"
    place = layer.placement
    at = side or text.align
    before = matrix.apply(matrix.placed(place, (old.width, old.height)), *_corner(old, at))
    after = matrix.apply(matrix.placed(place, (text.width, text.height)), *_corner(text, at))
    moved = replace(place, x=place.x + before[0] - after[0], y=place.y + before[1] - after[1])
    return replace(layer, content=text, placement=moved)


def folded(layer: Layer, measure: Callable[[Text], Text]) -> Layer:
    """The layer drawn as large as before, with its letters' own size in place of a scale. A text that is stretched
    more one way than the other stays so."""
    text, place = layer.content, layer.placement
    assert isinstance(text, Text), "a text's layer"
    factor = max(abs(place.scale_y), SMALLEST / max(text.size, SMALLEST))
    grown = replace(text, size=text.size * factor, wrap=text.wrap * factor, outline=text.outline * factor)
    scaled = replace(place, scale_x=place.scale_x / factor, scale_y=place.scale_y / factor)
    return replace(layer, content=measure(grown), placement=scaled)


def wrapped(
    layer: Layer, handle: str, dx: float, dy: float, measure: Callable[[Text], Text], both: bool = False
) -> Layer:
    """The layer after its left or right handle went (`dx`, `dy`) on the canvas: its lines are broken at another width
    and its other side stays, or the middle with `both`."""
    text, place = layer.content, layer.placement
    assert isinstance(text, Text), "a text's layer"
    side = SIDES[cast("Handle", handle)][0]
    along = matrix.apply(matrix.turn(-place.rotation), dx, dy)[0] / max(abs(place.scale_x), matrix.SMALLEST)
    width = max(inner(text) + side * along * (2 if both else 1), text.size / 2)
    stays: Align = "left" if side * place.scale_x > 0 else "right"
    return anchored(layer, measure(replace(text, wrap=width)), "centre" if both else stays)


def nearest_weight(name: str, weight: int) -> int:
    """The weight of the family that comes closest."""
    return min(family(name).weights, key=lambda offered: (abs(offered - weight), offered))


def ink_on(colour: str) -> str:
    """Dark letters on what is light and light ones on what is dark."""
    if not colour:
        return DARK
    red, green, blue = channels(colour)
    return DARK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else LIGHT


def _corner(text: Text, side: Align) -> matrix.Point:
    left, top = margins(text)
    return {"left": left, "centre": text.width / 2, "right": text.width - left}[side], top


class Texting:
    """What a person does to texts. `typeset` makes what measures when it is first needed, `spawn` runs asynchronous
    work, `seen` tells the colour of the picture at a point. `focus` takes the person to the field of the words."""

    def __init__(
        self,
        store: Store,
        edits: Edits,
        layering: Layering,
        typeset: Callable[[], Measures],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        seen: Callable[[float, float], str],
    ) -> None:
        self._store, self._edits, self._layering = store, edits, layering
        self._make, self._spawn, self._seen = typeset, spawn, seen
        self._typeset: Measures | None = None
        self._wanted: dict[str, Text] = {}
        self._refused: set[str] = set()
        self.focus: Callable[[], None] = lambda: None

    @property
    def chosen(self) -> Layer | None:
        """The one layer that is chosen, when it is a text."""
        layers = self._store.state.selected
        return layers[0] if len(layers) == 1 and isinstance(layers[0].content, Text) else None

    def text_of(self, layer: Layer) -> Text:
        """What the layer says, or will say as soon as its font is there."""
        content = self._wanted.get(layer.id, layer.content)
        assert isinstance(content, Text), "a text's layer"
        return content

    def measure(self, text: Text) -> Text:
        """`text` with its box."""
        self._typeset = self._typeset or self._make()
        return self._typeset.measured(text)

    def warm(self) -> None:
        """Bring the font of a new text, so that it stands at once."""
        self._when_ready(self._fresh(DARK), lambda: None)

    # adding and removing

    def add(self, x: float, y: float, wrap: float = 0.0) -> None:
        """A new text whose first line begins at the point, or fills a width from there down, where letters have room in
        it."""
        text = self._fresh(ink_on(self._seen(x, y)))
        self._add(replace(text, wrap=wrap) if wrap >= text.size else text, x, y)

    def add_middle(self) -> None:
        """A new text in the middle of the canvas."""
        width, height = self._store.document.width, self._store.document.height
        text = self._fresh(ink_on(self._seen(width / 2, height / 2)))
        self._add(replace(text, align="centre"), width / 2, height / 2)

    def leave(self) -> None:
        """The person has written what they wanted: an empty text goes, and the gesture is over."""
        layer = self.chosen
        if layer is not None and not self.text_of(layer).text.strip():
            self._wanted.pop(layer.id, None)
            changed = self._store.document.without([layer.id])
            self._edits.record(changed, words.step("remove"), f"{layer.id}-words")
            self._store.arrange(selected=())
        self._edits.settle()

    # changing

    def change(self, mark: str, **changes: Any) -> None:
        """Other values of the chosen text; those with one `mark` are one step until `settle`."""
        layer = self.chosen
        if layer is None:
            return
        old = self.text_of(layer)
        text = replace(old, **changes)
        if text.outline and not old.outline and text.outline_colour == text.colour:
            text = replace(text, outline_colour=ink_on(text.colour))
        if text.weight not in family(text.font).weights:
            text = replace(text, weight=nearest_weight(text.font, text.weight))
        self._wanted[layer.id] = text
        self._when_ready(text, partial(self._apply, layer.id, mark))

    def settle(self) -> None:
        self._edits.settle()

    # helpers

    def _fresh(self, colour: str) -> Text:
        document = self._store.document
        size = max(round(min(document.width, document.height) * SHARE), 8)
        return Text(first(), 1, 1, size=size, colour=colour)

    def _add(self, text: Text, x: float, y: float) -> None:
        photo = self._store.document.photo.id

        def put() -> None:
            document = self._store.state.document
            if document is None or document.photo.id != photo:
                return
            made = self.measure(text)
            left, top = margins(made)
            half = made.size * made.line_height / 2
            dx = made.width / 2 - left if made.align == "left" else 0.0
            dy = made.height / 2 - top - (half if not made.wrap else 0.0)
            mark = f"{document.fresh('text')}-words"
            self._layering.add(made, Placement(x + dx, y + dy), "text", mark)
            self._store.arrange(task="text", export=False, side=True)
            self._store.say(words.said("text-added"))
            self.focus()

        self._when_ready(text, put)

    def _apply(self, id: str, mark: str) -> None:
        text = self._wanted.pop(id, None)
        document = self._store.state.document
        layer = document.layer(id) if document is not None else None
        if text is None or document is None or layer is None or not isinstance(layer.content, Text):
            return
        history = self._store.state.history
        whole = f"{id}-{mark}"
        begun = history is not None and history.present.mark == whole
        label = history.present.label if history is not None and begun else words.step("text")
        self._edits.record(document.with_layer(anchored(layer, self.measure(text))), label, whole)

    def _when_ready(self, text: Text, then: Callable[[], None]) -> None:
        """At once where the fonts are there, else as soon as they are, or as they cannot be had."""
        self._typeset = self._typeset or self._make()
        if self._typeset.is_ready(text):
            then()
        else:
            self._spawn(self._wait(self._typeset, text, then))

    async def _wait(self, typeset: Measures, text: Text, then: Callable[[], None]) -> None:
        try:
            await typeset.ready(text)
            self._refused.discard(text.font)
        except FontError as error:
            if text.font not in self._refused:  # said once, not with every letter that is typed
                self._refused.add(text.font)
                self._store.complain(error)
        then()
