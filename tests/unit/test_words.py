"""Every error has its sentence, every gap its detail, and the tone holds."""

from __future__ import annotations

import re
import string

import pytest

import words
from editor import engine_news
from editor.store import Store
from errors import CODES, EngineError, from_code

DETAILS: dict[str, str | int | float | bool] = {
    "name": "bag.jpg",
    "current": "cup.jpg",
    "count": 40,
    "kind": "text",
    "format": "HEIC",
    "width": 20000,
    "height": 10,
    "megapixels": 51,
    "limit": 50,
    "megabytes": 400,
    "model": "u2netp",
    "received": 1.2,
    "total": 4.6,
    "operation": "open",
    "family": "Inter",
    "bytes": 12_000_000,
    "field": "prompt",
    "seconds": 30,
    "price": 28,
    "balance": 12,
}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_code_has_a_sentence_and_no_sentence_lacks_a_code() -> None:
    assert set(words.ERRORS) == CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_sentences_are_whole(code: str) -> None:
    pattern = words.ERRORS[code]
    assert gaps(pattern.what) | gaps(pattern.rest) <= {*DETAILS, "kept", "size"}
    sentence = words.sentence(from_code(code, DETAILS))
    for part in (sentence.what, sentence.rest):
        assert part[0].isupper() or part[0].isdigit() or part.startswith(("bag.jpg", "cup.jpg", "prompt"))
        assert not re.search(r"[{}?!]|  ", part)
    assert sentence.what.endswith(".")


ALL = [
    *(part for sentence in (*words.ERRORS.values(), *words.PAGE.values()) for part in (sentence.what, sentence.rest)),
    *words.SAID.values(),
    *words.NOTES.values(),
    *words.STEPS.values(),
]


def test_the_tone() -> None:
    for text in ALL:
        assert not re.search(r"!|oops|sorry|magic|AI-powered|please", text, re.IGNORECASE), text


def test_actions_belong_to_known_alerts() -> None:
    assert set(words.ACTIONS) <= set(words.ERRORS) | set(words.PAGE)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (812, "812 B"), (1000, "1 kB"), (48_200_000, "48.2 MB"), (999_600, "1.0 MB"), (2.1e9, "2.10 GB")],
)
def test_sizes(count: float, text: str) -> None:
    assert words.size(count) == text


def test_said_and_steps_fill_their_gaps() -> None:
    assert words.said("opened", name="a.jpg", width=2, height=3) == "a.jpg opened: 2 × 3 px."
    assert words.step_said(words.step("toggle", layer="backdrop")) == "Show or hide backdrop"


def test_a_detail_that_is_missing_gets_a_plain_word() -> None:
    assert words.sentence(from_code("input/empty", {})).what == "The file was not opened."


def test_what_the_engine_says_reaches_the_reader() -> None:
    store = Store()
    engine_news.ready(store, confined=True, isolated=False)
    assert "one thread" in store.state.said
    assert store.state.engine.stage == "ready"
    engine_news.model(store, True, model="loading", received=1, total=2)
    assert (store.state.engine.received, store.state.engine.model) == (1, "loading")
    engine_news.failed(store, EngineError("engine/boot"))
    assert store.state.alert is not None and store.state.alert.action == "reload"


def test_an_engine_that_is_not_confined_counts_as_failed() -> None:
    store = Store()
    engine_news.ready(store, confined=False, isolated=True)
    assert store.state.engine.stage == "failed"
    assert store.state.alert is not None and store.state.alert.code == "engine/not-confined"
