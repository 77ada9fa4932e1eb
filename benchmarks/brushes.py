"""The Hair brush on a photo of 12 megapixels: what one stroke along the edge takes until it is shown, and whether the
page stays free for the hand meanwhile."""

from __future__ import annotations

from math import cos, radians, sin
from statistics import median

from playwright.sync_api import Page, Playwright

from benchmarks import chrome
from benchmarks.editor import LONG
from benchmarks.table import Results, Row
from tests import pictures

SIZE = 4000, 3000
LIMIT_MS = 1000.0
"""Until which a person takes the answer for the end of the stroke and not for a wait."""

WATCH = """() => {
  window.up_ = 0;
  window.addEventListener("pointerup", ({ timeStamp }) => { window.up_ = timeStamp; }, { capture: true });
}"""
SHOWN = """() => new Promise((resolve) => {
  const started = ({ startTime }) => window.up_ && startTime >= window.up_;
  const observer = new PerformanceObserver(() => look());
  const look = () => {
    const shown = performance.getEntriesByName("preview").find(started);
    if (!shown) return;
    observer.disconnect();
    resolve(shown.startTime + shown.duration - window.up_);
  };
  observer.observe({ type: "measure" });
  look();
})"""
PAPER = """() => {
  const paper = document.getElementById("paper").getBoundingClientRect();
  return [paper.x, paper.y, paper.width, paper.height];
}"""


def measure(playwright: Playwright, ours: str, rounds: int, results: Results) -> None:
    """One stroke for warming up, then `rounds` of them, each at another place of the subject's edge."""
    photo = pictures.jpeg(pictures.product(*SIZE), 90)
    with chrome.visitor(playwright) as context:
        page = context.new_page()
        page.goto(ours)
        chrome.when(page, "engine:ready")
        page.get_by_label("Open image", exact=True).set_input_files(
            [{"name": "product.jpg", "mimeType": "image/jpeg", "buffer": photo}]
        )
        chrome.when(page, "open")
        page.get_by_role("button", name="Remove background", exact=True).click()
        chrome.when(page, "cutout")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Shift+H")
        page.evaluate(WATCH)
        page.evaluate(LONG)
        times = [_stroke(page, turn, rounds + 1) for turn in range(rounds + 1)][1:]
        long = page.evaluate("window.long_")
    what = "Hair brush on 12 MP, from the end of the stroke to the exact picture"
    results.add(Row(what, "ms", times, [LIMIT_MS], f"{LIMIT_MS:.0f} ms", 1.0))
    worst = ", ".join(f"{duration:.0f}" for duration in long)
    results.note(f"Tasks over 50 ms on the UI thread during {rounds + 1} Hair strokes, in ms: {worst or 'none'}.")
    results.note(f"A Hair stroke is shown {median(times):.0f} ms after its end, {max(times):.0f} at most.")


def _stroke(page: Page, turn: int, count: int) -> float:
    """A stroke along a part of the jar's left edge: milliseconds from its end to the picture that shows it."""
    page.wait_for_timeout(1500)  # what the last one left to do in the background is done
    left, top, width, height = page.evaluate(PAPER)

    def edge(share: float) -> tuple[float, float]:
        angle = radians(145 + 70 * share)  # the jar is an ellipse of .3 of the height; see tests/pictures.py
        return left + width / 2 + 0.3 * height * cos(angle), top + height * (0.53 - 0.3 * sin(angle))

    page.evaluate("window.up_ = 0")
    page.mouse.move(*edge(turn / count))
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(*edge((turn + step / 12) / count))
    page.mouse.up()
    return float(page.evaluate(SHOWN))
