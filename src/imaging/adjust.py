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
    for step in values.steps:
        if step == "tone":
            image = toned(image, values)
        elif amount := getattr(values, step):
            image = STEPS[step](image, amount, view)
    return image


def margin(adjustments: Adjustments, scale: float, full: tuple[float, float]) -> int:
    """Pixels of the picture, at `scale`, that a part of a photo needs around it to come out as in the whole."""
    return filters.reach(adjustments.effective(), View(full, scale))


def _view(image: Image.Image, scale: float, origin: tuple[float, float], full: tuple[float, float] | None) -> View:
    return View(full or (image.width / scale, image.height / scale), scale, origin)
