"""Putting a cut-out right as a person does it: its edge, its doubtful spots, hair, and brushes that stop at edges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import expect

from tests import pictures
from tests.browser.studio import WORK, Studio, image
from tests.browser.test_accessible import check
from tests.browser.test_brush import becomes, brush, clear, drag, pixel, solid, steps

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def mug() -> bytes:
    """A dark mug with a handle on a light table: the handle has a hole."""
    large = Image.new("RGB", (1280, 960), (226, 222, 214))
    pen = ImageDraw.Draw(large)
    pen.rounded_rectangle((330, 230, 800, 780), 60, (58, 74, 96))
    pen.ellipse((330, 190, 800, 290), (44, 58, 78))
    pen.ellipse((700, 340, 1010, 660), (58, 74, 96))
    pen.ellipse((775, 415, 935, 585), (226, 222, 214))
    pen.rounded_rectangle((360, 240, 790, 780), 60, (58, 74, 96))
    return pictures.jpeg(large.resize((640, 480), Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.6)))


@pytest.fixture
def cut(another: Studio) -> Studio:
    """The mug is open and cut out, and its doubtful spots are known."""
    another.open("mug.jpg", mug())
    sought = another.page.locator("#doubts .note.num").first
    expect(sought).to_have_text("")
    another.remove_background()
    expect(sought).not_to_have_text("", timeout=WORK)
    return another


def alpha(studio: Studio) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Of the file as it would be exported."""
    found = np.asarray(image(studio.export("PNG")))[..., 3]
    studio.page.keyboard.press("Escape")
    return found


def test_the_edge_in_plain_words(cut: Studio) -> None:
    before, found = steps(cut), alpha(cut)
    track = cut.page.get_by_role("slider", name="Position", exact=True).bounding_box()
    assert track is not None
    middle = track["y"] + track["height"] / 2
    cut.page.mouse.move(track["x"] + track["width"] / 2, middle)
    cut.page.mouse.down()
    cut.page.mouse.move(track["x"] + track["width"] * 0.62, middle, steps=6)
    cut.page.mouse.up()
    cut.says("Edge +")
    assert steps(cut) == before + 1
    looser = alpha(cut)
    assert looser[240, :].astype(int).sum() > found[240, :].astype(int).sum() + 3 * 255
    cut.page.get_by_role("textbox", name="Softness, number").fill("-100")
    cut.page.get_by_role("textbox", name="Softness, number").press("Enter")
    cut.page.get_by_role("slider", name="Colour rim", exact=True).press("End")
    cut.says("colour rim +100")
    assert steps(cut) == before + 3
    crisp = alpha(cut)
    assert ((crisp > 20) & (crisp < 235)).sum() < ((looser > 20) & (looser < 235)).sum()
    check(cut)
    cut.page.locator("#edge").get_by_role("button", name="Reset").click()
    cut.says("as it was found")
    assert (alpha(cut) == found).all()
    cut.page.keyboard.press("Control+z")
    assert (alpha(cut) == crisp).all()


def test_the_edge_is_saved_with_the_picture(cut: Studio) -> None:
    cut.page.get_by_role("textbox", name="Position, number").fill("-5")
    cut.page.get_by_role("textbox", name="Position, number").press("Enter")
    brush(cut, "Erase")
    drag(cut, (0.4, 0.6))
    made = alpha(cut)
    with cut.page.expect_download() as saved:
        cut.page.keyboard.press("Control+Shift+s")
    project = saved.value.path().read_bytes()
    cut.open("other.jpg", pictures.jpeg(pictures.product(320, 240)))
    cut.choose("mug.aluo", project)
    cut.says("mug.aluo opened")
    expect(cut.page.get_by_role("textbox", name="Position, number")).to_have_value("−5")
    assert (alpha(cut) == made).all()


def test_doubtful_spots_by_keys(another: Studio) -> None:
    cut = another
    cut.open("cup.jpg", (SAMPLES / "espresso-cup.jpg").read_bytes())
    cut.remove_background()
    page = cut.page
    cut.says("Doubtful spots (N) leads to")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("n")
    cut.says("Spot 1 of")
    expect(page.locator("#stage")).to_have_attribute("data-doubt", "true")
    rows = page.locator(".spots .spot")
    count = rows.count()
    assert count >= 1
    expect(rows.first).to_have_attribute("aria-current", "true")
    expect(page.locator("#zoom-level")).not_to_have_text("100 %")
    check(cut)
    before = steps(cut)
    page.keyboard.press("Shift+N")
    expect(page.locator(".spots .spot")).to_have_count(count - 1)
    assert steps(cut) == before + 1
    page.keyboard.press("Control+z")
    expect(page.locator(".spots .spot")).to_have_count(count, timeout=WORK)
    page.keyboard.press("Escape")
    cut.says("in its colours")
    expect(page.locator("#stage")).to_have_attribute("data-doubt", "false")


def test_a_hole_stays_open_until_it_is_filled(cut: Studio) -> None:
    page = cut.page
    becomes(cut, 0.665, 0.52, lambda now: now[3] < 60)
    cut.button("Show").click()
    hole = page.locator(".spots .spot", has_text="Hole").first
    hole.click()
    cut.says("hole")
    before = steps(cut)
    page.get_by_role("button", name="Fill it").click()
    page.keyboard.press("Escape")
    page.locator("body").press("0")
    becomes(cut, 0.665, 0.52, solid)
    assert steps(cut) == before + 1
    cut.button("Undo").click()
    becomes(cut, 0.665, 0.52, lambda now: now[3] < 60)
    cut.button("Show").click()
    page.locator(".spots .spot", has_text="Hole").first.click()
    page.get_by_role("button", name="Keep it open").click()
    page.keyboard.press("Escape")
    page.locator("body").press("0")
    becomes(cut, 0.665, 0.52, clear)
    expect(page.locator(".spots .spot", has_text="Hole")).to_have_count(0)


def test_a_brush_stops_at_edges(cut: Studio) -> None:
    brush(cut, "Erase")
    expect(cut.page.get_by_role("switch", name="Stop at edges")).to_be_checked()
    size = cut.page.get_by_role("textbox", name="Size, number")
    size.fill("120 px")
    size.press("Enter")
    brush(cut, "Keep")
    drag(cut, (0.2, 0.5), (0.2, 0.55))  # beside the mug: its body is within the brush
    becomes(cut, 0.2, 0.52, solid)
    brush(cut, "Erase")
    drag(cut, (0.2, 0.5), (0.2, 0.55))
    becomes(cut, 0.2, 0.52, clear)
    assert solid(pixel(cut, 0.275, 0.52))
    cut.page.get_by_role("switch", name="Stop at edges").uncheck()
    cut.says("all that they cover")
    drag(cut, (0.2, 0.5), (0.2, 0.55))
    becomes(cut, 0.275, 0.52, clear)


def test_hair_is_one_step_and_can_be_undone(cut: Studio) -> None:
    page = cut.page
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Shift+H")
    expect(page.get_by_role("radio", name="Hair", exact=True)).to_be_checked()
    check(cut)
    before, found = steps(cut), alpha(cut)
    drag(cut, (0.26, 0.4), (0.26, 0.6))
    expect(page.locator("#history-count")).to_have_text(str(before + 1))
    after = alpha(cut)
    assert (after != found).any()
    assert (after[:, 330:] == found[:, 330:]).all()
    cut.button("Undo").click()
    assert (alpha(cut) == found).all()
    cut.button("Redo").click()
    assert (alpha(cut) == after).all()


def test_mending_with_a_finger(phone: Studio) -> None:
    here = phone
    here.open("mug.jpg", mug())
    here.remove_background()
    page = here.page
    expect(page.locator("#doubts .note.num").first).not_to_have_text("", timeout=WORK)
    check(here)
    here.button("Edge").tap()
    page.get_by_role("textbox", name="Softness, number").fill("20")
    page.get_by_role("textbox", name="Softness, number").press("Enter")
    check(here)
    here.button("Done").filter(visible=True).tap()
    here.button("Doubtful spots").tap()
    expect(page.locator("#stage")).to_have_attribute("data-doubt", "true")
    before = steps(here)
    page.locator(".spots .row").get_by_role("button").last.tap()
    assert steps(here) == before + 1
    check(here)
    here.button("Done").filter(visible=True).tap()
    expect(here.button("Remove background")).to_be_visible()


def two() -> bytes:
    """A large dark mug to the left, a small red ball to the right."""
    large = Image.new("RGB", (1280, 960), (226, 222, 214))
    pen = ImageDraw.Draw(large)
    pen.rounded_rectangle((200, 250, 620, 760), 60, (58, 74, 96))
    pen.ellipse((900, 500, 1120, 720), (196, 52, 40))
    return pictures.jpeg(large.resize((640, 480), Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.6)))


ESCAPE_AT_WORK = """() => new MutationObserver((_, seen) => {
  if (document.documentElement.dataset.engine === "ready") return;
  seen.disconnect();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
}).observe(document.documentElement, { attributeFilter: ["data-engine"] })"""
"""Presses Escape as soon as the engine is at work: from outside it may come when the work is done already."""


def test_the_subject_is_picked_added_to_and_taken_from(another: Studio) -> None:
    page = another.page
    another.open("two.jpg", two())
    another.remove_background()
    before = steps(another)
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("p")
    another.says("Drag a box")
    drag(another, (0.66, 0.46), (0.92, 0.8))
    becomes(another, 0.79, 0.63, solid)
    becomes(another, 0.3, 0.5, clear)
    assert steps(another) == before + 1
    page.get_by_role("group", name="Pick subject").get_by_role("button", name="Add").click()
    check(another)
    drag(another, (0.11, 0.2), (0.54, 0.84))
    becomes(another, 0.3, 0.5, lambda now: now[3] > 245 and max(now[:3]) < 130)  # not the photo that shows faintly
    expect(page.locator("#history-count")).to_have_text(str(before + 2))
    page.get_by_role("group", name="Pick subject").get_by_role("button", name="Take away").click()
    drag(another, (0.79, 0.63))  # a press on the ball
    expect(page.locator("#history-count")).to_have_text(str(before + 3), timeout=WORK)
    expect(another.html).to_have_attribute("data-engine", "ready", timeout=WORK)
    page.evaluate(ESCAPE_AT_WORK)
    drag(another, (0.11, 0.2), (0.54, 0.84))
    another.says("Stopped")
    page.keyboard.press("Escape")
    another.says("Nothing is picked")
    becomes(another, 0.79, 0.63, clear)
    becomes(another, 0.3, 0.5, solid)
    another.button("Undo").click()
    becomes(another, 0.79, 0.63, solid)
    another.button("Undo").click()
    becomes(another, 0.3, 0.5, clear)
    another.button("Redo").click()
    becomes(another, 0.3, 0.5, solid)


def test_a_photo_without_a_subject_offers_a_box_by_keys(another: Studio) -> None:
    page = another.page
    wall = np.full((480, 640, 3), 205, np.uint8)
    another.open("wall.jpg", pictures.jpeg(Image.fromarray(wall)))
    another.select("Model").select_option(label="Instant")
    another.button("Remove background").click()
    assert "Drag a box" in another.alerts()
    page.get_by_role("alert").get_by_role("button", name="Drag a box").click()
    another.says("Drag a box around the subject")
    page.keyboard.press("ArrowRight")
    another.says("Box at 160, 120, 320 × 240 px")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+ArrowDown")
    another.says("Box at 170, 120, 320 × 250 px")
    page.keyboard.press("Enter")
    assert "The photo is unchanged" in another.alerts()
    assert steps(another) == 0
