"""The language that the page speaks. English is what stands in the sources; another language is one table by it.

`t("Hide the {layer}", layer="photo")` looks the text up and fills its gaps. A text without a translation stays English,
so a new one costs nothing but its row in locales/ (which tests/unit/test_native_texts.py asks for).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module

LANGUAGES: dict[str, str] = {"en": "English", "de": "Deutsch"}
"""Language tags and each language's own name, in the order of the choice."""

POINTS = {"de": ","}
"""The decimal sign, where it is not a point."""

_language = "en"
_table: Mapping[str, str] = {}
_writers: list[Callable[[], None]] = []


def language() -> str:
    """The tag of the language that is spoken now."""
    return _language


def use(tag: str) -> None:
    """Speak `tag`, a key of LANGUAGES, from now on. Its table is loaded here and not before. Raises KeyError for a
    language that there is none of."""
    global _language, _table
    LANGUAGES[tag]
    _table = {} if tag == "en" else import_module(f"locales.{tag}").TEXTS
    _language = tag
    for write in _writers:
        write()


def spoken(write: Callable[[], None]) -> None:
    """Call `write` now and after every change of language: for texts that nothing else draws again."""
    _writers.append(write)
    write()


def best(wanted: Sequence[str]) -> str:
    """The first of `wanted` (tags such as "de-AT", as a browser lists them) that there is, else English."""
    tags = (tag.split("-")[0].lower() for tag in wanted)
    return next((tag for tag in tags if tag in LANGUAGES), "en")


def t(text: str, **gaps: object) -> str:
    """`text`, written in English, in the language that is spoken; {name} becomes the gap of that name. Where one
    English text means two things, a mark tells them apart: "Light§tone" is read as "Light"."""
    said = _table.get(text) or text.partition("§")[0]
    return said.format_map(gaps) if gaps else said


def reversed_table() -> dict[str, str]:
    """From each text of the language that is spoken now to its English; empty while that is English."""
    return {said: text.partition("§")[0] for text, said in _table.items()}


def number(value: float, digits: int = 0) -> str:
    """A number with so many decimals, and with the language's decimal sign."""
    return point(f"{value:.{digits}f}")


def point(text: str) -> str:
    """A number that is written already, with the language's decimal sign."""
    return text.replace(".", POINTS.get(_language, "."))


class Texts(Mapping[str, str]):
    """A table of English texts that answers in the language that is spoken when it is asked."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def __getitem__(self, key: str) -> str:
        return t(self._texts[key])

    def english(self, key: str) -> str:
        """The text as it is written: for what is said again in every language that is chosen later."""
        return self._texts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
