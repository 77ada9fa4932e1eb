"""The steps of a picture come back with it."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import expect

import words
from tests.browser.conftest import Visit
from tests.browser.kills import SOUND
from tests.browser.studio import Studio, image
from tests.browser.test_cache import WRITE, elsewhere, is_stored, kept, now, recent


def steps(here: Studio) -> list[str]:
    """The labels of the history, the newest last."""
    here.page.locator("#history-open").click()
    rows = here.page.locator("#steps button")
    expect(rows.first).to_be_visible()
    found = [text.strip() for text in rows.all_inner_texts()]
    here.page.keyboard.press("Escape")
    return found


def edited(here: Studio, jar: bytes) -> Studio:
    here.ready()
    here.open("jar.jpg", jar)
    here.remove_background()
    here.backdrop("White")
    here.backdrop("Blur")
    here.page.keyboard.press("ControlOrMeta+z")
    here.says("Undone")
    is_stored(here)
    return here


def again(here: Studio) -> Studio:
    here.page.reload()
    return reopened(here)


def reopened(here: Studio) -> Studio:
    here.ready()
    recent(here, "jar.jpg").click()
    here.says("opened from this device")
    return here


def test_undo_and_redo_work_after_a_reload_and_steps_follow_the_ones_before(visit: Visit, jar: bytes) -> None:
    here = edited(visit().visit(), jar)
    white = image(here.export("PNG")).getpixel((3, 3))
    before = steps(here)
    again(here)
    assert steps(here) == before
    assert image(here.export("PNG")).getpixel((3, 3)) == white
    here.page.keyboard.press("Escape")
    here.page.keyboard.press("ControlOrMeta+Shift+z")
    here.says("Redone")
    here.page.keyboard.press("ControlOrMeta+z")
    here.page.keyboard.press("ControlOrMeta+z")
    here.page.keyboard.press("ControlOrMeta+z")
    here.says("Undone: Remove background")
    assert image(here.export("PNG")).convert("RGB").getpixel((3, 3)) != white[:3]
    here.page.keyboard.press("Escape")
    here.page.keyboard.press("ControlOrMeta+Shift+z")
    here.says("Redone: Remove background")
    here.page.keyboard.press("ControlOrMeta+Shift+z")
    here.says("Redone: White backdrop")
    rows = here.page.evaluate(SOUND)["steps"]
    here.backdrop("None")
    is_stored(here)
    after: dict[str, Any] = here.page.evaluate(SOUND)["steps"]
    fresh = [row for key, row in after.items() if rows.get(key) != row and "/" in key]
    assert len(fresh) == 1, "one row more, beside the list"
    assert len(fresh[0]) < 2000, "steps after a reload cost only themselves"
    labels = steps(here)
    again(here)
    assert steps(here) == labels


def test_a_picture_whose_steps_are_damaged_or_were_never_kept_opens_without(visit: Visit, jar: bytes) -> None:
    here = edited(visit().visit(), jar)
    (key,) = kept(here.page)["pictures"]
    page = here.page.context.new_page()
    elsewhere(page, here)
    here.page.close()
    page.evaluate(WRITE, ["steps", f"{key}/0", "[1,", None])
    other = Studio(page, here.address, here.watch)
    reopened(other.visit())
    assert len(steps(other)) == 1
    other.backdrop("Blur")
    is_stored(other)
    listing = json.loads(other.page.evaluate(SOUND)["steps"][key])
    assert [words.step_said(label) for _, label in listing["steps"]] == steps(other) == ["Opened", "Blurred backdrop"]
    other.page.keyboard.press("?")
    other.page.locator("#language").select_option("de")
    expect(other.html).to_have_attribute("lang", "de")
    other.page.keyboard.press("Escape")
    assert steps(other) == ["Geöffnet", "Unscharfer Hintergrund"], "steps are kept in no language"
    assert now(other) > 0
