"""Every sentence that the editor says, in one place.

An error has a first sentence, set in bold, and the rest: what happened; what was kept and what to do. Gaps in braces
are filled with the error's details. Static labels are in index.html.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from errors import AluoError, Detail


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the alert says: `what` in bold, then `rest`."""

    what: str
    rest: str


KEPT = "{kept}"
"""The gap for OPEN_KEPT: filled while a picture is open, empty otherwise."""

OPEN_KEPT = "Your open picture is unchanged."

ERRORS: dict[str, Sentence] = {
    "input/empty": Sentence("{name} was not opened.", f"The file is empty, 0 bytes. {KEPT} Choose another file."),
    "input/folder": Sentence(
        "A folder was not opened.",
        f"One photo is edited at a time. {KEPT} Drop a single file.",
    ),
    "input/many": Sentence(
        "{count} files were not opened.", f"One photo is edited at a time. {KEPT} Drop a single file."
    ),
    "input/busy": Sentence(
        "{name} waits.",
        "{current} is still in work. Let it finish, or open the new one instead.",
    ),
    "input/not-a-picture": Sentence(
        "{name} was not opened.", f"It is not a picture that can be read. {KEPT} Choose a JPEG, PNG or WebP file."
    ),
    "input/unsupported": Sentence(
        "{name} was not opened.", f"This browser cannot read {{format}}. {KEPT} Save it as JPEG, then open that."
    ),
    "input/truncated": Sentence(
        "{name} was not opened.", f"The {{format}} file ends too early. {KEPT} Copy or download it again."
    ),
    "input/damaged": Sentence(
        "{name} was not opened.", f"The {{format}} file is damaged inside. {KEPT} Copy or download it again."
    ),
    "input/too-many-pixels": Sentence(
        "{name} was not opened.",
        f"It has {{megapixels}} megapixels ({{width}} × {{height}} px), and the limit is {{limit}}. {KEPT} "
        "Make it smaller, then open that.",
    ),
    "input/too-wide": Sentence(
        "{name} was not opened.",
        f"It is {{width}} × {{height}} px, and a side may have {{limit}} px. {KEPT} Crop or shrink it, then open that.",
    ),
    "input/too-small": Sentence(
        "{name} was not opened.",
        f"It is {{width}} × {{height}} px, and a side needs {{limit}} px at least. {KEPT} Choose a larger picture.",
    ),
    "input/too-large-file": Sentence(
        "{name} was not opened.",
        f"The file has {{megabytes}} MB, and the limit is {{limit}} MB. {KEPT} Save it smaller.",
    ),
    "input/unreadable": Sentence(
        "{name} was not opened.",
        f"The browser could not read the file; it may have moved or be open elsewhere. {KEPT} Choose it again.",
    ),
    "input/clipboard-empty": Sentence(
        "There is no picture to paste.",
        f"The clipboard holds none, or reading it is not allowed. {KEPT} Copy a picture first.",
    ),
    "input/memory": Sentence(
        "{name} was not opened.",
        f"Its {{megapixels}} megapixels do not fit into this tab's memory. {KEPT} Close other tabs or make it smaller.",
    ),
    "model/unknown": Sentence(
        "No cut-out was made.",
        "This version has no model named {model}. Choose another model.",
    ),
    "model/hash": Sentence(
        "The model was not used.",
        "Its file is not the one this version was made for. The photo is unchanged. Reload the page.",
    ),
    "model/network": Sentence(
        "The model did not load.",
        "The connection broke at {received} of {total} MB. The photo is unchanged. Try again when you are online.",
    ),
    "model/session": Sentence(
        "The model did not start.",
        "This browser could not set it up. The photo is unchanged. Reload the page and try again.",
    ),
    "model/run": Sentence(
        "The cut-out stopped half-way.", "The model gave no answer. The photo is unchanged. Try again."
    ),
    "model/no-subject": Sentence(
        "No clear subject found.",
        "The photo is unchanged. Try one where the product stands out from what is behind it.",
    ),
    "font/network": Sentence(
        "The font did not load.",
        "The connection broke on the way to {family}. The text stands in a font of this device. Try again when you are "
        "online.",
    ),
    "font/damaged": Sentence(
        "The font was not used.",
        "This browser could not read {family}. The text stands in a font of this device. Choose another font.",
    ),
    "engine/not-confined": Sentence(
        "The editor does not open photos here.",
        "This site's server leaves a way out of the browser open, so your photos stay untouched. Tell "
        "whoever runs this site.",
    ),
    "engine/no-webassembly": Sentence(
        "The editor cannot start.",
        "WebAssembly is off in this browser, and Python needs it. Turn it on, then reload.",
    ),
    "engine/boot": Sentence(
        "The imaging engine did not start.", "Nothing was lost. Check the connection, then reload the page."
    ),
    "engine/restarted": Sentence(
        "The work was stopped.", "The engine did not answer and was started again. Your picture is as it was."
    ),
    "engine/unknown-operation": Sentence(
        "That could not be done.",
        "The page and the engine are of different versions. Your picture is as it was. Reload the page.",
    ),
    "engine/unknown-photo": Sentence(
        "That could not be done.",
        "The engine no longer holds this photo. Open it again.",
    ),
    "engine/memory": Sentence(
        "There is not enough memory.",
        "{megapixels} megapixels are too many for this tab. Your picture is as it was. Close other tabs and try again.",
    ),
    "engine/fault": Sentence(
        "Something failed inside the editor.", "Your picture is as it was. Try again. ({operation}, {kind})"
    ),
    "export/size": Sentence(
        "Nothing was exported.",
        "{width} × {height} px is not possible; a side may have 1 to {limit} px. Change the size.",
    ),
    "export/format": Sentence("Nothing was exported.", "This browser cannot write {format}. Choose another format."),
    "export/memory": Sentence(
        "Nothing was exported.",
        "{megapixels} megapixels do not fit into this tab's memory. Your picture is safe. Choose a smaller size.",
    ),
    "export/encode": Sentence(
        "Nothing was exported.",
        "Writing {format} failed. Your picture is safe. Choose another format.",
    ),
    "cancelled": Sentence("Stopped.", "Nothing was changed."),
}

PAGE: dict[str, Sentence] = {
    "page/copy-refused": Sentence(
        "Nothing was copied.", "The browser did not allow the clipboard. Export the picture instead."
    ),
    "page/fault": Sentence("Something failed inside the editor.", "Your picture is as it was. Try again. ({kind})"),
}
"""Alerts of the page itself, which no thread raises."""

ACTIONS: dict[str, tuple[str, str]] = {
    "input/busy": ("open-instead", "Open it instead"),
    "model/network": ("cutout", "Go on loading"),
    "model/run": ("cutout", "Try again"),
    "engine/boot": ("reload", "Reload"),
    "engine/unknown-operation": ("reload", "Reload"),
    "model/hash": ("reload", "Reload"),
}
"""The one action of an alert: the command and its label. Other input errors offer to choose another file."""

PHASES: dict[str, str] = {
    "model": "Loading the model",
    "reading": "Reading the file",
    "decoding": "Decoding",
    "preparing": "Finding the subject",
    "segmenting": "Finding the subject",
    "refining": "Refining the edge",
    "rendering": "Drawing the picture",
    "encoding": "Encoding",
}

NOTES: dict[str, str] = {
    "wrong-extension": "The name says another format than the file is; it was read as what it is.",
    "exif-damaged": "Its EXIF block is damaged; the photo is shown as it is stored.",
    "animated-first-frame": "It is animated; the first frame was opened.",
    "several-pages": "It holds several pictures; the first was opened.",
    "sixteen-bit": "Its 16 bits a channel were reduced to 8.",
    "cmyk-approximate": "Its print colours (CMYK) were converted approximately.",
    "profile-not-converted": "Its colour profile cannot be converted here; colours may be slightly off.",
}

SAID: dict[str, str] = {
    "loading": "Loading Python and the editor.",
    "engine-starting": "Starting the imaging engine. You can open a photo now.",
    "ready": "Ready. Drop a photo, paste one, or open a file.",
    "ready-one-thread": "Ready, on one thread: this page is not isolated, so cut-outs take about twice as long.",
    "waiting": "{name} waits until the imaging engine is up.",
    "opening": "Opening {name}.",
    "opened": "{name} opened: {width} × {height} px.",
    "cutting": "Removing the background.",
    "cut": "Background removed in {seconds} s. Nothing was sent.",
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
    "picture-added": "{name} added as a layer, {width} × {height} px.",
    "adding": "Adding {name}.",
}

STEPS: dict[str, str] = {
    "opened": "Opened",
    "cutout": "Remove background",
    "backdrop-transparent": "No backdrop",
    "backdrop-white": "White backdrop",
    "backdrop-colour": "Backdrop {colour}",
    "backdrop-blur": "Blurred backdrop",
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
}
"""Labels in the history."""

ADJUSTMENTS: dict[str, str] = {
    "exposure": "Exposure",
    "contrast": "Contrast",
    "highlights": "Highlights",
    "shadows": "Shadows",
    "whites": "Whites",
    "blacks": "Blacks",
    "temperature": "Warmth",
    "tint": "Tint",
    "vibrance": "Vibrance",
    "saturation": "Saturation",
    "sharpen": "Sharpen",
    "denoise": "Denoise",
    "blur": "Blur",
    "vignette": "Vignette",
    "grain": "Grain",
    "monochrome": "Black and white",
    "levels": "Levels",
    "curve": "Curve",
    "look_strength": "Strength",
}
"""Labels of the values in the panel Adjust."""

LAYERS: dict[str, str] = {
    "cutout": "Cut-out",
    "backdrop": "Backdrop",
    "photo": "Photo",
    "picture": "Picture",
    "text": "Text",
    "shape": "Shape",
    "shadow": "Shadow",
}

SHAPES: dict[str, str] = {
    "rectangle": "Rectangle",
    "ellipse": "Ellipse",
    "line": "Line",
    "arrow": "Arrow",
    "triangle": "Triangle",
    "star": "Star",
}

SHADOWS: dict[str, str] = {"drop": "Drop shadow", "contact": "Contact shadow", "reflection": "Mirror image"}

BLENDS: dict[str, str] = {
    "normal": "Normal",
    "multiply": "Multiply",
    "screen": "Screen",
    "overlay": "Overlay",
    "soft-light": "Soft light",
    "darken": "Darken",
    "lighten": "Lighten",
    "colour": "Colour",
}

EDGES: dict[str, str] = {
    "left": "Align left edges",
    "centre": "Align centres",
    "right": "Align right edges",
    "top": "Align top edges",
    "middle": "Align middles",
    "bottom": "Align bottom edges",
}

FORMATS: dict[str, str] = {"png": "PNG", "webp": "WebP", "jpeg": "JPEG"}


def sentence(error: AluoError, picture_open: bool = True) -> Sentence:
    """What to say of `error`; `picture_open` says whether there is a picture that could have been lost."""
    return fill(ERRORS[error.code], {"kept": OPEN_KEPT if picture_open else "", **error.details})


def fill(pattern: Sentence, details: Mapping[str, Detail]) -> Sentence:
    """`pattern` with its gaps filled from `details`."""
    gaps = _Gaps(details)
    what, rest = pattern.what.format_map(gaps), pattern.rest.format_map(gaps)
    return Sentence(what, " ".join(rest.split()))


def said(key: str, **details: Detail) -> str:
    """A sentence for the status line."""
    return SAID[key].format_map(_Gaps(details))


def step(key: str, **details: Detail) -> str:
    """A label for the history."""
    return STEPS[key].format_map(_Gaps(details))


def size(count: float) -> str:
    """Bytes for a reader: "812 B", "48 kB", "1.2 MB"."""
    if count < 1000:
        return f"{count:.0f} B"
    if count < 999_500:
        return f"{count / 1e3:.0f} kB"
    if count < 999_950_000:
        return f"{count / 1e6:.1f} MB"
    return f"{count / 1e9:.2f} GB"


class _Gaps(dict[str, Detail]):
    """Details for format_map: names without a value get a neutral word."""

    def __missing__(self, key: str) -> str:
        return {"name": "The file", "format": "picture"}.get(key, "?")
