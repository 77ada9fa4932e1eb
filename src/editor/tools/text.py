"""Text (T): a click sets a text or chooses one, a drag on an empty place gives it a width; texts move with snapping,
their corners change the size of the letters and their sides the width at which lines are broken."""

from __future__ import annotations

from editor import arranging, handles
from editor.texting import Texting, folded, wrapped
from editor.tools import grips
from editor.tools.arrange import Arrange, Drag
from editor.tools.port import Context, Pointer
from imaging.layers import Layer, Text

HANDLES = ("nw", "ne", "e", "se", "sw", "w", "rotate")
SIDES = ("e", "w")


class TextTool(Arrange):
    """Arrange, for texts alone."""

    def __init__(self, context: Context, texting: Texting) -> None:
        super().__init__(context)
        self._texting = texting

    def enter(self) -> None:
        self._texting.warm()

    def changed(self) -> None:
        """Nothing is lifted before the pointer comes: every letter that is typed makes another document."""

    def hover(self, at: Pointer) -> None:
        super().hover(at)
        frame = self._frame()
        if frame is not None and grips.inside(frame.quad, at):
            self.context.surface.lift(self._ids)
        if self.cursor == "default":
            self.cursor = "text"

    def up(self, at: Pointer) -> None:
        drag = self._drag
        if drag is None:
            return
        if drag.kind == "band":
            self._drag = None
            self._set(drag, at)
            return
        if drag.kind == "size" and drag.far and drag.handle not in SIDES:
            self._layers = tuple(self._folded(layer, drag) for layer in self._layers)
        super().up(at)
        self.context.surface.preview(None)
        if not drag.far and self._texting.chosen is not None:
            self._texting.focus()

    def cancel(self) -> bool:
        self.context.surface.preview(None)
        return super().cancel()

    def double(self, at: Pointer) -> bool:
        if self._hit(at) is None:
            return False
        self._texting.focus()
        return True

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        if key == "Enter" and self._texting.chosen is not None:
            self._texting.focus()
            return True
        return super().key(key, shift, alt)

    # what is other than in Arrange

    @property
    def _ids(self) -> tuple[str, ...]:
        return tuple(layer.id for layer in self.context.store.state.selected if isinstance(layer.content, Text))

    def _hit(self, at: Pointer, reach: float = 0.0) -> str | None:
        texts = tuple(layer for layer in self.context.document.layers if isinstance(layer.content, Text))
        return arranging.hit(texts, at.x, at.y, None, reach)

    def _takes_empty(self, at: Pointer) -> bool:
        return True

    def _handles(self, layer: Layer) -> tuple[str, ...]:
        return HANDLES

    def _show(self, drag: Drag, layers: tuple[Layer, ...]) -> None:
        if drag.kind == "size" and drag.handle in SIDES:
            self.context.surface.preview(self.context.document.with_layers(layers))
        else:
            super()._show(drag, layers)

    def _size(self, drag: Drag, at: Pointer) -> tuple[Layer, ...]:
        layer = next((x for x in drag.layers if x.id in drag.ids and x.can_move), None)
        if layer is None or len(drag.ids) > 1:
            return super()._size(drag, at)
        dx, dy = at.x - drag.start.x, at.y - drag.start.y
        if drag.handle in SIDES:
            new = wrapped(layer, drag.handle, dx, dy, self._texting.measure, at.alt)
            self._tag = f"{_text(new).wrap * abs(new.placement.scale_x):.0f} px wide"
        else:
            new = handles.resized(layer, drag.handle, dx, dy, True, at.alt)  # type: ignore[arg-type]
            self._tag = f"{_text(new).size * abs(new.placement.scale_y):.0f} px"
        return tuple(new if old.id == new.id else old for old in drag.layers)

    def _folded(self, layer: Layer, drag: Drag) -> Layer:
        own = layer.id in drag.ids and isinstance(layer.content, Text) and layer.can_move
        return folded(layer, self._texting.measure) if own else layer

    def _set(self, drag: Drag, at: Pointer) -> None:
        """A press on an empty place: it ends the work on a text, or sets a new one."""
        start = drag.start
        if drag.far:
            left, top = min(start.x, at.x), min(start.y, at.y)
            self._texting.add(left, top, max(abs(at.x - start.x), 1.0))
        elif self._ids:
            self._choose_none()
        else:
            self._texting.add(start.x, start.y)

    def _choose_none(self) -> None:
        self._texting.leave()
        self.context.store.arrange(selected=())


def _text(layer: Layer) -> Text:
    assert isinstance(layer.content, Text), "a text's layer"
    return layer.content
