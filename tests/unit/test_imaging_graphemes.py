"""Grapheme clusters: what is seen as one character stays one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging.graphemes import clusters

WHOLE = {
    "a letter with two marks": "q\u0307\u0323",
    "a family of four": "👨\u200d👩\u200d👧\u200d👦",
    "a skin tone": "👍🏽",
    "a coloured heart": "❤\ufe0f",
    "a keycap": "1\ufe0f\u20e3",
    "a flag": "🇮🇱",
    "a flag of tags": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a Devanagari conjunct": "\u0915\u094d\u0937",
    "a conjunct with a vowel sign": "\u0924\u094d\u0930\u093f",
    "a Khmer subscript": "\u1780\u17d2\u179a",
    "a vowel after a Thai letter": "\u0e19\u0e49\u0e33",
    "an Arabic letter with a vowel": "\u0645\u064e",
    "a Hebrew letter with points": "\u05e9\u05c1\u05b8",
    "a syllable in parts": "\u1112\u1161\u11ab",
    "an open syllable with a final": "\uac00\u11a8",
    "a line end": "\r\n",
    "a number sign over its digits": "\u06001",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_what_belongs_together_stays_together(text: str) -> None:
    assert clusters(text) == [text]
    assert clusters(f"a{text}b") == ["a", text, "b"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("abc", ["a", "b", "c"]),
        ("🇩🇪🇫🇷🇮", ["🇩🇪", "🇫🇷", "🇮"]),
        ("👍👍", ["👍", "👍"]),
        ("a\u200d👍", ["a\u200d", "👍"]),
        ("한국", ["한", "국"]),
        ("क\u200c\u0915", ["क\u200c", "\u0915"]),
        ("\n\u0301", ["\n", "\u0301"]),
        ("日本", ["日", "本"]),
        ("سعر", ["س", "ع", "ر"]),
    ],
)
def test_what_does_not_belong_together_is_parted(text: str, pieces: list[str]) -> None:
    assert clusters(text) == pieces


@given(st.text(st.sampled_from("ab\u0301\u200d👍🏽🇩🇪\u0915\u094d\r\n한\u1112\u1161\u11ab\u0600\ufe0f")))
def test_nothing_is_lost_and_no_piece_is_empty(text: str) -> None:
    found = clusters(text)
    assert "".join(found) == text
    assert all(found)


@given(st.text(), st.text())
def test_a_space_between_letters_parts_them(before: str, after: str) -> None:
    whole = clusters(before + "a " + "b" + after)
    assert "".join(whole) == before + "a b" + after
    assert " " in whole
