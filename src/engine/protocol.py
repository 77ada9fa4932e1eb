"""What the UI thread may ask of the engine thread: one table, read by both sides.

Each row of OPERATIONS says the argument and the result, what is transferred instead of copied, and
whether the work can be cancelled. What is seen crosses as text (imaging/layer_text.py): one string is passed on much
quicker than the many small values of a scene. Pixels cross only as ImageBitmap or ArrayBuffer (typed `Handle` here:
on CPython a test may pass bytes). The engine's pixels are a cache: the original file and the network's
coarse mask live on the UI side, so a lost engine loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from imaging.adjustments import Adjustments
from imaging.options import ExportOptions, Region

Handle = Any
"""A browser object that travels by reference: Blob, ArrayBuffer, ImageBitmap."""


@dataclass(frozen=True, slots=True)
class OpenPhoto:
    """Decode `file` (a Blob) and keep it as `photo`."""

    photo: str
    name: str
    file: Handle


@dataclass(frozen=True, slots=True)
class Opened:
    """Facts about an opened photo. `profile` names the colour space it came in; `notes` are keys of words.NOTES;
    `dropped` names the kinds of metadata that an export leaves out."""

    photo: str
    width: int
    height: int
    format: str
    profile: str
    has_alpha: bool
    notes: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


NETWORKS: dict[str, tuple[str, ...]] = {
    "instant": ("u2netp",),
    "balanced": ("u2netp", "isnet"),
    "best": ("u2netp", "isnet"),
}
"""The tiers, from the quickest to the most thorough, and the networks that each needs: segmentation/tiers.py in words
that both sides speak. Any other tier is the name of a person's own network."""


def networks(tier: str) -> tuple[str, ...]:
    """The networks that `tier` needs."""
    return NETWORKS.get(tier, (tier,))


@dataclass(frozen=True, slots=True)
class CutOut:
    """Find the subject of `photo` as thoroughly as `tier` says. `matte` names what is found, in the photo's scenes."""

    photo: str
    tier: str
    matte: str = ""


@dataclass(frozen=True, slots=True)
class CutOutDone:
    """What was found; a better one may follow unless it is `final`.

    `mask` is an ArrayBuffer of `mask_height` x `mask_width` levels, bytes 0..255 (or float32 0..1 where `mask_bits` is
    32, as older projects have it): coarse, and enough to make the matte again after a restart. `box` is the subject's
    bounds in photo pixels. `stage` says how far the work has come (segmentation.tiers), `model` what found it. `soft`,
    `agreement` and `unsure` are those of segmentation.cutout.Finding. `readings` holds a mask of
    the same size for each of `reading_names`, one after the other: what else the subject may be.
    """

    photo: str
    model: str
    mask: Handle
    mask_width: int
    mask_height: int
    box: Region
    coverage: float
    inference_ms: float
    refine_ms: float
    threads: int
    matte: str = ""
    mask_bits: int = 8
    stage: str = ""
    final: bool = True
    soft: float = 0.0
    agreement: float = 1.0
    unsure: bool = False
    readings: Handle = b""
    reading_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """Find the subject within `region` of `photo`, in its pixels; without a size it is a point on something. `how` says
    what becomes of it: "instead" of the matte `base`, or that with it ("add") or without it ("take"). `matte` names the
    result."""

    photo: str
    tier: str
    region: Region
    how: str
    base: str
    matte: str


@dataclass(frozen=True, slots=True)
class RestoreCutOut:
    """Make a matte of `photo` from a mask that an earlier CutOut gave (copied, not transferred); see there. With
    `later` it is made when it is first drawn, and the answer is empty."""

    photo: str
    mask: Handle
    mask_width: int
    mask_height: int
    matte: str = ""
    mask_bits: int = 8
    later: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """The subject's bounds in photo pixels and the share of the photo that it covers, 0..1."""

    box: Region
    coverage: float


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Draw `photo` as a mask would cut it out, small: `side` pixels at its longer side, without refined edges. The
    mask, of bytes, is copied, not transferred."""

    photo: str
    mask: Handle
    mask_width: int
    mask_height: int
    side: int


@dataclass(frozen=True, slots=True)
class OwnModel:
    """A person's own network: `file` is a Blob with an ONNX graph; the rest is what segmentation.models.ModelSpec says
    of it. `name` is ours, `label` is the person's word for it."""

    name: str
    label: str
    file: Any
    bytes: int
    size: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    scale: str
    output: str


@dataclass(frozen=True, slots=True)
class Connect:
    """From now on the network `model` answers at `port`, a MessagePort to the thread that runs it. With a `size` it is
    a person's own: how it is fed and read is told as segmentation.models.ModelSpec has it."""

    model: str
    port: Handle
    label: str = ""
    size: int = 0
    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()
    scale: str = "255"
    output: str = "min-max"


@dataclass(frozen=True, slots=True)
class Render:
    """Draw `region` of `scene` (the text of a Scene) at `width` x `height` screen pixels; transparent is alpha 0."""

    scene: str
    region: Region
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """`bitmap` is an ImageBitmap; it took the engine `milliseconds`."""

    bitmap: Handle
    width: int
    height: int
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Export:
    """Write `scene` (the text of a Scene) into a file."""

    scene: str
    options: ExportOptions


@dataclass(frozen=True, slots=True)
class Exported:
    """`file` is an ArrayBuffer; `type` its media type."""

    file: Handle
    bytes: int
    type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Suggest:
    """Find adjustments that suit `photo`. `what` is "light" or "balance"; the rest stays as in `present`."""

    photo: str
    what: str
    present: Adjustments


@dataclass(frozen=True, slots=True)
class Suggested:
    """`present` with what was found."""

    photo: str
    adjustments: Adjustments


@dataclass(frozen=True, slots=True)
class Count:
    """Count the levels of `scene` (the text of a Scene)."""

    scene: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Pixels at each level 0..255 of a small copy."""

    red: tuple[int, ...]
    green: tuple[int, ...]
    blue: tuple[int, ...]
    light: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClosePhoto:
    """Forget `photo`; with `photo` empty, forget them all."""

    photo: str


@dataclass(frozen=True, slots=True)
class Status:
    """Ask how the engine stands."""


@dataclass(frozen=True, slots=True)
class StatusDone:
    """`heap_bytes` is the size of the wasm memory, `photos` the number of photos it holds."""

    heap_bytes: int
    photos: int
    confined: bool


@dataclass(frozen=True, slots=True)
class SeekDoubts:
    """Seek what is doubtful about a cut-out: `scene` is the text of a Scene whose one layer it is."""

    scene: str


@dataclass(frozen=True, slots=True)
class DoubtsFound:
    """`spots` is JSON: segmentation.doubt.Spot by its fields, the worst first, `box` as x, y, width and height.
    `bitmap` is an ImageBitmap of the layer's box with the doubt in colour."""

    spots: str
    bitmap: Handle
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class AddFont:
    """Make one file of a typeface known to the engine's canvas. `file` is an ArrayBuffer with WOFF2 (copied, not
    transferred), `family` the name that CSS asks for; `weight` ("100 900"), `style` ("normal", "italic") and
    `unicode_range` are the descriptors of CSS Fonts."""

    family: str
    file: Handle
    weight: str
    style: str
    unicode_range: str


@dataclass(frozen=True, slots=True)
class FontAdded:
    """From now on text is drawn with it."""

    family: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the table. `gives` names the result's fields that are transferred."""

    argument: type
    result: type
    gives: tuple[str, ...] = ()
    cancellable: bool = False


OPERATIONS: dict[str, Operation] = {
    "open": Operation(OpenPhoto, Opened, cancellable=True),
    "connect": Operation(Connect, StatusDone),
    "cutout": Operation(CutOut, CutOutDone, gives=("mask", "readings"), cancellable=True),
    "pick": Operation(Pick, CutOutDone, gives=("mask", "readings"), cancellable=True),
    "restore": Operation(RestoreCutOut, Restored),
    "glimpse": Operation(Glimpse, Rendered, gives=("bitmap",)),
    "render": Operation(Render, Rendered, gives=("bitmap",)),
    "export": Operation(Export, Exported, gives=("file",), cancellable=True),
    "suggest": Operation(Suggest, Suggested),
    "count": Operation(Count, Counted),
    "doubts": Operation(SeekDoubts, DoubtsFound, gives=("bitmap",)),
    "font": Operation(AddFont, FontAdded),
    "close": Operation(ClosePhoto, StatusDone),
    "status": Operation(Status, StatusDone),
}
