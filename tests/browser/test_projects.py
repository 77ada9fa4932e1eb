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


def test_a_project_comes_back_with_every_layer(another: Studio) -> None:
    another.open("jar.jpg", pictures.jpeg(pictures.product(800, 600), 92))
    another.remove_background()
    another.backdrop("Colour", "#2f6f9f")
    another.task("Arrange")
    another.button("Drop").click()
    another.page.locator(".pick").filter(visible=True).first.click()
    another.page.locator("#canvas").focus()
    another.page.keyboard.press("Shift+ArrowRight")
    before = image(another.export("PNG"))
    file = saved(another)
    assert file["name"] == "jar.aluo"
    assert file["data"].count(b"\xff\xd8\xff") >= 1, "the photo itself is in it"

    another.open("other.png", pictures.png(pictures.plain(64, 48, (10, 20, 30))))
    another.choose("jar.aluo", file["data"])
    another.says("jar.aluo opened: 4 layers.")
    expect(another.page.locator("#layer-count")).to_have_text("4")
    after = image(another.export("PNG"))
    assert after.size == before.size
    assert np.abs(np.asarray(after, np.int16) - np.asarray(before, np.int16)).max() <= 1
    another.page.keyboard.press("Escape")
    another.task("Cut out")
    expect(another.page.locator("#cut-facts")).to_contain_text("px")


def test_a_damaged_project_leaves_what_is_open(another: Studio) -> None:
    another.open("jar.jpg", pictures.jpeg(pictures.product(320, 240), 92))
    file = saved(another)["data"]
    for wrong in (b"", b"not a zip", file[:-40], file.replace(b'"schema":2', b'"schema":7')):
        another.choose("jar.aluo", wrong)
        sentence = another.alerts()
        assert "jar.aluo" in sentence
        assert "unchanged" in sentence
        another.button("Dismiss").click()
        assert another.title().startswith("jar")


def test_the_file_that_was_dropped_is_written_again(another: Studio) -> None:
    another.page.evaluate(
        "data => { window.cup = new Uint8Array(data); }", list(pictures.png(pictures.plain(60, 40, (9, 9, 9))))
    )
    another.page.evaluate(SAVES_BACK)
    another.says("cup.png opened")
    another.task("Adjust")
    another.page.get_by_role("slider", name="Exposure", exact=True).fill("3")
    another.page.locator("#canvas").focus()
    another.page.keyboard.press("Control+s")
    another.says("Saved to cup.png")
    written = image({"name": "cup.png", "data": bytes(another.page.evaluate(WRITTEN))})
    assert written.size == (60, 40)
    level = written.convert("RGB").getpixel((30, 20))
    assert isinstance(level, tuple)
    assert level[0] > 40
    another.page.evaluate(GONE)
    another.task("Cut out")


def test_without_a_place_to_write_to_the_export_panel_opens(another: Studio) -> None:
    another.open("jar.jpg", pictures.jpeg(pictures.product(320, 240), 92))
    another.page.locator("#canvas").focus()
    expect(another.button("Download")).to_be_hidden()
    another.page.keyboard.press("Control+s")
    expect(another.button("Download")).to_be_visible()


def test_a_picture_becomes_the_backdrop(another: Studio) -> None:
    another.open("jar.jpg", pictures.jpeg(pictures.product(400, 300), 92))
    another.remove_background()
    another.task("Backdrop")
    wall = pictures.png(pictures.plain(30, 90, (20, 160, 60)))
    another.chooses(another.button("Picture as backdrop").click, "wall.png", wall)
    another.says("wall.png added")
    file = image(another.export("PNG"))
    assert file.mode == "RGB", "it covers the canvas"
    assert file.getpixel((3, 3)) == (20, 160, 60)


def test_a_bad_picture_leaves_the_document(another: Studio) -> None:
    another.open("jar.jpg", pictures.jpeg(pictures.product(320, 240), 92))
    another.page.locator("#canvas").focus()
    another.chooses(lambda: another.page.keyboard.press("Control+Shift+O"), "notes.txt", b"no picture at all")
    assert "notes.txt" in another.alerts()
    expect(another.page.locator("#layer-count")).to_have_text("1")
