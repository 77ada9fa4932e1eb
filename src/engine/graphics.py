"""Whether a network runs on the graphics processor: where there is a real one, it was measured to be quicker there, and
it says the same there. Adapter.

The choice is measured once on a small made-up picture, by the time of a warm run, and remembered for this adapter. A
processor that only pretends to be one (a software adapter) is never asked, unless "try" or "on" says so for a test.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

import js
from js import Object, navigator
from pyodide.ffi import JsException, to_js

from engine.runner import WASM, WEBGPU, Runner
from errors import AluoError

SIDE = 256
"""Of the picture that is measured: a quarter of the smallest look's."""

GAIN = 1.3
"""How many times quicker the graphics processor has to be: it costs a download of 17 MB and more memory."""

CLOSE = 0.02
"""Mean difference of two answers of a network, 0..1, up to which they say the same."""

LIMIT_S = 8.0
"""Seconds that a graphics processor has for the made-up picture, twice: one that needs longer is none."""

CHOICE, FOUND = "graphics", "graphics.found"


class Memory(Protocol):
    """What a person chose, and what was found out before."""

    def get(self, name: str, default: str = "") -> str: ...

    def put(self, name: str, value: str) -> None: ...


Make = Callable[[tuple[str, str, str]], Runner]


async def fitting(make: Make, shared: Runner, model: str, content: Any, sha256: str, memory: Memory) -> Runner:
    """A thread that runs the network of `content`, an ArrayBuffer, where it runs best: one that `make` starts, or,
    where there is nothing to choose, `shared`, which has a network already and saves a second runtime. Raises
    ModelError when it runs nowhere."""
    wish = memory.get(CHOICE)
    adapter = await _adapter(wish)
    known = memory.get(FOUND)
    if adapter and (wish == "on" or known == f"{adapter}: webgpu"):
        runner = await _loaded(make(WEBGPU), model, content.slice(0), sha256)
        if runner is not None:
            return runner
        memory.put(FOUND, f"{adapter}: wasm")  # it did once; the next time nobody has to wait for it to fail
    elif adapter and known != f"{adapter}: wasm":
        return await _quicker(make, model, content, sha256, memory, adapter)
    await shared.load(model, content, sha256)
    return shared


async def _quicker(make: Make, model: str, content: Any, sha256: str, memory: Memory, adapter: str) -> Runner:
    """Both are tried on the same picture; the loser's thread ends."""
    other = await _loaded(make(WEBGPU), model, content.slice(0), sha256)
    theirs = await _answer(other, LIMIT_S) if other is not None else None
    runner = make(WASM)
    try:
        await runner.load(model, content, sha256)
    except BaseException:
        runner.close()
        if other is not None:
            other.close()
        raise
    ours = await _answer(runner) if theirs is not None else None
    wins = bool(ours and theirs and ours["ms"] >= GAIN * theirs["ms"] and _difference(ours, theirs) <= CLOSE)
    memory.put(FOUND, f"{adapter}: {'webgpu' if wins else 'wasm'}")
    for one in (runner if wins else other,):
        if one is not None:
            one.close()
    return other if wins and other is not None else runner


async def _adapter(wish: str) -> str:
    """The name of the graphics processor, "" when there is none to use."""
    if wish == "off" or not hasattr(navigator, "gpu") or not js.window.aluo.switches:
        return ""
    try:
        adapter = await navigator.gpu.requestAdapter(_object(powerPreference="high-performance"))
    except JsException:
        return ""
    if not adapter:
        return ""
    info = adapter.info
    if bool(getattr(info, "isFallbackAdapter", False)) and wish not in ("try", "on"):
        return ""
    return f"{info.vendor} {info.architecture}".strip() or "unnamed"


async def _loaded(runner: Runner, model: str, content: Any, sha256: str) -> Runner | None:
    """The thread with the network in it; None, and ended, when that cannot be."""
    try:
        await runner.load(model, content, sha256)
    except AluoError:
        runner.close()
        return None
    except BaseException:
        runner.close()
        raise
    return runner


async def _answer(runner: Runner, limit: float | None = None) -> dict[str, Any] | None:
    """What the network says of the made-up picture; None when it fails, or takes longer than `limit` seconds."""
    try:
        return await asyncio.wait_for(runner.probe((1, 3, SIDE, SIDE), 0.5), limit)
    except (AluoError, TimeoutError):
        return None


def _difference(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Mean absolute difference of two answers, 0..1; 1 when they are of different sizes."""
    ours, theirs = one["values"].to_py(), other["values"].to_py()
    if len(ours) != len(theirs) or not len(ours):
        return 1.0
    return float(sum(abs(a - b) for a, b in zip(ours, theirs, strict=True)) / len(ours))


def _object(**fields: Any) -> Any:
    return to_js(fields, dict_converter=Object.fromEntries)
