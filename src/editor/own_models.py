"""A person's own networks, kept in this browser only where the person said so. Adapter."""

from __future__ import annotations

import json
from typing import Any

from js import URL, Object, Response, caches, document
from pyodide.ffi import JsException, to_js

from engine.protocol import OwnModel

CACHE = "aluo.own"
FACTS = "x-aluo-model"
PLACE = "own-model/"


async def keep(own: OwnModel) -> bool:
    """Keep the file and what was said of it; False when the browser has no room or no storage."""
    facts = json.dumps([own.label, own.size, own.mean, own.std, own.scale, own.output])
    headers = _object(headers=_object(**{FACTS: facts.encode().hex()}))
    try:
        cache = await caches.open(CACHE)
        await cache.put(_address(own.name), Response.new(own.file, headers))
    except JsException:
        return False
    return True


async def forget(name: str) -> None:
    try:
        await (await caches.open(CACHE)).delete(_address(name))
    except JsException:
        return


async def kept() -> list[OwnModel]:
    """All that are kept; one whose facts cannot be read is left out."""
    found = []
    try:
        cache = await caches.open(CACHE)
        for request in await cache.keys():
            response = await cache.match(request)
            name = str(request.url).rpartition("/")[2]
            try:
                label, size, mean, std, scale, output = json.loads(bytes.fromhex(str(response.headers.get(FACTS))))
                blob = await response.blob()
                found.append(
                    OwnModel(
                        name, str(label), blob, int(blob.size), int(size), _three(mean), _three(std), str(scale),
                        str(output),
                    )
                )  # fmt: skip
            except (ValueError, TypeError):
                continue
    except JsException:
        return found
    return found


def _three(values: Any) -> tuple[float, float, float]:
    first, second, third = map(float, values)
    return first, second, third


def _address(name: str) -> str:
    return str(URL.new(PLACE + name, document.baseURI).href)


def _object(**fields: Any) -> Any:
    return to_js(fields, dict_converter=Object.fromEntries)
