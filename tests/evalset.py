"""The evaluation photos beside the checkout, where they are present: photos, true masks, and the measures."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imaging.decode import decode

REPOSITORY = Path(__file__).resolve().parents[1]
EVALSET = Path(os.environ.get("ALUO_EVALSET", REPOSITORY.parent / "shared" / "evalset"))
MEASURES = ("S", "IoU", "bIoU", "MAE", "SAD", "SADu")

Plane = NDArray[np.float32]
Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """A photo with its truth; `alpha` where that is a true alpha and not only a mask."""

    name: str
    alpha: bool

    def file(self) -> Path:
        """The photo's file."""
        (file,) = (EVALSET / "pairs" / self.name).glob("image.*")
        return file

    def photo(self) -> Image.Image:
        """RGB or RGBA, as the product opens it."""
        file = self.file()
        return decode(file.read_bytes(), file.name).image

    def truth(self) -> Plane:
        """(H, W) float32 0..1."""
        with Image.open(EVALSET / "pairs" / self.name / "mask.png") as mask:
            return np.asarray(mask.convert("L"), np.float32) / 255

    def score(self, alpha: Image.Image) -> Row:
        """The measures of a result (L, of the photo's size)."""
        row: Row = _measures()(np.asarray(alpha, np.float32) / 255, self.truth(), self.alpha)
        return row


def present() -> bool:
    """Whether there are evaluation photos."""
    return (EVALSET / "score.py").is_file()


def pairs() -> list[Pair]:
    """All of them, in the order of their index."""
    return [Pair(row["name"], row["kind"] == "alpha") for row in json.loads((EVALSET / "index.json").read_text())]


def unscored() -> list[Path]:
    """Photos without a truth: for the eye."""
    return sorted((EVALSET / "photos").glob("*.*"))


def mean(rows: Iterable[Row], measure: str) -> float:
    """Over those that have the measure."""
    return float(np.mean([row[measure] for row in rows if measure in row]))


@cache
def _measures() -> Callable[[Plane, Plane, bool], Row]:
    found = importlib.util.spec_from_file_location("score", EVALSET / "score.py")
    assert found and found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    measure: Callable[[Plane, Plane, bool], Row] = module.score
    return measure
