"""Says the page in another language: every text of index.html, and what panels have built. Adapter.

Loaded only when a language other than English is chosen. A node remembers the English it came with and what was put in
its place, so it can be said in a third language or in English again; one that was written anew meanwhile counts as new.
What lies in translate="no" is left alone: names, numbers, what the person wrote, what is drawn with every change.
"""

from __future__ import annotations

from typing import Any

from js import document

import texts
from editor import dom

ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-tip", "data-first", "data-kept", "data-of")
"""The data of these hold words that a script puts on the page later."""
OUTSIDE = "not(ancestor-or-self::*[@translate='no' or self::script or self::style or self::noscript])"
TEXT_NODES = f"//body//text()[normalize-space() and {OUTSIDE}]"
ORDERED_SNAPSHOT = 7
"""XPathResult.ORDERED_NODE_SNAPSHOT_TYPE."""


def speak(language: str) -> None:
    """Say the page in `language`, a key of texts.LANGUAGES, from now on."""
    before = texts.reversed_table()
    texts.use(language)
    dom.root.lang = language
    for node in _snapshot(TEXT_NODES):
        said = str(node.data)
        core = said.strip()
        new = _said(node, "text", core, before)
        if new != core:
            node.data = said.replace(core, new)
    for name in ATTRIBUTES:
        for element in _snapshot(f"//body//*[@{name} and {OUTSIDE}]"):
            old = str(element.getAttribute(name))
            new = _said(element, name, old, before)
            if new != old:
                element.setAttribute(name, new)


def _said(node: Any, part: str, present: str, before: dict[str, str]) -> str:
    """What should stand in a part of a node where `present` stands. `before` leads from the language so far to
    English, for nodes that were made while it was spoken."""
    english, put = f"english_{part}", f"put_{part}"
    if getattr(node, put, None) == present:
        source = str(getattr(node, english))
    else:
        source = before.get(present, present)
    new = texts.t(source)
    if new != source or new != present:
        setattr(node, english, source)
        setattr(node, put, new)
    return new


def _snapshot(path: str) -> list[Any]:
    found = document.evaluate(path, document, None, ORDERED_SNAPSHOT, None)
    return [found.snapshotItem(index) for index in range(found.snapshotLength)]
