"""A box that is looked into: the frame grows to where the subject goes on, and no subject ends in a straight line."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from imaging.options import Region
from segmentation.boxed import Frame
from segmentation.cutout import Finding, find_subject
from segmentation.models import model
from segmentation.refine import refine
from segmentation.tiers import TIERS
from tests.unit.test_segmentation_cutout import finish

Plane = NDArray[np.float32]
PHOTO, BAR = (800, 400), (100, 150, 700, 250)


def photo() -> Image.Image:
    """A red bar, 600 pixels long, on blue."""
    made = Image.new("RGB", PHOTO, (0, 0, 255))
    made.paste((255, 0, 0), BAR)
    return made


@dataclass
class Red:
    """An Inference whose networks see what is red."""

    asked: list[str] = field(default_factory=list)

    async def run(self, name: str, tensor: Plane) -> Plane:
        self.asked.append(name)
        spec = model(name)
        red = tensor[0, 0] * spec.std[0] + spec.mean[0]
        return (red > 0.5).astype(np.float32)[None, None]


def find(within: Region, widen: bool = True) -> tuple[Finding, Red]:
    eyes = Red()

    async def found(finding: Finding) -> None:
        """Only the last one counts."""

    return finish(find_subject(photo(), TIERS["instant"], eyes, found, within=within, widen=widen)), eyes


def columns(mask: Plane) -> tuple[int, int]:
    """First and last column, of 800, that the subject reaches."""
    xs = np.flatnonzero((mask > 0.5).any(axis=0)) * PHOTO[0] / mask.shape[1]
    return round(xs.min()), round(xs.max())


def steepest(mask: Plane) -> float:
    """The largest step between two columns on the middle of the bar, right of its own end."""
    return float(np.abs(np.diff(mask[mask.shape[0] // 2, 110:690])).max())


def test_a_subject_that_goes_on_beyond_the_box_is_found_as_a_whole() -> None:
    finding, _ = find(Region(60, 120, 400, 160))  # the bar goes on to 700
    assert columns(finding.mask) == pytest.approx((100, 700), abs=4)


def test_what_goes_on_further_still_fades() -> None:
    finding, eyes = find(Region(150, 120, 60, 160))
    assert len(eyes.asked) == 3  # two looks to widen the frame, and the tier's own
    assert columns(finding.mask)[1] < 690
    assert finding.mask[:, -100:].max() == 0
    assert steepest(finding.mask) < 0.4


@pytest.mark.parametrize("within", [Region(300, 120, 100, 160), Region(150, 140, 500, 100)])
def test_a_part_to_add_keeps_to_its_box_and_fades_out(within: Region) -> None:
    finding, eyes = find(within, widen=False)
    assert len(eyes.asked) == 1
    first, last = columns(finding.mask)
    assert within.x - within.width * 0.15 <= first and last <= within.x + within.width * 1.15
    middle = finding.mask[200, round(within.x) : round(within.x + within.width)]
    assert middle.min() > 0.99  # all that was asked for
    assert steepest(finding.mask) < 0.2
    alpha = np.asarray(refine(photo(), finding.mask).rgba.getchannel("A"), np.float32)[200, 110:690]
    assert np.abs(np.diff(alpha)).max() < 90  # nor does refining make a line of it


def test_the_photos_own_border_cuts_nothing() -> None:
    mask = np.ones((50, 50), np.float32)
    frame = Frame.around(Region(0, 0, *PHOTO), PHOTO)
    assert frame.box == (0, 0, *PHOTO) and not any(frame.cuts(mask))
    assert (frame.placed(mask) == 1).all()
    corner = Frame.around(Region(500, 200, 300, 200), PHOTO)
    assert corner.cuts(mask) == (True, True, False, False)
    assert corner.placed(mask)[-1, -1] == 1


def test_a_corner_that_touches_is_not_cut() -> None:
    frame = Frame.around(Region(200, 100, 200, 200), PHOTO)
    mask = np.zeros((320, 320), np.float32)
    mask[100:220, 100:220] = 1
    mask[:8, :8] = 1
    assert not any(frame.cuts(mask))
    mask[150:200, 200:] = 1
    assert frame.cuts(mask) == (False, False, True, False)


def test_a_frame_grows_on_the_sides_that_cut_and_never_over_the_photo() -> None:
    frame = Frame.around(Region(200, 100, 200, 200), PHOTO)
    assert frame.box == (170, 70, 430, 330)
    assert frame.grown((False, False, True, False)).box == (170, 70, 560, 330)
    assert frame.grown((True, True, True, True)).box == (40, 0, 560, 400)
