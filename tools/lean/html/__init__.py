"""Stands in for the standard library's html on the page: its table of 2231 named characters is read on every start,
and hardly anybody asks for one.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["escape", "unescape"]


def escape(s: str, quote: bool = True) -> str:
    """`s` with &, < and >, and with `quote` also both quotation marks, as HTML writes them."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(import_module("html.whole"), name)
