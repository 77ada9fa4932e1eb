"""What the options bar has for each task. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import words
from editor import dom
from editor.brush_state import edging
from editor.brushes import LARGEST, SMALLEST, Brush
from editor.panels import kit
from editor.panels.quick_parts import Group
from editor.state import State

TURNS = (
    ("Turn the picture left", "picture-left", "rotate-ccw"),
    ("Turn the picture right", "picture-right", "rotate-cw"),
    ("Mirror the picture sideways", "picture-flip-x", "flip-horizontal-2"),
)


def _arrange(group: Group, parts: Any, again: Callable[[], None]) -> None:
    group.command("Fit", "fit-layer", "shrink")
    group.command("Cover", "cover-layer", "expand")
    group.line()
    group.command("To front", "order-front", "bring-to-front")
    group.command("To back", "order-back", "send-to-back")
    group.line()
    group.command("Duplicate", "duplicate", "copy-plus", bare=True)
    group.command("Delete", "remove-layer", "trash-2", bare=True)


def _cutout(group: Group, parts: Any, again: Callable[[], None]) -> None:
    def armed(mode: str) -> Callable[[State], bool]:
        return lambda state: edging(state) and state.desk.paint.edge == mode

    group.command("Pick subject", "pick", "square-dashed-mouse-pointer")
    group.command("Keep", "brush-keep", "brush", armed("keep"))
    group.command("Erase", "brush-erase", "eraser", armed("erase"))
    group.command("Hair", "brush-hair", "feather", armed("hair"))
    group.line()
    group.command("Doubtful spots", "doubts", "scan-search", lambda state: state.desk.doubt.on)
    size, hardness = _brush(group, parts, lambda state: state.desk.paint.edge_brush)
    size.classList.add("short")
    hardness.classList.add("spare")
    for row in (size, hardness):
        group.watch(lambda state, row=row: dom.set_hidden(row, not edging(state)))  # type: ignore[misc]


def _brush(group: Group, parts: Any, brush: Callable[[State], Brush]) -> list[Any]:
    held = [Brush()]

    def remember(state: State) -> None:
        held[0] = brush(state)

    def size(state: State) -> float:
        document = state.document
        return brush(state).diameter(document.width, document.height) if document is not None else SMALLEST

    def harden(value: float) -> None:
        parts.brushing.put(replace(held[0], hardness=round(value / 100, 2)))

    group.watch(remember)
    large = kit.Number("Size", lambda v: parts.brushing.put(held[0].sized(v)), low=SMALLEST, high=LARGEST)
    hard = kit.Number("Hardness", harden, low=0, high=100)
    return [
        group.number(large, "Size", size, "px"),
        group.number(hard, "Hardness", lambda state: brush(state).hardness * 100, "%"),
    ]


def _retouch(group: Group, parts: Any, again: Callable[[], None]) -> None:
    brushing = parts.brushing
    kind = [""]
    group.watch(lambda state: kind.__setitem__(0, state.desk.paint.touch))
    group.choice((("heal", "Heal", "bandage"), ("clone", "Clone", "copy")), brushing.touch, lambda: kind[0], bare=False)
    source = group.command("Set source", "clone-source", "crosshair", lambda state: state.desk.paint.sourcing)
    group.watch(lambda state: dom.set_hidden(source, state.desk.paint.touch != "clone"))
    group.line()
    _brush(group, parts, lambda state: state.desk.paint.touch_brush)


def _adjust(group: Group, parts: Any, again: Callable[[], None]) -> None:
    group.command("Auto enhance", "auto-light", "sun")
    group.command("Auto white balance", "auto-balance", "thermometer")
    group.line()
    group.command("Reset adjustments", "adjust-reset", "rotate-ccw")


def _backdrop(group: Group, parts: Any, again: Callable[[], None]) -> None:
    for kind, icon in (("drop", "blend"), ("contact", "circle-dashed"), ("reflection", "flip-vertical")):
        group.command(words.SHADOWS.english(kind), f"shadow-{kind}", icon)


def _crop(group: Group, parts: Any, again: Callable[[], None]) -> None:
    from editor.crop import STEEPEST
    from editor.panels.crop import ORDER

    framing = parts.framing
    framing.watch(again)
    frame = [
        group.select(
            kit.Select("Ratio", [(ratio, ratio) for ratio in ORDER], framing.ratio),
            "Ratio",
            lambda: framing.crop.ratio if framing.crop is not None else "Free",
        ),
        group.number(
            kit.Number("Straighten", framing.straighten, framing.drop, "", -STEEPEST, STEEPEST, 0.5, 1),
            "Straighten",
            lambda state: framing.crop.straighten if framing.crop is not None else 0.0,
            "°",
        ),
    ]
    frame += [group.command(label, command, icon, bare=True) for label, command, icon in TURNS]
    frame.append(group.line())
    group.act("Give up", "x", framing.cancel)
    group.act("Apply", "check", framing.accept)
    for part in frame:
        group.watch(lambda state, part=part: dom.set_hidden(part, framing.quad is not None))  # type: ignore[misc]


def _text(group: Group, parts: Any, again: Callable[[], None]) -> None:
    from editor.panels.quick_text import fill

    fill(group, parts)


def _shapes(group: Group, parts: Any, again: Callable[[], None]) -> None:
    from editor.panels.shapes import ICONS

    shaping = parts.shaping
    kinds = [(kind, words.SHAPES.english(kind), icon) for kind, icon in ICONS.items()]

    shaping.watch(again)
    group.choice(kinds, shaping.choose, lambda: str(shaping.kind), bare=True)
    group.line()
    group.colour("Fill", lambda: str(shaping.present.colour), shaping.fill, shaping.settle)
    group.command("Put in the middle", "add-shape", "plus")


GROUPS: dict[str, Callable[[Group, Any, Callable[[], None]], None]] = {
    "arrange": _arrange,
    "cutout": _cutout,
    "crop": _crop,
    "retouch": _retouch,
    "adjust": _adjust,
    "backdrop": _backdrop,
    "text": _text,
    "shapes": _shapes,
}
