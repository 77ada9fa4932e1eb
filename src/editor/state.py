"""All that the page shows, as one frozen value. Panels are drawn from it; nothing is read back from the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from editor.brushes import Paint
from editor.cut_state import CutState
from editor.document import Document
from editor.doubt_state import Doubt
from editor.export_form import ExportForm
from editor.history import History
from editor.shelf import Shelf
from imaging.layers import Layer
from words import Sentence

Task = Literal["arrange", "crop", "cutout", "retouch", "adjust", "backdrop", "text", "shapes", "layers", "scene"]
Drawer = Literal["", "privacy", "settings"]
Look = Literal["checker", "white", "black", "backdrop"]
Tone = Literal["busy", "done", "still"]
WorkKind = Literal["open", "cutout", "export", "copy", "save"]


@dataclass(frozen=True, slots=True)
class Work:
    """What the engine is doing for the person. `phase` is a key of words.PHASES, `share` 0..1. `extra`: what was asked
    for is on the screen already, and a better one follows."""

    kind: WorkKind
    name: str
    phase: str = ""
    share: float = 0.0
    stopping: bool = False
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """What went wrong, with at most one action: a command and its label. `code` is for tests and for style."""

    code: str
    sentence: Sentence
    action: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class EngineState:
    """`received` of `total` bytes of the model are here. `heap_bytes` is the engine's memory when last asked,
    `bare_bytes` what it was before the first picture: Python and its libraries."""

    stage: Literal["booting", "ready", "failed"] = "booting"
    confined: bool = False
    isolated: bool = False
    model: Literal["waiting", "loading", "ready", "failed"] = "waiting"
    threads: int = 0
    received: int = 0
    total: int = 0
    heap_bytes: int = 0
    bare_bytes: int = 0

    @property
    def pixel_bytes(self) -> int:
        """What the engine's memory grew by since it held no picture."""
        return max(self.heap_bytes - self.bare_bytes, 0)


@dataclass(frozen=True, slots=True)
class Desk:
    """How the page is arranged. `peek` is "all before" while a key is held; `side` says whether the
    panels are out where a window is too narrow to show them always; `selected` are ids of layers.
    `pick` is what becomes of what is found in the box that the canvas waits for, "" while it waits for none."""

    task: Task = "cutout"
    export: bool = False
    drawer: Drawer = ""
    steps: bool = False
    compare: bool = False
    peek: bool = False
    folded: bool = False
    side: bool = True
    look: Look = "backdrop"
    clearing: bool = False
    selected: tuple[str, ...] = ()
    rulers: bool = False
    paint: Paint = field(default_factory=Paint)
    doubt: Doubt = field(default_factory=Doubt)
    pick: Literal["", "instead", "add", "take"] = ""


@dataclass(frozen=True, slots=True)
class State:
    """`form` is the export panel's; it outlives the panel and starts anew with each photo. `last_export` and `cleared`
    are sentences about what was done last."""

    history: History[Document] | None = None
    work: Work | None = None
    said: str = ""
    tone: Tone = "busy"
    alert: Alert | None = None
    engine: EngineState = field(default_factory=EngineState)
    desk: Desk = field(default_factory=Desk)
    form: ExportForm | None = None
    last_export: str = ""
    cleared: str = ""
    shelf: Shelf = field(default_factory=Shelf)
    cut: CutState = field(default_factory=CutState)

    @property
    def document(self) -> Document | None:
        return self.history.value if self.history else None

    @property
    def selected(self) -> tuple[Layer, ...]:
        """The chosen layers that are still there, the lowest first."""
        document = self.document
        return tuple(layer for layer in document.layers if layer.id in self.desk.selected) if document else ()

    @property
    def target(self) -> Layer | None:
        """The layer that a panel acts on: the one that is chosen, else the subject."""
        chosen = self.selected
        if len(chosen) == 1:
            return chosen[0]
        return self.document.subject if self.document else None

    @property
    def idle(self) -> bool:
        """A photo is open and nothing is being done to it."""
        return self.history is not None and self.work is None

    def working(self, kind: WorkKind) -> bool:
        return self.work is not None and self.work.kind == kind
