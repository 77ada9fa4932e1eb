"""Keep, erase and hair: strokes in the mask of the cut-out, or of the layer that is chosen."""

from __future__ import annotations

from dataclasses import replace

import words
from editor.brush_state import edging, is_cutout, paintable
from editor.document import Document
from editor.painting import masked, stroke_in
from editor.tools.brushwork import Brushwork
from editor.tools.port import Pointer
from imaging.layers import Numbers, StrokeKind


class EdgeBrush(Brushwork):
    """The right button always erases; with Alt the brush does the other of the two. A pen that is
    pressed less paints a thinner line."""

    pressable = True

    @property
    def armed(self) -> bool:
        return edging(self.context.store.state)

    def look_for(self, at: Pointer) -> str:
        target = self.context.store.state.target
        if target is None or not paintable(target) or not target.visible:
            self.context.store.say(words.said("paint-hidden"))
            return ""
        mode = self.context.store.state.desk.paint.edge
        if mode == "hair":
            if not is_cutout(target):
                self.context.store.say(words.said("hair-needs-cutout"))
                return ""
            return "erase" if at.button == 2 or at.alt else "hair"
        erase = mode == "erase"
        return "erase" if at.button == 2 or erase != at.alt else "keep"

    def painted(self, points: Numbers, look: str) -> Document | None:
        target, brush = self.context.store.target, self.brush
        kind: StrokeKind = "hair" if look == "hair" else "paint"
        snap = self.context.store.state.desk.paint.snap and kind == "paint" and is_cutout(target)
        stroke = stroke_in(target, points, self.radius, brush.hardness, brush.strength, look == "erase", snap, kind)
        if stroke is None:
            return None
        return masked(self.context.document, target, replace(stroke, sizes=self.sizes) if kind == "paint" else stroke)
