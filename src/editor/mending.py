"""The edge of a cut-out in plain words: tighter or looser, softer or crisper, with or without a colour rim."""

from __future__ import annotations

from dataclasses import replace

import words
from editor.edits import Edits
from editor.layer_names import named
from editor.state import State
from editor.store import Store
from imaging.adjustments import Range
from imaging.layers import FOUND, Edge, Layer, Raster

EDGE: dict[str, Range] = {
    "shift": Range(-20.0, 20.0, 0.0, 0.5),
    "soft": Range(-100.0, 100.0, 0.0, 1.0),
    "rim": Range(-100.0, 100.0, 0.0, 1.0),
}
"""The sliders: pixels of the photo, and hundredths."""


def edged(state: State) -> Layer | None:
    """The cut-out whose edge is changed: the one that is chosen, or the subject's; None without one."""
    layer = state.target
    return layer if layer and isinstance(layer.content, Raster) and layer.content.kind == "cutout" else None


def edge_of(layer: Layer) -> Edge:
    """The edge that a person gave a layer."""
    return layer.content.edge if isinstance(layer.content, Raster) else FOUND


def shown(name: str, edge: Edge) -> float:
    """Where the slider `name` stands."""
    value: float = getattr(edge, name)
    return value if name == "shift" else round(value * 100)


class Mending:
    """Acts on the edge of the cut-out in `store`."""

    def __init__(self, store: Store, edits: Edits) -> None:
        self._store = store
        self._edits = edits

    def move(self, name: str, value: float) -> None:
        """Another value of the slider `name`; all of one gesture are one step."""
        layer = edged(self._store.state)
        if layer is not None:
            held = EDGE[name].clamp(value)
            self._put(layer, replace(edge_of(layer), **{name: held if name == "shift" else held / 100}), f"edge-{name}")

    def settle(self) -> None:
        """The gesture is over."""
        self._edits.settle()
        layer = edged(self._store.state)
        if layer is not None:
            edge = edge_of(layer)
            soft, rim = round(edge.soft * 100), round(edge.rim * 100)
            self._store.say(words.said("edge", shift=f"{edge.shift:+g}", soft=f"{soft:+d}", rim=f"{rim:+d}"))

    def reset(self) -> None:
        """The edge as it was found."""
        layer = edged(self._store.state)
        if layer is not None:
            self._put(layer, FOUND, "edge-reset")
            self._edits.settle()
            self._store.say(words.said("edge-reset", layer=named(layer, self._store.document)))

    def _put(self, layer: Layer, edge: Edge, step: str) -> None:
        assert isinstance(layer.content, Raster), "only cut-outs have an edge"
        changed = self._store.document.with_layer(replace(layer, content=replace(layer.content, edge=edge)))
        self._edits.record(changed, words.step(step), step)
