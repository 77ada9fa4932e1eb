"""Finding a subject: which networks look, when that is enough, and what is said about the result."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from errors import Cancelled, ModelError
from imaging.options import Region
from segmentation.cutout import Finding, Reading, different, find_subject, softness
from segmentation.models import MODELS, model, register, registered, unregister
from segmentation.preparation import prepare
from segmentation.refine import refine
from segmentation.segment import read_answer
from segmentation.tiers import TIERS, WIDE, Look, own, tier
from tests.unit import scenes

Plane = NDArray[np.float32]
PHOTO = scenes.ground(300, 200)
LEFT, MIDDLE, RIGHT = (0.1, 0.4), (0.3, 0.7), (0.6, 0.9)
BLIND = (0.0, 0.0)


def finish(work: Coroutine[Any, Any, Finding]) -> Finding:
    """The result of a coroutine that never really waits."""
    try:
        work.send(None)
    except StopIteration as stop:
        finding: Finding = stop.value
        return finding
    raise AssertionError("it waits")


@dataclass
class Eyes:
    """An Inference whose networks each see a bar between two shares of the width."""

    seen: dict[str, tuple[float, float]]
    asked: list[tuple[str, int, int]] = field(default_factory=list)

    async def run(self, model: str, tensor: Plane) -> Plane:
        height, width = tensor.shape[2:]
        self.asked.append((model, width, height))
        left, right = self.seen.get(f"{model}-{width}", self.seen.get(model, MIDDLE))
        answer = np.zeros((1, 1, height, width), np.float32)
        answer[0, 0, height // 4 : height * 3 // 4, round(left * width) : round(right * width)] = 1
        return answer


def find(name: str, eyes: Eyes, photo: Image.Image = PHOTO, **more: Any) -> tuple[Finding, list[Finding]]:
    """The last finding and all that were told."""
    told: list[Finding] = []

    async def found(finding: Finding) -> None:
        told.append(finding)

    return finish(find_subject(photo, tier(name), eyes, found, **more)), told


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("instant", ["instant"]),
        ("balanced", ["instant", "quick", "balanced"]),
        ("best", ["instant", "quick", "balanced", "best"]),
    ],
)
def test_each_look_tells_a_better_result_and_the_last_is_final(name: str, stages: list[str]) -> None:
    last, told = find(name, Eyes({}))
    assert [finding.stage for finding in told] == stages
    assert [finding.final for finding in told] == [False] * (len(stages) - 1) + [True]
    assert told[-1] is last
    assert last.agreement > 0.95 and not last.unsure
    assert [reading.name for reading in last.readings] == ["together"]


@pytest.mark.parametrize(("name", "stages"), [("balanced", 3), ("best", 4)])
def test_networks_that_differ_are_all_asked(name: str, stages: int) -> None:
    eyes = Eyes({"u2netp": LEFT, "isnet": RIGHT})
    last, told = find(name, eyes)
    assert len(told) == len(eyes.asked) == stages
    assert last.stage == name and last.final and last.agreement < 0.1
    assert last.unsure and len(last.readings) > 1  # each may be what a person means


def test_each_look_has_its_size() -> None:
    eyes = Eyes({"u2netp": LEFT, "isnet": RIGHT})
    find("best", eyes)
    assert eyes.asked == [("u2netp", 320, 320), ("isnet", 512, 512), ("isnet", 960, 640), ("isnet", 1024, 1024)]


@pytest.mark.parametrize("size", [(640, 480), (4000, 200), (200, 4000), (8, 8), (3000, 9)])
def test_an_input_with_the_photos_aspect_is_one_the_network_takes(size: tuple[int, int]) -> None:
    width, height = WIDE.size(size)
    assert width % 64 == height % 64 == 0
    assert min(width, height) >= 128 and max(width, height) <= 1536
    assert Look("u2netp", 320, aspect=True).size(size) == (320, 320)


def test_different_readings_are_offered_once_each() -> None:
    last, _ = find("best", Eyes({"u2netp": LEFT, "isnet": RIGHT}))
    names = [reading.name for reading in last.readings]
    assert names[0] == "together" and "u2netp-320" in names
    assert len(names) == len(set(names)) < 4  # isnet says the same at every size
    assert last.readings[0].mask is last.mask


def test_look_alikes_and_empty_masks_are_no_choice() -> None:
    some, other = np.zeros((64, 64), np.float32), np.zeros((64, 64), np.float32)
    some[:20], other[40:] = 1, 1
    kept = different([Reading("a", some), Reading("b", some * 0.9), Reading("c", other), Reading("d", other * 0)])
    assert [reading.name for reading in kept] == ["a", "c"]


def test_a_blind_network_is_left_out_and_makes_the_result_unsure() -> None:
    last, told = find("balanced", Eyes({"u2netp": BLIND}))
    assert [finding.stage for finding in told] == ["quick", "balanced"]
    assert last.agreement == 0 and last.unsure
    assert last.mask.max() == 1
    last, told = find("balanced", Eyes({"isnet": BLIND}))
    assert [finding.stage for finding in told] == ["instant", "quick", "balanced"]
    assert last.unsure and last.mask.shape == (320, 320)


@pytest.mark.parametrize("name", TIERS)
def test_no_subject_is_an_error_only_when_nobody_sees_one(name: str) -> None:
    eyes = Eyes({"u2netp": BLIND, "isnet": BLIND})
    with pytest.raises(ModelError) as caught:
        find(name, eyes)
    assert caught.value.code == "model/no-subject"
    assert len(eyes.asked) == len(TIERS[name].stages)


def test_soft_results_are_unsure() -> None:
    hard, soft = np.zeros((100, 100), np.float32), np.zeros((100, 100), np.float32)
    hard[:50], soft[:50], soft[50:65] = 1, 1, 0.5
    assert softness(hard) == 0 and softness(soft) == pytest.approx(0.3)
    assert softness(np.zeros((4, 4), np.float32)) == 0


def test_a_box_is_all_the_networks_see() -> None:
    photo = Image.new("RGB", (800, 400), (0, 0, 255))
    photo.paste((255, 0, 0), (400, 100, 600, 300))
    seen: list[Plane] = []

    class Watching(Eyes):
        async def run(self, model: str, tensor: Plane) -> Plane:
            seen.append(tensor)
            return await super().run(model, tensor)

    last, _ = find("instant", Watching({}), photo, within=Region(400, 100, 200, 200))
    crop = photo.crop((370, 70, 630, 330))
    assert np.array_equal(seen[0], prepare(crop, model("u2netp")))
    assert last.mask.shape == (400, 800)  # the whole photo's frame
    ys, xs = np.nonzero(last.mask > 0.5)
    assert (xs.min(), xs.max() + 1) == pytest.approx((370 + 0.3 * 260, 370 + 0.7 * 260), abs=2)
    assert (ys.min(), ys.max() + 1) == pytest.approx((70 + 65, 70 + 195), abs=2)


@pytest.mark.parametrize("box", [Region(-50, -50, 100, 100), Region(290, 190, 400, 400), Region(-9, -9, 999, 999)])
def test_a_box_over_the_border_is_cut_there(box: Region) -> None:
    last, _ = find("balanced", Eyes({}), within=box)
    assert last.mask.shape == (200, 300)
    assert last.mask.max() == 1


@pytest.mark.parametrize("box", [Region(400, 10, 50, 50), Region(10, 10, 0, 40), Region(10, -90, 50, 50)])
def test_a_box_beside_the_photo_has_no_subject(box: Region) -> None:
    with pytest.raises(ModelError) as caught:
        find("instant", Eyes({}), within=box)
    assert caught.value.code == "model/no-subject"


def test_a_stop_is_heard_before_each_look() -> None:
    eyes = Eyes({"u2netp": LEFT, "isnet": RIGHT})
    steps: list[tuple[int, int]] = []

    async def step(number: int, count: int) -> None:
        steps.append((number, count))
        if number == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        find("best", eyes, step=step)
    assert steps == [(0, 4), (1, 4), (2, 4)]
    assert len(eyes.asked) == 2


def test_a_stop_while_a_result_is_shown_ends_the_work() -> None:
    eyes = Eyes({"u2netp": LEFT})

    async def stop(finding: Finding) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        finish(find_subject(PHOTO, TIERS["best"], eyes, stop))
    assert len(eyes.asked) == 1


def test_an_error_of_a_network_is_passed_on() -> None:
    class Broken:
        async def run(self, model: str, tensor: Plane) -> Plane:
            raise ModelError("model/run", model=model)

    async def found(finding: Finding) -> None:
        raise AssertionError("nothing was found")

    with pytest.raises(ModelError) as caught:
        finish(find_subject(PHOTO, TIERS["balanced"], Broken(), found))
    assert caught.value.code == "model/run"


@pytest.mark.parametrize("size", [(40, 40), (2000, 100), (100, 2000), (8, 8), (8, 160)])
@pytest.mark.parametrize("name", TIERS)
def test_photos_of_odd_shapes_are_cut_out(size: tuple[int, int], name: str) -> None:
    photo = scenes.ground(*size)
    last, _ = find(name, Eyes({"u2netp": LEFT, "isnet": MIDDLE}), photo)
    cutout = refine(photo, last.mask)
    assert cutout.rgba.size == size
    assert 0 < cutout.coverage < 1


def test_a_persons_own_network_is_a_tier_of_one_look() -> None:
    spec = replace(MODELS["isnet"], name="mine", label="Mine", files=("mine.onnx",), size=256, step=0)
    with pytest.raises(ModelError):
        tier("mine")
    try:
        assert register(spec) is spec and model("mine") is spec and registered() == (spec,)
        assert own("mine") and not own("best") and not own("u2netp")
        eyes = Eyes({})
        last, told = find("mine", eyes)
        assert eyes.asked == [("mine", 256, 256)]
        assert (last.stage, last.final, len(told), tier("mine").label) == ("mine", True, 1, "Mine")
    finally:
        unregister("mine")
    assert registered() == ()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "u2netp"},
        {"name": ""},
        {"files": ()},
        {"size": 16},
        {"size": 4096},
        {"size": 300, "step": 64},
        {"std": (1.0, 0.0, 1.0)},
        {"std": (1.0, -1.0, 1.0)},
        {"mean": (float("nan"), 0.0, 0.0)},
        {"mean": (float("inf"), 0.0, 0.0)},
    ],
)
def test_settings_that_cannot_be_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ModelError) as caught:
        register(replace(MODELS["isnet"], **({"name": "mine"} | change)))
    assert caught.value.code == "model/settings"
    assert registered() == ()


@pytest.mark.parametrize("shape", [(7,), (1, 0, 4), (1, 3, 8, 8), (2, 1, 8, 8)])
def test_an_answer_that_is_no_mask_is_a_typed_error(shape: tuple[int, ...]) -> None:
    with pytest.raises(ModelError) as caught:
        read_answer(np.ones(shape, np.float32), MODELS["isnet"])
    assert (caught.value.code, caught.value.details) == ("model/shape", {"model": "IS-Net"})


def test_tiers_know_their_networks() -> None:
    assert TIERS["instant"].models == ("u2netp",)
    assert TIERS["balanced"].models == TIERS["best"].models == ("u2netp", "isnet")
    assert [entry.label for entry in TIERS.values()] == ["Instant", "Balanced", "Best"]
