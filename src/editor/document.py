"""A picture as the editor knows it: a canvas, its layers, and what is known of the files they came from.

Pixels are not here: the engine holds them under the id of each file. Every change is a new Document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from editor import arranging
from editor.guide import Guide
from imaging.adjustments import Adjustments
from imaging.layers import (
    Blur,
    Content,
    Fill,
    Layer,
    Placement,
    Raster,
    Scene,
    Shadow,
    Shape,
    Text,
    centred,
    plain_photo,
)
from imaging.options import Region

BackdropKind = Literal["transparent", "colour", "linear", "radial", "blur", "picture"]
LayerKind = Literal["photo", "cutout", "picture", "backdrop", "text", "shape", "shadow"]

PHOTO, CUTOUT, BACKDROP = "photo", "cutout", "backdrop"
"""The ids of the layers that follow from the opened photo. All others are named by `fresh`."""

HAIR = 0.01
"""Canvas pixels that a layer may end before the edge and still cover it."""


@dataclass(frozen=True, slots=True)
class Photo:
    """Facts about an opened file. `bytes` is the file's size, `width` and `height` are upright pixels."""

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
    """What is known of a cut-out. `model` is what found it: the stage of a tier (segmentation/tiers.py), a reading that
    was chosen, or a network. `coverage` is the subject's share of the photo, 0..1; times are in seconds."""

    model: str
    box: Region
    coverage: float
    network_seconds: float
    edge_seconds: float
    threads: int


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What a person chose to stand behind the cut-out, also while it is hidden or there is no cut-out yet. `colour`
    and `second` are "#rrggbb", `angle` degrees of a gradient; `blur` is the strength, 0..1, of the blurred original;
    `picture` the id of an opened file."""

    kind: BackdropKind = "transparent"
    colour: str = "#ffffff"
    blur: float = 0.5
    second: str = "#d4d4d4"
    angle: float = 90.0
    picture: str = ""


NONE = Backdrop()
"""Nothing behind the subject."""


@dataclass(frozen=True, slots=True)
class Document:
    """One state of the picture. `layers` go from the lowest to the highest; `pictures` are files that were added to
    the one that was opened first."""

    photo: Photo
    width: int
    height: int
    layers: tuple[Layer, ...]
    cutout: CutOut | None = None
    backdrop: Backdrop = NONE
    pictures: tuple[Photo, ...] = ()
    guides: tuple[Guide, ...] = ()

    @classmethod
    def of(cls, photo: Photo) -> Document:
        """The photo as it was opened."""
        scene = plain_photo(photo.id, photo.width, photo.height)
        return cls(photo, scene.width, scene.height, scene.layers)

    # what is seen

    @property
    def scene(self) -> Scene:
        """What is seen, without what only the editor needs to know."""
        return self.scene_of(layer for layer in self.layers if layer.visible and layer.opacity > 0)

    def scene_of(self, layers: Iterable[Layer]) -> Scene:
        """A scene of these layers on this canvas."""
        return Scene(self.width, self.height, tuple(map(_bare, layers)))

    @property
    def before(self) -> Scene:
        """The photo alone as it was, where it lies now."""
        photo = self.layer(PHOTO)
        content = Raster(self.photo.id, self.photo.width, self.photo.height)
        placement = photo.placement if photo else centred(self.width, self.height)
        return Scene(self.width, self.height, (Layer(PHOTO, content, placement),))

    @property
    def differs(self) -> bool:
        """Whether there is a before to compare with."""
        return self.scene != self.before

    @property
    def transparent(self) -> bool:
        """Whether the picture has see-through parts."""
        return not any(self._covers(layer) for layer in self.layers if layer.visible)

    def _covers(self, layer: Layer) -> bool:
        if layer.opacity < 1 or layer.mask:
            return False
        content = layer.content
        if isinstance(content, Fill | Blur):
            return True
        if not isinstance(content, Raster) or content.kind == "cutout":
            return False
        source = self.file(content.source)
        if source is None or source.has_alpha or layer.placement.warp or layer.placement.rotation % 90:
            return False
        left, top, right, bottom = arranging.bounds(layer)
        return left < HAIR and top < HAIR and right > self.width - HAIR and bottom > self.height - HAIR

    @property
    def shows_cutout(self) -> bool:
        """Whether the subject alone is seen, and not the photo as it was."""
        layer = self.layer(CUTOUT)
        return layer is not None and layer.visible

    # finding things

    def layer(self, id: str) -> Layer | None:
        return next((layer for layer in self.layers if layer.id == id), None)

    @property
    def subject(self) -> Layer:
        """What the tools act on when nothing is selected: the cut-out where it is seen, else the photo, else the
        highest layer. A document always has a layer."""
        found = self.layer(CUTOUT) if self.shows_cutout else self.layer(PHOTO)
        return found or self.layers[-1]

    def file(self, id: str) -> Photo | None:
        """Facts about an opened file."""
        return next((file for file in (self.photo, *self.pictures) if file.id == id), None)

    @property
    def files(self) -> tuple[Photo, ...]:
        return (self.photo, *self.pictures)

    def fresh(self, kind: str) -> str:
        """An id that no layer has."""
        taken = {layer.id for layer in self.layers}
        return next(name for name in (f"{kind}-{n}" for n in range(1, len(taken) + 2)) if name not in taken)

    # changes

    def with_layers(self, layers: Iterable[Layer]) -> Document:
        return replace(self, layers=tuple(layers))

    def with_layer(self, layer: Layer) -> Document:
        """The layer of this id replaced."""
        return self.with_layers(layer if layer.id == old.id else old for old in self.layers)

    def with_added(self, layer: Layer, above: str = "") -> Document:
        """A new layer above another, or on top."""
        if self.layer(above) is None:
            return self.with_layers((*self.layers, layer))
        at = next(i for i, old in enumerate(self.layers) if old.id == above)
        return self.with_layers((*self.layers[: at + 1], layer, *self.layers[at + 1 :]))

    def without(self, ids: Iterable[str]) -> Document:
        """Without these layers, and without the shadows that they cast. The last layer stays."""
        gone = set(ids)
        gone |= {layer.id for layer in self.layers if isinstance(layer.content, Shadow) and layer.content.of in gone}
        left = tuple(layer for layer in self.layers if layer.id not in gone)
        if not left:
            return self
        changed = replace(self, layers=left, backdrop=NONE if BACKDROP in gone else self.backdrop)
        if CUTOUT in gone:
            changed = replace(changed, cutout=None)
            photo = changed.layer(PHOTO)
            return changed.with_layer(replace(photo, visible=True)) if photo else changed
        return changed

    def with_cutout(self, cutout: CutOut, matte: str = "") -> Document:
        """The subject as a layer above the photo, which is hidden. `matte` is the engine's name for it. What was
        painted on an earlier cut-out goes."""
        photo, old, tight = self.layer(PHOTO), self.layer(CUTOUT), _tight(cutout.box)
        if old is not None:
            content = replace(_raster(old), tight=tight, checked=(), matte=matte)
            fresh = replace(old, content=content, mask=(), visible=True)
            layers = tuple(fresh if layer is old else layer for layer in self.layers)
        elif photo is not None:
            content = replace(_raster(photo), kind="cutout", tight=tight, matte=matte)
            made = replace(photo, id=CUTOUT, content=content, visible=True, mask=(), name="")
            at = self.layers.index(photo)
            layers = (*self.layers[: at + 1], made, *self.layers[at + 1 :])
        else:  # the photo's own layer was deleted: the subject comes back on top
            content = Raster(self.photo.id, self.photo.width, self.photo.height, "cutout", tight=tight, matte=matte)
            layers = (*self.layers, Layer(CUTOUT, content, centred(self.width, self.height)))
        shown = (replace(layer, visible=False) if layer.id == PHOTO else layer for layer in layers)
        changed = replace(self, cutout=cutout, layers=tuple(shown))
        return changed.with_backdrop(self.backdrop)

    @property
    def matte(self) -> str | None:
        """The matte that the cut-out shows; None while there is no cut-out."""
        layer = self.layer(CUTOUT)
        return _raster(layer).matte if layer is not None and self.cutout is not None else None

    def with_finer(self, old: str, cutout: CutOut, matte: str) -> Document:
        """A better matte wherever `old` is shown. What was done to it meanwhile stays."""
        layers = tuple(_finer(layer, self.photo.id, old, matte, _tight(cutout.box)) for layer in self.layers)
        changed = replace(self, cutout=cutout) if self.matte == old else self
        return replace(changed, layers=layers) if layers != self.layers else self

    def with_backdrop(self, backdrop: Backdrop) -> Document:
        """Another backdrop. Without a cut-out it waits for one."""
        changed = replace(self, backdrop=backdrop)
        content, old = self._backdrop_content(backdrop), self.layer(BACKDROP)
        if content is None or (self.layer(CUTOUT) is None and old is None):
            return replace(changed, layers=tuple(layer for layer in self.layers if layer.id != BACKDROP))
        placement = self._backdrop_placement(content)
        if old is not None:
            keep = type(old.content) is type(content) and not isinstance(content, Raster)
            placement = old.placement if keep else placement
            return changed.with_layer(replace(old, content=content, placement=placement, visible=True))
        return replace(changed, layers=(Layer(BACKDROP, content, placement), *self.layers))

    def _backdrop_content(self, backdrop: Backdrop) -> Content | None:
        if backdrop.kind == "blur":
            return Blur(self.photo.id, self.photo.width, self.photo.height, backdrop.blur)
        if backdrop.kind == "picture":
            file = self.file(backdrop.picture)
            return Raster(file.id, file.width, file.height, "picture") if file else None
        if backdrop.kind == "transparent":
            return None
        return Fill(backdrop.kind, backdrop.colour, backdrop.second, backdrop.angle)

    def _backdrop_placement(self, content: Content) -> Placement:
        if isinstance(content, Blur):
            photo = self.layer(PHOTO)
            return photo.placement if photo else centred(self.width, self.height)
        if isinstance(content, Raster):
            cover = max(self.width / content.width, self.height / content.height)
            return replace(centred(self.width, self.height), scale_x=cover, scale_y=cover)
        return Placement()

    def with_adjustments(self, adjustments: Adjustments, id: str = "") -> Document:
        """Other adjustments of a layer; of the photo and its cut-out together, for they are the same light."""
        target = id or self.subject.id
        both = {PHOTO, CUTOUT} if target in (PHOTO, CUTOUT) else {target}
        values = adjustments.effective()
        return self.with_layers(
            replace(layer, adjustments=values) if layer.id in both else layer for layer in self.layers
        )

    @property
    def adjustments(self) -> Adjustments:
        """Those of the subject."""
        return self.subject.adjustments

    def toggled(self, id: str) -> Document:
        """The document after the eye of a layer was pressed. Cut-out and photo take turns while both are there."""
        layer = self.layer(id)
        if layer is None or not can_toggle(self, layer):
            return self
        pair = {PHOTO, CUTOUT} if id in (PHOTO, CUTOUT) and self.layer(CUTOUT) and self.layer(PHOTO) else {id}
        return self.with_layers(replace(old, visible=not old.visible) if old.id in pair else old for old in self.layers)


def can_toggle(document: Document, layer: Layer) -> bool:
    """Whether hiding the layer leaves anything: the only layer stays."""
    return len(document.layers) > 1


def kind_of(layer: Layer) -> LayerKind:
    """What a layer is to a person."""
    if layer.id == BACKDROP:
        return "backdrop"
    content = layer.content
    if isinstance(content, Raster):
        return content.kind
    kinds: dict[type, LayerKind] = {Text: "text", Shape: "shape", Shadow: "shadow"}
    return kinds.get(type(content), "backdrop")


def _tight(box: Region) -> tuple[float, ...]:
    return (box.x, box.y, box.width, box.height) if box.width >= 1 and box.height >= 1 else ()


def _finer(layer: Layer, photo: str, old: str, matte: str, tight: tuple[float, ...]) -> Layer:
    content = layer.content
    if not isinstance(content, Raster) or content.kind != "cutout" or (content.source, content.matte) != (photo, old):
        return layer
    return replace(layer, content=replace(content, matte=matte, tight=tight))


def _raster(layer: Layer) -> Raster:
    content = layer.content
    assert isinstance(content, Raster), "the photo's layer holds the photo"
    return content


def _bare(layer: Layer) -> Layer:
    """Without the name, the lock and what was looked at, so that a change of these is no other picture."""
    if isinstance(layer.content, Raster) and layer.content.checked:
        layer = replace(layer, content=replace(layer.content, checked=()))
    return replace(layer, name="", locked=False) if layer.name or layer.locked else layer
