"""Last step of the road: the picture as a file, without metadata."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from errors import ExportError
from imaging.compositor import Sources, draw
from imaging.layers import Scene
from imaging.options import MAX_MEGAPIXELS, MAX_SIDE, ExportOptions, FileFormat, Region

MEDIA_TYPES: dict[FileFormat, str] = {"png": "image/png", "webp": "image/webp", "jpeg": "image/jpeg"}

PNG_LEVEL = 2
"""Of zlib. On cut-outs 1 and 4 take longer and write more; 3 writes 1 % less in 1.2 times the time."""

WEBP_METHOD = 2
"""0 takes half the time and writes up to 40 % more; 4 takes twice the time for 1 % less."""

FINE = 90
"""From this JPEG quality on, colours are kept at full resolution (4:4:4)."""

PROGRESSIVE_PIXELS = 16_000_000
"""Progressive JPEGs are 6 to 9 % smaller, but the encoder then holds 6 bytes a pixel: too much for large pictures."""


def render_export(sources: Sources, scene: Scene, options: ExportOptions) -> Image.Image:
    """The whole picture at the size that `options` name; RGBA when something shows through and the format can say so.

    A JPEG of a transparent picture stands on white.

    Raises:
        ExportError: export/size, export/memory.
    """
    check_size(options)
    whole = Region(0, 0, scene.width, scene.height)
    try:
        picture = draw(sources, scene, whole, (options.width, options.height))
        return flatten(picture) if options.format == "jpeg" else picture
    except MemoryError:
        raise ExportError("export/memory", megapixels=round(options.width * options.height / 1e6, 1)) from None


def check_size(options: ExportOptions) -> None:
    """Raise ExportError export/size when a file of this size cannot be made."""
    width, height = options.width, options.height
    if min(width, height) < 1 or max(width, height) > MAX_SIDE or width * height > MAX_MEGAPIXELS * 1_000_000:
        raise ExportError("export/size", width=width, height=height, limit=MAX_MEGAPIXELS)


def flatten(image: Image.Image) -> Image.Image:
    """`image` without alpha: over white where it has any."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "#ffffff")
    ground.paste(image, mask=image)
    return ground


def encode(image: Image.Image, options: ExportOptions) -> bytes:
    """The file of `image` (RGB or RGBA; only the format and the quality of `options` count here).

    Raises:
        ExportError: export/format, export/memory, export/encode.
    """
    if options.format not in MEDIA_TYPES:
        raise ExportError("export/format", format=str(options.format))
    file = io.BytesIO()
    clean = flatten(image) if options.format == "jpeg" else image
    clean.info.clear()  # Pillow would write a profile or a comment that hangs on the picture
    try:
        clean.save(file, options.format.upper(), **_settings(options, image.width * image.height))
    except MemoryError:
        raise ExportError("export/memory", megapixels=round(image.width * image.height / 1e6, 1)) from None
    except (OSError, ValueError) as error:
        raise ExportError("export/encode", format=options.format) from error
    return file.getvalue()


def _settings(options: ExportOptions, pixels: int) -> dict[str, Any]:
    quality = min(max(options.quality, 1), 100)
    if options.format == "png":
        return {"compress_level": PNG_LEVEL}
    if options.format == "webp":
        return {"quality": quality, "method": WEBP_METHOD, "alpha_quality": 100}
    # Pillow's scale gains nothing above 95 but bytes.
    return {
        "quality": min(quality, 95),
        "subsampling": 0 if quality >= FINE else 2,
        "progressive": pixels <= PROGRESSIVE_PIXELS,
    }
