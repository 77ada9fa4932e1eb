"""Projects saved and opened again, the file that was dropped written again, pictures from other files."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

from tests import pictures
from tests.browser.studio import Saved, Studio, image

SAVES_BACK = """async () => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle("cup.png", { create: true });
  handle.requestPermission ??= async () => "granted"; // files of the page's own folder need none
  const stream = await handle.createWritable();
  await stream.write(window.cup);
  await stream.close();
  DataTransferItem.prototype.getAsFileSystemHandle = async () => handle;
  const transfer = new DataTransfer();
  transfer.items.add(await handle.getFile());
  window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""
WRITTEN = """async () => {
  const folder = await navigator.storage.getDirectory();
  const file = await (await folder.getFileHandle("cup.png")).getFile();
  return [...new Uint8Array(await file.arrayBuffer())];
}"""
GONE = """async () => {
  const folder = await navigator.storage.getDirectory();
  await folder.removeEntry("cup.png").catch(() => 0);
}"""
"""A file that the page may really write: only the browser's answer to where it came from stands in for a disk."""


def saved(studio: Studio) -> Saved:
    """The project as a file."""
    studio.page.locator("#canvas").focus()
    with studio.page.expect_download() as caught:
        studio.page.keyboard.press("Control+Shift+S")
    return {"name": caught.value.suggested_filename, "data": caught.value.path().read_bytes()}


def test_a_project_comes_back_with_every_layer(studio: Studio) -> None:
    studio.open("jar.jpg", pictures.jpeg(pictures.product(800, 600), 92))
    studio.remove_background()
    studio.backdrop("Colour", "#2f6f9f")
    studio.task("Arrange")
    studio.button("Drop").click()
    studio.page.locator(".pick").first.click()
    studio.page.locator("#canvas").focus()
    studio.page.keyboard.press("Shift+ArrowRight")
    before = image(studio.export("PNG"))
    file = saved(studio)
    assert file["name"] == "jar.aluo"
    assert file["data"].count(b"\xff\xd8\xff") >= 1, "the photo itself is in it"

    studio.open("other.png", pictures.png(pictures.plain(64, 48, (10, 20, 30))))
    studio.choose("jar.aluo", file["data"])
    studio.says("jar.aluo opened: 4 layers.")
    expect(studio.page.locator("#layer-count")).to_have_text("4")
    after = image(studio.export("PNG"))
    assert after.size == before.size
    assert np.abs(np.asarray(after, np.int16) - np.asarray(before, np.int16)).max() <= 1
    studio.page.keyboard.press("Escape")
    studio.task("Cut out")
    expect(studio.page.locator("#cut-facts")).to_contain_text("px")


def test_a_damaged_project_leaves_what_is_open(studio: Studio) -> None:
    studio.open("jar.jpg", pictures.jpeg(pictures.product(320, 240), 92))
    file = saved(studio)["data"]
    for wrong in (b"", b"not a zip", file[:-40], file.replace(b'"schema":2', b'"schema":7')):
        studio.choose("jar.aluo", wrong)
        sentence = studio.alerts()
        assert "jar.aluo" in sentence
        assert "unchanged" in sentence
        studio.button("Dismiss").click()
        assert studio.title().startswith("jar")


def test_the_file_that_was_dropped_is_written_again(studio: Studio) -> None:
    studio.page.evaluate(
        "data => { window.cup = new Uint8Array(data); }", list(pictures.png(pictures.plain(60, 40, (9, 9, 9))))
    )
    studio.page.evaluate(SAVES_BACK)
    studio.says("cup.png opened")
    studio.task("Adjust")
    studio.page.get_by_role("slider", name="Exposure", exact=True).fill("3")
    studio.page.locator("#canvas").focus()
    studio.page.keyboard.press("Control+s")
    studio.says("Saved to cup.png")
    written = image({"name": "cup.png", "data": bytes(studio.page.evaluate(WRITTEN))})
    assert written.size == (60, 40)
    level = written.convert("RGB").getpixel((30, 20))
    assert isinstance(level, tuple)
    assert level[0] > 40
    studio.page.evaluate(GONE)


def test_without_a_place_to_write_to_the_export_panel_opens(studio: Studio) -> None:
    studio.open("jar.jpg", pictures.jpeg(pictures.product(320, 240), 92))
    studio.page.locator("#canvas").focus()
    studio.page.keyboard.press("Control+s")
    expect(studio.button("Download")).to_be_visible()


def test_a_picture_becomes_the_backdrop(studio: Studio) -> None:
    studio.open("jar.jpg", pictures.jpeg(pictures.product(400, 300), 92))
    studio.remove_background()
    studio.task("Backdrop")
    wall = pictures.png(pictures.plain(30, 90, (20, 160, 60)))
    studio.chooses(studio.button("Picture as backdrop").click, "wall.png", wall)
    studio.says("wall.png added")
    file = image(studio.export("PNG"))
    assert file.mode == "RGB", "it covers the canvas"
    assert file.getpixel((3, 3)) == (20, 160, 60)


def test_a_bad_picture_leaves_the_document(studio: Studio) -> None:
    studio.open("jar.jpg", pictures.jpeg(pictures.product(320, 240), 92))
    studio.page.locator("#canvas").focus()
    studio.chooses(lambda: studio.page.keyboard.press("Control+Shift+O"), "notes.txt", b"no picture at all")
    assert "notes.txt" in studio.alerts()
    expect(studio.page.locator("#layer-count")).to_have_text("1")
