"""The page as a person sees it: the names of design.md, and nothing of how the page is made."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypedDict

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.browser.watch import Watch

COLOUR_SHOWN = """(colour) => new Promise((resolve) => {
  const wanted = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const look = () => {
    const paper = document.getElementById("paper").getBoundingClientRect();
    const canvas = document.getElementById("after");
    const box = canvas.getBoundingClientRect();
    const [x, y] = [paper.x - box.x + 8, paper.y - box.y + 8].map((n) => Math.round(n * devicePixelRatio));
    const shown = canvas.getContext("2d").getImageData(x, y, 1, 1).data;
    if (wanted.every((level, i) => Math.abs(level - shown[i]) < 2)) resolve();
    else requestAnimationFrame(look);
  };
  look();
})"""
"""Resolves when the top left corner of the picture has the colour."""

BOOT = 120_000
WORK = 90_000
PATIENCE = 30_000
"""Milliseconds until a test gives up; never a measure of speed."""

SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"

MEASURED = """([name, count, limit]) => new Promise((resolve, reject) => {
  const enough = () => performance.getEntriesByName(name).length >= count && (resolve(), true);
  if (enough()) return;
  new PerformanceObserver(enough).observe({ entryTypes: ["mark", "measure"] });
  const text = (role) => document.querySelector(`[role=${role}]`)?.innerText;
  const fail = () => reject(new Error(`no ${name} number ${count}. ${text("status")} / ${text("alert")}`));
  setTimeout(fail, limit);
})"""


PRECACHED = """async () => {
  const late = new Promise((_, reject) => setTimeout(reject, 90000, new Error("the service worker does not answer")));
  const registration = await Promise.race([navigator.serviceWorker.ready, late]);
  const done = new Promise((resolve, reject) => {
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data.kind === "precached") resolve(data.bytes);
      if (data.kind === "precache-failed") reject(new Error("not everything could be kept"));
    });
    navigator.serviceWorker.startMessages();
  });
  registration.active.postMessage({ kind: "precache" });
  return Promise.race([done, late]);
}"""
"""Resolves when the service worker has kept the whole site; gives up when that takes far longer than it may."""


class Saved(TypedDict):
    """A file that the page let the person download."""

    name: str
    data: bytes


def payload(name: str, data: bytes, kind: str = "") -> FilePayload:
    """A file for an input, without a file on the disk."""
    return {"name": name, "mimeType": kind, "buffer": data}


class Studio:
    """One open page."""

    def __init__(self, page: Page, address: str, watch: Watch) -> None:
        self.page = page
        self.address = address
        self.watch = watch

    # The page's own names.

    @property
    def html(self) -> Locator:
        return self.page.locator("html")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    @property
    def alert(self) -> Locator:
        return self.page.get_by_role("alert")

    @property
    def file_input(self) -> Locator:
        return self.page.get_by_label("Open image", exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def select(self, name: str) -> Locator:
        return self.page.get_by_role("combobox", name=name, exact=True)

    def region(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    @contextmanager
    def held(self, files: str) -> Iterator[None]:
        """While it lasts no answer comes for these files; then all of them do, also for what is asked for meanwhile."""
        asked: list[Route] = []
        over = False

        def hold(route: Route) -> None:
            if over:
                route.continue_()
            else:
                asked.append(route)

        self.page.route(files, hold)
        yield
        over = True
        for route in asked:
            route.continue_()
        self.page.unroute(files, hold)

    # What a person does.

    def visit(self) -> Studio:
        """Loads the page and waits for its first paint, not for Python."""
        self.page.goto(self.address, wait_until="domcontentloaded")
        return self

    def ready(self) -> Studio:
        """Waits until photos can be opened and worked on."""
        expect(self.html).to_have_attribute("data-app", "ready", timeout=BOOT)
        expect(self.html).to_have_attribute("data-engine", "ready", timeout=BOOT)
        return self

    def choose(self, name: str, data: bytes) -> None:
        """Hands a file to *Open image* and does not wait."""
        self.file_input.set_input_files(payload(name, data))

    def open(self, name: str, data: bytes) -> None:
        """Opens a photo and waits until it is open."""
        count = self.count("open")
        self.choose(name, data)
        self.wait("open", count + 1)

    def chooses(self, act: Callable[[], None], name: str, data: bytes) -> None:
        """Does what opens a file dialog, and chooses a file in it."""
        with self.page.expect_file_chooser() as chooser:
            # The page learns on its main thread that a test answers its dialogs: a key must not overtake that.
            self.page.evaluate("0")
            act()
        chooser.value.set_files(payload(name, data))

    def remove_background(self) -> None:
        """Presses *Remove background* and waits for the cut-out."""
        count = self.count("cutout")
        self.button("Remove background").click()
        self.wait("cutout", count + 1)

    def start_removing(self) -> None:
        """Presses *Remove background* and waits only until the page is at work."""
        self.button("Remove background").click()
        expect(self.button("Cancel").first).to_be_visible(timeout=WORK)

    def task(self, name: str) -> None:
        """Chooses a task in the rail or, on a phone, in the strip, which a task's sheet may cover."""
        done = self.button("Done").filter(visible=True)
        if done.count():
            done.first.click()
        self.page.get_by_role("navigation", name="Tasks").get_by_role("button", name=name).click()

    def backdrop(self, kind: str, colour: str = "#2f6f9f") -> None:
        """Puts the cut-out on a backdrop: None, White, Colour or Blur, and waits until it is drawn."""
        self.task("Backdrop")
        choice = self.page.get_by_role("radiogroup", name="Kind of backdrop").get_by_role(
            "radio", name=kind, exact=True
        )
        if choice.is_checked():
            return
        count = self.count("preview")
        choice.check()
        if kind == "Colour":
            self.page.get_by_role("textbox", name="Any colour", exact=True).fill(colour)
            self.page.get_by_role("textbox", name="Any colour", exact=True).press("Enter")
        self.wait("preview", count + 1)
        if kind == "Colour":
            self.page.evaluate(COLOUR_SHOWN, colour)  # choosing the kind alone draws once already, in another colour

    def export(self, kind: str, *, quality: str = "", width: int = 0) -> Saved:
        """Opens *Export*, chooses the format by its label and downloads."""
        self.show_export()
        self.select("Format").select_option(label=kind)
        if quality:
            self.select("Quality").select_option(label=quality)
        if width:
            self.page.get_by_role("textbox", name="Width in pixels").fill(str(width))
            self.page.get_by_role("textbox", name="Width in pixels").press("Enter")
        return self.download()

    def show_export(self) -> None:
        """Opens the export panel, when it is not open."""
        if not self.button("Download").is_visible():
            self.button("Export").click()

    def export_at(self, width: int) -> Saved:
        """In the open export panel: a PNG so many pixels wide."""
        self.select("Format").select_option(label="PNG")
        self.page.get_by_role("textbox", name="Width in pixels").fill(str(width))
        self.page.get_by_role("textbox", name="Width in pixels").press("Tab")
        return self.download()

    def settle(self) -> None:
        """In the open export panel: waits until the screen shows what is there now. The engine answers in turn and the
        page asks for one view at a time: it has asked for the last one when a file is made, and got it with another."""
        self.export_at(16)

    def download(self) -> Saved:
        """Presses *Download* in the open export panel."""
        with self.page.expect_download(timeout=WORK) as caught:
            self.button("Download").click()
        return {"name": caught.value.suggested_filename, "data": caught.value.path().read_bytes()}

    # What a test wants to know.

    def count(self, measure: str) -> int:
        """How many User Timing entries of this name there are."""
        return int(self.page.evaluate("name => performance.getEntriesByName(name).length", measure))

    def wait(self, measure: str, count: int = 1, limit: int = WORK) -> None:
        """Waits for so many User Timing entries of this name."""
        self.page.evaluate(MEASURED, [measure, count, limit])

    def says(self, text: str) -> None:
        """The status line says so."""
        expect(self.status).to_contain_text(text, timeout=WORK)

    def alerts(self) -> str:
        """Waits for the alert line and gives its text."""
        expect(self.alert).to_be_visible(timeout=WORK)
        return self.alert.locator("p").inner_text()

    def title(self) -> str:
        """The name of what is open."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def engine(self) -> Any:
        """The engine's thread, to look into or to attack."""
        return next(
            worker for worker in self.page.workers if "/engine-" in worker.url and "inference" not in worker.url
        )

    def picture(self) -> Image.Image:
        """The canvas of the result as it stands on the screen: RGBA, before the checkerboard is put behind it."""
        import base64

        url: str = self.page.evaluate("() => document.getElementById('after').toDataURL('image/png')")
        return Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGBA")

    def screenshot(self, name: str) -> None:
        """Keeps a picture of the page for people to look at; the folder is not part of the repository."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


def image(saved: Saved) -> Image.Image:
    """The picture in a downloaded file."""
    opened = Image.open(io.BytesIO(saved["data"]))
    opened.load()
    return opened
