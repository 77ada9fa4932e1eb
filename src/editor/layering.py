"""What is done to whole layers: choosing, adding, ordering, naming, aligning. Each is one step of the history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import words
from editor import arranging
from editor.document import CUTOUT, PHOTO, Document
from editor.edits import Edits
from editor.guide import Guide
from editor.layer_names import named, titled
from editor.store import Store
from imaging.layers import BLEND_MODES, Content, Layer, Placement, Shadow, Shape

OFFSET = 0.03
"""How far a copy lies from what it copies, as a share of the canvas."""


class Layering:
    """Acts on the chosen layers of the document in `store`; where none is chosen, most things act on the subject."""

    def __init__(self, store: Store, edits: Edits) -> None:
        self._store = store
        self._edits = edits

    # choosing

    def choose(self, id: str, add: bool = False) -> None:
        """Choose a layer; with `add` beside those that are chosen, or not any more. "" chooses none."""
        before = self._store.state.desk.selected
        if add:
            ids = tuple(one for one in before if one != id) if id in before else (*before, id)
        else:
            ids = (id,) if id else ()
        self._store.arrange(selected=ids)

    def choose_all(self) -> None:
        """Every layer that is seen and can be moved."""
        self._store.arrange(selected=tuple(x.id for x in self._document.layers if x.visible and x.can_move))

    def choose_next(self, direction: int) -> None:
        """The next layer up (1) or down (-1)."""
        ids = [layer.id for layer in self._document.layers]
        chosen = self._store.state.target
        at = (ids.index(chosen.id) + direction) % len(ids) if chosen else 0
        self.choose(ids[at])
        layer = self._document.layer(ids[at])
        if layer is not None:
            self._store.say(words.said("chosen", layer=named(layer, self._document)))

    # one layer

    def toggle(self, id: str) -> None:
        self._edits.toggle(id)

    def lock(self, id: str) -> None:
        layer = self._document.layer(id)
        if layer is not None:
            changed = self._document.with_layer(replace(layer, locked=not layer.locked))
            self._record(changed, "lock" if not layer.locked else "unlock", layer=titled(layer, self._document))

    def rename(self, id: str, name: str) -> None:
        layer = self._document.layer(id)
        if layer is not None:
            self._record(self._document.with_layer(replace(layer, name=name[:80])), "rename", layer=name[:80])

    def blend(self, mode: str) -> None:
        """Another blend mode."""
        if mode in BLEND_MODES:
            self._each(lambda layer: replace(layer, blend=mode), "blend", name=words.Term(words.BLENDS.english(mode)))

    def fade(self, opacity: float) -> None:
        """Another opacity, 0..1; part of a gesture until `settle`."""
        self._each(lambda layer: replace(layer, opacity=min(max(opacity, 0.0), 1.0)), "opacity", mark="opacity")

    def settle(self) -> None:
        self._edits.settle()

    def change(self, layer: Layer, key: str, mark: str = "") -> None:
        """A layer with another content, placement or mask in place of the old one."""
        self._record(
            self._document.with_layer(layer),
            key,
            f"{layer.id}-{mark}" if mark else "",
            layer=titled(layer, self._document),
        )

    # adding and removing

    def add(self, content: Content, placement: Placement, kind: str, mark: str = "", **more: Any) -> Layer:
        """A new layer on top, chosen."""
        layer = Layer(self._document.fresh(kind), content, placement, **more)
        self._record(self._document.with_added(layer), f"add-{kind}", mark)
        self.choose(layer.id)
        return layer

    def add_shape(self, kind: Any) -> None:
        """A shape in the middle of the canvas, a third of it wide."""
        width, height = self._document.width, self._document.height
        side = round(min(width, height) / 3)
        line = max(round(side / 16), 2)
        shape = Shape(
            kind, side, side if kind not in ("line", "arrow") else line * 5, line=line * (kind in ("line", "arrow"))
        )
        self.add(shape, Placement(width / 2, height / 2), "shape")

    def shadow(self, kind: Any) -> None:
        """A shadow under the layer that is acted on; another kind where it casts one already."""
        target = self._store.state.target
        if target is None or isinstance(target.content, Shadow) or target.box is None:
            self._store.say(words.said("no-shadow"))
            return
        if target.id == PHOTO and self._document.layer(CUTOUT) is None:
            self._store.say(words.said("shadow-needs-cutout"))
            return
        document = self._document
        old = next((x for x in document.layers if isinstance(x.content, Shadow) and x.content.of == target.id), None)
        if old is not None and isinstance(old.content, Shadow):
            changed = document.with_layer(replace(old, content=replace(old.content, kind=kind), visible=True))
        else:
            opacity = {"drop": 0.35, "contact": 0.5, "reflection": 0.3}[kind]
            made = Layer(document.fresh("shadow"), Shadow(target.id, kind), opacity=opacity)
            at = document.layers.index(target)
            changed = document.with_layers((*document.layers[:at], made, *document.layers[at:]))
        self._record(changed, "add-shadow")

    def duplicate(self) -> None:
        """Copies of the chosen layers, a little aside."""
        ids = self._ids()
        step = OFFSET * min(self._document.width, self._document.height)
        made, copies = arranging.duplicated(self._document.layers, ids, self._fresh("copy"), step, step)
        if copies:
            self._record(self._document.with_layers(made), "duplicate")
            self._store.arrange(selected=copies)

    def remove(self) -> None:
        """The chosen layers go. The last one stays."""
        ids = [layer.id for layer in self._store.state.selected if not layer.locked]
        changed = self._document.without(ids)
        if changed == self._document:
            self._store.say(words.said("not-removed"))
            return
        self._record(changed, "remove")
        self._store.arrange(selected=())

    # order and place

    def order(self, way: Any, id: str = "") -> None:
        """To the front, to the back, or one layer further."""
        ids = (id,) if id else self._ids()
        self._moved(arranging.ordered(self._document.layers, ids, way), f"order-{way}")

    def place(self, id: str, index: int) -> None:
        """The layer at a place of the stack, 0 the lowest."""
        layer = self._document.layer(id)
        if layer is None:
            return
        others = [old for old in self._document.layers if old.id != id]
        index = min(max(index, 0), len(others))
        self._record(self._document.with_layers((*others[:index], layer, *others[index:])), "order")

    def align(self, edge: Any) -> None:
        """One layer to the canvas, several to each other."""
        ids = self._ids()
        canvas = (self._document.width, self._document.height) if len(ids) < 2 else None
        self._moved(arranging.aligned(self._document.layers, ids, edge, canvas), f"align-{edge}")

    def distribute(self, axis: Any) -> None:
        self._moved(arranging.distributed(self._document.layers, self._ids(), axis), f"distribute-{axis}")

    def flip(self, axis: Any) -> None:
        self._moved(arranging.flipped(self._document.layers, self._ids(), axis), f"flip-{axis}")

    def turn(self, degrees: float) -> None:
        """The chosen layers by some degrees, clockwise, around their middle."""
        box = arranging.bounds_of(self._document.layers, self._ids())
        if box is not None:
            change = arranging.turning(degrees, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
            self._moved(arranging.transformed(self._document.layers, self._ids(), change), "turn")

    def nudge(self, dx: float, dy: float) -> None:
        """By some pixels; a row of them is one step."""
        layers = arranging.moved(self._document.layers, self._ids(), dx, dy)
        self._moved(layers, "move", mark="nudge")

    def put(self, placement: Placement, mark: str = "") -> None:
        """The layer that is acted on at a place given in numbers."""
        target = self._store.target
        moved = replace(target, placement=placement) if target.can_move else target
        self._moved(self._document.with_layer(moved).layers, "move", mark)

    def fit(self, cover: bool) -> None:
        """The layer as large as the canvas: within it, or covering it."""
        target = self._store.target
        if target.box is None:
            return
        width, height = self._document.width, self._document.height
        ratios = width / target.box[0], height / target.box[1]
        scale = max(ratios) if cover else min(ratios)
        self.put(Placement(width / 2, height / 2, scale, scale))

    # guides

    def guide(self, axis: Any) -> None:
        """A guide through the middle of the canvas."""
        at = (self._document.width if axis == "x" else self._document.height) / 2
        if Guide(axis, at) not in self._document.guides:
            guides = (*self._document.guides, Guide(axis, at))
            self._record(replace(self._document, guides=guides), "guides")

    def clear_guides(self) -> None:
        self._record(replace(self._document, guides=()), "guides")

    # helpers

    @property
    def _document(self) -> Document:
        return self._store.document

    def _ids(self) -> tuple[str, ...]:
        chosen = tuple(layer.id for layer in self._store.state.selected)
        return chosen or (self._store.target.id,)

    def _each(self, change: Callable[[Layer], Layer], key: str, mark: str = "", **details: str) -> None:
        ids = self._ids()
        layers = (change(layer) if layer.id in ids else layer for layer in self._document.layers)
        self._record(self._document.with_layers(layers), key, mark, **details)

    def _moved(self, layers: tuple[Layer, ...], key: str, mark: str = "") -> None:
        if layers == self._document.layers:
            locked = any(layer.locked for layer in self._document.layers if layer.id in self._ids())
            if locked or not mark:  # a number that is typed again needs no word
                self._store.say(words.said("locked" if locked else "lies-so"))
            return
        self._record(self._document.with_layers(layers), key, mark)

    def _record(self, document: Document, key: str, mark: str = "", **details: str) -> None:
        if document == self._document:
            return
        label = words.step(key, **details)
        self._edits.record(document, label, mark)
        if not mark:
            self._store.say(f"{words.step_said(label)}.")

    def _fresh(self, kind: str) -> Callable[[], str]:
        taken = {layer.id for layer in self._document.layers}

        def make() -> str:
            n = 1
            while f"{kind}-{n}" in taken:
                n += 1
            taken.add(f"{kind}-{n}")
            return f"{kind}-{n}"

        return make
