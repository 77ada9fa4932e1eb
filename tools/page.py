"""index.html, put together: what it would ask for one after the other stands in it.

What the sources name as style sheets becomes one <style>, which the policy allows by its hash (tools/policy.py). The
typeface of the first words is in it: a first paint would wait for a font that is on its way, or be done twice. The
icons and pyscript.toml (as JSON, which PyScript reads without a parser of its own) are written in too.

What the first view does not show is left out of it and goes into two files, which boot.js brings in after the first
paint: what stands between <!--later--> and <!--/later-->, the icons that nothing else uses, and the style sheets that
are marked with data-later.
"""

from __future__ import annotations

import base64
import html
import json
import re
import tomllib

from tools.icons import sprite
from tools.pack import Files
from tools.paths import NODE_MODULES, ROOT, SOURCE
from tools.report import ToolError

SHEET = re.compile(
    r'\s*<link rel="stylesheet" href="static/page/(?P<name>[^"]+)"'
    r'(?: media="(?P<media>[^"]+)")?(?P<later> data-later)?>'
)
LATER = re.compile(r"<!--later-->\s*(?P<part>.*?)\s*<!--/later-->", re.DOTALL)
PLACE = '<template class="later"></template>'
USED = re.compile(r'href="#i-([\w-]+)"')
HEAD_END = "\n</head>"
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
ADDRESS = re.compile(r"\burl\((?!data:)")
TYPEFACE = "url(static/page/geist.woff2)"
SANS = "@fontsource-variable/geist/files/geist-latin-wght-normal.woff2"
ICONS = "<!--icons-->"
CONFIGURATION = "pyscript.toml"


def assembled(page: str) -> str:
    """`page` with its style sheets and its icons. Raises ToolError when it has no place for one of them."""
    once = (ICONS, HEAD_END, f'config="{CONFIGURATION}"')
    if any(page.count(place) != 1 for place in once) or not SHEET.search(page):
        raise ToolError(f"index.html needs its style sheets and, once each: {', '.join(map(str.strip, once))}")
    sheets = "\n".join(_inlined(_sheet(match)) for match in SHEET.finditer(page) if not match["later"])
    page = SHEET.sub("", LATER.sub(PLACE, page)).replace(HEAD_END, f"\n  <style>{sheets}</style>{HEAD_END}")
    page = page.replace(ICONS, sprite(_listing(), set(USED.findall(page))) + PLACE)
    return page.replace(f'"{CONFIGURATION}"', f'"{_configuration()}"')


def later(page: str) -> Files:
    """later.html, a <template> for each place in the assembled page, in their order, and later.css. Raises ToolError
    when a part names a file: its folder has no name yet."""
    first = set(USED.findall(LATER.sub("", page)))
    listing = "\n".join(line for line in _listing().splitlines() if line.split("=")[0].strip() not in first)
    parts = [sprite(listing), *(match["part"] for match in LATER.finditer(page))]
    if any("static/" in part for part in parts):
        raise ToolError("what comes later in index.html names a file under static/, whose folder it cannot know")
    found = list(SHEET.finditer(page))
    # What depends on the screen comes last of all, as it does in the page: it overrules the others.
    sheets = [_sheet(match) for match in found if match["later"]] + [_sheet(match) for match in found if match["media"]]
    html = "\n".join(f"<template>{part}</template>" for part in parts)
    return {"later.html": html.encode(), "later.css": "\n".join(sheets).encode()}


def _listing() -> str:
    return (SOURCE / "page" / "icons.txt").read_text()


def _typeface() -> str:
    font = base64.b64encode((NODE_MODULES / SANS).read_bytes()).decode()
    return f"url(data:font/woff2;base64,{font})"


def _configuration() -> str:
    settings = tomllib.loads((ROOT / CONFIGURATION).read_text())
    return html.escape(json.dumps(settings, separators=(",", ":")))


def _sheet(link: re.Match[str]) -> str:
    sheet = COMMENT.sub("", (SOURCE / "page" / link["name"]).read_text()).strip()
    return f"@media {link['media']} {{\n{sheet}\n}}" if link["media"] else sheet


def _inlined(sheet: str) -> str:
    return ADDRESS.sub("url(static/page/", sheet).replace(TYPEFACE, _typeface())
