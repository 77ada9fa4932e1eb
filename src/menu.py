"""Everything that can be done, in the order of the menus: the one list that buttons, keys and the palette read.

Parts that a command needs are made by its first use (parts.py).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from js import location

import words
from editor import brush_state as brushes
from editor import commands as when
from editor.commands import Command
from editor.input.keyboard import next_region


def commands(app: Any) -> list[Command]:
    """The table of `app`, an App."""
    parts, session, stage, desk = app.parts, app.session, app.stage, app.desk
    photo, cut, some, movable = when.has_photo, when.differs, when.has_selection, when.can_move

    def align(edge: str) -> None:
        parts.layering.align(edge)

    def shadow(kind: str) -> None:
        parts.layering.shadow(kind)

    return [
        Command("open", "Open image", app.files.choose, ("Mod+O",)),
        Command("paste", "Paste an image", app.files.paste),
        Command("open-instead", "Open it instead", session.open_instead),
        Command("undo", "Undo", app.undo, ("Mod+Z",), app.can_undo),
        Command("redo", "Redo", app.redo, ("Mod+Shift+Z", "Mod+Y"), app.can_redo),
        Command("copy", "Copy result", app.copy, ("Mod+C",), when.idle),
        Command("save", "Save to the same file", app.save_back, ("Mod+S",), when.idle),
        Command("save-project", "Save project", lambda: parts.projects.save(), ("Mod+Shift+S",), when.idle),
        Command("export", "Export", desk.export, ("Mod+E",), photo),
        Command("export-close", "Close export", desk.done),
        Command("download", "Download", session.export, (), when.idle),
        Command("cancel", "Stop the work", session.cancel, (), when.at_work),
        Command("task-arrange", "Arrange", lambda: desk.task("arrange"), ("V",), photo),
        Command("task-crop", "Crop", lambda: desk.task("crop"), ("C",), photo),
        Command("crop-reset", "Show the whole picture again", lambda: parts.framing.reset(), (), when.cropping),
        Command("crop-swap", "Swap width and height", lambda: parts.framing.swap(), (), when.cropping),
        Command("crop-perspective", "Correct perspective", app.perspective, (), photo),
        Command("picture-left", "Turn the picture left", lambda: parts.framing.turn(-1), (), photo),
        Command("picture-right", "Turn the picture right", lambda: parts.framing.turn(1), (), photo),
        Command("picture-flip-x", "Mirror the picture sideways", lambda: parts.framing.mirror("x"), (), photo),
        Command("picture-flip-y", "Mirror the picture upside down", lambda: parts.framing.mirror("y"), (), photo),
        Command("task-cutout", "Cut out", lambda: desk.task("cutout"), (), photo),
        Command("task-retouch", "Retouch", lambda: desk.task("retouch"), ("J",), photo),
        Command("task-adjust", "Adjust", lambda: desk.task("adjust"), ("A",), photo),
        Command("auto-light", "Auto enhance", lambda: parts.adjusting.auto("light"), ("Mod+Shift+L",), photo),
        Command("auto-balance", "Auto white balance", lambda: parts.adjusting.auto("balance"), ("Mod+Shift+B",), photo),
        Command("adjust-reset", "Reset adjustments", lambda: parts.adjusting.reset(), (), when.adjusted),
        Command("task-backdrop", "Backdrop", lambda: desk.task("backdrop"), ("G",), photo),
        Command("task-scene", "Scene", lambda: desk.task("scene"), (), photo),
        Command("task-text", "Text", lambda: desk.task("text"), ("T",), photo),
        Command("task-shapes", "Shapes", lambda: desk.task("shapes"), ("U",), photo),
        Command("add-text", "Add text", lambda: parts.texting.add_middle(), (), photo),
        Command("add-shape", "Add a shape", lambda: parts.shaping.add_middle(), (), photo),
        Command("eyedropper", "Take a colour from the picture", lambda: parts.pipette.key(), ("I",), photo),
        Command("task-layers", "Layers", lambda: desk.task("layers"), (), photo),
        Command("select-all", "Choose all layers", lambda: parts.layering.choose_all(), ("Mod+A",), photo),
        Command("select-none", "Choose no layer", lambda: parts.layering.choose(""), ("Mod+D",), some),
        Command("select-up", "Choose the next layer up", lambda: parts.layering.choose_next(1), ("Alt+]",), photo),
        Command("select-down", "Choose the next layer down", lambda: parts.layering.choose_next(-1), ("Alt+[",), photo),
        Command("duplicate", "Duplicate layers", lambda: parts.layering.duplicate(), ("Mod+J",), some),
        Command("remove-layer", "Delete layers", lambda: parts.layering.remove(), ("Delete", "Backspace"), some),
        Command("order-front", "To front", lambda: parts.layering.order("front"), ("Mod+Shift+]",), photo),
        Command("order-back", "To back", lambda: parts.layering.order("back"), ("Mod+Shift+[",), photo),
        Command("order-forward", "One layer up", lambda: parts.layering.order("forward"), ("Mod+]",), photo),
        Command("order-backward", "One layer down", lambda: parts.layering.order("backward"), ("Mod+[",), photo),
        Command("flip-x", "Flip sideways", lambda: parts.layering.flip("x"), (), photo),
        Command("flip-y", "Flip upside down", lambda: parts.layering.flip("y"), (), photo),
        Command("turn-left", "Turn left", lambda: parts.layering.turn(-90), (), photo),
        Command("turn-right", "Turn right", lambda: parts.layering.turn(90), (), photo),
        Command("fit-layer", "Fit the layer into the canvas", lambda: parts.layering.fit(False), (), photo),
        Command("cover-layer", "Cover the canvas with the layer", lambda: parts.layering.fit(True), (), photo),
        *(Command(f"align-{edge}", words.EDGES[edge], partial(align, edge), (), movable) for edge in words.EDGES),
        Command("distribute-x", "Spread across", lambda: parts.layering.distribute("x"), (), when.has_several),
        Command("distribute-y", "Spread down", lambda: parts.layering.distribute("y"), (), when.has_several),
        *(Command(f"shadow-{kind}", words.SHADOWS[kind], partial(shadow, kind), (), photo) for kind in words.SHADOWS),
        *_brushes(app),
        Command("add-picture", "Add a picture as a layer", app.files.add, ("Mod+Shift+O",), photo),
        Command("backdrop-picture", "Picture as backdrop", app.files.add_backdrop, (), photo),
        Command("hand", "Hold to pan", lambda: stage.hand(True), ("Space",), photo, lambda: stage.hand(False)),
        Command("tool-hand", "Hand", lambda: parts.lend("hand"), ("H",), photo),
        Command("tool-zoom", "Zoom", lambda: parts.lend("zoom"), ("Z",), photo),
        Command("rulers", "Rulers and guides", desk.rulers, ("Shift+R",), photo),
        Command("guide-x", "Guide down the middle", lambda: parts.layering.guide("x"), (), photo),
        Command("guide-y", "Guide across the middle", lambda: parts.layering.guide("y"), (), photo),
        Command("guides-clear", "Clear all guides", lambda: parts.layering.clear_guides(), (), photo),
        Command("done", "Done", desk.done),
        Command("cutout", "Remove background", session.cutout, ("B",), when.can_cut),
        Command("cutout-finer", "Go on to a finer cut-out", lambda: session.cutting.finer(), (), when.can_go_on),
        Command("reading-next", "Another reading", lambda: session.cutting.take_next(), ("Y",), when.has_readings),
        Command("model-auto", "Model: Auto", lambda: app.choose_model("auto")),
        Command("model-instant", "Model: Instant", lambda: app.choose_model("instant")),
        Command("model-balanced", "Model: Balanced", lambda: app.choose_model("balanced")),
        Command("model-best", "Model: Best", lambda: app.choose_model("best")),
        Command("compare", "Before / after", desk.compare, (), cut),
        Command("peek", "Hold for all before", lambda: desk.peek(True), ("\\",), cut, lambda: desk.peek(False)),
        Command("history", "History", desk.steps, (), photo),
        Command("layers-fold", "Fold the layers", desk.fold, (), photo),
        Command("zoom-in", "Zoom in", lambda: stage.step(1), ("+", "="), photo),
        Command("zoom-out", "Zoom out", lambda: stage.step(-1), ("-",), photo),
        Command("zoom-fit", "Fit the picture", stage.fit, ("0",), photo),
        Command("zoom-100", "Zoom to 100 %", lambda: stage.zoom_to(1.0), ("1",), photo),
        Command("privacy", "Privacy", lambda: desk.drawer("privacy")),
        Command("settings", "Settings", lambda: desk.drawer("settings")),
        Command("account", "Account", lambda: parts.show_account("account")),
        Command("credits", "Credits and plan", lambda: parts.show_account("credits")),
        Command("keys", "Keys", desk.keys, ("?",)),
        Command("palette", "Search commands", app.search, ("Mod+K",)),
        Command("clear", "Clear all images now", desk.ask_clear, (), when.holds_pictures),
        Command("close-drawer", "Close", desk.close),
        Command("escape", "Close what is open, or stop the work", app.escape, ("Escape",)),
        Command("regions", "Go to the next region", next_region, ("F6",)),
        Command("free-room", "Free room on the disk", app.free_room, (), when.lacks_room),
        Command("update", "Get the newest version", app.update),
        Command("reload", "Reload", lambda: location.reload()),
    ]


def _brushes(app: Any) -> list[Command]:
    parts, ready, can = app.parts, brushes.painting, brushes.can_edge
    return [
        Command("pick", "Pick subject", app.pick, ("P",), when.has_photo),
        Command("pick-add", "Pick and add", lambda: parts.picking.begin("add"), (), when.has_subject),
        Command("pick-take", "Pick and take away", lambda: parts.picking.begin("take"), (), when.has_subject),
        Command("brush-keep", "Brush: keep", lambda: app.arm("keep"), ("K",), can),
        Command("brush-erase", "Brush: erase", lambda: app.arm("erase"), ("E",), can),
        Command("brush-hair", "Brush: hair", lambda: app.arm("hair"), ("Shift+H",), brushes.can_hair),
        Command("brush-off", "Put the brush away", lambda: parts.brushing.choose(""), (), brushes.edging),
        Command("brush-swap", "Swap keep and erase, heal and clone", lambda: parts.brushing.swap(), ("X",), ready),
        Command("brush-smaller", "Smaller brush", lambda: parts.brushing.size(-1), ("[",), ready),
        Command("brush-larger", "Larger brush", lambda: parts.brushing.size(1), ("]",), ready),
        Command("brush-softer", "Softer brush", lambda: parts.brushing.hardness(-1), ("Shift+[",), ready),
        Command("brush-harder", "Harder brush", lambda: parts.brushing.hardness(1), ("Shift+]",), ready),
        Command("reset-strokes", "Reset strokes", lambda: parts.brushing.reset_strokes(), (), brushes.has_strokes),
        Command("doubts", "Doubtful spots", lambda: parts.doubting.toggle(), (), when.has_subject),
        Command("doubts-next", "Next doubtful spot", lambda: parts.doubting.next(), ("N",), when.has_subject),
        Command("doubt-keep", "Keep this spot", lambda: parts.doubting.keep(), ("Shift+K",), when.visiting),
        Command("doubt-erase", "Erase this spot", lambda: parts.doubting.erase(), ("Shift+E",), when.visiting),
        Command("doubt-right", "This spot looks right", lambda: parts.doubting.right(), ("Shift+N",), when.visiting),
        Command("edge-reset", "Reset the edge", lambda: parts.mending.reset(), (), brushes.has_edge),
        Command("clone-source", "Set source of Clone", app.ask_source, (), brushes.retouching),
        Command("reset-touches", "Reset retouching", lambda: parts.brushing.reset_touches(), (), brushes.has_touches),
    ]
