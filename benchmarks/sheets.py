"""Contact sheets for the eye: every evaluation photo's cut-out on strong colours, which show each fringe and hole.

    python -m benchmarks.sheets --out DIR [--tier best]

One row a photo: the photo, then its cut-out on a checkerboard, green, magenta, black and white. The photos' licences
differ: sheets are looked at and thrown away, never kept or shown.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks.quality import find
from imaging.decode import decode
from segmentation.ort_native import OrtNative
from segmentation.refine import refine
from segmentation.tiers import TIERS
from tests import evalset
from tools.paths import MODELS

GROUNDS = ("checker", "#00ff00", "#ff00ff", "#000000", "#ffffff")
CELL, ROWS, TEXT = 300, 5, 14


def photos() -> Iterator[tuple[str, Image.Image]]:
    """Name and picture of all."""
    for pair in evalset.pairs():
        yield pair.name, pair.photo()
    for file in evalset.unscored():
        yield file.stem, decode(file.read_bytes(), file.name).image


def row(name: str, photo: Image.Image, tier: str, inference: OrtNative) -> Image.Image:
    """One photo on all grounds, with what was said of it."""
    finding = find(photo, TIERS[tier], inference)
    fit = min(CELL / photo.width, CELL / photo.height)
    size = max(1, round(photo.width * fit)), max(1, round(photo.height * fit))
    strip = Image.new("RGB", (CELL * (1 + len(GROUNDS)), CELL + TEXT), "#808080")
    strip.paste(photo.convert("RGB").resize(size, Image.Resampling.LANCZOS), (0, TEXT))
    said = "no clear subject"
    if finding is not None:
        subject = refine(photo, finding.mask).rgba.resize(size, Image.Resampling.LANCZOS)
        for number, colour in enumerate(GROUNDS, 1):
            ground = checkerboard(size) if colour == "checker" else Image.new("RGB", size, colour)
            ground.paste(subject, mask=subject)
            strip.paste(ground, (number * CELL, TEXT))
        said = f"{finding.stage}, agreement {finding.agreement:.2f}, soft {finding.soft:.2f}"
        said += ", UNSURE" if finding.unsure else ""
    ImageDraw.Draw(strip).text((2, 1), f"{name}  {photo.width}x{photo.height}  {said}", "#ffffff")
    return strip


def checkerboard(size: tuple[int, int], square: int = 10) -> Image.Image:
    """Light and dark grey squares."""
    small = Image.new("L", (2, 2), 235)
    small.putpixel((0, 0), 180)
    small.putpixel((1, 1), 180)
    tile = small.resize((2 * square, 2 * square), Image.Resampling.NEAREST)
    board = Image.new("RGB", size)
    for y in range(0, size[1], 2 * square):
        for x in range(0, size[0], 2 * square):
            board.paste(tile, (x, y))
    return board


def run() -> None:
    """Write sheet-01.png and so on."""
    parser = argparse.ArgumentParser(description="Cut-outs of the evaluation photos on strong colours.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tier", choices=list(TIERS), default="best")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    inference, strips = OrtNative(MODELS, threads=2), []
    for name, photo in photos():
        strips.append(row(name, photo, asked.tier, inference))
        if len(strips) == ROWS:
            save(strips, asked.out)
            strips = []
    if strips:
        save(strips, asked.out)


def save(strips: list[Image.Image], out: Path) -> None:
    """One sheet under the next free number."""
    sheet = Image.new("RGB", (strips[0].width, sum(strip.height for strip in strips)))
    for number, strip in enumerate(strips):
        sheet.paste(strip, (0, number * strip.height))
    path = out / f"sheet-{len(list(out.glob('sheet-*.png'))) + 1:02}.png"
    sheet.save(path)
    print(path, flush=True)


if __name__ == "__main__":
    run()
