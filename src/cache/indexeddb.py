"""The database of a browser. Adapter.

A transaction lives only as long as it has requests, so nothing in it may wait for Python's event loop: the generator
runs on inside the callback of its last request. A save counts when the transaction is complete, not when its requests
are: resolving earlier lost a record when the tab was killed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from js import IDBKeyRange, Object, window
from pyodide.ffi import JsException, JsProxy, create_proxy, to_js

from cache.operations import (
    SCHEMA,
    SCHEMAS,
    STORES,
    Clear,
    Delete,
    DeleteRange,
    Get,
    Keys,
    Operation,
    Put,
    Values,
    Work,
)
from errors import StoreError

T = TypeVar("T")
NAME = "aluo"
READS = (Get, Keys, Values)
_FULL = "QuotaExceededError"


async def open_database(lost: Callable[[], None], name: str = NAME) -> IndexedDatabase:
    """The database, made or brought to the present schema first. `lost` is called when another tab needs it closed:
    to delete it or to bring it to a newer schema. Raises StoreError: "store/newer" for one of a newer schema, which
    stays as it is, "store/refused" where the browser keeps none."""
    early = await _opened_early() if name == NAME else None
    if early is not None:
        return IndexedDatabase(*early, lost)
    result: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    proxies: list[Any] = []

    def settle(value: Any, error: Exception | None = None) -> None:
        if not result.done():
            result.set_exception(error) if error else result.set_result(value)

    def proxy(callback: Callable[[Any], None]) -> Any:
        proxies.append(create_proxy(callback))
        return proxies[-1]

    try:
        request = window.indexedDB.open(name, SCHEMA)
        request.onupgradeneeded = proxy(lambda event: _migrate(request.result, int(event.oldVersion)))
        request.onsuccess = proxy(lambda event: settle(request.result))
        request.onerror = proxy(lambda event: settle(None, _refusal(request.error)))
        base = await result
    except (JsException, AttributeError) as error:
        raise StoreError("store/refused") from error
    finally:
        for one in proxies:
            one.destroy()
    return IndexedDatabase(base, None, lost)


async def _opened_early() -> tuple[Any, Any] | None:
    """The database that kept.js has opened already, and the rows that it found there (JavaScript's null: it could not
    read them). None when there is no database of the present schema."""
    aluo = getattr(window, "aluo", None)
    if aluo is None or not getattr(aluo, "database", None):
        return None
    if hasattr(aluo.database, "then"):  # still on its way
        await aluo.database
    base, aluo.database = aluo.database, None
    if not base:  # null is false, and not None
        return None
    if hasattr(aluo.rows, "then"):
        await aluo.rows
    rows, aluo.rows = aluo.rows, None
    if int(base.version) == SCHEMA:
        return base, rows
    base.close()
    return None


async def delete_database(name: str = NAME) -> bool:
    """Delete all of it, of whatever schema. False when the browser does not let go of it."""
    result: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    try:
        request = window.indexedDB.deleteDatabase(name)
    except (JsException, AttributeError):
        return False

    def settle(event: Any) -> None:
        if not result.done():
            result.set_result(str(event.type) == "success")

    done = create_proxy(settle)
    request.onsuccess = request.onerror = request.onblocked = done
    try:
        return await result
    finally:
        done.destroy()


def _migrate(base: Any, old: int) -> None:
    """Bring a database of schema `old` (0: a new one) to the present one, in the transaction that opens it."""
    for added in SCHEMAS[old:]:
        for store in added:
            base.createObjectStore(store)


def _refusal(error: Any) -> StoreError:
    return StoreError("store/newer" if str(error.name) == "VersionError" else "store/refused")


class IndexedDatabase:
    """operations.Database on an open IDBDatabase. `rows`, where there are any, are the answers to the first reading: a
    start asks whether anything is due, and of what has come since nothing can be."""

    def __init__(self, base: Any, rows: Any, lost: Callable[[], None]) -> None:
        self._base = base
        self._rows = rows
        self._proxies = [create_proxy(lambda event: self._leave(lost))]
        base.onversionchange = base.onclose = self._proxies[0]

    def run(self, work: Work[T], write: bool = True) -> Awaitable[T]:
        rows, self._rows = self._rows, None
        return _told(work, rows) if rows and not write else _Transaction(self._base, work, write).done

    def close(self) -> None:
        self._base.close()

    def _leave(self, lost: Callable[[], None]) -> None:
        self._base.close()
        lost()


class _Transaction:
    """One transaction on its way."""

    def __init__(self, base: Any, work: Work[Any], write: bool) -> None:
        self._loop = asyncio.get_running_loop()
        self.done: asyncio.Future[Any] = self._loop.create_future()
        self._work = work
        self._value: Any = None
        self._wrote = False
        self._error: BaseException | None = None
        self._requests: list[Any] = []
        self._proxies = [create_proxy(lambda event: self._answered())]
        try:
            options = to_js({"durability": "relaxed"}, dict_converter=Object.fromEntries)
            self._tx = base.transaction(to_js(list(STORES)), "readwrite" if write else "readonly", options)
        except JsException as error:
            self._settle(_fault(error))
            self._free()
            return
        for name, end in (("oncomplete", lambda event: self._end(None)), ("onabort", lambda event: self._aborted())):
            self._proxies.append(create_proxy(end))
            setattr(self._tx, name, self._proxies[-1])
        self._advance(None)

    def _answered(self) -> None:
        self._advance([_python(request.result) if asked else None for request, asked in self._requests])

    def _advance(self, results: list[Any] | None) -> None:
        """Run the generator up to its next operations, and ask for these."""
        try:
            operations = next(self._work) if results is None else self._work.send(results)
            self._requests = [(self._request(op), isinstance(op, READS)) for op in operations]
            self._wrote = self._wrote or not all(asked for _, asked in self._requests)
            self._requests[-1][0].onsuccess = self._proxies[0]  # requests are answered in their order
        except StopIteration as stop:
            self._value = stop.value
            if not self._wrote:  # there is nothing that a commit could lose
                self._settle(None)
        except BaseException as error:
            self._error = error
            self._tx.abort()

    def _request(self, operation: Operation) -> Any:
        store = self._tx.objectStore(operation.store)
        if isinstance(operation, Put):
            return store.put(operation.value, operation.key)
        if isinstance(operation, Get):
            return store.get(operation.key)
        if isinstance(operation, Delete):
            return store.delete(operation.key)
        if isinstance(operation, DeleteRange):
            return store.delete(IDBKeyRange.bound(operation.first, operation.last))
        if isinstance(operation, Clear):
            return store.clear()
        return getattr(store, _reading(operation))()

    def _aborted(self) -> None:
        self._end(self._error or _fault(self._tx.error))

    def _end(self, error: BaseException | None) -> None:
        self._settle(error)
        self._loop.call_soon(self._free)  # one of them is running now

    def _settle(self, error: BaseException | None) -> None:
        if isinstance(error, JsException):
            error = _fault(error)
        if not self.done.done():
            self.done.set_exception(error) if error else self.done.set_result(self._value)

    def _free(self) -> None:
        for proxy in self._proxies:
            proxy.destroy()
        self._proxies = []


def _reading(operation: Operation) -> str:
    """How an object store is asked for all its keys, or for all its values."""
    return "getAllKeys" if isinstance(operation, Keys) else "getAll"


def _told(work: Work[T], rows: Any) -> Awaitable[T]:
    """`work`, which asks once, with the answers that kept.js has got."""
    done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    found = rows.to_py()
    try:
        work.send([found[f"{_reading(ask)} {ask.store}"] for ask in next(work)])
        raise TypeError("the first reading asks once")
    except StopIteration as stop:
        done.set_result(stop.value)
    except StoreError as error:
        done.set_exception(error)
    return done


def _python(value: Any) -> Any:
    """A result: arrays become lists, nothing becomes None, a Blob stays what it is."""
    if isinstance(value, JsProxy) and value.constructor.name == "Array":
        return value.to_py(depth=1)
    return value


def _fault(error: Any) -> StoreError:
    name = str(getattr(error, "name", "")) or "unknown"
    return StoreError("store/full") if name == _FULL else StoreError("store/fault", kind=name)


class BrowserBase:
    """ports.Base."""

    async def open(self, lost: Callable[[], None]) -> IndexedDatabase:
        return await open_database(lost)

    async def delete(self) -> bool:
        return await delete_database()
