"""Every error that the product raises on purpose, as one tree.

    AluoError                  code, details; the sentence for the reader is in words.py
    ├── InputError             a file that is not opened; the open picture stays
    ├── ModelError             a model that does not load or does not answer
    ├── FontError              a typeface that does not load
    ├── EngineError            the engine: not confined, crashed, restarted
    ├── ExportError            a picture that cannot be written as asked
    ├── StoreError             what this browser keeps between visits
    └── Cancelled              the person stopped it

An error crosses threads as its code and its details, never as a traceback. A code belongs to one class;
tests hold that each code has a sentence in words.py and survives the channel.
"""

from __future__ import annotations

from typing import ClassVar

Detail = str | int | float | bool


class AluoError(Exception):
    """Base of the tree. `code` names the sentence, `details` fill its gaps."""

    codes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, code: str, **details: Detail) -> None:
        if code not in type(self).codes:
            raise ValueError(f"{code!r} is not a code of {type(self).__name__}")
        super().__init__(code, details)
        self.code = code
        self.details: dict[str, Detail] = details


class InputError(AluoError):
    """A file cannot be opened. Raised before anything that is open is touched."""

    codes = frozenset(
        {
            "input/empty",  # name
            "input/folder",  # name
            "input/many",  # count
            "input/busy",  # name, current
            "input/not-a-picture",  # name, kind (what it seems to be, "" when unknown)
            "input/unsupported",  # name, format (AVIF, HEIC, ...: known, but this browser cannot read it)
            "input/truncated",  # name, format
            "input/damaged",  # name, format
            "input/too-many-pixels",  # name, width, height, megapixels, limit
            "input/too-wide",  # name, width, height, limit
            "input/too-small",  # name, width, height, limit
            "input/too-large-file",  # name, megabytes, limit
            "input/unreadable",  # name (the browser would not hand over the bytes)
            "input/clipboard-empty",
            "input/memory",  # name, megapixels
            "project/newer",  # name
            "project/damaged",  # name
        }
    )


class ModelError(AluoError):
    """A model is missing, broken, or finds nothing."""

    codes = frozenset(
        {
            "model/unknown",  # model
            "model/hash",  # model
            "model/network",  # model, received, total (megabytes)
            "model/session",  # model
            "model/run",  # model
            "model/no-model",  # model
            "model/memory",  # model
            "model/shape",  # model (what it answers is no mask)
            "model/settings",  # model (a person's own: its size, mean or std cannot be)
            "model/no-subject",
        }
    )


class FontError(AluoError):
    """A typeface cannot be used; text stands in another one meanwhile."""

    codes = frozenset(
        {
            "font/network",  # family
            "font/damaged",  # family
        }
    )


class EngineError(AluoError):
    """The engine thread cannot be trusted or does not answer."""

    codes = frozenset(
        {
            "engine/not-confined",
            "engine/no-webassembly",
            "engine/boot",
            "engine/restarted",
            "engine/unknown-operation",  # operation
            "engine/unknown-photo",  # photo
            "engine/memory",  # megapixels
            "engine/fault",  # operation, kind (class name of the exception; never its text)
        }
    )


class ExportError(AluoError):
    """A picture cannot be written as asked."""

    codes = frozenset(
        {
            "export/size",  # width, height, limit
            "export/format",  # format
            "export/memory",  # megapixels
            "export/encode",  # format
        }
    )


class StoreError(AluoError):
    """A picture cannot be kept in this browser, or one that was kept cannot be read. What is open stays."""

    codes = frozenset(
        {
            "store/full",
            "store/full-pinned",  # count (pictures that could be given up), bytes
            "store/refused",
            "store/newer",
            "store/missing",  # name
            "store/fault",  # kind (name of the browser's exception)
        }
    )


class OnlineError(AluoError):
    """What goes beyond this browser did not work: account, scenes, or the thread that sends for them. The picture and
    everything else go on."""

    codes = frozenset(
        {
            "egress/none",
            "egress/boot",
            "egress/not-confined",
            "egress/offline",
            "egress/blocked",  # kind (what the request was for)
            "egress/too-large",  # field, limit (bytes)
            "egress/fault",  # kind (class name of the exception; never its text)
            "account/credentials",
            "account/code",
            "account/exists",
            "account/weak",
            "account/email",
            "account/signed-out",
            "account/age",
            "account/closed",
            "account/blocked",
            "account/confirm",
            "account/profile",
            "account/limited",  # seconds
            "account/unavailable",
            "account/no-payments",
            "scene/prompt",
            "scene/credits",  # price, balance
            "scene/refused",
            "scene/busy",
            "scene/failed",
            "scene/broken",
            "scene/repeated",
        }
    )


class Cancelled(AluoError):
    """The person stopped the work; nothing was changed."""

    codes = frozenset({"cancelled"})

    def __init__(self, code: str = "cancelled", **details: Detail) -> None:
        super().__init__(code, **details)


FAMILIES: tuple[type[AluoError], ...] = (
    InputError,
    ModelError,
    FontError,
    EngineError,
    ExportError,
    StoreError,
    OnlineError,
    Cancelled,
)
CODES: frozenset[str] = frozenset().union(*(family.codes for family in FAMILIES))


def from_code(code: str, details: dict[str, Detail]) -> AluoError:
    """The error of a `code` that came over a channel; an unknown code becomes engine/fault."""
    for family in FAMILIES:
        if code in family.codes:
            return family(code, **details)
    return EngineError("engine/fault", operation=str(details.get("operation", "")), kind=code)
