"""The account in the page, against the real backend of this machine: signing in and out in one tab and in the others,
credits, what is held, standing, notices. Where there is no PostgreSQL the tests are skipped.
"""

from __future__ import annotations

import json
import re
import uuid

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.online import PASSWORD, Online, account, furnished, page_of, signed_in
from tests.browser.studio import BOOT, WORK, Studio
from tests.browser.test_accessible import check
from tests.browser.test_kept import documented


def test_a_stranger_signs_in_by_code_and_the_session_is_taken_up_again(visit: Visit, calm: Online) -> None:
    email = f"{uuid.uuid4().hex}@example.invalid"
    here = furnished(visit(calm.address))
    assert not [url for url in here.watch.requests if "/egress-" in url], "nothing of it is loaded before it is needed"
    here.watch.allow("status of 40[03]")
    account(here)
    check(here)
    here.page.get_by_label("Email").fill(email)
    here.button("Send me a code").click()
    here.page.get_by_label("Code").fill("nonsense")
    here.page.get_by_label("Code").press("Enter")
    expect(here.page.locator(".account-page .wrong").first).to_contain_text("The code is not right", timeout=WORK)
    here.button("Send another").click()
    expect(here.page.locator(".account-page .wrong")).to_have_count(0, timeout=WORK)
    expect(here.button("Send another")).to_be_enabled(timeout=WORK)
    here.page.get_by_label("Code").fill(calm.code(email))
    here.page.get_by_label("Code").press("Enter")
    here.page.get_by_label("Year of birth").fill("1990", timeout=WORK)
    here.button("Go on").click()
    expect(here.page.get_by_text("Everything held about you")).to_be_visible(timeout=WORK)
    kept = {("local storage", key) for key in here.page.evaluate("Object.keys(localStorage)")}
    assert ("local storage", "aluo.session") in kept
    assert kept <= documented()
    here.page.reload()
    expect(here.page.locator(".pages-nav")).to_be_attached(timeout=WORK)
    account(here)
    expect(here.page.get_by_text(email)).to_be_visible(timeout=WORK)
    here.button("Sign out").click()
    expect(here.button("Send me a code")).to_be_visible(timeout=WORK)
    assert here.page.evaluate("localStorage.getItem('aluo.session')") is None


def test_anybody_can_report_a_childs_account_and_who_is_younger_than_16_gets_none(
    customer: Studio, calm: Online
) -> None:
    child, person = calm.backend.person(), calm.backend.person(age=False)
    here = customer
    account(here)
    here.page.get_by_text("Report a child's account").click()
    here.page.get_by_label("Address of that account").fill(child.user.email)
    check(here)
    here.page.locator("#account-report").click()
    expect(here.page.get_by_text("Thank you.")).to_be_visible(timeout=WORK)
    assert calm.backend.rpc("standing_mine", child)["reasons"] == ["child_report"]
    here.page.get_by_label("Email").fill(person.user.email)
    here.page.get_by_label("Password").fill(PASSWORD)
    here.page.locator("#account-enter").click()
    here.page.get_by_label("Year of birth").fill("2020", timeout=WORK)
    here.button("Go on").click()
    expect(here.page.get_by_text("This account is closed")).to_be_visible(timeout=WORK)


def test_credits_are_bought_and_every_one_is_accounted_for(customer: Studio, calm: Online) -> None:
    person = calm.backend.person(credits=0)
    here = signed_in(customer, person)
    page_of(here, "Credits and plan")
    check(here)
    with here.page.context.expect_page() as opened:
        here.button("500 credits").click()
    opened.value.get_by_role("button", name="Pay nothing").click()
    opened.value.wait_for_url(re.compile(re.escape(calm.address)))
    expect(opened.value.locator(".account-figures b").first).to_have_text("560", timeout=BOOT)
    opened.value.close()
    here.page.evaluate("window.dispatchEvent(new Event('focus'))")  # a window without a screen never has it
    expect(here.page.locator(".account-figures b").first).to_have_text("560", timeout=WORK)
    here.button("Ask again").click()
    here.button("Show the ledger").click()
    expect(here.page.locator(".account-ledger")).to_contain_text("+500", timeout=WORK)


def test_what_is_held_can_be_had_corrected_and_forgotten(customer: Studio, calm: Online) -> None:
    person = calm.backend.person()
    here = signed_in(customer, person)
    here.page.locator("#account-name").fill("Ada")
    here.page.locator("#account-save").click()
    expect(here.page.get_by_text("Saved.")).to_be_visible(timeout=WORK)
    with here.page.expect_download() as caught:
        here.button("Get file").click()
    held = json.loads(caught.value.path().read_bytes())
    assert held["profiles"]["name"] == "Ada"
    expect(here.button("CSV")).to_be_enabled(timeout=WORK)
    with here.page.expect_download() as caught:
        here.button("CSV").click()
    assert caught.value.path().read_text().startswith("request_id,")
    page_of(here, "Consents")
    switch = here.page.get_by_role("switch", name="Usage counts")
    expect(switch).not_to_be_checked()
    switch.click()
    expect(here.page.get_by_text("Given on")).to_be_visible(timeout=WORK)
    here.page.get_by_role("switch", name="Usage counts").click()
    expect(here.page.get_by_text("Taken back on")).to_be_visible(timeout=WORK)
    page_of(here, "Account")
    gone = here.page.locator("#account-delete")
    expect(gone).to_be_disabled()
    here.page.locator("#account-confirm").fill(person.user.email)
    gone.click()
    expect(here.page.get_by_text("Your account is deleted.")).to_be_visible(timeout=WORK)
    assert calm.backend.sql("select 1 from auth.users where id = %s", (person.id,)) == []
    assert here.page.evaluate("localStorage.getItem('aluo.session')") is None


def test_tabs_share_who_is_signed_in(customer: Studio, calm: Online, jar: bytes) -> None:
    person = calm.backend.person()
    here = signed_in(customer, person)
    other = furnished(Studio(here.page.context.new_page(), calm.address, here.watch))
    account(other)
    expect(other.page.get_by_text("Everything held about you")).to_be_visible(timeout=WORK)
    other.page.keyboard.press("Escape")
    other.open("jar.jpg", jar)
    other.task("Scene")
    draw = other.page.locator("#scene-draw")
    expect(draw).to_contain_text("credits", timeout=WORK)
    here.page.bring_to_front()
    here.button("Sign out").click()
    other.page.bring_to_front()
    expect(draw).to_have_text("Sign in to draw scenes", timeout=WORK)
    account(other)
    expect(other.page.get_by_text("You signed out in another tab.")).to_be_visible(timeout=WORK)
    expect(other.button("Send me a code")).to_be_visible()
    here.page.bring_to_front()
    here.page.get_by_label("Email").fill(person.user.email)
    here.page.get_by_label("Password").fill(PASSWORD)
    here.page.locator("#account-enter").click()
    for each in (here, other):
        each.page.bring_to_front()
        expect(each.page.get_by_text("Everything held about you")).to_be_visible(timeout=WORK)
    other.page.locator("#account-confirm").fill(person.user.email)
    other.page.locator("#account-delete").click()
    expect(other.page.get_by_text("Your account is deleted.")).to_be_visible(timeout=WORK)
    expect(here.button("Send me a code")).to_be_visible(timeout=WORK)
    assert here.page.evaluate("localStorage.getItem('aluo.session')") is None


def test_a_block_says_why_until_when_and_where_to_write(customer: Studio, calm: Online) -> None:
    person = calm.backend.person()
    calm.backend.sql("select public.abuse_note(%s, 'manual_block', 'test')", (person.id,))
    here = signed_in(customer, person)
    said = here.page.locator(".account-page .wrong").first
    for part in ("Your account is blocked.", "A person of the team decided so.", "It ends on", "write to"):
        expect(said).to_contain_text(part)
    check(here)


def test_a_notice_is_seen_once(customer: Studio, calm: Online) -> None:
    person = calm.backend.person()
    calm.backend.sql("select public.notice_publish('policy', now() + interval '8 days', 'maintenance')")
    here = signed_in(customer, person)
    page_of(here, "Notices")
    expect(here.page.locator(".account-notices")).to_contain_text("takes effect on")
    check(here)
    before = here.page.locator(".account-notice.new").count()
    here.page.locator(".account-notice.new button").first.click()
    expect(here.page.locator(".account-notice.new")).to_have_count(before - 1, timeout=WORK)
