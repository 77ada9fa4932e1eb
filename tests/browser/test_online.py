"""Scenes in the page, against the real backend of this machine: PostgreSQL, the functions, stand-ins.

Where there is no PostgreSQL the tests are skipped.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import JAR, PHONE, Visit
from tests.browser.online import Online, account, choose, furnished, page_of, signed_in, to_scene
from tests.browser.studio import WORK, Studio, image
from tests.browser.test_accessible import check
from tests.edge.backend import until
from tools.backend import configured
from tools.stack.vendors import UNSAFE, Trouble

PLANTED = "violet zebra lighthouse"
STORED = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    const base = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
    for (const store of base.objectStoreNames) {
      const asking = base.transaction(store).objectStore(store).getAll();
      const rows = await new Promise((resolve) => { asking.onsuccess = () => resolve(asking.result); });
      const whole = (_, value) => ArrayBuffer.isView(value) ? new TextDecoder("latin1").decode(value) : value;
      for (const row of rows) found.push(JSON.stringify(row, whole));
    }
    base.close();
  }
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) found.push(url);
  return found.join("\\n");
}"""


def test_a_scene_goes_the_whole_way_and_its_words_stay_nowhere(customer: Studio, calm: Online, jar: bytes) -> None:
    person = calm.backend.person()
    here = signed_in(customer, person)
    to_scene(here, jar)
    here.task("Cut out")
    here.remove_background()
    here.task("Scene")
    here.page.locator("#scene-prompt").fill(f"A {PLANTED}, soft light")
    choose(here, "Made by", "SDXL")
    choose(here, "Detail", "Draft")
    here.page.locator("#panel-scene").get_by_role("radio", name="2", exact=True).check(force=True)
    expect(here.page.locator("#scene-draw")).to_have_text("Draw 2 scenes, 8 credits", timeout=WORK)
    payload = here.page.locator(".scene-payload")
    expect(payload).to_contain_text(PLANTED)
    expect(payload.locator("u")).to_contain_text("Keep empty:")
    here.page.locator("#scene-draw").click()
    first, second = here.page.locator("#scene-0"), here.page.locator("#scene-1")
    expect(first).to_contain_text("In the picture", timeout=WORK)
    expect(second).to_contain_text("Ready", timeout=WORK)
    check(here)
    assert len(calm.backend.stack.stability.calls) == 2
    assert here.page.locator("#panel-scene .head").inner_text().split()[-2:] == [
        str(calm.backend.balance(person)), "credits",
    ]  # fmt: skip
    second.click()
    expect(second).to_contain_text("In the picture", timeout=WORK)
    here.button("Undo").click()
    expect(first).to_contain_text("In the picture", timeout=WORK)
    with here.page.expect_download() as caught:
        here.button("Download scene").click()
    assert caught.value.suggested_filename.startswith("scene-1-")
    here.page.locator("[data-command=privacy]").first.click()
    expect(here.page.locator("#ledger")).to_contain_text("Words for a scene")
    expect(here.page.locator("#ledger")).not_to_contain_text(PLANTED)
    stored = here.page.evaluate(STORED)
    for word in PLANTED.split():
        assert word not in stored
    here.page.keyboard.press("Escape")
    assert image(here.export("PNG")).size == JAR


def test_scenes_that_do_not_come_are_said_and_cost_nothing(visit: Visit, calm: Online, jar: bytes) -> None:
    person = calm.backend.person(credits=0)
    here = signed_in(furnished(visit(calm.address)), person)
    here.watch.allow("status of 402")
    to_scene(here, jar)
    draw, prompt = here.page.locator("#scene-draw"), here.page.locator("#scene-prompt")
    choose(here, "Made by", "GPT Image 1")
    choose(here, "Detail", "High")
    here.page.locator("#panel-scene").get_by_role("radio", name="4", exact=True).check(force=True)
    prompt.fill("A table")
    draw.click()
    assert "There are not enough credits" in here.alerts()
    here.button("Dismiss").click()
    here.page.locator("#panel-scene").get_by_role("radio", name="1", exact=True).check(force=True)
    choose(here, "Detail", "Draft")
    prompt.fill(f"A table, {UNSAFE}")
    draw.click()
    expect(here.alert).to_contain_text("refused by the model's rules", timeout=WORK)
    here.button("Dismiss").click()
    choose(here, "Made by", "SDXL")
    prompt.fill("A table")
    calm.backend.stack.stability.trouble.append(Trouble("hang"))
    draw.click()
    here.page.locator("#scene-cancel").click(timeout=WORK)
    expect(draw).to_be_visible(timeout=WORK)
    expect(here.page.locator("#scene-0")).to_contain_text("Not made")
    here.says("Scenes cancelled")
    assert until(lambda: calm.backend.balance(person) == 60), "what was reserved came back"


def test_each_scene_can_be_used_as_soon_as_it_is_there(customer: Studio, calm: Online, jar: bytes) -> None:
    person = calm.backend.person(credits=0)
    here = signed_in(customer, person)
    to_scene(here, jar)
    choose(here, "Made by", "SDXL")
    choose(here, "Detail", "Draft")
    here.page.locator("#panel-scene").get_by_role("radio", name="3", exact=True).check(force=True)
    here.page.locator("#scene-prompt").fill("A table")
    calm.backend.stack.stability.trouble.append(Trouble("hang"))
    here.page.locator("#scene-draw").click()
    usable, cancel = here.page.locator(".scene-tile:not(:disabled)"), here.page.locator("#scene-cancel")
    expect(usable).to_have_count(2, timeout=WORK)
    expect(cancel).to_be_visible()
    usable.last.click()
    expect(usable.last).to_contain_text("In the picture", timeout=WORK)
    with here.page.expect_download() as caught:
        here.button("Download scene").click()
    assert image({"name": "", "data": caught.value.path().read_bytes()}).size == (1152, 896)
    cancel.click()
    expect(here.page.locator("#scene-draw")).to_be_visible(timeout=WORK)
    expect(usable).to_have_count(2)
    assert until(lambda: calm.backend.balance(person) == 60 - 2 * 4), "what had arrived is charged, the rest came back"


def test_what_is_done_is_counted_with_a_consent_and_not_a_moment_longer(visit: Visit, calm: Online, jar: bytes) -> None:
    calm.backend.sql("delete from private.usage_daily")
    person = calm.backend.person()

    def counts() -> dict[str, int]:
        rows = calm.backend.sql("select event, count, device from private.usage_daily")
        assert all(device == "desktop" for _, _, device in rows)
        return {event: count for event, count, _ in rows}

    def sent() -> int:
        return sum("/rpc/usage_count" in url for url in here.watch.requests)

    here = signed_in(furnished(visit(calm.address)), person, jar)
    assert (counts(), sent()) == ({}, 0), "nothing without a consent"
    other = furnished(Studio(here.page.context.new_page(), calm.address, here.watch))
    account(other)
    expect(other.page.get_by_text("Everything held about you")).to_be_visible(timeout=WORK)
    here.page.bring_to_front()
    page_of(here, "Consents")
    switch = here.page.get_by_role("switch", name="Usage counts")
    switch.click()
    expect(here.page.get_by_text("Given on")).to_be_visible(timeout=WORK)
    here.page.keyboard.press("Escape")
    here.open("jar.jpg", jar)
    here.remove_background()
    here.export("PNG")
    here.page.keyboard.press("Escape")
    here.task("Adjust")
    here.page.locator("#looks button, #looks input").nth(1).click(force=True)
    with here.page.expect_download():
        here.page.keyboard.press("Control+Shift+S")
    here.choose("broken.jpg", b"no picture")
    here.alerts()
    here.task("Scene")
    here.page.locator("#scene-prompt").fill("A table")
    choose(here, "Made by", "SDXL")
    here.page.locator("#panel-scene").get_by_role("radio", name="3", exact=True).check(force=True)
    here.page.locator("#scene-draw").click()
    expect(here.page.locator("#scene-2")).to_contain_text("Ready", timeout=WORK)
    once = dict.fromkeys(("image_opened", "cutout_made", "image_exported", "preset_used", "error_shown"), 1)
    expected = {**once, "project_saved": 1, "scene_generated": 3}
    assert until(lambda: counts() == expected), counts()
    assert calm.backend.sql("select count(*) from private.usage_daily where count > 3") == [(0,)]
    account(here)
    page_of(here, "Consents")
    switch.click()
    expect(here.page.get_by_text("Taken back on")).to_be_visible(timeout=WORK)
    before = sent()
    for each in (here, other):
        each.page.bring_to_front()
        each.page.keyboard.press("Escape")
        each.open("jar.jpg", jar)
        each.task("Cut out")
        each.remove_background()
    assert (counts(), sent()) == (expected, before)


def test_saved_scenes_are_listed_kept_fetched_and_removed(customer: Studio, calm: Online, jar: bytes) -> None:
    here = signed_in(customer, calm.backend.person(), jar)
    here.page.keyboard.press("Escape")
    here.task("Scene")
    here.page.locator("#scene-prompt").fill("A table")
    choose(here, "Made by", "SDXL")
    choose(here, "Detail", "Draft")
    here.page.locator("#panel-scene").get_by_role("radio", name="1", exact=True).check(force=True)
    here.page.get_by_label("Save scenes to my account").check()
    here.page.locator("#scene-draw").click()
    expect(here.page.locator("#scene-0")).to_contain_text("Ready", timeout=WORK)
    account(here)
    here.button("Show").click()
    listed = here.page.locator(".account-saved li")
    expect(listed).to_contain_text("until", timeout=WORK)
    check(here)
    here.page.get_by_role("combobox", name="Keep for").select_option(label="until I remove it")
    expect(listed).to_contain_text("until you remove it", timeout=WORK)
    with here.page.expect_download() as caught:
        here.page.locator("#saved-get-0").click()
    assert image({"name": "", "data": caught.value.path().read_bytes()}).size == (1152, 896)
    expect(here.page.locator("#saved-remove-0")).to_be_enabled(timeout=WORK)
    here.page.locator("#saved-remove-0").click()
    expect(here.page.locator(".account-saved")).to_contain_text("There are none", timeout=WORK)


@pytest.mark.parametrize("look", ["phone", "dark"])
def test_account_and_scene_on_a_phone_and_in_the_dark(visit: Visit, calm: Online, jar: bytes, look: str) -> None:
    # The only phone at this site: it has no use for a browser that knows it.
    options = {**PHONE, "worker": "none"} if look == "phone" else {"color_scheme": "dark"}
    here = signed_in(furnished(visit(calm.address, **options)), calm.backend.person(), jar)
    check(here)
    here.screenshot(f"online-{look}-account")
    for name in ("Credits and plan", "Consents", "Notices"):
        page_of(here, name)
        check(here)
    here.page.get_by_role("button", name="Close settings").click()
    here.task("Scene")
    here.page.locator("#scene-prompt").fill("A pale oak table")
    check(here)
    here.screenshot(f"online-{look}-scene")


@pytest.mark.skipif(bool(configured().url), reason="the site was built for a backend: unset ALUO_SUPABASE_URL")
def test_without_a_backend_everything_else_works(another: Studio, jar: bytes) -> None:
    account(another)
    expect(another.page.get_by_text("This site has no backend, so")).to_be_visible()
    page_of(another, "General")
    another.page.keyboard.press("Escape")
    another.open("jar.jpg", jar)
    another.task("Scene")
    expect(another.page.locator("#scene-draw")).to_have_text("This site has no backend")
    expect(another.page.locator("#scene-draw")).to_be_disabled()
    asked = [url for url in another.watch.requests if url.startswith(another.address)]
    assert asked and not [url for url in asked if "/egress-" in url]
