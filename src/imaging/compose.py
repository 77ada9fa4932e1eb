"""Fifth step of the road: the subject on its backdrop, at any scale. The view and the export are both made here."""

from __future__ import annotations

from PIL import Image

from imaging.backdrop import blurred
from imaging.options import Backdrop, Region
from imaging.resample import resample


def compose(
    photo: Image.Image,
    cutout: Image.Image | None,
    backdrop: Backdrop,
    region: Region,
    size: tuple[int, int],
    behind: Image.Image | None = None,
) -> Image.Image:
    """`region` of the picture at `size` (width, height): RGBA with straight alpha when something shows through, else
    RGB.

    `photo` is RGB or RGBA; `cutout` is refine's RGBA of the same size, or None for the photo as it was, in which case
    the backdrop is not used. `behind` may be backdrop.blurred(photo, cutout, …), kept by a caller that draws often.
    """
    if cutout is None:
        return resample(photo, region, size)
    subject = resample(cutout, region, size)
    if backdrop.kind == "transparent":
        return subject
    if backdrop.kind == "colour":
        ground = Image.new("RGB", size, backdrop.colour)
    else:
        small = behind or blurred(photo, cutout, backdrop.blur)
        ground = small.resize(size, Image.Resampling.BICUBIC, box=_scaled(region, photo.size, small.size))
    ground.paste(subject, mask=subject)
    return ground


def _scaled(region: Region, size: tuple[int, int], small: tuple[int, int]) -> tuple[float, float, float, float]:
    x, y = small[0] / size[0], small[1] / size[1]
    left, top = max(region.x * x, 0.0), max(region.y * y, 0.0)
    return left, top, min((region.x + region.width) * x, small[0]), min((region.y + region.height) * y, small[1])
