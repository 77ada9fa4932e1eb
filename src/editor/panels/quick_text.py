"""What the options bar has for texts. Adapter."""

from __future__ import annotations

from typing import Any

from editor import dom
from editor.panels import kit
from editor.panels.quick_parts import Group
from editor.panels.text import ALIGN, ALIGN_ICONS, show_weight
from editor.state import State
from imaging.fonts import FAMILIES
from imaging.layers import Text

EMPTY = Text("", 1, 1)


def fill(group: Group, parts: Any) -> None:
    """Typeface, weight, size, colour and alignment of the chosen text; a button where none is chosen."""
    texting = parts.texting

    def now() -> Text:
        layer = texting.chosen
        return texting.text_of(layer) if layer is not None else EMPTY

    def scale() -> float:
        layer = texting.chosen
        return abs(layer.placement.scale_y) if layer is not None else 1.0

    def change(**changes: Any) -> None:
        texting.change(next(iter(changes)), **changes)

    def once(**changes: Any) -> None:
        change(**changes)
        texting.settle()

    add = group.command("Add text", "add-text", "type")
    font = kit.Select("Font", [(each, each) for each in FAMILIES], lambda v: once(font=v))
    font.select.translate = False
    weight = kit.Select("Weight", [], lambda v: once(weight=int(v)))
    size = kit.Number("Text size", lambda v: change(size=v / scale()), texting.settle, "", 4, 4000)
    controls = [
        group.select(font, "Font", lambda: now().font),
        group.select(weight, "Weight", lambda: str(now().weight)),
        group.number(size, "Size", lambda state: now().size * scale(), "px"),
        group.colour("Colour", lambda: now().colour, lambda v: change(colour=v), texting.settle),
        group.act("Italic", "italic", lambda: once(italic=not now().italic), bare=True),
    ]
    slanted = controls[-1]
    controls[1].classList.add("roomy")
    first = group.element.childElementCount
    group.choice(
        [(value, label, ALIGN_ICONS[value]) for value, label in ALIGN],
        lambda v: once(align=v),
        lambda: now().align,
        True,
    )
    controls += [group.element.children[at] for at in range(first, group.element.childElementCount)]

    def show(state: State) -> None:
        chosen = texting.chosen is not None
        dom.set_hidden(add, chosen)
        for control in controls:
            dom.set_hidden(control, not chosen)
        dom.set_attribute(slanted, "aria-pressed", str(now().italic).lower())
        show_weight(weight, now())

    group.watch(show)
