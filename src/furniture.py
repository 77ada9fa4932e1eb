"""The panels and the tools, each imported when it is needed: panels one by one once the page is ready, a tool when its
task is first chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from editor.panels.rooms import Panel
from editor.tools.toolbox import Make

Maker = Callable[[], Panel | None]


def panels(app: Any) -> dict[str, Maker]:
    """The panels of `app`, an App, by name: the task or drawer that they are of, or their own. In the order in which
    they are likely to be wanted."""
    parts, store, edits = app.parts, app.store, app.session.edits

    def panel(module: str, name: str, *given: Callable[[], Any]) -> Maker:
        def make() -> Panel | None:
            made = getattr(import_module(f"editor.panels.{module}"), name)(*(value() for value in given))
            return made if hasattr(made, "draw") else None

        return make

    def thumbs() -> Any:
        return import_module("editor.panels.thumbs").Thumbs(app.engine)

    def held() -> int:
        return int(app.stage.bytes)

    def clear() -> None:
        app.spawn(app.clear())

    def launch() -> None:
        parts.launches.begin()

    return {
        "keeping": lambda: parts.keeping,
        "launch": launch,
        "layers": panel("layers", "LayersPanel", lambda: parts.layering, thumbs),
        "export": panel("export", "ExportPanel", lambda: store),
        "models": panel(
            "models", "ModelsPanel", lambda: lambda: app.session.cutting, lambda: app.network_bytes,
            lambda: app.spawn,
        ),
        "model_rows": panel(
            "model_rows", "ModelRows", lambda: store, lambda: app.engine, lambda: app.choices,
            lambda: app.network_bytes, lambda: app.choose_model, lambda: app.spawn,
        ),
        "refine": panel("refine", "RefinePart", lambda: store, lambda: parts.brushing),
        "mend": panel("mend", "MendPart", lambda: parts.mending, lambda: parts.doubting),
        "backdrop": panel("backdrop", "BackdropPanel", lambda: store, lambda: edits),
        "adjust": panel(
            "adjust", "AdjustPanel", lambda: store, lambda: app.engine, lambda: edits, lambda: parts.adjusting,
        ),
        "arrange": panel("arrange", "ArrangePanel", lambda: store, lambda: parts.layering),
        "crop": panel("crop", "CropPanel", lambda: parts.framing),
        "retouch": panel("retouch", "RetouchPanel", lambda: store, lambda: parts.brushing),
        "text": panel("text", "TextPanel", lambda: store, lambda: parts.texting),
        "shapes": panel("shapes", "ShapesPanel", lambda: parts.shaping),
        "quick": panel("quick", "QuickBar", lambda: app.registry, lambda: parts, lambda: app.mac, lambda: app.retell),
        "steps": panel("steps", "StepsPanel", lambda: app.jump),
        "privacy": panel("privacy", "PrivacyPanel", lambda: store, lambda: app.choices, lambda: held, lambda: clear),
        "settings": panel(
            "settings", "SettingsPanel", lambda: app.choices, lambda: app.registry, lambda: app.mac,
            lambda: app.choose_language,
        ),
        "pages": lambda: parts.pages,
        "ledger": lambda: parts.ledger,
        "counting": lambda: parts.counting,
        "scene": lambda: parts.scene_panel,
    }  # fmt: skip


def tools(app: Any) -> dict[str, Callable[[], Make]]:
    """The tools of the tasks of `app`, an App."""

    def tool(module: str, name: str, *parts: str) -> Callable[[], Make]:
        def make() -> Make:
            kind = getattr(import_module(f"editor.tools.{module}"), name)
            return lambda context: kind(context, *(getattr(app.parts, part) for part in parts))

        return make

    return {
        "arrange": tool("arrange", "Arrange"),
        "crop": tool("crop", "CropTool", "framing"),
        "cutout": tool("brush", "EdgeBrush"),
        "pick": tool("pick", "PickTool", "picking"),
        "retouch": tool("retouch", "Retouch"),
        "text": tool("text", "TextTool", "texting"),
        "shapes": tool("shapes", "ShapesTool", "shaping"),
    }
