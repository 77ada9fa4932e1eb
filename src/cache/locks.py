"""Web Locks: what a tab holds is free again when the tab is gone, however it went. Adapter.

Where a browser has none, a tab knows of itself only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from js import Object, Promise, navigator
from pyodide.ffi import JsException, create_proxy, to_js

T = TypeVar("T")


class WebLocks:
    """ports.Locks."""

    def __init__(self) -> None:
        self._locks = getattr(navigator, "locks", None)
        self._releases: dict[str, Any] = {}

    async def hold(self, name: str, shared: bool = False) -> bool:
        if name in self._releases:
            return True
        if not self._locks:
            self._releases[name] = None
            return True
        taken: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def granted(lock: Any) -> Any:
            if not lock:
                taken.set_result(False)
                return None
            taken.set_result(True)
            return Promise.new(keep)

        def until_release(resolve: Any, reject: Any) -> None:
            self._releases[name] = resolve

        callback, keep = create_proxy(granted), create_proxy(until_release)
        options = _options(mode="shared" if shared else "exclusive", ifAvailable=True)
        request = asyncio.ensure_future(self._locks.request(name, options, callback))
        try:
            await asyncio.wait([taken, request], return_when=asyncio.FIRST_COMPLETED)
            return taken.result() if taken.done() else True  # refused: as where there are none
        finally:
            callback.destroy()
            keep.destroy()

    def release(self, name: str) -> None:
        resolve = self._releases.pop(name, None)
        if resolve:
            resolve(None)

    async def held(self) -> frozenset[str]:
        if not self._locks:
            return frozenset(self._releases)
        try:
            state = await self._locks.query()
        except JsException:
            return frozenset(self._releases)
        return frozenset(str(lock.name) for lock in state.held)

    async def alone(self, name: str, job: Callable[[], Awaitable[T]], wait: bool = True) -> T | None:
        if not self._locks:
            return await job()
        done: list[T] = []
        failed: list[BaseException] = []

        async def granted(lock: Any) -> None:
            try:
                if lock:
                    done.append(await job())
            except BaseException as error:  # raised again on this side: a browser would make a string of it
                failed.append(error)

        callback = create_proxy(granted)
        try:
            await self._locks.request(name, _options(ifAvailable=not wait), callback)
        finally:
            callback.destroy()
        if failed:
            raise failed[0]
        return done[0] if done else None


def _options(**fields: Any) -> Any:
    return to_js(fields, dict_converter=Object.fromEntries)
