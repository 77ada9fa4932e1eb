"""Lines of text: nothing is lost, nothing is torn, nothing is wider than asked, everything lies in the box."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging.fonts import FAMILIES
from imaging.graphemes import PREPENDED, clusters
from imaging.layers import Align, Text
from imaging.linebreaks import is_rtl
from imaging.textlayout import LARGEST_AREA, LARGEST_SIDE, fitting, font_of, layout, margins

ALPHABET = st.sampled_from("abc     -\n\t\u00a0\u0301\u200d👍🏽🇩🇪\u0915\u094dשس日。「\u3000")
texts = st.text(ALPHABET, max_size=80) | st.text(st.characters(exclude_characters=PREPENDED), max_size=40)
wraps = st.integers(1, 200)


def measure(piece: str) -> float:
    """A fixed width for each cluster: ten pixels, five for a space."""
    return sum(5.0 if cluster.isspace() else 10.0 for cluster in clusters(piece))


def text(content: str, **values: object) -> Text:
    return replace(Text(content, 0, 0, size=20), **values)


def lines(content: str, wrap: float = 0) -> list[str]:
    return [line.text for line in layout(text(content, wrap=wrap), measure).lines]


def seen(content: str) -> str:
    """What leaves a trace: no spaces, no controls, no half characters."""
    held = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in content)
    return "".join(c for c in held if not (c.isspace() or c == "\u200b" or c < " " or "\x7f" <= c <= "\x9f"))


@given(texts, wraps)
def test_no_letter_is_lost_by_wrapping(content: str, wrap: int) -> None:
    assert seen("".join(lines(content, wrap))) == seen(content)


@given(texts, wraps)
def test_no_cluster_is_torn(content: str, wrap: int) -> None:
    whole = [cluster for row in lines(content) for cluster in clusters(row)]
    broken = [cluster for row in lines(content, wrap) for cluster in clusters(row)]
    assert [c for c in broken if not c.isspace()] == [c for c in whole if not c.isspace()]


@given(texts, wraps)
def test_no_line_is_wider_than_asked_unless_one_cluster_is(content: str, wrap: int) -> None:
    for line in layout(text(content, wrap=wrap), measure).lines:
        assert line.width == measure(line.text)
        assert line.width <= wrap or len(clusters(line.text)) == 1


@given(texts, wraps, st.sampled_from(["left", "centre", "right"]), st.floats(0.5, 3), st.floats(0, 30), st.booleans())
def test_lines_and_outline_lie_in_the_box(
    content: str, wrap: int, align: Align, height: float, outline: float, shadow: bool
) -> None:
    wanted = text(content, wrap=wrap, align=align, line_height=height, outline=outline, shadow=float(shadow))
    plan = layout(wanted, measure)
    own = FAMILIES[wanted.font]
    for line in plan.lines:
        assert outline <= line.x + 1e-6
        assert line.x + line.width + outline <= plan.width + 1e-6
        assert outline <= line.y - own.ascent * 20 + 1e-6
        assert line.y + own.descent * 20 + outline <= plan.height + 1e-6
    assert plan.width == int(plan.width) >= 1
    assert plan.height == int(plan.height) >= 1


@pytest.mark.parametrize(
    ("content", "wrap", "wanted"),
    [
        ("one two three", 70, ["one two", "three"]),
        ("one two three", 0, ["one two three"]),
        ("one  \n\n two", 0, ["one", "", " two"]),
        ("a\r\nb\rc\u2028d", 0, ["a", "b", "c", "d"]),
        ("a\tb", 0, ["a    b"]),
        ("", 50, [""]),
        ("abcdefgh ij", 30, ["abc", "def", "gh", "ij"]),
        ("x abcdefgh", 30, ["x", "abc", "def", "gh"]),
        ("12\u00a0€ off", 50, ["12\u00a0€", "off"]),
        ("T-Shirt", 30, ["T-", "Shi", "rt"]),
        ("-5", 10, ["-", "5"]),
        ("日本語。「東京」", 30, ["日本", "語。", "「東", "京」"]),
        ("new日本", 40, ["new日", "本"]),
        ("🇩🇪🇫🇷", 10, ["🇩🇪", "🇫🇷"]),
        ("     a", 10, ["a"]),
    ],
)
def test_where_lines_end(content: str, wrap: float, wanted: list[str]) -> None:
    assert lines(content, wrap) == wanted


def test_aligned_within_the_wrap_width_or_the_widest_line() -> None:
    left = margins(text(""))[0]
    for wrap, inner in ((0, 30), (100, 100)):
        for align, share in (("left", 0.0), ("centre", 0.5), ("right", 1.0)):
            plan = layout(text("abc\na", align=align, wrap=wrap), measure)
            assert [line.x - left for line in plan.lines] == pytest.approx([share * (inner - 30), share * (inner - 10)])


def test_left_is_left_for_every_script() -> None:
    plan = layout(text("שלום\nabcdef"), measure)
    assert [line.rtl for line in plan.lines] == [True, False]
    assert plan.lines[0].x == plan.lines[1].x


def test_lines_stand_a_line_height_apart() -> None:
    ys = [line.y for line in layout(text("a\nb\nc", line_height=1.5), measure).lines]
    assert [ys[1] - ys[0], ys[2] - ys[1]] == pytest.approx([30, 30])


@pytest.mark.parametrize(
    ("content", "rtl"),
    [
        ("abc שלום", False),
        ("12 % שלום abc", True),
        ("سعر 50", True),
        ("50 €", False),
        ("", False),
        ("\u2068שלום\u2069 abc", False),
        ("\u2067abc שלום", False),
        ("\u2069שלום", True),
        ("\u200fabc", True),
    ],
)
def test_the_first_strong_character_decides_the_direction(content: str, rtl: bool) -> None:
    assert is_rtl(content) is rtl


def test_a_line_that_is_broken_keeps_its_paragraphs_direction() -> None:
    plan = layout(text("שלום abc def", wrap=40), measure)
    assert [line.rtl for line in plan.lines] == [True] * 3


@pytest.mark.parametrize("content", ["word " * 2000, "x" * 10_000, "日本語" * 3333, "ab\u0301" * 3333])
def test_ten_thousand_letters_are_measured_in_words_and_lines(content: str) -> None:
    """What is measured in all is a small multiple of the text: prefixes would make it thousands of times as much."""
    measured = 0

    def counting(piece: str) -> float:
        nonlocal measured
        measured += len(piece)
        return measure(piece)

    layout(text(content, wrap=400), counting)
    assert measured <= 12 * len(content)


def test_the_font_in_css() -> None:
    assert font_of(text("a", font="Playfair Display", italic=True, weight=700)) == (
        'italic 700 20.000px "Aluo Playfair Display", "Aluo Inter", "Aluo Cairo", "Aluo Rubik", serif'
    )
    assert font_of(text("a", font="Rubik", weight=100)).startswith('300 20.000px "Aluo Rubik", "Aluo Inter"')
    assert font_of(text("a", size=1e7)).startswith("600 10000000.000px ")


@given(st.floats(0.001, 1000), st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_scale_that_a_canvas_can_hold(scale: float, width: float, height: float) -> None:
    found = fitting(scale, width, height)
    assert 0 < found <= scale
    assert max(width, height) * found <= LARGEST_SIDE * (1 + 1e-9)
    assert width * height * found * found <= LARGEST_AREA * (1 + 1e-9)
    if max(width, height) * scale <= 4000:
        assert found == scale
