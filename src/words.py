"""Every sentence that the editor says, in one place.

Those of errors are in alerts.py, static labels in index.html. Gaps in braces are filled with details. All of it is
written in English here and said in the language that texts.py speaks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from alerts import ACTIONS, ERRORS, NEWS, OPEN_KEPT, PAGE, Sentence
from errors import AluoError, Detail
from labels import (
    ADJUST_STEPS,
    ADJUSTMENTS,
    BLENDS,
    EDGES,
    GROUPS,
    LAYERS,
    METADATA,
    MODELS,
    READINGS,
    SHADOWS,
    SHAPES,
    SPOTS,
)
from texts import Texts, language, number, point, t

__all__ = [
    "ACTIONS",
    "ADJUSTMENTS",
    "ADJUST_STEPS",
    "BLENDS",
    "EDGES",
    "ERRORS",
    "GROUPS",
    "LAYERS",
    "METADATA",
    "MODELS",
    "NEWS",
    "PAGE",
    "READINGS",
    "SHADOWS",
    "SHAPES",
    "SPOTS",
    "Sentence",
]

PHASES = Texts(
    {
        "model": "Loading the model",
        "reading": "Reading the file",
        "decoding": "Decoding",
        "preparing": "Finding the subject",
        "segmenting": "Finding the subject",
        "refining": "Refining the edge",
        "rendering": "Drawing the picture",
        "encoding": "Encoding",
    }
)

NOTES = Texts(
    {
        "wrong-extension": "The name says another format than the file is; it was read as what it is.",
        "exif-damaged": "Its EXIF block is damaged; the photo is shown as it is stored.",
        "animated-first-frame": "It is animated; the first frame was opened.",
        "several-pages": "It holds several pictures; the first was opened.",
        "sixteen-bit": "Its 16 bits a channel were reduced to 8.",
        "cmyk-approximate": "Its print colours (CMYK) were converted approximately.",
        "profile-not-converted": "Its colour profile cannot be converted here; colours may be slightly off.",
    }
)

SAID: dict[str, str] = {
    "loading": "Loading Python and the editor.",
    "engine-starting": "Starting the imaging engine. You can open a photo now.",
    "ready": "Ready. Drop a photo, paste one, or open a file.",
    "ready-one-thread": "Ready, on one thread: this page is not isolated, so cut-outs take about twice as long.",
    "waiting": "{name} waits until the imaging engine is up.",
    "opening": "Opening {name}.",
    "opened": "{name} opened: {width} × {height} px.",
    "cutting": "Removing the background.",
    "cutting-next": "Opening {name}. Its background is removed next.",
    "cut": "Background removed in {seconds} s. Nothing was sent.",
    "cutting-finer": "Background removed. A finer look goes on; you can work meanwhile.",
    "finer-failed": "Background removed. The finer look did not come; the quick one stays.",
    "cut-unsure": "Background removed. What the subject here is, is not certain: choose what you meant.",
    "reading": "Another reading. The subject covers {share} % of the photo.",
    "model-added": "{name} is one of the models now.",
    "model-removed": "{name} is gone. {size} are free again.",
    "model-kept": "{name} is here and serves offline too.",
    "stopped-extra": "Stopped. What is shown stays.",
    "cut-tiny": "Background removed. The subject covers {share} % of the photo: check that it is the right one.",
    "exporting": "Exporting {format}. You can go on looking.",
    "exported": "{name} is ready: {size}, {width} × {height} px. Your browser saves it.",
    "copying": "Copying the picture.",
    "copied": "Copied as PNG, {width} × {height} px. Paste it anywhere.",
    "stopped": "Stopped. Nothing was changed.",
    "stopping": "Stopping.",
    "undone": "Undone: {label}.",
    "redone": "Redone: {label}.",
    "jumped": "Back at: {label}.",
    "cleared": "Cleared. Before: {before}. After: {after}.",
    "restarted": "The engine was started again. Your picture is as it was.",
    "room-made": "Stored. Pictures purged to make room: {count}.",
    "offline": "{size} of program and model are kept by this browser and serve the next visit.",
    "broken": "The editor did not start. Reload the page.",
    "storage-refused": "This browser keeps no settings here; your choices last until the tab closes.",
    "backdrop-transparent": "No backdrop: the cut-out is see-through.",
    "backdrop-white": "White backdrop, RGB 255,255,255.",
    "backdrop-colour": "Backdrop {colour}, RGB {rgb}.",
    "backdrop-blur": "Backdrop: the photo's own background, blurred {share} %.",
    "auto-light": "Light and contrast set to suit the photo.",
    "auto-light-none": "The light suits the photo already.",
    "auto-balance": "White balance set: warmth {temperature}, tint {tint}.",
    "auto-balance-none": "The white balance suits the photo already.",
    "adjust-reset": "Adjustments reset. The photo is as it was opened.",
    "backdrop-linear": "Backdrop: a gradient from {colour}.",
    "backdrop-radial": "Backdrop: a gradient from {colour} in the middle.",
    "backdrop-picture": "Backdrop: another picture.",
    "font-lacks": "{family} has no {characters}. Another font draws what is missing.",
    "text-added": "Text added. Write it in the panel; Esc goes back to the picture.",
    "shape-added": "{shape} added, {width} × {height} px.",
    "line-added": "{shape} added, {width} px long.",
    "font-has": "{family} has every letter of the text.",
    "language": "The editor speaks English.",
    "picking": "Click the picture to take a colour. Arrows move the point, Enter takes, Esc gives up.",
    "pick-stopped": "No colour was taken.",
    "picked": "Colour {colour}, RGB {rgb}.",
    "picked-nothing": "The picture is see-through here. Choose another point.",
    "needs-cutout": "Remove the background first; then the backdrop shows.",
    "chosen": "Chosen: {layer}.",
    "no-shadow": "This layer cannot cast a shadow. Choose a cut-out, a picture, a text or a shape.",
    "shadow-needs-cutout": "Remove the background first; then the subject casts a shadow.",
    "not-removed": "Nothing was deleted: locked layers and the last layer stay.",
    "locked": "The layer is locked. Unlock it in the list of layers to move it.",
    "lies-so": "It lies like that already. Nothing was changed.",
    "picture-added": "{name} added as a layer, {width} × {height} px.",
    "adding": "Adding {name}.",
    "adding-waits": "{name} waits until the work is done, then it is added.",
    "hand": "Hand: drag to move the view. H again puts it away.",
    "zoom": "Zoom: click to go nearer, with Alt further away, or drag a frame. Z again puts it away.",
    "saving": "Saving {name}.",
    "saved": "{name} saved, {size}: all layers and the photo itself.",
    "saved-back": "Saved to {name}, {size}.",
    "project-opened": "{name} opened: {count} layers.",
    "reopening": "{name} from this device. The editor is starting: a moment until you can go on.",
    "reopened": "{name} opened from this device: {count} layers.",
    "two-tabs": "{name} is open in another tab too. What you do here is stored as a picture of its own.",
    "pinned": "{name} is kept until you unpin it. Only this picture is.",
    "unpinned": "{name} is purged in its time again.",
    "dropped": "Purged: the picture is not stored any more.",
    "keep": "Pictures are kept: {time}. Pinned ones stay.",
    "private": "Private session: pictures are stored encrypted, and nobody can read them once this page closes.",
    "private-off": "The private session is over. Pictures are stored as usual.",
    "cleared-disk": "On the disk, before: {before}. After: {after}.",
    "cleared-elsewhere": "All images were cleared in another tab.",
    "scene-asking": "Asking for scenes. Only the words that are shown are sent.",
    "scene-arrived": "Scene {number} of {count} has arrived.",
    "scene-done": "{count} scenes are here; {credits} credits were charged.",
    "scene-stopped": "Scenes cancelled. What had arrived stays.",
    "scene-placed": "Scene {number} stands behind the product.",
    "cropped": "Cropped to {width} × {height} px. What is outside stays: crop again to bring it back.",
    "crop-size": "Frame: {width} × {height} px.",
    "crop-nothing": "The frame needs at least one pixel each way. It stays as it was.",
    "crop-too-large": "{width} × {height} px is more than a picture may have. Make the frame smaller.",
    "crop-cancelled": "Crop cancelled. The picture is as it was.",
    "corner": "Corner {number} of 4, clockwise from the top left. Arrow keys move it.",
    "perspective-refused": "This cannot be made upright. Put each corner on its own corner of the rectangle.",
    "brush-keep": "Keep: paint over what belongs to the subject.",
    "brush-erase": "Erase: paint over what shall go.",
    "brush-hair": "Hair: paint over hair or fur, and what is see-through there is found again.",
    "hair-needs-cutout": "Hair is found on cut-outs only. Remove the background first, or choose a cut-out.",
    "snap-on": "Keep and Erase stop at edges.",
    "snap-off": "Keep and Erase paint all that they cover.",
    "brush-off": "The brush is away; dragging moves the view.",
    "brush-heal": "Heal: paint over a blemish.",
    "brush-clone": "Clone: paint to copy from the source.",
    "brush-size": "Brush {size} px.",
    "brush-hardness": "Hardness {share} %.",
    "brush-strength": "Strength {share} %.",
    "brush-at": "Brush at {x}, {y} px. Space paints, Shift and Space draw a line.",
    "dab-keep": "Kept at {x}, {y} px.",
    "dab-erase": "Erased at {x}, {y} px.",
    "dab-hair": "Hair found at {x}, {y} px.",
    "dab-heal": "Healed at {x}, {y} px.",
    "dab-clone": "Copied to {x}, {y} px.",
    "paint-hidden": "This layer is not seen. Show it, or choose another one.",
    "retouch-hidden": "The photo is not seen. Show it or its cut-out first.",
    "reset-strokes": "Strokes reset: {layer} is as it was.",
    "reset-touches": "Retouching reset. The photo is as it was opened.",
    "edge": "Edge {shift} px, softness {soft}, colour rim {rim}.",
    "edge-reset": "The edge of {layer} is as it was found.",
    "cut-doubts": "Background removed. {count} spots look doubtful: Doubtful spots (N) leads to them.",
    "cut-doubt": "Background removed. 1 spot looks doubtful: Doubtful spots (N) leads to it.",
    "doubts-off": "The picture is shown in its colours again.",
    "doubts-none": "No spot of the cut-out looks doubtful.",
    "doubts-done": "That was the last doubtful spot.",
    "doubt-at": "Spot {number} of {count}: {kind}.",
    "doubt-keep": "Kept. {count} spots left.",
    "doubt-erase": "Erased. {count} spots left.",
    "doubt-right": "Left as it is. {count} spots left.",
    "pick-instead": "Drag a box around the subject, or press on it. Arrows and Enter do it too, Esc gives up.",
    "pick-add": "Drag a box around what shall be added, or press on it.",
    "pick-take": "Drag a box around what shall go, or press on it.",
    "pick-off": "Nothing is picked; dragging moves the view.",
    "pick-box": "Box at {x}, {y}, {width} × {height} px. Arrows move it, with Alt they size it. Enter looks inside.",
    "picking-subject": "Looking inside the box.",
    "picked-instead": "Subject picked: {share} % of the photo.",
    "picked-add": "Added. The subject covers {share} % of the photo.",
    "picked-take": "Taken away. The subject covers {share} % of the photo.",
    "clone-needs-source": "Clone: press Set source first, then the place to copy from.",
    "clone-ask": "Press the place to copy from.",
    "clone-source": "Copies from {x}, {y} px. Paint where it shall go.",
}

STEPS: dict[str, str] = {
    "opened": "Opened",
    "cutout": "Remove background",
    "backdrop-transparent": "No backdrop",
    "backdrop-white": "White backdrop",
    "backdrop-colour": "Backdrop {colour}",
    "backdrop-blur": "Blurred backdrop",
    "reading": "Another reading",
    "toggle": "Show or hide {layer}",
    "adjust": "Adjust {name}",
    "look": "Look {name}",
    "auto-light": "Auto enhance",
    "auto-balance": "Auto white balance",
    "adjust-reset": "Reset adjustments",
    "backdrop-linear": "Gradient backdrop",
    "backdrop-radial": "Gradient backdrop",
    "backdrop-picture": "Picture as backdrop",
    "lock": "Lock {layer}",
    "unlock": "Unlock {layer}",
    "rename": "Rename to {layer}",
    "blend": "Blend: {name}",
    "opacity": "Opacity",
    "add-text": "Add text",
    "add-shape": "Add a shape",
    "add-picture": "Add a picture",
    "text": "Edit text",
    "shape": "Change the shape",
    "add-shadow": "Add a shadow",
    "shadow": "Change the shadow",
    "guides": "Guides",
    "duplicate": "Duplicate",
    "remove": "Delete",
    "move": "Move",
    "resize": "Resize",
    "turn": "Turn",
    "flip-x": "Flip sideways",
    "flip-y": "Flip upside down",
    "order": "Move in the stack",
    "order-front": "To the front",
    "order-back": "To the back",
    "order-forward": "One layer up",
    "order-backward": "One layer down",
    "align-left": "Align left edges",
    "align-centre": "Align centres",
    "align-right": "Align right edges",
    "align-top": "Align top edges",
    "align-middle": "Align middles",
    "align-bottom": "Align bottom edges",
    "distribute-x": "Spread across",
    "distribute-y": "Spread down",
    "crop": "Crop",
    "picture-turn-left": "Turn the picture left",
    "picture-turn-right": "Turn the picture right",
    "picture-flip-x": "Mirror the picture sideways",
    "picture-flip-y": "Mirror the picture upside down",
    "stroke-keep": "Keep",
    "stroke-erase": "Erase",
    "stroke-hair": "Hair",
    "stroke-heal": "Heal",
    "stroke-clone": "Clone",
    "reset-strokes": "Reset strokes",
    "reset-touches": "Reset retouching",
    "keep": "Keep a spot",
    "erase": "Erase a spot",
    "right": "A spot looks right",
    "hole-keep": "Fill a hole",
    "hole-right": "Keep a hole open",
    "pick-instead": "Pick subject",
    "pick-add": "Add to the subject",
    "pick-take": "Take from the subject",
    "edge-shift": "Edge tighter or looser",
    "edge-soft": "Edge softer or crisper",
    "edge-rim": "Colour rim",
    "edge-reset": "Reset the edge",
}
"""Names of the steps in a history."""

WITHIN = {"adjust", "toggle", "blend"}
"""Those in which a text of ours stands within a sentence."""

FORMATS: dict[str, str] = {"png": "PNG", "webp": "WebP", "jpeg": "JPEG"}


def sentence(error: AluoError, picture_open: bool = True) -> Sentence:
    """What to say of `error`; `picture_open` says whether there is a picture that could have been lost."""
    return fill(ERRORS[error.code], {"kept": t(OPEN_KEPT) if picture_open else "", **error.details})


def fill(pattern: Sentence, details: Mapping[str, Detail]) -> Sentence:
    """`pattern`, in English, said with its gaps filled from `details`."""
    gaps = _gaps(_sized(details))
    what, rest = t(pattern.what).format_map(gaps), t(pattern.rest).format_map(gaps)
    return Sentence(what, " ".join(rest.split()))


def action(code: str, details: Mapping[str, Detail] | None = None) -> tuple[str, str]:
    """The one action of an alert: a command and its label, both "" when there is none."""
    command, label = ACTIONS.get(code, ("", ""))
    return command, t(label).format_map(_gaps(_sized(details or {})))


def _sized(details: Mapping[str, Detail]) -> dict[str, Detail]:
    """With `size` in words where there are `bytes`."""
    count = details.get("bytes")
    return {**details, "size": size(int(count))} if isinstance(count, int) else dict(details)


def said(key: str, **details: Detail) -> str:
    """A sentence for the status line."""
    return t(SAID[key]).format_map(_gaps(details))


class Term(str):
    """A detail that is an English text of ours and not the person's own: it is said in the language of the reader."""

    __slots__ = ()


def step(key: str, **details: Detail) -> str:
    """The name of a step as a history keeps it, in no language: its key, and its details where it has any."""
    kept = {name: [value] if isinstance(value, Term) else value for name, value in details.items()}
    return f"{key} {json.dumps(kept, ensure_ascii=False)}" if kept else key


def step_said(name: str) -> str:
    """The name of a step in the language that is spoken. What is none of ours is said as it stands: so projects and
    pictures kept their steps before."""
    key, _, rest = name.partition(" ")
    if key not in STEPS or (rest and not rest.startswith("{")):
        return name
    try:
        kept: dict[str, Detail | list[str]] = json.loads(rest or "{}")
        small = key in WITHIN
        details = {name: _term(value, small) if isinstance(value, list) else value for name, value in kept.items()}
    except (ValueError, TypeError, AttributeError, IndexError):
        return name
    return t(STEPS[key]).format_map(_gaps(details))


def _term(value: list[str], small: bool) -> str:
    return inside(t(str(value[0]))) if small else t(str(value[0]))


def inside(name: str) -> str:
    """A name as it stands within a sentence: English writes it small, German keeps its capital."""
    return name.lower() if language() == "en" else name


def size(count: float) -> str:
    """Bytes for a reader: "812 B", "48 kB", "1.2 MB", in German "1,2 MB"."""
    if count < 1000:
        return f"{count:.0f} B"
    if count < 999_500:
        return f"{count / 1e3:.0f} kB"
    if count < 999_950_000:
        return f"{number(count / 1e6, 1)} MB"
    return f"{number(count / 1e9, 2)} GB"


def threads(count: int) -> str:
    """ "1 thread", "4 threads"."""
    return t("1 thread") if count == 1 else t("{count} threads", count=count)


def _gaps(details: Mapping[str, Detail]) -> _Gaps:
    """Details for format_map; decimals get the language's sign."""
    return _Gaps({name: point(str(value)) if isinstance(value, float) else value for name, value in details.items()})


class _Gaps(dict[str, Detail]):
    """Details for format_map: names without a value get a neutral word."""

    def __missing__(self, key: str) -> str:
        return {"name": t("The file"), "format": t("picture")}.get(key, "?")
