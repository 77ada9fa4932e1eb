"""A typeface out of bytes, for the page's canvas as for the engine's: neither needs the network for it. Adapter."""

from __future__ import annotations

from typing import Any

from js import FontFace, Object
from pyodide.ffi import JsException, to_js

from engine.protocol import AddFont
from errors import FontError
from imaging.fonts import PREFIX


async def add_face(fonts: Any, font: AddFont) -> None:
    """Add `font` to `fonts`, a FontFaceSet (CSS Font Loading). Raises FontError font/damaged."""
    fields = {"weight": font.weight, "style": font.style, "unicodeRange": font.unicode_range}
    try:
        face = FontFace.new(font.family, font.file, to_js(fields, dict_converter=Object.fromEntries))
        await face.load()
    except JsException as error:
        raise FontError("font/damaged", family=font.family.removeprefix(PREFIX)) from error
    fonts.add(face)
