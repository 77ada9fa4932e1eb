"""The command palette: opened by key and mouse, found by typing, run by Enter and click; the focus comes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.studio import Studio, payload
from tests.browser.test_accessible import LOOKS, check_both

FOCUS = "() => document.activeElement.id || document.activeElement.dataset.command"


def dialog(studio: Studio) -> Locator:
    return studio.page.get_by_role("dialog", name="Search commands")


def line(studio: Studio) -> Locator:
    return studio.select("Search commands")


def chosen(studio: Studio) -> Locator:
    return dialog(studio).locator("[role=option][aria-selected=true]")


def show(studio: Studio) -> None:
    studio.page.keyboard.press("ControlOrMeta+k")
    expect(line(studio)).to_be_focused()


def test_a_key_opens_it_and_escape_gives_the_focus_back(open_studio: Studio) -> None:
    open_studio.button("Settings").focus()
    show(open_studio)
    open_studio.page.keyboard.press("Escape")
    expect(dialog(open_studio)).to_be_hidden()
    assert open_studio.page.evaluate(FOCUS) == "settings-open"
    expect(open_studio.region("Settings")).to_be_hidden()
    show(open_studio)
    open_studio.page.keyboard.press("ControlOrMeta+k")
    expect(dialog(open_studio)).to_be_hidden()


def test_the_mouse_opens_it_and_a_click_beside_it_closes_it(open_studio: Studio) -> None:
    open_studio.button("Search").click()
    expect(line(open_studio)).to_be_focused()
    box = dialog(open_studio).bounding_box()
    assert box is not None
    assert (box["width"], box["y"]) == (600, 112)
    open_studio.page.mouse.click(40, 700)
    expect(dialog(open_studio)).to_be_hidden()


def test_typing_finds_and_enter_does(open_studio: Studio) -> None:
    show(open_studio)
    open_studio.page.keyboard.type("backdrop")
    expect(chosen(open_studio)).to_contain_text("Backdrop")
    open_studio.page.keyboard.press("Enter")
    expect(dialog(open_studio)).to_be_hidden()
    expect(open_studio.html).to_have_attribute("data-task", "backdrop")


def test_a_setting_shows_its_value_and_takes_the_focus(open_studio: Studio) -> None:
    show(open_studio)
    open_studio.page.keyboard.type("whites")
    expect(chosen(open_studio)).to_have_text(re.compile("Whites.*Adjust, now 0"))
    open_studio.page.keyboard.press("Enter")
    assert open_studio.page.evaluate(FOCUS) == "slide-whites"


def test_arrows_go_round_and_name_the_row(open_studio: Studio) -> None:
    show(open_studio)
    rows = dialog(open_studio).get_by_role("option")
    for key, number in (("ArrowDown", 1), ("Home", 0), ("ArrowUp", -1), ("ArrowDown", 0), ("End", -1)):
        open_studio.page.keyboard.press(key)
        expect(chosen(open_studio)).to_have_count(1)
        row = rows.nth(number) if number >= 0 else rows.last
        expect(row).to_have_attribute("aria-selected", "true")
        expect(line(open_studio)).to_have_attribute("aria-activedescendant", row.get_attribute("id") or "none")
    open_studio.page.keyboard.press("Tab")
    expect(line(open_studio)).to_be_focused()
    open_studio.page.keyboard.press("Escape")


def test_what_cannot_be_done_is_grey_and_does_nothing(open_studio: Studio) -> None:
    show(open_studio)
    open_studio.page.keyboard.type("redo")
    expect(chosen(open_studio)).to_have_attribute("aria-disabled", "true")
    open_studio.page.keyboard.press("Enter")
    expect(dialog(open_studio)).to_be_visible()
    chosen(open_studio).click(force=True)
    expect(dialog(open_studio)).to_be_visible()
    open_studio.page.keyboard.press("Escape")


def test_the_keys_of_the_page_rest_meanwhile(open_studio: Studio) -> None:
    show(open_studio)
    open_studio.page.keyboard.press("ControlOrMeta+e")
    open_studio.page.keyboard.press("g")
    expect(line(open_studio)).to_have_value("g")
    expect(open_studio.button("Download")).to_be_hidden()
    open_studio.page.keyboard.press("Escape")


def test_what_was_used_comes_first(open_studio: Studio) -> None:
    show(open_studio)
    open_studio.page.keyboard.type("fit the picture")
    open_studio.page.keyboard.press("Enter")
    show(open_studio)
    expect(chosen(open_studio)).to_contain_text("Fit the picture")
    expect(dialog(open_studio).get_by_role("group").first).to_have_attribute("aria-labelledby", "palette-title-0")
    open_studio.page.keyboard.type("zzzz")
    expect(dialog(open_studio)).to_contain_text("Nothing fits")
    open_studio.page.keyboard.press("Escape")


@pytest.mark.parametrize("width", ["1440", "390"])
def test_it_is_accessible(visit: Visit, jar: bytes, width: str) -> None:
    here = visit(**LOOKS[f"{width}-light"])
    here.visit().ready()
    here.open("jar.jpg", jar)
    here.button("Search").click()
    expect(line(here)).to_be_focused()
    check_both(here, f"{width}-palette")
    line(here).fill("white")
    check_both(here, f"{width}-palette-found")


def test_it_fills_a_phones_width(phone: Studio, jar: bytes) -> None:
    here = phone
    here.open("jar.jpg", jar)
    here.button("Search").tap()
    box = dialog(here).bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"]) == (0, 0, 390)
    dialog(here).get_by_role("option", name="Adjust", exact=True).tap()
    expect(here.html).to_have_attribute("data-task", "adjust")


@pytest.mark.parametrize("look", ["1440-light", "390-light"])
def test_in_german_it_finds_german_and_leads_to_the_choice_of_the_language(visit: Visit, jar: bytes, look: str) -> None:
    here = visit(**{**LOOKS[look], "locale": "de-DE"})
    here.visit().ready()
    here.page.locator("#file").set_input_files(payload("jar.jpg", jar))
    here.wait("open")
    here.page.keyboard.press("ControlOrMeta+k")
    palette = here.page.get_by_role("dialog", name="Befehle suchen")
    here.page.keyboard.type("freistellen")
    expect(palette.get_by_role("option").first).to_contain_text("Freistellen")
    here.screenshot(f"{look}-german-palette")
    here.page.get_by_role("combobox", name="Befehle suchen").fill("sprache")
    here.page.keyboard.press("Enter")
    assert here.page.evaluate(FOCUS) == "language"
