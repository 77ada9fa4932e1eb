"""The room that the browser gives this site, and the request not to evict it. Adapter."""

from __future__ import annotations

from js import navigator
from pyodide.ffi import JsException


class BrowserQuota:
    """ports.Quota."""

    async def estimate(self) -> tuple[int, int]:
        try:
            estimate = await navigator.storage.estimate()
            return int(estimate.usage), int(estimate.quota)
        except (JsException, AttributeError, TypeError):
            return 0, 0

    async def persist(self) -> bool:
        try:
            return bool(await navigator.storage.persist())
        except (JsException, AttributeError):
            return False
