"""Adjustments on pixels, at any scale: the view and the export are both made here."""

from __future__ import annotations

from PIL import Image

from imaging import filters
from imaging.adjustments import Adjustments
from imaging.filters import View
from imaging.tone import toned


def apply(
    image: Image.Image,
    adjustments: Adjustments,
    scale: float = 1.0,
    origin: tuple[float, float] = (0.0, 0.0),
    full: tuple[float, float] | None = None,
) -> Image.Image:
    """`image` (RGB or RGBA, straight alpha) adjusted: tone, denoise, sharpen, blur, vignette, grain, in this order.

    The picture shows the part of a photo of size `full` (width, height; None: the picture is the whole photo) that
    begins at `origin` (x, y), both in photo pixels, at `scale` picture pixels for one photo pixel. Alpha stays as it
    is. When there is nothing to do the same image comes back, not a copy, so the result is not to be drawn on.
    """
    values = adjustments.effective()
    view = _view(image, scale, origin, full)
    result = toned(image, values)
    if values.denoise:
        result = filters.denoise(result, values.denoise, view)
    if values.sharpen:
        result = filters.sharpen(result, values.sharpen, view)
    if values.blur:
        result = filters.blur(result, values.blur, view)
    if values.vignette:
        result = filters.vignette(result, values.vignette, view)
    return filters.grain(result, values.grain, view) if values.grain else result


def margin(adjustments: Adjustments, scale: float, full: tuple[float, float]) -> int:
    """Pixels of the picture, at `scale`, that a part of a photo needs around it to come out as in the whole."""
    return filters.reach(adjustments.effective(), View(full, scale))


def _view(image: Image.Image, scale: float, origin: tuple[float, float], full: tuple[float, float] | None) -> View:
    return View(full or (image.width / scale, image.height / scale), scale, origin)
