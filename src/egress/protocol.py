"""What the UI thread may ask of the egress thread: one table, read by both sides.

A request is made of texts and numbers, and each text has a cap: there is no field that a picture could travel in, no
Blob, no buffer, and `checked` refuses what is not of its type. What comes back is text (JSON of the backend, read by
account/values.py) or, of scenes that were drawn elsewhere, bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from errors import OnlineError

MAX_REQUEST = 9_000
"""Bytes of all texts of one request together. The smallest picture that is worth anything has more."""
MAX_PROMPT = 2_000
"""Characters, as the backend has it."""
MAX_NUMBER = 2**53


def text(cap: int, default: str | None = None) -> Any:
    """A field of at most `cap` bytes of UTF-8."""
    return field(metadata={"cap": cap}) if default is None else field(metadata={"cap": cap}, default=default)


def checked(request: Any) -> Any:
    """`request` itself, if every field is a text within its cap, a number or a truth value.

    Raises OnlineError egress/too-large, naming the field: for bytes, handles and anything else as well.
    """
    total = 0
    for one in fields(request):
        value, cap = getattr(request, one.name), int(one.metadata.get("cap", 0))
        if isinstance(value, str):
            length = len(value.encode("utf-8", "surrogatepass"))
            total += length
            fits = length <= cap and total <= MAX_REQUEST
        else:
            fits = not cap and type(value) in (int, bool) and abs(value) <= MAX_NUMBER
        if not fits:
            raise OnlineError("egress/too-large", field=one.name, limit=cap or MAX_REQUEST)
    return request


@dataclass(frozen=True, slots=True)
class Nothing:
    """No argument, or no answer."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Take up the session that the browser kept: `access` and `refresh` are "" when nobody is signed in."""

    access: str = text(5_000, "")
    refresh: str = text(300, "")


@dataclass(frozen=True, slots=True)
class Email:
    """An address: to send a code to, or to confirm what cannot be undone."""

    email: str = text(254)


@dataclass(frozen=True, slots=True)
class Code:
    """The code that was sent to an address."""

    email: str = text(254)
    code: str = text(12)


@dataclass(frozen=True, slots=True)
class Password:
    """An address and its password; `new` makes an account."""

    email: str = text(254)
    password: str = text(200)
    new: bool = False


@dataclass(frozen=True, slots=True)
class Age:
    """A year of birth. `turned`: whether the 16th birthday has been, in the year of it: "yes", "no", or "" unasked."""

    year: int
    turned: str = text(3, "")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is shown of a person; "" is forgotten."""

    name: str = text(320, "")
    avatar_url: str = text(500, "")
    locale: str = text(35, "")


@dataclass(frozen=True, slots=True)
class Consent:
    """Given or taken back, to a version of a text."""

    kind: str = text(20)
    version: str = text(64)
    granted: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """An id, or a threshold."""

    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """A word of a list: a product, a format, the path of a saved scene."""

    name: str = text(200)


@dataclass(frozen=True, slots=True)
class SavedKeep:
    """The path of a saved scene, and for how many days from now it stays; 0 until it is removed."""

    path: str = text(200)
    days: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """One event of the list, and the class of device."""

    event: str = text(40)
    device: str = text(10)


@dataclass(frozen=True, slots=True)
class Scene:
    """A prompt and a few choices. `tag` names the request in the events of the answer; `key` is never charged twice."""

    tag: int
    count: int
    prompt: str = text(4 * MAX_PROMPT)
    aspect: str = text(5)
    quality: str = text(10)
    model: str = text(20)
    key: str = text(64)
    save: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the backend said, as JSON; "" for nothing."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """An ArrayBuffer of a picture that was drawn elsewhere, and its media type."""

    file: Any
    kind: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A row: `gives` names fields of the result that are transferred."""

    argument: type
    result: type
    gives: tuple[str, ...] = ()
    cancellable: bool = False


OPERATIONS: dict[str, Operation] = {
    "begin": Operation(Begin, Answer),
    "code": Operation(Email, Nothing),
    "verify": Operation(Code, Nothing),
    "password": Operation(Password, Nothing),
    "sign-out": Operation(Nothing, Nothing),
    "overview": Operation(Nothing, Answer),
    "age": Operation(Age, Answer),
    "profile": Operation(Profile, Answer),
    "consent": Operation(Consent, Nothing),
    "low": Operation(Number, Nothing),
    "seen": Operation(Number, Nothing),
    "movements": Operation(Nothing, Answer),
    "prices": Operation(Nothing, Answer),
    "records": Operation(Name, Answer),
    "everything": Operation(Nothing, Answer),
    "buy": Operation(Name, Answer),
    "portal": Operation(Nothing, Answer),
    "delete": Operation(Email, Answer),
    "usage": Operation(Usage, Nothing),
    "scene": Operation(Scene, Answer, cancellable=True),
    "saved": Operation(Nothing, Answer),
    "saved-get": Operation(Name, File, gives=("file",)),
    "saved-keep": Operation(SavedKeep, Nothing),
    "saved-remove": Operation(Name, Nothing),
    "report": Operation(Email, Nothing),
}
