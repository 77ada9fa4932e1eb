"""How good the cut-outs are: the real network and the real refinement on the evaluation photos, where they are present.

The limits stand just below what was measured with u2netp in int8: S .848, IoU .803, bIoU .535; on true alphas bIoU .488
and SADu 249 after refinement, .447 and 266 before.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from errors import ModelError
from imaging.decode import decode
from segmentation.models import model

pytest.importorskip("onnxruntime", reason="onnxruntime is only there on CPython")

from segmentation.ort_native import OrtNative
from segmentation.refine import refine
from segmentation.segment import segment

REPOSITORY = Path(__file__).resolve().parents[2]
EVALSET = Path(os.environ.get("ALUO_EVALSET", REPOSITORY.parent / "shared" / "evalset"))
MODELS = REPOSITORY / "models"
SPEC = model("u2netp")

pytestmark = [
    pytest.mark.skipif(not (EVALSET / "score.py").exists(), reason="no evaluation photos beside this checkout"),
    pytest.mark.skipif(
        not any((MODELS / name).exists() for name in SPEC.files), reason="set-up has not fetched the weights yet"
    ),
]

Scores = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Results:
    """Scores by photo of the refined matte and of the network's mask merely enlarged; names without a subject."""

    refined: Scores
    enlarged: Scores
    refused: tuple[str, ...]
    alphas: frozenset[str]

    def mean(self, scores: Scores, measure: str, names: frozenset[str] | None = None) -> float:
        """The mean of a measure over all photos that have it, or over `names`."""
        return float(
            np.mean([row[measure] for name, row in scores.items() if measure in row and (not names or name in names)])
        )


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("predictions")
    index = json.loads((EVALSET / "index.json").read_text())
    inference = OrtNative(MODELS)
    refused = tuple(pair["name"] for pair in index if not predict(pair["name"], inference, folder))
    alphas = frozenset(pair["name"] for pair in index if pair["kind"] == "alpha")
    return Results(score(folder / "refined"), score(folder / "enlarged"), refused, alphas)


def predict(name: str, inference: OrtNative, folder: Path) -> bool:
    """Write both predictions of one photo; False when the network found nothing."""
    (file,) = (EVALSET / "pairs" / name).glob("image.*")
    image = decode(file.read_bytes(), file.name).image
    try:
        mask = asyncio.run(segment(image, SPEC, inference))
    except ModelError:
        return False
    save(refine(image, mask).rgba.getchannel("A"), folder / "refined" / f"{name}.png")
    save(enlarged(mask, image.size), folder / "enlarged" / f"{name}.png")
    return True


def enlarged(mask: NDArray[np.float32], size: tuple[int, int]) -> Image.Image:
    return Image.fromarray((mask * 255 + 0.5).astype(np.uint8)).resize(size, Image.Resampling.BILINEAR)


def save(image: Image.Image, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    image.save(path, compress_level=1)


def score(predictions: Path) -> Scores:
    out = predictions.with_suffix(".json")
    command = [sys.executable, str(EVALSET / "score.py"), str(predictions), "--json", str(out)]
    subprocess.run(command, check=False, capture_output=True)
    scores: Scores = json.loads(out.read_text())
    return scores


def test_no_photo_is_refused(results: Results) -> None:
    assert results.refused == ()


@pytest.mark.parametrize(("measure", "least"), [("S", 0.84), ("IoU", 0.795), ("bIoU", 0.525)])
def test_the_mattes_are_as_good_as_measured(results: Results, measure: str, least: float) -> None:
    assert results.mean(results.refined, measure) >= least


def test_refinement_makes_true_alphas_better(results: Results) -> None:
    def gain(measure: str) -> float:
        before = results.mean(results.enlarged, measure, results.alphas)
        return results.mean(results.refined, measure, results.alphas) - before

    assert gain("bIoU") >= 0.03
    assert gain("SADu") <= -10
    assert gain("SAD") <= 0


def test_refinement_does_not_lose_what_the_network_found(results: Results) -> None:
    assert results.mean(results.refined, "IoU") >= results.mean(results.enlarged, "IoU") - 0.002
    assert results.mean(results.refined, "bIoU") >= results.mean(results.enlarged, "bIoU")
