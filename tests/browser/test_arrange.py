"""The task Arrange as a person uses it: layers moved, sized, turned, aligned, ordered; by mouse, by keys, by touch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from tests import pictures
from tests.browser.studio import Studio, image
from tests.browser.test_accessible import check

FRAMES = 600
"""Frames until a test gives up; never a measure of speed."""
RED = (200, 30, 30)


def seen(studio: Studio, condition: Callable[[NDArray[np.int16]], bool]) -> None:
    """Waits until the picture on the screen, (H, W, 4), meets the condition."""
    for _ in range(FRAMES):
        if condition(np.asarray(studio.picture(), np.int16)):
            return
        studio.page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError("the picture on the screen never came to look like that")


def red(pixels: NDArray[np.int16]) -> tuple[float, float, int]:
    """The middle (x, y) of what is red, in shares of the screen's picture, and how many pixels that are."""
    found = (np.abs(pixels[..., :3] - RED).max(axis=-1) < 12) & (pixels[..., 3] > 200)
    ys, xs = np.nonzero(found)
    return (float(xs.mean()) / found.shape[1], float(ys.mean()) / found.shape[0], len(xs)) if len(xs) else (0.0, 0.0, 0)


def place(studio: Studio, share_x: float, share_y: float) -> tuple[float, float]:
    """A point of the picture on the page."""
    box = studio.page.locator("#paper").bounding_box()
    assert box, "the picture is on the screen"
    return box["x"] + box["width"] * share_x, box["y"] + box["height"] * share_y


def with_patch(studio: Studio) -> Studio:
    """A grey photo of 800 x 600 with a red picture of 200 x 150 in its middle, chosen."""
    studio.open("grey.png", pictures.png(pictures.plain(800, 600, (128, 128, 128))))
    studio.task("Arrange")
    patch = pictures.png(pictures.plain(200, 150, RED))
    studio.chooses(lambda: studio.page.keyboard.press("Control+Shift+O"), "red.png", patch)
    studio.says("red.png added as a layer, 200 × 150 px.")
    seen(studio, lambda pixels: red(pixels)[2] > 1000)
    return studio


@pytest.fixture
def arranging(another: Studio) -> Studio:
    return with_patch(another)


def drag(studio: Studio, start: tuple[float, float], end: tuple[float, float], *keys: str) -> None:
    mouse, keyboard = studio.page.mouse, studio.page.keyboard
    mouse.move(*start)
    for key in keys:
        keyboard.down(key)
    mouse.down()
    mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    mouse.move(*end, steps=4)
    mouse.up()
    for key in keys:
        keyboard.up(key)


def numbers(studio: Studio) -> dict[str, float]:
    fields = ("X", "Y", "Width", "Height", "Rotation")
    return {name: float(studio.page.get_by_label(name, exact=True).input_value()) for name in fields}


def test_a_layer_is_dragged_and_undo_brings_it_back(arranging: Studio) -> None:
    before = red(np.asarray(arranging.picture(), np.int16))
    drag(arranging, place(arranging, 0.5, 0.5), place(arranging, 0.27, 0.31), "Control")
    seen(arranging, lambda pixels: abs(red(pixels)[0] - before[0]) > 0.1)
    there = numbers(arranging)
    assert abs(there["X"] - (300 - 0.23 * 800)) <= 2
    assert abs(there["Y"] - (225 - 0.19 * 600)) <= 2
    arranging.button("Undo").click()
    seen(arranging, lambda pixels: abs(red(pixels)[0] - before[0]) < 0.005)


def test_a_drag_snaps_to_the_edge_and_shift_keeps_its_line(arranging: Studio) -> None:
    x, y = place(arranging, 0.5, 0.5)
    box = arranging.page.locator("#paper").bounding_box()
    assert box
    to_edge = x - 300 / 800 * box["width"] + 3  # three CSS pixels beside the left edge
    drag(arranging, (x, y), (to_edge, y + 40), "Shift")
    expect(arranging.page.get_by_label("X", exact=True)).to_have_value("0")
    expect(arranging.page.get_by_label("Y", exact=True)).to_have_value("225")


def test_handles_size_and_turn(arranging: Studio) -> None:
    corner = place(arranging, 500 / 800, 375 / 600)
    drag(arranging, corner, place(arranging, 600 / 800, 450 / 600))
    expect(arranging.page.get_by_label("Width", exact=True)).to_have_value("300")
    assert numbers(arranging)["Height"] == pytest.approx(225, abs=1)
    knob = place(arranging, 450 / 800, 225 / 600)
    drag(arranging, (knob[0], knob[1] - 26), (knob[0] + 600, knob[1] + 100), "Shift")
    assert numbers(arranging)["Rotation"] in (75, 90)


def test_numbers_are_typed_and_summed(arranging: Studio) -> None:
    field = arranging.page.get_by_label("Width", exact=True)
    field.fill("800/2")
    field.press("Enter")
    expect(arranging.page.get_by_label("Height", exact=True)).to_have_value("300")
    seen(arranging, lambda pixels: red(pixels)[2] > 0)
    arranging.page.get_by_label("Rotation", exact=True).fill("90")
    arranging.page.get_by_label("Rotation", exact=True).press("Enter")
    file = image(arranging.export("PNG")).convert("RGB")
    assert file.size == (800, 600)
    assert file.getpixel((400, 120)) == RED  # 400 x 300 lies upright now: 300 x 400 around the middle
    assert file.getpixel((230, 300)) == (128, 128, 128)


def test_keep_ratio_can_be_let_go_by_keys_and_each_side_is_one_step(arranging: Studio) -> None:
    page = arranging.page
    link = arranging.button("Keep ratio")
    expect(link).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Width", exact=True).focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(link).to_have_attribute("aria-pressed", "false")
    before = numbers(arranging)
    field = page.get_by_label("Width", exact=True)
    field.fill("400")
    field.press("Enter")
    expect(field).to_have_value("400")
    assert numbers(arranging)["Height"] == before["Height"]
    arranging.button("Undo").click()
    arranging.says("Undone: Move")
    assert numbers(arranging) == before
    link.click()
    field.fill("400")
    field.press("Enter")
    expect(page.get_by_label("Height", exact=True)).to_have_value(f"{before['Height'] * 400 / before['Width']:.0f}")


def test_what_is_arranged_is_in_the_file(arranging: Studio) -> None:
    arranging.page.get_by_role("button", name="Align left edges").click()
    arranging.page.get_by_role("button", name="Align top edges").click()
    arranging.select("Blend mode").select_option(label="Multiply")
    file = image(arranging.export("PNG")).convert("RGB")
    assert file.getpixel((10, 10)) == tuple(round(128 * level / 255) for level in RED)
    assert file.getpixel((220, 10)) == (128, 128, 128)


def test_keys_alone_arrange(arranging: Studio) -> None:
    keyboard = arranging.page.keyboard
    arranging.page.locator("#canvas").focus()
    for _ in range(3):
        keyboard.press("ArrowRight")
    keyboard.press("Shift+ArrowDown")
    expect(arranging.page.get_by_label("X", exact=True)).to_have_value("303")
    expect(arranging.page.get_by_label("Y", exact=True)).to_have_value("235")
    keyboard.press("Control+j")
    expect(arranging.page.locator("#layer-count")).to_have_text("3")
    keyboard.press("Control+BracketLeft")
    arranging.says("One layer down.")
    keyboard.press("Delete")
    expect(arranging.page.locator("#layer-count")).to_have_text("2")
    keyboard.press("Control+z")
    expect(arranging.page.locator("#layer-count")).to_have_text("3")
    keyboard.press("Alt+BracketLeft")
    arranging.says("Chosen:")
    keyboard.press("Control+a")
    keyboard.press("Control+d")
    expect(arranging.page.locator("#layer-rows .pick[aria-pressed=true]")).to_have_count(0)


def test_the_list_of_layers_names_locks_and_orders(arranging: Studio) -> None:
    row = arranging.page.get_by_role("button", name="red.png").first
    row.dblclick()
    name = arranging.page.get_by_label("Name of the layer")
    name.fill("Sticker")
    name.press("Enter")
    expect(arranging.page.locator(".layer b").first).to_have_text("Sticker")
    arranging.page.get_by_role("button", name="Lock Sticker").click()
    arranging.page.locator("#canvas").focus()
    arranging.page.keyboard.press("ArrowRight")
    expect(arranging.page.get_by_label("X", exact=True)).to_have_value("300")
    expect(arranging.page.get_by_label("X", exact=True)).to_be_disabled()
    arranging.page.get_by_role("button", name="Lock Sticker").click()
    expect(arranging.page.get_by_label("X", exact=True)).to_be_enabled()
    arranging.page.locator("#layer-rows .pick").first.focus()
    arranging.page.keyboard.press("Alt+ArrowDown")
    expect(arranging.page.locator(".layer b").last).to_have_text("Sticker")


def test_a_band_chooses_and_layers_are_spread(arranging: Studio) -> None:
    for _ in range(2):
        arranging.page.keyboard.press("Control+j")
    arranging.page.get_by_label("X", exact=True).fill("580")
    arranging.page.get_by_label("X", exact=True).press("Enter")
    arranging.page.locator("#layer-rows .pick").nth(2).click()
    arranging.page.get_by_label("X", exact=True).fill("10")
    arranging.page.get_by_label("X", exact=True).press("Enter")
    box = arranging.page.locator("#paper").bounding_box()
    assert box
    drag(arranging, (box["x"] - 20, box["y"] - 20), (box["x"] + box["width"] + 15, box["y"] + box["height"] + 15))
    expect(arranging.page.locator("#layer-rows .pick[aria-pressed=true]")).to_have_count(4)
    arranging.page.get_by_role("button", name="Spread across").click()
    arranging.says("Spread across.")


def test_guides_come_out_of_the_rulers_and_snap(arranging: Studio) -> None:
    arranging.page.locator("#canvas").focus()
    arranging.page.keyboard.press("Shift+R")
    stage = arranging.page.locator("#stage").bounding_box()
    assert stage
    x, y = place(arranging, 0.25, 0.9)
    drag(arranging, (stage["x"] + 8, y), (x, y))
    x, y = place(arranging, 0.5, 0.5)
    drag(arranging, (x, y), (place(arranging, 0.375, 0.5)[0] + 3, y + 30), "Shift")
    expect(arranging.page.get_by_label("X", exact=True)).to_have_value("200")


def test_a_shadow_is_cast_and_goes_with_its_layer(arranging: Studio) -> None:
    arranging.button("Drop").click()
    expect(arranging.page.locator("#layer-count")).to_have_text("3")
    seen(arranging, lambda pixels: int((pixels[..., :3].max(axis=-1) < 110).sum()) > 50)
    arranging.page.get_by_label("Softness in per cent").fill("0")
    arranging.page.get_by_label("Softness in per cent").press("Enter")
    arranging.page.locator("#layer-rows .pick").first.click()
    arranging.page.locator("#canvas").focus()
    arranging.page.keyboard.press("Delete")
    expect(arranging.page.locator("#layer-count")).to_have_text("1")


def test_a_finger_moves_a_layer_and_two_zoom(phone: Studio) -> None:
    studio = with_patch(phone)
    before = red(np.asarray(studio.picture(), np.int16))
    start, end = place(studio, 0.5, 0.5), place(studio, 0.35, 0.4)
    touch = studio.page.context.new_cdp_session(studio.page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]},
        )

    send("touchStart", start)
    for step in range(1, 7):
        send("touchMove", tuple(a + (b - a) * step / 6 for a, b in zip(start, end, strict=True)))  # type: ignore[arg-type]
    send("touchEnd")
    seen(studio, lambda pixels: red(pixels)[0] < before[0] - 0.05)
    wide = studio.page.locator("#paper").bounding_box()
    assert wide
    send("touchStart", (150.0, 200.0))
    send("touchStart", (150.0, 200.0), (240.0, 200.0))
    for step in range(1, 7):
        send("touchMove", (150.0 - 8 * step, 200.0), (240.0 + 8 * step, 200.0))
    send("touchEnd")
    now = studio.page.locator("#paper").bounding_box()
    assert now and now["width"] > wide["width"] * 1.3


def test_arrange_is_accessible(arranging: Studio) -> None:
    check(arranging)
