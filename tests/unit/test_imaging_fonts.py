"""The table of typefaces: what each holds, what has to be loaded for a text, what is said to be missing."""

from __future__ import annotations

from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging.coverage import COVERAGE
from imaging.fonts import DEFAULT, FAMILIES, PREFIX, Family, family, missing, needed, stack, unicode_range

families = pytest.mark.parametrize("font", FAMILIES.values(), ids=lambda font: font.package)


@families
def test_ranges_are_in_order_and_apart(font: Family) -> None:
    for file in font.files:
        flat = [code for pair in file.ranges for code in pair]
        assert flat == sorted(flat)
        assert all(first > last + 1 for (_, last), (first, _) in zip(file.ranges, file.ranges[1:], strict=False))
        assert flat[0] >= 0x20 and flat[-1] <= 0x10FFFF


@families
def test_every_weight_offered_is_within_the_files(font: Family) -> None:
    assert all(font.limits[0] <= weight <= font.limits[1] for weight in font.weights)
    assert 600 in font.weights, "a new text has this weight"
    assert list(font.weights) == sorted(set(font.weights))


@families
def test_every_family_writes_english_prices(font: Family) -> None:
    assert missing("The quick brown fox: 1,299.90 € — 50 % off! £ $ “now” ©™", font.name) == ""


def test_every_entry_of_the_coverage_belongs_to_a_family() -> None:
    assert set(COVERAGE) == {file.held for font in FAMILIES.values() for file in font.files}


@pytest.mark.parametrize(
    ("text", "font", "lacking"),
    [
        ("Ελλάδα", "Inter", ""),
        ("Ελλάδα", "Oswald", "Ελάδα"),
        ("Україна ґ", "Caveat", ""),
        ("سعر", "Cairo", ""),
        ("سعر", "Geist", "سعر"),
        ("שלום 50", "Rubik", ""),
        ("new 👍 you", "Inter", "👍"),
        ("a\u200db\ufe0f\u00a0\u2009\t\n", "Geist", ""),
        ("e\u0301", "Bitter", ""),
    ],
)
def test_what_a_family_lacks(text: str, font: str, lacking: str) -> None:
    assert missing(text, font) == "".join(dict.fromkeys(lacking))


@given(st.text(), st.sampled_from(sorted(FAMILIES)), st.booleans())
def test_what_is_loaded_holds_what_the_family_has(text: str, name: str, italic: bool) -> None:
    own = [file for file in needed(text, name, italic) if file.family == name]
    lacking = missing(text, name)
    for character in normalize("NFC", text):
        known = any(file.has(character) for file in family(name).style(italic))
        assert not (known and character in lacking)
        if known and category(character)[0] not in "CZ":
            assert any(file.has(character) for file in own)
    assert len(lacking) == len(set(lacking))


def test_only_the_subsets_that_a_text_uses_are_loaded() -> None:
    assert [file.name for file in needed("Sale", "Inter")] == ["inter-latin-wght-normal.woff2"]
    assert [file.subset for file in needed("Łódź 5 €", "Inter")] == ["latin", "latin-ext"]
    assert [file.name for file in needed("سعر", "Oswald")] == ["cairo-arabic-wght-normal.woff2"]
    assert needed("👍", "Inter") == needed("", "Inter") == ()


def test_a_slant_has_its_own_files_only_where_the_family_has_them() -> None:
    assert needed("a", "Bitter", italic=True)[0].name == "bitter-latin-wght-italic.woff2"
    assert needed("a", "Oswald", italic=True)[0].name == "oswald-latin-wght-normal.woff2"


def test_an_unknown_family_is_the_first_one() -> None:
    assert family("Comic Sans").name == DEFAULT
    assert needed("a", "Comic Sans") == needed("a", DEFAULT)
    assert stack("Comic Sans")[0] == PREFIX + DEFAULT


def test_ranges_as_css_has_them() -> None:
    assert unicode_range(((0x20, 0x7E), (0xA0, 0xA0))) == "U+20-7E, U+A0"
