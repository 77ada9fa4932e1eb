"""How often each level occurs in a picture."""

from __future__ import annotations

from PIL import Image

Counts = tuple[int, ...]


def histogram(image: Image.Image) -> tuple[Counts, Counts, Counts, Counts]:
    """Counts of the levels 0..255 of red, green, blue and luminance (Pillow's "L": Rec. 601 luma) of an RGB or RGBA
    picture with straight alpha. Pixels with alpha 0 are not counted, all others count as one."""
    mask = None
    if image.mode == "RGBA":
        mask = image.getchannel("A").point([0] + [255] * 255)
        image = image.convert("RGB")
    counts = image.histogram(mask)
    red, green, blue = (tuple(counts[start : start + 256]) for start in (0, 256, 512))
    return red, green, blue, tuple(image.convert("L").histogram(mask))
