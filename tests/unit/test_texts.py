"""The language that is spoken: looked up, filled, changed in place, and never loaded for nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import texts
import words
from editor import shortcuts
from errors import from_code


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    texts.use("en")


def test_english_is_what_stands_there() -> None:
    assert texts.t("Hide the {layer}", layer="photo") == "Hide the photo"
    assert texts.t("No table has this") == "No table has this"
    assert texts.t("Light§tone") == "Light"


def test_german_is_looked_up_and_filled() -> None:
    texts.use("de")
    assert texts.language() == "de"
    assert texts.t("Hide the {layer}", layer="Foto") == "Foto ausblenden"
    assert texts.t("No table has this") == "No table has this"
    assert (texts.t("Light"), texts.t("Light§tone")) == ("Hell", "Licht")


def test_a_language_that_there_is_none_of_changes_nothing() -> None:
    texts.use("de")
    with pytest.raises(KeyError):
        texts.use("xx")
    assert texts.language() == "de"


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (["de-AT", "en"], "de"),
        (["fr", "de"], "de"),
        (["en-GB", "de"], "en"),
        (["fr"], "en"),
        ([], "en"),
        (["DE"], "de"),
    ],
)
def test_the_first_language_that_there_is(wanted: list[str], chosen: str) -> None:
    assert texts.best(wanted) == chosen


def test_sentences_come_in_the_language() -> None:
    texts.use("de")
    assert words.said("opened", name="a.jpg", width=2, height=3) == "a.jpg ist offen: 2 × 3 px."
    assert words.PHASES["decoding"] == "Dekodieren"
    assert words.PHASES.get("unknown", "") == ""
    sentence = words.sentence(from_code("input/empty", {}))
    assert sentence.what == "Die Datei wurde nicht geöffnet."
    assert "Dein offenes Bild ist unverändert." in sentence.rest
    assert words.action("engine/boot") == ("reload", "Neu laden")
    assert shortcuts.shown("Mod+Shift+Z", mac=False) == ("Strg", "Umschalt", "Z")


def test_the_name_of_a_step_is_said_in_the_language_of_the_reader() -> None:
    name = words.step("toggle", layer=words.Term("Backdrop"))
    assert words.step_said(name) == "Show or hide backdrop"
    look = words.step("look", name=words.Term("none"))
    texts.use("de")
    assert words.step_said(name) == "Hintergrund ein- oder ausblenden"
    assert words.step_said(words.step("move")) == "Verschieben"
    assert words.step_said(look).endswith("keiner")


@pytest.mark.parametrize("own", ["Backdrop", "White", "mein {layer} § 5", 'a "quoted" one', "¡ñ→\u202e"])
def test_what_a_person_named_is_never_translated(own: str) -> None:
    name = words.step("rename", layer=own)
    texts.use("de")
    assert own in words.step_said(name)


@pytest.mark.parametrize(
    "old", ["Opened", "Adjust exposure", "Umbenennen in {x}", "move nothing", 'move {"', "toggle [1]", "keep {}x"]
)
def test_what_is_no_name_of_a_step_is_said_as_it_stands(old: str) -> None:
    assert words.step_said(old) == old


def test_an_alert_of_a_broken_download_has_decimal_commas() -> None:
    texts.use("de")
    sentence = words.sentence(from_code("model/network", {"received": 1.2, "total": 4.6}))
    assert "bei 1,2 von 4,6 MB" in sentence.rest


@pytest.mark.parametrize(("count", "text"), [(812, "812 B"), (48_200_000, "48,2 MB"), (2.1e9, "2,10 GB")])
def test_sizes_follow_the_language(count: float, text: str) -> None:
    texts.use("de")
    assert words.size(count) == text


@given(st.floats(-1e6, 1e6), st.integers(0, 4), st.sampled_from(sorted(texts.LANGUAGES)))
def test_a_number_reads_back(value: float, digits: int, tag: str) -> None:
    texts.use(tag)
    written = texts.number(value, digits)
    assert float(written.replace(",", ".")) == round(value, digits)


def test_what_was_said_is_said_again_after_a_change() -> None:
    heard: list[str] = []
    texts.spoken(lambda: heard.append(texts.t("Close")))
    texts.use("de")
    texts.use("en")
    assert heard == ["Close", "Schließen", "Close"]


def test_german_leads_back_to_english() -> None:
    assert texts.reversed_table() == {}
    texts.use("de")
    assert texts.reversed_table()["Arbeitsfläche"] == "Canvas"
