"""The adapter to onnxruntime, with a network small enough to write down."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from errors import ModelError
from tests.unit import scenes

pytest.importorskip("onnxruntime", reason="onnxruntime is only there on CPython")

from segmentation.models import model
from segmentation.ort_native import OrtNative
from segmentation.refine import refine
from segmentation.segment import segment

MODELS = Path(__file__).resolve().parents[2] / "models"


def test_a_missing_file_is_a_typed_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        asyncio.run(OrtNative(tmp_path).run("u2netp", np.zeros((1, 3, 320, 320), np.float32)))
    assert (caught.value.code, caught.value.details) == ("model/session", {"model": "u2netp"})


def test_a_broken_file_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / model("u2netp").files[0]).write_bytes(b"not a network")
    with pytest.raises(ModelError) as caught:
        asyncio.run(OrtNative(tmp_path).run("u2netp", np.zeros((1, 3, 320, 320), np.float32)))
    assert caught.value.code == "model/session"


needs_weights = pytest.mark.skipif(
    not any((MODELS / name).exists() for name in model("u2netp").files), reason="set-up has not fetched the weights yet"
)


@needs_weights
def test_a_wrong_tensor_is_a_typed_error() -> None:
    with pytest.raises(ModelError) as caught:
        asyncio.run(OrtNative(MODELS).run("u2netp", np.zeros((1, 1, 5, 5), np.float32)))
    assert caught.value.code == "model/run"


@needs_weights
def test_the_whole_road_finds_a_ball() -> None:
    photo, cutout = scenes.studio(360, 240)
    mask = asyncio.run(segment(photo, model("u2netp"), OrtNative(MODELS)))
    mine = np.asarray(refine(photo, mask).rgba)[..., 3] > 127
    truth = np.asarray(cutout)[..., 3] > 127
    assert (mine & truth).sum() / (mine | truth).sum() > 0.95


@needs_weights
@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0), (90, 120, 200)])
def test_a_blank_wall_has_no_subject(colour: tuple[int, int, int]) -> None:
    from PIL import Image

    with pytest.raises(ModelError) as caught:
        asyncio.run(segment(Image.new("RGB", (300, 200), colour), model("u2netp"), OrtNative(MODELS)))
    assert caught.value.code == "model/no-subject"
