"""Adjustments on pixels, at any scale: the view and the export are both made here."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from imaging import filters
from imaging.adjustments import Adjustments
from imaging.filters import View
from imaging.tone import toned

STEPS: dict[str, Callable[[Image.Image, float, View], Image.Image]] = {
    "denoise": filters.denoise,
    "sharpen": filters.sharpen,
    "blur": filters.blur,
    "vignette": filters.vignette,
    "grain": filters.grain,
}
"""The filters by the names of their values."""
ALIGNED = 16
"""Pixels to a multiple of which the part that is seen begins."""
WORTH_CROPPING = 0.85
"""Share of a picture that is seen, up to which filters work on that part alone."""


def apply(
    image: Image.Image,
    adjustments: Adjustments,
    scale: float = 1.0,
    origin: tuple[float, float] = (0.0, 0.0),
    full: tuple[float, float] | None = None,
) -> Image.Image:
    """`image` (RGB or RGBA, straight alpha) adjusted, one step after the other as `adjustments.steps` says.

    The picture shows the part of a photo of size `full` (width, height; None: the picture is the whole photo) that
    begins at `origin` (x, y), both in photo pixels, at `scale` picture pixels for one photo pixel. Alpha stays as it
    is. When there is nothing to do the same image comes back, not a copy, so the result is not to be drawn on.
    """
    values = adjustments.effective()
    view = _view(image, scale, origin, full)
    box = _seen(image, values, view)
    if box is None:
        return _stepped(image, values, view)
    shift = (view.origin[0] + box[0] / scale, view.origin[1] + box[1] / scale)
    part = _stepped(image.crop(box), values, View(view.full, scale, shift))
    image = image.copy()
    image.paste(part, box)
    return image


def _stepped(image: Image.Image, values: Adjustments, view: View) -> Image.Image:
    for step in values.steps:
        if step == "tone":
            image = toned(image, values)
        elif amount := getattr(values, step):
            image = STEPS[step](image, amount, view)
    return image


def _seen(image: Image.Image, values: Adjustments, view: View) -> tuple[int, int, int, int] | None:
    """The part of `image` (left, top, right, bottom) outside of which all is transparent, with the margin that filters
    need around it. None: it is not worth it, or there is no filter to run."""
    if image.mode != "RGBA" or not any(getattr(values, step) for step in STEPS):
        return None
    found = image.getchannel("A").getbbox()
    if found is None:
        return None
    around, (width, height) = filters.reach(values, view), image.size
    # Filters work on halves and quarters: the part begins where those of the whole do.
    left, top = (max(side - around, 0) // ALIGNED * ALIGNED for side in found[:2])
    right, bottom = min(found[2] + around, width), min(found[3] + around, height)
    return (left, top, right, bottom) if (right - left) * (bottom - top) <= WORTH_CROPPING * width * height else None


def margin(adjustments: Adjustments, scale: float, full: tuple[float, float]) -> int:
    """Pixels of the picture, at `scale`, that a part of a photo needs around it to come out as in the whole."""
    return filters.reach(adjustments.effective(), View(full, scale))


def _view(image: Image.Image, scale: float, origin: tuple[float, float], full: tuple[float, float] | None) -> View:
    return View(full or (image.width / scale, image.height / scale), scale, origin)
