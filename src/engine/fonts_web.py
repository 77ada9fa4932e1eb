"""The files of typefaces, from the site's own host to the page's canvas and the engine's. Adapter, on the UI thread.

The engine has no network: it is given the bytes.
"""

from __future__ import annotations

from js import URL, document, fetch
from pyodide.ffi import JsException

from engine.faces import add_face
from engine.protocol import AddFont
from errors import FontError
from imaging.fonts import FontFile, family, unicode_range


class SiteFonts:
    """`folder` is where the group "fonts" lies."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    async def load(self, file: FontFile) -> AddFont:
        """Fetch `file` and let the page measure with it. Raises FontError."""
        font = AddFont(
            family(file.family).css,
            await self._fetched(file),
            f"{file.weights[0]} {file.weights[1]}",
            "italic" if file.italic else "normal",
            unicode_range(file.ranges),
        )
        await add_face(document.fonts, font)
        return font

    async def _fetched(self, file: FontFile) -> object:
        try:
            response = await fetch(URL.new(self._folder + file.name, document.baseURI).href)
            if response.ok:
                return await response.arrayBuffer()
        except JsException as error:
            raise FontError("font/network", family=file.family) from error
        raise FontError("font/network", family=file.family)
