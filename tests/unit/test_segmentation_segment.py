"""Feeding a network and reading its answer."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from errors import ModelError
from segmentation.models import MODELS, ModelSpec, model
from segmentation.preparation import over_grey, prepare
from segmentation.segment import read_answer, segment
from tests.unit import scenes

U2NETP = model("u2netp")
ISNET = ModelSpec("isnet", "Best", ("isnet.onnx",), 512, (0.5, 0.5, 0.5), (1.0, 1.0, 1.0), "255", "plain", "Apache-2.0")


def finish(work: Coroutine[Any, Any, NDArray[np.float32]]) -> NDArray[np.float32]:
    """The result of a coroutine that never really waits."""
    try:
        work.send(None)
    except StopIteration as stop:
        mask: NDArray[np.float32] = stop.value
        return mask
    raise AssertionError("it waits")


class Answer:
    """An Inference that says the same whatever it is asked, and remembers what it was asked."""

    def __init__(self, answer: NDArray[np.float32]) -> None:
        self.answer = answer
        self.asked: list[tuple[str, tuple[int, ...]]] = []

    async def run(self, model: str, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked.append((model, tensor.shape))
        return self.answer


def test_models_are_found_by_name() -> None:
    assert all(model(name) is spec and spec.name == name for name, spec in MODELS.items())
    with pytest.raises(ModelError) as caught:
        model("nothing")
    assert (caught.value.code, caught.value.details) == ("model/unknown", {"model": "nothing"})


@pytest.mark.parametrize("spec", [U2NETP, ISNET], ids=lambda spec: spec.name)
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("size", [(9, 200), (320, 320), (700, 300)])
def test_the_tensor_is_what_a_network_takes(spec: ModelSpec, mode: str, size: tuple[int, int]) -> None:
    tensor = prepare(Image.new(mode, size, (200, 100, 50, 90)[: len(mode)]), spec)
    assert tensor.shape == (1, 3, spec.size, spec.size)
    assert tensor.dtype == np.float32
    assert tensor.flags.c_contiguous


def test_u2net_divides_by_the_brightest_value() -> None:
    tensor = prepare(Image.new("RGB", (40, 30), (100, 50, 0)), U2NETP)
    for channel, share in enumerate((1.0, 0.5, 0.0)):
        wanted = (share - U2NETP.mean[channel]) / U2NETP.std[channel]
        assert np.abs(tensor[0, channel] - wanted).max() < 1e-5


def test_isnet_is_centred_at_half() -> None:
    tensor = prepare(Image.new("RGB", (40, 30), (255, 128, 0)), ISNET)
    assert np.abs(tensor[0, :, 0, 0] - (0.5, 128 / 255 - 0.5, -0.5)).max() < 1e-5


def test_black_does_not_divide_by_zero() -> None:
    assert np.isfinite(prepare(Image.new("RGB", (40, 30)), U2NETP)).all()


@pytest.mark.parametrize(("level", "darker"), [(240, True), (20, False)])
def test_a_transparent_photo_stands_out_from_its_ground(level: int, darker: bool) -> None:
    pixels = np.zeros((20, 20, 4), np.uint8)
    pixels[5:15, 5:15] = (level, level, level, 255)
    ground = np.asarray(over_grey(Image.fromarray(pixels)))
    assert (ground[0, 0, 0] < ground[10, 10, 0]) == darker
    assert abs(int(ground[0, 0, 0]) - level) > 100


def test_the_answer_becomes_a_mask_from_0_to_1() -> None:
    answer = np.full((1, 1, 320, 320), 0.1, np.float32)
    answer[..., 100:200, 100:200] = 0.9
    inference = Answer(answer)
    mask = finish(segment(Image.new("RGB", (64, 48)), U2NETP, inference))
    assert inference.asked == [("u2netp", (1, 3, 320, 320))]
    assert (mask.shape, mask.dtype, mask.flags.c_contiguous) == ((320, 320), np.float32, True)
    assert (mask.min(), mask.max()) == (0.0, 1.0)


def test_a_plain_answer_is_not_stretched() -> None:
    answer = np.full((1, 1, 8, 8), 0.2, np.float32)
    answer[..., :4] = 0.75
    assert np.unique(read_answer(answer, replace(ISNET, size=8))).tolist() == pytest.approx([0.2, 0.75])


def blank(value: float) -> NDArray[np.float32]:
    return np.full((1, 1, 64, 64), value, np.float32)


def speck() -> NDArray[np.float32]:
    answer = np.zeros((1, 1, 64, 64), np.float32)
    answer[0, 0, 3, 3] = 1
    return answer


def murmur() -> NDArray[np.float32]:
    """What u2netp says of a striped wall: a little here and there."""
    return np.random.default_rng(2).uniform(0, 0.17, (1, 1, 64, 64)).astype(np.float32)


@pytest.mark.parametrize("answer", [blank(0), blank(0.5), blank(1), blank(float("nan")), speck(), murmur()])
def test_an_answer_that_points_at_nothing_is_no_subject(answer: NDArray[np.float32]) -> None:
    with pytest.raises(ModelError) as caught:
        finish(segment(Image.new("RGB", (64, 48)), U2NETP, Answer(answer)))
    assert caught.value.code == "model/no-subject"


@given(st.floats(0, 0.5), st.floats(0.35, 1.0), st.integers(3, 60))
def test_a_clear_subject_is_never_refused(low: float, contrast: float, side: int) -> None:
    answer = blank(low)
    answer[..., :side, :side] = low + contrast
    assert read_answer(answer, U2NETP)[0, 0] == 1.0


def test_an_error_of_the_network_is_passed_on() -> None:
    class Broken:
        async def run(self, model: str, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
            raise ModelError("model/run", model=model)

    with pytest.raises(ModelError) as caught:
        finish(segment(scenes.ground(32, 32), U2NETP, Broken()))
    assert caught.value.code == "model/run"
