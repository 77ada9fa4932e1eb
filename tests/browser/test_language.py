"""The second language: the browser's own at first, then the one that was chosen; no panel keeps a rest of English."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from locales import de
from tests.browser.conftest import Visit
from tests.browser.studio import Studio, payload
from tests.browser.test_accessible import LOOKS, check, promise_is_clear

SHOWN = """(hidden) => {
  const seen = (box) => hidden || box.checkVisibility();
  const texts = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: box, data } = walk.currentNode;
    if (seen(box) && !box.closest("script, style, noscript, template")) texts.add(data.trim());
  }
  const said = ["aria-label", "aria-valuetext", "data-tip", "alt", "title", "placeholder"];
  for (const name of said)
    for (const element of document.querySelectorAll(`body [${name}]`))
      if (seen(element)) texts.add(element.getAttribute(name));
  return [...texts];
}"""
CUT_OFF = """() => [...document.querySelectorAll(
  "button, .btn, .segment span, h2, .item span, .look span, .panel .row")]
  .filter((element) => element.checkVisibility() && !element.matches(".sr, .curve-point") && element.clientWidth > 1)
  .filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => element.innerText)"""
GAP = re.compile(r"\{\w+\}")
ENGLISH = set(de.TEXTS) - set(de.TEXTS.values())
GERMAN = set(de.TEXTS.values()) - set(de.TEXTS) - de.SAME


def left(studio: Studio, wrong: set[str], hidden: bool = True) -> set[str]:
    """Texts of the page that are one of `wrong`, with its gaps filled; also those that are hidden now."""
    worded = [text for text in wrong if re.search(r"[^\W\d_]{2}", GAP.sub("", text))]
    pattern = re.compile(
        "|".join(GAP.sub(".+", re.escape(text).replace(r"\{", "{").replace(r"\}", "}")) for text in worded)
    )
    return {text for text in studio.page.evaluate(SHOWN, hidden) if pattern.fullmatch(text)}


def furnished(studio: Studio) -> None:
    """Waits until all panels are there: the one with the keys is the last."""
    studio.ready()
    expect(studio.page.locator("#key-rows tr").first).to_be_attached()


def run(studio: Studio, command: str) -> None:
    """Presses the button of a command, also one that another sheet hides."""
    button = studio.page.locator(f"[data-command={command}]").first
    expect(button).to_be_enabled()
    button.dispatch_event("click")


def whole(studio: Studio, place: str) -> None:
    """All that is seen is German and fits."""
    assert left(studio, ENGLISH) == set(), place
    assert studio.page.evaluate(CUT_OFF) == [], place


@pytest.mark.parametrize("look", ["1440-light", "390-light"])
def test_every_task_is_german_in_a_german_browser(visit: Visit, jar: bytes, look: str) -> None:
    here = visit(**{**LOOKS[look], "locale": "de-DE"})
    furnished(here.visit())
    page = here.page
    expect(here.html).to_have_attribute("lang", "de")
    expect(here.status).to_contain_text("Bereit")
    expect(page.locator("#panel-retouch h2")).to_have_text("Retusche")  # what came late is said once all is there
    whole(here, "the first screen")
    if look == "390-light":
        promise_is_clear(here)
    page.locator("#file").set_input_files(payload("jar.jpg", jar))
    here.wait("open")
    page.locator("#remove").click()
    here.wait("cutout")
    whole(here, "cutout")
    check(here)
    here.screenshot(f"{look}-german")
    steps = (
        ("brush-keep", ""),
        ("brush-off", ""),
        ("task-retouch", "#panel-retouch input[value=clone]"),
        ("task-backdrop", "#kind input[value=gradient]"),
        ("task-backdrop", "#kind input[value=blur]"),
        ("task-shapes", "#panel-shapes input[value=arrow]"),
        ("add-shape", ""),
        ("task-text", ""),
        ("add-text", ""),
        ("task-arrange", ""),
        ("shadow-drop", ""),
        ("task-adjust", ""),
        ("task-crop", ""),
        ("crop-perspective", ""),
        ("export", ""),
        ("history", ""),
        ("palette", ""),
    )
    for command, choice in steps:
        run(here, command)
        if choice:
            page.locator(choice).dispatch_event("click")
        whole(here, f"{command} {choice}")
    page.keyboard.press("Escape")
    check(here)


def test_the_language_is_chosen_in_settings_by_keys_and_kept(visit: Visit, jar: bytes) -> None:
    here = visit(locale="de-AT")
    furnished(here.visit())
    page = here.page
    page.locator("#file").set_input_files(payload("jar.jpg", jar))
    here.wait("open")
    for command in ("task-adjust", "task-arrange", "task-shapes", "task-text", "task-crop", "task-cutout"):
        run(here, command)
    page.keyboard.press("?")
    language = page.locator("#language")
    language.focus()
    page.keyboard.press("ArrowUp")
    expect(here.html).to_have_attribute("lang", "en")
    here.says("The editor speaks English.")
    for command in ("task-adjust", "task-arrange", "task-shapes", "task-text", "task-crop"):
        run(here, command)
        # What is drawn with every change is drawn anew when it is seen.
        assert left(here, GERMAN, hidden=False) == set(), command
    page.reload()
    furnished(here)
    expect(here.html).to_have_attribute("lang", "en")
    assert left(here, GERMAN) == set()


def test_german_can_be_chosen_and_numbers_are_written_in_it(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    another.button("Settings").click()
    another.select("Language").select_option("de")
    another.says("Der Editor spricht Deutsch.")
    another.page.keyboard.press("Escape")
    run(another, "task-text")
    run(another, "add-text")
    field = another.page.get_by_label("Zeilenhöhe", exact=True)
    expect(field).to_have_value("1,20")
    field.fill("1,5")
    field.press("Enter")
    expect(field).to_have_value("1,50")
    run(another, "settings")
    another.select("Sprache").select_option("en")
    another.says("The editor speaks English.")


EARLY = """new MutationObserver((_, observer) => {
  if (document.documentElement.dataset.app !== "ready") return;
  observer.disconnect();
  const control = document.querySelector("SELECTOR");
  if (control.type === "radio") control.checked = true; else control.value = "de";
  control.dispatchEvent(new Event("change", { bubbles: true }));
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-app"] });"""


@pytest.mark.parametrize(
    ("selector", "attribute", "value"),
    [("#language", "lang", "de"), ("input[name=theme][value=dark]", "data-theme", "dark")],
)
def test_a_choice_in_a_panel_that_is_not_made_yet_is_heard(
    visit: Visit, selector: str, attribute: str, value: str
) -> None:
    here = visit(script=EARLY.replace("SELECTOR", selector))
    furnished(here.visit())
    expect(here.html).to_have_attribute(attribute, value)
    expect(here.page.locator(f"{selector}:checked, select{selector}")).to_have_value(value)


def test_adjust_says_which_layer_it_acts_on(another: Studio, jar: bytes) -> None:
    another.open("jar.jpg", jar)
    another.task("Adjust")
    named = another.page.locator("#adjust-of")
    expect(named).to_have_text("jar.jpg")
    run(another, "add-shape")
    another.task("Adjust")
    expect(named).to_have_text("Rectangle")


def test_what_is_said_before_python_is_up_is_said_in_the_persons_language(visit: Visit, jar: bytes) -> None:
    here = visit(locale="de-AT", worker="none")
    here.page.route("**/pyscript-*/*", lambda route: None)  # never answered: Python does not come up
    here.visit()
    here.choose("tasse.jpg", jar)
    expect(here.status).to_have_text("tasse.jpg wartet hier, bis die Werkzeuge bereit sind.")
    here.page.unroute("**/pyscript-*/*")
    here.page.evaluate("localStorage.setItem('aluo.language', 'en')")
    here.page.route("**/later.html", lambda route: route.fulfill(status=503))
    here.watch.allow("503")  # the browser reports it, and so does Python, which cannot begin
    here.visit()
    expect(here.alert).to_contain_text("The editor did not load.")
    here.page.evaluate("localStorage.setItem('aluo.language', 'de')")
    here.visit()
    expect(here.alert).to_contain_text("Der Editor wurde nicht geladen.")
