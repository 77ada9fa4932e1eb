"""Retouch (J): heal what is painted over, or clone what lies elsewhere, in the file that the layer shows."""

from __future__ import annotations

from dataclasses import replace

import words
from editor.brushing import retouching, touch_target
from editor.document import Document
from editor.painting import retouched, stroke_in, way_in
from editor.tools.brushwork import Brushwork
from editor.tools.port import Context, Marks, Pointer
from imaging import matrix
from imaging.layers import Numbers, Touch
from imaging.matrix import Point


class Retouch(Brushwork):
    """Alt and a click mark the source of Clone. The first stroke after that fixes how far away it copies from; it stays
    so until another source is marked."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._offset: Point | None = None
        self._offset_of: tuple[float, ...] = ()

    @property
    def armed(self) -> bool:
        return retouching(self.context.store.state)

    def taken(self, at: Pointer) -> bool:
        paint = self.context.store.state.desk.paint
        if at.button == 2:
            return True
        if at.alt or paint.sourcing:
            self._offset_of = ()
            self.brushing.set_source(at.x, at.y)
            return True
        return False

    def look_for(self, at: Pointer) -> str:
        state = self.context.store.state
        target = touch_target(state)
        if target is None or not target.visible:
            self.context.store.say(words.said("retouch-hidden"))
            return ""
        source = state.desk.paint.source
        if state.desk.paint.touch == "heal":
            return "heal"
        if not source:
            self.context.store.say(words.said("clone-needs-source"))
            return ""
        if self._offset_of != source or self._offset is None:
            self._offset_of, self._offset = source, (source[0] - at.x, source[1] - at.y)
        return "clone"

    def painted(self, points: Numbers, look: str) -> Document | None:
        target, brush = touch_target(self.context.store.state), self.brush
        if target is None:
            return None
        stroke = stroke_in(target, points, self.radius, brush.hardness, brush.strength, False)
        inner = way_in(target)
        if stroke is None or inner is None:
            return None
        touch = Touch("heal", stroke)
        if look == "clone" and self._offset is not None:
            x, y = points[0], points[1]
            here = matrix.apply(inner, x, y)
            there = matrix.apply(inner, x + self._offset[0], y + self._offset[1])
            touch = Touch("clone", stroke, round(there[0] - here[0], 1), round(there[1] - here[1], 1))
        return retouched(self.context.document, target, touch)

    def marks(self) -> Marks:
        return replace(super().marks(), source=self._source())

    def _source(self) -> tuple[float, float]:
        """Where the cross stands: at the source, and once an offset is fixed always that far from the brush."""
        paint = self.context.store.state.desk.paint
        if not self.armed or paint.touch != "clone" or not paint.source:
            return ()  # type: ignore[return-value]
        if self._offset is not None and self._offset_of == paint.source and self._at is not None:
            return self._at[0] + self._offset[0], self._at[1] + self._offset[1]
        return paint.source[0], paint.source[1]
