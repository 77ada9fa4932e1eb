"""A picture as the editor knows it: what was opened, what was made of it, and the layers that follow from that.

Pixels are not here: the engine holds them under the photo's id. Every change is a new Document.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from imaging.adjustments import Adjustments
from imaging.options import NEUTRAL, Backdrop, Region, Scene

LayerKind = Literal["cutout", "backdrop", "photo"]


NONE = Backdrop()
"""Nothing behind the subject."""


@dataclass(frozen=True, slots=True)
class Photo:
    """Facts about the opened file. `bytes` is the file's size, `width` and `height` are upright pixels."""

    id: str
    name: str
    bytes: int
    width: int
    height: int
    format: str
    profile: str
    has_alpha: bool = False
    notes: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        stem, dot, _ = self.name.rpartition(".")
        return stem if dot and stem else self.name


@dataclass(frozen=True, slots=True)
class CutOut:
    """What is known of a cut-out. `coverage` is the subject's share of the photo, 0..1; times are in seconds."""

    model: str
    box: Region
    coverage: float
    network_seconds: float
    edge_seconds: float
    threads: int


@dataclass(frozen=True, slots=True)
class Document:
    """One state of the picture."""

    photo: Photo
    cutout: CutOut | None = None
    cutout_visible: bool = True
    backdrop: Backdrop = NONE
    backdrop_visible: bool = True
    adjustments: Adjustments = NEUTRAL

    @property
    def scene(self) -> Scene:
        """What is seen."""
        if not self.shows_cutout:
            return Scene(adjustments=self.adjustments)
        return Scene(cutout=True, backdrop=self.shown_backdrop, adjustments=self.adjustments)

    @property
    def shows_cutout(self) -> bool:
        """Whether the subject alone is seen, and not the photo as it was."""
        return self.cutout is not None and self.cutout_visible

    @property
    def shown_backdrop(self) -> Backdrop:
        """What really stands behind the subject."""
        return self.backdrop if self.backdrop_visible else NONE

    @property
    def differs(self) -> bool:
        """Whether there is a before to compare with."""
        return self.cutout is not None or not self.adjustments.is_neutral

    @property
    def transparent(self) -> bool:
        """Whether the picture has see-through parts."""
        if self.shows_cutout:
            return self.shown_backdrop.kind == "transparent"
        return self.photo.has_alpha

    def with_cutout(self, cutout: CutOut) -> Document:
        return replace(self, cutout=cutout, cutout_visible=True)

    def with_backdrop(self, backdrop: Backdrop) -> Document:
        return replace(self, backdrop=backdrop, backdrop_visible=True)

    def with_adjustments(self, adjustments: Adjustments) -> Document:
        return replace(self, adjustments=adjustments.effective())

    def toggled(self, kind: LayerKind) -> Document:
        """The document after the eye of a layer was pressed. Cut-out and photo take turns: one is always seen."""
        if kind == "backdrop":
            return replace(self, backdrop_visible=not self.backdrop_visible)
        if self.cutout is None:
            return self
        return replace(self, cutout_visible=not self.cutout_visible)


@dataclass(frozen=True, slots=True)
class Layer:
    """A row of the layers panel, top first. `can_toggle` is false where hiding would leave nothing."""

    kind: LayerKind
    visible: bool
    can_toggle: bool


def layers(document: Document) -> tuple[Layer, ...]:
    """The layers of `document` from top to bottom."""
    if document.cutout is None:
        return (Layer("photo", visible=True, can_toggle=False),)
    rows = [Layer("cutout", document.cutout_visible, can_toggle=True)]
    if document.backdrop.kind != "transparent":
        rows.append(Layer("backdrop", document.backdrop_visible and document.cutout_visible, document.cutout_visible))
    rows.append(Layer("photo", not document.cutout_visible, can_toggle=True))
    return tuple(rows)
