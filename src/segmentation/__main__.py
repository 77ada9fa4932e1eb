"""Cut-outs without a browser: the code that the page runs, on files. Adapter.

    PYTHONPATH=src python -m segmentation FILE_OR_FOLDER... [--tier best] [--what cutout|alpha] [--out DIR]

One PNG for each picture; a file that cannot be cut out is named on standard error and the others go on.
Exit status: 0 when all went well, 1 when some file did not, 2 when nothing could be started.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from PIL import Image

from errors import AluoError, ModelError
from imaging.decode import decode
from segmentation.cutout import Finding, find_subject
from segmentation.models import model
from segmentation.ort_native import OrtNative
from segmentation.refine import CutOutPixels, refine
from segmentation.tiers import TIERS, Tier
from words import sentence

MODELS = Path(__file__).resolve().parents[2] / "models"
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"}

What = Literal["cutout", "alpha"]


@dataclass(slots=True)
class Batch:
    """Several files, one after the other, into `out`."""

    tier: Tier
    what: What
    out: Path
    inference: OrtNative
    written: set[Path] = field(default_factory=set)
    failed: int = 0

    def run(self, files: Sequence[Path]) -> None:
        """All of `files`, with a line for each."""
        for number, file in enumerate(files, 1):
            head = f"{number}/{len(files)} {file.name}"
            try:
                print(f"{head}  {self.one(file)}", flush=True)
            except ModelError as error:  # what the page advises then needs a page
                self._fail(head, sentence(error).what)
            except AluoError as error:
                said = sentence(error, picture_open=False)
                self._fail(head, f"{said.what} {said.rest}")
            except OSError as error:
                self._fail(head, error.strerror or type(error).__name__)

    def one(self, file: Path) -> str:
        """Cuts one file out; says how it went. Raises AluoError and OSError."""
        started = time.perf_counter()
        image = decode(file.read_bytes(), file.name).image
        finding, cutout = asyncio.run(cut_out(image, self.tier, self.inference))
        target = self._target(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        (cutout.rgba if self.what == "cutout" else cutout.rgba.getchannel("A")).save(target)
        self.written.add(target)
        seconds = time.perf_counter() - started
        doubt = "; unsure, look at it" if finding.unsure else ""
        return f"{image.width}x{image.height}, {finding.stage}, {seconds:.1f} s{doubt} -> {target}"

    def _target(self, file: Path) -> Path:
        """Where the result goes: never over the photo, nor over the result of a namesake."""
        names = (file.stem, file.name, *(f"{file.name}-{number}" for number in range(2, 10_000)))
        taken = {path.resolve() for path in self.written} | {file.resolve()}
        paths = (self.out / f"{name}.png" for name in names)
        return next(path for path in paths if path.resolve() not in taken)

    def _fail(self, head: str, why: str) -> None:
        self.failed += 1
        print(f"{head}  {why.strip()}", file=sys.stderr, flush=True)


async def cut_out(image: Image.Image, tier: Tier, inference: OrtNative) -> tuple[Finding, CutOutPixels]:
    """The subject of `image` (RGB or RGBA), found and refined. Raises ModelError."""

    async def found(finding: Finding) -> None:
        """Only the last result is wanted here."""

    finding = await find_subject(image, tier, inference, found)
    return finding, refine(image, finding.mask)


def pictures(places: Sequence[Path]) -> Iterator[Path]:
    """The files of `places` in order; of a folder those that look like pictures by their names."""
    for place in places:
        if place.is_dir():
            yield from sorted(file for file in place.iterdir() if file.suffix.lower() in PICTURES)
        else:
            yield place


def absent(tier: Tier, folder: Path) -> str:
    """The file of a network that `tier` needs and `folder` lacks, "" when all are there."""
    wanted = (model(name).files for name in tier.models)
    return next((files[0] for files in wanted if not any((folder / file).is_file() for file in files)), "")


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="segmentation", description="Cut the subject of each picture out.")
    parser.add_argument("places", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--tier", choices=list(TIERS), default="best")
    parser.add_argument("--what", choices=["cutout", "alpha"], default="cutout")
    parser.add_argument("--out", type=Path, default=Path("cutouts"), help="a folder; made when it is not there")
    parser.add_argument("--models", type=Path, default=MODELS, help="where the weights are")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run; the exit status."""
    asked = arguments(given)
    files = list(pictures(asked.places))
    if not files:
        print("No picture there.", file=sys.stderr)
        return 2
    if missing := absent(TIERS[asked.tier], asked.models):
        print(f"{asked.models} has no {missing}: `make setup` gets the weights.", file=sys.stderr)
        return 2
    batch = Batch(TIERS[asked.tier], asked.what, asked.out, OrtNative(asked.models, asked.threads))
    batch.run(files)
    return 1 if batch.failed else 0


if __name__ == "__main__":
    sys.exit(main())
