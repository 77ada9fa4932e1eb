"""Bad input ends in one clear sentence in the alert line, and the open picture stays."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests import corpus
from tests.browser.conftest import Drop
from tests.browser.studio import WORK, Studio


@pytest.fixture
def kept(open_studio: Studio) -> Iterator[Studio]:
    """A page with a photo open, and afterwards the proof that it still is: as it was, and still workable."""
    opened, title, shown = open_studio.count("open"), open_studio.title(), open_studio.picture().tobytes()
    yield open_studio
    assert open_studio.count("open") == opened
    assert open_studio.title() == title
    assert open_studio.picture().tobytes() == shown
    expect(open_studio.html).to_have_attribute("data-app", "ready")
    expect(open_studio.html).to_have_attribute("data-engine", "ready")
    open_studio.button("Dismiss").click()
    expect(open_studio.alert).to_be_hidden()


def is_clear(text: str, *words: str) -> None:
    """A few plain sentences: no code, no traceback, nothing left unfilled, and the words that must be in it."""
    assert 20 < len(text) < 320, text
    assert text.rstrip().endswith("."), text
    assert not re.search(r"[{}<>]|Traceback|Error|None|undefined|\w+/\w+-\w+|\bnull\b", text), text
    for word in words:
        assert word in text, text


@pytest.mark.parametrize("case", corpus.BAD, ids=lambda case: case.name)
def test_a_bad_file_is_refused_in_words(kept: Studio, case: corpus.Case) -> None:
    kept.choose(case.name, case.data)
    is_clear(kept.alerts(), case.name)


def test_forty_files_at_once_are_too_many(kept: Studio, drop: Drop) -> None:
    drop(kept, {f"photo-{n}.png": corpus.case("plain.png").data for n in range(40)})
    is_clear(kept.alerts(), "40")


def test_a_folder_is_not_opened(kept: Studio, drop: Drop) -> None:
    drop(kept, {"holiday/": b""})
    is_clear(kept.alerts(), "folder")


def test_a_second_photo_waits_for_the_first(another: Studio, jar: bytes) -> None:
    another.open("first.jpg", jar)
    another.start_removing()
    another.choose("second.png", corpus.case("plain.png").data)
    is_clear(another.alerts(), "second.png")
    another.wait("cutout")
    assert "first" in another.title()


def test_a_second_photo_is_opened_instead_when_asked(another: Studio, jar: bytes) -> None:
    another.open("first.jpg", jar)
    another.start_removing()
    another.choose("second.png", corpus.case("plain.png").data)
    another.alerts()
    another.button("Open it instead").click()
    another.wait("open", 2)
    assert "second" in another.title()


def test_good_files_open_whatever_their_kind(another: Studio) -> None:
    for count, case in enumerate(corpus.GOOD, 1):
        another.choose(case.name, case.data)
        another.wait("open", count)
        expect(another.alert).to_be_hidden()


def test_pasted_words_and_a_bad_first_file_leave_the_page_as_it_was(studio: Studio) -> None:
    studio.page.evaluate("() => navigator.clipboard.writeText('only words')")
    studio.button("Paste").click()
    is_clear(studio.alerts(), "paste")
    studio.button("Dismiss").click()
    studio.choose("nothing.jpg", b"")
    is_clear(studio.alerts(), "nothing.jpg")
    expect(studio.file_input).to_be_attached()
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, "PNG")
    studio.open("red.png", out.getvalue())


def test_a_picture_without_a_subject_says_so(another: Studio) -> None:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), (127, 127, 127)).save(out, "PNG")
    another.open("flat.png", out.getvalue())
    another.select("Model").select_option(label="Instant")
    another.button("Remove background").click()
    expect(another.alert.or_(another.page.get_by_text("Background removed")).first).to_be_visible(timeout=WORK)
    if another.alert.is_visible():
        is_clear(another.alerts())
    expect(another.html).to_have_attribute("data-engine", "ready")
