"""A disk that is full: nothing is lost, and what could go is offered."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import JAR, Visit
from tests.browser.studio import image
from tests.browser.test_cache import is_stored, kept, privacy, stored_jar

QUOTA = "Storage.overrideQuotaForOrigin"


def test_a_full_disk_is_said_and_the_picture_stays_open(visit: Visit, jar: bytes) -> None:
    here = visit(worker="none", alone=True)  # the browser remembers the quota
    here.visit().ready()
    session = here.page.context.new_cdp_session(here.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": here.address.rstrip("/"), "quotaSize": 10_000})
    here.open("jar.jpg", jar)
    assert "disk is full" in here.alerts()
    expect(here.page.get_by_text("Not stored", exact=True)).to_be_visible()
    here.remove_background()
    assert image(here.export("PNG")).size == JAR


def test_on_a_full_disk_one_press_frees_what_is_kept_and_stores_the_picture(visit: Visit, jar: bytes) -> None:
    here = visit(worker="none", alone=True)  # the browser remembers the quota
    here.visit().ready()
    session, origin = here.page.context.new_cdp_session(here.page), here.address.rstrip("/")
    session.send(QUOTA, {"origin": origin, "quotaSize": 250_000})  # before the first byte: a browser remembers it
    stored_jar(here, jar, "kept.jpg")
    privacy(here).get_by_role("button", name="Keep kept.jpg until you unpin it").click()
    here.says("Only this picture is")
    here.page.keyboard.press("Escape")
    here.open("new.jpg", jar + b"x" * 240_000)  # more than all of it: the browser counts what is kept a little later
    assert "Pictures that you keep take" in here.alerts()
    expect(here.page.get_by_text("Not stored", exact=True)).to_be_visible()
    assert len(kept(here.page)["pictures"]) == 1, "nothing that is kept goes by itself"
    session.send(QUOTA, {"origin": origin, "quotaSize": 1_000_000})  # a browser counts what went a little later
    here.page.get_by_role("button", name=re.compile("^Free .*B$")).click()
    here.says("Stored. Pictures purged to make room: 1.")
    is_stored(here)
    expect(here.alert).to_be_hidden()
    privacy(here)
    expect(here.region("Privacy").get_by_text("new.jpg")).to_be_visible()
    expect(here.region("Privacy").get_by_text("kept.jpg")).to_have_count(0)
    expect(here.region("Privacy").get_by_text("1 picture, room was needed")).to_be_visible()
