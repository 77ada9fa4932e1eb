"""The page's elements from Python: a few words instead of the browser's many. Adapter: imports js and pyodide.

Text goes in as textContent only, so what a file is called can never become markup.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from js import document, window
from pyodide.ffi import create_proxy, to_js

Element = Any
Handler = Callable[[Any], Any]

root: Element = document.documentElement


def by_id(name: str) -> Element:
    """The element with that id. A missing one is a mistake in index.html, so it raises."""
    element = document.getElementById(name)
    if not element:
        raise LookupError(name)
    return element


def every(selector: str, within: Element = document) -> list[Element]:
    """All elements that match `selector`."""
    return list(within.querySelectorAll(selector))


def on(target: Element, kind: str, handler: Handler, passive: bool = True, capture: bool = False) -> None:
    """Call `handler` with each event, for as long as the page lives."""
    target.addEventListener(kind, create_proxy(handler), options(passive=passive, capture=capture))


def options(**fields: Any) -> Any:
    """A plain JavaScript object."""
    from js import Object

    return to_js(fields, dict_converter=Object.fromEntries)


def set_text(element: Element, text: str) -> None:
    """Replace the text, only when it differs: an equal one would be read out again."""
    if element.textContent != text:
        element.textContent = text


def set_hidden(element: Element, hidden: bool) -> None:
    if element.hidden != hidden:
        element.hidden = hidden


def set_disabled(element: Element, disabled: bool) -> None:
    if element.disabled != disabled:
        element.disabled = disabled


def set_attribute(element: Element, name: str, value: str) -> None:
    if element.getAttribute(name) != value:
        element.setAttribute(name, value)


def set_value(element: Element, value: str) -> None:
    """Set a field's value unless the person is in it."""
    if element.value != value and document.activeElement != element:
        element.value = value


def make(tag: str, text: str = "", **attributes: str) -> Element:
    """A new element; `class_` stands for class, "_" in names for "-"."""
    element = document.createElement(tag)
    if text:
        element.textContent = text
    for name, value in attributes.items():
        element.setAttribute(name.rstrip("_").replace("_", "-"), value)
    return element


def icon(name: str) -> Element:
    """An icon of the sprite that the page already uses."""
    space = "http://www.w3.org/2000/svg"
    svg, use = document.createElementNS(space, "svg"), document.createElementNS(space, "use")
    svg.setAttribute("class", "i")
    svg.setAttribute("aria-hidden", "true")
    use.setAttribute("href", "#i-" + name)
    svg.append(use)
    return svg


def set_icon(holder: Element, name: str) -> None:
    """Change the icon inside `holder`."""
    use = holder.querySelector("use")
    if use:
        set_attribute(use, "href", "#i-" + name)


def begin(job: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Start `job` at once instead of in the next turn: when a click returns, the page already says that it is busy."""
    eager: dict[str, Any] = {"eager_start": True}  # known to Python 3.12 and later, which the browser's is
    return asyncio.Task(job, loop=asyncio.get_event_loop(), **eager)


def later(callback: Callable[[], Any], milliseconds: int) -> int:
    """Call once after a while; the id can be given to `window.clearTimeout`."""
    return int(window.setTimeout(_once(callback), milliseconds))


def clear_later(id: int) -> None:
    """What `later` was asked for is not called any more."""
    window.clearTimeout(id)


def next_frame(callback: Callable[[], Any]) -> None:
    """Call once before the next frame is painted."""
    window.requestAnimationFrame(_once(callback))


def _once(callback: Callable[[], Any]) -> Any:
    from pyodide.ffi import create_once_callable

    return create_once_callable(lambda *_: callback())
