"""service.Platform in a browser's worker. Adapter."""

from __future__ import annotations

from typing import Any

import numpy as np
from js import Uint8Array
from js import self as scope
from numpy.typing import NDArray
from PIL import Image
from pyodide.ffi import JsException

from engine import text_canvas
from engine.faces import add_face
from engine.freeing import taken
from engine.ort_web import OrtWeb
from engine.protocol import AddFont
from errors import InputError
from imaging.export import MEDIA_TYPES, encode
from imaging.layers import Text
from imaging.matrix import Matrix
from imaging.options import ExportOptions


class BrowserPlatform:
    """The functions are worker.js's; see there."""

    def __init__(self, to_bitmap: Any, encode_pixels: Any, decode_blob: Any, heap: Any, networks: OrtWeb) -> None:
        self._to_bitmap = to_bitmap
        self._encode = encode_pixels
        self._decode = decode_blob
        self._heap = heap
        self._networks = networks

    async def read(self, file: Any) -> bytes:
        try:
            return taken(await file.arrayBuffer())
        except JsException as error:
            raise InputError("input/unreadable", name=getattr(file, "name", "")) from error

    async def decode_natively(self, file: Any) -> NDArray[np.uint8] | None:
        try:
            image = await self._decode(file)
        except JsException:
            return None
        flat = np.frombuffer(taken(image.data.buffer), np.uint8)
        return flat.reshape(int(image.height), int(image.width), 4)

    def bitmap(self, pixels: NDArray[np.uint8]) -> Any:
        return self._to_bitmap(np.ascontiguousarray(pixels).reshape(-1), pixels.shape[1], pixels.shape[0])

    async def encode(self, image: Image.Image, options: ExportOptions) -> tuple[Any, int]:
        """WebP by the browser (three times quicker than Pillow in wasm) where it can; PNG and JPEG by Pillow: as quick,
        exact under partial alpha, and with full-resolution colour when asked for."""
        if options.format == "webp":
            file = await self._encode_webp(image, options)
            if file is not None:
                return file, int(file.byteLength)
        data = encode(image, options)
        return self.buffer(data), len(data)

    async def _encode_webp(self, image: Image.Image, options: ExportOptions) -> Any:
        pixels = np.asarray(image if image.mode == "RGBA" else image.convert("RGBA"))
        kind, quality = MEDIA_TYPES[options.format], options.quality / 100
        try:
            return await self._encode(pixels.reshape(-1), image.width, image.height, kind, quality)
        except JsException:
            return None  # no canvas of this size, or none at all: Pillow takes longer and can

    def buffer(self, data: bytes) -> Any:
        array = Uint8Array.new(len(data))
        array.assign(data)
        return array.buffer

    def floats(self, buffer: Any) -> bytes:
        return taken(buffer)

    async def add_font(self, ask: AddFont) -> None:
        await add_face(scope.fonts, ask)

    def text(self, text: Text, m: Matrix, size: tuple[int, int]) -> NDArray[np.uint8]:
        return text_canvas.draw(text, m, size)

    def heap_bytes(self) -> int:
        return int(self._heap())

    def threads(self) -> int:
        return self._networks.threads

    def connect(self, model: str, port: Any) -> None:
        self._networks.connect(model, port)
