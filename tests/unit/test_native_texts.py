"""Every text has its German, every German text its use; gaps agree, and buttons keep their length."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator

import words
from editor.colours import SWATCHES
from editor.frames import RATIOS
from editor.palette import ALSO, Group
from imaging.adjustments import LOOKS
from locales import de
from tests import sources
from tools import early

LETTERS = re.compile(r"[^\W\d_]{2}|^[WH]$")
"""A word, or the letter before a field that another language begins otherwise."""


def tables() -> set[str]:
    """Texts of tables that are not written in a call of t(…)."""
    sentences = (*words.ERRORS.values(), *words.PAGE.values())
    return {
        *RATIOS,
        *(part for sentence in sentences for part in (sentence.what, sentence.rest)),
        *words.SAID.values(),
        *words.STEPS.values(),
        words.OPEN_KEPT,
        *(label for _, label in words.ACTIONS.values()),
        *(name for _, name in SWATCHES),
        *LOOKS,
        *ALSO.values(),
        *early.texts(),
        *Group.__args__,  # type: ignore[attr-defined]
        *(row.label for row in sources.commands()),
    }


WANTED = {
    text
    for text in (*tables(), *sources.translated(), *sources.built(), *sources.page().texts)
    if LETTERS.search(re.sub(r"\{\w+\}", "", text))
}
"""Every English text with a word in it."""


def gaps(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_every_text_has_its_german() -> None:
    assert WANTED - set(de.TEXTS) - de.SAME == set()


def test_nothing_is_said_past_the_tables() -> None:
    assert list(sources.left_english()) == []


def test_no_german_text_is_left_over() -> None:
    assert (set(de.TEXTS) | de.SAME) - WANTED == set()
    assert not set(de.TEXTS) & de.SAME


def faults(english: str, german: str) -> Iterator[str]:
    """What is wrong with a translation."""
    if german == english:
        yield "what is the same stands in SAME"
    if gaps(english) != gaps(german):
        yield "other gaps"
    if re.search(r"\bSie\b|\bIhre?[nmrs]?\b|!|  ", german):
        yield "not how the page speaks"
    for end in (".", ":", "…"):
        if english.endswith(end) != german.endswith(end):
            yield f"one of them ends with {end}"


def test_every_translation_is_whole() -> None:
    assert {german: wrong for english, german in de.TEXTS.items() if (wrong := list(faults(english, german)))} == {}


def test_german_never_reads_as_another_english_text() -> None:
    """The walker goes back from what stands on the page to the English of it."""
    assert {german for german in de.TEXTS.values() if german in WANTED} == set()


BUTTONS = {*sources.page().buttons, *(row.label for row in sources.commands())}


def test_a_button_keeps_its_length() -> None:
    longer = {text: de.TEXTS[text] for text in BUTTONS if len(text) >= 12 and text in de.TEXTS}
    assert longer
    assert {text for text, german in longer.items() if len(german) > 1.6 * len(text)} == set()


def test_english_loads_no_table() -> None:
    code = "import sys, words; words.said('ready'); print([n for n in sys.modules if n.startswith('locales')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=sources.SRC, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_asks_for_a_table_or_the_walker_before_it_is_wanted() -> None:
    for path in sources.SRC.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import | ast.ImportFrom) and "locales" not in path.parts:
                said = ast.unparse(node)
                assert "locales" not in said, path.name
                assert "editor.translate" not in said, path.name
                assert "panels.palette" not in said, path.name
