"""Painting as a person does it: keep, erase, heal and clone, by mouse, by keys alone and by one finger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import JAR
from tests.browser.studio import Studio, image
from tests.browser.test_accessible import check

FRAMES = 600
"""Frames until a test gives up; never a measure of speed."""
Place = tuple[float, float]
X, Y = JAR[0] // 2, JAR[1] // 2
"""The middle of the photo."""


def at(studio: Studio, x: float, y: float) -> Place:
    """A place on the screen, given in shares of the picture."""
    box = studio.page.locator("#paper").bounding_box()
    assert box is not None
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def pixel(studio: Studio, x: float, y: float) -> tuple[int, ...]:
    """What the picture on the screen is there: red, green, blue, alpha."""
    canvas = studio.page.locator("#after").bounding_box()
    assert canvas is not None
    place, shown = at(studio, x, y), studio.picture()
    density = shown.width / canvas["width"]
    found: Any = shown.getpixel(((place[0] - canvas["x"]) * density, (place[1] - canvas["y"]) * density))
    return tuple(found)


def becomes(studio: Studio, x: float, y: float, condition: Callable[[tuple[int, ...]], bool]) -> None:
    """Waits until the picture is so there."""
    for _ in range(FRAMES):
        if condition(pixel(studio, x, y)):
            return
        studio.page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError(f"at {x}, {y} the picture is {pixel(studio, x, y)}")


def clear(pixel: tuple[int, ...]) -> bool:
    return pixel[3] < 10


def solid(pixel: tuple[int, ...]) -> bool:
    return pixel[3] > 245


def drag(studio: Studio, *places: Place, button: Any = "left") -> None:
    """A stroke with the mouse, in shares of the picture."""
    mouse = studio.page.mouse
    mouse.move(*at(studio, *places[0]))
    mouse.down(button=button)
    for place in places[1:]:
        mouse.move(*at(studio, *place), steps=6)
    mouse.up(button=button)


def steps(studio: Studio) -> int:
    return int(studio.page.locator("#history-count").inner_text() or 0)


def says(studio: Studio, text: str) -> None:
    """The status line says so."""
    expect(studio.page.locator("#status")).to_contain_text(text)


def brush(studio: Studio, mode: str) -> None:
    studio.page.get_by_role("radio", name=mode, exact=True).check()


@pytest.fixture
def cut(studio: Studio, jar: bytes) -> Studio:
    """A photo is open and cut out."""
    studio.open("jar.jpg", jar)
    studio.remove_background()
    return studio


def test_erase_and_keep_by_mouse(cut: Studio) -> None:
    becomes(cut, 0.5, 0.5, solid)
    becomes(cut, 0.05, 0.05, clear)
    before = steps(cut)
    brush(cut, "Erase")
    cut.page.get_by_role("textbox", name="Size, number").fill("40 px")
    cut.page.get_by_role("textbox", name="Size, number").press("Enter")
    drag(cut, (0.4, 0.5), (0.6, 0.5))
    becomes(cut, 0.5, 0.5, clear)
    assert steps(cut) == before + 1
    brush(cut, "Keep")
    drag(cut, (0.05, 0.05), (0.05, 0.3))
    becomes(cut, 0.05, 0.2, solid)
    drag(cut, (0.5, 0.6), button="right")
    becomes(cut, 0.5, 0.6, clear)
    check(cut)
    written = np.asarray(image(cut.export("PNG")))
    assert written[Y, X, 3] == 0
    assert written[Y * 2 // 5, X // 10, 3] == 255
    cut.page.keyboard.press("Escape")
    cut.button("Reset strokes").click()
    becomes(cut, 0.5, 0.5, solid)
    becomes(cut, 0.05, 0.2, clear)
    cut.button("Undo").click()
    becomes(cut, 0.5, 0.5, clear)


def test_the_brush_by_keys_alone(cut: Studio) -> None:
    keys = cut.page.keyboard
    cut.page.evaluate("() => document.activeElement.blur()")
    keys.press("e")
    expect(cut.page.get_by_role("radio", name="Erase", exact=True)).to_be_checked()
    expect(cut.region("Canvas")).to_be_focused()
    keys.press("ArrowRight")
    says(cut, f"Brush at {X}, {Y} px")
    keys.press("Space")
    says(cut, f"Erased at {X}, {Y} px.")
    becomes(cut, 0.5, 0.5, clear)
    keys.press("Shift+ArrowDown")
    keys.press("Shift+Enter")
    becomes(cut, 0.5, 0.55, clear)
    keys.press("5")
    says(cut, "Strength 50 %")
    keys.press("]")
    says(cut, "Brush 18 px")
    keys.press("Shift+BracketLeft")
    says(cut, "Hardness 70 %")
    keys.press("x")
    expect(cut.page.get_by_role("radio", name="Keep", exact=True)).to_be_checked()
    keys.press("Escape")
    expect(cut.page.get_by_role("radio", name="Move", exact=True)).to_be_checked()
    keys.press("1")
    expect(cut.page.locator("#zoom-level")).to_have_text("100 %")


def test_heal_and_clone(cut: Studio) -> None:
    page = cut.page
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("j")
    before = pixel(cut, 0.5, 0.5)
    drag(cut, (0.47, 0.5), (0.53, 0.5))
    expect(cut.button("Reset retouching")).to_be_enabled()
    page.get_by_role("radio", name="Clone", exact=True).check()
    drag(cut, (0.5, 0.5))
    says(cut, "Set source")
    cut.button("Set source").click()
    drag(cut, (0.05, 0.05))
    says(cut, f"Copies from {X // 10}, {Y // 10} px")
    ground = np.asarray(image(cut.export("PNG")).convert("RGB"), np.int16)
    page.keyboard.press("Escape")
    drag(cut, (0.5, 0.5), (0.52, 0.5))
    becomes(cut, 0.5, 0.5, lambda now: max(abs(a - b) for a, b in zip(now, before, strict=True)) > 12)
    check(cut)
    written = np.asarray(image(cut.export("PNG")).convert("RGB"), np.int16)
    changed = np.abs(written - ground).max(axis=2) > 3
    rows, columns = np.nonzero(changed)
    assert -12 < rows.min() - Y < rows.max() - Y < 12
    assert -12 < columns.min() - X < columns.max() - X < 22
    page.keyboard.press("Escape")
    cut.button("Reset retouching").click()
    becomes(cut, 0.5, 0.5, lambda now: max(abs(a - b) for a, b in zip(now, before, strict=True)) < 4)


def test_one_finger_paints_and_two_zoom(phone: Studio, jar: bytes) -> None:
    here = phone
    here.open("jar.jpg", jar)
    here.remove_background()
    here.button("Refine edge").tap()
    brush(here, "Erase")
    check(here)
    session = here.page.context.new_cdp_session(here.page)

    def touch(kind: str, *places: Place) -> None:
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(at(here, *place) for place in places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    before = steps(here)
    touch("touchStart", (0.45, 0.5))
    for share in (0.47, 0.5, 0.53, 0.56):
        touch("touchMove", (share, 0.5))
    touch("touchEnd")
    becomes(here, 0.5, 0.5, clear)
    assert steps(here) == before + 1
    zoom = here.page.locator("#zoom-level").text_content()
    touch("touchStart", (0.3, 0.3))
    touch("touchStart", (0.3, 0.3), (0.5, 0.5))
    for n in range(1, 6):
        touch("touchMove", (0.3 - n * 0.02, 0.3 - n * 0.02), (0.5 + n * 0.02, 0.5 + n * 0.02))
    touch("touchEnd")
    expect(here.page.locator("#zoom-level")).not_to_have_text(zoom or "")
    assert steps(here) == before + 1
    here.button("Done").filter(visible=True).tap()
    expect(here.button("Remove background")).to_be_visible()
