"""Shapes (U): a drag draws a shape, a click puts one of a good size or chooses the one under it. The chosen shape moves
with snapping and is sized by its handles; a line and an arrow are led by their ends."""

from __future__ import annotations

from editor import arranging, shaping
from editor.shaping import Shaping, is_line
from editor.tools import grips
from editor.tools.arrange import ALL, Arrange, Drag, quad_of
from editor.tools.port import Context, Frame, Marks, Pointer
from imaging.layers import Layer, Placement, Shape
from imaging.matrix import Point

ENDS = ("w", "e")


class ShapesTool(Arrange):
    """Arrange for the chosen shape; everywhere else it draws."""

    def __init__(self, context: Context, maker: Shaping) -> None:
        super().__init__(context)
        self._shaping = maker
        self._drawn: Layer | None = None

    def enter(self) -> None:
        self.cursor = "crosshair"

    def changed(self) -> None:
        """Nothing is lifted before the pointer comes: a shape is changed in the panel as often as it is moved."""

    def hover(self, at: Pointer) -> None:
        super().hover(at)
        frame = self._frame()
        if frame is not None and grips.inside(frame.quad, at):
            self.context.surface.lift(self._ids)
        self._over = ""
        if self.cursor == "default":
            self.cursor = "crosshair"

    def move(self, at: Pointer) -> None:
        super().move(at)
        drag = self._drag
        if drag is not None and drag.kind == "band" and drag.far:
            shape, place = self._between(drag, at)
            document = self.context.document
            self._drawn = Layer(document.fresh("shape"), shape, place)
            self._tag = f"{shape.width:.0f}" if is_line(shape.kind) else f"{shape.width:.0f} × {shape.height:.0f}"
            self.context.surface.preview(document.with_added(self._drawn))

    def up(self, at: Pointer) -> None:
        drag, self._drawn = self._drag, None
        if drag is None:
            return
        if drag.kind != "band":
            super().up(at)
        else:
            self._drag, self._tag = None, ""
            self._put(drag, at)
        self.context.surface.preview(None)

    def cancel(self) -> bool:
        going = super().cancel()
        self._drawn = None
        self.context.surface.preview(None)
        if not going and self._ids and self.context.store.state.desk.task == "shapes":
            self.context.store.arrange(selected=())
            return True
        return going

    def leave(self) -> None:
        super().cancel()
        self._drawn = None
        self.context.surface.preview(None)

    def key(self, key: str, shift: bool, alt: bool) -> bool:
        if key == "Enter":
            self._shaping.add_middle()
            return True
        return super().key(key, shift, alt)

    def marks(self) -> Marks:
        if self._drawn is not None:
            return Marks((Frame(quad_of(self._drawn), (), self._tag),))
        return super().marks()

    # what is other than in Arrange

    @property
    def _ids(self) -> tuple[str, ...]:
        return tuple(layer.id for layer in self.context.store.state.selected if isinstance(layer.content, Shape))

    def _hit(self, at: Pointer, reach: float = 0.0) -> str | None:
        """Only what is chosen: on all others a drag draws."""
        found = self._under(at, reach)
        return found if found in self._ids else None

    def _takes_empty(self, at: Pointer) -> bool:
        return True

    def _handles(self, layer: Layer) -> tuple[str, ...]:
        return (*ENDS, "rotate") if is_line(_shape(layer).kind) else ALL

    def _show(self, drag: Drag, layers: tuple[Layer, ...]) -> None:
        if drag.kind == "size":
            self.context.surface.preview(self.context.document.with_layers(layers))
        else:
            super()._show(drag, layers)

    def _size(self, drag: Drag, at: Pointer) -> tuple[Layer, ...]:
        layer = next((x for x in drag.layers if x.id in drag.ids and x.can_move), None)
        if layer is None or len(drag.ids) > 1:
            return super()._size(drag, at)
        if is_line(_shape(layer).kind):
            dx, dy = at.x - drag.start.x, at.y - drag.start.y
            new = shaping.led(layer, drag.handle, dx, dy, at.shift, at.alt)
            self._tag = f"{_shape(new).width:.0f}"
            return tuple(new if old.id == new.id else old for old in drag.layers)
        return tuple(shaping.folded(x) if x.id in drag.ids else x for x in super()._size(drag, at))

    def _under(self, at: Pointer, reach: float) -> str | None:
        shapes = tuple(layer for layer in self.context.document.layers if isinstance(layer.content, Shape))
        return arranging.hit(shapes, at.x, at.y, None, reach)

    def _between(self, drag: Drag, at: Pointer) -> tuple[Shape, Placement]:
        start: Point = (drag.start.x, drag.start.y)
        return shaping.drawn(self._shaping.kind, self._shaping.style, start, (at.x, at.y), at.shift, at.alt)

    def _put(self, drag: Drag, at: Pointer) -> None:
        """The end of a press beside the chosen shape."""
        start = drag.start
        if drag.far:
            self._shaping.add(*self._between(drag, at))
        elif (found := self._under(start, start.grip / 2)) is not None:
            self._choose(found)
        else:
            size = self.context.document.width, self.context.document.height
            made = shaping.put(self._shaping.kind, self._shaping.style, (start.x, start.y), size)
            self._shaping.add(*made)


def _shape(layer: Layer) -> Shape:
    assert isinstance(layer.content, Shape), "a shape's layer"
    return layer.content
