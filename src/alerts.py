"""What the alert line says: a sentence for each error, and the one thing to do about it. words.py fills the gaps.

An error has a first sentence, set in bold, and the rest: what happened; what was kept and what to do. Gaps in braces
are filled with the error's details.
"""

from __future__ import annotations

from dataclasses import dataclass


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
    "project/newer": Sentence(
        "{name} was not opened.",
        f"It was saved by a newer version of this editor. {KEPT} Reload the page, then open it again.",
    ),
    "project/damaged": Sentence(
        "{name} was not opened.", f"The project is damaged inside or incomplete. {KEPT} Choose another copy of it."
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
    "model/shape": Sentence(
        "No cut-out was made.",
        "What the model {model} answers is not a mask of the photo. The photo is unchanged. Choose another model.",
    ),
    "model/no-model": Sentence(
        "The model was not added.",
        "The file {model} is no ONNX network that runs here. Nothing was changed. Choose another one.",
    ),
    "model/memory": Sentence(
        "No cut-out was made.",
        "The model {model} needs more memory than it may have here. The photo is unchanged. Choose another model.",
    ),
    "model/settings": Sentence(
        "The model was not added.",
        "Its input may be 32 to 2048 px wide, and each std must be above 0. Nothing was changed. Correct the numbers.",
    ),
    "model/no-subject": Sentence("No clear subject found.", "The photo is unchanged. Drag a box around the product."),
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
    "store/full": Sentence(
        "The disk is full.",
        "Your picture is safe in this tab, but not stored, and no other picture here could make room. Export now.",
    ),
    "store/full-pinned": Sentence(
        "The disk is full.",
        "Your picture is safe in this tab, but not stored. Pictures that you keep take {size}: free that, or export "
        "now.",
    ),
    "store/refused": Sentence(
        "Pictures are not stored here.",
        "This browser allows no storage for this page. Your picture is held in this tab only: export it before you "
        "close the tab.",
    ),
    "store/newer": Sentence(
        "Pictures are not stored here.",
        "A newer version of this editor keeps pictures in this browser; they are untouched. Reload the page.",
    ),
    "store/missing": Sentence(
        "{name} was not opened.", f"It is not stored any more, or a part of it is missing. {KEPT} Open the file again."
    ),
    "store/fault": Sentence(
        "The picture was not stored.",
        "Your picture is safe in this tab. Export it, then reload the page. ({kind})",
    ),
    "egress/none": Sentence(
        "This site has no backend.", "Accounts and scenes need one. Everything else works as it does."
    ),
    "egress/boot": Sentence(
        "The part that goes online did not start.",
        "Your picture is as it was, and nothing was sent. Check the connection, then try again.",
    ),
    "egress/not-confined": Sentence(
        "Nothing goes online here.",
        "This site's server does not limit what that part may reach, so it was not used. Tell whoever runs this site.",
    ),
    "egress/offline": Sentence(
        "The backend cannot be reached.",
        "Editing and export work; accounts and scenes wait. Try again when you are online.",
    ),
    "egress/blocked": Sentence(
        "A request was stopped.",
        "It did not keep to the rules of what may leave ({kind}), so nothing was sent. Reload the page.",
    ),
    "egress/too-large": Sentence(
        "This is too long to send.", "{field} may have {limit} bytes. Nothing was sent. Make it shorter."
    ),
    "egress/fault": Sentence("Something failed on the way.", "Your picture is as it was. Try again. ({kind})"),
    "account/credentials": Sentence(
        "You are not signed in.", "The email or the password is not right. Check both, or have a code sent."
    ),
    "account/code": Sentence(
        "You are not signed in.", "The code is not right, or it is too old. Type it again, or have another one sent."
    ),
    "account/exists": Sentence("No account was made.", "There is one with this email. Sign in, or have a code sent."),
    "account/weak": Sentence("No account was made.", "The password needs 10 characters or more. Choose a longer one."),
    "account/email": Sentence("Nothing was sent.", "This is not an email address. Check it."),
    "account/signed-out": Sentence(
        "You are signed out.", "Your pictures here are as they were. Sign in to go on with scenes and the account."
    ),
    "account/age": Sentence(
        "Scenes wait for one answer.", "An account needs an age of 16 or more. Open Account and give the year of birth."
    ),
    "account/closed": Sentence(
        "This account is closed.", "Nothing more can be done with it. Your pictures here are as they were."
    ),
    "account/blocked": Sentence(
        "Your account is blocked.", "Your pictures here are as they were. Open Account: it says where to write."
    ),
    "account/confirm": Sentence(
        "Nothing was deleted.", "The email is not that of this account. Type it as it stands above."
    ),
    "account/profile": Sentence(
        "Nothing was saved.", "A name has up to 80 letters, and a picture's address begins with https. Check both."
    ),
    "account/limited": Sentence("That was too often.", "Nothing was changed. Wait {seconds} s, then try again."),
    "account/unavailable": Sentence(
        "The backend did not answer as it should.", "Nothing was changed. Try again in a minute."
    ),
    "account/no-payments": Sentence("There are no invoices yet.", "They begin with the first purchase."),
    "scene/prompt": Sentence(
        "No scene was asked for.",
        "The words need 1 to 2000 characters that can be seen. Nothing was charged. Change the words.",
    ),
    "scene/credits": Sentence(
        "There are not enough credits.",
        "The scenes cost {price}, and {balance} are left. Nothing was charged. Choose less detail or fewer variants, "
        "or buy credits.",
    ),
    "scene/refused": Sentence("The scene was refused by the model's rules.", "Nothing was charged. Change the words."),
    "scene/busy": Sentence(
        "The image model is busy.", "Nothing was charged. Try again in a minute, or choose another under Made by."
    ),
    "scene/failed": Sentence(
        "The image model failed.",
        "Nothing was charged for what is missing. Try again, or choose another under Made by.",
    ),
    "scene/broken": Sentence(
        "The connection broke.",
        "Scenes that had arrived are kept here. Credits of the others come back within 15 minutes. Try again.",
    ),
    "scene/repeated": Sentence(
        "This was asked for already.", "It was not made or charged again. Press the button once more for new scenes."
    ),
    "cancelled": Sentence("Stopped.", "Nothing was changed."),
}

PAGE: dict[str, Sentence] = {
    "page/finer-network": Sentence(
        "The model did not load.",
        "The connection broke at {received} of {total} MB. Instant is used meanwhile.",
    ),
    "page/finer": Sentence("{why}", "Instant is used meanwhile. Your picture is as it was."),
    "page/copy-refused": Sentence(
        "Nothing was copied.", "The browser did not allow the clipboard. Export the picture instead."
    ),
    "page/save-refused": Sentence(
        "{name} was not written.", "The browser did not allow it. Your picture is as it was. Export it instead."
    ),
    "page/new-version": Sentence(
        "A new version is ready.",
        "Pictures stored on this device are there again after a reload. Go on working, and reload when it suits you.",
    ),
    "page/fault": Sentence("Something failed inside the editor.", "Your picture is as it was. Try again. ({kind})"),
}
"""Alerts of the page itself, which no thread raises."""

NEWS = frozenset({"page/new-version"})
"""Alerts of which nothing went wrong."""

ACTIONS: dict[str, tuple[str, str]] = {
    "input/busy": ("open-instead", "Open it instead"),
    "model/network": ("cutout", "Go on loading"),
    "model/run": ("cutout", "Try again"),
    "model/no-subject": ("pick", "Drag a box"),
    "engine/boot": ("reload", "Reload"),
    "engine/unknown-operation": ("reload", "Reload"),
    "model/hash": ("reload", "Reload"),
    "store/full": ("privacy", "Show what is stored"),
    "store/full-pinned": ("free-room", "Free {size}"),
    "store/newer": ("reload", "Reload"),
    "egress/blocked": ("reload", "Reload"),
    "account/signed-out": ("account", "Open Account"),
    "account/age": ("account", "Open Account"),
    "account/blocked": ("account", "Open Account"),
    "scene/credits": ("credits", "Buy credits"),
    "page/new-version": ("update", "Reload now"),
}
"""The one action of an alert: the command and its label. Other input errors offer to choose another file."""
