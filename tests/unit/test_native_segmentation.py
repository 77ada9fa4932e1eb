"""The adapter to onnxruntime, with a network small enough to write down."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from errors import ModelError
from tests.unit import scenes

pytest.importorskip("onnxruntime", reason="onnxruntime is only there on CPython")

from segmentation.cutout import Finding, find_subject
from segmentation.models import model
from segmentation.ort_native import OrtNative
from segmentation.refine import refine
from segmentation.segment import segment
from segmentation.tiers import TIERS, WIDE

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
    with pytest.raises(ModelError) as caught:
        asyncio.run(segment(Image.new("RGB", (300, 200), colour), model("u2netp"), OrtNative(MODELS)))
    assert caught.value.code == "model/no-subject"


needs_isnet = pytest.mark.skipif(
    not any((MODELS / name).exists() for name in model("isnet").files), reason="set-up has not fetched the weights yet"
)
NETWORKS = OrtNative(MODELS)


def find(photo: Image.Image, tier: str) -> Finding:
    async def found(finding: Finding) -> None:
        assert finding.mask.max() <= 1

    return asyncio.run(find_subject(photo, TIERS[tier], NETWORKS, found))


@needs_isnet
@pytest.mark.parametrize("size", [(320, 320), (128, 704), (704, 128), WIDE.size((1600, 900))])
def test_isnet_takes_any_multiple_of_64(size: tuple[int, int]) -> None:
    width, height = size
    answer = asyncio.run(NETWORKS.run("isnet", np.zeros((1, 3, height, width), np.float32)))
    assert answer.shape == (1, 1, height, width)


@needs_isnet
def test_isnet_refuses_other_sizes_by_a_typed_error() -> None:
    with pytest.raises(ModelError) as caught:
        asyncio.run(NETWORKS.run("isnet", np.zeros((1, 3, 100, 100), np.float32)))
    assert caught.value.code == "model/run"


@needs_isnet
@pytest.mark.parametrize("tier", TIERS)
def test_every_tier_finds_a_ball(tier: str) -> None:
    photo, cutout = scenes.studio(360, 240)
    mine = np.asarray(refine(photo, find(photo, tier).mask).rgba)[..., 3] > 127
    truth = np.asarray(cutout)[..., 3] > 127
    assert (mine & truth).sum() / (mine | truth).sum() > 0.95


@needs_isnet
def test_every_network_agrees_that_a_blank_wall_has_no_subject() -> None:
    with pytest.raises(ModelError) as caught:
        find(Image.new("RGB", (300, 200), (90, 120, 200)), "best")
    assert caught.value.code == "model/no-subject"


def odd_pictures() -> dict[str, Image.Image]:
    """What a person may well open, and no photo of one thing."""
    white = Image.new("RGB", (320, 240), (252, 252, 252))
    ImageDraw.Draw(white).rounded_rectangle((100, 60, 220, 200), 16, (246, 246, 246), (232, 232, 232))
    drawing = Image.new("RGB", (320, 240), "white")
    ImageDraw.Draw(drawing).ellipse((100, 60, 220, 200), outline="black", width=3)
    several = scenes.ground(400, 240)
    for left, colour in ((30, "red"), (160, "navy"), (300, "gold")):
        ImageDraw.Draw(several).ellipse((left, 80, left + 70, 150), colour)
    filling = Image.new("RGB", (320, 240), "white")
    ImageDraw.Draw(filling).ellipse((-20, -20, 340, 260), (150, 90, 20))
    panorama = scenes.ground(2000, 100)
    ImageDraw.Draw(panorama).ellipse((900, 10, 980, 90), "red")
    return {
        "white on white": white,
        "a drawing": drawing,
        "several": several,
        "frame-filling": filling,
        "panorama": panorama,
        "tall": panorama.rotate(90, expand=True),
        "small": scenes.studio(40, 40)[0],
    }


@needs_isnet
@pytest.mark.parametrize("name", odd_pictures())
def test_odd_pictures_get_a_subject(name: str) -> None:
    photo = odd_pictures()[name]
    cutout = refine(photo, find(photo, "balanced").mask)
    assert cutout.rgba.size == photo.size
    assert 0.001 < cutout.coverage < 0.99
